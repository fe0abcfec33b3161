// How long scripts may wait for locks and run: what was said of it where, and what counts.
#pragma once

#include <array>
#include <map>

#include "core/script_limits.h"
#include "core/revision.h"
#include "core/stretches.h"
#include "migrate/options.h"

namespace strata::migrate {

// Limits by name, each as limit_text() has it; an empty text takes away what was said before.
using RunOptions = std::map<std::string, std::string>;

// The keys of limits for functions that run scripts, for lists of known options.
std::vector<std::string> with_limits(std::vector<std::string> keys);
// The same with `transaction`, for registration.
std::vector<std::string> with_run_options(std::vector<std::string> keys);

// What registration was told. Raises MG017 for a value that does not fit.
RunOptions run_options(const Options& options);
// Everything removed.
RunOptions no_run_options();
// `given` over what `kept` (jsonb as text) has, as jsonb text in the server's own form.
std::string merge_run_options(const RunOptions& given, const std::string& kept);

// Raises MG017, with its line, for a value in the header of an up or down script that does not fit.
void require_fitting_header(const std::string& migration, core::ScriptRole role, const std::string& script);

// What registration, or else the header of the script, says.
core::TransactionMode transaction_mode(const core::Revision& revision, core::ScriptRole role);

// For one call: its own options, the session's lock_timeout and the database's settings.
class LimitSource {
public:
    // Raises MG017 for a value that does not fit.
    LimitSource(const Actor& actor, const Options& call);

    // Of an up or down script. What counts comes first: the call, registration, the script's header, the session's
    // own lock_timeout unless it is 0, the database's settings, the defaults.
    core::Limits of(const core::Revision& revision, core::ScriptRole role) const;

private:
    using Values = std::map<std::string, int>;

    Values call_;
    Values database_;
    int session_lock_timeout_;
};

}  // namespace strata::migrate
