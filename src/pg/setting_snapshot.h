// Configuration parameters of the session over several transactions. A nest level (setting.h) ends with its
// transaction, and what a script has SET would stay for good: here it is put back.
#pragma once

#include <map>

#include "pg/server.h"

namespace strata::pg {

class SettingSnapshot {
public:
    // Remembers what the session has set, role and session authorization included.
    SettingSnapshot();

    // Sets for the session, whoever may set it. It lasts once the transaction that is current commits.
    void set(const char* name, const std::string& value);

    bool is_as_before() const;

    // Puts back all that differs, ours or the script's. It lasts once the transaction that is current commits.
    void restore() const;

private:
    std::map<std::string, std::string> before_;  // of those that the session has set; others have their defaults
    std::string session_user_;
    std::string role_;
};

}  // namespace strata::pg
