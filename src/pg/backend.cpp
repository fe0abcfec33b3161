#include "pg/backend.h"

#include "pg/clock.h"
#include "pg/compat.h"
#include "pg/guard.h"

extern "C" {
#include "access/xlog.h"
}

namespace strata::pg {

BackendIdentity own_backend() { return {MyProcPid, MyStartTimestamp + unix_to_postgres_us}; }

bool is_alive(const BackendIdentity& backend) {
    const TimestampTz started = backend.started_us - unix_to_postgres_us;
    return call([&] {
        pgstat_clear_backend_activity_snapshot();
        const int count = pgstat_fetch_stat_numbackends();
        for (int i = 1; i <= count; ++i) {
            const PgBackendStatus* status = backend_status(i);
            if (status != nullptr && status->st_procpid == backend.pid)
                return status->st_proc_start_timestamp == started;
        }
        return false;
    });
}

bool is_standby() { return call([] { return RecoveryInProgress(); }); }

}  // namespace strata::pg
