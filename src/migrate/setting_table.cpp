#include "migrate/setting_table.h"

namespace strata::migrate {

namespace {

constexpr const char* out_of_order_values[] = {"apply", "refuse"};

constinit const SettingDefinition definitions[] = {
    {"out_of_order", "apply", out_of_order_values,
     "what to do with a pending migration that is lower than the latest applied one"},
};

constinit pg::Query select_one{"SELECT value FROM migrate.setting WHERE name = $1"};

constinit pg::Query write_one{
    "INSERT INTO migrate.setting (name, value) VALUES ($1, $2) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"};

}  // namespace

std::span<const SettingDefinition> setting_definitions() { return definitions; }

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
    return read_setting(actor, definitions[0]) == "refuse" ? core::LatePolicy::Refuse : core::LatePolicy::Apply;
}

}  // namespace strata::migrate
