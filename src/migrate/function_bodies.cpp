#include "migrate/function_bodies.h"

#include <algorithm>

#include "migrate/live_catalog.h"
#include "pg/guard.h"
#include "pg/memory.h"
#include "pg/name_list.h"
#include "pg/subtransaction.h"
#include "sqlread/read_script.h"

namespace strata::migrate {

namespace {

constinit pg::Query select_sources{
    "SELECT p.oid, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang "
    "JOIN pg_namespace n ON n.oid = p.pronamespace "
    "WHERE l.lanname IN ('sql', 'plpgsql') AND p.prosqlbody IS NULL AND p.prokind IN ('f', 'p') "
    "AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND p.prosrc ~* $1 "
    "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid "
    "AND d.deptype = 'e') ORDER BY p.oid"};

// Matches what holds one of the names, and perhaps more.
std::string pattern_of(const std::vector<std::string>& names) {
    constexpr std::size_t too_many = 200;
    if (names.size() > too_many) return "";
    std::string pattern;
    for (const std::string& name : names) {
        if (!pattern.empty()) pattern += '|';
        for (const char c : name) {
            const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                  c == '_' || static_cast<unsigned char>(c) >= 0x80;
            if (!is_plain) pattern += '\\';
            pattern += c;
        }
    }
    return pattern;
}

// The lines of a definition before the one that its body begins on.
std::int32_t lines_before_body(const std::string& definition) {
    const std::size_t body = std::min(definition.find("\nAS $"), definition.size() - 1);
    return static_cast<std::int32_t>(std::count(definition.begin(), definition.begin() + body + 1, '\n'));
}

core::Reading reading_of(const std::string& definition) {
    pg::SettingScope settings;
    settings.set("standard_conforming_strings", "on");
    settings.set("client_min_messages", "error");
    return sqlread::read_script(sqlread::parse(definition, {}), {});
}

}  // namespace

FunctionBodies::FunctionBodies(const Actor& actor)
    : actor_(actor), path_(pg::schemas_of_path(actor.search_path, actor.run_as)) {}

std::vector<FunctionBodies::Source> FunctionBodies::sources_with(const std::vector<std::string>& names) {
    std::vector<Source> sources;
    Bookkeeping books(actor_);
    const pg::Rows rows =
        books.session().query(select_sources, pg::Parameters().add(std::string_view(pattern_of(names))));
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (seen_.insert(rows.oid(i, 0)).second)
            sources.push_back({rows.oid(i, 0), std::string(rows.text(i, 1))});
    return sources;
}

void FunctionBodies::read(const Source& source) {
    const pg::MemoryScope memory("pg_strata body");
    pg::Subtransaction attempt;
    try {
        core::Reading reading = reading_of(source.definition);
        const std::int32_t before = lines_before_body(source.definition);
        std::erase_if(reading, [&](const core::Mention& mention) {
            return mention.line <= before && mention.bearing < core::Bearing::Path;
        });
        for (core::Mention& mention : reading) mention.line -= before;
        readings_.push_back(std::move(reading));
        functions_.push_back(source.function);
        attempt.commit();
    } catch (const pg::Error&) {
        attempt.rollback();
    }
}

void FunctionBodies::resolve(std::size_t first) {
    if (first == readings_.size()) return;
    std::vector<const core::Reading*> readings;
    for (std::size_t i = first; i < readings_.size(); ++i) readings.push_back(&readings_[i]);
    core::Simulation simulation(core::World::Closed);
    simulation.run(live_catalog(actor_, readings), core::database);
    simulation.set_path(path_);
    for (std::size_t i = first; i < readings_.size(); ++i) {
        const core::Pass pass = simulation.run(readings_[i], core::database);
        sightings_.add(static_cast<core::Index>(i), readings_[i], pass, simulation);
    }
}

void FunctionBodies::read_those_with(const std::vector<std::string>& names) {
    if (names.empty()) return;
    const std::size_t first = readings_.size();
    for (const Source& source : sources_with(names)) read(source);
    resolve(first);
}

}  // namespace strata::migrate
