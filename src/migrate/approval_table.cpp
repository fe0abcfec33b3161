#include "migrate/approval_table.h"

#include <set>

#include "core/text.h"
#include "migrate/raise.h"

namespace strata::migrate {

namespace {

constinit pg::Query insert_one{
    "INSERT INTO migrate.approval (revision_digest, migration, approver, approver_oid, approved_at) "
    "VALUES ($1, $2, $3, $4, clock_timestamp())"};

constinit pg::Query select_approvers{
    "SELECT approver_oid, approver FROM migrate.approval WHERE revision_digest = $1"};

// A role that was dropped, or whose OID now belongs to another name, vouches for nothing.
bool vouches(const Actor& actor, Oid role, std::string_view name) {
    const std::optional<Oid> now = pg::find_role(std::string(name).c_str());
    return now == role && pg::can_become_role(role, actor.identity.current) &&
           pg::can_become_role(role, actor.identity.session) && pg::can_become_role(role, actor.identity.authenticated);
}

bool approved(const Actor& actor, const Provenance& revision) {
    Bookkeeping books(actor);
    const pg::Rows rows =
        books.session().query(select_approvers, pg::Parameters().add(std::string_view(revision.revision_digest)));
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (vouches(actor, rows.oid(i, 0), rows.text(i, 1))) return true;
    return false;
}

// Why a role's word is not enough.
std::string objection_to(const Actor& actor, const std::string& name, Oid role) {
    if (pg::find_role(name.c_str()) != role) return "a role that is no longer the one of that name";
    std::vector<std::string> missing;
    for (const Oid runner : std::set<Oid>{actor.identity.current, actor.identity.session, actor.identity.authenticated})
        if (!pg::can_become_role(role, runner)) missing.push_back(pg::role_name(runner));
    return core::concat("who does not hold the rights of ", core::quoted_list(missing));
}

}  // namespace

void write_approval(const Actor& actor, const Registered& registered) {
    const pg::Identity& who = actor.identity;
    for (const Oid role : std::set<Oid>{who.current, who.session, who.authenticated}) {
        const std::string name = pg::role_name(role);
        Bookkeeping(actor).session().execute(insert_one, pg::Parameters()
                                                             .add(std::string_view(registered.revision_digest))
                                                             .add(std::string_view(registered.migration))
                                                             .add(std::string_view(name))
                                                             .add_oid(role));
    }
}

namespace {

// The one call that approves them all.
std::string approving_call(const std::vector<std::string>& migrations) {
    if (migrations.size() == 1) return core::select_call("migrate_approve", {core::quote_literal(migrations.front())});
    return core::concat("SELECT migrate_approve(m) FROM unnest(", core::quote_array(migrations), ") AS m");
}

}  // namespace

bool is_trusted(const Actor& actor, const Provenance& revision) {
    return vouches(actor, revision.registrant_oid, revision.registrant) || approved(actor, revision);
}

void require_trust(const Actor& actor, const std::vector<Provenance>& revisions) {
    std::vector<std::string> lines;
    std::vector<std::string> refused;
    for (const Provenance& revision : revisions) {
        if (is_trusted(actor, revision)) continue;
        refused.push_back(revision.migration);
        lines.push_back(core::concat("Migration ", core::quoted(revision.migration), " was registered by ",
                                     core::quoted(revision.registrant), ", ",
                                     objection_to(actor, revision.registrant, revision.registrant_oid), "."));
    }
    if (refused.empty()) return;
    raise({core::Condition::ApprovalRequired,
           core::concat("migration ", core::quoted(refused.front()), " must be approved by you first"),
           core::join(lines, "\n"),
           core::concat("Read the scripts, then run: ", approving_call(refused), ".")});
}

// A path decides which objects the names in a script mean, so it is as good as a part of the script.
void require_trust_in_path(const Actor& actor, const AppliedPath& path) {
    if (path.search_path == actor.search_path || vouches(actor, path.applier_oid, path.applier)) return;
    raise({core::Condition::ApprovalRequired,
           core::concat("migration ", core::quoted(path.migration),
                        " was applied under a search_path that you must accept first"),
           core::concat("It was applied by ", core::quoted(path.applier), ", ",
                        objection_to(actor, path.applier, path.applier_oid), ", under search_path ", path.search_path,
                        "."),
           "Look at the schemas on it, then set the same search_path and call the function again."});
}

}  // namespace strata::migrate
