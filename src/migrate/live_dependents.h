// What the database itself knows to depend on an object, and the functions whose bodies name it.
#pragma once

#include <vector>

#include "core/dependents.h"
#include "migrate/bookkeeping.h"

namespace strata::migrate {

// As pg_depend has it.
struct Address {
    Oid catalog = InvalidOid;
    Oid object = InvalidOid;
    std::int64_t part = 0;
    auto operator<=>(const Address&) const = default;
};

// An object whose dependents are wanted: by name for those who know only that, by address if it is there.
struct LiveTarget {
    core::ObjectKind kind;
    std::string schema;
    std::string name;
    core::Aspect aspect;
    std::vector<Address> addresses;
};

struct LiveDependent {
    std::string kind;  // as pg_identify_object has it
    std::string identity;
    std::string reason;
};

// Directly or through others. Named by body means: under the function's own search_path, or the caller's.
std::vector<LiveDependent> live_dependents(const Actor& actor, const LiveTarget& target);

}  // namespace strata::migrate
