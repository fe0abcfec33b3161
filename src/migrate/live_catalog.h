// What the database has of the objects that scripts name, in the words of readings.
#pragma once

#include <span>

#include "core/down_reach.h"
#include "core/mention.h"
#include "migrate/bookkeeping.h"

namespace strata::migrate {

// All of it provided, schema-qualified, with columns, constraints, triggers, policies and labels. Objects that no
// reading names are left out, except for schemas and extensions. The system's own objects are left out.
core::Reading live_catalog(const Actor& actor, std::span<const core::Reading* const> readings);

// The names of what the schema has of that kind.
std::vector<std::string> live_names(const Actor& actor, core::ObjectKind kind, const std::string& schema);

// Those that CREATE EXTENSION could make.
std::vector<std::string> available_extensions(const Actor& actor);

// Relations, types, routines and schemas of this database that belong to the role.
std::vector<core::OwnedObject> owned_objects(const Actor& actor, const std::string& role);

}  // namespace strata::migrate
