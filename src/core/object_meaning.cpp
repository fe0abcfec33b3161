#include "core/object_meaning.h"

#include "core/schema_state.h"

namespace strata::core {

namespace {

ObjectKind owner_kind(ObjectKind member) {
    return member == ObjectKind::EnumLabel ? ObjectKind::Type : ObjectKind::Relation;
}

std::optional<Meaning> plain(ObjectKind kind, const ObjectText& text) {
    const bool is_qualified = text.names.size() == 2;
    if (text.names.size() > 2 || (is_qualified && !has_schema(kind)) || !text.owner.empty()) return std::nullopt;
    Meaning meaning{kind, is_qualified ? text.names.front() : "", text.names.back()};
    if (is_routine(kind)) meaning.aspect.arguments = text.arguments;
    return meaning;
}

// `t.c`, or `c on t`.
std::optional<Meaning> member(ObjectKind kind, const ObjectText& text) {
    std::vector<std::string> owner = text.owner;
    if (owner.empty()) owner.assign(text.names.begin(), text.names.end() - 1);
    else if (text.names.size() != 1) return std::nullopt;
    if (owner.empty() || owner.size() > 2) return std::nullopt;
    Meaning meaning{owner_kind(kind), owner.size() == 2 ? owner.front() : "", owner.back()};
    meaning.aspect.member_kind = kind;
    meaning.aspect.member = text.names.back();
    return meaning;
}

std::optional<Meaning> meaning_as(ObjectKind kind, const ObjectText& text) {
    if (text.arguments && !is_routine(kind)) return std::nullopt;
    return is_member(kind) ? member(kind, text) : plain(kind, text);
}

}  // namespace

std::string_view Meaning::kind_word() const {
    if (shown_kind() == ObjectKind::Relation) return "table";
    return core::name(shown_kind() == ObjectKind::Routine ? ObjectKind::Function : shown_kind());
}

const char* Meaning::sqlstate_when_missing() const {
    if (shown_kind() == ObjectKind::Column) return "42703";
    switch (space_of(shown_kind())) {
        case Space::Relation: return "42P01";
        case Space::Routine: return "42883";
        case Space::Schema: return "3F000";
        default: return "42704";
    }
}

std::vector<Meaning> meanings_of(const ObjectText& text) {
    constexpr ObjectKind likely[] = {ObjectKind::Relation, ObjectKind::Routine,   ObjectKind::Type,
                                     ObjectKind::Schema,   ObjectKind::Extension, ObjectKind::Role};
    constexpr ObjectKind of_owner[] = {ObjectKind::Constraint, ObjectKind::Trigger, ObjectKind::Policy,
                                       ObjectKind::Rule};
    std::vector<Meaning> meanings;
    const auto add = [&](ObjectKind kind) {
        if (auto meaning = meaning_as(kind, text)) meanings.push_back(*std::move(meaning));
    };
    if (text.kind) {
        add(*text.kind);
        return meanings;
    }
    if (text.owner.empty()) {
        for (const ObjectKind kind : likely) add(kind);
        if (!text.arguments) add(ObjectKind::Column);
    } else {
        for (const ObjectKind kind : of_owner) add(kind);
    }
    return meanings;
}

}  // namespace strata::core
