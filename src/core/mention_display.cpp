#include "core/mention_display.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "core/text.h"

namespace strata::core {

namespace {

// The parser's names of types that have others in SQL: what format_type() makes of them.
constexpr std::pair<std::string_view, std::string_view> spellings[] = {
    {"bool", "boolean"},
    {"bpchar", "character"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"time", "time without time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"timetz", "time with time zone"},
    {"varbit", "bit varying"},
    {"varchar", "character varying"},
};

std::string spelled(std::string_view type) {
    const std::string_view name = type.substr(0, type.find('['));
    const auto* found = std::find_if(std::begin(spellings), std::end(spellings),
                                     [&](const auto& spelling) { return spelling.first == name; });
    return found == std::end(spellings) ? std::string(type) : concat(found->second, type.substr(name.size()));
}

}  // namespace

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
    std::vector<std::string> arguments;
    for (const auto& argument : mention.arguments) arguments.push_back(spelled(argument));
    return concat(name, '(', join(arguments, ", "), ')');
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
