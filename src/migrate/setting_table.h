// Table migrate.setting, and the settings there are.
#pragma once

#include <span>

#include "core/plan_up.h"
#include "migrate/bookkeeping.h"

namespace strata::migrate {

// Limit: as limit_values.h has the name's values.
enum class SettingKind : std::uint8_t { OneOf, Names, Limit };

struct SettingDefinition {
    const char* name;
    const char* default_value;
    SettingKind kind;
    std::span<const char* const> allowed;  // OneOf: these
    const char* description;
};

std::span<const SettingDefinition> setting_definitions();

// What the guard reads: see doc/guard.md.
const SettingDefinition& guard_mode_setting();
const SettingDefinition& out_of_band_setting();
const SettingDefinition& exempt_schemas_setting();
const SettingDefinition& exempt_roles_setting();

std::string read_setting(const Actor& actor, const SettingDefinition& definition);
void write_setting(const Actor& actor, const std::string& name, const std::string& value);

// What the setting out_of_order says of late migrations.
core::LatePolicy late_policy(const Actor& actor);

struct SettingRow {
    std::string name;
    std::string value;
};

// Those that differ from their defaults.
std::vector<SettingRow> changed_settings(const Actor& actor);

// The same as they are now, whatever the transaction's snapshot.
std::vector<SettingRow> latest_settings(const Home& home);

}  // namespace strata::migrate
