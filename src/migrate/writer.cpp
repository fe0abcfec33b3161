#include "migrate/writer.h"

#include <algorithm>

#include "core/text.h"
#include "migrate/history_table.h"
#include "migrate/run_table.h"
#include "pg/guard.h"
#include "pg/lock.h"

extern "C" {
#include "catalog/pg_extension.h"
#include "catalog/pg_type.h"
#include "utils/guc.h"
}

namespace strata::migrate {

namespace {

constinit int lock_timeout_ms = 5000;

const char* name(Work work) {
    switch (work) {
        case Work::Register: return "registering migrations";
        case Work::Apply: return "applying migrations";
        case Work::Rollback: return "rolling migrations back";
        case Work::Mark: return "marking migrations";
        case Work::Rights: return "changing rights";
        case Work::Settings: return "changing settings";
        case Work::Override: return "overriding the guard";
        case Work::Run: return "applying migrations in a run";
        case Work::RunBack: return "rolling migrations back in a run";
        case Work::Start: return "starting a run";
    }
    return "writing";
}

bool is_of_run(Work work) { return work == Work::Run || work == Work::RunBack; }

std::vector<pg::LockHolder> holders_of_lock(const Actor& actor) {
    return pg::lock_holders(ExtensionRelationId, actor.home.extension);
}

bool is_held_by_run(const Actor& actor) {
    const std::vector<pg::LockHolder> holders = holders_of_lock(actor);
    return std::any_of(holders.begin(), holders.end(),
                       [](const pg::LockHolder& holder) { return is_of_run(static_cast<Work>(holder.sub_number)); });
}

constinit pg::Query role_of_process{"SELECT usename::text FROM pg_stat_activity WHERE pid = $1::int"};

std::string role_of(const Actor& actor, int pid) {
    Bookkeeping books(actor);
    const pg::Rows rows = books.session().query(role_of_process, pg::Parameters().add(static_cast<std::int64_t>(pid)));
    if (rows.empty() || rows.is_null(0, 0)) return "a role unknown";
    return core::concat("role ", core::quoted(rows.text(0, 0)));
}

// That the process performs; nothing before it is recorded.
std::optional<std::int64_t> run_of(const Actor& actor, int pid) {
    for (const RunRow& row : open_runs(actor))
        if (row.process.pid == pid && is_alive(row)) return row.run;
    return std::nullopt;
}

std::string describe(const Actor& actor, const pg::LockHolder& holder) {
    const Work work = static_cast<Work>(holder.sub_number);
    if (holder.pid == 0) return core::concat("A prepared transaction (see pg_prepared_xacts) is ", name(work), ".");
    const std::optional<std::int64_t> run = is_of_run(work) ? run_of(actor, holder.pid) : std::nullopt;
    return core::concat("Process ", holder.pid, " of ", role_of(actor, holder.pid), " is ", name(work),
                        run ? core::concat(" (run ", *run, ")") : "", ".");
}

std::string hint_for(const Actor& actor, const std::vector<pg::LockHolder>& holders) {
    for (const pg::LockHolder& holder : holders) {
        if (!is_of_run(static_cast<Work>(holder.sub_number))) continue;
        const std::optional<std::int64_t> run = run_of(actor, holder.pid);
        return core::concat("Try again when it has ended, ", run ? core::concat("CALL migrate_wait(", *run, ") waits for "
                            "that, ") : "", "or let a run of your own wait: {\"wait\": \"10min\"} in its options.");
    }
    return core::concat("Try again when it is done. pg_strata.lock_timeout, now ", lock_timeout_ms,
                        " ms, says how long to wait.");
}

// While we waited the extension may have been dropped, and even created again.
void require_same_home(const Home& before) {
    const Home now = home();
    if (now.extension == before.extension && now.owner == before.owner) return;
    pg::raise({"40001", "could not serialize access due to concurrent changes of extension pg_strata", "",
               "Try again."});
}

Head lock_head_of_snapshot(const Actor& actor) {
    try {
        return lock_head(actor);
    } catch (const pg::Error& error) {
        if (error.sqlstate() != ERRCODE_T_R_SERIALIZATION_FAILURE) throw;
    }
    pg::raise({"40001", "could not serialize access due to concurrent changes of migrations",
               "Another session has changed them since this transaction took its snapshot.",
               "Run the transaction again."});
}

}  // namespace

void raise_busy(const Actor& actor) {
    const std::vector<pg::LockHolder> holders = holders_of_lock(actor);
    std::vector<std::string> lines;
    for (const pg::LockHolder& holder : holders) lines.push_back(describe(actor, holder));
    pg::raise({"55P03", "another session is changing migrations in this database", core::join(lines, "\n"),
               hint_for(actor, holders)});
}

Writer::Writer(const Actor& actor, Work work) : actor_(actor) {
    const Oid extension = actor.home.extension;
    pg::require_writable(core::concat(actor.function, "()"));
    const pg::LockTarget lock{ExtensionRelationId, extension, 0};
    // A run could wait for our snapshot in turn.
    if (!pg::lock_for_transaction(lock, 0) &&
        (is_held_by_run(actor) || !pg::lock_for_transaction(lock, lock_timeout_ms)))
        raise_busy(actor);
    require_same_home(actor.home);
    pg::show_lock({ExtensionRelationId, extension, static_cast<std::uint16_t>(work)});
    head_ = lock_head_of_snapshot(actor);
    start_ = head_.id;
}

// A verb that forgot finish() would leave the head behind; builds with assertions notice.
Writer::~Writer() { Assert(std::uncaught_exceptions() > 0 || head_.id == start_); }

std::int64_t Writer::append(core::HistoryEntry entry) {
    append_history(actor_, head_, std::move(entry));
    return head_.id;
}

void Writer::finish() {
    if (head_.id == start_) return;
    write_head(actor_, head_);
    announce_change(actor_.home);
    start_ = head_.id;
}

int writer_lock_timeout() { return lock_timeout_ms; }

void define_writer_settings() {
    pg::call([] {
        DefineCustomIntVariable("pg_strata.lock_timeout",
                                "How long to wait for another session that changes migrations.",
                                "0 means not to wait.", &lock_timeout_ms, 5000, 0, INT_MAX, PGC_USERSET, GUC_UNIT_MS,
                                nullptr, nullptr, nullptr);
        MarkGUCPrefixReserved("pg_strata");
    });
}

}  // namespace strata::migrate
