#include "guard/triggers.h"

#include <algorithm>

#include "guard/checks.h"
#include "guard/exemption.h"
#include "guard/strangers.h"
#include "pg/error.h"
#include "sqlread/read_statement.h"

extern "C" {
#include "commands/event_trigger.h"
#include "tcop/cmdtag.h"
#include "utils/guc.h"
}

namespace strata::guard {

namespace {

const EventTriggerData* event_of(const pg::Arguments& arguments) {
    FunctionCallInfo call = arguments.fcinfo();
    if (CALLED_AS_EVENT_TRIGGER(call)) return reinterpret_cast<const EventTriggerData*>(call->context);
    pg::raise({"39P03", "the guard's functions can only be called as event triggers", "", ""});
}

// Kept from one statement to the next, for its memory.
core::Reading& read(const Node* statement) {
    static constinit core::Reading* reading = nullptr;
    if (reading == nullptr) reading = new core::Reading;
    reading->clear();
    sqlread::Recorder recorder(*reading);
    recorder.begin_statement(1, 1, {});
    sqlread::ReadingContext context{check_function_bodies};
    sqlread::read_statement(statement, context, recorder);
    return *reading;
}

bool concerns(const Watch& watch, const core::Reading& reading) {
    return std::any_of(reading.begin(), reading.end(), [&](const core::Mention& mention) {
        return watch.interests.knows(mention.name) || mention.kind == core::ObjectKind::Schema;
    });
}

void append(std::vector<Finding>& findings, std::vector<Finding> more) {
    for (Finding& finding : more) findings.push_back(std::move(finding));
}

void look_at(const Watch& watch, const EventTriggerData* event, const core::Reading& reading, bool concerned) {
    if (role_is_exempt(watch)) return;
    const Node* statement = event->parsetree;
    const char* command = GetCommandTagName(event->tag);
    std::vector<Finding> findings;
    if (concerned) {
        findings = missing_prerequisites(watch, reading, NeedsOf::Statement);
        append(findings, broken_reliances(watch, statement, reading));
    }
    if (may_skip(statement)) append(findings, skipped_objects(watch, statement));
    std::vector<Finding> changes;
    if (concerned) changes = out_of_band_changes(watch, statement, reading, findings);
    if (watch.refuse_changes) append(findings, std::exchange(changes, {}));
    act_on(watch, command, findings);
    record(watch, command, changes);
}

}  // namespace

Datum strata_guard_command_start(const pg::Arguments& arguments) {
    const EventTriggerData* event = event_of(arguments);
    if (session_is_exempt()) return Datum{0};
    const Watch& now = watch();
    if (now.mode == Mode::Off) return Datum{0};
    const bool skips = may_skip(event->parsetree);
    if (now.interests.empty() && !skips) return Datum{0};
    if (names_only_strangers(now.interests, event->parsetree)) return Datum{0};
    const core::Reading& reading = read(event->parsetree);
    const bool concerned = concerns(now, reading);
    if (concerned || skips) look_at(now, event, reading, concerned);
    return Datum{0};
}

// Fires for functions and procedures only: what their bodies need is missed by nobody but us.
Datum strata_guard_command_end(const pg::Arguments& arguments) {
    const EventTriggerData* event = event_of(arguments);
    if (session_is_exempt() || !check_function_bodies) return Datum{0};
    const Watch& now = watch();
    if (now.mode == Mode::Off || now.interests.empty()) return Datum{0};
    const core::Reading& reading = read(event->parsetree);
    if (!concerns(now, reading) || role_is_exempt(now)) return Datum{0};
    act_on(now, GetCommandTagName(event->tag), missing_prerequisites(now, reading, NeedsOf::FunctionBody));
    return Datum{0};
}

Datum strata_guard_sql_drop(const pg::Arguments& arguments) {
    const EventTriggerData* event = event_of(arguments);
    if (session_is_exempt()) return Datum{0};
    const Watch& now = watch();
    if (now.mode == Mode::Off || now.interests.empty() || role_is_exempt(now)) return Datum{0};
    const char* command = GetCommandTagName(event->tag);
    act_on(now, command, dropped_objects(now, command));
    return Datum{0};
}

}  // namespace strata::guard
