#include "core/may_provide.h"

#include <algorithm>
#include <array>

#include "core/schema_state.h"

namespace strata::core {

namespace {

constexpr std::array members = {ObjectKind::Column, ObjectKind::Constraint, ObjectKind::Trigger,
                                ObjectKind::Policy, ObjectKind::Rule,       ObjectKind::EnumLabel};
constexpr std::size_t most_items = 200;

}  // namespace

void MayProvide::add(ObjectKind kind, std::string_view pattern) {
    is_noted_ = true;
    if (kind == ObjectKind::Extension) return add_anything();  // whatever its members are
    std::string item(name(kind));
    if (pattern != "*") item.append(1, ':').append(pattern);
    if (std::find(items_.begin(), items_.end(), item) != items_.end()) return;
    if (items_.size() == most_items) return add_anything();
    items_.push_back(std::move(item));
}

void MayProvide::add(const Mention& provided, bool is_moved, std::string_view pattern) {
    if (is_moved && provided.kind == ObjectKind::Schema) return add_anything();
    add(provided.kind, pattern);
    const bool is_open = provided.kind == ObjectKind::Column && provided.member == "*";
    if (is_open) {
        add(ObjectKind::Constraint);
        add(ObjectKind::Index);
    }
    if (!is_moved) return;
    const bool has_members = is_relation(provided.kind) || space_of(provided.kind) == Space::Type;
    if (provided.kind == ObjectKind::Index)
        add(ObjectKind::Constraint, pattern);  // it is renamed along
    else if (has_members && provided.kind != ObjectKind::Sequence)
        for (const ObjectKind member : members) add(member);
}

std::vector<std::string> MayProvide::list() const {
    if (is_anything_) return {};
    return items_.empty() ? std::vector<std::string>{std::string(nothing_provided)} : items_;
}

std::string pattern_of(std::string_view name, std::string_view part) {
    const bool is_cut = name.size() >= longest_name;
    if (is_cut) name = name.substr(0, longest_name - part.size());
    std::string pattern;
    std::size_t start = 0;
    for (auto at = name.find(part); at != std::string_view::npos; at = name.find(part, start)) {
        pattern.append(name.substr(start, at - start)).append(1, '*');
        start = at + part.size();
    }
    pattern.append(name.substr(start));
    if (is_cut) pattern += '*';
    return pattern;
}

}  // namespace strata::core
