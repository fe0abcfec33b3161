#include "migrate/impact_target.h"

#include <algorithm>

#include "core/interest.h"
#include "core/mention_display.h"
#include "core/near_names.h"
#include "core/object_text.h"
#include "core/text.h"
#include "migrate/live_catalog.h"
#include "pg/error.h"
#include "pg/search_path.h"
#include "sqlread/type_text.h"

namespace strata::migrate {

namespace {

using core::ObjectKind;

constinit pg::Query select_relation{
    "SELECT 'pg_class'::regclass::oid, c.oid, n.nspname::text FROM pg_class c "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = $1::name AND c.relkind NOT IN ('t', 'c')"};
constinit pg::Query select_type{
    "SELECT 'pg_type'::regclass::oid, t.oid, n.nspname::text FROM pg_type t "
    "JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid "
    "WHERE t.typname = $1::name AND coalesce(c.relkind = 'c', true) AND t.typcategory <> 'A'"};
constinit pg::Query select_routine{
    "SELECT 'pg_proc'::regclass::oid, p.oid, n.nspname::text, "
    "ARRAY (SELECT CASE WHEN e.oid IS NULL THEN t.typname::text ELSE e.typname::text || '[]' END "
    "FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a (type, place) JOIN pg_type t ON t.oid = a.type "
    "LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typsubscript = 'array_subscript_handler'::regproc "
    "ORDER BY a.place) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.proname = $1::name"};
constinit pg::Query select_schema{
    "SELECT 'pg_namespace'::regclass::oid, oid, '' FROM pg_namespace WHERE nspname = $1::name"};
constinit pg::Query select_extension{
    "SELECT 'pg_extension'::regclass::oid, oid, '' FROM pg_extension WHERE extname = $1::name"};
constinit pg::Query select_role{"SELECT 'pg_authid'::regclass::oid, oid, '' FROM pg_roles WHERE rolname = $1::name"};

constinit pg::Query select_column{
    "SELECT 'pg_class'::regclass::oid, attrelid, attnum::bigint FROM pg_attribute "
    "WHERE attrelid = $2 AND attname = $1::name AND attnum > 0 AND NOT attisdropped"};
constinit pg::Query select_constraint{
    "SELECT 'pg_constraint'::regclass::oid, oid, 0::bigint FROM pg_constraint "
    "WHERE conrelid = $2 AND conname = $1::name"};
constinit pg::Query select_trigger{
    "SELECT 'pg_trigger'::regclass::oid, oid, 0::bigint FROM pg_trigger WHERE tgrelid = $2 AND tgname = $1::name"};
constinit pg::Query select_policy{
    "SELECT 'pg_policy'::regclass::oid, oid, 0::bigint FROM pg_policy WHERE polrelid = $2 AND polname = $1::name"};
constinit pg::Query select_rule{
    "SELECT 'pg_rewrite'::regclass::oid, oid, 0::bigint FROM pg_rewrite WHERE ev_class = $2 AND rulename = $1::name"};

constinit pg::Query select_members{
    "SELECT o.type, o.schema, o.name FROM pg_depend d "
    "CROSS JOIN LATERAL pg_identify_object_as_address(d.classid, d.objid, d.objsubid) a "
    "CROSS JOIN LATERAL (SELECT a.type, a.object_names[1] AS schema, a.object_names[2] AS name) o "
    "WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = $1 AND d.deptype = 'e' "
    "AND cardinality(a.object_names) = 2"};

pg::Query* query_of(ObjectKind kind) {
    switch (core::space_of(kind)) {
        case core::Space::Relation: return &select_relation;
        case core::Space::Type: return &select_type;
        case core::Space::Routine: return &select_routine;
        case core::Space::Schema: return &select_schema;
        case core::Space::Extension: return &select_extension;
        case core::Space::Role: return &select_role;
        case core::Space::Other: break;
    }
    return nullptr;
}

pg::Query* query_of_member(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::Column: return &select_column;
        case ObjectKind::Constraint: return &select_constraint;
        case ObjectKind::Trigger: return &select_trigger;
        case ObjectKind::Policy: return &select_policy;
        case ObjectKind::Rule: return &select_rule;
        default: return nullptr;
    }
}

// One way to understand the text.
struct Meaning {
    ObjectKind kind;  // of the object itself, or of the one that the member belongs to
    std::string schema = {};
    std::string name = {};
    core::Aspect aspect = {};

    ObjectKind shown_kind() const { return aspect.member_kind.value_or(kind); }
};

const char* sqlstate_of_missing(ObjectKind kind) {
    if (kind == ObjectKind::Column) return "42703";
    switch (core::space_of(kind)) {
        case core::Space::Relation: return "42P01";
        case core::Space::Routine: return "42883";
        case core::Space::Schema: return "3F000";
        default: return "42704";
    }
}

ObjectKind owner_kind(ObjectKind member) {
    return member == ObjectKind::EnumLabel ? ObjectKind::Type : ObjectKind::Relation;
}

std::optional<Meaning> plain(ObjectKind kind, const core::ObjectText& text) {
    const bool is_qualified = text.names.size() == 2;
    if (text.names.size() > 2 || (is_qualified && !core::has_schema(kind)) || !text.owner.empty()) return std::nullopt;
    Meaning meaning{kind, is_qualified ? text.names.front() : "", text.names.back()};
    if (core::is_routine(kind)) meaning.aspect.arguments = text.arguments;
    return meaning;
}

// `t.c`, or `c on t`.
std::optional<Meaning> member(ObjectKind kind, const core::ObjectText& text) {
    std::vector<std::string> owner = text.owner;
    if (owner.empty()) owner.assign(text.names.begin(), text.names.end() - 1);
    else if (text.names.size() != 1) return std::nullopt;
    if (owner.empty() || owner.size() > 2) return std::nullopt;
    Meaning meaning{owner_kind(kind), owner.size() == 2 ? owner.front() : "", owner.back()};
    meaning.aspect.member_kind = kind;
    meaning.aspect.member = text.names.back();
    return meaning;
}

std::optional<Meaning> meaning_as(ObjectKind kind, const core::ObjectText& text) {
    if (text.arguments && !core::is_routine(kind)) return std::nullopt;
    return core::is_member(kind) ? member(kind, text) : plain(kind, text);
}

std::vector<Meaning> meanings_of(const core::ObjectText& text) {
    constexpr ObjectKind likely[] = {ObjectKind::Relation, ObjectKind::Routine,   ObjectKind::Type,
                                     ObjectKind::Schema,   ObjectKind::Extension, ObjectKind::Role};
    constexpr ObjectKind of_owner[] = {ObjectKind::Constraint, ObjectKind::Trigger, ObjectKind::Policy,
                                       ObjectKind::Rule};
    std::vector<Meaning> meanings;
    const auto add = [&](ObjectKind kind) {
        if (auto meaning = meaning_as(kind, text)) meanings.push_back(*std::move(meaning));
    };
    if (text.kind) {
        add(*text.kind);
        return meanings;
    }
    if (text.owner.empty()) {
        for (const ObjectKind kind : likely) add(kind);
        if (!text.arguments) add(ObjectKind::Column);
    } else {
        for (const ObjectKind kind : of_owner) add(kind);
    }
    return meanings;
}

class Finder {
public:
    Finder(const Actor& actor, const core::Sightings& sightings)
        : actor_(actor), sightings_(sightings), path_(pg::search_path_names(actor.search_path, actor.run_as)) {}

    // Nothing when there is no such object.
    std::optional<ImpactTarget> find(const Meaning& meaning) {
        const std::vector<Candidate> live = live_candidates(meaning);
        if (!core::has_schema(meaning.kind)) return target(meaning, "", live);
        if (!meaning.schema.empty()) return target(meaning, meaning.schema, live);
        for (const std::string& schema : path_)
            if (auto found = target(meaning, schema, live)) return found;
        return std::nullopt;
    }

    // What the caller may have meant, as it would be written.
    std::vector<std::string> near(const Meaning& meaning) {
        if (meaning.aspect.member_kind) return {};
        std::vector<std::string> names;
        for (const auto& candidate : live_candidates(meaning))
            if (meaning.schema != candidate.schema) names.push_back(core::dotted(candidate.schema, meaning.name));
        for (const auto thing : sightings_.find_in_any_schema(meaning.kind, meaning.name))
            if (sightings_.schema(thing) != meaning.schema) names.push_back(sightings_.display(thing));
        const std::vector<std::string> schemas =
            meaning.schema.empty() ? path_ : std::vector<std::string>{meaning.schema};
        std::vector<std::string> candidates;
        for (const std::string& schema : schemas) {
            for (std::string& name : live_names(actor_, meaning.kind, schema)) candidates.push_back(std::move(name));
            for (const auto thing : sightings_.in_schema(schema))
                if (sightings_.space(thing) == core::space_of(meaning.kind))
                    candidates.emplace_back(sightings_.name(thing));
        }
        for (const std::string& name : core::near_names(meaning.name, candidates))
            names.push_back(core::dotted(meaning.schema, name));
        return names;
    }

private:
    struct Candidate {
        Address address;
        std::string schema;
    };

    std::vector<Candidate> live_candidates(const Meaning& meaning) {
        std::vector<Candidate> candidates;
        pg::Query* query = query_of(meaning.kind);
        if (query == nullptr) return candidates;
        Bookkeeping books(actor_);
        const pg::Rows rows = books.session().query(*query, pg::Parameters().add(std::string_view(meaning.name)));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const bool is_other_overload =
                core::is_routine(meaning.kind) && meaning.aspect.arguments &&
                !core::same_arguments(rows.texts(i, 3), *meaning.aspect.arguments);
            if (!is_other_overload)
                candidates.push_back({{rows.oid(i, 0), rows.oid(i, 1), 0}, std::string(rows.text(i, 2))});
        }
        return candidates;
    }

    std::optional<ImpactTarget> target(const Meaning& meaning, const std::string& schema,
                                       const std::vector<Candidate>& live) {
        ImpactTarget target{{meaning.kind, schema, meaning.name, meaning.aspect, {}}, {}};
        for (const Candidate& candidate : live)
            if (candidate.schema == schema) target.live.addresses.push_back(candidate.address);
        if (meaning.aspect.member_kind) narrow(meaning, target.live.addresses);
        const auto thing = sightings_.find(meaning.kind, schema, meaning.name);
        if (is_spoken_of(thing, meaning.aspect)) target.things.push_back(thing);
        if (target.live.addresses.empty() && target.things.empty()) return std::nullopt;
        add_contents(target);
        return target;
    }

    bool is_spoken_of(core::Sightings::Thing thing, const core::Aspect& aspect) const {
        if (thing == core::Sightings::nothing) return false;
        const auto& places = sightings_.places(thing);
        return std::any_of(places.begin(), places.end(), [&](const auto& place) {
            const core::Mention& mention = sightings_.mention(place);
            return core::speaks_of(mention, aspect) && (!aspect.member_kind || core::is_member(mention.kind));
        });
    }

    void narrow(const Meaning& meaning, std::vector<Address>& addresses) {
        std::vector<Address> members;
        pg::Query* query = query_of_member(*meaning.aspect.member_kind);
        Bookkeeping books(actor_);
        for (const Address& owner : addresses) {
            if (query == nullptr) break;
            const pg::Rows rows = books.session().query(
                *query, pg::Parameters().add(std::string_view(meaning.aspect.member)).add_oid(owner.object));
            for (std::size_t i = 0; i < rows.size(); ++i)
                members.push_back({rows.oid(i, 0), rows.oid(i, 1), rows.number(i, 2)});
        }
        addresses = std::move(members);
    }

    // Whoever speaks of what is in a schema depends on the schema; likewise with the members of an extension.
    void add_contents(ImpactTarget& target) {
        if (target.live.kind == ObjectKind::Schema)
            for (const auto inside : sightings_.in_schema(target.live.name)) target.things.push_back(inside);
        if (target.live.kind != ObjectKind::Extension) return;
        Bookkeeping books(actor_);
        for (const Address& extension : target.live.addresses) {
            const pg::Rows rows = books.session().query(select_members, pg::Parameters().add_oid(extension.object));
            for (std::size_t i = 0; i < rows.size(); ++i) {
                ObjectKind kind = ObjectKind::Relation;
                if (rows.text(i, 0) == "type") kind = ObjectKind::Type;
                if (rows.text(i, 0) == "function" || rows.text(i, 0) == "procedure") kind = ObjectKind::Routine;
                const auto thing = sightings_.find(kind, std::string(rows.text(i, 1)), std::string(rows.text(i, 2)));
                if (thing != core::Sightings::nothing) target.things.push_back(thing);
            }
        }
    }

    const Actor& actor_;
    const core::Sightings& sightings_;
    std::vector<std::string> path_;
};

[[noreturn]] void raise_unknown(const std::string& text, const Meaning& likely, const std::vector<std::string>& near) {
    std::string hint;
    if (!near.empty())
        hint = core::concat("Did you mean ", core::quoted_list({near.data(), std::min<std::size_t>(near.size(), 3)}, "or"),
                            "?");
    pg::raise({sqlstate_of_missing(likely.shown_kind()),
               core::concat("there is no object ", core::quoted(text), ", and no registered migration speaks of one"),
               "", hint});
}

[[noreturn]] void raise_ambiguous(const std::string& text, const std::vector<Meaning>& fitting) {
    std::vector<std::string> kinds;
    for (const Meaning& meaning : fitting) kinds.emplace_back(core::name(meaning.shown_kind()));
    pg::raise({"42P09", core::concat("object ", core::quoted(text), " is ambiguous"),
               core::concat("It can be a ", core::human_list(kinds, "or"), "."),
               core::concat("Write the kind before the name, as in ", core::quoted(kinds.front() + " " + text), ".")});
}

}  // namespace

ImpactTarget find_impact_target(const Actor& actor, const std::string& text, const core::Sightings& sightings) {
    auto object = core::read_object_text(text);
    if (!object)
        pg::raise({"42602", core::concat("object ", core::quoted(text), " is not a name"), "",
                   "Write the name of an object, such as public.users, public.users.email, f(integer) or role admin."});
    if (object->arguments)
        for (std::string& type : *object->arguments) type = sqlread::type_text(type);
    std::vector<Meaning> meanings = meanings_of(*object);
    if (meanings.empty())
        pg::raise({"42602", core::concat("object ", core::quoted(text), " has too many parts or too few for its kind"), "", ""});
    Finder finder(actor, sightings);
    std::vector<Meaning> fitting;
    std::optional<ImpactTarget> found;
    for (const Meaning& meaning : meanings)
        if (auto target = finder.find(meaning)) {
            fitting.push_back(meaning);
            found = std::move(target);
        }
    if (fitting.size() > 1) raise_ambiguous(text, fitting);
    if (found) return *std::move(found);
    std::vector<std::string> near;
    for (const Meaning& meaning : meanings)
        for (std::string& name : finder.near(meaning))
            if (std::find(near.begin(), near.end(), name) == near.end()) near.push_back(std::move(name));
    raise_unknown(text, meanings.front(), near);
}

}  // namespace strata::migrate
