// Those who hold what a script waits for, in words.
#pragma once

#include "engine/lock_watch.h"
#include "migrate/actor.h"

namespace strata::migrate {

// A line each: process, role, application, state, since when, and its query, if the actor may see that (a member of the
// role, or of pg_read_all_stats). As they are now: some time has passed since they were in the way. Looks into the
// catalogs, so not in a transaction that has failed.
std::vector<std::string> describe_blockers(const Actor& actor, const engine::Blockers& blockers);

// The same lines for a record that others read, too.
std::string without_queries(std::string_view lines);

}  // namespace strata::migrate
