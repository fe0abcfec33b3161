#include <algorithm>

#include "core/text.h"
#include "guard/checks.h"
#include "guard/exemption.h"
#include "guard/reliance.h"
#include "pg/guard.h"
#include "pg/spi.h"

extern "C" {
#include "parser/parse_type.h"
}

namespace strata::guard {

using core::ObjectKind;

namespace {

constinit pg::Query select_dropped{
    "SELECT object_type, coalesce(schema_name, ''), coalesce(object_name, ''), address_names, address_args, original, "
    "normal "
    "FROM pg_event_trigger_dropped_objects() WHERE NOT is_temporary"};

struct KindOfType {
    std::string_view type;  // as the server describes it
    ObjectKind kind;
};

constexpr KindOfType kinds_of_types[] = {
    {"table column", ObjectKind::Column},     {"view column", ObjectKind::Column},
    {"foreign table column", ObjectKind::Column},
    {"materialized view column", ObjectKind::Column},
    {"composite type column", ObjectKind::Column},
    {"table constraint", ObjectKind::Constraint}, {"domain constraint", ObjectKind::Constraint},
    {"composite type", ObjectKind::Type},
};

std::optional<ObjectKind> kind_of(std::string_view type) {
    for (const KindOfType& row : kinds_of_types)
        if (row.type == type) return row.kind;
    return core::object_kind_of_name(type);
}

// "integer" as the server shows it, "int4" as scripts are read.
std::string argument_type(const std::string& shown) {
    const char* text = shown.c_str();
    const Oid type = pg::call([&] {
        Oid found = InvalidOid;
        int32 modifier = -1;
#if PG_VERSION_NUM >= 160000
        parseTypeString(text, &found, &modifier, nullptr);
#else
        parseTypeString(text, &found, &modifier, true);
#endif
        return found;
    });
    return OidIsValid(type) ? type_name(type) : std::string("?");
}

std::vector<std::string> argument_types(std::vector<std::string> shown) {
    for (std::string& type : shown) type = argument_type(type);
    return shown;
}

// Of addresses such as {schema,table,column}.
std::optional<Target> target_of_row(const pg::Rows& rows, std::size_t row) {
    const std::optional<ObjectKind> kind = kind_of(rows.text(row, 0));
    if (!kind) return std::nullopt;
    Target target{*kind, std::string(rows.text(row, 1)), std::string(rows.text(row, 2))};
    if (rows.is_null(row, 3)) return target;
    const std::vector<std::string> address = rows.texts(row, 3);
    if (core::is_member(*kind)) {
        if (address.size() < 3) return std::nullopt;
        target = {*kind, address[0], address[1], address[2]};
    } else if (core::is_routine(*kind)) {
        if (address.size() < 2) return std::nullopt;
        target = {*kind, address[0], address[1]};
        target.has_arguments = true;
        target.arguments = argument_types(rows.texts(row, 4));
    } else if (target.name.empty() && !address.empty()) {
        target.name = address.back();
    }
    return target;
}

struct Dropped {
    Target target;
    bool named;      // by the statement itself
    bool automatic;  // a part of something else that went: an index of a table, the default of a column
};

std::vector<Dropped> dropped_now() {
    pg::Session session;
    const pg::Rows rows = session.query(select_dropped);
    std::vector<Dropped> dropped;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (std::optional<Target> target = target_of_row(rows, i))
            dropped.push_back({std::move(*target), rows.flag(i, 5), !rows.flag(i, 5) && !rows.flag(i, 6)});
    return dropped;
}

Finding finding_of(const Dropped& dropped, const Reliance& reliance, const char* command) {
    const Target& target = dropped.target;
    Finding finding;
    finding.condition = core::Condition::MigrationsRelyOnIt;
    finding.message = core::concat("cannot drop ", described(target), " because migrations rely on it");
    finding.passing = core::concat(described(target), " is dropped though migrations rely on it");
    if (!dropped.named) finding.detail = core::concat(command, " takes it along. ");
    finding.detail += told(reliance);
    finding.hint = way_out(reliance);
    finding.word = "dropped";
    finding.target = target;
    finding.migrations = reliance.migrations();
    return finding;
}

}  // namespace

std::vector<Finding> dropped_objects(const Watch& watch, const char* command) {
    std::vector<Finding> findings;
    std::vector<Finding> automatic;
    for (const Dropped& dropped : dropped_now()) {
        const Target& target = dropped.target;
        if (!watch.interests.knows(target.name) || is_exempt(watch, target)) continue;
        const Reliance reliance =
            reliance_on(watch, target, dropped.named ? Members::Count : Members::DoNotCount);
        if (reliance.none()) continue;
        const auto place = dropped.named ? findings.begin() : findings.end();
        if (dropped.automatic)
            automatic.push_back(finding_of(dropped, reliance, command));
        else
            findings.insert(place, finding_of(dropped, reliance, command));
    }
    // Parts need no mention beside the whole.
    return findings.empty() ? automatic : findings;
}

}  // namespace strata::guard
