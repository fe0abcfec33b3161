// Runs readings over a catalog of names, in the order of a plan: tells for every need who meets it, and what clashes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/footprints.h"
#include "core/mention.h"
#include "core/offers.h"
#include "core/opaque_places.h"
#include "core/schema_range.h"
#include "core/schema_state.h"

namespace strata::core {

// Closed: what nobody made is not there. Open: it was there before the first reading (the past, of which only the
// migrations are known). Which schemas there are is known in both, unless the database made none known.
enum class World : std::uint8_t { Closed, Open };

// Who meets a need; an Alters or Drops is one too.
struct Outcome {
    std::uint32_t mention = 0;   // position in the reading
    Provider provider = nobody;  // who made it or gave it its name: database, a migration (the one that runs: `self`)
    Provider maker = nobody;     // of what `provider` only renamed: who made it
    Provider offer = nobody;     // when unmet: the first migration that has not run yet and provides it
    Provider former = nobody;    // when nobody offers it: one that has run, and should have provided it
    Deed dropped = {};           // when unmet: who took it away
    const QualifiedName* owner = nullptr;  // of a column that one of or_of has: that one
    bool has_namesake = false;   // unmet, though routines of that name are there
    bool lacks_owner = false;    // unmet, because the relation or type that it would belong to is
    bool is_temporary = false;   // a temporary object of the script's own or of the session
    bool is_guess = false;       // unmet, but it may come from `source`, which cannot be read
    Deed source = {};
    bool is_of_extension = false;  // whose CREATE EXTENSION `source` is
    bool is_fresh = false;       // a label that cannot be used before the transaction that added it has ended
};

// Something is provided that is there already.
struct Clash {
    std::uint32_t mention;
    Deed made;
    std::optional<Deed> doubt;         // where something unread happened, which may have taken it away
    std::optional<ObjectKind> beside;  // of a table and a type of one name: what is there
};

// An object of somebody else's stays, with another definition or as it was (OR REPLACE, IF NOT EXISTS).
struct TakenOver {
    std::uint32_t mention;
    Provider provider;
};

// Somebody has touched before what the mention touches: it changes that, or reads what he changed.
struct Follow {
    std::uint32_t mention;
    Provider provider;
    bool reads;
};

struct Pass {
    std::vector<Outcome> outcomes;
    std::vector<TakenOver> taken_over;
    std::vector<Clash> clashes;
    std::vector<Follow> follows;  // see follow()
    std::vector<NameId> schemas;  // by position in the reading: where the object stands or would stand

    // By position, of those that go by another name than the one written: the name that the server picks; of the
    // relations that may have a column, the one that has it.
    std::unordered_map<std::uint32_t, std::string> names;
};

// By the name of the extension: what CREATE EXTENSION brings along, with names as its own script has them. An Unread
// tells that it brings more.
using ExtensionMembers = std::unordered_map<std::string, Reading>;

class Simulation {
public:
    explicit Simulation(World world) : world_(world) {}

    // The search_path for the readings that follow, "$user" replaced; what a script sets ends with it.
    void set_path(const std::vector<std::string>& path);

    // Must outlive the simulation. Of other extensions no member is known, and functions and types may be theirs.
    void know_extensions(const ExtensionMembers& members) { extensions_ = &members; }

    // Whether a label added to a type of the same transaction can be used in it, as from PostgreSQL 17 on.
    void use_labels_of_new_types(bool can_be_used) { uses_labels_of_new_types_ = can_be_used; }

    // Makes known what migrations provide, before they run. All at once, each with its path, in the order in which they
    // are expected to run. Readings and paths must outlive the simulation.
    struct Announcement {
        const Reading* reading;
        Provider provider;
        const std::vector<std::string>* path;
    };
    void announce(std::vector<Announcement> announcements);

    // From now on passes tell who follows whom.
    void follow() { follows_ = true; }

    Pass run(const Reading& reading, Provider self);

    // What was unread in what the database has is not what makes a plan uncertain.
    void forget_opaque() { opaque_ = {}; }

    std::string_view schema_name(NameId schema) const { return names_.text(schema); }

    // "public.users", "public.users.email", "owner_id_fkey on public.users", "public.f(int4)".
    std::string display(const Mention& mention, NameId schema) const;
    // Likewise, by the name that it really has.
    std::string display(const Mention& mention, const Pass& pass, std::uint32_t position) const;
    // Of a member: the relation or type, "public.users".
    std::string display_owner(const Mention& mention, NameId schema) const;

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
        std::optional<Key> routine = {};  // the last that it made, and which of its signatures
        std::size_t signature = 0;
        std::optional<Key> table = {};  // the first that it names, or the last that it made
        std::optional<Key> type = {};   // the last that it made
        std::optional<Key> kept = {};   // what CREATE TABLE IF NOT EXISTS found there already
        bool surely_kept = false;
        std::string written = {};  // a name that the server chose for a key's index: as written, and as chosen
        std::string chosen = {};
        std::optional<bool> runs_nothing = {};  // it only defines, see simulation_needs.cpp
        const Mention* moved = nullptr;         // Drops with flag moved, waiting for its Provides
    };
    struct Paths {
        std::vector<NameId> now;
        std::vector<std::vector<NameId>> outer;
    };

    // simulation.cpp: the run, and what names mean
    void drop_list();
    void begin_script();
    void end_script();
    void set_current_path(const Mention& mention);
    NameId id(std::string_view name) { return names_.intern(name); }
    Key key(ObjectKind kind, NameId schema, std::string_view name);
    SchemaRange schemas_for(ObjectKind kind, const std::string& schema);
    bool schema_exists(NameId schema);
    NameId creation_schema(ObjectKind kind, const std::string& schema);
    bool is_temporary(NameId schema) const { return schema == temporary_schema_; }
    Deed deed(const Mention& mention) const { return {self_, mention.line}; }
    Found lookup(ObjectKind kind, const std::string& schema, const std::string& name);
    // A relation, or for want of one a type (of an enum label the other way round).
    Found lookup_owner(ObjectKind member, const QualifiedName& name);
    // The object as it was, for those who miss it; null when it never was.
    const Object* last_of_name(ObjectKind kind, const std::string& schema, const std::string& name);
    void stands_in(NameId schema);

    // simulation_offers.cpp
    void find_offers();
    void find_offers_of(const Announcement& announcement, bool members);
    void offer_object(const Mention& mention, const std::string& schema, Provider provider);
    void offer_member(const Mention& mention, Provider provider);
    void offer_extension(const Mention& mention, Provider provider);
    bool schema_is_offered(NameId schema);
    // Visits the keys under which others may have offered what the mention needs, until `visit` says that it is enough.
    template <class Visit>
    void any_offer_key(const Mention& mention, Visit visit);

    // simulation_needs.cpp
    void meet(const Mention& mention);
    Outcome unmet(const Mention& mention, const Deed* dropped);
    template <class Thing>
    Outcome met_by(const Thing& thing, bool is_temporary) const;
    void look_for_providers(const Mention& mention, Outcome& outcome);
    Outcome outcome_of_object(const Mention& mention);
    Outcome outcome_of_routine(const Mention& mention);
    Outcome outcome_of_member(const Mention& mention);
    // Nothing when the owner is not there.
    std::optional<Outcome> outcome_within(const Mention& mention, const QualifiedName& owner);
    bool lists_members(const Object& owner, ObjectKind kind) const;
    bool can_be_call(const Mention& column);
    Found open_table_of_index(const Mention& mention);
    void change_owner(const Mention& mention, Object& owned);
    bool is_copied(const Mention& mention) const;
    Object& suppose(ObjectKind kind, const QualifiedName& name);
    bool runs_now(const Mention& call);
    void note_unread(const Mention& mention);
    OfferKey footprint(const Mention& mention);
    void leave_footprint(const Mention& mention, bool reads);

    // simulation_effects.cpp
    void provide(const Mention& mention);
    static bool keeps_what_is_there(const Mention& mention);
    static bool must_be_new(const Mention& mention);
    static Presence presence_left(const Mention& mention);
    Presence presence_after(const Mention& mention) const;
    bool is_kept(const Mention& mention);
    bool provide_object(const Mention& mention);
    bool keep_object(const Mention& mention, Object& there);
    void provide_extension(const Mention& mention);
    void provide_members_of(const Mention& extension, const Reading& members, std::string_view schema);
    void move_object(const Mention& from, const Mention& to);
    bool went_with_column(const Object& table, std::string_view chosen, std::uint32_t made_at) const;
    std::string free_relation_name(const std::string& written, NameId schema, const Object* table);
    Object* table_of(const Mention& mention);
    // `surely`: it is certain to be there.
    template <class Thing>
    void meets_existing(const Mention& mention, bool surely, Thing& there);
    void meets_type_or_table(const Mention& mention, const Key& key);
    void goes_by(std::string_view name, const std::string& written) {
        if (name != written) pass_.names[position_] = name;
    }
    void drop(const Mention& mention);
    void drop_constructors(const Object& type, Presence left, Deed deed);

    // simulation_members.cpp
    void provide_member(const Mention& mention);
    void provide_columns(const Mention& mention, const Object& owner);
    void move_member(const Mention& from, const Mention& to);
    void drop_member(const Mention& mention);
    NameId free_member_name(const Mention& mention, const Object& owner);

    // simulation_routines.cpp
    // The surest signature that fits, in the first schema that has one.
    Call lookup_routine(const Mention& mention);
    int rank_of(const Signature& signature) const;
    const Deed* last_of_routine(const Mention& mention);
    void note_call(const Mention& call);
    void run_unread(const Signature& routine, Deed place);
    bool matches(const Signature& signature, const Mention& mention);
    bool is_same(const Signature& signature, const Mention& mention);
    bool is_renamed(NameId type, std::uint32_t since);
    void provide_routine(const Mention& mention);
    struct Same {
        Signature* signature;
        bool is_sure;
    };
    Same same_routine(std::vector<Signature>& signatures, const Mention& mention);
    void write_signature(Signature& signature, const Mention& mention, bool is_sure);
    void move_routine(const Mention& from, const Mention& to);
    void drop_routine(const Mention& mention);

    World world_;
    Names names_;
    const NameId no_schema_ = names_.intern("");
    const NameId temporary_schema_ = names_.intern("pg_temp");
    const NameId system_schema_ = names_.intern("pg_catalog");
    SchemaState state_;
    bool knows_schemas_ = false;
    bool uses_labels_of_new_types_ = true;
    const ExtensionMembers* extensions_ = nullptr;
    std::unordered_map<NameId, std::uint32_t> renamed_types_;  // when
    std::vector<NameId> caller_path_;
    Paths paths_;
    bool follows_ = false;
    Footprints footprints_;
    OpaquePlaces opaque_;
    std::vector<UnreadList> unread_;  // what routines may provide, unread

    bool session_has_temporary_ = false;

    std::vector<Announcement> announcements_;
    bool knows_offers_ = false;
    Offers offers_;

    // Of the run in progress.
    Pass pass_;
    Provider self_ = nobody;
    const Reading* reading_ = nullptr;
    std::uint32_t position_ = 0;
    std::vector<Key> temporary_;
    Statement statement_{};
};

template <class Thing>
void Simulation::meets_existing(const Mention& mention, bool surely, Thing& there) {
    const Provider maker = there.made.who;
    if (must_be_new(mention) && surely) pass_.clashes.push_back({position_, there.made, opaque_.last(), {}});
    if (keeps_what_is_there(mention) && maker != self_) pass_.taken_over.push_back({position_, maker});
    there.claimant = self_;
}

}  // namespace strata::core
