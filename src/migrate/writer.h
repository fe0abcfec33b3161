// One writer per database (DESIGN section 4, Concurrency).
#pragma once

#include "migrate/actor.h"

namespace strata::migrate {

// What a writer does, as others see it: the number stands in pg_locks.objsubid.
enum class Work : std::uint16_t { Register = 1, Apply = 2, Rollback = 3, Mark = 4, Rights = 5, Settings = 6 };

// Takes the writer's lock until the end of the transaction and locks the head of the history. Waits for another
// writer at most pg_strata.lock_timeout, then raises 55P03 naming it. A stale snapshot raises 40001.
void become_writer(const Actor& actor, Work work);

// Defines pg_strata.lock_timeout; called once when the library is loaded.
void define_writer_settings();

}  // namespace strata::migrate
