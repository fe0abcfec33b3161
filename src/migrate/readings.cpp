#include "migrate/readings.h"

#include "core/mention_text.h"
#include "migrate/migration_table.h"
#include "pg/memory.h"
#include "sqlread/read_script.h"

namespace strata::migrate {

namespace {

constinit pg::Query select_readings{
    "SELECT m.migration, m.reading, m.down_reading FROM migrate.migration m "
    "LEFT JOIN migrate.applied a ON a.migration = m.migration "
    "WHERE CASE $1 WHEN 0 THEN a.state IS NULL OR a.state = 'partial' WHEN 1 THEN a.state IN ('applied', 'partial') "
    "WHEN 2 THEN a.state = 'skipped' ELSE true END"};

core::Reading read(const engine::Script& script, const sqlread::Lexing& lexing) {
    pg::SettingScope settings;
    lexing.apply(settings);
    settings.set("client_min_messages", "error");  // what the parser has to say was said when the script was parsed
    return sqlread::read_script(script.parsed, script.verdict.elided);
}

Readings read_anew(const Actor& actor, const std::string& migration) {
    const pg::MemoryScope memory("pg_strata reading");
    const Registered registered = find_registered(actor, migration).value();
    const auto lexing = sqlread::Lexing::from_text(registered.revision.lexing);
    const sqlread::OwnNames own = own_names();
    const auto read_one = [&](core::ScriptRole role, const std::string& text) {
        return read(engine::prepare_script(migration, role, text, lexing, own), lexing);
    };
    Readings readings;
    readings.up = read_one(core::ScriptRole::Up, registered.revision.up);
    if (registered.revision.down) readings.down = read_one(core::ScriptRole::Down, *registered.revision.down);
    return readings;
}

}  // namespace

std::string packed_reading(const engine::Script& script, const sqlread::Lexing& lexing) {
    return core::pack(read(script, lexing));
}

std::unordered_map<std::string, Readings> stored_readings(const Actor& actor, Which which) {
    std::unordered_map<std::string, Readings> readings;
    std::vector<std::string> outdated;
    {
        Bookkeeping books(actor);
        const pg::Rows rows =
            books.session().query(select_readings, pg::Parameters().add(static_cast<std::int64_t>(which)));
        readings.reserve(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::string migration(rows.text(i, 0));
            std::optional<core::Reading> up = core::unpack(rows.text(i, 1));
            std::optional<core::Reading> down = rows.is_null(i, 2) ? core::Reading() : core::unpack(rows.text(i, 2));
            if (up && down)
                readings.emplace(std::move(migration), Readings{*std::move(up), *std::move(down)});
            else
                outdated.push_back(std::move(migration));
        }
    }
    for (const std::string& migration : outdated) readings.emplace(migration, read_anew(actor, migration));
    return readings;
}

}  // namespace strata::migrate
