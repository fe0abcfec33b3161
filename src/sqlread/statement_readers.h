// The readers of single statements, behind read_statement().
#pragma once

#include "sqlread/read_statement.h"

namespace strata::sqlread {

// read_table.cpp
void read_create_table(const CreateStmt* statement, Recorder& recorder);
void read_create_foreign_table(const CreateForeignTableStmt* statement, Recorder& recorder);

// read_stored_query.cpp: objects made of a query
void read_create_view(const ViewStmt* statement, Recorder& recorder);
void read_create_table_as(const CreateTableAsStmt* statement, Recorder& recorder);
void read_select(const SelectStmt* statement, Recorder& recorder);

// read_index.cpp
void read_create_index(const IndexStmt* statement, Recorder& recorder);
void read_create_statistics(const CreateStatsStmt* statement, Recorder& recorder);

// read_alter_table.cpp
void read_alter_table(const AlterTableStmt* statement, Recorder& recorder);
void read_alter_tables_of_tablespace(const AlterTableMoveAllStmt* statement, Recorder& recorder);

}  // namespace strata::sqlread
