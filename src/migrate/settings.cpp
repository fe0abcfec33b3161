#include "migrate/settings.h"

#include <algorithm>

#include "core/text.h"
#include "migrate/limit_values.h"
#include "migrate/raise.h"
#include "migrate/setting_table.h"
#include "migrate/writer.h"
#include "pg/name_list.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

std::vector<std::string> allowed_values(const SettingDefinition& definition) {
    return {definition.allowed.begin(), definition.allowed.end()};
}

void add_row(pg::RowSet& rows, const SettingDefinition& definition, const std::string& value) {
    const pg::Cell allowed = definition.allowed.empty() ? pg::Cell() : pg::Cell(allowed_values(definition));
    rows.add({definition.name, value, definition.default_value, allowed, definition.description});
}

const SettingDefinition& find_definition(const std::string& name) {
    std::vector<std::string> names;
    for (const SettingDefinition& definition : setting_definitions()) {
        if (definition.name == name) return definition;
        names.emplace_back(definition.name);
    }
    raise({core::Condition::UnknownOption, core::concat("there is no setting ", core::quoted(name)), "",
           core::concat("Known settings: ", core::quoted_list(names), ".")});
}

[[noreturn]] void refuse_value(const SettingDefinition& definition, const std::string& value,
                               const std::string& allowed) {
    raise({core::Condition::UnknownOption,
           core::concat("setting ", core::quoted(definition.name), " cannot be ", core::quoted(value)), "", allowed});
}

// The value in the form in which it is kept.
std::string accepted(const SettingDefinition& definition, const std::string& value) {
    switch (definition.kind) {
        case SettingKind::OneOf: {
            const std::vector<std::string> allowed = allowed_values(definition);
            if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return value;
            refuse_value(definition, value, core::concat("Allowed values are ", core::quoted_list(allowed), "."));
        }
        case SettingKind::Names:
            if (pg::split_names(value)) return value;
            refuse_value(definition, value, "It is a list of names, separated by commas; names are quoted where SQL "
                                            "would quote them.");
        case SettingKind::Limit:
            if (const auto limit = parse_limit(definition.name, value)) return limit_text(definition.name, *limit);
            refuse_value(definition, value, limit_notation(definition.name));
    }
    return value;
}

std::string shown(const std::string& value) { return value.empty() ? "nothing" : value; }

}  // namespace

Datum migrate_settings(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_settings");
    pg::RowSet rows(arguments.fcinfo());
    for (const SettingDefinition& definition : setting_definitions())
        add_row(rows, definition, read_setting(who, definition));
    return Datum{0};
}

void change_setting(const Actor& who, const SettingDefinition& definition, const std::string& given,
                    const std::optional<std::string>& reason) {
    const std::string value = accepted(definition, given);
    Writer writer(who, Work::Settings);
    const std::string before = read_setting(who, definition);
    if (before == value) return;
    core::HistoryEntry entry;
    entry.action = "set";
    entry.outcome = "ok";
    entry.message = core::concat(definition.name, " from ", shown(before), " to ", shown(value));
    entry.reason = reason;
    write_setting(who, definition.name, value);
    writer.append(entry);
    writer.finish();
}

Datum migrate_set(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_set", Level::Admin);
    const SettingDefinition& definition = find_definition(arguments.text(0).value_or(""));
    const std::string value = accepted(definition, arguments.text(1).value_or(""));
    pg::RowSet rows(arguments.fcinfo());
    change_setting(who, definition, value, arguments.text(2));
    add_row(rows, definition, value);
    return Datum{0};
}

}  // namespace strata::migrate
