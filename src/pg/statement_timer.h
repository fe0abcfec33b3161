// statement_timeout for one statement of ours: the server itself arms it for the client's statement only.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// Arms the timer at the end that statement_timeout, as it is now, allows a statement that begins now, unless what is
// armed already ends before. What was armed is armed again afterwards. Nothing happens where statement_timeout is 0.
class StatementTimer {
public:
    StatementTimer();
    ~StatementTimer();
    StatementTimer(const StatementTimer&) = delete;
    StatementTimer& operator=(const StatementTimer&) = delete;

    // The statement has ended: raises the timeout (57014) if it came meanwhile.
    void stop();

private:
    void arm_outer() const;

    std::int64_t outer_end_ = 0;  // the server's microseconds; 0: nothing was armed
    bool armed_ = false;
};

}  // namespace strata::pg
