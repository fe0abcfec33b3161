#include "migrate/run_in_parts.h"

#include "core/text.h"
#include "engine/begun_statement.h"
#include "engine/script_in_parts.h"
#include "migrate/partial_table.h"
#include "migrate/raise.h"
#include "migrate/run_table.h"
#include "migrate/writing_transaction.h"
#include "pg/boundary.h"
#include "pg/database_encoding.h"
#include "pg/digest.h"

namespace strata::migrate {

namespace {

class PartRunner {
public:
    PartRunner(RunState& state, const RunStep& step, const StepScript& script, std::vector<core::Stretch> parts)
        : state_(state), step_(step), step_script_(script), parts_(std::move(parts)) {}

    void run() {
        begin();
        try {
            remove_leftover();
            for (std::size_t i = 0; i < parts_.size(); ++i) run_part(i);
            if (parts_.empty()) finish_alone();
        } catch (const pg::Error& error) {
            const pg::Error kept = advised(error);
            pg::cleanup("put settings back", [&] { finish_session(); });
            pg::insist("settle what a script left half-way", [&] { settle_failure(); });
            throw pg::Error(kept);
        }
    }

private:
    const engine::Script& script() const { return step_script_.script; }
    const std::string& migration() const { return step_script_.registered.migration; }
    bool is_way_back() const { return step_.action == core::Action::Rollback; }
    const sqlread::ParsedStatement& statement(std::size_t index) const { return script().parsed.statements[index]; }

    std::string checksum() const {
        return is_way_back() ? pg::sha256_hex(pg::to_utf8(step_script_.registered.revision.down.value()))
                             : step_script_.registered.text_checksum;
    }

    // The path that the first part ran under counts for all. The plan does not know it when that was in this run.
    std::optional<std::string> path_of_first_part() const {
        if (is_way_back()) return step_.particulars.path.search_path;
        if (is_resumed_) return find_applied(state_.actor, migration()).value().search_path;
        return std::nullopt;
    }

    void begin() {
        WritingTransaction transaction(state_);
        const std::optional<Partial> stopped = find_partial(state_.actor, migration());
        is_resumed_ = stopped && stopped->script == script().role;
        progress_ = is_resumed_ ? *stopped : Partial{migration(), script().role, checksum()};
        is_begun_ = is_resumed_;
        if (is_resumed_) skip_what_is_done();
        search_path_ = path_of_first_part();
        session_.emplace(state_.call, script(), engine::Surroundings{search_path_, step_script_.lexing,
                                                                     step_script_.limits});
        session_->repeat_settings(static_cast<std::size_t>(progress_.done));
        transaction.commit();
    }

    // The rest of an up script may have been corrected since (register.cpp): what its old statement left has to go.
    void adopt_correction() {
        if (progress_.checksum == checksum()) return;
        const engine::Fate fate =
            progress_.begun_object ? engine::fate_of(*progress_.begun_object) : engine::Fate::NotDone;
        if (fate == engine::Fate::Done && makes_the_same_index()) {
            progress_.checksum = checksum();
            return;
        }
        if (fate == engine::Fate::HalfDone) leftover_ = progress_.begun_object;
        const std::int64_t done = progress_.done;
        progress_ = Partial{migration(), script().role, checksum()};
        progress_.done = done;
    }

    bool makes_the_same_index() const {
        const auto index = static_cast<std::size_t>(progress_.begun.value()) - 1;
        if (index >= script().parsed.statements.size() || !IsA(statement(index).raw->stmt, IndexStmt)) return false;
        const char* name = reinterpret_cast<const IndexStmt*>(statement(index).raw->stmt)->idxname;
        return name == nullptr || engine::index_of(progress_.begun_object.value()) == name;
    }

    void remove_leftover() {
        if (!leftover_) return;
        try {
            (void) engine::settle_half_done(nullptr, "", *leftover_);
        } catch (const pg::Error&) {
            pg::abort_and_begin();
            throw;
        }
        WritingTransaction transaction(state_);
        save_partial(state_.actor, progress_);
        transaction.commit();
    }

    void skip_what_is_done() {
        if (progress_.checksum != checksum() && is_way_back())
            raise({core::Condition::WrongState,
                   core::concat("the down script of migration ", core::quoted(migration()),
                                " has changed since it stopped half-way"),
                   core::concat("Its first ", core::counted(progress_.done, "statement is", "statements are"), " done."),
                   core::concat("Finish by hand, then: ",
                                core::select_call("migrate_mark", {core::quote_literal(migration()), "'pending'",
                                                                   "'taken back by hand'"}))});
        const auto done = static_cast<std::size_t>(progress_.done);
        std::erase_if(parts_, [=](const core::Stretch& part) { return part.last < done; });
        if (!parts_.empty()) parts_.front().first = std::max(parts_.front().first, done);
        if (!is_way_back()) adopt_correction();
    }

    void run_part(std::size_t i) {
        if (parts_[i].at_top_level)
            run_at_top_level(parts_[i], i + 1 == parts_.size());
        else
            run_in_transaction(parts_[i], i + 1 == parts_.size());
    }

    void run_in_transaction(const core::Stretch& part, bool is_last) {
        WritingTransaction transaction(state_);
        session_->put_limits_in_force(part);
        transaction.commit_unless_raised([&] {
            session_->run_in_transaction(part);
            end_part(transaction, part, is_last);
        });
        note_end(part);
    }

    void run_at_top_level(const core::Stretch& part, bool is_last) {
        const sqlread::ParsedStatement& own = statement(part.first);
        const engine::Fate fate = announce(part);
        bool is_done = fate == engine::Fate::Done;
        try {
            if (fate == engine::Fate::HalfDone)
                is_done = engine::settle_half_done(own.raw, own.text, progress_.begun_object.value());
            if (!is_done) session_->run_at_top_level(part, chosen_index());
            pg::commit_and_begin();
        } catch (const pg::Error&) {
            pg::abort_and_begin();
            throw;
        }
        if (!state_.only_writer.take(0)) raise_taken_over();
        WritingTransaction transaction(state_);
        transaction.commit_unless_raised([&] { end_part(transaction, part, is_last); });
        note_end(part);
    }

    // Puts on record that the statement is about to run, and by what one will tell that it did. Says what became of it
    // if it was begun before.
    engine::Fate announce(const core::Stretch& part) {
        WritingTransaction transaction(state_);
        const auto number = static_cast<std::int64_t>(part.first) + 1;
        engine::Fate fate = engine::Fate::NotDone;
        if (progress_.begun == number && progress_.begun_object) {
            fate = engine::fate_of(*progress_.begun_object);
        } else {
            progress_.begun = number;
            progress_.begun_object = engine::trace_to_expect(statement(part.first).raw);
            // An INVALID index that IF NOT EXISTS would let pass.
            if (progress_.begun_object) fate = engine::fate_of(*progress_.begun_object);
            if (fate == engine::Fate::Done) fate = engine::Fate::NotDone;
            keep_progress(transaction, progress_);
        }
        session_->put_limits_in_force(part);
        transaction.commit();
        return fate;
    }

    std::optional<std::string> chosen_index() const {
        return progress_.begun_object ? engine::index_of(*progress_.begun_object) : std::nullopt;
    }

    void end_part(WritingTransaction& transaction, const core::Stretch& part, bool is_last) {
        if (is_last) return finish(transaction);
        keep_progress(transaction, progress_after(part));
    }

    // What is committed counts.
    void note_end(const core::Stretch& part) { progress_ = progress_after(part); }

    Partial progress_after(const core::Stretch& part) const {
        Partial progress{progress_.migration, progress_.script, progress_.checksum};
        progress.done = static_cast<std::int64_t>(part.last) + 1;
        return progress;
    }

    void keep_progress(WritingTransaction& transaction, const Partial& progress) {
        if (!is_begun_) make_partial(transaction);
        save_partial(state_.actor, progress);
    }

    // The state stands on a history entry of its own, so that even a crash leaves word of who began it.
    void make_partial(WritingTransaction& transaction) {
        is_begun_ = true;
        const std::optional<Applied> before = find_applied(state_.actor, migration());
        if (before) {
            migrate::make_partial(state_.actor, migration());
            return;
        }
        core::HistoryEntry entry;
        entry.migration = migration();
        entry.action = "begin";
        entry.outcome = "ok";
        entry.message = core::concat(core::counted(step_script_.registered.statements, "statement", "statements"),
                                     ", not in one transaction");
        entry.checksum = checksum();
        entry.reason = state_.reason;
        entry.run = state_.number;
        const std::int64_t position = transaction.writer().append(entry);
        insert_applied(state_.actor, {migration(), core::State::Partial, position, std::nullopt,
                                      state_.actor.search_path, step_script_.registered.text_checksum});
    }

    void finish(WritingTransaction& transaction) {
        session_->finish();
        const engine::MigrationOutcome outcome = session_->outcome();
        if (is_way_back()) {
            record_rolled_back(transaction.run(), step_script_.registered, outcome);
        } else {
            delete_applied(state_.actor, migration());
            record_applied(transaction.run(), step_script_.registered, outcome, search_path_);
        }
        advance_run(state_.actor, state_.number, state_.done + 1, step_.next);
    }

    // All statements were done before; what failed came after them.
    void finish_alone() {
        WritingTransaction transaction(state_);
        transaction.commit_unless_raised([&] { finish(transaction); });
    }

    // In a transaction of its own: the session as it was.
    void finish_session() {
        state_.call.keep_last_words(session_->outcome().notices);
        pg::Transaction transaction;
        session_->finish();
        transaction.commit();
    }

    // A migration of which nothing is done, nor left half-done, has the state that it had.
    void settle_failure() {
        if (is_resumed_ || progress_.done > 0) return;
        if (!state_.only_writer.take(10000)) raise_taken_over();
        WritingTransaction transaction(state_, writer_lock_timeout());
        if (!is_anything_left()) forget_beginning(state_.actor, migration());
        transaction.commit();
    }

    bool is_anything_left() const {
        return progress_.begun_object && engine::fate_of(*progress_.begun_object) != engine::Fate::NotDone;
    }

    [[noreturn]] void raise_taken_over() const {
        pg::raise({"55P03", "another session began to change migrations while this run was interrupted", "",
                   core::concat("CALL migrate_run() again: it goes on after what is done.")});
    }

    pg::Error advised(const pg::Error& error) const {
        pg::Error copy(error);
        if (ERRCODE_TO_CATEGORY(copy.sqlstate()) == ERRCODE_OPERATOR_INTERVENTION) return copy;
        const bool is_verification = pg::sqlstate_text(copy.sqlstate()) == core::sqlstate(core::Condition::VerificationFailed);
        const std::string before =
            copy.hint() != nullptr && !is_verification ? core::concat(copy.hint(), "\n") : std::string();
        copy.set_hint(core::concat(before, what_stays()));
        return copy;
    }

    std::string what_stays() const {
        const std::string again = is_way_back() ? "CALL migrate_run_rollback()" : "CALL migrate_run()";
        if (progress_.done == 0) return core::concat(again, " again when the cause is gone.");
        return core::concat("Up to statement ", progress_.done, " the script of migration ", core::quoted(migration()),
                            " is committed. Remove the cause", is_way_back() ? "" : ", or correct what follows,", " and ",
                            again, " again: it goes on from there.");
    }

    RunState& state_;
    const RunStep& step_;
    const StepScript& step_script_;
    std::vector<core::Stretch> parts_;
    bool is_resumed_ = false;
    std::optional<std::string> search_path_;
    bool is_begun_ = false;
    Partial progress_;
    std::optional<std::string> leftover_;  // a trace, see engine/begun_statement.h
    std::optional<engine::ScriptInParts> session_;
};

}  // namespace

void run_in_parts(RunState& state, const RunStep& step, const StepScript& script,
                  const std::vector<core::Stretch>& parts) {
    PartRunner(state, step, script, parts).run();
}

}  // namespace strata::migrate
