#include <algorithm>

#include "core/text.h"
#include "guard/checks.h"
#include "guard/exemption.h"
#include "guard/reliance.h"

namespace strata::guard {

using core::Bearing;
using core::Interest;
using core::Mention;
using core::Strength;

namespace {

bool is_need(const Mention& mention, NeedsOf which) {
    if (!core::can_block(mention.kind) || mention.has(core::mention_flag::if_exists)) return false;
    if (which == NeedsOf::FunctionBody)
        return mention.bearing == Bearing::Needs && mention.strength != Strength::Hard &&
               mention.strength != Strength::Unread;
    return mention.strength == Strength::Hard &&
           (mention.bearing == Bearing::Needs || mention.bearing == Bearing::Alters ||
            mention.bearing == Bearing::Drops);
}

bool schemas_agree(const std::string& one, const std::string& other) {
    return one == other || one.empty() || other.empty();
}

// What the statement itself has provided before it needs it.
bool is_provided_before(const core::Reading& reading, const Mention& need) {
    for (const Mention& mention : reading) {
        if (&mention == &need) return false;
        if (mention.bearing == Bearing::Provides && core::same_class(mention.kind, need.kind) &&
            mention.name == need.name && (mention.member == need.member || mention.member == "*") &&
            schemas_agree(mention.schema, need.schema))
            return true;
    }
    return false;
}

bool same_object(const Interest& interest, const Target& need, const std::vector<std::string>& path) {
    const bool row_type = need.kind == core::ObjectKind::Type && core::is_relation(interest.kind);
    if (!core::same_class(interest.kind, need.kind) && !row_type) return false;
    if (interest.member != need.member && interest.member != "*") return false;
    if (need.has_arguments && (interest.flags & core::mention_flag::has_arguments) != 0 &&
        !core::same_arguments(interest.arguments, need.arguments))
        return false;
    const bool counted = !need.has_arguments && need.fewest >= 0 && interest.fewest >= 0;
    if (counted && (need.fewest < interest.fewest || (interest.most >= 0 && need.fewest > interest.most))) return false;
    if (interest.schema == need.schema) return true;
    const std::string& written = interest.schema.empty() ? need.schema : interest.schema;
    if (!interest.schema.empty() && !need.schema.empty()) return false;
    return std::find(path.begin(), path.end(), written) != path.end();
}

int rank(core::State state) {
    switch (state) {
        case core::State::Pending: return 0;
        case core::State::Partial: return 1;
        case core::State::Skipped: return 2;
        default: return 3;
    }
}

// The one to be told of: a pending one before one whose object has gone since.
const Interest* provider_of(const Watch& watch, const Target& need) {
    const std::vector<std::string> path = current_path();
    const Interest* best = nullptr;
    for (const Interest* interest : watch.interests.under(need.name)) {
        if (interest->role != Interest::Role::Provides || !same_object(*interest, need, path)) continue;
        const auto state = [&](const Interest* of) { return rank(watch.interests.migration(*of).state); };
        if (best == nullptr || state(interest) < state(best)) best = interest;
    }
    return best;
}

std::string advice(const core::InterestSet::Migration& provider) {
    const std::string literal = core::quote_literal(provider.identifier);
    if (provider.state == core::State::Pending)
        return core::concat("Apply it with what it needs: ",
                            core::select_call("migrate_apply", {core::concat("only_these => ARRAY[", literal, "]")}),
                            ".");
    const char* when = provider.state == core::State::Skipped ? "To have it after all: "
                                                              : "If nothing of the migration is left: ";
    return core::concat(when, core::select_call("migrate_mark", {literal, "'pending'", "'reason'"}),
                        ", then apply it.");
}

std::string state_of(const core::InterestSet::Migration& provider) {
    switch (provider.state) {
        case core::State::Pending: return "is pending";
        case core::State::Partial: return "stopped half-way";
        case core::State::Skipped: return "is marked skipped";
        default: return "is applied, but its object is not there any more";
    }
}

// A need of a column whose relation is missing is a need of the relation.
Target missing_part(const Target& need) {
    if (!core::is_member(need.kind) || need.kind == core::ObjectKind::EnumLabel) return need;
    Target owner{core::ObjectKind::Relation, need.schema, need.name};
    return find_live(owner).exists ? need : owner;
}

Finding finding_of(const Watch& watch, Target need, const Interest& interest, NeedsOf which) {
    const core::InterestSet::Migration& provider = watch.interests.migration(interest);
    need.kind = interest.kind;
    Finding finding;
    finding.condition = core::Condition::PrerequisiteMissing;
    finding.only_warns = which == NeedsOf::FunctionBody;
    if (finding.only_warns) finding.word = "late need";
    const char* verdict = finding.only_warns ? " does not exist, and the function will need it" : " does not exist";
    finding.message = core::concat(described(need), verdict);
    finding.detail = core::concat("Migration ", core::quoted(provider.identifier), " provides ", described(need),
                                  "; it ", state_of(provider), ".");
    finding.hint = advice(provider);
    finding.target = std::move(need);
    finding.migrations = {provider.identifier};
    return finding;
}

bool is_met(const Mention& mention, const Target& need) {
    if (find_live(need).exists) return true;
    // f(x) can be a cast.
    const bool cast = core::is_routine(need.kind) && !need.has_arguments && need.fewest == 1;
    if (cast && find_live({core::ObjectKind::Type, need.schema, need.name}).exists) return true;
    for (const core::QualifiedName& other : mention.or_of) {
        Target alternative = need;
        alternative.schema = other.schema;
        alternative.name = other.name;
        if (find_live(alternative).exists) return true;
    }
    return false;
}

}  // namespace

std::vector<Finding> missing_prerequisites(const Watch& watch, const core::Reading& reading, NeedsOf which) {
    std::vector<Finding> findings;
    for (const Mention& mention : reading) {
        if (!is_need(mention, which) || !watch.interests.knows(mention.name)) continue;
        if (is_exempt(watch, target_of(mention)) || is_provided_before(reading, mention)) continue;
        if (is_met(mention, target_of(mention))) continue;
        const Target need = missing_part(target_of(mention));
        const Interest* provider = provider_of(watch, need);
        if (provider == nullptr) continue;
        Finding finding = finding_of(watch, need, *provider, which);
        const auto known = [&](const Finding& other) { return other.message == finding.message; };
        if (std::none_of(findings.begin(), findings.end(), known)) findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace strata::guard
