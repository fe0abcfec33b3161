#include "sqlread/system_names.h"

#include <algorithm>

#include "pg/guard.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
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

// Runs inside the guard.
bool has_system_function(const char* name, int arguments) {
    CatCList* candidates = SearchSysCacheList1(PROCNAMEARGSNSP, CStringGetDatum(name));
    bool found = false;
    for (int i = 0; i < candidates->n_members && !found; ++i) {
        auto* function = reinterpret_cast<Form_pg_proc>(GETSTRUCT(&candidates->members[i]->tuple));
        found = function->pronamespace == PG_CATALOG_NAMESPACE && accepts(function, arguments);
    }
    ReleaseCatCacheList(candidates);
    return found;
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
    return pg::call([&] { return has_system_function(name, arguments); });
}

bool is_system_collation(const char* name) {
    return pg::call(
        [&] { return has_system_collation(name, -1) || has_system_collation(name, GetDatabaseEncoding()); });
}

bool is_system_column(std::string_view name) { return is_one_of(name, system_columns); }

}  // namespace strata::sqlread
