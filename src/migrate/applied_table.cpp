#include "migrate/applied_table.h"

#include "migrate/partial_table.h"

extern "C" {
#include "catalog/pg_type.h"
}

namespace strata::migrate {

namespace {

constinit pg::Query select_one{
    "SELECT migration, state, position, duration, search_path, up_checksum FROM migrate.applied WHERE migration = $1"};

constinit pg::Query insert_one{
    "INSERT INTO migrate.applied (migration, state, position, applied_at, applied_by, applied_by_oid, duration, "
    "search_path, up_checksum) "
    "VALUES ($1, $2, $3, (SELECT at FROM migrate.history WHERE id = $3), $4, $5, $6, $7, $8)"};

constinit pg::Query update_state{"UPDATE migrate.applied SET state = 'partial' WHERE migration = $1"};

constinit pg::Query delete_begun{
    "DELETE FROM migrate.applied a USING migrate.partial p "
    "WHERE a.migration = $1 AND p.migration = $1 AND p.script = 'up'"};

constinit pg::Query applied_again{
    "UPDATE migrate.applied SET state = 'applied' WHERE migration = $1 AND state = 'partial'"};

constinit pg::Query delete_one{"DELETE FROM migrate.applied WHERE migration = $1"};

}  // namespace

std::string_view state_name(core::State state) {
    switch (state) {
        case core::State::Pending: return "pending";
        case core::State::Applied: return "applied";
        case core::State::Partial: return "partial";
        case core::State::Skipped: return "skipped";
    }
    return "";
}

std::optional<core::State> state_of_name(std::string_view name) {
    for (const core::State state :
         {core::State::Pending, core::State::Applied, core::State::Partial, core::State::Skipped})
        if (state_name(state) == name) return state;
    return std::nullopt;
}

std::optional<Applied> find_applied(const Actor& actor, const std::string& migration) {
    Bookkeeping books(actor);
    const pg::Rows rows = books.session().query(select_one, pg::Parameters().add(std::string_view(migration)));
    if (rows.empty()) return std::nullopt;
    Applied found;
    found.migration = rows.text(0, 0);
    found.state = state_of_name(rows.text(0, 1)).value_or(core::State::Applied);
    found.position = rows.number(0, 2);
    if (!rows.is_null(0, 3)) found.duration_us = rows.interval_us(0, 3);
    found.search_path = rows.text(0, 4);
    found.up_checksum = rows.text(0, 5);
    return found;
}

void insert_applied(const Actor& actor, const Applied& applied) {
    pg::Parameters values;
    values.add(std::string_view(applied.migration)).add(state_name(applied.state)).add(applied.position);
    values.add(std::string_view(actor.run_as)).add_oid(actor.identity.current);
    if (applied.duration_us)
        values.add_interval_us(*applied.duration_us);
    else
        values.add_null(INTERVALOID);
    values.add(std::string_view(applied.search_path)).add(std::string_view(applied.up_checksum));
    Bookkeeping(actor).session().execute(insert_one, std::move(values));
}

void delete_applied(const Actor& actor, const std::string& migration) {
    Bookkeeping(actor).session().execute(delete_one, pg::Parameters().add(std::string_view(migration)));
    delete_partial(actor, migration);
}

void forget_beginning(const Actor& actor, const std::string& migration) {
    {
        Bookkeeping books(actor);
        books.session().execute(delete_begun, pg::Parameters().add(std::string_view(migration)));
        books.session().execute(applied_again, pg::Parameters().add(std::string_view(migration)));
    }
    delete_partial(actor, migration);
}

void make_partial(const Actor& actor, const std::string& migration) {
    Bookkeeping(actor).session().execute(update_state, pg::Parameters().add(std::string_view(migration)));
}

}  // namespace strata::migrate
