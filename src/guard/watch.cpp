#include "guard/watch.h"

#include <algorithm>

#include "migrate/setting_table.h"
#include "migrate/watched.h"
#include "pg/guard.h"
#include "pg/name_list.h"

extern "C" {
#include "utils/inval.h"
}

namespace strata::guard {

namespace {

constinit const Watch* known = nullptr;
constinit Oid announcing = InvalidOid;
constinit std::uint64_t announced = 1;  // counts what the server announces
constinit std::uint64_t known_since = 0;

// The server calls this in the middle of anything: it only counts.
void on_relation_change(Datum, Oid relation) {
    if (relation == announcing || !OidIsValid(relation)) ++announced;
}

void listen() {
    static constinit bool listening = false;
    if (listening) return;
    pg::call([] { CacheRegisterRelcacheCallback(on_relation_change, Datum{0}); });
    listening = true;
}

Mode mode_of_name(std::string_view wanted) {
    for (const Mode mode : {Mode::Enforce, Mode::Warn, Mode::Log, Mode::Off})
        if (name(mode) == wanted) return mode;
    return Mode::Enforce;
}

std::vector<std::string> names(const std::string& list) {
    return pg::split_names(list).value_or(std::vector<std::string>());
}

void read_settings(const migrate::Home& home, Watch& watch) {
    for (const migrate::SettingRow& row : migrate::latest_settings(home)) {
        if (row.name == migrate::guard_mode_setting().name) watch.mode = mode_of_name(row.value);
        if (row.name == migrate::out_of_band_setting().name) watch.refuse_changes = row.value == "refuse";
        if (row.name == migrate::exempt_schemas_setting().name) watch.exempt_schemas = names(row.value);
        if (row.name == migrate::exempt_roles_setting().name) watch.exempt_roles = names(row.value);
    }
}

std::unique_ptr<Watch> read_watch() {
    auto fresh = std::make_unique<Watch>();
    if (!migrate::is_installed()) {
        fresh->mode = Mode::Off;
        announcing = InvalidOid;
        return fresh;
    }
    const migrate::Home home = migrate::home();
    announcing = migrate::announcing_table(home);
    read_settings(home, *fresh);
    if (fresh->mode != Mode::Off) fresh->interests = migrate::read_interests(home);
    return fresh;
}

}  // namespace

std::string_view name(Mode mode) {
    switch (mode) {
        case Mode::Enforce: return "enforce";
        case Mode::Warn: return "warn";
        case Mode::Log: return "log";
        case Mode::Off: return "off";
    }
    return "";
}

const Watch& watch() {
    pg::call([] { AcceptInvalidationMessages(); });
    if (known != nullptr && known_since == announced) return *known;
    listen();
    // What is announced while we read may be read already, or not: then it is read once more.
    const std::uint64_t before = announced;
    std::unique_ptr<Watch> fresh = read_watch();
    delete std::exchange(known, fresh.release());
    known_since = OidIsValid(announcing) ? before : 0;
    return *known;
}

}  // namespace strata::guard
