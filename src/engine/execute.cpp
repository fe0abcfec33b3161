#include "engine/execute.h"

#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/memory.h"

extern "C" {
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

struct TextColumn {
    char** values;  // null where the value is null
    std::int64_t rows;
    std::int64_t kept;
};

// The first column of all rows through its type's output function.
TextColumn read_first_column(const Outcome& outcome) {
    TextColumn column{};
    column.values = static_cast<char**>(palloc0(sizeof(char*) * kept_rows));
    Oid output;
    bool is_varlena;
    getTypeOutputInfo(TupleDescAttr(outcome.desc, 0)->atttypid, &output, &is_varlena);
    TupleTableSlot* slot = MakeSingleTupleTableSlot(outcome.desc, &TTSOpsMinimalTuple);
    while (tuplestore_gettupleslot(outcome.store, true, false, slot)) {
        if (column.kept < kept_rows) {
            bool is_null;
            const Datum value = slot_getattr(slot, 1, &is_null);
            column.values[column.kept++] = is_null ? nullptr : OidOutputFunctionCall(output, value);
        }
        ++column.rows;
    }
    ExecDropSingleTupleTableSlot(slot);
    return column;
}

ResultRows read_result(const Outcome& outcome) {
    ResultRows result;
    if (outcome.desc == nullptr || outcome.desc->natts == 0) return result;
    const Form_pg_attribute first = TupleDescAttr(outcome.desc, 0);
    result.columns = outcome.desc->natts;
    result.column_name = NameStr(first->attname);
    result.column_type = first->atttypid;
    const TextColumn column = pg::call([&] { return read_first_column(outcome); });
    result.rows = column.rows;
    for (std::int64_t i = 0; i < column.kept; ++i)
        result.first_column.push_back(column.values[i] == nullptr ? std::nullopt
                                                                  : std::optional<std::string>(column.values[i]));
    return result;
}

}  // namespace

std::int64_t execute(const RawStmt* statement, const std::string& script, ResultRows* result) {
    pg::MemoryScope memory("pg_strata statement");
    const char* source = script.c_str();
    Outcome outcome{};
    pg::call([&] {
        if (result != nullptr) outcome.store = tuplestore_begin_heap(false, false, work_mem);
        run_all(const_cast<RawStmt*>(statement), source, &outcome);
    });
    if (result != nullptr) {
        *result = read_result(outcome);
        pg::call([&] { tuplestore_end(outcome.store); });
    }
    return outcome.changed;
}

}  // namespace strata::engine
