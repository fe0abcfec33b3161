#include "migrate/blockers.h"

#include <algorithm>

#include "core/text.h"
#include "migrate/bookkeeping.h"
#include "pg/guard.h"

extern "C" {
#include "utils/backend_status.h"
}

namespace strata::migrate {

namespace {

// Of an idle session `query` is the last one. Without a role it is one of the server's own processes. As the owner of
// our tables, who may see states where the actor may not; the text is for those alone who could see it themselves.
constinit pg::Query activity{
    "SELECT usename::text, nullif(application_name, ''), backend_type, state, "
    "to_char(CASE state WHEN 'active' THEN query_start ELSE state_change END, "
    "'YYYY-MM-DD HH24:MI:SSOF'), "
    "CASE WHEN pg_has_role($2::oid, 'pg_read_all_stats', 'USAGE') OR pg_has_role($2::oid, usesysid, 'USAGE') "
    "THEN nullif(left(btrim(regexp_replace(query, '\\s+', ' ', 'g')), 200), '') END "
    "FROM pg_stat_activity WHERE pid = $1::int"};

constexpr std::string_view running = ", running: ";
constexpr std::string_view last_query = ", its last query: ";

std::string of_whom(const pg::Rows& rows) {
    const std::optional<std::string> role = rows.optional_text(0, 0);
    if (!role) return core::concat(" (", rows.optional_text(0, 2).value_or("unknown"), ")");
    std::string text = core::concat(" of role ", core::quoted(*role));
    if (const auto application = rows.optional_text(0, 1))
        text += core::concat(" (application ", core::quoted(*application), ")");
    return text;
}

std::string what_it_does(const pg::Rows& rows) {
    const std::optional<std::string> state = rows.optional_text(0, 3);
    const std::optional<std::string> since = rows.optional_text(0, 4);
    if (!state || !since) return ".";
    std::string text = core::concat(" has been ", *state, " since ", *since);
    const std::optional<std::string> query = rows.optional_text(0, 5);
    if (!query) return text + '.';
    return text + core::concat(*state == "active" ? running : last_query, *query);
}

std::string describe(Bookkeeping& books, const Actor& actor, int pid) {
    if (pid == 0) return "A prepared transaction (see pg_prepared_xacts) holds it.";
    pg::Parameters parameters;
    parameters.add(static_cast<std::int64_t>(pid)).add_oid(actor.identity.current);
    const pg::Rows rows = books.session().query(activity, std::move(parameters));
    if (rows.empty()) return core::concat("Process ", pid, " has ended since.");
    return core::concat("Process ", pid, of_whom(rows), what_it_does(rows));
}

// What the transaction has seen of other sessions before would be shown again.
void forget_activity_seen() {
    pg::call([] { pgstat_clear_backend_activity_snapshot(); });
}

}  // namespace

std::vector<std::string> describe_blockers(const Actor& actor, const engine::Blockers& blockers) {
    std::vector<std::string> lines;
    if (blockers.count == 0) return lines;
    forget_activity_seen();
    Bookkeeping books(actor);
    const int kept = std::min(blockers.count, engine::Blockers::most);
    for (int i = 0; i < kept; ++i) lines.push_back(describe(books, actor, blockers.pids[i]));
    if (blockers.count > kept)
        lines.push_back(core::concat("And ", core::counted(static_cast<std::size_t>(blockers.count - kept), "more process",
                                                           "more processes"), "."));
    return lines;
}

std::string without_queries(std::string_view lines) {
    std::vector<std::string> kept;
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        const std::string_view line = lines.substr(0, end);
        const std::size_t query = std::min(line.find(running), line.find(last_query));
        kept.push_back(query == line.npos ? std::string(line) : core::concat(line.substr(0, query), '.'));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return core::join(kept, "\n");
}

}  // namespace strata::migrate
