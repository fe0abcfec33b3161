#include "migrate/migration_table.h"

#include "core/text.h"
#include "migrate/raise.h"
#include "pg/database_encoding.h"
#include "pg/digest.h"
#include "sqlread/tokens.h"

namespace strata::migrate {

namespace {

constinit pg::Query select_one{
    "SELECT m.id, m.migration, m.description, u.body, d.body, v.body, m.requires, m.conflicts, m.options::text, "
    "m.obstacle, m.down_obstacle, m.statements::bigint, m.lock_estimate::bigint, m.up_checksum, m.statement_checksum, "
    "m.revision_digest, m.lexing, m.registrant, m.registrant_oid, m.down_checksum, m.verify_checksum, m.reading, "
    "m.down_reading "
    "FROM migrate.migration m LEFT JOIN migrate.script u ON u.checksum = m.up_checksum "
    "LEFT JOIN migrate.script d ON d.checksum = m.down_checksum "
    "LEFT JOIN migrate.script v ON v.checksum = m.verify_checksum WHERE m.migration = $1"};

constinit pg::Query select_identifiers{"SELECT migration FROM migrate.migration ORDER BY id"};

constinit pg::Query keep_script{
    "INSERT INTO migrate.script (checksum, body) VALUES ($1, $2) ON CONFLICT (checksum) DO NOTHING"};

constinit pg::Query insert_one{
    "INSERT INTO migrate.migration (migration, description, up_checksum, down_checksum, verify_checksum, requires, "
    "conflicts, options, obstacle, down_obstacle, statements, lock_estimate, statement_checksum, checksum_version, "
    "revision_digest, lexing, registrant, registrant_oid, reading, down_reading, registered_at, id) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::int, $12::int, $13, $14::int, $15, $16, $17, $18, $19, $20, "
    "clock_timestamp(), (SELECT coalesce(max(id), 0) + 1 FROM migrate.migration))"};

constinit pg::Query update_one{
    "UPDATE migrate.migration SET description = $2, up_checksum = $3, down_checksum = $4, verify_checksum = $5, "
    "requires = $6, conflicts = $7, options = $8, obstacle = $9, down_obstacle = $10, statements = $11::int, "
    "lock_estimate = $12::int, statement_checksum = $13, checksum_version = $14::int, revision_digest = $15, "
    "lexing = $16, registrant = $17, registrant_oid = $18, reading = $19, down_reading = $20, "
    "registered_at = clock_timestamp() WHERE migration = $1"};

constinit pg::Query delete_one{"DELETE FROM migrate.migration WHERE migration = $1"};

// The text's checksum, after the text itself is kept.
std::string keep(Bookkeeping& books, const std::string& text) {
    std::string checksum = pg::sha256_hex(pg::to_utf8(text));
    books.session().execute(keep_script, pg::Parameters().add(std::string_view(checksum)).add(std::string_view(text)));
    return checksum;
}

std::optional<std::string> keep(Bookkeeping& books, const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    return keep(books, *text);
}

void write(const Actor& actor, pg::Query& query, const Registered& row) {
    Bookkeeping books(actor);
    const std::string up = keep(books, row.revision.up);
    const std::optional<std::string> down = keep(books, row.revision.down);
    const std::optional<std::string> verify = keep(books, row.revision.verify);
    pg::Parameters values;
    values.add(std::string_view(row.migration)).add(row.description).add(std::string_view(up)).add(down).add(verify);
    values.add(row.revision.requirements).add(row.revision.conflicts).add_jsonb(row.revision.options);
    values.add(row.obstacle).add(row.down_obstacle).add(row.statements).add(row.lock_estimate);
    values.add(std::string_view(row.statement_checksum));
    values.add(static_cast<std::int64_t>(sqlread::token_form_version));
    values.add(std::string_view(row.revision_digest)).add(std::string_view(row.revision.lexing));
    values.add(std::string_view(row.registrant)).add_oid(row.registrant_oid);
    values.add(std::string_view(row.reading)).add(row.down_reading);
    books.session().execute(query, std::move(values));
}

void require_checksum(const std::string& migration, const char* script, const std::optional<std::string>& text,
                      const std::optional<std::string>& checksum) {
    if (text ? pg::sha256_hex(pg::to_utf8(*text)) == checksum : !checksum) return;
    raise({core::Condition::HistoryBroken,
           core::concat("the ", script, " script of migration ", core::quoted(migration),
                        " does not have its recorded checksum"),
           "Its text was changed in table migrate.script without migrate_register().",
           "Put the registered text back."});
}

}  // namespace

std::optional<Registered> find_registered(const Actor& actor, const std::string& migration) {
    Bookkeeping books(actor);
    const pg::Rows rows = books.session().query(select_one, pg::Parameters().add(std::string_view(migration)));
    if (rows.empty()) return std::nullopt;
    Registered found;
    found.id = rows.number(0, 0);
    found.migration = rows.text(0, 1);
    found.description = rows.optional_text(0, 2);
    found.revision.up = rows.optional_text(0, 3).value_or("");
    found.revision.down = rows.optional_text(0, 4);
    found.revision.verify = rows.optional_text(0, 5);
    found.revision.requirements = rows.texts(0, 6);
    found.revision.conflicts = rows.texts(0, 7);
    found.revision.options = rows.text(0, 8);
    found.revision.migration = found.migration;
    found.obstacle = rows.optional_text(0, 9);
    found.down_obstacle = rows.optional_text(0, 10);
    found.statements = rows.number(0, 11);
    found.lock_estimate = rows.number(0, 12);
    found.text_checksum = rows.text(0, 13);
    found.statement_checksum = rows.text(0, 14);
    found.revision_digest = rows.text(0, 15);
    found.revision.lexing = rows.text(0, 16);
    found.registrant = rows.text(0, 17);
    found.registrant_oid = rows.oid(0, 18);
    found.reading = rows.text(0, 21);
    found.down_reading = rows.optional_text(0, 22);
    require_checksum(migration, "up", found.revision.up, found.text_checksum);
    require_checksum(migration, "down", found.revision.down, rows.optional_text(0, 19));
    require_checksum(migration, "verify", found.revision.verify, rows.optional_text(0, 20));
    return found;
}

std::vector<std::string> registered_identifiers(const Actor& actor) {
    Bookkeeping books(actor);
    const pg::Rows rows = books.session().query(select_identifiers);
    std::vector<std::string> identifiers;
    identifiers.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) identifiers.emplace_back(rows.text(i, 0));
    return identifiers;
}

void insert_registered(const Actor& actor, const Registered& registered) { write(actor, insert_one, registered); }
void update_registered(const Actor& actor, const Registered& registered) { write(actor, update_one, registered); }

void delete_registered(const Actor& actor, const std::string& migration) {
    Bookkeeping(actor).session().execute(delete_one, pg::Parameters().add(std::string_view(migration)));
}

}  // namespace strata::migrate
