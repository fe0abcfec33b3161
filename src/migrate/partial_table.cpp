#include "migrate/partial_table.h"

extern "C" {
#include "catalog/pg_type.h"
}

namespace strata::migrate {

namespace {

constinit pg::Query select_one{
    "SELECT script, checksum, statements_done::bigint, begun::bigint, begun_object FROM migrate.partial "
    "WHERE migration = $1"};

constinit pg::Query update_one{
    "UPDATE migrate.partial SET script = $2, checksum = $3, statements_done = $4, begun = $5, begun_object = $6 "
    "WHERE migration = $1"};

constinit pg::Query insert_one{
    "INSERT INTO migrate.partial (migration, script, checksum, statements_done, begun, begun_object) "
    "VALUES ($1, $2, $3, $4, $5, $6)"};

constinit pg::Query delete_one{"DELETE FROM migrate.partial WHERE migration = $1"};

pg::Parameters values_of(const Partial& partial) {
    pg::Parameters values;
    values.add(std::string_view(partial.migration)).add(core::name(partial.script));
    values.add(std::string_view(partial.checksum)).add(partial.done);
    if (partial.begun)
        values.add(*partial.begun);
    else
        values.add_null(INT8OID);
    values.add(partial.begun_object);
    return values;
}

}  // namespace

std::optional<Partial> find_partial(const Actor& actor, const std::string& migration) {
    Bookkeeping books(actor);
    const pg::Rows rows = books.session().query(select_one, pg::Parameters().add(std::string_view(migration)));
    if (rows.empty()) return std::nullopt;
    Partial found;
    found.migration = migration;
    found.script = rows.text(0, 0) == core::name(core::ScriptRole::Down) ? core::ScriptRole::Down : core::ScriptRole::Up;
    found.checksum = rows.text(0, 1);
    found.done = rows.number(0, 2);
    if (!rows.is_null(0, 3)) found.begun = rows.number(0, 3);
    found.begun_object = rows.optional_text(0, 4);
    return found;
}

void save_partial(const Actor& actor, const Partial& partial) {
    Bookkeeping books(actor);
    if (books.session().execute(update_one, values_of(partial)) == 0)
        books.session().execute(insert_one, values_of(partial));
}

void delete_partial(const Actor& actor, const std::string& migration) {
    Bookkeeping(actor).session().execute(delete_one, pg::Parameters().add(std::string_view(migration)));
}

}  // namespace strata::migrate
