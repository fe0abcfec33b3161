// How people name an object in a text: `users`, `public.users.email`, `f(int, text)`, `role admin`,
// `trigger "T" on app.users`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/object_kind.h"

namespace strata::core {

struct ObjectText {
    std::optional<ObjectKind> kind = {};
    std::vector<std::string> names = {};  // parts of the dotted name, folded unless quoted
    std::optional<std::vector<std::string>> arguments = {};  // types as written
    std::vector<std::string> owner = {};  // after ON
};

// Nothing when the text is no such name. A word that is a kind counts as one when a name follows.
std::optional<ObjectText> read_object_text(std::string_view text);

}  // namespace strata::core
