#include "migrate/history.h"

#include "core/text.h"
#include "migrate/one_migration.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

std::vector<pg::Cell> history_row(const ChainedEntry& chained) {
    const core::HistoryEntry& entry = chained.entry;
    return {entry.id, pg::Cell::timestamp(entry.at), entry.migration, entry.action, entry.outcome, entry.sqlstate,
            entry.message, entry.detail, entry.hint, entry.context, entry.line, entry.col, entry.statement_no, entry.statement,
            entry.notices, entry.duration_us ? pg::Cell::interval(*entry.duration_us) : pg::Cell(), entry.run_as,
            entry.logged_in_as, entry.application_name, entry.client_addr, entry.checksum, entry.reason,
            entry.run, entry.prev_digest, chained.digest};
}

// A migration that is no longer registered has its history all the same.
std::vector<ChainedEntry> history_of(const Actor& who, const HistoryChoice& choice) {
    std::vector<ChainedEntry> entries = read_history(who, choice);
    if (!choice.migration || !entries.empty()) return entries;
    return read_history(who, {find_migration(who, choice.migration).migration, choice.run});
}

std::string complaint_about(const ChainedEntry& chained, std::int64_t expected_id,
                            const std::optional<std::string>& expected_previous) {
    std::vector<std::string> complaints;
    if (chained.entry.id != expected_id)
        complaints.push_back(core::concat("entry ", expected_id, " is missing before this one"));
    if (chained.entry.prev_digest != expected_previous)
        complaints.push_back("its prev_digest is not the digest of the entry before");
    if (digest_of(chained.entry) != chained.digest)
        complaints.push_back("its digest is not that of its contents: it was changed");
    return core::join(complaints, "; ");
}

ChainLink check_head(const Head& head, std::int64_t last_id, const std::optional<std::string>& last_digest) {
    if (head.id != last_id)
        return {std::nullopt, false,
                core::concat("the head says that entry ", head.id, " is the latest, but it is ", last_id)};
    if (head.digest != last_digest)
        return {std::nullopt, false, core::concat("the head's digest is not that of entry ", last_id)};
    return {std::nullopt, true, "the head is the latest entry"};
}

ChainLink check_kept(const std::vector<ChainedEntry>& entries, const std::string& kept) {
    for (const ChainedEntry& chained : entries)
        if (chained.digest == kept)
            return {chained.entry.id, true,
                    core::concat("the digest kept elsewhere is that of entry ", chained.entry.id)};
    return {std::nullopt, false, core::concat("the digest kept elsewhere, ", kept, ", is not on the chain")};
}

}  // namespace

std::vector<ChainLink> check_chain(const Actor& actor, const std::optional<std::string>& kept_head) {
    const std::vector<ChainedEntry> entries = read_history(actor, {});
    std::vector<ChainLink> links;
    std::int64_t last_id = 0;
    std::optional<std::string> last_digest;
    for (const ChainedEntry& chained : entries) {
        const std::string complaint = complaint_about(chained, last_id + 1, last_digest);
        links.push_back({chained.entry.id, complaint.empty(), complaint});
        last_id = chained.entry.id;
        last_digest = chained.digest;
    }
    links.push_back(check_head(read_head(actor), last_id, last_digest));
    if (kept_head) links.push_back(check_kept(entries, *kept_head));
    return links;
}

Datum migrate_history(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_history");
    const std::vector<ChainedEntry> entries = history_of(who, {arguments.text(0), arguments.integer(1)});
    pg::RowSet rows(arguments.fcinfo());
    for (const ChainedEntry& chained : entries) rows.add(history_row(chained));
    return Datum{0};
}

Datum migrate_verify_history(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_verify_history");
    pg::RowSet rows(arguments.fcinfo());
    for (const ChainLink& link : check_chain(who, arguments.text(0)))
        rows.add({link.id, link.ok, link.detail.empty() ? pg::Cell() : pg::Cell(link.detail)});
    return Datum{0};
}

}  // namespace strata::migrate
