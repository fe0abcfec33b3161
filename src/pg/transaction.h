// Several transactions in one call: for a procedure that a client's own CALL runs, and for background workers.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// Whether the running procedure may end the client's transaction: called by a CALL that is a statement of its own, not
// in a transaction block, a function, a DO block or another procedure, nor together with other statements (FACTS 4:
// reached through PL/pgSQL, ending the transaction would crash the server).
bool may_end_transaction(FunctionCallInfo fcinfo);

// Commits the transaction that is current and begins the next one, without a snapshot. The memory context that was
// current stays so; it must not belong to the transaction. What commit raises leaves the old transaction open, and
// broken: abort_and_begin() is the way on.
void commit_and_begin();

// Undoes the transaction that is current, with all its levels, and begins the next one. Session-level heavyweight locks
// go too (lock.h).
void abort_and_begin();

// A stretch of one transaction with a snapshot, for statements of ours and the user's. It ends by commit(), which
// begins the next transaction; if it is left without, the transaction is undone.
class Transaction {
public:
    // With a lock_timeout of its own, if one is given.
    explicit Transaction(std::optional<int> lock_timeout_ms = std::nullopt);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

private:
    bool open_ = true;
};

}  // namespace strata::pg
