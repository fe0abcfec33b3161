// Doors that the server opens by itself: settings, transaction callbacks, statement and message hooks.
#include "regime.h"

#include "pg/compat.h"

extern "C" {
#include "executor/executor.h"
#include "tcop/utility.h"
#include "utils/guc.h"
}

namespace strata::regime {

namespace {

using pg::boundary;
using pg::call;

constinit char armed_door[32];
constinit char armed_kind[64];

constinit char* checked = nullptr;
constinit char* assigned = nullptr;
constinit char* shown = nullptr;
constinit emit_log_hook_type next_log = nullptr;
constinit ExecutorStart_hook_type next_executor = nullptr;
constinit ProcessUtility_hook_type next_utility = nullptr;

bool check(char** value, void**, GucSource) {
    return boundary([&] {
        const Counted here;
        if (*value != nullptr && **value != '\0') descend(*value);
        return true;
    });
}

// Armed, since a rollback assigns too.
void assign(const char*, void*) {
    boundary([] {
        const Counted here;
        if (const auto kind = take("assign")) descend(*kind);
    });
}

const char* show() {
    return boundary([] {
        const Counted here;
        if (const auto kind = take("show")) descend(*kind);
        return "shown";
    });
}

void on_transaction(XactEvent event, void*) {
    if (event != XACT_EVENT_PRE_COMMIT) return;
    boundary([] {
        const Counted here;
        if (const auto kind = take("commit")) descend(*kind);
    });
}

void on_subtransaction(SubXactEvent event, SubTransactionId, SubTransactionId, void*) {
    if (event != SUBXACT_EVENT_PRE_COMMIT_SUB) return;
    boundary([] {
        const Counted here;
        if (const auto kind = take("subcommit")) descend(*kind);
    });
}

void on_log(ErrorData* report) {
    if (report->elevel == NOTICE)
        boundary([] {
            const Counted here;
            if (const auto kind = take("log")) descend(*kind);
        });
    if (next_log != nullptr) next_log(report);
}

void on_executor(QueryDesc* query, int flags) {
    boundary([&] {
        const Counted here;
        if (const auto kind = take("executor")) descend(*kind);
        call([&] { (next_executor != nullptr ? next_executor : standard_ExecutorStart)(query, flags); });
    });
}

// The error comes from below: hook, C++ frames, guard, server, procedure, C++ frames.
void on_utility(PlannedStmt* statement, const char* text, bool read_only_tree, ProcessUtilityContext context,
                ParamListInfo parameters, QueryEnvironment* environment, DestReceiver* receiver,
                QueryCompletion* completion) {
    const auto next = next_utility != nullptr ? next_utility : standard_ProcessUtility;
    const auto pass_on = [&] {
        next(statement, text, read_only_tree, context, parameters, environment, receiver, completion);
    };
    boundary([&] {
        if (!take("utility")) return call(pass_on);
        const Counted here;
        const std::vector<Counted> on_heap(2);
        call(pass_on);
    });
}

void define(const char* name, char** variable, GucStringCheckHook check_hook, GucStringAssignHook assign_hook,
            GucShowHook show_hook) {
    DefineCustomStringVariable(name, "A door of the regime tests.", nullptr, variable, "", PGC_USERSET, 0, check_hook,
                               assign_hook, show_hook);
}

}  // namespace

void arm(const std::string& door, const std::string& kind) {
    door.copy(armed_door, sizeof(armed_door) - 1);
    armed_door[std::min(door.size(), sizeof(armed_door) - 1)] = '\0';
    kind.copy(armed_kind, sizeof(armed_kind) - 1);
    armed_kind[std::min(kind.size(), sizeof(armed_kind) - 1)] = '\0';
}

std::optional<std::string> take(const char* door) noexcept {
    if (strcmp(door, armed_door) != 0) return std::nullopt;
    armed_door[0] = '\0';
    return std::string(armed_kind);
}

void install_hooks() {
    define("regime.checked", &checked, check, nullptr, nullptr);
    define("regime.assigned", &assigned, nullptr, assign, nullptr);
    define("regime.shown", &shown, nullptr, nullptr, show);
    RegisterXactCallback(on_transaction, nullptr);
    RegisterSubXactCallback(on_subtransaction, nullptr);
    next_log = std::exchange(emit_log_hook, on_log);
    next_executor = std::exchange(ExecutorStart_hook, on_executor);
    next_utility = std::exchange(ProcessUtility_hook, on_utility);
}

}  // namespace strata::regime
