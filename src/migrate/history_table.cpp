#include "migrate/history_table.h"

#include "pg/database_encoding.h"
#include "pg/digest.h"
#include "pg/clock.h"

extern "C" {
#include "catalog/pg_type.h"
}

namespace strata::migrate {

namespace {

constinit pg::Query lock_head_row{"SELECT id, digest FROM migrate.head WHERE single FOR UPDATE"};

constinit pg::Query create_head{"INSERT INTO migrate.head (single, id) VALUES (true, 0) ON CONFLICT DO NOTHING"};

constinit pg::Query select_head{"SELECT id, digest FROM migrate.head WHERE single"};

constinit pg::Query move_head{"UPDATE migrate.head SET id = $1, digest = $2 WHERE single"};

constinit pg::Query insert_entry{
    "INSERT INTO migrate.history (id, at, migration, action, outcome, sqlstate, message, detail, hint, context, line, "
    "col, statement_no, statement, notices, duration, run_as, logged_in_as, application_name, client_addr, checksum, "
    "reason, run, prev_digest, digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
    "$17, $18, $19, $20::inet, $21, $22, $23, $24, $25)"};

constinit pg::Query select_entries{
    "SELECT id, at, migration, action, outcome, sqlstate, message, detail, hint, context, line::bigint, col::bigint, "
    "statement_no::bigint, statement, notices, duration, run_as, logged_in_as, application_name, host(client_addr), "
    "checksum, reason, run, prev_digest, digest FROM migrate.history "
    "WHERE ($1 IS NULL OR migration = $1) AND ($2 IS NULL OR run = $2) ORDER BY id"};

constinit pg::Query select_attempts{
    "SELECT h.migration, h.at, CASE WHEN h.outcome = 'failed' THEN coalesce(h.message, '') END "
    "FROM (SELECT max(id) AS id FROM migrate.history WHERE action IN ('apply', 'rollback', 'mark', 'baseline') "
    "GROUP BY migration) latest JOIN migrate.history h ON h.id = latest.id"};

std::optional<std::int64_t> optional_number(const pg::Rows& rows, std::size_t row, int column) {
    if (rows.is_null(row, column)) return std::nullopt;
    return rows.number(row, column);
}

pg::Parameters& add_number(pg::Parameters& parameters, const std::optional<std::int64_t>& number) {
    return number ? parameters.add(*number) : parameters.add_null(INT8OID);
}

pg::Parameters row_of(const core::HistoryEntry& entry, const std::string& digest) {
    pg::Parameters row;
    row.add(entry.id).add_timestamp(entry.at).add(entry.migration).add(std::string_view(entry.action));
    row.add(std::string_view(entry.outcome)).add(entry.sqlstate).add(entry.message).add(entry.detail).add(entry.hint);
    row.add(entry.context);
    add_number(row, entry.line);
    add_number(row, entry.col);
    add_number(row, entry.statement_no);
    row.add(entry.statement).add(entry.notices);
    if (entry.duration_us)
        row.add_interval_us(*entry.duration_us);
    else
        row.add_null(INTERVALOID);
    row.add(std::string_view(entry.run_as)).add(std::string_view(entry.logged_in_as)).add(entry.application_name);
    row.add(entry.client_addr).add(entry.checksum).add(entry.reason);
    add_number(row, entry.run);
    row.add(entry.prev_digest).add(std::string_view(digest));
    return row;
}

ChainedEntry entry_of(const pg::Rows& rows, std::size_t row) {
    core::HistoryEntry entry;
    entry.id = rows.number(row, 0);
    entry.at = rows.timestamp(row, 1);
    entry.migration = rows.optional_text(row, 2);
    entry.action = rows.text(row, 3);
    entry.outcome = rows.text(row, 4);
    entry.sqlstate = rows.optional_text(row, 5);
    entry.message = rows.optional_text(row, 6);
    entry.detail = rows.optional_text(row, 7);
    entry.hint = rows.optional_text(row, 8);
    entry.context = rows.optional_text(row, 9);
    entry.line = optional_number(rows, row, 10);
    entry.col = optional_number(rows, row, 11);
    entry.statement_no = optional_number(rows, row, 12);
    entry.statement = rows.optional_text(row, 13);
    entry.notices = rows.texts(row, 14);
    if (!rows.is_null(row, 15)) entry.duration_us = rows.interval_us(row, 15);
    entry.run_as = rows.text(row, 16);
    entry.logged_in_as = rows.text(row, 17);
    entry.application_name = rows.optional_text(row, 18);
    entry.client_addr = rows.optional_text(row, 19);
    entry.checksum = rows.optional_text(row, 20);
    entry.reason = rows.optional_text(row, 21);
    entry.run = optional_number(rows, row, 22);
    entry.prev_digest = rows.optional_text(row, 23);
    return {std::move(entry), std::string(rows.text(row, 24))};
}

core::HistoryEntry in_utf8(core::HistoryEntry entry) {
    using Entry = core::HistoryEntry;
    for (auto field : {&Entry::action, &Entry::outcome, &Entry::run_as, &Entry::logged_in_as})
        entry.*field = pg::to_utf8(entry.*field);
    for (auto field : {&Entry::migration, &Entry::sqlstate, &Entry::message, &Entry::detail, &Entry::hint, &Entry::context,
                       &Entry::statement, &Entry::application_name, &Entry::client_addr, &Entry::checksum,
                       &Entry::reason, &Entry::prev_digest})
        if (entry.*field) entry.*field = pg::to_utf8(*(entry.*field));
    for (std::string& notice : entry.notices) notice = pg::to_utf8(notice);
    return entry;
}

Head head_of(const pg::Rows& rows) {
    if (rows.empty()) return {};
    return {rows.number(0, 0), rows.optional_text(0, 1)};
}

}  // namespace

std::string digest_of(const core::HistoryEntry& entry) {
    return pg::sha256_hex(core::canonical(pg::database_is_utf8() ? entry : in_utf8(entry)));
}

Head lock_head(const Actor& actor) {
    Bookkeeping books(actor);
    const pg::Rows rows = books.session().query(lock_head_row);
    if (rows.empty()) books.session().execute(create_head);
    return head_of(rows);
}

Head read_head(const Actor& actor) {
    Bookkeeping books(actor);
    return head_of(books.session().query(select_head));
}

void append_history(const Actor& actor, Head& head, core::HistoryEntry entry) {
    entry.id = head.id + 1;
    entry.prev_digest = head.digest;
    entry.at = pg::now_unix_us();
    entry.client_addr = actor.client_addr;
    entry.run_as = actor.run_as;
    entry.logged_in_as = actor.logged_in_as;
    entry.application_name = actor.application_name;
    std::string digest = digest_of(entry);
    Bookkeeping(actor).session().execute(insert_entry, row_of(entry, digest));
    head = {entry.id, std::move(digest)};
}

void write_head(const Actor& actor, const Head& head) {
    Bookkeeping(actor).session().execute(move_head, pg::Parameters().add(head.id).add(head.digest));
}

std::vector<ChainedEntry> read_history(const Actor& actor, const HistoryChoice& choice) {
    Bookkeeping books(actor);
    pg::Parameters parameters;
    add_number(parameters.add(choice.migration), choice.run);
    const pg::Rows rows = books.session().query(select_entries, std::move(parameters));
    std::vector<ChainedEntry> entries;
    entries.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) entries.push_back(entry_of(rows, i));
    return entries;
}

std::vector<LastAttempt> last_attempts(const Actor& actor) {
    Bookkeeping books(actor);
    const pg::Rows rows = books.session().query(select_attempts);
    std::vector<LastAttempt> attempts;
    for (std::size_t i = 0; i < rows.size(); ++i)
        attempts.push_back({std::string(rows.text(i, 0)), rows.timestamp(i, 1), rows.optional_text(i, 2)});
    return attempts;
}

}  // namespace strata::migrate
