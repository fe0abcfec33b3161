#include "core/interest.h"

#include <algorithm>
#include <utility>

namespace strata::core {

namespace {

bool is_type(ObjectKind kind) { return kind == ObjectKind::Type || kind == ObjectKind::Domain; }

std::string_view without_schema(std::string_view type) {
    const auto dot = type.rfind('.');
    return dot == std::string_view::npos ? type : type.substr(dot + 1);
}

bool same_type(std::string_view one, std::string_view other) {
    if (one == "?" || other == "?" || one == other) return true;
    const bool both_written = one.find('.') != one.npos && other.find('.') != other.npos;
    return !both_written && without_schema(one) == without_schema(other);
}

bool same_members(const std::string& one, const std::string& other) {
    return one == other || one == "*" || other == "*";
}

// Of two names as written: whether they can be of one schema.
bool compatible(std::string_view one, std::string_view other) { return one.empty() || other.empty() || one == other; }

bool is_applied(State state) { return state == State::Applied || state == State::Partial; }

bool is_need_of_pending(const Mention& mention) {
    const bool needs = mention.bearing == Bearing::Needs || mention.bearing == Bearing::Alters ||
                       mention.bearing == Bearing::Drops;
    return needs && mention.strength == Strength::Hard && can_block(mention.kind) &&
           !mention.has(mention_flag::if_exists) && mention.or_of.empty();
}

// Whether it is what the mention of a whole names, or a member of that. Schemas are left to the caller.
bool is_of(const Interest& known, const Mention& whole) {
    if (is_relation(whole.kind) && is_member(known.kind)) return true;
    if (!same_class(known.kind, whole.kind)) return false;
    return !is_routine(known.kind) || !whole.has(mention_flag::has_arguments) ||
           same_arguments(known.arguments, whole.arguments);
}

Interest interest_of(const Mention& mention, Interest::Role role, std::uint32_t migration, std::uint32_t path) {
    return {role, mention.kind, mention.flags, migration, path, false, mention.schema, mention.name, mention.member,
            mention.arguments, mention.fewest, mention.most};
}

}  // namespace

bool same_class(ObjectKind one, ObjectKind other) noexcept {
    if (one == other) return true;
    return (is_relation(one) && is_relation(other)) || (is_routine(one) && is_routine(other)) ||
           (is_type(one) && is_type(other));
}

bool same_arguments(std::span<const std::string> one, std::span<const std::string> other) noexcept {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), same_type);
}

void InterestSet::add(const Migration& migration, std::vector<std::string> search_path, const Reading& reading) {
    const auto number = static_cast<std::uint32_t>(migrations_.size());
    migrations_.push_back(migration);
    const bool applied = is_applied(migration.state);
    const std::uint32_t callers_path = applied ? path_number(std::move(search_path)) : current_path;
    std::uint32_t path = callers_path;
    const Mention* before = nullptr;
    for (const Mention& mention : reading) {
        const Mention* const old = std::exchange(before, &mention);
        const bool moved = old != nullptr && old->bearing == Bearing::Drops && old->has(mention_flag::moved);
        if (mention.bearing == Bearing::Path) {
            path = mention.arguments.empty() ? callers_path : path_number(mention.arguments);
        } else if (mention.kind == ObjectKind::Unread || mention.name.empty()) {
            continue;
        } else if (mention.bearing == Bearing::Provides) {
            if (applied && moved) rename(*old, mention, path);
            provide(mention, number, path);
        } else if (applied) {
            if (mention.bearing == Bearing::Drops) take_away(mention);
        } else if (migration.state == State::Pending && is_need_of_pending(mention)) {
            insert(interest_of(mention, Interest::Role::Needs, number, path));
        }
    }
}

void InterestSet::provide(const Mention& mention, std::uint32_t migration, std::uint32_t path) {
    if (mention.strength == Strength::Late || mention.strength == Strength::Unread) return;
    insert(interest_of(mention, Interest::Role::Provides, migration, path));
}

void InterestSet::insert(Interest interest) {
    by_name_[interest.name].push_back(static_cast<std::uint32_t>(interests_.size()));
    interests_.push_back(std::move(interest));
}

// What earlier migrations provided goes by the new name from here on.
void InterestSet::rename(const Mention& before, const Mention& after, std::uint32_t path) {
    const bool member = is_member(after.kind);
    if (after.kind == ObjectKind::Schema)
        for (Interest& known : interests_)
            if (known.schema == before.name) known.schema = after.name;
    const auto found = by_name_.find(before.name);
    if (found == by_name_.end()) return;
    const std::vector<std::uint32_t> numbers = found->second;
    for (const std::uint32_t number : numbers) {
        Interest& known = interests_[number];
        if (known.role != Interest::Role::Provides || known.gone || !compatible(known.schema, before.schema)) continue;
        if (member) {
            if (known.kind == after.kind && known.member == before.member) known.member = after.member;
        } else if (is_of(known, before)) {
            Interest moved = known;
            known.gone = true;
            moved.schema = after.schema;
            moved.name = after.name;
            if (after.schema.empty()) moved.path = path;
            insert(std::move(moved));
        }
    }
}

void InterestSet::take_away(const Mention& mention) {
    if (mention.has(mention_flag::moved)) return;
    if (mention.kind == ObjectKind::Schema)
        for (Interest& known : interests_)
            if (known.role == Interest::Role::Provides && known.schema == mention.name) known.gone = true;
    const auto found = by_name_.find(mention.name);
    if (found == by_name_.end()) return;
    for (const std::uint32_t number : found->second) {
        Interest& known = interests_[number];
        if (known.role != Interest::Role::Provides || !compatible(known.schema, mention.schema)) continue;
        const bool same_member = known.kind == mention.kind && known.member == mention.member;
        if (is_member(mention.kind) ? same_member : is_of(known, mention)) known.gone = true;
    }
}

std::uint32_t InterestSet::path_number(std::vector<std::string> path) {
    // Neighbours share paths: looking at the latest few is enough.
    for (std::size_t back = 1; back < paths_.size() && back <= 8; ++back)
        if (paths_[paths_.size() - back] == path) return static_cast<std::uint32_t>(paths_.size() - back);
    paths_.push_back(std::move(path));
    return static_cast<std::uint32_t>(paths_.size() - 1);
}

bool InterestSet::is_provided_by_pending(const Interest& need) const {
    for (const std::uint32_t number : by_name_.find(need.name)->second) {
        const Interest& known = interests_[number];
        if (known.role == Interest::Role::Provides && migrations_[known.migration].state == State::Pending &&
            same_class(known.kind, need.kind) && same_members(known.member, need.member) &&
            compatible(known.schema, need.schema))
            return true;
    }
    return false;
}

std::vector<const Interest*> InterestSet::under(const std::string& name) const {
    std::vector<const Interest*> result;
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return result;
    for (const std::uint32_t number : found->second) {
        const Interest& interest = interests_[number];
        if (interest.gone || (interest.role == Interest::Role::Needs && is_provided_by_pending(interest))) continue;
        result.push_back(&interest);
    }
    return result;
}

std::vector<const Interest*> InterestSet::in_schema(std::string_view schema) const {
    std::vector<const Interest*> result;
    for (const Interest& interest : interests_) {
        if (interest.gone) continue;
        const std::vector<std::string>& path = paths_[interest.path];
        const bool looked_up = interest.schema.empty() && (interest.path == current_path ||
                                                           std::find(path.begin(), path.end(), schema) != path.end());
        if (looked_up || interest.schema == schema) result.push_back(&interest);
    }
    return result;
}

}  // namespace strata::core
