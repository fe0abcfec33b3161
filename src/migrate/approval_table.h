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

// The search_path that an application recorded, and who chose it by applying: it decides which objects the names in
// down and verify scripts mean, so it is as good as a part of them.
struct AppliedPath {
    std::string search_path;
    std::string applier;
    Oid applier_oid = InvalidOid;
    std::int64_t applied_at = 0;
};

// The actor approves this revision: as the current, the session and the authenticated user, who is asking is all three.
void write_approval(const Actor& actor, const Registered& registered);

// Whether the actor may run this revision, under the path that it was applied under (null: the actor's own), without
// approving it first. An approval covers the path of an application that came before it; a path that the actor has set
// himself needs none.
bool is_trusted(const Actor& actor, const Provenance& revision, const AppliedPath* path);

struct Subject {
    const Provenance& revision;
    const AppliedPath* path;
};

// Raises MG009, naming them all, unless for each revision its registrant, or somebody who approved it, can become the
// current, the session and the authenticated user together (a script can RESET ROLE); likewise who chose its path.
void require_trust(const Actor& actor, const std::vector<Subject>& subjects);

}  // namespace strata::migrate
