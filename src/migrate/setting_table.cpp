#include "migrate/setting_table.h"

#include "core/script_header.h"

namespace strata::migrate {

namespace {

constexpr const char* out_of_order_values[] = {"apply", "refuse"};
constexpr const char* guard_modes[] = {"enforce", "warn", "log", "off"};
constexpr const char* out_of_band_values[] = {"record", "refuse"};

enum Position { OutOfOrder, GuardMode, OutOfBand, ExemptSchemas, ExemptRoles };

constinit const SettingDefinition definitions[] = {
    {"out_of_order", "apply", SettingKind::OneOf, out_of_order_values,
     "what to do with a pending migration that is lower than the latest applied one"},
    {"guard", "enforce", SettingKind::OneOf, guard_modes, "what the guard does with DDL that migrations would not bear"},
    {"out_of_band", "record", SettingKind::OneOf, out_of_band_values,
     "what the guard does when a migration's object is changed outside of migrations"},
    {"guard_exempt_schemas", "", SettingKind::Names, {}, "schemas whose objects the guard leaves alone"},
    {"guard_exempt_roles", "", SettingKind::Names, {}, "roles whose DDL the guard leaves alone"},
    {core::directive::lock_timeout, "5s", SettingKind::Limit, {},
     "how long a script waits for a lock; 0: as long as it takes"},
    {core::directive::lock_retries, "5", SettingKind::Limit, {},
     "how often a migration that got no lock is undone and run again"},
    {core::directive::concurrent_lock_timeout, "0", SettingKind::Limit, {},
     "the same as lock_timeout for concurrent index builds, VACUUM and the like"},
    {core::directive::statement_timeout, "0", SettingKind::Limit, {},
     "how long a statement of a script runs; 0: as the session's own statement_timeout says"},
};

constinit pg::Query select_one{"SELECT value FROM migrate.setting WHERE name = $1"};

constinit pg::Query select_all{"SELECT name, value FROM migrate.setting"};

constinit pg::Query write_one{
    "INSERT INTO migrate.setting (name, value) VALUES ($1, $2) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"};

std::vector<SettingRow> settings_in(const pg::Rows& rows) {
    std::vector<SettingRow> settings;
    for (std::size_t i = 0; i < rows.size(); ++i)
        settings.push_back({std::string(rows.text(i, 0)), std::string(rows.text(i, 1))});
    return settings;
}

}  // namespace

std::span<const SettingDefinition> setting_definitions() { return definitions; }

const SettingDefinition& guard_mode_setting() { return definitions[GuardMode]; }
const SettingDefinition& out_of_band_setting() { return definitions[OutOfBand]; }
const SettingDefinition& exempt_schemas_setting() { return definitions[ExemptSchemas]; }
const SettingDefinition& exempt_roles_setting() { return definitions[ExemptRoles]; }

std::string read_setting(const Actor& actor, const SettingDefinition& definition) {
    Bookkeeping books(actor);
    const pg::Rows rows = books.session().query(select_one, pg::Parameters().add(std::string_view(definition.name)));
    return rows.empty() ? definition.default_value : std::string(rows.text(0, 0));
}

void write_setting(const Actor& actor, const std::string& name, const std::string& value) {
    Bookkeeping(actor).session().execute(
        write_one, pg::Parameters().add(std::string_view(name)).add(std::string_view(value)));
}

core::LatePolicy late_policy(const Actor& actor) {
    return read_setting(actor, definitions[OutOfOrder]) == "refuse" ? core::LatePolicy::Refuse : core::LatePolicy::Apply;
}

std::vector<SettingRow> changed_settings(const Actor& actor) {
    Bookkeeping books(actor);
    return settings_in(books.session().query(select_all));
}

std::vector<SettingRow> latest_settings(const Home& home) {
    Bookkeeping books(home);
    return settings_in(books.session().query_latest(select_all));
}

}  // namespace strata::migrate
