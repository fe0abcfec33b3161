#include "core/text.h"
#include "guard/checks.h"
#include "guard/exemption.h"
#include "guard/override.h"
#include "guard/reliance.h"
#include "guard/type_change.h"

namespace strata::guard {

using core::Bearing;
using core::Mention;

namespace {

struct Deed {
    const char* verb;
    const char* done;
    std::string_view word;  // for migrate.observed
};

Deed deed_of(const Node* statement, const Mention& mention) {
    if (!mention.has(core::mention_flag::moved)) return {"drop", "is dropped", "dropped"};
    if (IsA(statement, AlterObjectSchemaStmt)) return {"move", "moves to another schema", "moved"};
    return {"rename", "is renamed", "renamed"};
}

Finding finding_of(const Target& target, const Reliance& reliance, const Deed& deed) {
    Finding finding;
    finding.condition = core::Condition::MigrationsRelyOnIt;
    finding.message = core::concat("cannot ", deed.verb, " ", described(target), " because migrations rely on it");
    finding.passing = core::concat(described(target), " ", deed.done, " though migrations rely on it");
    finding.detail = told(reliance);
    finding.hint = way_out(reliance);
    finding.word = deed.word;
    finding.target = target;
    finding.migrations = reliance.migrations();
    return finding;
}

// Dropping or renaming a schema takes away whatever is in it; what is dropped along shows when it has been.
Reliance reliance_on_schema(const Watch& watch, const Target& schema, bool moved) {
    const Reliance reliance = reliance_on(watch, schema, Members::DoNotCount);
    return moved && reliance.none() ? reliance_on_contents(watch, schema.name) : reliance;
}

std::optional<Finding> broken_by(const Watch& watch, const Target& written, const Deed& deed, bool moved) {
    const LiveObject live = find_live(written);
    if (!live.exists || live.temporary) return std::nullopt;
    const Target target = located(written, live);
    if (is_exempt(watch, target)) return std::nullopt;
    const Reliance reliance = target.kind == core::ObjectKind::Schema
                                  ? reliance_on_schema(watch, target, moved)
                                  : reliance_on(watch, target, Members::Count);
    if (reliance.none()) return std::nullopt;
    return finding_of(target, reliance, deed);
}

}  // namespace

std::vector<Finding> broken_reliances(const Watch& watch, const Node* statement, const core::Reading& reading) {
    std::vector<Finding> findings;
    const auto add = [&](const Target& target, const Deed& deed, bool moved) {
        std::optional<Finding> finding = broken_by(watch, target, deed, moved);
        if (finding) findings.push_back(std::move(*finding));
    };
    const bool refusing = watch.mode == Mode::Enforce && !is_overridden();
    for (const Mention& mention : reading) {
        if (mention.bearing != Bearing::Drops || mention.strength > core::Strength::Conditional) continue;
        const bool moved = mention.has(core::mention_flag::moved);
        if (!moved && !refusing) continue;
        if (mention.kind != core::ObjectKind::Schema && !watch.interests.knows(mention.name)) continue;
        add(target_of(mention), deed_of(statement, mention), moved);
    }
    for (const Target& column : retyped_columns(statement))
        if (watch.interests.knows(column.name))
            add(column, {"change the type of", "changes its type", "retyped"}, false);
    return findings;
}

}  // namespace strata::guard
