#include "pg/setting_snapshot.h"

#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/setting.h"

namespace strata::pg {

namespace {

// Roles come in an order of their own; the others belong to the transaction, or are commands in disguise.
constexpr std::string_view never_compared[] = {"session_authorization",  "role", "is_superuser", "seed",
                                               "transaction_isolation", "transaction_read_only",
                                               "transaction_deferrable"};

bool is_compared(std::string_view name) {
    for (const std::string_view other : never_compared)
        if (name == other) return false;
    return true;
}

std::map<std::string, std::string> set_in_session() {
    std::map<std::string, std::string> values;
    const SettingsInMemory all = settings_in_memory();
    for (int i = 0; i < all.count; ++i)
        if (all.first[i]->source == PGC_S_SESSION && is_compared(all.first[i]->name))
            values.emplace(all.first[i]->name, raw_setting(all.first[i]->name));
    return values;
}

// A null value is a RESET.
void change(const char* name, const char* value) {
    call([&] {
        (void) set_config_option(name, value, PGC_SUSET, PGC_S_SESSION, GUC_ACTION_SET, true, 0, false);
    });
}

void put_back(const char* name, const std::string& before) {
    if (raw_setting(name) != before) change(name, before.c_str());
}

}  // namespace

SettingSnapshot::SettingSnapshot()
    : before_(set_in_session()), session_user_(raw_setting("session_authorization")), role_(raw_setting("role")) {}

void SettingSnapshot::set(const char* name, const std::string& value) { change(name, value.c_str()); }

bool SettingSnapshot::is_as_before() const {
    return raw_setting("session_authorization") == session_user_ && raw_setting("role") == role_ &&
           set_in_session() == before_;
}

void SettingSnapshot::restore() const {
    put_back("session_authorization", session_user_);
    put_back("role", role_);
    const std::map<std::string, std::string> now = set_in_session();
    for (const auto& [name, value] : now)
        if (!before_.contains(name)) change(name.c_str(), nullptr);
    for (const auto& [name, value] : before_) {
        const auto current = now.find(name);
        if (current == now.end() || current->second != value) change(name.c_str(), value.c_str());
    }
}

}  // namespace strata::pg
