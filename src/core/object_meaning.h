// The ways in which the name of an object in a text can be understood.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/dependents.h"
#include "core/object_text.h"

namespace strata::core {

struct Meaning {
    ObjectKind kind;  // of the object itself, or of the one that the member belongs to
    std::string schema = {};
    std::string name = {};
    Aspect aspect = {};

    ObjectKind shown_kind() const { return aspect.member_kind.value_or(kind); }
    std::string_view kind_word() const;  // that one would write before the name
    const char* sqlstate_when_missing() const;
};

// The likelier ones first. A kind that is written leaves one at most; none when the name has too many or too few parts.
std::vector<Meaning> meanings_of(const ObjectText& text);

}  // namespace strata::core
