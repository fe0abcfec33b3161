#include "guard/strangers.h"

namespace strata::guard {

namespace {

bool are_strangers(const core::InterestSet& interests, const List* names) {
    for (int i = 0; i < list_length(names); ++i) {
        auto* name = static_cast<Node*>(list_nth(names, i));
        if (!IsA(name, String) || interests.knows(strVal(name))) return false;
    }
    return true;
}

// In whichever way the grammar writes the name of an object: all parts of it count, whatever they mean.
bool is_stranger(const core::InterestSet& interests, const Node* object) {
    switch (nodeTag(object)) {
        case T_List: return are_strangers(interests, reinterpret_cast<const List*>(object));
        case T_String: return !interests.knows(strVal(const_cast<Node*>(object)));
        default: return false;
    }
}

}  // namespace

bool names_only_strangers(const core::InterestSet& interests, const Node* statement) {
    if (IsA(statement, CommentStmt)) {
        const auto* comment = reinterpret_cast<const CommentStmt*>(statement);
        return comment->objtype != OBJECT_SCHEMA && is_stranger(interests, comment->object);
    }
    if (!IsA(statement, DropStmt)) return false;
    const auto* drop = reinterpret_cast<const DropStmt*>(statement);
    if (drop->removeType == OBJECT_SCHEMA) return false;
    for (int i = 0; i < list_length(drop->objects); ++i)
        if (!is_stranger(interests, static_cast<const Node*>(list_nth(drop->objects, i)))) return false;
    return true;
}

}  // namespace strata::guard
