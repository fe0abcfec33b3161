#include "pg/clock.h"
#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/handover.h"
#include "pg/privilege.h"
#include "pg/setting.h"
#include "pg/transaction.h"
#include "pg/worker.h"

extern "C" {
#include "pgstat.h"
#include "postmaster/bgworker.h"
#include "postmaster/interrupt.h"
#include "storage/lmgr.h"
#include "tcop/tcopprot.h"
#include "utils/guc.h"
}

namespace strata::pg {

namespace {

// A worker's own memory: code that ordinary processes run per message expects a context of this name.
void make_message_context() {
    MessageContext = AllocSetContextCreate(TopMemoryContext, "MessageContext", ALLOCSET_DEFAULT_SIZES);
    MemoryContextSwitchTo(MessageContext);
}

// From here on it can be cancelled (SIGINT) and terminated as any other process.
void accept_signals() {
    pqsignal(SIGTERM, die);
    pqsignal(SIGHUP, SignalHandlerForConfigReload);
    BackgroundWorkerUnblockSignals();
}

std::string take_bytes(const char*& from, Size size) {
    std::string bytes(from, size);
    from += size;
    return bytes;
}

// As SET would, with the rights of the authenticated user or the session user.
void set_as_user(const char* name, const char* value) {
    call([&] {
        (void) set_config_option(name, value, superuser() ? PGC_SUSET : PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SET,
                                 true, 0, false);
    });
}

}  // namespace

std::optional<WorkerSession> WorkerSession::take_over(Datum handle) {
    dsm_segment* segment = call([&] {
        accept_signals();
        make_message_context();
        return dsm_attach(DatumGetUInt32(handle));
    });
    if (segment == nullptr) return std::nullopt;
    auto* header = static_cast<HandoverHeader*>(dsm_segment_address(segment));
    if (header->magic != handover_magic)
        raise({"XX000", "pg_strata: a background worker was started by another version of the library", "", ""});
    WorkerSession session;
    session.database_ = header->database;
    session.authenticated_ = header->authenticated;
    session.session_ = header->session;
    session.role_ = header->role;
    session.transaction_ = header->transaction;
    const char* at = header->begin();
    session.payload_ = take_bytes(at, header->payload);
    session.libraries_ = take_bytes(at, header->libraries);
    session.settings_ = take_bytes(at, header->settings);
    session.segment_ = segment;
    return session;
}

void WorkerSession::connect() {
    MemoryContext const context = CurrentMemoryContext;
    call([&] { BackgroundWorkerInitializeConnectionByOid(database_, authenticated_, worker_connection_flags); });
    MemoryContextSwitchTo(context);
    call([&] {
        auto* header = static_cast<HandoverHeader*>(dsm_segment_address(segment_));
        PGPROC* caller = header->caller;
        header->connected = MyStartTimestamp + unix_to_postgres_us;
        SetLatch(&caller->procLatch);
        dsm_detach(segment_);
    });
}

void WorkerSession::wait_for_caller() {
    MemoryContext const context = CurrentMemoryContext;
    call([&] {
        SetCurrentStatementStartTimestamp();
        StartTransactionCommand();
        MemoryContextSwitchTo(context);
    });
    {
        // The caller takes the time it takes, whatever the role's own limits are.
        SettingScope settings;
        settings.set("lock_timeout", "0");
        call([&] { XactLockTableWait(transaction_, nullptr, nullptr, XLTW_None); });
    }
}

void WorkerSession::become_caller() {
    // No setting may have been changed in the transaction in which they are restored.
    commit_and_begin();
    call([&] {
        RestoreLibraryState(libraries_.data());
        RestoreGUCState(settings_.data());
    });
    commit_and_begin();
    set_as_user("session_authorization", role_name(session_).c_str());
    set_as_user("role", OidIsValid(role_) ? role_name(role_).c_str() : "none");
    commit_and_begin();
    const Identity now = identity();
    if (now.session != session_ || now.authenticated != authenticated_ ||
        now.current != (OidIsValid(role_) ? role_ : session_))
        raise({"42501", "pg_strata: a background worker could not become the role that called", "", ""});
}

void reload_configuration() {
    if (!ConfigReloadPending || MyBgworkerEntry == nullptr) return;
    ConfigReloadPending = false;
    call([] { ProcessConfigFile(PGC_SIGHUP); });
}

}  // namespace strata::pg
