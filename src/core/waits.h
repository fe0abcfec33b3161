// Which steps of a plan may have to wait for a lock that another session holds.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "core/mention.h"

namespace strata::core {

// Takes the scripts of a plan in their order. What an earlier script, or the same one before, surely made new cannot be
// locked by anybody else. Names count as written, a missing schema fits any: what is overlooked is a wait that ends in
// an error at once instead of another attempt, what is seen without need is a subtransaction.
class Waits {
public:
    // Whether the script may wait: it names a relation of before, changes any other object of before, or holds text that
    // could not be read.
    bool may_wait(const Reading& script);

private:
    bool is_new(std::string_view schema, std::string_view name) const;

    std::unordered_set<std::string> qualified_;  // made here, "schema.name"
    std::unordered_set<std::string> bare_;       // the names alone, of all of them
    std::unordered_set<std::string> unqualified_;  // made without a schema
};

}  // namespace strata::core
