// Runs readings over a catalog of names, in the order of a plan: tells for every need who meets it, and what clashes.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/mention.h"
#include "core/offers.h"

namespace strata::core {

// Closed: what nobody made is not there. Open: it was there before the first reading (the past, of which only the
// migrations are known).
enum class World : std::uint8_t { Closed, Open };

// A place in a script where something happens that cannot be read.
struct OpaquePlace {
    Provider provider;
    std::int32_t line;
};

// Who meets a need; an Alters or Drops is one too.
struct Outcome {
    std::uint32_t mention = 0;   // position in the reading
    Provider provider = nobody;  // database, a migration (the one that runs: `self`), or nobody
    Provider offer = nobody;     // when unmet: the first migration that has not run yet and provides it
    Provider dropper = nobody;   // when unmet: who took it away
    std::int32_t drop_line = 0;
    Provider owner = nobody;     // of a member that is met: who made its relation or type
    bool is_temporary = false;  // a temporary object of the script's own
    bool lacks_owner = false;   // unmet, because the relation or type that it would belong to is
    bool is_guess = false;      // unmet, but it may come from where nothing can be read
};

// Something is provided that is there already.
struct Clash {
    std::uint32_t mention;
    Provider provider;
    std::int32_t line;  // where that migration made it
};

// An object of somebody else's stays, with another definition or as it was (OR REPLACE, IF NOT EXISTS).
struct TakenOver {
    std::uint32_t mention;
    Provider provider;
};

struct Pass {
    std::vector<Outcome> outcomes;
    std::vector<TakenOver> taken_over;
    std::vector<Clash> clashes;
    std::vector<NameId> schemas;  // by position in the reading: where the object stands or would stand
};

// By the name of the extension: what CREATE EXTENSION brings along, with names as its own script has them.
using ExtensionMembers = std::unordered_map<std::string, Reading>;

class Simulation {
public:
    explicit Simulation(World world) : world_(world) {}

    // The search_path for the readings that follow, "$user" replaced; what a script sets ends with it.
    void set_path(const std::vector<std::string>& path);

    // Must outlive the simulation. Of other extensions no member is known, and functions and types may be theirs.
    void know_extensions(const ExtensionMembers& members) { extensions_ = &members; }

    // Makes known what migrations provide, before they run. All at once, in version order, each with its path.
    struct Announcement {
        const Reading* reading;
        Provider provider;
        const std::vector<std::string>* path;
    };
    void announce(const std::vector<Announcement>& announcements);

    Pass run(const Reading& reading, Provider self);

    // What was unread in what the database has is not what makes a plan uncertain.
    void forget_opaque() { opaque_.reset(); }

    // The last place so far after which anything may be there.
    const std::optional<OpaquePlace>& opaque() const { return opaque_; }

    // "public.users", "public.users.email", "owner_id_fkey on public.users", "public.f(int4)".
    std::string display(const Mention& mention, NameId schema) const;

private:
    struct Found {
        Object* object;
        bool is_temporary;
    };
    struct Call {
        Signature* signature;
        Object* object;
    };
    struct Statement {
        std::int32_t number;
        bool provides = false;
        std::optional<Key> routine = {};  // what it made
        std::optional<Key> table = {};    // the first that it names
        std::string written = {};         // a name that the server chose for a key's index: as written, and as chosen
        std::string chosen = {};
        bool keeps_table = false;         // CREATE TABLE IF NOT EXISTS found one: nothing of it is made
        const Mention* moved = nullptr;  // Drops with flag moved, waiting for its Provides
    };

    // simulation.cpp: the run, and what names mean
    void begin_script();
    void end_script();
    void set_current_path(const Mention& mention);
    NameId id(std::string_view name) { return names_.intern(name); }
    Key key(ObjectKind kind, NameId schema, std::string_view name);
    std::vector<NameId> schemas_for(ObjectKind kind, const std::string& schema);
    bool schema_exists(NameId schema);
    NameId creation_schema(ObjectKind kind, const std::string& schema);
    bool is_temporary(NameId schema) const;
    Found lookup(ObjectKind kind, const std::string& schema, const std::string& name);
    // A relation, or for want of one a type (of an enum label the other way round).
    Found lookup_owner(ObjectKind member, const QualifiedName& name);
    // The object as it was, for those who miss it; null when it never was.
    const Object* last_of_name(const Mention& mention);
    // The surest signature that fits, in the first schema that has one.
    Call lookup_routine(const Mention& mention);
    bool matches(const Signature& signature, const Mention& mention);
    void stands_in(NameId schema);

    // simulation_offers.cpp
    template <class Visit>
    void visit_provided(const std::vector<Announcement>& announcements, Visit visit);
    void offer_object(const Mention& mention, Provider provider);
    void offer_member(const Mention& mention, Provider provider);
    void offer_extension(const Mention& mention, Provider provider);
    bool schema_is_offered(NameId schema);
    NameId offered_schema(ObjectKind kind, const std::string& schema);
    Provider offer_of(const Mention& mention);

    // simulation_needs.cpp
    void meet(const Mention& mention);
    Outcome unmet(const Mention& mention, const Object* last);
    Outcome outcome_of_object(const Mention& mention);
    Outcome outcome_of_routine(const Mention& mention);
    Outcome outcome_of_member(const Mention& mention);
    // Nothing when the owner is not there.
    std::optional<Outcome> outcome_within(const Mention& mention, const QualifiedName& owner);
    bool lists_members(const Object& owner, ObjectKind kind) const;
    bool can_be_call(const Mention& column);
    void note_unread(const Mention& mention);

    // simulation_effects.cpp
    void provide(const Mention& mention);
    void provide_object(const Mention& mention);
    void provide_extension(const Mention& mention);
    void provide_routine(const Mention& mention);
    void provide_member(const Mention& mention);
    void provide_columns(const Mention& mention, const Object& owner);
    void move_object(const Mention& from, const Mention& to);
    void move_routine(const Mention& from, const Mention& to);
    void move_member(const Mention& from, const Mention& to);
    std::string free_relation_name(const std::string& written, NameId schema);
    std::string free_member_name(const Mention& mention, const Object& owner);
    Object* table_of(const Mention& mention);
    // `surely`: it is certain to be there.
    void meets_existing(const Mention& mention, bool surely, Provider provider, std::int32_t line);
    void drop(const Mention& mention);
    void drop_routine(const Mention& mention);
    void drop_member(const Mention& mention);

    World world_;
    Names names_;
    SchemaState state_;
    Offers offers_;
    const ExtensionMembers* extensions_ = nullptr;
    std::vector<NameId> caller_path_;
    std::vector<NameId> path_;
    std::vector<std::vector<NameId>> outer_paths_;
    std::optional<OpaquePlace> opaque_;
    std::optional<OpaquePlace> unknown_members_;  // an extension of which no member is known

    // Of the run in progress.
    Pass pass_;
    Provider self_ = nobody;
    std::uint32_t position_ = 0;
    std::vector<Key> temporary_;
    Statement statement_{};
};

}  // namespace strata::core
