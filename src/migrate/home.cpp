#include "migrate/home.h"

#include "pg/guard.h"
#include "pg/spi.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "commands/extension.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace strata::migrate {

namespace {

constexpr char extension_name[] = "pg_strata";
constexpr char record_schema_name[] = "migrate";

constinit pg::Query schema_of_functions{
    "SELECT n.nspname::text FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
    "WHERE e.extname = 'pg_strata'"};

Oid owner_of_history(Oid schema) {
    const Oid owner = pg::call([&] {
        HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(get_relname_relid("history", schema)));
        if (!HeapTupleIsValid(tuple)) return InvalidOid;
        const Oid found = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple))->relowner;
        ReleaseSysCache(tuple);
        return found;
    });
    if (!OidIsValid(owner)) pg::raise({"42P01", "table \"migrate.history\" does not exist", "", ""});
    return owner;
}

}  // namespace

Home home() {
    Home found{};
    found.extension = pg::call([] { return get_extension_oid(extension_name, false); });
    found.record_schema = pg::call([] { return get_namespace_oid(record_schema_name, false); });
    found.owner = owner_of_history(found.record_schema);
    return found;
}

bool is_installed() {
    return OidIsValid(pg::call([] { return get_extension_oid(extension_name, true); }));
}

Oid announcing_table(const Home& home) {
    return pg::call([&] { return get_relname_relid("setting", home.record_schema); });
}

void announce_change(const Home& home) {
    const Oid table = announcing_table(home);
    pg::call([&] { CacheInvalidateRelcacheByRelid(table); });
}

bool is_still_there(const Home& home) {
    return pg::call([] { return get_extension_oid(extension_name, true); }) == home.extension;
}

std::string function_schema() {
    pg::Session session;
    const pg::Rows rows = session.query(schema_of_functions);
    return std::string(rows.text(0, 0));
}

sqlread::OwnNames own_names() { return {extension_name, {record_schema_name, function_schema()}}; }

}  // namespace strata::migrate
