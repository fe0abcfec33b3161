#include "engine/begun_statement.h"

#include "core/text.h"
#include "engine/top_level.h"
#include "pg/guard.h"
#include "pg/name_list.h"
#include "pg/spi.h"
#include "pg/transaction.h"
#include "sqlread/implicit_names.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/partition.h"
#include "catalog/pg_index.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_subscription.h"
#include "commands/dbcommands.h"
#include "commands/defrem.h"
#include "commands/tablespace.h"
#include "tcop/tcopprot.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace strata::engine {

namespace {

constexpr std::string_view new_index = "new index ";
constexpr std::string_view no_index = "no index ";
constexpr std::string_view no_partition = "no partition ";
constexpr std::string_view reindexed = "reindexed ";

// Objects that have no schema.
struct Unqualified {
    NodeTag statement;
    std::string_view trace;
    bool is_made;
    Oid (*find)(const char* name, bool missing_ok);
};

constexpr Unqualified unqualified[] = {
    {T_CreatedbStmt, "new database ", true, get_database_oid},
    {T_DropdbStmt, "no database ", false, get_database_oid},
    {T_CreateTableSpaceStmt, "new tablespace ", true, get_tablespace_oid},
    {T_DropTableSpaceStmt, "no tablespace ", false, get_tablespace_oid},
    {T_CreateSubscriptionStmt, "new subscription ", true, get_subscription_oid},
};

const char* unqualified_name(const Node* node) {
    switch (nodeTag(node)) {
        case T_CreatedbStmt: return reinterpret_cast<const CreatedbStmt*>(node)->dbname;
        case T_DropdbStmt: return reinterpret_cast<const DropdbStmt*>(node)->dbname;
        case T_CreateTableSpaceStmt: return reinterpret_cast<const CreateTableSpaceStmt*>(node)->tablespacename;
        case T_DropTableSpaceStmt: return reinterpret_cast<const DropTableSpaceStmt*>(node)->tablespacename;
        case T_CreateSubscriptionStmt: return reinterpret_cast<const CreateSubscriptionStmt*>(node)->subname;
        default: return "";
    }
}

bool is_there(const Unqualified& kind, const std::string& name) {
    const char* text = name.c_str();
    return OidIsValid(pg::call([&] { return kind.find(text, true); }));
}

struct Relation {
    Oid oid = InvalidOid;
    Oid schema_oid = InvalidOid;
    std::string schema;
    std::string name;
};

std::string text_or_empty(const char* text) { return text == nullptr ? std::string() : std::string(text); }

// As the search_path finds it; without an OID when it is not there.
Relation find_relation(const RangeVar* written) {
    Relation found;
    found.oid = pg::call([&] { return RangeVarGetRelid(written, NoLock, true); });
    if (!OidIsValid(found.oid)) return found;
    found.schema_oid = pg::call([&] { return get_rel_namespace(found.oid); });
    found.schema = text_or_empty(pg::call([&] { return get_namespace_name(found.schema_oid); }));
    found.name = text_or_empty(pg::call([&] { return get_rel_name(found.oid); }));
    return found;
}

std::string trace_of(std::string_view kind, const std::string& schema, const std::string& name) {
    return core::concat(kind, core::quote_identifier(schema), '.', core::quote_identifier(name));
}

std::vector<std::string> names_in(std::string_view trace, std::string_view kind) {
    return pg::split_names(trace.substr(kind.size()), '.').value_or(std::vector<std::string>{"", ""});
}

Oid relation_in(std::string_view trace, std::string_view kind) {
    const std::vector<std::string> names = names_in(trace, kind);
    const char* schema = names.front().c_str();
    const char* name = names.back().c_str();
    return pg::call([&] {
        const Oid space = get_namespace_oid(schema, true);
        return OidIsValid(space) ? get_relname_relid(name, space) : InvalidOid;
    });
}

// An index of a partitioned table is INVALID until its partitions have theirs: that is not what is meant.
bool is_invalid_index(Oid index) {
    return OidIsValid(index) && pg::call([&] {
               if (get_rel_relkind(index) != RELKIND_INDEX) return false;
               HeapTuple tuple = SearchSysCache1(INDEXRELID, ObjectIdGetDatum(index));
               if (!HeapTupleIsValid(tuple)) return false;
               const bool is_valid = reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple))->indisvalid;
               ReleaseSysCache(tuple);
               return !is_valid;
           });
}

// As the server chooses: ChooseIndexName() in indexcmds.c.
std::string chosen_name(const IndexStmt* statement, const Relation& table) {
    std::vector<std::string> columns;
    for (const List* list : {statement->indexParams, statement->indexIncludingParams})
        for (int i = 0; i < list_length(list); ++i)
            columns.push_back(sqlread::index_column(static_cast<const IndexElem*>(list_nth(list, i))));
    const std::string joined = sqlread::joined_columns(sqlread::numbered(columns));
    const char* first = table.name.c_str();
    const char* second = joined.c_str();
    return pg::call([&] { return ChooseRelationName(first, second, "idx", table.schema_oid, false); });
}

std::optional<std::string> expect_index(const IndexStmt* statement) {
    const Relation table = find_relation(statement->relation);
    if (!OidIsValid(table.oid)) return std::nullopt;
    const std::string name = statement->idxname != nullptr ? statement->idxname : chosen_name(statement, table);
    const std::string trace = trace_of(new_index, table.schema, name);
    const Oid there = relation_in(trace, new_index);
    if (OidIsValid(there) && !(statement->if_not_exists && is_invalid_index(there))) return std::nullopt;
    return trace;
}

std::optional<std::string> expect_no_index(const DropStmt* statement) {
    auto* names = static_cast<List*>(linitial(statement->objects));
    const RangeVar* written = pg::call([&] { return makeRangeVarFromNameList(names); });
    const Relation index = find_relation(written);
    if (!OidIsValid(index.oid)) return std::nullopt;
    return trace_of(no_index, index.schema, index.name);
}

AlterTableCmd* detaching_command(const AlterTableStmt* statement) {
    for (int i = 0; i < list_length(statement->cmds); ++i) {
        auto* command = static_cast<AlterTableCmd*>(list_nth(statement->cmds, i));
        if (command->subtype == AT_DetachPartition) return command;
    }
    return nullptr;
}

enum class Attachment { None, Pending, Attached };

Attachment attachment_of(Oid partition) {
    if (!OidIsValid(partition)) return Attachment::None;
    return pg::call([&] {
        if (!get_rel_relispartition(partition)) return Attachment::None;
        return PartitionHasPendingDetach(partition) ? Attachment::Pending : Attachment::Attached;
    });
}

std::optional<std::string> expect_no_partition(const AlterTableStmt* statement) {
    const AlterTableCmd* command = detaching_command(statement);
    if (command == nullptr) return std::nullopt;
    const Relation partition = find_relation(reinterpret_cast<const PartitionCmd*>(command->def)->name);
    if (attachment_of(partition.oid) == Attachment::None) return std::nullopt;
    return trace_of(no_partition, partition.schema, partition.name);
}

// Of a whole schema or database nothing is kept.
std::optional<std::string> expect_reindexed(const ReindexStmt* statement) {
    if (statement->relation == nullptr) return std::nullopt;
    const Relation relation = find_relation(statement->relation);
    if (!OidIsValid(relation.oid)) return std::nullopt;
    return trace_of(reindexed, relation.schema, relation.name);
}

std::optional<std::string> expect_unqualified(const Node* node) {
    for (const Unqualified& kind : unqualified) {
        if (kind.statement != nodeTag(node)) continue;
        const std::string name = unqualified_name(node);
        if (is_there(kind, name) == kind.is_made) return std::nullopt;
        return core::concat(kind.trace, core::quote_identifier(name));
    }
    return std::nullopt;
}

// What an interrupted REINDEX CONCURRENTLY leaves of a table, its partitions, and what keeps their long values: INVALID
// indexes with these endings.
constinit pg::Query leftovers_of_table{
    "WITH RECURSIVE tree(oid) AS ("
    "SELECT coalesce((SELECT indrelid FROM pg_index WHERE indexrelid = $1), $1) "
    "UNION SELECT inhrelid FROM tree JOIN pg_inherits ON inhparent = tree.oid JOIN pg_class p ON p.oid = inhparent "
    "AND p.relkind = 'p'), "
    "reindexed(oid) AS (SELECT oid FROM tree UNION ALL SELECT reltoastrelid FROM tree JOIN pg_class USING (oid)) "
    "SELECT n.nspname::text, c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relname ~ '_cc(new|old)[0-9]*$' "
    "AND i.indrelid IN (SELECT oid FROM reindexed) ORDER BY 1, 2"};

std::vector<std::string> leftovers_of(Oid relation) {
    pg::Session session;
    const pg::Rows rows = session.query(leftovers_of_table, pg::Parameters().add_oid(relation));
    std::vector<std::string> names;
    for (std::size_t i = 0; i < rows.size(); ++i)
        names.push_back(core::concat(core::quote_identifier(rows.text(i, 0)), '.',
                                     core::quote_identifier(rows.text(i, 1))));
    return names;
}

void drop_index(const std::string& name) {
    const std::string text = core::concat("DROP INDEX CONCURRENTLY IF EXISTS ", name);
    const char* source = text.c_str();
    const auto* statement = pg::call([&] { return static_cast<const RawStmt*>(linitial(pg_parse_query(source))); });
    execute_at_top_level(statement, text, std::nullopt);
    pg::commit_and_begin();
}

void drop_leftovers(std::string_view trace) {
    std::vector<std::string> names;
    {
        pg::Transaction transaction;
        names = leftovers_of(relation_in(trace, reindexed));
        transaction.commit();
    }
    for (const std::string& name : names) drop_index(name);
}

// The first transaction of DETACH ... CONCURRENTLY has gone through, the second has not.
void finalize_detach(const RawStmt* raw, const std::string& text) {
    auto* own = pg::call([&] { return static_cast<RawStmt*>(copyObjectImpl(raw)); });
    AlterTableCmd* command = detaching_command(reinterpret_cast<const AlterTableStmt*>(own->stmt));
    command->subtype = AT_DetachPartitionFinalize;
    reinterpret_cast<PartitionCmd*>(command->def)->concurrent = false;
    execute_at_top_level(own, text, std::nullopt);
    pg::commit_and_begin();
}

}  // namespace

std::optional<std::string> trace_to_expect(const RawStmt* statement) {
    const Node* node = statement->stmt;
    switch (nodeTag(node)) {
        case T_IndexStmt: return expect_index(reinterpret_cast<const IndexStmt*>(node));
        case T_DropStmt: return expect_no_index(reinterpret_cast<const DropStmt*>(node));
        case T_AlterTableStmt: return expect_no_partition(reinterpret_cast<const AlterTableStmt*>(node));
        case T_ReindexStmt: return expect_reindexed(reinterpret_cast<const ReindexStmt*>(node));
        default: return expect_unqualified(node);
    }
}

std::optional<std::string> index_of(const std::string& trace) {
    if (!trace.starts_with(new_index)) return std::nullopt;
    return names_in(trace, new_index).back();
}

Fate fate_of(const std::string& trace) {
    if (trace.starts_with(new_index)) {
        const Oid index = relation_in(trace, new_index);
        if (!OidIsValid(index)) return Fate::NotDone;
        return is_invalid_index(index) ? Fate::HalfDone : Fate::Done;
    }
    if (trace.starts_with(no_index)) return OidIsValid(relation_in(trace, no_index)) ? Fate::NotDone : Fate::Done;
    if (trace.starts_with(no_partition)) {
        const Attachment attachment = attachment_of(relation_in(trace, no_partition));
        if (attachment == Attachment::None) return Fate::Done;
        return attachment == Attachment::Pending ? Fate::HalfDone : Fate::NotDone;
    }
    if (trace.starts_with(reindexed))
        return leftovers_of(relation_in(trace, reindexed)).empty() ? Fate::NotDone : Fate::HalfDone;
    for (const Unqualified& kind : unqualified)
        if (trace.starts_with(kind.trace))
            return is_there(kind, names_in(trace, kind.trace).front()) == kind.is_made ? Fate::Done : Fate::NotDone;
    return Fate::NotDone;
}

bool settle_half_done(const RawStmt* statement, const std::string& text, const std::string& trace) {
    if (trace.starts_with(no_partition)) {
        if (statement == nullptr) return false;
        finalize_detach(statement, text);
        return true;
    }
    if (trace.starts_with(new_index)) drop_index(trace.substr(new_index.size()));
    if (trace.starts_with(reindexed)) drop_leftovers(trace);
    return false;
}

void refuse_invalid_index(const IndexStmt* statement) {
    if (!statement->if_not_exists || statement->concurrent || statement->idxname == nullptr) return;
    const Relation table = find_relation(statement->relation);
    if (!OidIsValid(table.oid)) return;
    const char* name = statement->idxname;
    const Oid index = pg::call([&] { return get_relname_relid(name, table.schema_oid); });
    if (!is_invalid_index(index)) return;
    pg::raise({"55000", core::concat("index ", core::quoted(core::concat(table.schema, '.', name)), " is INVALID"),
               "An attempt to build it concurrently stopped half-way. IF NOT EXISTS would let it pass for the index.",
               core::concat("Drop it first: DROP INDEX CONCURRENTLY ", core::quote_identifier(table.schema), '.',
                            core::quote_identifier(name), ".")});
}

}  // namespace strata::engine
