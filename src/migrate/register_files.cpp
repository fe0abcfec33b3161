#include "migrate/register_files.h"

#include <set>

#include "core/directory.h"
#include "core/resolve.h"
#include "core/text.h"
#include "migrate/raise.h"
#include "migrate/register.h"
#include "pg/database_encoding.h"
#include "pg/file_tree.h"
#include "pg/rowset.h"
#include "pg/subtransaction.h"

namespace strata::migrate {

namespace {

struct Row {
    std::string migration;
    std::string action;
    std::vector<std::string> files;
    std::optional<std::string> error;
    int line = 0;
};

// One cell is all that the user sees.
std::string as_one_text(std::string_view message, std::string_view detail, std::string_view hint) {
    std::string text(message);
    if (!detail.empty()) text += core::concat(". ", detail);
    if (!hint.empty()) text += core::concat(detail.empty() ? ". " : " ", hint);
    return text;
}

std::string as_one_text(const pg::Error& error) {
    return as_one_text(error.message(), error.detail() != nullptr ? error.detail() : "",
                       error.hint() != nullptr ? error.hint() : "");
}

// Names in headers mean an identifier or what follows its version; what the set does not have, the database may.
std::vector<std::string> resolve_names(const core::IdentifierIndex& registered, const std::vector<std::string>& names) {
    std::vector<std::string> resolved;
    for (const std::string& name : names) {
        const auto found = registered.find_by_name(name);
        const bool known = found.ok() && found->has_value();
        resolved.push_back(known ? registered.identifiers()[**found] : name);
    }
    return resolved;
}

// With replace an absent part is removed: the files are the whole truth.
Registration registration_of(const core::LoadedMigration& loaded, const core::IdentifierIndex& registered,
                             bool replace) {
    Registration given;
    given.migration = loaded.identifier;
    given.up = loaded.up;
    given.down = loaded.down.value_or("");
    given.verify = loaded.verify.value_or("");
    given.requirements = resolve_names(registered, loaded.requirements);
    given.conflicts = resolve_names(registered, loaded.conflicts);
    if (given.requirements.empty()) given.requirements.push_back("");
    if (given.conflicts.empty()) given.conflicts.push_back("");
    given.description = loaded.description;
    given.run_options = no_run_options();
    given.replace = replace;
    return given;
}

bool is_fault_of_the_files(const pg::Error& error) {
    const int category = ERRCODE_TO_CATEGORY(error.sqlstate());
    return category != ERRCODE_OPERATOR_INTERVENTION && category != ERRCODE_INSUFFICIENT_RESOURCES &&
           !error.out_of_memory();
}

Row register_one(Writer& writer, const sqlread::OwnNames& own, const Registration& given,
                 const core::LoadedMigration& loaded) {
    const Head before = writer.head();
    pg::Subtransaction attempt;
    try {
        const RegistrationResult result = register_migration(writer, own, given);
        attempt.commit();
        return {loaded.identifier, result.action, loaded.files, std::nullopt, 0};
    } catch (const pg::Error& error) {
        if (!is_fault_of_the_files(error)) throw;
        attempt.rollback();
        writer.take_back_to(before);
        return {loaded.identifier, "refused", loaded.files, as_one_text(error), error.place().line};
    }
}

std::vector<Row> faults_only(const core::LoadedDirectory& directory) {
    std::vector<Row> rows;
    for (const core::FileFault& fault : directory.faults)
        rows.push_back({fault.migration, "refused", {fault.path},
                        as_one_text(fault.fault.message, fault.fault.detail, fault.fault.hint), fault.fault.line});
    return rows;
}

// Their rows are there already; reading their scripts as well would only repeat the faults.
std::set<std::string> faulty_migrations(const core::LoadedDirectory& directory) {
    std::set<std::string> identifiers;
    for (const core::FileFault& fault : directory.faults) identifiers.insert(fault.migration);
    return identifiers;
}

bool any_refused(const std::vector<Row>& rows) {
    for (const Row& row : rows)
        if (row.error) return true;
    return false;
}

// One subtransaction around all of them: a fault anywhere undoes every registration.
std::vector<Row> register_all(Writer& writer, const core::LoadedDirectory& directory, bool replace) {
    std::vector<Row> rows = faults_only(directory);
    const core::IdentifierIndex registered(registered_identifiers(writer.actor()));
    const sqlread::OwnNames own = own_names();
    const std::set<std::string> faulty = faulty_migrations(directory);
    const Head before = writer.head();
    pg::Subtransaction all;
    for (const core::LoadedMigration& loaded : directory.migrations)
        if (faulty.count(loaded.identifier) == 0)
            rows.push_back(register_one(writer, own, registration_of(loaded, registered, replace), loaded));
    if (!any_refused(rows)) {
        all.commit();
        return rows;
    }
    all.rollback();
    writer.take_back_to(before);
    for (Row& row : rows)
        if (!row.error) row.action = "none";
    return rows;
}

void register_set(const pg::Arguments& arguments, const Actor& who, std::vector<core::File> files, bool replace) {
    pg::RowSet result(arguments.fcinfo());
    Writer writer(who, Work::Register);
    const auto encoding =
        pg::database_is_utf8() ? core::ContentEncoding::Utf8 : core::ContentEncoding::Other;
    const std::vector<Row> rows = register_all(writer, core::load_directory(files, encoding), replace);
    writer.finish();
    for (const Row& row : rows)
        result.add({row.migration.empty() ? pg::Cell() : pg::Cell(row.migration), row.action, row.files, row.error,
                    row.line == 0 ? pg::Cell() : pg::Cell(row.line)});
    if (rows.empty()) result.add({pg::Cell(), "none", std::vector<std::string>(), pg::Cell(), pg::Cell()});
}

}  // namespace

Datum migrate_register_directory(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_register_directory", Level::Author);
    if (!pg::can_read_server_files(who.identity.current))
        pg::raise({"42501", "permission denied to read files on the server",
                   "Only roles with the rights of \"pg_read_server_files\" may register a directory.",
                   "From a client: pg_strata_load DIRECTORY | psql."});
    const std::optional<std::string> path = arguments.text(0);
    if (!path || path->empty())
        raise({core::Condition::DirectoryRefused, "the path of the directory must not be empty"});
    std::vector<core::File> files;
    for (pg::TreeFile& file : pg::read_file_tree(*path, ".sql", 2))
        files.push_back({std::move(file.path), std::move(file.content)});
    register_set(arguments, who, std::move(files), arguments.flag(1));
    return Datum{0};
}

Datum migrate_register_files(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_register_files", Level::Author);
    if (!arguments.texts(0) || !arguments.texts(1))
        raise({core::Condition::ContradictoryArguments, "paths and contents must not be null"});
    const std::vector<std::string> paths = *arguments.texts(0);
    const std::vector<std::string> contents = *arguments.texts(1);
    if (paths.size() != contents.size())
        raise({core::Condition::ContradictoryArguments, "paths and contents must have the same number of elements"});
    std::vector<core::File> files;
    for (std::size_t i = 0; i < paths.size(); ++i) files.push_back({paths[i], contents[i]});
    register_set(arguments, who, std::move(files), arguments.flag(2));
    return Datum{0};
}

}  // namespace strata::migrate
