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

void add_once(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
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

std::string one_or_all(std::vector<std::string> names, const char* one, const char* all) {
    const char* word = names.size() == 1 ? one : all;
    return core::concat(names.size() == 1 ? "Migration " : "Migrations ", core::quoted_list(names), word);
}

}  // namespace

std::vector<std::string> Reliance::all() const {
    std::vector<std::string> names = providers;
    for (const std::string& needer : needers) add_once(names, needer);
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
    for (const Interest* interest : watch.interests.under(target.name)) {
        const core::InterestSet::Migration& migration = watch.interests.migration(*interest);
        const bool provided = interest->role == Interest::Role::Provides;
        if (migration.state == State::Skipped || provided == (migration.state == State::Pending)) continue;
        if (!concerns(*interest, target, members) || !refers_to(watch, *interest, target)) continue;
        add_once(provided ? reliance.providers : reliance.needers, migration.identifier);
    }
    return reliance;
}

Reliance reliance_on_contents(const Watch& watch, const std::string& schema) {
    Reliance reliance;
    for (const Interest* interest : watch.interests.in_schema(schema)) {
        const core::InterestSet::Migration& migration = watch.interests.migration(*interest);
        const bool provided = interest->role == Interest::Role::Provides;
        if (migration.state == State::Skipped || provided == (migration.state == State::Pending)) continue;
        if (!is_in_schema(interest->kind, schema, interest->name)) continue;
        if (refers_to(watch, *interest, {interest->kind, schema, interest->name}))
            add_once(provided ? reliance.providers : reliance.needers, migration.identifier);
    }
    return reliance;
}

std::string told(const Reliance& reliance, const Target& target) {
    std::string text;
    if (!reliance.providers.empty())
        text = core::concat(one_or_all(reliance.providers, " is applied and provided ", " are applied and provided "),
                            described(target), ".");
    if (!reliance.needers.empty())
        text += core::concat(text.empty() ? "" : " ",
                             one_or_all(reliance.needers, " is pending and needs ", " are pending and need "),
                             text.empty() ? described(target) : "it", ".");
    return text;
}

std::string way_out(const Reliance& reliance) {
    std::string text = "Make the change by a migration";
    if (!reliance.providers.empty())
        text += core::concat(", or take back what provided it: ",
                             core::select_call("migrate_rollback", {core::concat("migration => ",
                                               core::quote_literal(reliance.providers.back()))}));
    return text + ". To let this transaction pass: SELECT * FROM migrate_guard_override('reason').";
}

}  // namespace strata::guard
