// The extension's own error conditions: SQLSTATE class MG. This table is their only home; the manual's page of
// conditions and the server-side codes are made from it. Codes are never reused for another meaning.
#pragma once

#include <string_view>

namespace strata::core {

// X(enumerator, SQLSTATE, condition name, meaning)
#define STRATA_CONDITIONS(X)                                                                                         \
    X(InvalidMigration, "MG001", "invalid_migration", "an identifier or a script is empty or malformed")             \
    X(NotRegistered, "MG002", "migration_not_registered", "no registered migration has this identifier or version")  \
    X(AmbiguousVersion, "MG003", "ambiguous_version", "a version or name fits more than one migration")              \
    X(ScriptRefused, "MG004", "script_refused", "a script holds a statement that a migration cannot run")            \
    X(RegistrationDiffers, "MG005", "registration_differs",                                                          \
      "the migration is registered with other content, and replace was not given")                                   \
    X(MigrationFrozen, "MG006", "migration_frozen", "the up script of an applied migration cannot change")           \
    X(PlanBlocked, "MG007", "plan_blocked", "a step of the plan cannot run")                                         \
    X(NotTransactional, "MG008", "not_transactional", "a script cannot run inside a transaction")                    \
    X(ApprovalRequired, "MG009", "approval_required", "the runner must approve what a lesser role registered")       \
    X(VerificationFailed, "MG010", "verification_failed", "a check of the verify script failed")                     \
    X(RollbackRefused, "MG011", "rollback_refused",                                                                  \
      "a migration has no way back, or applied migrations depend on it")                                             \
    X(WrongState, "MG012", "wrong_state", "the migration's state does not allow the action")                         \
    X(FindingsPresent, "MG013", "findings_present", "a check found something to report")                             \
    X(HistoryBroken, "MG014", "history_broken", "the history's chain of digests does not hold")                      \
    X(WrongContext, "MG015", "wrong_context", "the function cannot be called from here")                             \
    X(DirectoryRefused, "MG016", "directory_refused", "a file of a migration directory cannot be used")              \
    X(UnknownOption, "MG017", "unknown_option", "an option or setting is unknown, or its value does not fit")        \
    X(OutOfOrderRefused, "MG018", "out_of_order_refused", "a late migration, and the settings refuse late ones")     \
    X(UnknownLevel, "MG019", "level_unknown", "there is no such level of rights")                                    \
    X(ContradictoryArguments, "MG020", "contradictory_arguments", "arguments exclude each other or are out of range") \
    X(PrerequisiteMissing, "MG021", "prerequisite_missing",                                                          \
      "DDL needs an object that is not there, and a registered migration provides it")                               \
    X(MigrationsRelyOnIt, "MG022", "migrations_rely_on_it", "DDL would take away what migrations rely on")           \
    X(OtherObjectSkipped, "MG023", "other_object_skipped", "IF NOT EXISTS would skip an object that differs")        \
    X(OutOfBandRefused, "MG024", "out_of_band_refused",                                                              \
      "DDL would change a migration's object, and the settings refuse it")                               \
    X(UnknownRun, "MG025", "run_unknown", "there is no run of this number")

enum class Condition {
#define STRATA_ENUMERATOR(enumerator, code, name, meaning) enumerator,
    STRATA_CONDITIONS(STRATA_ENUMERATOR)
#undef STRATA_ENUMERATOR
};

inline constexpr Condition all_conditions[] = {
#define STRATA_LISTED(enumerator, code, name, meaning) Condition::enumerator,
    STRATA_CONDITIONS(STRATA_LISTED)
#undef STRATA_LISTED
};

std::string_view sqlstate(Condition condition) noexcept;  // five characters
std::string_view name(Condition condition) noexcept;      // as PL/pgSQL would write it
std::string_view meaning(Condition condition) noexcept;   // one line of prose

}  // namespace strata::core
