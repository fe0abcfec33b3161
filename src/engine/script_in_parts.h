// Running a script that no single transaction can hold, part by part over several of them.
#pragma once

#include "core/stretches.h"
#include "engine/lock_watch.h"
#include "engine/migration_run.h"
#include "engine/notices.h"
#include "pg/setting_snapshot.h"

namespace strata::engine {

// The parts into which a script falls.
std::vector<core::Stretch> parts_of(const Script& script, core::TransactionMode mode);

// What the parts share: settings (what the script SETs stays in force up to its end), notices, and what is taken back
// at the end. Settings change for the session; finish() puts them back, and must be called in a transaction that will
// be committed, whether the script succeeded or not.
class ScriptInParts {
public:
    // In a transaction that will be committed before the first part runs.
    ScriptInParts(CallScope& call, const Script& script, const Surroundings& surroundings);
    ~ScriptInParts();
    ScriptInParts(const ScriptInParts&) = delete;
    ScriptInParts& operator=(const ScriptInParts&) = delete;

    // Before a part runs, in a transaction that will be committed: its timeouts. What the script has SET itself stays.
    void put_limits_in_force(const core::Stretch& part);

    // What earlier attempts' statements before this one SET for the session, once more. In such a transaction too.
    void repeat_settings(std::size_t first_to_run);

    // In the transaction that is current, with a check of deferred constraints.
    void run_in_transaction(const core::Stretch& part);

    // The one statement of a part at top level: see engine/top_level.h.
    void run_at_top_level(const core::Stretch& part, const std::optional<std::string>& index_name);

    void finish();

    // Of the parts that ran so far.
    MigrationOutcome outcome() const;

private:
    CallScope& call_;
    const Script& script_;
    pg::SettingSnapshot settings_;
    Observation observation_;
    FailureTraces traces_;
    LockWatch watch_;
    std::optional<NoticeCapture> notices_;
    std::optional<core::Limits> limits_;
    std::map<std::string, std::string> timeouts_;  // as we set them last
    ScriptCounts counts_;
    std::int64_t start_;
};

}  // namespace strata::engine
