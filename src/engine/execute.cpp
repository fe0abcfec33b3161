#include "engine/execute.h"

#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/memory.h"
#include "pg/portal_source.h"

extern "C" {
#include "catalog/pg_type.h"
#include "executor/tstoreReceiver.h"
#include "tcop/dest.h"
#include "tcop/tcopprot.h"
#include "tcop/utility.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"
#include "utils/tuplestore.h"
}

namespace strata::engine {

namespace {

// What one statement leaves, in plain data: it is filled inside the guard.
struct Outcome {
    std::int64_t changed;
    Tuplestorestate* store;  // null: rows are discarded
    TupleDesc desc;          // null: it returns none
};

DestReceiver* receiver_for(const Outcome& outcome, bool wanted) {
    if (!wanted || outcome.store == nullptr) return None_Receiver;
    DestReceiver* receiver = CreateDestReceiver(DestTuplestore);
    SetTuplestoreDestReceiverParams(receiver, outcome.store, CurrentMemoryContext, true, nullptr, nullptr);
    return receiver;
}

bool changes_rows(CmdType command) {
    return command == CMD_INSERT || command == CMD_UPDATE || command == CMD_DELETE || command == CMD_MERGE;
}

// FETCH and EXECUTE of a query count rows too, but only read them.
bool changes_rows(const Node* utility, CommandTag tag) {
    switch (tag) {
        case CMDTAG_INSERT:
        case CMDTAG_UPDATE:
        case CMDTAG_DELETE:
        case CMDTAG_MERGE:
        case CMDTAG_COPY: return true;
        case CMDTAG_SELECT: return IsA(utility, CreateTableAsStmt);
        default: return false;
    }
}

void run_plan(PlannedStmt* plan, const char* source, Outcome* outcome) {
    DestReceiver* receiver = receiver_for(*outcome, plan->canSetTag);
    QueryDesc* query =
        CreateQueryDesc(plan, source, GetActiveSnapshot(), InvalidSnapshot, receiver, nullptr, nullptr, 0);
    ExecutorStart(query, 0);
    if (plan->canSetTag && (plan->commandType == CMD_SELECT || plan->hasReturning))
        outcome->desc = CreateTupleDescCopy(query->tupDesc);
    pg::run_executor(query);
    if (changes_rows(plan->commandType)) outcome->changed += static_cast<std::int64_t>(query->estate->es_processed);
    ExecutorFinish(query);
    ExecutorEnd(query);
    FreeQueryDesc(query);
}

void run_utility(PlannedStmt* plan, const char* source, Outcome* outcome) {
    QueryCompletion completion;
    InitializeQueryCompletion(&completion);
    if (plan->canSetTag && UtilityReturnsTuples(plan->utilityStmt))
        outcome->desc = UtilityTupleDescriptor(plan->utilityStmt);
    ProcessUtility(plan, source, false, PROCESS_UTILITY_QUERY, nullptr, nullptr,
                   receiver_for(*outcome, outcome->desc != nullptr), &completion);
    if (changes_rows(plan->utilityStmt, completion.commandTag))
        outcome->changed += static_cast<std::int64_t>(completion.nprocessed);
}

// One statement can become several plans (rules) or none.
void run_all(RawStmt* statement, const char* source, Outcome* outcome) {
    CommandCounterIncrement();
    PushActiveSnapshot(GetTransactionSnapshot());
    List* queries = pg_analyze_and_rewrite_fixedparams(statement, source, nullptr, 0, nullptr);
    List* plans = pg_plan_queries(queries, source, CURSOR_OPT_PARALLEL_OK, nullptr);
    PopActiveSnapshot();
    for (int i = 0; i < list_length(plans); ++i) {
        auto* plan = static_cast<PlannedStmt*>(list_nth(plans, i));
        CommandCounterIncrement();
        PushActiveSnapshot(GetTransactionSnapshot());
        if (plan->utilityStmt == nullptr)
            run_plan(plan, source, outcome);
        else
            run_utility(plan, source, outcome);
        PopActiveSnapshot();
    }
    CommandCounterIncrement();
}

// A cursor over the result, in plain data.
struct Reading {
    TupleTableSlot* slot;
    Oid output;  // the first column's output function
};

Reading begin_reading(const Outcome& outcome) {
    Reading reading{};
    bool is_varlena;
    getTypeOutputInfo(TupleDescAttr(outcome.desc, 0)->atttypid, &reading.output, &is_varlena);
    reading.slot = MakeSingleTupleTableSlot(outcome.desc, &TTSOpsMinimalTuple);
    return reading;
}

struct Value {
    bool is_row;
    const char* text;  // null for null
};

Value next_value(const Outcome& outcome, const Reading& reading) {
    if (!tuplestore_gettupleslot(outcome.store, true, false, reading.slot)) return {false, nullptr};
    bool is_null;
    const Datum value = slot_getattr(reading.slot, 1, &is_null);
    return {true, is_null ? nullptr : OidOutputFunctionCall(reading.output, value)};
}

// One guard for the whole scan of what can be many rows; only the first that is not true is kept.
void scan_booleans(const Outcome& outcome, const Reading& reading, ResultRows& result) {
    const Value untrue = pg::call([&] {
        Value first{};
        while (tuplestore_gettupleslot(outcome.store, true, false, reading.slot)) {
            ++result.rows;
            bool is_null;
            const Datum value = slot_getattr(reading.slot, 1, &is_null);
            if (result.untrue_row != 0 || (!is_null && DatumGetBool(value))) continue;
            result.untrue_row = result.rows;
            first.text = is_null ? nullptr : "false";
        }
        return first;
    });
    if (untrue.text != nullptr) result.untrue_value = untrue.text;
}

void read_values(const Outcome& outcome, const Reading& reading, ResultRows& result) {
    bool keep = true;
    for (;;) {
        const Value value = pg::call([&] { return next_value(outcome, reading); });
        if (!value.is_row) return;
        ++result.rows;
        if (keep && value.text != nullptr) result.values.emplace_back(value.text);
        if (result.rows == 1)
            keep = result.wanted != nullptr && !result.values.empty() && result.wanted(result.values.front());
        if (!keep) break;
    }
    result.rows += pg::call([&] {
        std::int64_t rest = 0;
        while (tuplestore_skiptuples(outcome.store, 1, true)) ++rest;
        return rest;
    });
}

void read_result(const Outcome& outcome, ResultRows& result) {
    if (outcome.desc == nullptr || outcome.desc->natts == 0) return;
    const Form_pg_attribute first = TupleDescAttr(outcome.desc, 0);
    result.columns = outcome.desc->natts;
    result.column_name = NameStr(first->attname);
    result.column_type = pg::call([&] { return getBaseType(first->atttypid); });
    const Reading reading = pg::call([&] { return begin_reading(outcome); });
    if (result.column_type == BOOLOID)
        scan_booleans(outcome, reading, result);
    else
        read_values(outcome, reading, result);
    pg::call([&] { ExecDropSingleTupleTableSlot(reading.slot); });
}

}  // namespace

std::int64_t execute(const RawStmt* statement, const std::string& text, ResultRows* result) {
    pg::MemoryScope memory("pg_strata statement");
    const char* source = text.c_str();
    const pg::PortalSource portal(source);
    Outcome outcome{};
    pg::call([&] {
        if (result != nullptr) outcome.store = tuplestore_begin_heap(false, false, work_mem);
        run_all(const_cast<RawStmt*>(statement), source, &outcome);
    });
    if (result != nullptr) {
        read_result(outcome, *result);
        pg::call([&] { tuplestore_end(outcome.store); });
    }
    return outcome.changed;
}

}  // namespace strata::engine
