// Table migrate.applied: the only place that knows its columns.
#pragma once

#include "core/catalog.h"
#include "migrate/bookkeeping.h"

namespace strata::migrate {

struct Applied {
    std::string migration;
    core::State state = core::State::Applied;
    std::int64_t position = 0;  // id of the history entry that did it
    std::optional<std::int64_t> duration_us;
    std::string search_path;
    std::string up_checksum;
};

std::optional<Applied> find_applied(const Actor& actor, const std::string& migration);

// By the actor, at the time of the history entry `position`. The migration must be pending.
void insert_applied(const Actor& actor, const Applied& applied);
// It is pending again: how far a partial one got is forgotten too.
void delete_applied(const Actor& actor, const std::string& migration);
// It stopped half-way.
void make_partial(const Actor& actor, const std::string& migration);
// It has the state again that it had before it became partial: none, if an up script made it so.
void forget_beginning(const Actor& actor, const std::string& migration);

std::string_view state_name(core::State state);
std::optional<core::State> state_of_name(std::string_view name);

}  // namespace strata::migrate
