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
    return now == role && pg::has_rights_of(role, actor.identity.current) &&
           pg::has_rights_of(role, actor.identity.session) && pg::has_rights_of(role, actor.identity.authenticated);
}

bool approved(const Actor& actor, const Provenance& revision) {
    Bookkeeping books(actor);
    const pg::Rows rows =
        books.session().query(select_approvers, pg::Parameters().add(std::string_view(revision.revision_digest)));
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (vouches(actor, rows.oid(i, 0), rows.text(i, 1))) return true;
    return false;
}

// Why the registrant's word is not enough.
std::string objection_to(const Actor& actor, const Provenance& revision) {
    if (pg::find_role(revision.registrant.c_str()) != revision.registrant_oid)
        return "a role that is no longer the one of that name";
    std::vector<std::string> missing;
    for (const Oid role : std::set<Oid>{actor.identity.current, actor.identity.session, actor.identity.authenticated})
        if (!pg::has_rights_of(revision.registrant_oid, role)) missing.push_back(pg::role_name(role));
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

void require_trust(const Actor& actor, const std::vector<Provenance>& revisions) {
    std::vector<std::string> lines;
    const Provenance* first = nullptr;
    for (const Provenance& revision : revisions) {
        if (vouches(actor, revision.registrant_oid, revision.registrant) || approved(actor, revision)) continue;
        if (first == nullptr) first = &revision;
        lines.push_back(core::concat("Migration ", core::quoted(revision.migration), " was registered by ",
                                     core::quoted(revision.registrant), ", ", objection_to(actor, revision), "."));
    }
    if (first == nullptr) return;
    raise({core::Condition::ApprovalRequired,
           core::concat("migration ", core::quoted(first->migration), " must be approved by you before it runs"),
           core::join(lines, "\n"),
           core::concat("Read its scripts, then run: ",
                        core::select_call("migrate_approve", {core::quote_literal(first->migration)}), ".")});
}

}  // namespace strata::migrate
