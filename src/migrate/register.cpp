#include "migrate/register.h"

#include <algorithm>

#include "core/text.h"
#include "engine/script_run.h"
#include "migrate/applied_table.h"
#include "migrate/approval_table.h"
#include "migrate/options.h"
#include "migrate/partial_table.h"
#include "migrate/raise.h"
#include "migrate/readings.h"
#include "pg/database_encoding.h"
#include "pg/digest.h"
#include "pg/memory.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

void refuse_unusable(const Registration& given, const std::optional<Registered>& known) {
    if (given.migration.empty())
        raise({core::Condition::InvalidMigration, "a migration's identifier must not be empty", "",
               "Usually it is VERSION_name, such as '003_create_messages'."});
    const bool keeps = !given.up && known && given.replace;
    if (!keeps && given.up.value_or("").empty())
        raise({core::Condition::InvalidMigration,
               core::concat("the up script of migration ", core::quoted(given.migration), " must not be empty"), "",
               known ? "With replace => true, what is not given stays as it is." : ""});
}

std::optional<std::string> merge(const std::optional<std::string>& given, const std::optional<std::string>& known) {
    if (!given) return known;
    if (given->empty()) return std::nullopt;
    return given;
}

std::vector<std::string> without_empty(const std::vector<std::string>& items) {
    std::vector<std::string> kept;
    for (const std::string& item : items)
        if (!item.empty()) kept.push_back(item);
    return kept;
}

std::vector<std::string> merge(const std::vector<std::string>& given, const std::vector<std::string>& known) {
    return given.empty() ? known : without_empty(given);
}

// Where no script holds a backslash the settings make no difference, so neither does the session that registers.
sqlread::Lexing lexing_of(const core::Revision& revision) {
    const std::string all = revision.up + revision.down.value_or("") + revision.verify.value_or("");
    return all.find('\\') == std::string::npos ? sqlread::Lexing{true, "safe_encoding"} : sqlread::Lexing::current();
}

// What the registration would be, before its scripts are read.
Registered intended(const Actor& actor, const Registration& given, const std::optional<Registered>& known) {
    const Registered base = known && given.replace ? *known : Registered{};
    Registered wanted;
    wanted.migration = given.migration;
    wanted.description = merge(given.description, base.description);
    wanted.revision.up = given.up ? *given.up : base.revision.up;
    wanted.revision.down = merge(given.down, base.revision.down);
    wanted.revision.verify = merge(given.verify, base.revision.verify);
    wanted.revision.requirements = merge(given.requirements, base.revision.requirements);
    wanted.revision.conflicts = merge(given.conflicts, base.revision.conflicts);
    wanted.revision.options =
        merge_run_options(given.run_options, base.revision.options.empty() ? "{}" : base.revision.options);
    wanted.revision.migration = given.migration;
    wanted.revision.lexing = lexing_of(wanted.revision).text();
    wanted.registrant = actor.run_as;
    wanted.registrant_oid = actor.identity.current;
    return wanted;
}

core::Revision in_utf8(core::Revision revision) {
    for (std::string* text : {&revision.up, &revision.options, &revision.migration, &revision.lexing})
        *text = pg::to_utf8(*text);
    for (std::optional<std::string>* text : {&revision.down, &revision.verify})
        if (*text) **text = pg::to_utf8(**text);
    for (std::vector<std::string>* texts : {&revision.requirements, &revision.conflicts})
        for (std::string& text : *texts) text = pg::to_utf8(text);
    return revision;
}

void collect_notes(const engine::Script& script, std::vector<std::string>& notes) {
    for (const core::Elision& elision : script.verdict.elided)
        notes.push_back(core::concat(core::name(script.role), " script, ", elision.note));
}

// What keeps the script out of a transaction: a statement, or what the author says.
std::optional<std::string> obstacle_of(const engine::Script& script, core::TransactionMode mode) {
    if (mode == core::TransactionMode::On) return std::nullopt;
    if (!script.verdict.transactional()) return script.verdict.obstacle;
    if (mode == core::TransactionMode::Off) return "a script with transaction: off";
    return std::nullopt;
}

// Parses and judges all scripts and fills what follows from them.
std::vector<std::string> read_scripts(Registered& wanted, const sqlread::OwnNames& own) {
    const pg::MemoryScope memory("pg_strata registration");
    const sqlread::Lexing lexing = sqlread::Lexing::from_text(wanted.revision.lexing);
    std::vector<std::string> notes;
    const engine::Script up =
        engine::prepare_script(wanted.migration, core::ScriptRole::Up, wanted.revision.up, lexing, own);
    require_fitting_header(wanted.migration, core::ScriptRole::Up, wanted.revision.up);
    collect_notes(up, notes);
    if (up.verdict.statements == 0) notes.push_back("the up script holds no statement");
    wanted.obstacle = obstacle_of(up, transaction_mode(wanted.revision, core::ScriptRole::Up));
    wanted.statements = static_cast<std::int64_t>(up.verdict.statements);
    wanted.lock_estimate = up.verdict.locks;
    wanted.text_checksum = pg::sha256_hex(pg::to_utf8(wanted.revision.up));
    wanted.statement_checksum = pg::sha256_hex(up.parsed.canonical);
    wanted.reading = packed_reading(up, lexing);
    if (wanted.revision.down) {
        const engine::Script down =
            engine::prepare_script(wanted.migration, core::ScriptRole::Down, *wanted.revision.down, lexing, own);
        require_fitting_header(wanted.migration, core::ScriptRole::Down, *wanted.revision.down);
        collect_notes(down, notes);
        wanted.down_obstacle = obstacle_of(down, transaction_mode(wanted.revision, core::ScriptRole::Down));
        wanted.down_reading = packed_reading(down, lexing);
    }
    if (wanted.revision.verify)
        collect_notes(engine::prepare_script(wanted.migration, core::ScriptRole::Verify, *wanted.revision.verify,
                                             lexing, own),
                      notes);
    wanted.revision_digest = pg::sha256_hex(core::canonical_revision(in_utf8(wanted.revision)));
    return notes;
}

std::vector<std::string> differences(const Registered& known, const Registered& wanted) {
    std::vector<std::string> parts;
    if (known.revision.up != wanted.revision.up) parts.push_back("up");
    if (known.revision.down != wanted.revision.down) parts.push_back("down");
    if (known.revision.verify != wanted.revision.verify) parts.push_back("verify");
    if (known.revision.requirements != wanted.revision.requirements) parts.push_back("requires");
    if (known.revision.conflicts != wanted.revision.conflicts) parts.push_back("conflicts");
    if (known.revision.options != wanted.revision.options) parts.push_back("options");
    if (known.revision.lexing != wanted.revision.lexing)
        parts.push_back("standard_conforming_strings or backslash_quote");
    if (known.description != wanted.description) parts.push_back("description");
    return parts;
}

bool has_run(const Actor& actor, const std::string& migration) {
    const std::optional<Applied> applied = find_applied(actor, migration);
    return applied && applied->state != core::State::Skipped;
}

std::vector<std::string> statements_of(const Registered& registered) {
    const pg::MemoryScope memory("pg_strata comparison");
    const auto lexing = sqlread::Lexing::from_text(registered.revision.lexing);
    const engine::Script script =
        engine::prepare_script(registered.migration, core::ScriptRole::Up, registered.revision.up, lexing, own_names());
    std::vector<std::string> canonical;
    for (const sqlread::ParsedStatement& statement : script.parsed.statements)
        canonical.push_back(sqlread::scan_tokens(statement.text).canonical);
    return canonical;
}

// Of a script that stopped half-way, only what is not done can change.
void require_same_beginning(const Registered& known, const Registered& wanted, const Partial& partial) {
    const std::vector<std::string> before = statements_of(known);
    const std::vector<std::string> after = statements_of(wanted);
    const auto done = static_cast<std::size_t>(partial.done);
    if (after.size() >= done && std::equal(before.begin(), before.begin() + partial.done, after.begin())) return;
    raise({core::Condition::MigrationFrozen,
           core::concat("the up script of migration ", core::quoted(known.migration),
                        " cannot change up to statement ", done, ": that much is committed"),
           "It stopped half-way. Only what follows can be corrected.",
           core::concat("Keep these statements as they are, or take the migration back: ",
                        core::call_statement("migrate_run_rollback",
                                             std::vector{"migration => " + core::quote_literal(known.migration)}),
                        ".")});
}

// Says how a known migration changes, or raises why it cannot.
std::string change_action(const Actor& actor, const Registered& known, const Registered& wanted, bool replace,
                          const std::vector<std::string>& parts) {
    const std::optional<Partial> partial = find_partial(actor, known.migration);
    if (partial && partial->script == core::ScriptRole::Up) {
        require_same_beginning(known, wanted, *partial);
        if (replace) return "replaced";
    }
    const bool frozen = !partial && has_run(actor, known.migration);
    if (frozen && known.statement_checksum != wanted.statement_checksum)
        raise({core::Condition::MigrationFrozen,
               core::concat("the up script of migration ", core::quoted(known.migration),
                            " cannot change: it has been applied"),
               "Comments and white space may change, statements may not.",
               "Register the change as a migration of its own, or take this one back first: " +
                   core::select_call("migrate_rollback", {"migration => " + core::quote_literal(known.migration)}) +
                   "."});
    if (!replace)
        raise({core::Condition::RegistrationDiffers,
               core::concat("migration ", core::quoted(known.migration), " is registered with other content"),
               core::concat("It differs in: ", core::join(parts, ", "), "."),
               "Pass replace => true to replace what is registered."});
    return frozen ? "amended" : "replaced";
}

// Who replaces one script becomes the registrant of all: the ones that stay must be as trustworthy as if they ran.
void require_trust_in_kept(const Actor& actor, const Registration& given, const Registered& known) {
    const bool keeps = !given.up || (!given.down && known.revision.down) || (!given.verify && known.revision.verify);
    const Provenance provenance{known.migration, known.revision_digest, known.registrant, known.registrant_oid};
    if (!keeps || is_trusted(actor, provenance, nullptr)) return;
    raise({core::Condition::ApprovalRequired,
           core::concat("scripts of migration ", core::quoted(known.migration), " cannot be kept unread"),
           core::concat("They were registered by ", core::quoted(known.registrant), ", and you would answer for them."),
           "Pass all scripts yourself: up, down and verify."});
}

void record(Writer& writer, const RegistrationResult& result, const std::optional<std::string>& reason) {
    core::HistoryEntry entry;
    entry.migration = result.registered.migration;
    entry.action = result.action == "registered" ? "register" : result.action == "replaced" ? "replace" : "amend";
    entry.outcome = "ok";
    entry.message = core::counted(result.registered.statements, "statement", "statements");
    entry.detail = core::concat("revision ", result.registered.revision_digest);
    entry.checksum = result.registered.text_checksum;
    entry.reason = reason;
    writer.append(entry);
}

}  // namespace

RegistrationResult register_migration(Writer& writer, const sqlread::OwnNames& own, const Registration& given) {
    const Actor& actor = writer.actor();
    const std::optional<Registered> known = find_registered(actor, given.migration);
    refuse_unusable(given, known);
    RegistrationResult result{"registered", intended(actor, given, known), ""};
    result.note = core::join(read_scripts(result.registered, own), "\n");
    if (known) {
        const std::vector<std::string> parts = differences(*known, result.registered);
        if (parts.empty()) {
            result.action = "unchanged";
            return result;
        }
        if (given.replace) require_trust_in_kept(actor, given, *known);
        result.action = change_action(actor, *known, result.registered, given.replace, parts);
        update_registered(actor, result.registered);
    } else {
        insert_registered(actor, result.registered);
    }
    record(writer, result, given.reason);
    return result;
}

Datum migrate_register(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_register", Level::Author);
    const Options options(arguments.jsonb(8), with_run_options({"reason"}));
    Registration given;
    given.migration = arguments.text(0).value_or("");
    given.up = arguments.text(1);
    given.down = arguments.text(2);
    given.verify = arguments.text(3);
    given.requirements = arguments.texts(4).value_or(std::vector<std::string>());
    given.conflicts = arguments.texts(5).value_or(std::vector<std::string>());
    given.description = arguments.text(6);
    given.replace = arguments.flag(7);
    given.run_options = run_options(options);
    given.reason = options.text("reason");
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Register);
    const RegistrationResult result = register_migration(writer, own_names(), given);
    writer.finish();
    rows.add({result.registered.migration, result.action, result.registered.text_checksum,
              result.registered.statement_checksum, result.registered.statements, !result.registered.obstacle,
              result.note.empty() ? pg::Cell() : pg::Cell(result.note)});
    return Datum{0};
}

}  // namespace strata::migrate
