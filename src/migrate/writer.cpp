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
        case Work::Run: return "applying migrations in run";
        case Work::RunBack: return "rolling migrations back in run";
        case Work::Start: return "starting a run";
    }
    return "writing";
}

constinit pg::Query role_of_process{"SELECT usename::text FROM pg_stat_activity WHERE pid = $1::int"};

bool is_run(const pg::LockHolder& holder) {
    const auto work = static_cast<Work>(holder.sub_number);
    return work == Work::Run || work == Work::RunBack;
}

// " 7"; " that begins" while it has no number yet.
std::string number_of_run(const Actor& actor, const pg::LockHolder& holder) {
    if (!is_run(holder)) return {};
    for (const RunRow& row : open_runs(actor))
        if (row.process.pid == holder.pid) return core::concat(" ", row.run);
    return " that begins";
}

std::string describe(const Actor& actor, const pg::LockHolder& holder) {
    const char* work = name(static_cast<Work>(holder.sub_number));
    if (holder.pid == 0) return core::concat("A prepared transaction (see pg_prepared_xacts) is ", work, ".");
    std::string role = "a role unknown";
    {
        Bookkeeping books(actor);
        const pg::Rows rows =
            books.session().query(role_of_process, pg::Parameters().add(static_cast<std::int64_t>(holder.pid)));
        if (!rows.empty() && !rows.is_null(0, 0)) role = core::concat("role ", core::quoted(rows.text(0, 0)));
    }
    return core::concat("Process ", holder.pid, " of ", role, " is ", work, number_of_run(actor, holder), ".");
}

// While we waited the extension may have been dropped, and even created again.
void require_same_home(const Home& before) {
    const Home now = home();
    if (now.extension == before.extension && now.owner == before.owner) return;
    pg::raise({"40001", "could not serialize access due to concurrent changes of extension pg_strata", "",
               "Try again."});
}

// Who waits for a run may hold the very snapshot that the run's concurrent index waits for.
bool take_lock(Oid extension) {
    const pg::LockTarget target{ExtensionRelationId, extension, 0};
    if (pg::lock_for_transaction(target, 0)) return true;
    const std::vector<pg::LockHolder> holders = pg::lock_holders(ExtensionRelationId, extension);
    return std::none_of(holders.begin(), holders.end(), is_run) && pg::lock_for_transaction(target, lock_timeout_ms);
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
    const std::vector<pg::LockHolder> holders = pg::lock_holders(ExtensionRelationId, actor.home.extension);
    std::vector<std::string> lines;
    for (const pg::LockHolder& holder : holders) lines.push_back(describe(actor, holder));
    const bool is_for_run = std::any_of(holders.begin(), holders.end(), is_run);
    const std::string wait =
        is_for_run ? std::string(" Only CALL migrate_run(options => '{\"wait\": \"5min\"}') can wait for a run.")
                   : core::concat(" pg_strata.lock_timeout, now ", lock_timeout_ms, " ms, says how long to wait.");
    pg::raise({"55P03", "another session is changing migrations in this database", core::join(lines, "\n"),
               core::concat("Try again when it is done.", wait)});
}

Writer::Writer(const Actor& actor, Work work) : actor_(actor) {
    const Oid extension = actor.home.extension;
    pg::require_writable(core::concat(actor.function, "()"));
    if (!take_lock(extension)) raise_busy(actor);
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
