#include "migrate/observed_table.h"

namespace strata::migrate {

namespace {

constinit pg::Query insert_one{
    "INSERT INTO migrate.observed (at, finding, mode, command, statement, object_kind, object, migrations, run_as, "
    "logged_in_as, application_name, client_addr) "
    "VALUES (clock_timestamp(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::inet)"};

}  // namespace

void insert_observed(const Actor& who, const Observation& observation) {
    pg::Parameters row;
    row.add(observation.finding).add(observation.mode).add(std::string_view(observation.command));
    row.add(std::string_view(observation.statement)).add(std::string_view(observation.object_kind));
    row.add(std::string_view(observation.object)).add(observation.migrations);
    row.add(std::string_view(who.run_as)).add(std::string_view(who.logged_in_as)).add(who.application_name);
    row.add(who.client_addr);
    Bookkeeping(who).session().execute(insert_one, std::move(row));
}

}  // namespace strata::migrate
