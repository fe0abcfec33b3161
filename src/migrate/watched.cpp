#include "migrate/watched.h"

#include "core/mention_text.h"
#include "migrate/applied_table.h"
#include "pg/name_list.h"

namespace strata::migrate {

namespace {

constinit pg::Query select_watched{
    "SELECT m.migration, m.reading, coalesce(a.state, 'pending'), coalesce(a.search_path, ''), "
    "coalesce(a.applied_by, '') FROM migrate.migration m LEFT JOIN migrate.applied a ON a.migration = m.migration "
    "ORDER BY a.position NULLS LAST, m.id"};

}  // namespace

core::InterestSet read_interests(const Home& home) {
    Bookkeeping books(home);
    const pg::Rows rows = books.session().query_latest(select_watched);
    core::InterestSet interests;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows.is_null(i, 1)) continue;
        const std::optional<core::Reading> reading = core::unpack(rows.text(i, 1));
        if (!reading) continue;
        const core::State state = state_of_name(rows.text(i, 2)).value_or(core::State::Pending);
        interests.add({std::string(rows.text(i, 0)), state},
                      pg::schemas_of_path(rows.text(i, 3), std::string(rows.text(i, 4))), *reading);
    }
    return interests;
}

}  // namespace strata::migrate
