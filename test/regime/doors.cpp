// Doors that SQL names: functions of every sort, and functions that go through the server again before the error.
#include "regime.h"

#include "pg/argument.h"
#include "pg/compat.h"
#include "pg/datum.h"
#include "pg/rowset.h"
#include "pg/spi.h"
#include "pg/transaction.h"

extern "C" {
#include "commands/event_trigger.h"
#include "commands/trigger.h"
#include "parser/parser.h"
}

using namespace strata::pg;
using namespace strata::regime;

#pragma GCC visibility push(default)
extern "C" {
PG_FUNCTION_INFO_V1(regime_raise);
PG_FUNCTION_INFO_V1(regime_committing);
PG_FUNCTION_INFO_V1(regime_rows);
PG_FUNCTION_INFO_V1(regime_trigger);
PG_FUNCTION_INFO_V1(regime_event);
PG_FUNCTION_INFO_V1(regime_nested);
PG_FUNCTION_INFO_V1(regime_walk);
PG_FUNCTION_INFO_V1(regime_context);
}
#pragma GCC visibility pop

namespace {

std::string kind_of(FunctionCallInfo fcinfo) { return Arguments(fcinfo).text(0).value(); }

// C++ frames, SQL, C++ frames.
void run_sql(const std::string& sql, std::string_view kind, std::int64_t levels) {
    const Counted here;
    Session session;
    Parameters parameters;
    parameters.add(kind);
    if (levels > 0) parameters.add(levels - 1);
    const Rows rows = session.query_text(sql, std::move(parameters));
    const Counted after;
    if (rows.size() != 1) raise({"MG999", "the query has no row", "", ""});
}

bool visit(Node*, void* state) {
    return boundary([&] {
        const Counted here;
        descend(*static_cast<std::string_view*>(state));
        return true;
    });
}

void walk(std::string_view kind) {
    const Counted here;
    call([&] {
        List* statements = raw_parser("SELECT 1", RAW_PARSE_DEFAULT);
        (void) walk_raw_tree(linitial_node(RawStmt, statements)->stmt, visit, &kind);
    });
}

// A context callback whose error replaces the one being reported. Open it once: it is called for its own error too.
struct Context {
    std::string_view kind;
    bool open;
};

void context_callback(void* state) {
    auto* context = static_cast<Context*>(state);
    if (!std::exchange(context->open, false)) return;
    boundary([&] {
        const Counted here;
        descend(context->kind);
    });
}

void report_in_context(int level, std::string_view kind) {
    const Counted here;
    Context context{kind, true};
    call([&] {
        ErrorContextCallback callback{error_context_stack, context_callback, &context};
        error_context_stack = &callback;
        ereport(level, (errmsg("regime report")));
        error_context_stack = callback.previous;
    });
}

}  // namespace

// Function and procedure.
REGIME_EXPORT Datum regime_raise(PG_FUNCTION_ARGS) {
    boundary([&] {
        const Counted here;
        descend(kind_of(fcinfo));
    });
    PG_RETURN_VOID();
}

// A procedure that ends the client's transaction where it may, and fails in one of its own.
REGIME_EXPORT Datum regime_committing(PG_FUNCTION_ARGS) {
    boundary([&] {
        const Counted here;
        const std::string kind = kind_of(fcinfo);
        if (!may_end_transaction(fcinfo)) return descend(kind);
        commit_and_begin();
        Transaction transaction;
        descend(kind);
        transaction.commit();
    });
    PG_RETURN_VOID();
}

REGIME_EXPORT Datum regime_rows(PG_FUNCTION_ARGS) {
    boundary([&] {
        RowSet rows(fcinfo);
        rows.add({Cell("before"), Cell(1)});
        descend(kind_of(fcinfo));
        rows.add({Cell("after"), Cell(std::nullopt)});
    });
    return Datum{0};
}

REGIME_EXPORT Datum regime_trigger(PG_FUNCTION_ARGS) {
    boundary([&] {
        const Counted here;
        if (const auto kind = take("trigger")) descend(*kind);
    });
    return PointerGetDatum(reinterpret_cast<TriggerData*>(fcinfo->context)->tg_trigtuple);
}

REGIME_EXPORT Datum regime_event(PG_FUNCTION_ARGS) {
    boundary([&] {
        const Counted here;
        if (!CALLED_AS_EVENT_TRIGGER(fcinfo)) raise({"MG999", "not called as an event trigger", "", ""});
        if (const auto kind = take("event")) descend(*kind);
    });
    PG_RETURN_VOID();
}

// The second argument tells how many times it calls itself through SQL; without one it goes through PL/pgSQL once.
REGIME_EXPORT Datum regime_nested(PG_FUNCTION_ARGS) {
    boundary([&] {
        const Counted here;
        const std::string kind = kind_of(fcinfo);
        const std::int64_t levels = PG_NARGS() > 1 ? fcinfo->args[1].value : -1;
        if (levels < 0) return run_sql("SELECT public.regime_in_plpgsql($1)", kind, 0);
        if (levels > 0) return run_sql("SELECT public.regime_nested($1, $2)", kind, levels);
        descend(kind);
    });
    PG_RETURN_VOID();
}

REGIME_EXPORT Datum regime_walk(PG_FUNCTION_ARGS) {
    boundary([&] {
        const Counted here;
        walk(kind_of(fcinfo));
    });
    PG_RETURN_VOID();
}

REGIME_EXPORT Datum regime_context(PG_FUNCTION_ARGS) {
    boundary([&] {
        const Counted here;
        report_in_context(Arguments(fcinfo).flag(1) ? ERROR : NOTICE, kind_of(fcinfo));
    });
    PG_RETURN_VOID();
}
