#include "migrate/impact_target.h"

#include <algorithm>

#include "core/interest.h"
#include "core/mention_display.h"
#include "core/near_names.h"
#include "core/object_meaning.h"
#include "core/text.h"
#include "migrate/live_catalog.h"
#include "pg/error.h"
#include "pg/name_list.h"
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
    "SELECT m.kind, n.nspname::text, m.name::text FROM pg_depend d CROSS JOIN LATERAL ("
    "SELECT 'relation'::text AS kind, relnamespace AS schema, relname AS name FROM pg_class "
    "WHERE d.classid = 'pg_class'::regclass AND oid = d.objid "
    "UNION ALL SELECT 'type', typnamespace, typname FROM pg_type WHERE d.classid = 'pg_type'::regclass "
    "AND oid = d.objid UNION ALL SELECT 'function', pronamespace, proname FROM pg_proc "
    "WHERE d.classid = 'pg_proc'::regclass AND oid = d.objid) m JOIN pg_namespace n ON n.oid = m.schema "
    "WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = $1 AND d.deptype = 'e'"};

constinit pg::Query select_column_names{
    "SELECT attname::text FROM pg_attribute WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped"};

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

class Finder {
public:
    Finder(const Actor& actor, const core::Sightings& sightings)
        : actor_(actor), sightings_(sightings), path_(pg::schemas_of_path(actor.search_path, actor.run_as)) {}

    // Nothing when there is no such object.
    std::optional<ImpactTarget> find(const core::Meaning& meaning) {
        const std::vector<Candidate> live = live_candidates(meaning);
        if (!core::has_schema(meaning.kind)) return target(meaning, "", live);
        if (!meaning.schema.empty()) return target(meaning, meaning.schema, live);
        for (const std::string& schema : path_)
            if (auto found = target(meaning, schema, live)) return found;
        return std::nullopt;
    }

    // What the caller may have meant, as it would be written.
    std::vector<std::string> near(const core::Meaning& meaning) {
        if (meaning.aspect.member_kind) return near_members(meaning);
        std::vector<std::string> names;
        core::Meaning any_overload = meaning;
        any_overload.aspect.arguments.reset();
        for (const auto& candidate : live_candidates(any_overload))
            if (meaning.aspect.arguments)
                names.push_back(core::concat(core::dotted(candidate.schema, meaning.name), '(',
                                             core::join(candidate.arguments, ", "), ')'));
            else if (meaning.schema != candidate.schema)
                names.push_back(core::dotted(candidate.schema, meaning.name));
        for (const auto thing : sightings_.find_in_any_schema(meaning.kind, meaning.name))
            if (!meaning.aspect.arguments && sightings_.schema(thing) != meaning.schema)
                names.push_back(sightings_.display(thing));
        add_similar(meaning, names);
        return names;
    }

private:
    struct Candidate {
        Address address;
        std::string schema;
        std::vector<std::string> arguments;
    };

    void add_similar(const core::Meaning& meaning, std::vector<std::string>& names) {
        const std::vector<std::string> schemas =
            meaning.schema.empty() ? path_ : std::vector<std::string>{meaning.schema};
        std::vector<std::string> candidates;
        for (const std::string& schema : schemas) {
            for (std::string& name : live_names(actor_, meaning.kind, schema)) candidates.push_back(std::move(name));
            for (const auto thing : sightings_.in_schema(schema))
                if (sightings_.space(thing) == core::space_of(meaning.kind) && !is_index(thing))
                    candidates.emplace_back(sightings_.name(thing));
        }
        for (const std::string& name : core::near_names(meaning.name, candidates))
            names.push_back(core::dotted(meaning.schema, name));
    }

    std::vector<std::string> near_members(const core::Meaning& meaning) {
        core::Meaning owner = meaning;
        owner.aspect = {};
        const std::optional<ImpactTarget> found = find(owner);
        if (!found) return {};
        std::vector<std::string> candidates;
        for (const auto thing : found->things)
            for (const auto& place : sightings_.places(thing)) {
                const core::Mention& mention = sightings_.mention(place);
                if (mention.kind == meaning.aspect.member_kind && mention.bearing == core::Bearing::Provides)
                    candidates.push_back(mention.member);
            }
        if (meaning.aspect.member_kind == ObjectKind::Column)
            for (const Address& relation : found->live.addresses) {
                Bookkeeping books(actor_);
                const pg::Rows rows = books.session().query(select_column_names,
                                                            pg::Parameters().add_oid(relation.object));
                for (std::size_t i = 0; i < rows.size(); ++i) candidates.emplace_back(rows.text(i, 0));
            }
        std::vector<std::string> names;
        for (const std::string& member : core::near_names(meaning.aspect.member, candidates))
            names.push_back(core::concat(core::dotted(meaning.schema, meaning.name), '.', member));
        return names;
    }

    std::vector<Candidate> live_candidates(const core::Meaning& meaning) {
        std::vector<Candidate> candidates;
        pg::Query* query = query_of(meaning.kind);
        if (query == nullptr) return candidates;
        Bookkeeping books(actor_);
        const pg::Rows rows = books.session().query(*query, pg::Parameters().add(std::string_view(meaning.name)));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const bool is_other_overload =
                core::is_routine(meaning.kind) && meaning.aspect.arguments &&
                !core::same_arguments(rows.texts(i, 3), *meaning.aspect.arguments);
            if (is_other_overload) continue;
            candidates.push_back({{rows.oid(i, 0), rows.oid(i, 1), 0}, std::string(rows.text(i, 2)), {}});
            if (core::is_routine(meaning.kind)) candidates.back().arguments = rows.texts(i, 3);
        }
        return candidates;
    }

    std::optional<ImpactTarget> target(const core::Meaning& meaning, const std::string& schema,
                                       const std::vector<Candidate>& live) {
        ImpactTarget target{{meaning.kind, schema, meaning.name, meaning.aspect, {}}, {}};
        for (const Candidate& candidate : live)
            if (candidate.schema == schema) target.live.addresses.push_back(candidate.address);
        if (meaning.aspect.member_kind) narrow(meaning, target.live.addresses);
        const auto thing = sightings_.find(meaning.kind, schema, meaning.name);
        if (is_spoken_of(thing, meaning.aspect)) target.things.push_back(thing);
        if (target.live.addresses.empty() && target.things.empty()) return std::nullopt;
        if (target.live.addresses.empty()) use_former_name(meaning, target);
        add_contents(target);
        return target;
    }

    // Of what a pending migration renames, the database has the old name.
    void use_former_name(const core::Meaning& meaning, ImpactTarget& target) {
        for (const core::QualifiedName& name : sightings_.former_names(target.things.front())) {
            core::Meaning former = meaning;
            former.name = name.name;
            for (const Candidate& candidate : live_candidates(former))
                if (candidate.schema == name.schema) target.live.addresses.push_back(candidate.address);
            if (target.live.addresses.empty()) continue;
            if (meaning.aspect.member_kind) narrow(meaning, target.live.addresses);
            target.live.schema = name.schema;
            target.live.name = name.name;
            return;
        }
    }

    bool is_index(core::Sightings::Thing thing) const {
        return sightings_.maker(thing) >= 0 &&
               sightings_.mention(sightings_.made_at(thing)).kind == ObjectKind::Index;
    }

    bool is_spoken_of(core::Sightings::Thing thing, const core::Aspect& aspect) const {
        if (thing == core::Sightings::nothing) return false;
        const auto& places = sightings_.places(thing);
        return std::any_of(places.begin(), places.end(), [&](const auto& place) {
            const core::Mention& mention = sightings_.mention(place);
            return core::speaks_of(mention, aspect) && (!aspect.member_kind || core::is_member(mention.kind));
        });
    }

    void narrow(const core::Meaning& meaning, std::vector<Address>& addresses) {
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
            for (const auto inside : sightings_.in_schema(target.live.name))
                if (!is_index(inside)) target.things.push_back(inside);
        if (target.live.kind != ObjectKind::Extension) return;
        Bookkeeping books(actor_);
        for (const Address& extension : target.live.addresses) {
            const pg::Rows rows = books.session().query(select_members, pg::Parameters().add_oid(extension.object));
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const ObjectKind kind = core::object_kind_of_name(rows.text(i, 0)).value_or(ObjectKind::Relation);
                const auto thing = sightings_.find(kind, rows.text(i, 1), rows.text(i, 2));
                if (thing != core::Sightings::nothing) target.things.push_back(thing);
            }
        }
    }

    const Actor& actor_;
    const core::Sightings& sightings_;
    std::vector<std::string> path_;
};

[[noreturn]] void raise_unknown(const std::string& text, const core::Meaning& likely, const std::vector<std::string>& near) {
    std::string hint;
    if (!near.empty())
        hint = core::concat("Did you mean ", core::quoted_list({near.data(), std::min<std::size_t>(near.size(), 3)}, "or"),
                            "?");
    pg::raise({likely.sqlstate_when_missing(),
               core::concat("there is no object ", core::quoted(text), ", and no registered migration speaks of one"),
               "", hint});
}

[[noreturn]] void raise_ambiguous(const std::string& text, const std::vector<core::Meaning>& fitting) {
    std::vector<std::string> kinds;
    for (const core::Meaning& meaning : fitting) kinds.emplace_back(meaning.kind_word());
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
    std::vector<core::Meaning> meanings = core::meanings_of(*object);
    if (meanings.empty())
        pg::raise({"42602", core::concat("object ", core::quoted(text), " has too many or too few parts for its kind"),
                   "", ""});
    Finder finder(actor, sightings);
    std::vector<core::Meaning> fitting;
    std::optional<ImpactTarget> found;
    for (const core::Meaning& meaning : meanings)
        if (auto target = finder.find(meaning)) {
            fitting.push_back(meaning);
            found = std::move(target);
        }
    if (fitting.size() > 1) raise_ambiguous(text, fitting);
    if (found) return *std::move(found);
    std::vector<std::string> near;
    const core::Meaning* likely = nullptr;
    for (const core::Meaning& meaning : meanings) {
        if (meaning.kind == ObjectKind::Role && !object->kind) continue;  // of the whole cluster
        for (std::string& name : finder.near(meaning)) {
            if (likely == nullptr) likely = &meaning;
            if (std::find(near.begin(), near.end(), name) == near.end()) near.push_back(std::move(name));
        }
    }
    raise_unknown(text, likely != nullptr ? *likely : meanings.front(), near);
}

}  // namespace strata::migrate
