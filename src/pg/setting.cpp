#include "pg/setting.h"

#include "pg/guard.h"

extern "C" {
#include "utils/guc.h"
}

namespace strata::pg {

namespace {

void set_in_nest_level(const char* name, const char* value, GucContext context, GucAction action) {
    call([&] { (void) set_config_option(name, value, context, PGC_S_SESSION, action, true, 0, false); });
}

}  // namespace

SettingScope::SettingScope() : level_(NewGUCNestLevel()) {}

SettingScope::~SettingScope() {
    if (level_ == 0) return;
    call_in_destructor("take back changed settings", [&] { AtEOXact_GUC(false, level_); });
}

void SettingScope::set(const char* name, const char* value) {
    const bool privileged = call([] { return superuser(); });
    set_in_nest_level(name, value, privileged ? PGC_SUSET : PGC_USERSET, GUC_ACTION_SAVE);
}

void SettingScope::set_privileged(const char* name, const char* value) {
    set_in_nest_level(name, value, PGC_SUSET, GUC_ACTION_SAVE);
}

void SettingScope::override_privileged(const char* name, const char* value) {
    set_in_nest_level(name, value, PGC_SUSET, GUC_ACTION_SET);
}

void SettingScope::revert() {
    const int level = std::exchange(level_, 0);
    call([&] { AtEOXact_GUC(false, level); });
}

std::string raw_setting(const char* name) {
    const char* value = call([&] { return GetConfigOption(name, true, false); });
    return value == nullptr ? std::string() : std::string(value);
}

std::string setting(const char* name) {
    const char* value = call([&] { return GetConfigOptionByName(name, nullptr, false); });
    return value;
}

}  // namespace strata::pg
