// What runs inside a script, at any depth (DO blocks, functions, triggers): the traces that statements leave in the
// session and the tables they touch. Through hooks, installed at first use and gated.
#pragma once

#include <set>

#include "pg/server.h"

namespace strata::engine {

class DeferredConstraints;

struct Observed {
    std::set<std::string> prepared;  // PREPARE
    std::set<std::string> channels;  // LISTEN
    std::set<Oid> changed_tables;    // targets of INSERT, UPDATE, DELETE, MERGE and COPY FROM
    bool constraint_modes = false;   // SET CONSTRAINTS
};

// Observes from construction to destruction; the innermost one does.
class Observation {
public:
    explicit Observation(const DeferredConstraints& callers);
    ~Observation();
    Observation(const Observation&) = delete;
    Observation& operator=(const Observation&) = delete;

    const Observed& observed() const { return observed_; }
    Observed& observed() { return observed_; }
    const DeferredConstraints& callers() const { return callers_; }

private:
    const DeferredConstraints& callers_;
    Observed observed_;
    Observation* outer_;
};

}  // namespace strata::engine
