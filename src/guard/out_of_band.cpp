#include <algorithm>

#include "core/text.h"
#include "guard/checks.h"
#include "guard/exemption.h"
#include "guard/reliance.h"

namespace strata::guard {

using core::Bearing;
using core::Mention;
using core::ObjectKind;

namespace {

// Statements that do upkeep and leave the object as it was.
bool is_upkeep(const Node* statement) {
    switch (nodeTag(statement)) {
        case T_RefreshMatViewStmt:
        case T_ReindexStmt:
        case T_ClusterStmt:
        case T_VacuumStmt: return true;
        default: return false;
    }
}

// CREATE INDEX changes the table that it is on.
std::optional<Mention> table_of_index(const Node* statement) {
    if (!IsA(statement, IndexStmt)) return std::nullopt;
    const RangeVar* relation = reinterpret_cast<const IndexStmt*>(statement)->relation;
    Mention table;
    table.bearing = Bearing::Alters;
    table.kind = ObjectKind::Relation;
    if (relation->schemaname != nullptr) table.schema = relation->schemaname;
    table.name = relation->relname;
    return table;
}

// ALTER TABLE all of whose commands say IF EXISTS or IF NOT EXISTS: the members that it changes tell whether it does.
bool changes_only_what_differs(const Node* statement) {
    if (!IsA(statement, AlterTableStmt)) return false;
    const List* commands = reinterpret_cast<const AlterTableStmt*>(statement)->cmds;
    for (int i = 0; i < list_length(commands); ++i)
        if (!static_cast<const AlterTableCmd*>(list_nth(commands, i))->missing_ok) return false;
    return true;
}

// The second half of a rename.
bool is_new_name(const core::Reading& reading, const Mention& mention) {
    return &mention != reading.data() && mention.bearing == Bearing::Provides &&
           (&mention)[-1].bearing == Bearing::Drops && (&mention)[-1].has(core::mention_flag::moved);
}

bool changes(const Mention& mention) {
    if (mention.bearing == Bearing::Alters) return true;
    if (!core::is_member(mention.kind))
        return mention.bearing == Bearing::Provides && mention.has(core::mention_flag::or_replace);
    return mention.bearing == Bearing::Provides || mention.bearing == Bearing::Drops;
}

// Those that provided the object itself, or the whole that it is a part of.
Reliance providers_of(const Watch& watch, const Target& target) {
    Reliance reliance = reliance_on(watch, target, Members::DoNotCount);
    if (core::is_member(target.kind) && reliance.providers.empty()) {
        const Target whole = whole_of(target);
        reliance = reliance_on(watch, located(whole, find_live(whole)), Members::DoNotCount);
    }
    reliance.needers.clear();
    return reliance;
}

Finding finding_of(const Target& target, const Reliance& reliance) {
    Finding finding;
    finding.condition = core::Condition::OutOfBandRefused;
    finding.message = core::concat("cannot change ", described(target), " outside of migrations");
    finding.passing = core::concat(described(target), " is changed outside of migrations");
    finding.detail = told(reliance);
    finding.hint = way_out({});
    finding.word = "changed";
    finding.target = target;
    finding.migrations = reliance.migrations();
    return finding;
}

// The object must be there before: its relation, for a member that is created.
bool is_there(const Mention& mention, const LiveObject& live) {
    if (!core::is_member(mention.kind) || mention.bearing != Bearing::Provides) return live.exists;
    return OidIsValid(live.oid) && !(live.exists && mention.has(core::mention_flag::if_not_exists));
}

// That a table is altered is said beside what is done to its columns.
bool is_told_by_members(const core::Reading& reading, const Mention& whole) {
    return std::any_of(reading.begin(), reading.end(), [&](const Mention& mention) {
        return core::is_member(mention.kind) && mention.name == whole.name && mention.schema == whole.schema &&
               changes(mention) && is_there(mention, find_live(target_of(mention)));
    });
}

std::optional<Finding> change_of(const Watch& watch, const Mention& mention) {
    if (!watch.interests.knows(mention.name)) return std::nullopt;
    const Target written = target_of(mention);
    const LiveObject live = find_live(written);
    if (!is_there(mention, live) || live.temporary) return std::nullopt;
    const Target target = located(written, live);
    if (is_exempt(watch, target)) return std::nullopt;
    // What migrations rely on is judged by the other checks.
    const bool relied_on = !reliance_on(watch, target, Members::DoNotCount).none();
    if (mention.bearing == Bearing::Drops && relied_on) return std::nullopt;
    const Reliance reliance = providers_of(watch, target);
    if (reliance.none()) return std::nullopt;
    return finding_of(target, reliance);
}

// Whether it is reported already, or what it is a part of.
bool is_known(const std::vector<Finding>& findings, const Target& target) {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        const Target& known = finding.target;
        const bool same = known.name == target.name && known.schema == target.schema;
        return same && (known.member == target.member || known.member.empty() || target.member.empty());
    });
}

// GRANT ... ON ALL TABLES IN SCHEMA and its like name no object.
std::vector<Finding> changes_in_schemas(const Watch& watch, const Node* statement) {
    std::vector<Finding> findings;
    if (!IsA(statement, GrantStmt)) return findings;
    const auto* grant = reinterpret_cast<const GrantStmt*>(statement);
    if (grant->targtype != ACL_TARGET_ALL_IN_SCHEMA) return findings;
    for (int i = 0; i < list_length(grant->objects); ++i) {
        const Target schema{ObjectKind::Schema, {}, strVal(list_nth(grant->objects, i))};
        if (is_exempt(watch, schema)) continue;
        Reliance reliance = reliance_on_contents(watch, schema.name);
        reliance.needers.clear();
        if (!reliance.none()) findings.push_back(finding_of(schema, reliance));
    }
    return findings;
}

}  // namespace

std::vector<Finding> out_of_band_changes(const Watch& watch, const Node* statement, const core::Reading& reading,
                                         const std::vector<Finding>& found) {
    if (is_upkeep(statement)) return {};
    std::vector<Finding> findings = changes_in_schemas(watch, statement);
    const auto add = [&](const Mention& mention) {
        std::optional<Finding> finding = change_of(watch, mention);
        if (finding && !is_known(found, finding->target) && !is_known(findings, finding->target))
            findings.push_back(std::move(*finding));
    };
    // What is replaced as a whole, then what is done to members, which tells more than that something is.
    for (const Mention& mention : reading)
        if (mention.bearing == Bearing::Provides && changes(mention) && !core::is_member(mention.kind)) add(mention);
    for (const Mention& mention : reading)
        if (core::is_member(mention.kind) && mention.member != "*" && changes(mention) &&
            !is_new_name(reading, mention))
            add(mention);
    if (!changes_only_what_differs(statement))
        for (const Mention& mention : reading)
            if (!core::is_member(mention.kind) && changes(mention) && !is_told_by_members(reading, mention))
                add(mention);
    if (const std::optional<Mention> table = table_of_index(statement)) add(*table);
    return findings;
}

}  // namespace strata::guard
