#include "core/mention_display.h"

#include <vector>

#include "core/text.h"

namespace strata::core {

std::string dotted(std::string_view schema, std::string_view name) {
    return schema.empty() ? std::string(name) : concat(schema, '.', name);
}

std::string display_owner(const Mention& mention, std::string_view schema) { return dotted(schema, mention.name); }

std::string display(const Mention& mention, std::string_view schema) {
    const std::string name = display_owner(mention, schema);
    if (mention.kind == ObjectKind::Column) return concat(name, '.', mention.member);
    if (mention.kind == ObjectKind::EnumLabel) return concat(mention.member, " of ", name);
    if (is_member(mention.kind)) return concat(mention.member, " on ", name);
    if (!is_routine(mention.kind) || !mention.has(mention_flag::has_arguments)) return name;
    return concat(name, '(', join(mention.arguments, ", "), ')');
}

std::string described(const Mention& mention, std::string_view schema) {
    const auto kind = mention.kind == ObjectKind::Routine     ? name(ObjectKind::Function)
                      : mention.kind == ObjectKind::EnumLabel ? std::string_view("label")
                                                              : name(mention.kind);
    if (!is_member(mention.kind)) return concat(kind, ' ', quoted(display(mention, schema)));
    const auto* of = mention.kind == ObjectKind::Column || mention.kind == ObjectKind::EnumLabel ? " of " : " on ";
    const std::string member = concat(kind, ' ', quoted(mention.member), of);
    if (mention.or_of.empty()) return concat(member, quoted(display_owner(mention, schema)));
    std::vector<std::string> owners = {mention.name};
    for (const auto& other : mention.or_of) owners.push_back(other.name);
    return concat(member, quoted_list(owners, "or"));
}

}  // namespace strata::core
