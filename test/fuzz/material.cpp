#include "material.h"

#include <array>
#include <string_view>

namespace strata::fuzz {

namespace {

using core::Bearing;
using core::Mention;
using core::ObjectKind;
using core::Strength;

constexpr std::array<std::string_view, 12> pool = {"a", "b", "c", "d", "e", "id", "a_id_seq", "a_pkey", "a_id_idx",
                                                   "b_a_id_fkey", "*", "public"};
constexpr std::array<std::string_view, 4> schemas = {"", "", "app", "public"};

// Kinds that can block come oftener than the rest.
ObjectKind kind_of(int number) {
    constexpr int blocking = static_cast<int>(ObjectKind::Extension) + 1;
    constexpr int all = static_cast<int>(ObjectKind::Unread) + 1;
    return static_cast<ObjectKind>(number % 8 == 0 ? number % all : number % blocking);
}

Bearing bearing_of(int number) {
    if (number < 100) return Bearing::Needs;
    if (number < 190) return Bearing::Provides;
    if (number < 215) return Bearing::Drops;
    if (number < 240) return Bearing::Alters;
    return static_cast<Bearing>(number % (static_cast<int>(Bearing::LeavePath) + 1));
}

}  // namespace

std::string Material::any_text() {
    std::string text;
    for (int length = below(12); length > 0 && !empty(); --length) text.push_back(static_cast<char>(byte()));
    return text;
}

std::string Material::name() {
    const int number = byte();
    if (number >= 250) return any_text();
    return std::string(pool[static_cast<std::size_t>(number) % pool.size()]);
}

core::QualifiedName Material::qualified() {
    const auto schema = schemas[static_cast<std::size_t>(below(4))];
    return {std::string(schema), name()};
}

Mention Material::mention() {
    Mention mention;
    mention.bearing = bearing_of(byte());
    mention.kind = kind_of(byte());
    const int strength = byte();
    mention.strength = strength < 160 ? Strength::Hard : static_cast<Strength>(strength % 5);
    mention.flags = one_in(3) ? static_cast<std::uint16_t>(byte() & 127) : std::uint16_t{0};
    auto [schema, name] = qualified();
    mention.schema = std::move(schema);
    mention.name = std::move(name);
    if (core::is_member(mention.kind)) mention.member = this->name();
    if (one_in(6)) mention.origin = qualified();
    if (one_in(12)) mention.origin_member = this->name();
    if (one_in(10)) mention.or_of.push_back(qualified());
    if (core::is_routine(mention.kind) || mention.bearing >= Bearing::Path) {
        for (int count = below(4); count > 0; --count) mention.arguments.push_back(this->name());
        mention.fewest = static_cast<std::int16_t>(below(4) - 1);
        mention.most = static_cast<std::int16_t>(below(4) - 1);
    }
    return mention;
}

core::Reading Material::reading(int longest) {
    core::Reading reading;
    std::int32_t line = 1;
    std::int32_t statement = 1;
    for (int count = below(longest + 1); count > 0 && !empty(); --count) {
        line += below(3);
        statement += below(2);
        reading.push_back(mention());
        reading.back().line = line;
        reading.back().statement = statement;
    }
    return reading;
}

}  // namespace strata::fuzz
