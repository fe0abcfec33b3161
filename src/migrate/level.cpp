#include "migrate/level.h"

namespace strata::migrate {

const char* name(Level level) {
    switch (level) {
        case Level::Reader: return "reader";
        case Level::Author: return "author";
        case Level::Operator: return "operator";
        case Level::Admin: return "admin";
    }
    return "";
}

std::optional<Level> level_of_name(std::string_view wanted) {
    for (const Level level : levels)
        if (wanted == name(level)) return level;
    return std::nullopt;
}

std::vector<std::string> functions_of(Level level) {
    switch (level) {
        case Level::Reader:
            return {"migrate_status",   "migrate_plan",  "migrate_dependencies", "migrate_impact", "migrate_history",
                    "migrate_verify_history", "migrate_findings", "migrate_check", "migrate_settings", "migrate_guard",
                    "migrate_progress", "migrate_wait"};
        case Level::Author:
            return {"migrate_register", "migrate_register_directory", "migrate_register_files", "migrate_unregister"};
        case Level::Operator:
            return {"migrate_apply", "migrate_rollback", "migrate_redo", "migrate_run", "migrate_run_rollback",
                    "migrate_start", "migrate_start_rollback", "migrate_cancel", "migrate_verify", "migrate_approve",
                    "migrate_guard_override"};
        case Level::Admin:
            return {"migrate_mark", "migrate_baseline", "migrate_set", "migrate_grant", "migrate_revoke"};
    }
    return {};
}

// Scripts can hold secrets: readers do not see them.
std::vector<std::string> tables_of(Level level) {
    switch (level) {
        case Level::Reader: return {"migration", "applied", "history", "setting", "observed", "partial", "run"};
        case Level::Author: return {"script"};
        case Level::Operator: return {"approval"};
        case Level::Admin: return {"head"};
    }
    return {};
}

const char* evidence_of(Level level) {
    switch (level) {
        case Level::Reader: return nullptr;
        case Level::Author: return "script";
        case Level::Operator: return "approval";
        case Level::Admin: return "head";
    }
    return nullptr;
}

}  // namespace strata::migrate
