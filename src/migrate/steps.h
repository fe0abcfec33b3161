// One step of a run: a migration's up or down script with its bookkeeping, in one subtransaction.
#pragma once

#include "engine/migration_run.h"
#include "engine/verify_run.h"
#include "migrate/applied_table.h"
#include "migrate/approval_table.h"
#include "migrate/limits.h"
#include "migrate/migration_table.h"
#include "migrate/planning.h"
#include "migrate/writer.h"
#include "pg/rowset.h"

namespace strata::migrate {

// What all steps of one call share.
struct Run {
    const Actor& actor;
    Writer* writer;  // null when nothing is to be written
    engine::CallScope& call;
    sqlread::OwnNames own;
    std::optional<std::string> reason;
    const LimitSource* limits;                // null where no up or down script runs
    std::optional<std::int64_t> number = {};  // of a run, which commits after each step
};

// A step made ready: what is registered, and the script that it runs. Its trees live in the memory context that was
// current, and serve once: running them changes them.
struct StepScript {
    Registered registered;
    sqlread::Lexing lexing;
    engine::Script script;
    core::Limits limits;
};
StepScript prepare_step(const Run& run, const Provenance& provenance, core::ScriptRole role);

// What a step does that gets no lock. Retry opens a subtransaction, whose end takes longer the more locks and relations
// the transaction has: only for steps that may have to wait at all.
enum class OnLockFailure { Raise, Retry };

// Raises the plan's refusal, if there is one, and MG009 unless the runner may run all of its steps.
void require_runnable(const Actor& actor, const Planning& planning, const core::Plan& plan);

// The migration that `provenance` was judged by, read again to run. Raises 40001 when it has been replaced meanwhile.
Registered fetch_trusted(const Actor& actor, const Provenance& provenance);

// Applies: up script, deferred constraints, verify script, history and state. Raises what fails, with its place and
// a hint; then nothing of the step stays.
engine::MigrationOutcome apply_step(Run& run, const Provenance& provenance, OnLockFailure on_lock_failure);
// One attempt; a retry prepares the step again.
engine::MigrationOutcome apply_step(Run& run, const StepScript& step);

// Takes back: down script under the search_path of the application, history and state.
engine::MigrationOutcome rollback_step(Run& run, const Provenance& provenance, const AppliedPath& path,
                                       OnLockFailure on_lock_failure);
engine::MigrationOutcome rollback_step(Run& run, const StepScript& step, const AppliedPath& path);

// The end of a step whose script has run: verification under the path (absent: the caller's), history and state.
void record_applied(Run& run, const Registered& registered, const engine::MigrationOutcome& outcome,
                    const std::optional<std::string>& search_path);
void record_rolled_back(Run& run, const Registered& registered, const engine::MigrationOutcome& outcome);

// Says in the error's hint what stays, and the call that mends it.
void add_advice(pg::Error& error, const Run& run, const engine::Script& script);

// The verify script of a migration that is applied, or being applied. The lexing of the surroundings is not asked.
std::vector<engine::Check> verify_step(Run& run, const Registered& registered,
                                       const engine::Surroundings& surroundings);

// One line per failed check.
std::vector<std::string> describe_failures(const std::vector<engine::Check>& checks);

// The result row of a step, and of a run that had nothing to do.
std::vector<pg::Cell> step_row(int number, const std::string& migration, const char* action,
                               const engine::MigrationOutcome& outcome, const char* status);
std::vector<pg::Cell> nothing_row();

}  // namespace strata::migrate
