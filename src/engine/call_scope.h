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

private:
    SessionTraces traces_;
    DeferredConstraints deferred_;
};

}  // namespace strata::engine
