// Tables migrate.migration and migrate.script: the only place that knows their columns.
#pragma once

#include "core/revision.h"
#include "migrate/bookkeeping.h"

namespace strata::migrate {

// A registered migration as stored.
struct Registered {
    std::int64_t id = 0;
    std::string migration;
    std::optional<std::string> description;
    core::Revision revision;
    std::optional<std::string> obstacle;
    std::optional<std::string> down_obstacle;
    std::int64_t statements = 0;
    std::int64_t lock_estimate = 0;
    std::string text_checksum;
    std::string statement_checksum;
    std::string revision_digest;
    std::string registrant;
    Oid registrant_oid = InvalidOid;
    std::string reading;  // packed, see core/mention_text.h
    std::optional<std::string> down_reading;
};

// Raises MG014 when a script's text is not the one of its checksum: somebody changed the table by hand.
std::optional<Registered> find_registered(const Actor& actor, const std::string& migration);

// All identifiers in order of registration.
std::vector<std::string> registered_identifiers(const Actor& actor);

// The id is the table's business: given to a new one, kept for a known one.
void insert_registered(const Actor& actor, const Registered& registered);
void update_registered(const Actor& actor, const Registered& registered);
void delete_registered(const Actor& actor, const std::string& migration);

}  // namespace strata::migrate
