// What a statement's syntax alone tells about running it: whether a transaction can hold it, how many locks it takes.
#pragma once

#include "pg/server.h"

namespace strata::sqlread {

// The statement's name as the server's own message has it ("CREATE INDEX CONCURRENTLY") when it cannot run inside a
// transaction block, otherwise empty. Source of the list: the callers of PreventInTransactionBlock() in 15 to 18. And
// DO blocks that commit or roll back.
std::string not_in_transaction(const Node* statement);

// How many entries of the lock table the statement keeps until the end of the transaction, roughly: a table brings
// its TOAST table, their indexes and its row type; other DDL one or two.
int lock_estimate(const Node* statement);

}  // namespace strata::sqlread
