#include "sqlread/system_names.h"

#include <algorithm>

#include "pg/guard.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/catcache.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace strata::sqlread {

namespace {

// Types of columns only: the server replaces them before it looks types up.
constexpr std::string_view serial_types[] = {"serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"};

constexpr std::string_view system_columns[] = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"};

template <std::size_t Count>
bool is_one_of(std::string_view name, const std::string_view (&names)[Count]) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool accepts(Form_pg_proc function, int arguments) {
    if (arguments < 0) return true;
    if (OidIsValid(function->provariadic) && arguments >= function->pronargs - 1) return true;
    return arguments <= function->pronargs && arguments >= function->pronargs - function->pronargdefaults;
}

// "int4", "text[]", as mentions of routines have them. Runs inside the guard.
bool is_type_named(Oid type, std::string_view name) {
    const bool is_array = name.ends_with("[]");
    const Oid element = is_array ? get_element_type(type) : type;
    HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(element));
    if (!HeapTupleIsValid(tuple)) return false;
    const char* found = NameStr(reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple))->typname);
    const bool is_it = name.substr(0, name.size() - (is_array ? 2 : 0)) == found;
    ReleaseSysCache(tuple);
    return is_it;
}

// Runs inside the guard.
bool takes(Form_pg_proc function, const std::vector<std::string>& arguments) {
    bool takes_all = static_cast<std::size_t>(function->pronargs) == arguments.size();
    for (std::size_t i = 0; takes_all && i < arguments.size(); ++i)
        takes_all = is_type_named(function->proargtypes.values[i], arguments[i]);
    return takes_all;
}

// Runs inside the guard.
template <class Condition>
bool has_system_function(const char* name, Condition&& is_it) {
    CatCList* candidates = SearchSysCacheList1(PROCNAMEARGSNSP, CStringGetDatum(name));
    bool found = false;
    for (int i = 0; i < candidates->n_members && !found; ++i) {
        auto* function = reinterpret_cast<Form_pg_proc>(GETSTRUCT(&candidates->members[i]->tuple));
        found = function->pronamespace == PG_CATALOG_NAMESPACE && is_it(function);
    }
    ReleaseCatCacheList(candidates);
    return found;
}

bool is_system_routine(const core::Mention& routine) {
    const char* name = routine.name.c_str();
    if (!routine.has(core::mention_flag::has_arguments)) return is_system_function(name, -1);
    return pg::call([&] {
        return has_system_function(name, [&](Form_pg_proc function) { return takes(function, routine.arguments); });
    });
}

bool has_system_collation(const char* name, int encoding) {
    return SearchSysCacheExists3(COLLNAMEENCNSP, CStringGetDatum(name), Int32GetDatum(encoding),
                                 ObjectIdGetDatum(PG_CATALOG_NAMESPACE));
}

}  // namespace

bool is_system_schema(std::string_view schema) {
    return schema == "pg_catalog" || schema == "information_schema" || schema == "pg_toast";
}

bool is_system_relation(const char* name) {
    return pg::call([&] { return OidIsValid(get_relname_relid(name, PG_CATALOG_NAMESPACE)); });
}

bool is_system_type(const char* name) {
    return is_one_of(name, serial_types) || pg::call([&] {
               return SearchSysCacheExists2(TYPENAMENSP, CStringGetDatum(name), ObjectIdGetDatum(PG_CATALOG_NAMESPACE));
           });
}

bool is_system_function(const char* name, int arguments) {
    return pg::call([&] {
        return has_system_function(name, [&](Form_pg_proc function) { return accepts(function, arguments); });
    });
}

bool is_system_collation(const char* name) {
    return pg::call(
        [&] { return has_system_collation(name, -1) || has_system_collation(name, GetDatabaseEncoding()); });
}

bool is_system_object(const core::Mention& mention) {
    if (mention.kind == core::ObjectKind::Schema) return is_system_schema(mention.name);
    if (!mention.schema.empty()) return is_system_schema(mention.schema);
    const char* name = mention.name.c_str();
    if (core::is_routine(mention.kind)) return is_system_routine(mention);
    if (core::is_relation(mention.kind) || core::is_member(mention.kind)) return is_system_relation(name);
    const bool is_type = mention.kind == core::ObjectKind::Type || mention.kind == core::ObjectKind::Domain;
    return is_type && is_system_type(name);
}

bool is_system_column(std::string_view name) { return is_one_of(name, system_columns); }

}  // namespace strata::sqlread
