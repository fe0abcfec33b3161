// Table migrate.approval, and the rule it serves: nobody unknowingly runs text that a lesser role registered.
#pragma once

#include "migrate/migration_table.h"

namespace strata::migrate {

// A revision and who stands for it.
struct Provenance {
    std::string migration;
    std::string revision_digest;
    std::string registrant;
    Oid registrant_oid = InvalidOid;
};

// The actor approves this revision: as the current, the session and the authenticated user, who is asking is all three.
void write_approval(const Actor& actor, const Registered& registered);

// Whether the actor may run this revision without approving it first.
bool is_trusted(const Actor& actor, const Provenance& revision);

// Raises MG009, naming them all, unless for each revision its registrant, or somebody who approved it, holds the rights
// of the current, the session and the authenticated user together (a script can RESET ROLE).
void require_trust(const Actor& actor, const std::vector<Provenance>& revisions);

// The search_path that an application recorded, and who chose it by applying.
struct AppliedPath {
    std::string migration;
    std::string search_path;
    std::string applier;
    Oid applier_oid = InvalidOid;
};

// The same rule for the path that down and verify scripts run under. A runner who has set the same path himself has
// accepted it.
void require_trust_in_path(const Actor& actor, const AppliedPath& path);

}  // namespace strata::migrate
