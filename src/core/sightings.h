// Where the scripts of many migrations speak of an object, by whatever name it went at the time.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/catalog.h"
#include "core/inference.h"
#include "core/simulation.h"

namespace strata::core {

class Sightings {
public:
    using Thing = std::uint32_t;  // an object that something was said of
    static constexpr Thing nothing = 0;

    struct Script {
        Index node;
        const Reading* reading;
        std::vector<Thing> things;  // by position; of a member its relation or type; `nothing` for temporary objects
    };
    struct Place {
        std::uint32_t script;
        std::uint32_t position;
    };

    Sightings();

    // In the order in which they ran or would run; `pass` is what the simulation made of the reading, which must outlive
    // this.
    void add(Index node, const Reading& reading, const Pass& pass, const Simulation& simulation);

    // By the name that it has after what was added so far, or for want of that one that it had before.
    Thing find(ObjectKind kind, std::string_view schema, std::string_view name) const;
    std::vector<QualifiedName> former_names(Thing thing) const;
    std::vector<Thing> find_in_any_schema(ObjectKind kind, std::string_view name) const;
    std::vector<Thing> in_schema(std::string_view schema) const;

    const Script& script(std::uint32_t number) const { return scripts_[number]; }
    const Mention& mention(const Place& place) const { return (*scripts_[place.script].reading)[place.position]; }
    const std::vector<Place>& places(Thing thing) const { return things_[thing].places; }

    Space space(Thing thing) const { return things_[thing].key.space; }
    std::string_view schema(Thing thing) const { return names_.text(things_[thing].key.schema); }
    std::string_view name(Thing thing) const { return names_.text(things_[thing].key.name); }
    std::string display(Thing thing) const;           // "public.users"
    std::string described(const Place& place) const;  // `table "public.users"`, by the name it had there
    std::string described(Thing made) const;          // by the name it has; of what has a maker

    // Of what a statement makes: the table that it is a part of, or the object itself.
    Thing whole_of(const Place& made) const;

    // Who made it, perhaps, if it is still there; nobody otherwise.
    Provider maker(Thing thing) const { return things_[thing].made.who; }
    bool is_gone(Thing thing) const { return things_[thing].is_gone; }
    const Place& made_at(Thing thing) const { return things_[thing].made_at; }

    // What a statement makes out of the objects that it names: calls visit(position) for its provides.
    template <class Visit>
    void each_provided_beside(const Place& place, Visit visit) const {
        const Reading& reading = *scripts_[place.script].reading;
        for (const Mention& mention : statement_around(reading, place.position))
            if (mention.bearing == Bearing::Provides)
                visit(Place{place.script, static_cast<std::uint32_t>(&mention - reading.data())});
    }

private:
    struct Known {
        Key key;
        std::vector<Place> places = {};
        Deed made = {};
        Place made_at = {};
        bool is_gone = false;
    };

    Key key(ObjectKind kind, NameId schema, std::string_view name) const;
    Thing thing(const Key& key);
    Thing thing_of(ObjectKind kind, NameId schema, std::string_view name);
    Thing owner_of(ObjectKind member, NameId schema, std::string_view name);
    bool is_known(const Key& key) const { return by_key_.contains(key); }
    void note(const Mention& mention, Thing seen, const Place& place);
    void rename(Thing moved, const Key& to);
    void lose(Thing thing);

    mutable Names names_;
    std::vector<Known> things_;
    std::unordered_map<Key, Thing, KeyHash> by_key_;
    std::unordered_map<Key, Thing, KeyHash> former_;
    std::unordered_map<NameId, std::vector<Thing>> in_schema_;
    std::vector<Script> scripts_;
};

}  // namespace strata::core
