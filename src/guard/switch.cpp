#include "guard/switch.h"

#include "core/text.h"
#include "guard/override.h"
#include "guard/watch.h"
#include "migrate/raise.h"
#include "migrate/settings.h"
#include "migrate/writer.h"
#include "pg/name_list.h"
#include "pg/rowset.h"

namespace strata::guard {

namespace {

struct EventTrigger {
    std::string_view name;
    std::string_view function;
};

constexpr EventTrigger triggers[] = {
    {"pg_strata_guard_start", "guard_command_start"},
    {"pg_strata_guard_end", "guard_command_end"},
    {"pg_strata_guard_drop", "guard_sql_drop"},
};

// By whatever name and whoever created them.
constinit pg::Query select_triggers{
    "SELECT p.proname::text, t.evtenabled::text FROM pg_event_trigger t JOIN pg_proc p ON p.oid = t.evtfoid "
    "WHERE p.pronamespace = 'migrate'::regnamespace"};

struct Installation {
    std::vector<std::string> missing;
    std::vector<std::string> disabled;
};

Installation installation() {
    pg::Session session;
    const pg::Rows rows = session.query(select_triggers);
    Installation found;
    for (const EventTrigger& trigger : triggers) {
        std::size_t row = 0;
        while (row < rows.size() && rows.text(row, 0) != trigger.function) ++row;
        if (row == rows.size()) {
            found.missing.emplace_back(trigger.name);
        } else if (rows.text(row, 1) == "D" || rows.text(row, 1) == "R") {  // R: fires only in a replica
            found.disabled.emplace_back(trigger.name);
        }
    }
    return found;
}

std::string detail_of(const Installation& installation, const std::string& mode) {
    if (!installation.missing.empty())
        return core::concat("DDL is not watched: ", core::human_list(installation.missing),
                            " could not be created, which needs a superuser. Everything else works.");
    if (!installation.disabled.empty())
        return core::concat("DDL is not fully watched: ", core::human_list(installation.disabled), " disabled.");
    if (is_overridden()) return "Overridden until the end of this transaction: everything passes and is observed.";
    if (mode == name(Mode::Off)) return "DDL is not watched.";
    if (mode == name(Mode::Log)) return "What migrations would not bear is logged, and passes.";
    if (mode == name(Mode::Warn)) return "What migrations would not bear is warned of, and passes.";
    return "What migrations would not bear is refused.";
}

std::vector<std::string> names_in(const migrate::Actor& who, const migrate::SettingDefinition& setting) {
    return pg::split_names(migrate::read_setting(who, setting)).value_or(std::vector<std::string>());
}

void add_state(pg::RowSet& rows, const migrate::Actor& who) {
    const std::string mode = migrate::read_setting(who, migrate::guard_mode_setting());
    const Installation found = installation();
    rows.add({mode, found.missing.empty() && found.disabled.empty(),
              migrate::read_setting(who, migrate::out_of_band_setting()),
              names_in(who, migrate::exempt_schemas_setting()), names_in(who, migrate::exempt_roles_setting()),
              is_overridden(), detail_of(found, mode)});
}

void record_override(const migrate::Actor& who, const std::string& reason) {
    migrate::Writer writer(who, migrate::Work::Override);
    core::HistoryEntry entry;
    entry.action = "override";
    entry.outcome = "ok";
    entry.message = "guard overridden for one transaction";
    entry.reason = reason;
    writer.append(entry);
    writer.finish();
}

}  // namespace

Datum migrate_guard(const pg::Arguments& arguments) {
    const std::optional<std::string> mode = arguments.text(0);
    const migrate::Actor who = mode ? migrate::actor("migrate_guard", migrate::Level::Admin)
                                    : migrate::looker("migrate_guard");
    pg::RowSet rows(arguments.fcinfo());
    if (mode) migrate::change_setting(who, migrate::guard_mode_setting(), *mode, arguments.text(1));
    add_state(rows, who);
    return Datum{0};
}

Datum migrate_guard_override(const pg::Arguments& arguments) {
    const migrate::Actor who = migrate::actor("migrate_guard_override", migrate::Level::Operator);
    const std::string reason = arguments.text(0).value_or("");
    if (core::is_blank(reason))
        migrate::raise({core::Condition::ContradictoryArguments, "a reason must be given", "",
                        "It goes to the history: SELECT * FROM migrate_guard_override('why it must pass')."});
    pg::RowSet rows(arguments.fcinfo());
    record_override(who, reason);
    start_override();
    add_state(rows, who);
    return Datum{0};
}

}  // namespace strata::guard
