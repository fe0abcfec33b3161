#include "migrate/live_catalog.h"

#include <unordered_set>

#include "core/schema_state.h"

namespace strata::migrate {

namespace {

using core::Bearing;
using core::Mention;
using core::ObjectKind;

constinit pg::Query select_schemas{
    "SELECT nspname::text FROM pg_namespace WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') "
    "AND nspname NOT LIKE 'pg\\_temp\\_%' AND nspname NOT LIKE 'pg\\_toast\\_temp\\_%'"};

constinit pg::Query select_extensions{"SELECT extname::text FROM pg_extension"};

constinit pg::Query select_roles{"SELECT rolname::text FROM pg_roles WHERE rolname = ANY ($1::name[])"};

// An index with its table, a partition with the one above it; a sequence with the table whose column owns it.
constinit pg::Query select_relations{
    "SELECT n.nspname::text, c.relname::text, c.relkind::text, c.oid, tn.nspname::text, t.relname::text, a.attname::text "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "LEFT JOIN pg_index i ON i.indexrelid = c.oid "
    "LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid "
    "AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') "
    "LEFT JOIN pg_inherits h ON h.inhrelid = c.oid AND c.relispartition AND i.indrelid IS NULL "
    "LEFT JOIN pg_class t ON t.oid = coalesce(i.indrelid, d.refobjid, h.inhparent) "
    "LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace "
    "LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid "
    "WHERE c.relname = ANY ($1::name[]) AND c.relkind <> 't' "
    "AND (n.nspname NOT LIKE 'pg\\_%' OR n.oid = pg_my_temp_schema() "
    "OR n.nspname = 'pg_catalog' AND c.oid >= 16384) "
    "ORDER BY c.relkind IN ('i', 'I', 'S'), c.relispartition, c.relkind <> 'p', c.oid"};

constinit pg::Query select_columns{
    "SELECT attrelid, attname::text FROM pg_attribute WHERE attrelid = ANY ($1) AND attnum > 0 AND NOT attisdropped "
    "ORDER BY attrelid, attnum"};

// Others of their name merge with them: those that came from a parent alone, and NOT NULL.
constinit pg::Query select_constraints{
    "SELECT conrelid, conname::text, contype = 'n' OR (contype = 'c' AND NOT conislocal) "
    "FROM pg_constraint WHERE conrelid = ANY ($1)"};

constinit pg::Query select_domain_constraints{
    "SELECT contypid, conname::text, contype = 'n' FROM pg_constraint WHERE contypid = ANY ($1)"};

constinit pg::Query select_triggers{
    "SELECT tgrelid, tgname::text FROM pg_trigger WHERE tgrelid = ANY ($1) AND NOT tgisinternal"};

constinit pg::Query select_policies{"SELECT polrelid, polname::text FROM pg_policy WHERE polrelid = ANY ($1)"};

// Without the types of arrays, which make way for others of their name.
constinit pg::Query select_types{
    "SELECT n.nspname::text, t.typname::text, t.typtype::text, t.oid, t.typrelid, rn.nspname::text, rt.typname::text "
    "FROM pg_type t LEFT JOIN pg_range r ON r.rngmultitypid = t.oid LEFT JOIN pg_type rt ON rt.oid = r.rngtypid "
    "LEFT JOIN pg_namespace rn ON rn.oid = rt.typnamespace "
    "JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid "
    "LEFT JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid "
    "WHERE t.typname = ANY ($1::name[]) AND (n.nspname NOT LIKE 'pg\\_%' OR n.oid = pg_my_temp_schema()) "
    "AND coalesce(c.relkind = 'c', true) AND e.oid IS NULL ORDER BY t.typtype = 'm'"};

constinit pg::Query select_labels{
    "SELECT enumtypid, enumlabel::text FROM pg_enum WHERE enumtypid = ANY ($1)"};

// CALL names output arguments too.
constinit pg::Query select_routines{
    "SELECT n.nspname::text, p.proname::text, p.prokind::text, "
    "CASE WHEN p.prokind = 'p' THEN coalesce(cardinality(p.proallargtypes), p.pronargs) ELSE p.pronargs END::bigint, "
    "p.pronargdefaults::bigint, "
    "p.provariadic <> 0, ARRAY (SELECT CASE WHEN e.oid IS NULL THEN t.typname::text ELSE e.typname::text || '[]' END "
    "FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a (type, place) JOIN pg_type t ON t.oid = a.type "
    "LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typsubscript = 'array_subscript_handler'::regproc "
    "ORDER BY a.place), l.lanname IN ('plpgsql', 'sql') "
    "AND p.prosrc ~* '\\m(execute|create|alter|drop)\\M', "
    "l.lanname = 'internal' AND p.prosrc ~ '^(multi)?range_constructor' "
    "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang "
    "WHERE p.proname = ANY ($1::name[]) AND n.nspname NOT IN ('pg_catalog', 'information_schema') "
    "AND (n.nspname NOT LIKE 'pg\\_temp\\_%' OR n.oid = pg_my_temp_schema())"};

constinit pg::Query select_relation_names{
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = $1::name AND c.relkind IN ('r', 'v', 'm', 'f', 'p', 'S')"};
constinit pg::Query select_type_names{
    "SELECT t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
    "WHERE n.nspname = $1::name AND t.typelem = 0"};
constinit pg::Query select_routine_names{
    "SELECT DISTINCT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
    "WHERE n.nspname = $1::name"};
constinit pg::Query select_role_names{"SELECT rolname FROM pg_roles WHERE rolname NOT LIKE 'pg\\_%'"};

constinit pg::Query select_owned{
    "SELECT o.kind, o.schema::text, o.name::text FROM pg_roles r CROSS JOIN LATERAL ("
    "SELECT 'schema'::text AS kind, ''::name AS schema, nspname AS name FROM pg_namespace WHERE nspowner = r.oid "
    "UNION ALL SELECT 'relation', n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relowner = r.oid AND c.relkind IN ('r', 'v', 'm', 'S', 'f', 'p') "
    "UNION ALL SELECT 'type', n.nspname, t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
    "WHERE t.typowner = r.oid AND t.typrelid = 0 AND t.typcategory <> 'A' "
    "UNION ALL SELECT 'function', n.nspname, p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
    "WHERE p.proowner = r.oid) o WHERE r.rolname = $1::name"};

constinit pg::Query select_available_extensions{"SELECT name::text FROM pg_available_extensions"};

std::vector<std::string> first_column(const pg::Rows& rows) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < rows.size(); ++i) values.emplace_back(rows.text(i, 0));
    return values;
}

struct NamedIn {
    std::unordered_set<std::string_view> relations, types, routines, roles;

    void add(const Mention& mention) {
        switch (core::space_of(mention.kind)) {
            case core::Space::Relation:
            case core::Space::Type: add_relation_or_type(mention.name); break;
            case core::Space::Routine:
                routines.insert(mention.name);
                types.insert(mention.name);  // f(x) can be a cast
                break;
            case core::Space::Role: roles.insert(mention.name); break;
            default: break;
        }
        if (!core::is_member(mention.kind)) return;
        add_relation_or_type(mention.name);
        for (const auto& other : mention.or_of) relations.insert(other.name);
        if (mention.kind == ObjectKind::Column) routines.insert(mention.member);  // t.f can be a call
    }

private:
    // A table has a type of its name; LIKE takes a composite type. What belongs to a table follows it.
    void add_relation_or_type(std::string_view name) {
        if (name == last_) return;
        last_ = name;
        relations.insert(name);
        types.insert(name);
    }

    std::string_view last_;
};

std::vector<std::string> listed(const std::unordered_set<std::string_view>& names) {
    return {names.begin(), names.end()};
}

ObjectKind kind_of_relation(std::string_view relkind) {
    switch (relkind.front()) {
        case 'v': return ObjectKind::View;
        case 'm': return ObjectKind::MaterializedView;
        case 'S': return ObjectKind::Sequence;
        case 'i':
        case 'I': return ObjectKind::Index;
        case 'f': return ObjectKind::ForeignTable;
        case 'c': return ObjectKind::Type;
        default: return ObjectKind::Table;
    }
}

// Only the caller's own temporary objects are loaded.
std::string schema_as_written(std::string_view schema) {
    return std::string(schema.starts_with("pg_temp_") ? "pg_temp" : schema);
}

class Loader {
public:
    Loader(const Actor& actor, const NamedIn& named) : books_(actor), named_(named) {}

    core::Reading load() {
        load_plain(select_schemas, {}, ObjectKind::Schema);
        load_plain(select_extensions, {}, ObjectKind::Extension);
        load_plain(select_roles, pg::Parameters().add(listed(named_.roles)), ObjectKind::Role);
        load_relations();
        load_types();
        load_routines();
        return std::move(reading_);
    }

private:
    struct Owner {
        std::string schema;
        std::string name;
    };

    Mention& add(ObjectKind kind, std::string_view schema, std::string_view name) {
        Mention mention;
        mention.bearing = Bearing::Provides;
        mention.kind = kind;
        mention.schema = schema_as_written(schema);
        mention.name = name;
        mention.statement = ++statement_;
        return reading_.emplace_back(std::move(mention));
    }

    void load_plain(pg::Query& query, pg::Parameters parameters, ObjectKind kind) {
        const pg::Rows rows = books_.session().query(query, std::move(parameters));
        for (std::size_t i = 0; i < rows.size(); ++i) add(kind, "", rows.text(i, 0));
    }

    void load_relations() {
        const pg::Rows rows =
            books_.session().query(select_relations, pg::Parameters().add(listed(named_.relations)));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const ObjectKind kind = kind_of_relation(rows.text(i, 2));
            if (kind == ObjectKind::Type) continue;
            Mention& relation = add(kind, rows.text(i, 0), rows.text(i, 1));
            if (!rows.is_null(i, 5))
                relation.origin = {schema_as_written(rows.text(i, 4)), std::string(rows.text(i, 5))};
            relation.origin_member = rows.optional_text(i, 6).value_or(std::string());
            if (kind != ObjectKind::Index && kind != ObjectKind::Sequence) own(rows.oid(i, 3), relation);
        }
        load_members(select_columns, ObjectKind::Column);
        load_members(select_constraints, ObjectKind::Constraint);
        load_members(select_triggers, ObjectKind::Trigger);
        load_members(select_policies, ObjectKind::Policy);
        owners_.clear();
    }

    void load_types() {
        const pg::Rows rows = books_.session().query(select_types, pg::Parameters().add(listed(named_.types)));
        std::unordered_map<Oid, Owner> composites, domains;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            Mention& type = add(rows.text(i, 2) == "d" ? ObjectKind::Domain : ObjectKind::Type, rows.text(i, 0),
                                rows.text(i, 1));
            if (!rows.is_null(i, 6))
                type.origin = {schema_as_written(rows.text(i, 5)), std::string(rows.text(i, 6))};
            if (OidIsValid(rows.oid(i, 4))) composites[rows.oid(i, 4)] = {type.schema, type.name};
            if (rows.text(i, 2) == "d") domains[rows.oid(i, 3)] = {type.schema, type.name};
            if (rows.text(i, 2) == "e") own(rows.oid(i, 3), type);
        }
        load_members(select_labels, ObjectKind::EnumLabel);
        owners_ = std::move(domains);
        load_members(select_domain_constraints, ObjectKind::Constraint);
        owners_ = std::move(composites);
        load_members(select_columns, ObjectKind::Column);
        owners_.clear();
    }

    void own(Oid oid, const Mention& object) { owners_[oid] = {object.schema, object.name}; }

    void load_members(pg::Query& query, ObjectKind kind) {
        if (owners_.empty()) return;
        std::vector<Oid> oids;
        for (const auto& [oid, owner] : owners_) oids.push_back(oid);
        const pg::Rows rows = books_.session().query(query, pg::Parameters().add_oids(oids));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Owner& owner = owners_.at(rows.oid(i, 0));
            Mention& member = add(kind, owner.schema, owner.name);
            member.member = rows.text(i, 1);
            if (kind == ObjectKind::Constraint && rows.flag(i, 2)) member.flags = core::mention_flag::uncertain;
        }
    }

    void load_routines() {
        const pg::Rows rows = books_.session().query(select_routines, pg::Parameters().add(listed(named_.routines)));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const bool is_procedure = rows.text(i, 2) == "p";
            Mention& routine = add(is_procedure ? ObjectKind::Procedure : ObjectKind::Function, rows.text(i, 0),
                                   rows.text(i, 1));
            routine.flags = core::mention_flag::has_arguments;
            routine.arguments = rows.texts(i, 6);
            routine.fewest = static_cast<std::int16_t>(rows.number(i, 3) - rows.number(i, 4));
            routine.most = static_cast<std::int16_t>(rows.flag(i, 5) ? 100 : rows.number(i, 3));
            if (rows.flag(i, 5)) --routine.fewest;
            if (rows.flag(i, 8)) routine.origin = {routine.schema, routine.name};
            if (rows.flag(i, 7)) make_opaque(routine.statement);
        }
    }

    // Its body does what is not read here.
    void make_opaque(std::int32_t statement) {
        Mention unread;
        unread.kind = ObjectKind::Unread;
        unread.strength = core::Strength::Unread;
        unread.flags = core::mention_flag::in_routine;
        unread.statement = statement;
        reading_.push_back(std::move(unread));
    }

    Bookkeeping books_;
    const NamedIn& named_;
    core::Reading reading_;
    std::unordered_map<Oid, Owner> owners_;
    std::int32_t statement_ = 0;
};

}  // namespace

core::Reading live_catalog(const Actor& actor, std::span<const core::Reading* const> readings) {
    NamedIn named;
    for (const core::Reading* reading : readings)
        for (const Mention& mention : *reading) named.add(mention);
    return Loader(actor, named).load();
}

std::vector<std::string> live_names(const Actor& actor, core::ObjectKind kind, const std::string& schema) {
    Bookkeeping books(actor);
    pg::Query* query = nullptr;
    switch (core::space_of(kind)) {
        case core::Space::Relation: query = &select_relation_names; break;
        case core::Space::Type: query = &select_type_names; break;
        case core::Space::Routine: query = &select_routine_names; break;
        case core::Space::Role: query = &select_role_names; break;
        case core::Space::Schema: query = &select_schemas; break;
        default: return {};
    }
    const bool by_schema = kind != core::ObjectKind::Role && kind != core::ObjectKind::Schema;
    const pg::Rows rows = books.session().query(
        *query, by_schema ? pg::Parameters().add(std::string_view(schema)) : pg::Parameters());
    return first_column(rows);
}

std::vector<std::string> available_extensions(const Actor& actor) {
    Bookkeeping books(actor);
    return first_column(books.session().query(select_available_extensions));
}

std::vector<core::OwnedObject> owned_objects(const Actor& actor, const std::string& role) {
    Bookkeeping books(actor);
    const pg::Rows rows = books.session().query(select_owned, pg::Parameters().add(std::string_view(role)));
    std::vector<core::OwnedObject> objects;
    for (std::size_t i = 0; i < rows.size(); ++i)
        objects.push_back({core::object_kind_of_name(rows.text(i, 0)).value_or(ObjectKind::Relation),
                           std::string(rows.text(i, 1)), std::string(rows.text(i, 2))});
    return objects;
}

}  // namespace strata::migrate
