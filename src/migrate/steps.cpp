#include "migrate/steps.h"

#include "core/text.h"
#include "migrate/raise.h"
#include "migrate/retries.h"
#include "pg/database_encoding.h"
#include "pg/digest.h"
#include "pg/memory.h"
#include "pg/subtransaction.h"

namespace strata::migrate {

namespace {

// What only shows at run time: the statement wants a transaction of its own.
bool wants_own_transaction(const pg::Error& error) {
    switch (error.sqlstate()) {
        case ERRCODE_ACTIVE_SQL_TRANSACTION:
        case ERRCODE_INVALID_TRANSACTION_TERMINATION: return true;
        default: return false;
    }
}

// Other sessions were in the way; the script is not at fault.
bool is_passing(const pg::Error& error) {
    return ERRCODE_TO_CATEGORY(error.sqlstate()) == ERRCODE_TRANSACTION_ROLLBACK;
}

bool is_there_already(const pg::Error& error) {
    switch (error.sqlstate()) {
        case ERRCODE_DUPLICATE_TABLE:
        case ERRCODE_DUPLICATE_COLUMN:
        case ERRCODE_DUPLICATE_OBJECT:
        case ERRCODE_DUPLICATE_SCHEMA:
        case ERRCODE_DUPLICATE_FUNCTION: return true;
        default: return false;
    }
}

// The call that goes on once the cause is gone.
std::string way_on(const Run& run, const engine::Script& script) {
    if (!run.number) return "call the function again";
    return script.role == core::ScriptRole::Down ? "CALL migrate_run_rollback() again" : "CALL migrate_run() again";
}

const char* more_time() {
    return "Try again when the lock is free, or be more patient: options => '{\"lock_timeout\": \"30s\", "
           "\"lock_retries\": 10}'.";
}

std::string mending_call(const pg::Error& error, const Run& run, const engine::Script& script) {
    const std::string migration = core::quote_literal(script.migration);
    if (wants_own_transaction(error) && run.number)
        return "The script runs outside of transactions if it begins with the line \"-- transaction: off\".";
    if (wants_own_transaction(error))
        return core::concat("It needs a transaction of its own: ",
                            core::call_statement(script.role == core::ScriptRole::Down ? "migrate_run_rollback"
                                                                                       : "migrate_run", {}),
                            " runs such scripts.");
    if (ERRCODE_TO_CATEGORY(error.sqlstate()) == ERRCODE_INSUFFICIENT_RESOURCES)
        return "Apply in parts, with target, so that each transaction holds fewer locks.";
    if (error.sqlstate() == ERRCODE_LOCK_NOT_AVAILABLE) return more_time();
    if (is_passing(error)) return "Try again.";
    if (error.sqlstate() == ERRCODE_UNSAFE_NEW_ENUM_VALUE_USAGE)
        return "A new enum label can be used after the transaction that adds it: CALL migrate_run() commits in "
               "between.";
    if (error.sqlstate() == ERRCODE_OBJECT_IN_USE)
        return "The calling transaction uses the object, or has deferred checks pending on it: call the function in a "
               "transaction of its own.";
    if (error.sqlstate() == ERRCODE_INSUFFICIENT_PRIVILEGE)
        return "Call the function as a role that has the right, or grant the right.";
    if (script.role == core::ScriptRole::Up && is_there_already(error))
        return core::concat("If the database has it from before, record that and run nothing: ",
                            core::select_call("migrate_mark", {migration, "'applied'", "'was there before'"}),
                            ", or migrate_baseline() for all up to one. Otherwise correct the script.");
    const bool is_down = script.role == core::ScriptRole::Down;
    if (is_down && error.sqlstate() == ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST)
        return "Roll the migrations that made the dependent objects back first, or declare that they require this one.";
    return core::concat(run.number ? "Remove the cause, or correct the script with migrate_register("
                                   : "Correct the script with migrate_register(", migration, is_down ? ", down => " : ", ",
                        run.number ? "'...', replace => true), and " : "'...', replace => true) and ", way_on(run, script), ".");
}

// In a run the steps before stay; of a script in parts, what run_step.cpp says.
std::string what_stays(const Run& run, const engine::Script& script) {
    if (!run.number) return "Nothing of this call stays. ";
    return core::concat("Migration ", core::quoted(script.migration),
                        script.role == core::ScriptRole::Down ? " stays applied; " : " was undone; ",
                        "the steps before it are committed. ");
}

using After = std::function<void(const engine::MigrationOutcome&)>;

engine::MigrationOutcome run_advised(Run& run, const engine::Script& script, const engine::Surroundings& surroundings,
                                     const After& after) {
    try {
        return engine::run_migration(run.call, script, surroundings, after);
    } catch (pg::Error& error) {
        add_advice(error, run, script);
        throw;
    }
}

const std::string& text_of(const Registered& registered, core::ScriptRole role) {
    return role == core::ScriptRole::Up ? registered.revision.up : registered.revision.down.value();
}

// Parsed anew for every attempt: what runs a statement may change its tree.
engine::MigrationOutcome run_once(Run& run, const Registered& registered, core::ScriptRole role,
                                  const engine::Surroundings& surroundings, const After& after) {
    const engine::Script script =
        engine::prepare_script(registered.migration, role, text_of(registered, role), surroundings.lexing, run.own);
    return run_advised(run, script, surroundings, after);
}

engine::MigrationOutcome run_retrying(Run& run, const Registered& registered, core::ScriptRole role,
                                      const engine::Surroundings& surroundings, const After& after) {
    const Head before = run.writer->head();
    std::optional<pg::Subtransaction> attempt;
    return with_retries({run.actor, *surroundings.limits, registered.migration}, [&] {
        attempt.emplace();
        engine::MigrationOutcome outcome = run_once(run, registered, role, surroundings, after);
        attempt->commit();
        return outcome;
    }, [&] {
        attempt->rollback();
        run.writer->take_back_to(before);
    });
}

engine::MigrationOutcome run_script(Run& run, const Registered& registered, core::ScriptRole role,
                                    const std::optional<std::string>& search_path, OnLockFailure on_lock_failure,
                                    const After& after) {
    const engine::Surroundings surroundings{search_path, sqlread::Lexing::from_text(registered.revision.lexing),
                                            run.limits->of(registered.revision, role)};
    if (on_lock_failure == OnLockFailure::Retry) return run_retrying(run, registered, role, surroundings, after);
    try {
        return run_once(run, registered, role, surroundings, after);
    } catch (pg::Error& error) {
        if (engine::is_about_locks(error)) name_blockers(error);
        throw;
    }
}

core::HistoryEntry entry_of(const Run& run, const Registered& registered, const char* action,
                            const engine::MigrationOutcome& outcome) {
    core::HistoryEntry entry;
    entry.migration = registered.migration;
    entry.action = action;
    entry.outcome = "ok";
    entry.message = core::concat(core::counted(outcome.counts.statements, "statement", "statements"), ", ",
                                 core::counted(outcome.counts.rows, "row", "rows"));
    entry.notices = outcome.notices;
    entry.duration_us = outcome.duration_us;
    entry.reason = run.reason;
    entry.run = run.number;
    return entry;
}

void require_extension(const Run& run, const std::string& migration) {
    if (is_still_there(run.actor.home)) return;
    raise({core::Condition::ScriptRefused,
           core::concat("migration ", core::quoted(migration), " dropped extension pg_strata"),
           "A script cannot remove the record that it is kept in.", "Drop the extension outside of migrations."});
}

void require_verified(Run& run, const Registered& registered, const std::optional<std::string>& search_path) {
    if (!registered.revision.verify) return;
    const engine::Surroundings surroundings{search_path, {},
                                            run.limits->of(registered.revision, core::ScriptRole::Up)};
    const std::vector<std::string> failures = describe_failures(verify_step(run, registered, surroundings));
    if (failures.empty()) return;
    raise({core::Condition::VerificationFailed,
           core::concat("verification of migration ", core::quoted(registered.migration), " failed"),
           core::join(failures, "\n"),
           core::concat("The migration was undone. Correct its up or verify script with migrate_register(",
                        core::quote_literal(registered.migration), ", '...', verify => '...', replace => true).")});
}

}  // namespace

std::vector<std::string> describe_failures(const std::vector<engine::Check>& checks) {
    std::vector<std::string> lines;
    for (const engine::Check& check : checks) {
        if (check.ok.value_or(true)) continue;
        std::string line = core::concat(check.subject, ", ", check.check_name, ": expected ",
                                        check.expected.value_or("nothing"), ", got ", check.actual.value_or("nothing"));
        if (check.detail) line += core::concat(" (", *check.detail, ")");
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<engine::Check> verify_step(Run& run, const Registered& registered,
                                       const engine::Surroundings& surroundings) {
    const pg::MemoryScope memory("pg_strata verification");
    const auto lexing = sqlread::Lexing::from_text(registered.revision.lexing);
    const engine::Script script = engine::prepare_script(registered.migration, core::ScriptRole::Verify,
                                                         registered.revision.verify.value(), lexing, run.own);
    return engine::run_verify(run.call, script, {surroundings.search_path, lexing, surroundings.limits});
}

void require_runnable(const Actor& actor, const Planning& planning, const core::Plan& plan) {
    if (plan.refusal) raise(*plan.refusal);
    std::vector<Subject> subjects;
    for (const core::Step& step : plan.steps) {
        const Particulars& particulars = planning.particulars()[step.node];
        const bool is_back = step.action == core::Action::Rollback;
        subjects.push_back({particulars.provenance, is_back ? &particulars.path : nullptr});
    }
    require_trust(actor, subjects);
}

Registered fetch_trusted(const Actor& actor, const Provenance& provenance) {
    std::optional<Registered> registered = find_registered(actor, provenance.migration);
    if (registered && registered->revision_digest == provenance.revision_digest) return *std::move(registered);
    pg::raise({"40001", core::concat("migration ", core::quoted(provenance.migration), " has been replaced meanwhile"),
               "What was about to run is not what was checked.", "Try again."});
}

// The original hint stays first; a cancelled or terminated call needs no advice.
void add_advice(pg::Error& error, const Run& run, const engine::Script& script) {
    if (ERRCODE_TO_CATEGORY(error.sqlstate()) == ERRCODE_OPERATOR_INTERVENTION) return;
    if (std::string_view(pg::sqlstate_text(error.sqlstate())).starts_with("MG")) return;
    std::string hint = error.hint() != nullptr ? core::concat(error.hint(), "\n") : std::string();
    error.set_hint(hint + what_stays(run, script) + mending_call(error, run, script));
}

StepScript prepare_step(const Run& run, const Provenance& provenance, core::ScriptRole role) {
    Registered registered = fetch_trusted(run.actor, provenance);
    const auto lexing = sqlread::Lexing::from_text(registered.revision.lexing);
    engine::Script script =
        engine::prepare_script(registered.migration, role, text_of(registered, role), lexing, run.own);
    core::Limits limits = run.limits->of(registered.revision, role);
    return {std::move(registered), lexing, std::move(script), limits};
}

void record_applied(Run& run, const Registered& registered, const engine::MigrationOutcome& outcome,
                    const std::optional<std::string>& search_path) {
    require_extension(run, registered.migration);
    require_verified(run, registered, search_path);
    core::HistoryEntry entry = entry_of(run, registered, "apply", outcome);
    entry.checksum = registered.text_checksum;
    const std::int64_t position = run.writer->append(entry);
    insert_applied(run.actor, {registered.migration, core::State::Applied, position, outcome.duration_us,
                               search_path.value_or(run.actor.search_path), registered.text_checksum});
}

void record_rolled_back(Run& run, const Registered& registered, const engine::MigrationOutcome& outcome) {
    require_extension(run, registered.migration);
    core::HistoryEntry entry = entry_of(run, registered, "rollback", outcome);
    entry.checksum = pg::sha256_hex(pg::to_utf8(*registered.revision.down));
    entry.detail = core::concat("took back the up script ",
                                find_applied(run.actor, registered.migration).value().up_checksum);
    run.writer->append(entry);
    delete_applied(run.actor, registered.migration);
}

engine::MigrationOutcome apply_step(Run& run, const StepScript& step) {
    return run_advised(run, step.script, {std::nullopt, step.lexing, step.limits},
                       [&](const engine::MigrationOutcome& outcome) {
                           record_applied(run, step.registered, outcome, std::nullopt);
                       });
}

engine::MigrationOutcome rollback_step(Run& run, const StepScript& step, const AppliedPath& path) {
    return run_advised(run, step.script, {path.search_path, step.lexing, step.limits},
                       [&](const engine::MigrationOutcome& outcome) {
                           record_rolled_back(run, step.registered, outcome);
                       });
}

engine::MigrationOutcome apply_step(Run& run, const Provenance& provenance, OnLockFailure on_lock_failure) {
    const pg::MemoryScope memory("pg_strata migration");
    const Registered registered = fetch_trusted(run.actor, provenance);
    return run_script(run, registered, core::ScriptRole::Up, std::nullopt, on_lock_failure,
                      [&](const engine::MigrationOutcome& outcome) {
                          record_applied(run, registered, outcome, std::nullopt);
                      });
}

engine::MigrationOutcome rollback_step(Run& run, const Provenance& provenance, const AppliedPath& path,
                                       OnLockFailure on_lock_failure) {
    const pg::MemoryScope memory("pg_strata migration");
    const Registered registered = fetch_trusted(run.actor, provenance);
    return run_script(run, registered, core::ScriptRole::Down, path.search_path, on_lock_failure,
                      [&](const engine::MigrationOutcome& outcome) { record_rolled_back(run, registered, outcome); });
}

std::vector<pg::Cell> step_row(int number, const std::string& migration, const char* action,
                               const engine::MigrationOutcome& outcome, const char* status) {
    return {number, migration, action, outcome.counts.statements, outcome.counts.rows,
            pg::Cell::interval(outcome.duration_us), status};
}

std::vector<pg::Cell> nothing_row() {
    return {pg::Cell(), pg::Cell(), "none", 0, 0, pg::Cell(), "nothing to do"};
}

}  // namespace strata::migrate
