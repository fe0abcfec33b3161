#include "core/opaque_places.h"

#include <algorithm>
#include <array>

#include "core/may_provide.h"

namespace strata::core {

namespace {

bool is_index_or_sequence(ObjectKind kind) { return kind == ObjectKind::Index || kind == ObjectKind::Sequence; }

// Whether making the one can meet a need of the other; names apart.
bool can_meet(ObjectKind made, ObjectKind needed) {
    if (is_member(made) || is_member(needed)) return made == needed;
    if (is_relation(made) && is_relation(needed))
        return is_index_or_sequence(made) || is_index_or_sequence(needed)
                   ? made == needed || made == ObjectKind::Relation || needed == ObjectKind::Relation
                   : true;
    const bool is_row_type = is_relation(made) && !is_index_or_sequence(made) && space_of(needed) == Space::Type;
    const bool is_cast = space_of(made) == Space::Type && is_routine(needed);
    return is_row_type || is_cast || (space_of(made) == space_of(needed) &&
                                      (space_of(made) != Space::Other || made == needed));
}

// Of a name that has been cut only the beginning is sure.
bool fits(std::string_view pattern, std::string_view name) {
    if (name.size() >= longest_name) return name.starts_with(pattern.substr(0, pattern.find('*')));
    std::size_t p = 0, n = 0, star = std::string_view::npos, resume = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = n;
        } else if (p < pattern.size() && pattern[p] == name[n]) {
            ++p;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

const std::string& name_of(const Mention& need) { return is_member(need.kind) ? need.member : need.name; }

}  // namespace

bool has_chosen_ending(std::string_view name) noexcept {
    while (!name.empty() && name.back() >= '0' && name.back() <= '9') name.remove_suffix(1);
    constexpr std::array<std::string_view, 5> endings = {"_idx", "_key", "_pkey", "_seq", "_excl"};
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view end) { return name.ends_with(end); });
}

void OpaquePlaces::add(const UnreadList& may_provide, Deed place) {
    last_ = place;
    if (may_provide.empty()) anything_ = place;
    for (const std::string& item : may_provide) {
        if (item == nothing_provided || !known_.try_emplace(item, place).second) continue;
        const auto colon = item.find(':');
        const auto kind = object_kind_of_name(item.substr(0, colon));
        if (!kind) {  // of a later reader
            anything_ = place;
            continue;
        }
        std::string name = colon == std::string::npos ? "*" : item.substr(colon + 1);
        if (name.find('*') != std::string::npos) patterns_.push_back({*kind, std::move(name), place});
        else exact_[name].push_back({*kind, name, place});
    }
}

void OpaquePlaces::add_extension(std::string_view extension, std::string_view schema, Deed place) {
    unknown_.push_back({std::string(extension), std::string(schema), place});
}

std::optional<OpaquePlaces::Source> OpaquePlaces::source_of(const Mention& need, std::string_view schema) const {
    if (anything_) return Source{*anything_, false};
    const std::string& name = name_of(need);
    if (const auto found = exact_.find(name); found != exact_.end())
        for (const Pattern& made : found->second)
            if (can_meet(made.kind, need.kind)) return Source{made.place, false};
    for (const Pattern& made : patterns_) {
        const bool comes_along =
            made.kind == ObjectKind::Table && is_index_or_sequence(need.kind) && has_chosen_ending(name);
        const bool is_any_index = made.kind == ObjectKind::Index && made.name == "*";  // not meant by FROM
        const bool can_be_it = is_any_index ? need.kind == ObjectKind::Index : can_meet(made.kind, need.kind);
        if (comes_along || (can_be_it && fits(made.name, name))) return Source{made.place, false};
    }
    if (is_member(need.kind) || need.kind == ObjectKind::Index || space_of(need.kind) == Space::Role)
        return std::nullopt;
    for (const Extension& extension : unknown_) {
        const std::string_view where = need.kind == ObjectKind::Schema ? std::string_view(need.name) : schema;
        const bool is_its_own = !where.empty() && extension.name.find(where) != std::string::npos;
        if ((need.kind != ObjectKind::Schema && where == extension.schema) || is_its_own)
            return Source{extension.place, true};
    }
    return std::nullopt;
}

}  // namespace strata::core
