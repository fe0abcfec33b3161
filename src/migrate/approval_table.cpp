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
    "SELECT approver_oid, approver FROM migrate.approval WHERE revision_digest = $1 AND approved_at > $2"};

// A role that was dropped, or whose OID now belongs to another name, vouches for nothing.
bool vouches(const Actor& actor, Oid role, std::string_view name) {
    const std::optional<Oid> now = pg::find_role(std::string(name).c_str());
    return now == role && pg::can_become_role(role, actor.identity.current) &&
           pg::can_become_role(role, actor.identity.session) && pg::can_become_role(role, actor.identity.authenticated);
}

// By somebody whose approval counts for the actor, after `since`.
bool approved(const Actor& actor, const Provenance& revision, std::int64_t since) {
    Bookkeeping books(actor);
    const pg::Rows rows = books.session().query(
        select_approvers, pg::Parameters().add(std::string_view(revision.revision_digest)).add_timestamp(since));
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

// The one call that approves them all, as they are now: what replaces them meanwhile is not approved.
std::string approving_call(const std::vector<const Provenance*>& revisions) {
    std::vector<std::string> migrations, digests;
    for (const Provenance* revision : revisions) {
        migrations.push_back(revision->migration);
        digests.push_back(revision->revision_digest);
    }
    if (migrations.size() == 1)
        return core::select_call("migrate_approve",
                                 {core::quote_literal(migrations.front()), core::quote_literal(digests.front())});
    return core::concat("SELECT migrate_approve(m, d) FROM unnest(", core::quote_array(migrations), ", ",
                        core::quote_array(digests), ") AS r(m, d)");
}

std::string complaint_about(const Actor& actor, const Subject& subject) {
    const Provenance& revision = subject.revision;
    if (!is_trusted(actor, revision, nullptr))
        return core::concat("Migration ", core::quoted(revision.migration), " was registered by ",
                            core::quoted(revision.registrant), ", ",
                            objection_to(actor, revision.registrant, revision.registrant_oid), ".");
    return core::concat("Migration ", core::quoted(revision.migration), " was applied by ",
                        core::quoted(subject.path->applier), ", ",
                        objection_to(actor, subject.path->applier, subject.path->applier_oid), ", under search_path ",
                        subject.path->search_path, ".");
}

bool is_path_trusted(const Actor& actor, const Provenance& revision, const AppliedPath& path) {
    return path.search_path == actor.search_path || vouches(actor, path.applier_oid, path.applier) ||
           approved(actor, revision, path.applied_at);
}

}  // namespace

bool is_trusted(const Actor& actor, const Provenance& revision, const AppliedPath* path) {
    constexpr std::int64_t any_time = 0;
    return (vouches(actor, revision.registrant_oid, revision.registrant) || approved(actor, revision, any_time)) &&
           (path == nullptr || is_path_trusted(actor, revision, *path));
}

void require_trust(const Actor& actor, const std::vector<Subject>& subjects) {
    std::vector<std::string> lines;
    std::vector<const Provenance*> refused;
    for (const Subject& subject : subjects) {
        if (is_trusted(actor, subject.revision, subject.path)) continue;
        refused.push_back(&subject.revision);
        lines.push_back(complaint_about(actor, subject));
    }
    if (refused.empty()) return;
    raise({core::Condition::ApprovalRequired,
           core::concat("migration ", core::quoted(refused.front()->migration), " must be approved by you first"),
           core::join(lines, "\n"),
           core::concat("Read the scripts, then run: ", approving_call(refused), ".")});
}

}  // namespace strata::migrate
