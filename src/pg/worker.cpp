#include "pg/worker.h"

#include <algorithm>
#include <cstring>

#include "pg/clock.h"
#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/handover.h"
#include "pg/privilege.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_proc.h"
#include "pgstat.h"
#include "postmaster/bgworker.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "utils/syscache.h"
}

namespace strata::pg {

namespace {

std::string library_of(Oid function) {
    const char* path = call([&] {
        HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
        if (!HeapTupleIsValid(tuple)) elog(ERROR, "cache lookup failed for function %u", function);
        bool is_null;
        const Datum probin = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_probin, &is_null);
        char* found = is_null ? pstrdup("") : TextDatumGetCString(probin);
        ReleaseSysCache(tuple);
        return found;
    });
    return path;
}

// Below 17 a worker cannot connect as such a role; the worker's own complaint would only reach the server's log.
void require_login() {
    if (workers_pass_login_check) return;
    const Oid role = GetAuthenticatedUserId();
    const bool may = call([&] {
        HeapTuple tuple = SearchSysCache1(AUTHOID, ObjectIdGetDatum(role));
        if (!HeapTupleIsValid(tuple)) elog(ERROR, "cache lookup failed for role %u", role);
        const bool can_login = reinterpret_cast<Form_pg_authid>(GETSTRUCT(tuple))->rolcanlogin;
        ReleaseSysCache(tuple);
        return can_login;
    });
    if (!may)
        raise({"28000", "role \"" + role_name(role) + "\" is not permitted to log in",
               "A background worker would connect as this role, as which the session was authenticated.", ""});
}

template <std::size_t size>
void copy_name(char (&to)[size], const std::string& from) {
    const std::size_t length = std::min(from.size(), size - 1);
    std::memcpy(to, from.data(), length);
    to[length] = '\0';
}

BackgroundWorker registration_of(const WorkerTask& task, Datum segment) {
    BackgroundWorker worker{};
    const std::string library = library_of(task.function);
    if (library.size() >= sizeof(worker.bgw_library_name))
        raise({"54000", "the path of library \"" + library + "\" is too long for a background worker", "", ""});
    copy_name(worker.bgw_library_name, library);
    copy_name(worker.bgw_function_name, task.entry);
    copy_name(worker.bgw_name, task.title);
    copy_name(worker.bgw_type, task.type);
    worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
    worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
    worker.bgw_restart_time = BGW_NEVER_RESTART;
    worker.bgw_main_arg = segment;
    worker.bgw_notify_pid = MyProcPid;
    return worker;
}

[[noreturn]] void raise_no_worker() {
    raise({"53000", "no background worker is free",
           "The server runs at most " + std::to_string(max_worker_processes) +
               " of them at a time, parallel query and replication included.",
           "Try again when one has ended, or raise max_worker_processes, which needs a restart of the server."});
}

// What connecting reads may be locked by the transaction that waits here.
constexpr std::int64_t longest_start_us = 30 * INT64CONST(1000000);

// Its time of start, as soon as it is connected; nothing if it ended before, or does not get there.
std::int64_t wait_until_connected(const Handover& handover, BackgroundWorkerHandle* worker, pid_t* pid) {
    const std::int64_t deadline = now_unix_us() + longest_start_us;
    return call([&]() -> std::int64_t {
        while (now_unix_us() < deadline) {
            CHECK_FOR_INTERRUPTS();
            const BgwHandleStatus status = GetBackgroundWorkerPid(worker, pid);
            const std::int64_t started = handover.connected();
            if (started != 0 && status == BGWH_STARTED) return started;
            if (status == BGWH_STOPPED || status == BGWH_POSTMASTER_DIED) return 0;
            (void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, 100, PG_WAIT_EXTENSION);
            ResetLatch(MyLatch);
        }
        TerminateBackgroundWorker(worker);
        return 0;
    });
}

}  // namespace

BackendIdentity start_worker(const WorkerTask& task) {
    if (in_foreign_security_context())
        raise({"42501", "a background worker cannot be started within a security-restricted operation", "", ""});
    require_login();
    const Handover handover(task.payload);
    BackgroundWorker registration = registration_of(task, handover.handle());
    BackgroundWorkerHandle* worker = nullptr;
    if (!call([&] { return RegisterDynamicBackgroundWorker(&registration, &worker); })) raise_no_worker();
    pid_t pid = 0;
    const std::int64_t started = wait_until_connected(handover, worker, &pid);
    if (started == 0)
        raise({"53000", "the background worker could not connect to the database", "", "The server's log says why."});
    return {static_cast<int>(pid), started};
}

}  // namespace strata::pg
