#include "guard/reliance.h"

#include <algorithm>

#include "core/text.h"
#include "pg/name_list.h"
#include "pg/privilege.h"

extern "C" {
#include "catalog/namespace.h"
}

namespace strata::guard {

using core::Interest;
using core::State;

namespace {

void add_once(std::vector<Reliant>& reliants, const std::string& migration, Target part) {
    for (const Reliant& known : reliants)
        if (known.migration == migration) return;
    reliants.push_back({migration, std::move(part)});
}

// Whether the migration counts at all: applied for what it provided, pending for what it needs.
bool counts(const Interest& interest, State state) {
    if (interest.role == Interest::Role::Needs) return state == State::Pending;
    return state == State::Applied || state == State::Partial;
}

void add(const Watch& watch, const Interest& interest, Target part, Reliance& reliance) {
    const bool provided = interest.role == Interest::Role::Provides;
    add_once(provided ? reliance.providers : reliance.needers, watch.interests.migration(interest).identifier,
             std::move(part));
}

bool concerns(const Interest& interest, const Target& target, Members members) {
    if (core::is_member(target.kind)) {
        const bool any = interest.kind == core::ObjectKind::Column && interest.member == "*";
        return interest.kind == target.kind && (any || interest.member == target.member);
    }
    if (core::is_member(interest.kind)) return members == Members::Count && core::is_relation(target.kind);
    if (!core::same_class(interest.kind, target.kind)) return false;
    return !core::is_routine(target.kind) || !target.has_arguments ||
           (interest.flags & core::mention_flag::has_arguments) == 0 ||
           core::same_arguments(interest.arguments, target.arguments);
}

// The first schema of the path that has such a name is meant.
bool is_found_in(const std::vector<std::string>& path, const Target& target) {
    for (const std::string& schema : path) {
        if (schema == target.schema) return true;
        if (is_in_schema(target.kind, schema, target.name)) return false;
    }
    return false;
}

// The target itself, or the member of it that the interest is in.
Target part_of(const Interest& interest, const Target& target) {
    if (!core::is_member(interest.kind) || core::is_member(target.kind)) return target;
    return {interest.kind, target.schema, target.name, interest.member};
}

// One sentence for all that rely on the same part.
void tell(const std::vector<Reliant>& reliants, const char* one, const char* several, std::string& text) {
    std::vector<std::string> parts;
    for (const Reliant& reliant : reliants) {
        const std::string part = described(reliant.part);
        if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
    }
    for (const std::string& part : parts) {
        std::vector<std::string> names;
        for (const Reliant& reliant : reliants)
            if (described(reliant.part) == part) names.push_back(reliant.migration);
        const bool single = names.size() == 1;
        text += core::concat(text.empty() ? "" : " ", single ? "Migration " : "Migrations ", core::quoted_list(names),
                             single ? one : several, part, ".");
    }
}

}  // namespace

std::vector<std::string> Reliance::migrations() const {
    std::vector<std::string> names;
    for (const std::vector<Reliant>* reliants : {&providers, &needers})
        for (const Reliant& reliant : *reliants)
            if (std::find(names.begin(), names.end(), reliant.migration) == names.end())
                names.push_back(reliant.migration);
    return names;
}

std::vector<std::string> current_path() {
    return pg::schemas_of_path(namespace_search_path, pg::role_name(GetUserId()));
}

bool refers_to(const Watch& watch, const Interest& interest, const Target& target) {
    if (!interest.schema.empty() || target.schema.empty()) return interest.schema == target.schema;
    if (interest.path == core::InterestSet::current_path) return is_found_in(current_path(), target);
    return is_found_in(watch.interests.path(interest), target);
}

Reliance reliance_on(const Watch& watch, const Target& target, Members members) {
    Reliance reliance;
    for (const Interest* interest : watch.interests.under(target.name))
        if (counts(*interest, watch.interests.migration(*interest).state) && concerns(*interest, target, members) &&
            refers_to(watch, *interest, target))
            add(watch, *interest, part_of(*interest, target), reliance);
    return reliance;
}

Reliance reliance_on_contents(const Watch& watch, const std::string& schema) {
    Reliance reliance;
    for (const Interest* interest : watch.interests.in_schema(schema)) {
        if (!counts(*interest, watch.interests.migration(*interest).state)) continue;
        const Target target{interest->kind, schema, interest->name, interest->member};
        if (is_in_schema(interest->kind, schema, interest->name) && refers_to(watch, *interest, target))
            add(watch, *interest, target, reliance);
    }
    return reliance;
}

std::string told(const Reliance& reliance) {
    std::string text;
    tell(reliance.providers, " is applied and provided ", " are applied and provided ", text);
    tell(reliance.needers, " is pending and needs ", " are pending and need ", text);
    return text;
}

std::string way_out(const Reliance& reliance) {
    std::string text = "Make the change by a migration";
    if (!reliance.providers.empty())
        text += core::concat(", or take back what provided it: ",
                             core::select_call("migrate_rollback", {core::concat("migration => ",
                                               core::quote_literal(reliance.providers.back().migration))}));
    return text + ". To let this transaction pass: SELECT * FROM migrate_guard_override('reason').";
}

}  // namespace strata::guard
