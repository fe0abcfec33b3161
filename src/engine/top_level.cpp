#include "engine/top_level.h"

#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/memory.h"

extern "C" {
#include "parser/analyze.h"
#include "tcop/dest.h"
#include "tcop/tcopprot.h"
#include "tcop/utility.h"
#include "utils/portal.h"
#include "utils/snapmgr.h"
}

namespace strata::engine {

namespace {

List* plan(RawStmt* statement, const char* source) {
    const bool wants_snapshot = analyze_requires_snapshot(statement);
    if (wants_snapshot) PushActiveSnapshot(GetTransactionSnapshot());
    List* queries = pg_analyze_and_rewrite_fixedparams(statement, source, nullptr, 0, nullptr);
    List* plans = pg_plan_queries(queries, source, CURSOR_OPT_PARALLEL_OK, nullptr);
    if (wants_snapshot) PopActiveSnapshot();
    return plans;
}

// The portal gives the statement its snapshots, and takes them back when it commits inside. After an error the end of
// the transaction drops it.
void run(RawStmt* statement, const char* source) {
    List* plans = plan(statement, source);
    Portal portal = CreateNewPortal();
    portal->visible = false;
    PortalDefineQuery(portal, nullptr, source, CreateCommandTag(statement->stmt), plans, nullptr);
    PortalStart(portal, nullptr, 0, InvalidSnapshot);
    pg::run_portal_at_top_level(portal, None_Receiver);
    PortalDrop(portal, false);
}

}  // namespace

void execute_at_top_level(const RawStmt* statement, const std::string& text,
                          const std::optional<std::string>& index_name) {
    pg::MemoryScope memory("pg_strata statement at top level");
    const char* source = text.c_str();
    const char* chosen = index_name ? index_name->c_str() : nullptr;
    pg::call([&] {
        // Running scribbles on the tree, and the statement may have to run again.
        auto* own = static_cast<RawStmt*>(copyObjectImpl(statement));
        if (chosen != nullptr && IsA(own->stmt, IndexStmt)) {
            auto* index = reinterpret_cast<IndexStmt*>(own->stmt);
            if (index->idxname == nullptr) index->idxname = pstrdup(chosen);
        }
        run(own, source);
    });
}

}  // namespace strata::engine
