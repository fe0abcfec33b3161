// One revision of a migration: all that an approval is bound to.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace strata::core {

struct Revision {
    std::string up = {};
    std::optional<std::string> down = {};
    std::optional<std::string> verify = {};
    std::string options = {};  // jsonb as text: the server has normalized it
    std::vector<std::string> requirements = {};
    std::vector<std::string> conflicts = {};
    std::string migration = {};  // the identifier: an approval is for one migration, whoever else holds the same text
    std::string lexing = {};  // the settings that the scripts are read under: they decide what a literal is
};

// The bytes (encoding.h, record "revision", fields in the order above) whose SHA-256 is the revision's digest. Text
// that moves from one field to the next gives other bytes, and an absent script is not an empty one.
std::string canonical_revision(const Revision& revision);

}  // namespace strata::core
