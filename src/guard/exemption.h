// Whose DDL the guard leaves alone.
#pragma once

#include "guard/target.h"
#include "guard/watch.h"

namespace strata::guard {

// Scripts of extensions and of the engine, binary upgrade, replication, restores: no look at what is done. Cheap.
bool session_is_exempt();

// A session with the settings that pg_dump writes at the head of what it dumps, and pg_restore sets in each of its own:
// an empty search_path and function bodies unchecked.
bool is_restoring();

// The current role: exempted by setting, or reserved by a host for its own services.
bool role_is_exempt(const Watch& watch);

// Exempted by setting, temporary, of the system, or a schema that a host's services keep: one of their names, owned by
// one of their roles.
bool schema_is_exempt(const Watch& watch, const std::string& schema);

// Of a located object: by its schema, or because it is such a schema.
bool is_exempt(const Watch& watch, const Target& target);

}  // namespace strata::guard
