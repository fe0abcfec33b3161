// Configuration parameters (GUCs): a nest level that takes back every change, and reading.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// What is set after construction, by us or by SQL that runs meanwhile (SET, SET LOCAL, SET ROLE, set_config()),
// is taken back at the end of the scope.
class SettingScope {
public:
    SettingScope();
    ~SettingScope();
    SettingScope(const SettingScope&) = delete;
    SettingScope& operator=(const SettingScope&) = delete;

    // Sets with the rights of the current user.
    void set(const char* name, const char* value);
    // Sets what only a superuser may set, for our own purposes (log_min_messages).
    void set_privileged(const char* name, const char* value);
    // As a SET of the superuser's in the nest level that is current, whoever opened it: for one in which the user's own
    // SET may have come before (the server allows no second kind of saving there).
    static void override_privileged(const char* name, const char* value);
    // Takes everything back before the scope ends; raises what goes wrong with it.
    void revert();

private:
    int level_;
};

// The value in the parameter's own unit, without naming it: "5000" for a lock_timeout of 5 s.
std::string raw_setting(const char* name);

// The value as SHOW prints it. Errors for a name that does not exist.
std::string setting(const char* name);

}  // namespace strata::pg
