#include "migrate/live_dependents.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "migrate/function_bodies.h"

extern "C" {
#include "catalog/pg_proc.h"
}

namespace strata::migrate {

namespace {

// A view for its rule; hidden are row types, array types, toast tables, triggers of constraints and members of
// extensions, which one passes through.
constinit pg::Query select_dependents{
    "SELECT x.classid, x.objid, x.objsubid::bigint, d.deptype::text, "
    "d.deptype = 'e' OR coalesce(t.typcategory = 'A', false) OR coalesce(tc.relkind <> 'c', false) "
    "OR coalesce(cn.nspname = 'pg_toast', false) OR x.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass) OR coalesce(g.tgisinternal, false) OR coalesce(k.contype = 'n', false), "
    "o.type, o.identity, p.type, p.identity, a.attname::text, "
    "CASE WHEN x.objsubid = 0 THEN coalesce(c.relname, f.proname, t.typname)::text END, "
    "coalesce(cn.nspname, fn.nspname, tn.nspname)::text "
    "FROM unnest($1::oid[], $2::oid[], $3::oid[]) AS r (classid, objid, part) "
    "JOIN pg_depend d ON d.refclassid = r.classid AND d.refobjid = r.objid "
    "AND (r.part = 0 OR d.refobjsubid = r.part::bigint) "
    "LEFT JOIN pg_rewrite v ON d.classid = 'pg_rewrite'::regclass AND v.oid = d.objid AND v.rulename = '_RETURN' "
    "CROSS JOIN LATERAL (SELECT CASE WHEN v.oid IS NULL THEN d.classid ELSE 'pg_class'::regclass END AS classid, "
    "coalesce(v.ev_class, d.objid) AS objid, d.objsubid) x "
    "LEFT JOIN pg_class c ON x.classid = 'pg_class'::regclass AND c.oid = x.objid "
    "LEFT JOIN pg_namespace cn ON cn.oid = c.relnamespace "
    "LEFT JOIN pg_type t ON x.classid = 'pg_type'::regclass AND t.oid = x.objid "
    "LEFT JOIN pg_namespace tn ON tn.oid = t.typnamespace LEFT JOIN pg_class tc ON tc.oid = t.typrelid "
    "LEFT JOIN pg_proc f ON x.classid = 'pg_proc'::regclass AND f.oid = x.objid "
    "LEFT JOIN pg_namespace fn ON fn.oid = f.pronamespace "
    "LEFT JOIN pg_trigger g ON x.classid = 'pg_trigger'::regclass AND g.oid = x.objid "
    "LEFT JOIN pg_constraint k ON x.classid = 'pg_constraint'::regclass AND k.oid = x.objid "
    "LEFT JOIN pg_attribute a ON d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 "
    "AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid "
    "CROSS JOIN LATERAL pg_identify_object(x.classid, x.objid, x.objsubid) o "
    "CROSS JOIN LATERAL pg_identify_object(d.refclassid, d.refobjid, 0) p "
    "WHERE (x.classid, x.objid) <> (d.refclassid, d.refobjid) ORDER BY o.type, o.identity, a.attnum"};

constinit pg::Query select_of_role{
    "SELECT o.type, o.identity, CASE d.deptype WHEN 'o' THEN 'belongs to it' WHEN 'a' THEN 'grants it rights' "
    "WHEN 'r' THEN 'applies to it' ELSE 'names it' END FROM pg_shdepend d "
    "CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) o "
    "WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = $1 "
    "AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) "
    "UNION ALL SELECT 'role', quote_ident(m.rolname), 'is a member of it' FROM pg_auth_members a "
    "JOIN pg_roles m ON m.oid = a.member WHERE a.roleid = $1 ORDER BY 1, 2, 3"};

constinit pg::Query select_functions{
    "SELECT p.oid, o.type, o.identity, n.nspname::text, p.proname::text "
    "FROM unnest($1::oid[]) WITH ORDINALITY AS w (oid, place) JOIN pg_proc p ON p.oid = w.oid "
    "JOIN pg_namespace n ON n.oid = p.pronamespace "
    "CROSS JOIN LATERAL pg_identify_object('pg_proc'::regclass, p.oid, 0) o ORDER BY w.place"};

// Something that bodies can name.
struct Named {
    core::ObjectKind kind;
    std::string schema;
    std::string name;
    core::Aspect aspect;
};

// What one object depends on of another, and how.
struct Tie {
    bool is_part;  // of it: goes with it
    std::string object;
    std::vector<std::string> columns;
};

std::string text_of(const Tie& tie) {
    std::string of;
    if (!tie.columns.empty())
        of = core::concat(tie.columns.size() == 1 ? "column " : "columns ", core::quoted_list(tie.columns, "and", 5),
                          " of ");
    return core::concat(tie.is_part ? "belongs to " : "needs ", of, tie.object);
}

class Search {
public:
    explicit Search(const Actor& actor) : actor_(actor), bodies_(actor) {}

    std::vector<LiveDependent> run(const LiveTarget& target) {
        for (const Address& address : target.addresses) seen_.insert(address);
        std::vector<Address> addresses = target.addresses;
        std::vector<Named> named = {{target.kind, target.schema, target.name, target.aspect}};
        while (!addresses.empty() || !named.empty()) {
            std::vector<Address> further;
            std::vector<Named> further_named;
            if (!addresses.empty()) follow(addresses, further, further_named);
            if (!named.empty()) search_bodies(named, further, further_named);
            addresses = std::move(further);
            named = std::move(further_named);
        }
        return std::move(found_);
    }

private:
    void follow(const std::vector<Address>& from, std::vector<Address>& further, std::vector<Named>& named) {
        std::vector<Oid> catalogs, objects, parts;
        for (const Address& address : from) {
            catalogs.push_back(address.catalog);
            objects.push_back(address.object);
            parts.push_back(static_cast<Oid>(address.part));
        }
        Bookkeeping books(actor_);
        const pg::Rows rows = books.session().query(
            select_dependents, pg::Parameters().add_oids(catalogs).add_oids(objects).add_oids(parts));
        std::map<Address, std::pair<std::size_t, std::vector<Tie>>> shown;
        std::vector<Address> order;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Address address{rows.oid(i, 0), rows.oid(i, 1), rows.number(i, 2)};
            const bool is_new = !seen_.contains(address);
            if (!is_new && !shown.contains(address)) continue;
            if (seen_.insert(address).second) {
                further.push_back(address);
                add_named(rows, i, named);
            }
            if (rows.flag(i, 4) || rows.is_null(i, 6)) continue;
            if (shown.try_emplace(address, i, std::vector<Tie>()).second) order.push_back(address);
            add_tie(rows, i, shown.at(address).second);
        }
        for (const Address& address : order) {
            const auto& [row, ties] = shown.at(address);
            std::vector<std::string> reasons;
            for (const Tie& tie : ties) reasons.push_back(text_of(tie));
            found_.push_back({std::string(rows.text(row, 5)), std::string(rows.text(row, 6)),
                              core::human_list(reasons, "and", 3)});
        }
    }

    static void add_tie(const pg::Rows& rows, std::size_t i, std::vector<Tie>& ties) {
        if (rows.is_null(i, 8)) return;
        const bool is_part = rows.text(i, 3) != "n" && rows.text(i, 3) != "x";
        const std::string object = core::concat(rows.text(i, 7), ' ', core::quoted(rows.text(i, 8)));
        auto tie = std::find_if(ties.begin(), ties.end(), [&](const Tie& known) {
            return known.object == object && known.is_part == is_part;
        });
        if (tie == ties.end()) tie = ties.insert(ties.end(), {is_part, object, {}});
        if (!rows.is_null(i, 9)) tie->columns.emplace_back(rows.text(i, 9));
    }

    static void add_named(const pg::Rows& rows, std::size_t i, std::vector<Named>& named) {
        if (rows.is_null(i, 10) || rows.is_null(i, 5)) return;
        const std::string_view type = rows.text(i, 5);
        core::ObjectKind kind = core::ObjectKind::Relation;
        if (type == "function" || type == "procedure" || type == "aggregate") kind = core::ObjectKind::Routine;
        if (type == "type" || type == "domain") kind = core::ObjectKind::Type;
        if (type == "index" || type.starts_with("toast")) return;
        named.push_back({kind, std::string(rows.text(i, 11)), std::string(rows.text(i, 10)), {}});
    }

    void search_bodies(const std::vector<Named>& named, std::vector<Address>& further, std::vector<Named>& more) {
        std::vector<std::string> names;
        for (const Named& object : named) names.push_back(object.name);
        bodies_.read_those_with(names);
        std::map<std::uint32_t, std::vector<core::Sightings::Place>> places;
        for (const Named& object : named) {
            const auto thing = bodies_.sightings().find(object.kind, object.schema, object.name);
            if (thing == core::Sightings::nothing) continue;
            for (const auto& place : bodies_.sightings().places(thing))
                if (core::speaks_of(bodies_.sightings().mention(place), object.aspect))
                    places[place.script].push_back(place);
        }
        std::vector<Oid> functions;
        std::vector<std::string> reasons;
        for (const auto& [script, of_script] : places) {
            const Address address{ProcedureRelationId, bodies_.function(script), 0};
            if (!seen_.insert(address).second) continue;
            further.push_back(address);
            functions.push_back(address.object);
            reasons.push_back(core::concat("its body ", core::reason_of(bodies_.sightings(), of_script)));
        }
        if (!functions.empty()) add_functions(functions, reasons, more);
    }

    void add_functions(const std::vector<Oid>& functions, const std::vector<std::string>& reasons,
                       std::vector<Named>& more) {
        Bookkeeping books(actor_);
        const pg::Rows rows = books.session().query(select_functions, pg::Parameters().add_oids(functions));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto at = std::find(functions.begin(), functions.end(), rows.oid(i, 0)) - functions.begin();
            found_.push_back({std::string(rows.text(i, 1)), std::string(rows.text(i, 2)), reasons[at]});
            more.push_back({core::ObjectKind::Routine, std::string(rows.text(i, 3)), std::string(rows.text(i, 4)), {}});
        }
    }

    const Actor& actor_;
    FunctionBodies bodies_;
    std::set<Address> seen_;
    std::vector<LiveDependent> found_;
};

}  // namespace

std::vector<LiveDependent> live_dependents(const Actor& actor, const LiveTarget& target) {
    if (target.kind != core::ObjectKind::Role) return Search(actor).run(target);
    std::vector<LiveDependent> found;
    Bookkeeping books(actor);
    for (const Address& role : target.addresses) {
        const pg::Rows rows = books.session().query(select_of_role, pg::Parameters().add_oid(role.object));
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (!rows.is_null(i, 1))
                found.push_back({std::string(rows.text(i, 0)), std::string(rows.text(i, 1)),
                                 std::string(rows.text(i, 2))});
    }
    return found;
}

}  // namespace strata::migrate
