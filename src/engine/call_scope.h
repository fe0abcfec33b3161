// One call of an act-function: what must hold while scripts run, and what is put back at its end.
#pragma once

#include "engine/deferred.h"
#include "engine/session_traces.h"

namespace strata::engine {

// Whether a script is running in this backend now: our act-functions refuse to be called from inside one.
bool running();

// Exists once per call, outside every subtransaction of the call.
class CallScope {
public:
    CallScope();
    ~CallScope();
    CallScope(const CallScope&) = delete;
    CallScope& operator=(const CallScope&) = delete;

    SessionTraces& traces() { return traces_; }
    const DeferredConstraints& deferred() const { return deferred_; }

    // What the latest script said before it failed.
    const std::vector<std::string>& last_words() const { return last_words_; }
    void keep_last_words(std::vector<std::string> notices) { last_words_ = std::move(notices); }

private:
    SessionTraces traces_;
    DeferredConstraints deferred_;
    std::vector<std::string> last_words_;
};

}  // namespace strata::engine
