// Reading the record, and proving that it is whole.
#pragma once

#include "migrate/history_table.h"
#include "pg/argument.h"

namespace strata::migrate {

struct ChainLink {
    std::optional<std::int64_t> id;  // absent for what is said of the chain as a whole
    bool ok = true;
    std::string detail;  // empty when there is nothing to say
};

// Every entry against its digest, its predecessor and the head row; and `kept_head`, a digest kept elsewhere.
std::vector<ChainLink> check_chain(const Actor& actor, const std::optional<std::string>& kept_head);

// SQL: migrate_history, migrate_verify_history
Datum migrate_history(const pg::Arguments& arguments);
Datum migrate_verify_history(const pg::Arguments& arguments);

}  // namespace strata::migrate
