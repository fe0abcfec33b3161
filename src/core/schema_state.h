// A catalog made of names only: which objects are there at some point of a plan, who made them, who took them away.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/names.h"
#include "core/object_kind.h"

namespace strata::core {

// Who made or dropped an object: a migration by its number, or one of these.
using Provider = std::int32_t;
inline constexpr Provider database = -1;  // it was there before
inline constexpr Provider nobody = -2;

enum class Presence : std::uint8_t { No, Maybe, Yes };

// Objects of one space cannot share a name within a schema.
enum class Space : std::uint8_t { Schema, Relation, Type, Routine, Role, Extension, Other };
Space space_of(ObjectKind kind) noexcept;

struct Key {
    Space space;
    ObjectKind kind;  // of Space::Other, whose kinds have a space each; otherwise Schema
    NameId schema;    // the empty name for what has none
    NameId name;
    bool operator==(const Key&) const = default;
};

struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept {
        const auto spaces = static_cast<std::uint64_t>(key.space) << 8 | static_cast<std::uint64_t>(key.kind);
        const auto names = static_cast<std::uint64_t>(key.schema) << 32 | key.name;
        return static_cast<std::size_t>((names * 0x9e3779b97f4a7c15u) ^ (spaces * 0xc2b2ae3d27d4eb4fu));
    }
};

// What a relation or type consists of.
struct Member {
    ObjectKind kind;
    NameId name;
    Presence presence;
    Provider provider;
    Provider dropper = nobody;
    std::uint32_t made_at;
};

// One way to call a routine.
struct Signature {
    std::vector<NameId> arguments;
    bool has_arguments;
    std::int16_t fewest;
    std::int16_t most;
    Presence presence;
    Provider provider;
    bool is_opaque;  // its body does what cannot be read
    std::uint32_t made_at;
};

struct Object {
    Key key;
    ObjectKind kind;
    Presence presence = Presence::No;
    Provider provider = nobody;
    Provider dropper = nobody;  // the last one
    std::int32_t line = 0;      // of whoever made it last, or dropped it last
    std::uint32_t made_at = 0;
    std::uint32_t body = 0;     // lives on when the object is renamed; 0: none
    std::uint32_t owner = 0;    // the body of the table that takes it along
};

struct Body {
    std::vector<Member> members;
    std::vector<Signature> signatures;
    bool is_open = false;  // it can have members that are not listed
};

class SchemaState {
public:
    SchemaState();

    // Pointers stay valid until the next object is made. Null when nothing of that name was ever there.
    Object* find(const Key& key);
    const Object* find(const Key& key) const;

    // Makes it be there, with a new body unless it was there already.
    Object& make(const Key& key, ObjectKind kind, Presence presence, Provider provider);
    // The object goes when `table` goes.
    void belongs_to(Object& object, const Object& table);
    void drop(Object& object, Presence left, Provider dropper, std::int32_t line);
    // The object becomes `to`, with all that belongs to it; what stood there is forgotten.
    void move(const Key& from, const Key& to, Provider mover);
    void drop_schema(NameId schema, Provider dropper, std::int32_t line);
    void move_schema(NameId from, NameId to, Provider mover);

    Body& body(const Object& object) { return bodies_[object.body]; }
    const Body& body(const Object& object) const { return bodies_[object.body]; }
    Member* member(const Object& object, ObjectKind kind, NameId name);
    // The constraint that a renamed index stands for is renamed with it.
    void rename_constraint_of(const Object& index, NameId from, NameId to);
    // The constraints and indexes of a table that lost a column: they may have been on it.
    void doubt_what_hangs_on_columns(const Object& table);
    void make_member(const Object& object, ObjectKind kind, NameId name, Presence presence, Provider provider);

    // Dependents of unknown names went along with a DROP ... CASCADE: what exists only because of others is doubtful.
    void note_cascade() { cascade_at_ = ++clock_; }
    Presence presence(const Object& object) const noexcept;
    Presence presence(const Member& member) const noexcept;
    Presence presence(const Signature& signature) const noexcept;
    std::uint32_t now() const noexcept { return clock_; }

private:
    void take_along(std::uint32_t body, Provider dropper, std::int32_t line);

    std::vector<Object> objects_;
    std::unordered_map<Key, std::uint32_t, KeyHash> index_;
    std::vector<Body> bodies_;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> owned_;  // by body: objects
    std::unordered_map<NameId, std::vector<std::uint32_t>> in_schema_;
    std::uint32_t clock_ = 1;
    std::uint32_t cascade_at_ = 0;
};

}  // namespace strata::core
