// The settings that safety depends on.
#pragma once

#include "migrate/setting_table.h"
#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_settings, migrate_set
Datum migrate_settings(const pg::Arguments& arguments);
Datum migrate_set(const pg::Arguments& arguments);

// What migrate_set does once it knows the setting. Raises MG017 for a value that is not allowed.
void change_setting(const Actor& who, const SettingDefinition& definition, const std::string& value,
                    const std::optional<std::string>& reason);

}  // namespace strata::migrate
