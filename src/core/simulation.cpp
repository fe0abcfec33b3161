#include "core/simulation.h"

#include <algorithm>

#include "core/text.h"

namespace strata::core {

namespace {

constexpr std::string_view temporary_schema = "pg_temp";
constexpr std::string_view wildcard = "?";

bool has_schema(ObjectKind kind) noexcept {
    switch (space_of(kind)) {
        case Space::Relation:
        case Space::Type:
        case Space::Routine: return true;
        case Space::Schema:
        case Space::Role:
        case Space::Extension: return false;
        case Space::Other: break;
    }
    switch (kind) {
        case ObjectKind::Operator:
        case ObjectKind::OperatorClass:
        case ObjectKind::OperatorFamily:
        case ObjectKind::Collation:
        case ObjectKind::Conversion:
        case ObjectKind::TextSearchParser:
        case ObjectKind::TextSearchDictionary:
        case ObjectKind::TextSearchTemplate:
        case ObjectKind::TextSearchConfiguration:
        case ObjectKind::Statistics: return true;
        default: return is_member(kind);
    }
}

// "app.t" and "t" can be the same type; what precedes the last dot is not compared.
std::string_view last_part(std::string_view type) { return type.substr(type.rfind('.') + 1); }

bool same_type(std::string_view a, std::string_view b) {
    return a == wildcard || b == wildcard || last_part(a) == last_part(b);
}

std::string dotted(std::string_view schema, std::string_view name) {
    return schema.empty() ? std::string(name) : concat(schema, '.', name);
}

}  // namespace

void Simulation::set_path(const std::vector<std::string>& path) {
    caller_path_.clear();
    for (const auto& schema : path) caller_path_.push_back(id(schema));
    path_ = caller_path_;
}

Pass Simulation::run(const Reading& reading, Provider self) {
    pass_ = {};
    pass_.schemas.assign(reading.size(), id(""));
    self_ = self;
    begin_script();
    for (position_ = 0; position_ < reading.size(); ++position_) {
        const Mention& mention = reading[position_];
        if (mention.statement != statement_.number) statement_ = Statement{.number = mention.statement};
        switch (mention.bearing) {
            case Bearing::Needs:
            case Bearing::Alters: meet(mention); break;
            case Bearing::Drops:
                meet(mention);
                drop(mention);
                break;
            case Bearing::Provides: provide(mention); break;
            default: set_current_path(mention); break;
        }
    }
    end_script();
    return std::move(pass_);
}

void Simulation::begin_script() {
    path_ = caller_path_;
    outer_paths_.clear();
    statement_ = Statement{.number = -1};
}

void Simulation::end_script() {
    for (const Key& key : temporary_)
        if (Object* object = state_.find(key)) state_.drop(*object, Presence::No, nobody, 0);
    temporary_.clear();
}

void Simulation::set_current_path(const Mention& mention) {
    if (mention.bearing == Bearing::LeavePath) {
        if (outer_paths_.empty()) return;
        path_ = std::move(outer_paths_.back());
        outer_paths_.pop_back();
        return;
    }
    if (mention.bearing == Bearing::EnterPath) outer_paths_.push_back(path_);
    if (mention.arguments.empty()) {
        path_ = caller_path_;
        return;
    }
    path_.clear();
    for (const auto& schema : mention.arguments) path_.push_back(id(schema));
}

Key Simulation::key(ObjectKind kind, NameId schema, std::string_view name) {
    const Space space = space_of(kind);
    const NameId where = has_schema(kind) ? schema : id("");
    return {space, space == Space::Other ? kind : ObjectKind::Schema, where, id(name)};
}

std::vector<NameId> Simulation::schemas_for(ObjectKind kind, const std::string& schema) {
    if (!has_schema(kind)) return {id("")};
    if (!schema.empty()) return {id(schema)};
    std::vector<NameId> schemas;
    if (!temporary_.empty() && !is_routine(kind)) schemas.push_back(id(temporary_schema));
    schemas.insert(schemas.end(), path_.begin(), path_.end());
    return schemas;
}

bool Simulation::schema_exists(NameId schema) {
    const Key key{Space::Schema, ObjectKind::Schema, id(""), schema};
    const Object* object = state_.find(key);
    return object != nullptr && object->presence != Presence::No;
}

bool Simulation::is_temporary(NameId schema) const { return names_.text(schema) == temporary_schema; }

NameId Simulation::creation_schema(ObjectKind kind, const std::string& schema) {
    if (!has_schema(kind)) return id("");
    if (!schema.empty()) return id(schema);
    for (const NameId in_path : path_)
        if (schema_exists(in_path)) return in_path;
    return path_.empty() ? id("") : path_.front();
}

Simulation::Found Simulation::lookup(ObjectKind kind, const std::string& schema, const std::string& name) {
    for (const NameId where : schemas_for(kind, schema)) {
        Object* object = state_.find(key(kind, where, name));
        const bool is_there = object != nullptr && object->presence != Presence::No;
        if (is_there) return {object, is_temporary(where)};
    }
    return {nullptr, false};
}

Simulation::Found Simulation::lookup_owner(ObjectKind member, const QualifiedName& name) {
    const ObjectKind first = member == ObjectKind::EnumLabel ? ObjectKind::Type : ObjectKind::Relation;
    const ObjectKind second = first == ObjectKind::Type ? ObjectKind::Relation : ObjectKind::Type;
    const Found found = lookup(first, name.schema, name.name);
    return found.object != nullptr ? found : lookup(second, name.schema, name.name);
}

const Object* Simulation::last_of_name(const Mention& mention) {
    for (const NameId schema : schemas_for(mention.kind, mention.schema))
        if (const Object* object = state_.find(key(mention.kind, schema, mention.name))) return object;
    return nullptr;
}

bool Simulation::matches(const Signature& signature, const Mention& mention) {
    if (mention.has(mention_flag::has_arguments) && signature.has_arguments) {
        if (mention.arguments.size() != signature.arguments.size()) return false;
        for (std::size_t i = 0; i < mention.arguments.size(); ++i)
            if (!same_type(mention.arguments[i], names_.text(signature.arguments[i]))) return false;
        return true;
    }
    if (mention.bearing == Bearing::Provides || mention.most < 0 || signature.most < 0) return true;
    return signature.fewest <= mention.most && mention.most <= signature.most;
}

Simulation::Call Simulation::lookup_routine(const Mention& mention) {
    for (const NameId schema : schemas_for(mention.kind, mention.schema)) {
        Object* object = state_.find(key(mention.kind, schema, mention.name));
        if (object == nullptr) continue;
        Signature* best = nullptr;
        for (Signature& signature : state_.body(*object).signatures)
            if (signature.presence != Presence::No && matches(signature, mention) &&
                (best == nullptr || best->presence < signature.presence))
                best = &signature;
        if (best != nullptr) return {best, object};
    }
    return {nullptr, nullptr};
}

void Simulation::stands_in(NameId schema) {
    if (position_ < pass_.schemas.size()) pass_.schemas[position_] = schema;
}

std::string Simulation::display(const Mention& mention, NameId schema) const {
    const std::string name = dotted(names_.text(schema), mention.name);
    if (mention.kind == ObjectKind::Column) return concat(name, '.', mention.member);
    if (mention.kind == ObjectKind::EnumLabel) return concat(mention.member, " of ", name);
    if (is_member(mention.kind)) return concat(mention.member, " on ", name);
    if (!is_routine(mention.kind) || !mention.has(mention_flag::has_arguments)) return name;
    return concat(name, '(', join(mention.arguments, ", "), ')');
}

}  // namespace strata::core
