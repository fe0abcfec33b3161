// Which reader reads which statement. Kinds that say nothing of objects stand at the end of the list.
#include "sqlread/read_statement.h"

#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/read_routine.h"
#include "sqlread/session_settings.h"
#include "sqlread/statement_readers.h"

namespace strata::sqlread {

void read_statement(const Node* statement, ReadingContext& context, Recorder& recorder) {
    switch (nodeTag(statement)) {
        case T_SelectStmt:
            read_set_config_calls(as<SelectStmt>(statement), context, recorder);
            return read_select(as<SelectStmt>(statement), recorder);
        case T_InsertStmt:
        case T_UpdateStmt:
        case T_DeleteStmt:
        case T_MergeStmt: return read_query(statement, recorder);

        case T_CreateStmt: return read_create_table(as<CreateStmt>(statement), recorder);
        case T_CreateForeignTableStmt:
            return read_create_foreign_table(as<CreateForeignTableStmt>(statement), recorder);
        case T_ViewStmt: return read_create_view(as<ViewStmt>(statement), recorder);
        case T_CreateTableAsStmt: return read_create_table_as(as<CreateTableAsStmt>(statement), recorder);
        case T_AlterTableStmt: return read_alter_table(as<AlterTableStmt>(statement), recorder);
        case T_AlterTableMoveAllStmt:
            return read_alter_tables_of_tablespace(as<AlterTableMoveAllStmt>(statement), recorder);
        case T_IndexStmt: return read_create_index(as<IndexStmt>(statement), recorder);
        case T_CreateStatsStmt: return read_create_statistics(as<CreateStatsStmt>(statement), recorder);

        case T_CreateFunctionStmt: return read_create_routine(as<CreateFunctionStmt>(statement), context, recorder);
        case T_DoStmt: return read_do(as<DoStmt>(statement), context, recorder);

        case T_VariableSetStmt: return read_set(as<VariableSetStmt>(statement), context, recorder);

        default: return;
    }
}

}  // namespace strata::sqlread
