// Readings in a few words, and a simulated database to run them in.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/simulation.h"

namespace strata::core {

// `name` may be "schema.name".
inline Mention mention(Bearing bearing, ObjectKind kind, std::string_view name, std::string_view member = {}) {
    Mention made;
    made.bearing = bearing;
    made.kind = kind;
    const auto dot = name.find('.');
    if (dot != std::string_view::npos) made.schema = name.substr(0, dot);
    made.name = dot == std::string_view::npos ? name : name.substr(dot + 1);
    made.member = member;
    made.line = made.statement = 1;
    return made;
}

inline Mention needs(ObjectKind kind, std::string_view name, std::string_view member = {}) {
    return mention(Bearing::Needs, kind, name, member);
}
inline Mention provides(ObjectKind kind, std::string_view name, std::string_view member = {}) {
    return mention(Bearing::Provides, kind, name, member);
}
inline Mention alters(ObjectKind kind, std::string_view name, std::string_view member = {}) {
    return mention(Bearing::Alters, kind, name, member);
}
inline Mention drops(ObjectKind kind, std::string_view name, std::string_view member = {}) {
    return mention(Bearing::Drops, kind, name, member);
}

inline Mention with(Mention mention, int flags) {
    mention.flags |= static_cast<std::uint16_t>(flags);
    return mention;
}
inline Mention as(Strength strength, Mention mention) {
    mention.strength = strength;
    return mention;
}
// In a branch of a DO block.
inline Mention perhaps(Mention mention) {
    return as(Strength::Conditional, with(std::move(mention), mention_flag::uncertain));
}
inline Mention if_exists(Mention mention) {
    return as(Strength::Conditional, with(std::move(mention), mention_flag::if_exists));
}
inline Mention if_not_exists(Mention mention) {
    return as(Strength::Conditional, with(std::move(mention), mention_flag::if_not_exists));
}
inline Mention from(Mention mention, std::string_view origin) {
    const Mention other = needs(ObjectKind::Relation, origin);
    mention.origin = {other.schema, other.name};
    return mention;
}
inline Mention unread(int flags = 0) {
    return as(Strength::Unread, with(needs(ObjectKind::Unread, "EXECUTE"), flags));
}
inline Mention path(Bearing bearing, std::vector<std::string> schemas = {}) {
    Mention made = mention(bearing, ObjectKind::Relation, "");
    made.arguments = std::move(schemas);
    return made;
}
inline Mention taking(Mention routine, std::vector<std::string> arguments) {
    routine.flags |= mention_flag::has_arguments;
    routine.fewest = routine.most = static_cast<std::int16_t>(arguments.size());
    routine.arguments = std::move(arguments);
    return routine;
}
inline Mention call(std::string_view name, int arguments) {
    Mention made = needs(ObjectKind::Routine, name);
    made.fewest = made.most = static_cast<std::int16_t>(arguments);
    return made;
}

// The two mentions of a rename or SET SCHEMA.
inline Reading moves(Mention before, std::string_view after, std::string_view member = {}) {
    Mention now = provides(before.kind, after, member);
    now.strength = before.strength;
    now.flags = before.flags;
    now.arguments = before.arguments;
    now.fewest = before.fewest;
    now.most = before.most;
    return {with(std::move(before), mention_flag::moved), now};
}

// Statements of one script: each has the next number and, unless a mention has another than 1, the next line.
inline Reading script(std::initializer_list<Reading> statements) {
    Reading all;
    std::int32_t number = 0;
    for (const Reading& statement : statements) {
        ++number;
        for (Mention mention : statement) {
            mention.statement = number;
            if (mention.line == 1) mention.line = number;
            all.push_back(std::move(mention));
        }
    }
    return all;
}

class SimulatedDatabase : public testing::Test {
protected:
    SimulatedDatabase() {
        simulation.run({provides(ObjectKind::Schema, "public")}, database);
        simulation.set_path({"public"});
    }

    Pass run(const Reading& reading, Provider self) { return simulation.run(reading, self); }

    // Of the last need of a script.
    Outcome last(const Reading& reading, Provider self = 9) {
        const Pass pass = run(reading, self);
        return pass.outcomes.empty() ? Outcome{} : pass.outcomes.back();
    }
    Outcome need(Mention mention, Provider self = 9) { return last({std::move(mention)}, self); }
    Provider provider(ObjectKind kind, std::string_view name, std::string_view member = {}) {
        return need(needs(kind, name, member)).provider;
    }
    std::size_t clashes(const Reading& reading, Provider self) { return run(reading, self).clashes.size(); }

    Simulation simulation{World::Closed};
};

}  // namespace strata::core
