#include "pg/activity.h"

#include <algorithm>

#include "pg/clock.h"
#include "pg/compat.h"
#include "pg/guard.h"

extern "C" {
#include "storage/procarray.h"
#include "storage/proc.h"
#include "utils/array.h"
#include "utils/fmgrprotos.h"
#include "utils/wait_event.h"
}

namespace strata::pg {

namespace {

// In plain data, filled inside the guard.
struct Seen {
    const PgBackendStatus* status;
    const char* text;
    const char* wait_type;
    const char* wait_event;
};

Seen look_at(int pid) {
    Seen seen{};
    pgstat_clear_backend_activity_snapshot();
    const int count = pgstat_fetch_stat_numbackends();
    for (int i = 1; i <= count; ++i) {
        const PgBackendStatus* status = backend_status(i);
        if (status != nullptr && status->st_procpid == pid) seen.status = status;
    }
    if (seen.status == nullptr) return seen;
    seen.text = pgstat_clip_activity(seen.status->st_activity_raw);
    const PGPROC* process = BackendPidGetProc(pid);
    if (process == nullptr) return seen;
    const uint32 event = *static_cast<const volatile uint32*>(&process->wait_event_info);
    seen.wait_type = pgstat_get_wait_event_type(event);
    seen.wait_event = pgstat_get_wait_event(event);
    return seen;
}

std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

}  // namespace

std::optional<Activity> activity_of(int pid) {
    const Seen seen = call([&] { return look_at(pid); });
    if (seen.status == nullptr) return std::nullopt;
    const PgBackendStatus& status = *seen.status;
    Activity activity{};
    activity.process = {pid, status.st_proc_start_timestamp + unix_to_postgres_us};
    activity.text = text_or_empty(seen.text);
    activity.wait_type = text_or_empty(seen.wait_type);
    activity.wait_event = text_or_empty(seen.wait_event);
    return activity;
}

std::vector<int> blockers_of(int pid) {
    struct Pids {
        const int32* first;
        int count;
    };
    const Pids found = call([&] {
        ArrayType* array = DatumGetArrayTypeP(DirectFunctionCall1(pg_blocking_pids, Int32GetDatum(pid)));
        return Pids{reinterpret_cast<const int32*>(ARR_DATA_PTR(array)), ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array))};
    });
    std::vector<int> pids;
    for (int i = 0; i < found.count; ++i)
        if (std::find(pids.begin(), pids.end(), found.first[i]) == pids.end()) pids.push_back(found.first[i]);
    return pids;
}

bool cancel_query(const BackendIdentity& process) {
    if (!is_alive(process)) return false;
    return call([&] { return DatumGetBool(DirectFunctionCall1(pg_cancel_backend, Int32GetDatum(process.pid))); });
}

}  // namespace strata::pg
