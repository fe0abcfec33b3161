// A catalog made of names only: which objects are there at some point of a plan, who made them, who took them away.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/flat_index.h"
#include "core/names.h"
#include "core/object_kind.h"

namespace strata::core {

// Who made or dropped an object: a migration by its number, or one of these.
using Provider = std::int32_t;
inline constexpr Provider database = -1;  // it was there before
inline constexpr Provider nobody = -2;

enum class Presence : std::uint8_t { No, Maybe, Yes };

// Somebody did something at a line of the own script.
struct Deed {
    Provider who = nobody;
    std::int32_t line = 0;
};

// Objects of one space cannot share a name within a schema.
enum class Space : std::uint8_t { Schema, Relation, Type, Routine, Role, Extension, Other };
Space space_of(ObjectKind kind) noexcept;

// Whether objects of this kind stand in a schema; members stand in that of their relation or type.
bool has_schema(ObjectKind kind) noexcept;

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
        return static_cast<std::size_t>((names ^ spaces << 20) * 0x9e3779b97f4a7c15u);
    }
};

// What a relation or type consists of.
struct Member {
    ObjectKind kind;
    NameId name;
    Presence presence = Presence::No;
    bool is_added = false;   // to something that was there before
    bool is_chosen = false;  // the server picked its name
    std::uint32_t made_at = 0;
    Deed made = {};              // or was given its name
    Provider claimant = nobody;  // the last who would have made it, had it not been there
    Deed dropped = {};           // the last time
};

// One way to call a routine.
// A call in a routine's body, as written.
struct WrittenCall {
    NameId schema;
    NameId name;
    std::int16_t arguments;
};

struct Signature {
    std::vector<NameId> arguments = {};
    bool has_arguments = false;
    bool is_constructor = false;  // of the type of its name
    std::int16_t fewest = -1;
    std::int16_t most = -1;
    Presence presence = Presence::No;
    std::uint32_t made_at = 0;
    Deed made = {};
    Provider maker = nobody;
    Provider claimant = nobody;
    Deed dropped = {};
    std::vector<std::uint32_t> unread = {};  // what of its body cannot be read: numbers that the simulation gives
    std::vector<WrittenCall> calls = {};     // in its body
};

struct Object {
    Key key;
    ObjectKind kind;
    Presence presence = Presence::No;
    std::uint32_t made_at = 0;
    Deed made = {};            // or was given its name
    Provider maker = nobody;   // who made it, whatever its name was then
    Provider claimant = nobody;
    Deed dropped = {};         // the last time
    std::uint32_t body = 0;    // lives on when the object is renamed; 0: none
    std::uint32_t owner = 0;   // the body of the table that takes it along
    std::uint32_t listed = 0;  // the body among whose belongings it stands
    std::uint32_t former = 0;  // the body of the last that was dropped
    NameId column = 0;         // of the table: what takes it along; 0: the table as a whole
};

struct Body {
    std::vector<Member> members;
    std::vector<Signature> signatures;
    bool is_open = false;                // it can have members that are not listed
    std::uint32_t lost_columns_at = 0;   // what was on them went along
    std::uint32_t doubted_at = 0;        // it may be another since then, with other members
    std::vector<std::uint32_t> belongs;  // objects, some of which may have left
};

class SchemaState {
public:
    SchemaState();

    // Pointers stay valid until the next object is made. Null when nothing of that name was ever there.
    Object* find(const Key& key);

    // Makes it be there, anew.
    Object& make(const Key& key, ObjectKind kind, Presence presence, Deed deed);
    // The object goes when `table` goes, or, if it is a sequence, that column of it.
    void belongs_to(Object& object, const Object& table, NameId column = 0);
    void drop_what_belongs_to(const Object& table, NameId column, Presence left, Deed deed);
    void rename_column_of_belongings(const Object& table, NameId from, NameId to);
    static bool is_owned_by(const Object& object, const Object& table) noexcept {
        return object.owner == table.body && table.body != 0;
    }
    template <class Visit>
    void each_that_belongs_to(const Object& owner, Visit visit) const {
        for (const auto index : bodies_[owner.body].belongs)
            if (is_owned_by(objects_[index], owner)) visit(objects_[index]);
    }
    // `left`: Maybe when it is not certain to come to pass, here and below.
    void drop(Object& object, Presence left, Deed deed);
    // The object becomes `to`, with all that belongs to it; what stood there is forgotten. After an uncertain move both
    // may be there.
    void move(const Key& from, const Key& to, Presence left, Deed deed);
    void drop_schema(NameId schema, Presence left, Deed deed);
    void move_schema(NameId from, NameId to, Presence left, Deed deed);

    Body& body(const Object& object) { return bodies_[object.body]; }
    const Body& body(const Object& object) const { return bodies_[object.body]; }
    Member* member(const Object& object, ObjectKind kind, NameId name) { return member(object.body, kind, name); }
    // Whether the last of the object's name that was dropped had it.
    bool had_member(const Object& object, ObjectKind kind, NameId name);
    // There or not: the member of that name, so that the caller can make it. Valid until the next one is made.
    Member& member_slot(const Object& object, ObjectKind kind, NameId name);
    // The constraint that a renamed index stands for is renamed with it.
    void rename_constraint_of(const Object& index, NameId from, NameId to, Deed deed);
    // The constraints, indexes and so on of a table that lost a column: they may have been on it.
    void doubt_what_hangs_on_columns(const Object& table);

    // It was not sure to be there, and is now: as it was, or anew.
    void make_sure(Object& object, Deed deed);

    // Dependents of unknown names went along with a DROP ... CASCADE: what exists only because of others is doubtful.
    void note_cascade() { cascade_at_ = ++clock_; }
    // Partitions and children went along with a table, whichever they were: tables with open bodies are doubtful, as they
    // are after a cascade.
    void note_dropped_table() { dropped_table_at_ = ++clock_; }
    Presence presence(const Object& object) const noexcept;
    Presence presence(const Object& owner, const Member& member) const noexcept;
    Presence presence(const Signature& signature) const noexcept;
    std::uint32_t now() const noexcept { return clock_; }
    std::uint32_t tick() noexcept { return ++clock_; }

private:
    struct MemberKey {
        std::uint32_t body;
        ObjectKind kind;
        NameId name;
        bool operator==(const MemberKey&) const = default;
    };
    struct MemberKeyHash {
        std::size_t operator()(const MemberKey& key) const noexcept {
            const auto names = static_cast<std::uint64_t>(key.body) << 32 | key.name;
            return static_cast<std::size_t>((names ^ static_cast<std::uint64_t>(key.kind) << 20) * 0x9e3779b97f4a7c15u);
        }
    };

    std::uint32_t slot(const Key& key, ObjectKind kind);
    Member* member(std::uint32_t body, ObjectKind kind, NameId name);
    void copy_in_doubt(const Object& original, std::uint32_t index, Deed deed);
    void move_belongings(std::uint32_t body, NameId from, NameId to, Presence left, Deed deed);

    std::vector<Object> objects_;
    FlatIndex<Key, KeyHash> index_;
    std::vector<Body> bodies_;
    FlatIndex<MemberKey, MemberKeyHash> members_;  // places in their bodies
    std::unordered_map<NameId, std::vector<std::uint32_t>> in_schema_;
    std::uint32_t clock_ = 1;
    std::uint32_t cascade_at_ = 0;
    std::uint32_t dropped_table_at_ = 0;
};

}  // namespace strata::core
