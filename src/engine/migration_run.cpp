#include "engine/migration_run.h"

#include "core/text.h"
#include "engine/lock_watch.h"
#include "engine/notices.h"
#include "pg/clock.h"
#include "pg/error_context.h"
#include "pg/setting.h"

namespace strata::engine {

namespace {

ScriptCounts run_under_own_settings(const Script& script, const Surroundings& surroundings) {
    pg::SettingScope settings;
    surroundings.lexing.apply(settings);
    if (surroundings.search_path) settings.set("search_path", surroundings.search_path->c_str());
    const ScriptCounts counts = run_statements(script);
    settings.revert();
    return counts;
}

void put_in_force(const core::Limits& limits, pg::SettingScope& settings) {
    for (const TimeoutSetting& timeout : timeouts_of(limits, false)) settings.set(timeout.name, timeout.value.c_str());
    LockWatch::begin_statement();
}

}  // namespace

void check_deferred(const CallScope& call, const Script& script, const Observed& observed) {
    const std::string label =
        core::concat("migration ", core::quoted(script.migration), ", deferred constraints at the end of the ",
                     core::name(script.role), " script");
    const pg::SourceContext context(label, script.parsed.text);
    call.deferred().check(observed);
}

MigrationOutcome run_migration(CallScope& call, const Script& script, const Surroundings& surroundings,
                               const std::function<void(const MigrationOutcome&)>& after) {
    MigrationOutcome outcome;
    const std::int64_t start = pg::now_unix_us();
    const LockWatch watch;
    pg::SettingScope settings;
    if (surroundings.limits) put_in_force(*surroundings.limits, settings);
    Observation observation(call.deferred());
    FailureTraces traces(call.traces(), observation.observed());
    {
        NoticeCapture notices;
        try {
            outcome.counts = run_under_own_settings(script, surroundings);
            check_deferred(call, script, observation.observed());
        } catch (const pg::Error&) {
            call.keep_last_words(notices.messages());
            throw;
        }
        outcome.notices = notices.messages();
        call.keep_last_words(outcome.notices);
    }
    traces.succeeded();
    call.traces().take_back(observation.observed());
    outcome.duration_us = pg::now_unix_us() - start;
    after(outcome);
    settings.revert();
    return outcome;
}

}  // namespace strata::engine
