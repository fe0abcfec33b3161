// In how many transactions a script runs.
#pragma once

#include "core/script_rules.h"

namespace strata::core {

// Auto: in one, if its statements allow. On: in one, whatever they say. Off: none around any of them.
enum class TransactionMode : std::uint8_t { Auto, On, Off };

// Statements of a script, by position from 0, first and last included; those that are left out do not count.
struct Stretch {
    std::size_t first = 0;
    std::size_t last = 0;
    bool at_top_level = false;  // one statement, sent as a client would send it: outside of a transaction block
};

// In order. A statement that no transaction can hold stands alone, at top level; the ones between share a transaction,
// which ends early after a statement that `ends_transaction` names (ascending): the next ones use what it committed.
// In mode Off a statement that may need it is at top level too, and every other has a transaction of its own,
// except that a block of BEGIN and COMMIT is one.
std::vector<Stretch> stretches(const std::vector<Statement>& statements, const std::vector<Elision>& elided,
                               const std::vector<std::size_t>& ends_transaction, TransactionMode mode);

}  // namespace strata::core
