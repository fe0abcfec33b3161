#include "sqlread/named_needs.h"

#include <algorithm>
#include <array>

#include "pg/guard.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"

extern "C" {
#include "catalog/pg_namespace.h"
#include "commands/defrem.h"
#include "utils/syscache.h"
}

namespace strata::sqlread {

namespace {

using core::ObjectKind;

bool is_system_operator_class(const char* name, const char* access_method) {
    return pg::call([&] {
        const Oid method = get_am_oid(access_method, true);
        return SearchSysCacheExists3(CLAAMNAMENSP, ObjectIdGetDatum(method), PointerGetDatum(name),
                                     ObjectIdGetDatum(PG_CATALOG_NAMESPACE));
    });
}

bool is_system_text_search(ObjectKind kind, const char* name) {
    const auto in_system = [name](auto cache) {
        return pg::call([&] {
            return SearchSysCacheExists2(cache, PointerGetDatum(name), ObjectIdGetDatum(PG_CATALOG_NAMESPACE));
        });
    };
    switch (kind) {
        case ObjectKind::TextSearchParser: return in_system(TSPARSERNAMENSP);
        case ObjectKind::TextSearchDictionary: return in_system(TSDICTNAMENSP);
        case ObjectKind::TextSearchTemplate: return in_system(TSTEMPLATENAMENSP);
        default: return in_system(TSCONFIGNAMENSP);
    }
}

}  // namespace

void need_collation(const CollateClause* collation, Recorder& recorder) {
    if (collation != nullptr) read_collation(collation->collname, collation->location, recorder);
}

void need_operator_class(const List* name, const char* access_method, Recorder& recorder, int location) {
    const core::QualifiedName written = name_of(name);
    if (written.schema.empty() && is_system_operator_class(written.name.c_str(), access_method)) return;
    need(ObjectKind::OperatorClass, written, recorder, location);
}

void need_access_method(const char* name, Recorder& recorder, int location) {
    constexpr std::array<std::string_view, 7> of_the_server = {"brin", "btree", "gin",   "gist",
                                                               "hash", "heap",  "spgist"};
    if (name == nullptr) return;
    if (std::find(of_the_server.begin(), of_the_server.end(), name) == of_the_server.end())
        need_named(ObjectKind::AccessMethod, name, recorder, location);
}

void need_text_search(ObjectKind kind, const List* name, Recorder& recorder, int location) {
    const core::QualifiedName written = name_of(name);
    if (written.schema.empty() && is_system_text_search(kind, written.name.c_str())) return;
    need(kind, written, recorder, location);
}

void need_index_column(const IndexElem* column, const core::QualifiedName& table, const char* access_method,
                       Recorder& recorder, int location) {
    if (column->name != nullptr) need_column(table, column->name, recorder, location);
    read_expression(column->expr, {{table, {}}}, recorder);
    read_collation(column->collation, location, recorder);
    if (column->opclass != NIL) need_operator_class(column->opclass, access_method, recorder, location);
}

}  // namespace strata::sqlread
