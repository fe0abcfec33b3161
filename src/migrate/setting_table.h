// Table migrate.setting, and the settings there are.
#pragma once

#include <span>

#include "core/plan_up.h"
#include "migrate/bookkeeping.h"

namespace strata::migrate {

struct SettingDefinition {
    const char* name;
    const char* default_value;
    std::span<const char* const> allowed;
    const char* description;
};

std::span<const SettingDefinition> setting_definitions();

std::string read_setting(const Actor& actor, const SettingDefinition& definition);
void write_setting(const Actor& actor, const std::string& name, const std::string& value);

// What the setting out_of_order says of late migrations.
core::LatePolicy late_policy(const Actor& actor);

}  // namespace strata::migrate
