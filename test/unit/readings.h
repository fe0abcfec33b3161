// Readings as tests write them.
#pragma once

#include "core/mention.h"

namespace strata::core {

inline Mention mention(Bearing bearing, ObjectKind kind, std::string schema, std::string name, std::int32_t statement,
                       std::string member = {}) {
    Mention made;
    made.bearing = bearing;
    made.kind = kind;
    made.schema = std::move(schema);
    made.name = std::move(name);
    made.member = std::move(member);
    made.line = made.statement = statement;
    return made;
}

}  // namespace strata::core
