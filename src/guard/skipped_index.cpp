#include "guard/skipped_index.h"

#include "core/text.h"
#include "pg/compat.h"
#include "pg/guard.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_class.h"
#include "catalog/pg_index.h"
#include "catalog/pg_opclass.h"
#include "commands/defrem.h"
#include "nodes/makefuncs.h"
#include "parser/parse_utilcmd.h"
#include "storage/lmgr.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace strata::guard {

namespace {

struct Key {
    AttrNumber column;  // 0: an expression
    Node* expression;
    Oid operator_class;
    Oid collation;
    int16 option;
};

// Both sides in one form, in memory of the server's. Columns beyond key_count are included ones.
struct Shape {
    Oid table;
    Oid method;
    bool unique;
    bool valid;
    int key_count;
    int count;
    Key* keys;
    Node* predicate;  // null for none
};

List* node_list(HeapTuple tuple, int attribute) {
    bool is_null;
    const Datum value = SysCacheGetAttr(INDEXRELID, tuple, attribute, &is_null);
    if (is_null) return NIL;
    auto* node = static_cast<Node*>(stringToNode(TextDatumGetCString(value)));
    return IsA(node, List) ? reinterpret_cast<List*>(node) : list_make1(node);
}

Oid method_of(Oid index) {
    HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(index));
    if (!HeapTupleIsValid(tuple)) return InvalidOid;
    const Oid method = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple))->relam;
    ReleaseSysCache(tuple);
    return method;
}

void read_keys(HeapTuple tuple, Form_pg_index form, Shape* shape) {
    List* expressions = node_list(tuple, Anum_pg_index_indexprs);
    bool is_null;
    auto* classes = reinterpret_cast<oidvector*>(
        DatumGetPointer(SysCacheGetAttr(INDEXRELID, tuple, Anum_pg_index_indclass, &is_null)));
    auto* collations = reinterpret_cast<oidvector*>(
        DatumGetPointer(SysCacheGetAttr(INDEXRELID, tuple, Anum_pg_index_indcollation, &is_null)));
    auto* options = reinterpret_cast<int2vector*>(
        DatumGetPointer(SysCacheGetAttr(INDEXRELID, tuple, Anum_pg_index_indoption, &is_null)));
    int next_expression = 0;
    shape->keys = static_cast<Key*>(palloc0(sizeof(Key) * static_cast<Size>(shape->count)));
    for (int i = 0; i < shape->count; ++i) {
        Key* key = &shape->keys[i];
        key->column = form->indkey.values[i];
        if (key->column == 0) key->expression = static_cast<Node*>(list_nth(expressions, next_expression++));
        if (i >= shape->key_count) continue;
        key->operator_class = classes->values[i];
        key->collation = collations->values[i];
        key->option = options->values[i];
    }
}

Shape* shape_of_index(Oid index) {
    HeapTuple tuple = SearchSysCache1(INDEXRELID, ObjectIdGetDatum(index));
    if (!HeapTupleIsValid(tuple)) return nullptr;
    const Form_pg_index form = reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple));
    auto* shape = static_cast<Shape*>(palloc0(sizeof(Shape)));
    *shape = {form->indrelid, method_of(index), form->indisunique, form->indisvalid, form->indnkeyatts,
              form->indnatts, nullptr, nullptr};
    read_keys(tuple, form, shape);
    List* predicate = node_list(tuple, Anum_pg_index_indpred);
    if (predicate != NIL) shape->predicate = static_cast<Node*>(linitial(predicate));
    ReleaseSysCache(tuple);
    return shape;
}

int16 option_of(const IndexElem* element) {
    const bool descending = element->ordering == SORTBY_DESC;
    const bool nulls_first = element->nulls_ordering == SORTBY_NULLS_FIRST ||
                             (element->nulls_ordering == SORTBY_NULLS_DEFAULT && descending);
    return static_cast<int16>((descending ? INDOPTION_DESC : 0) | (nulls_first ? INDOPTION_NULLS_FIRST : 0));
}

void fill_key(Oid table, const Shape* shape, const IndexElem* element, bool included, Key* key) {
    Oid type;
    if (element->name != nullptr) {
        key->column = get_attnum(table, element->name);
        int32 modifier;
        get_atttypetypmodcoll(table, key->column, &type, &modifier, &key->collation);
    } else {
        key->expression = element->expr;
        type = exprType(element->expr);
        key->collation = exprCollation(element->expr);
    }
    if (included) {
        key->collation = InvalidOid;
        return;
    }
    if (element->collation != NIL) key->collation = get_collation_oid(element->collation, true);
    key->operator_class = element->opclass != NIL ? get_opclass_oid(shape->method, element->opclass, true)
                                                  : GetDefaultOpClass(type, shape->method);
    key->option = option_of(element);
}

Shape* shape_asked_for(const IndexStmt* asked, Oid table) {
    LockRelationOid(table, AccessShareLock);
    IndexStmt* statement = transformIndexStmt(table, static_cast<IndexStmt*>(copyObjectImpl(asked)), "");
    auto* shape = static_cast<Shape*>(palloc0(sizeof(Shape)));
    const int keys = list_length(statement->indexParams);
    *shape = {table, get_index_am_oid(statement->accessMethod, true), statement->unique, true, keys,
              keys + list_length(statement->indexIncludingParams), nullptr, statement->whereClause};
    shape->keys = static_cast<Key*>(palloc0(sizeof(Key) * static_cast<Size>(shape->count)));
    for (int i = 0; i < shape->count; ++i) {
        const bool included = i >= keys;
        const auto* element = static_cast<const IndexElem*>(
            included ? list_nth(statement->indexIncludingParams, i - keys) : list_nth(statement->indexParams, i));
        if (element->name != nullptr && get_attnum(table, element->name) == InvalidAttrNumber) return nullptr;
        fill_key(table, shape, element, included, &shape->keys[i]);
    }
    return shape;
}

bool equal_nodes(const Node* one, const Node* other) {
    return pg::call([&] { return equal(one, other); });
}

std::string column_name(Oid table, const Key& key) {
    if (key.column == 0) return "an expression";
    return core::quoted(pg::call([&]() -> const char* { return get_attname(table, key.column, false); }));
}

std::string method_name(Oid method) {
    return pg::call([&]() -> const char* { return get_am_name(method); });
}

std::string relation_name(Oid relation) {
    return pg::call([&]() -> const char* { return get_rel_name(relation); });
}

std::optional<std::string> key_difference(const Shape& asked, const Shape& there, int i) {
    const Key& wanted = asked.keys[i];
    const Key& found = there.keys[i];
    const std::string column = core::concat("its column ", i + 1);
    if (wanted.column != found.column)
        return core::concat(column, " is ", column_name(there.table, found), ", not ",
                            column_name(asked.table, wanted));
    if (!equal_nodes(wanted.expression, found.expression)) return core::concat(column, " has another expression");
    if (wanted.operator_class != found.operator_class) return core::concat(column, " has another operator class");
    if (wanted.collation != found.collation) return core::concat(column, " has another collation");
    if (wanted.option != found.option) return core::concat(column, " is sorted in another way");
    return std::nullopt;
}

void compare_keys(const Shape& asked, const Shape& there, std::vector<std::string>& differences) {
    if (asked.key_count != there.key_count || asked.count != there.count) {
        differences.push_back(core::concat("it has ", core::counted(there.count, "column", "columns"), ", not ",
                                           asked.count));
        return;
    }
    for (int i = 0; i < asked.count; ++i)
        if (std::optional<std::string> difference = key_difference(asked, there, i))
            differences.push_back(std::move(*difference));
}

}  // namespace

std::vector<std::string> index_differences(const IndexStmt* asked, Oid table, Oid index) {
    const Shape* there = pg::call([&] { return shape_of_index(index); });
    if (there == nullptr) return {"it is not an index"};
    std::vector<std::string> differences;
    if (!there->valid) differences.emplace_back(invalid_index);
    if (there->table != table) {
        differences.push_back(core::concat("it is on table ", core::quoted(relation_name(there->table)), ", not ",
                                           core::quoted(relation_name(table))));
        return differences;
    }
    const Shape* wanted = pg::call([&] { return shape_asked_for(asked, table); });
    if (wanted == nullptr) return differences;
    if (wanted->unique != there->unique)
        differences.push_back(there->unique ? "it is unique" : "it is not unique");
    if (wanted->method != there->method && OidIsValid(wanted->method))
        differences.push_back(core::concat("it uses ", method_name(there->method), ", not ",
                                           method_name(wanted->method)));
    else
        compare_keys(*wanted, *there, differences);
    if (!equal_nodes(wanted->predicate, there->predicate))
        differences.push_back(there->predicate == nullptr ? "it has no WHERE clause" : "its WHERE clause is another");
    return differences;
}

}  // namespace strata::guard
