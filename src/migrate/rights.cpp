#include "migrate/rights.h"

#include "core/text.h"
#include "migrate/level.h"
#include "migrate/raise.h"
#include "migrate/writer.h"
#include "pg/grant.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

constinit pg::Query function_signatures{
    "SELECT p.oid::regprocedure::text FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid "
    "WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' "
    "AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'pg_strata') "
    "AND p.proname::text = ANY ($1) ORDER BY 1"};

std::vector<std::string> signatures(pg::Session& session, const std::vector<std::string>& functions) {
    const pg::Rows rows = session.query(function_signatures, pg::Parameters().add(functions));
    std::vector<std::string> found;
    for (std::size_t i = 0; i < rows.size(); ++i) found.emplace_back(rows.text(i, 0));
    return found;
}

std::vector<std::string> qualified(std::vector<std::string> tables) {
    for (std::string& table : tables) table = "migrate." + table;
    return tables;
}

// GRANT EXECUTE, SELECT TO, or REVOKE ALL, ALL FROM: on all that belongs to the level.
void change(pg::Session& session, Level level, const char* on_functions, const char* on_tables,
            const std::string& grantee) {
    pg::execute_grant(core::concat(on_functions, " ON ROUTINE ",
                                   core::join(signatures(session, functions_of(level)), ", "), grantee));
    pg::execute_grant(
        core::concat(on_tables, " ON TABLE ", core::join(qualified(tables_of(level)), ", "), grantee));
}

void revoke_all(pg::Session& session, const std::string& role) {
    const std::string grantee = " FROM " + role;
    for (const Level level : levels) change(session, level, "REVOKE ALL", "REVOKE ALL", grantee);
    pg::execute_grant(core::concat("REVOKE ALL ON SCHEMA migrate", grantee));
}

void grant_up_to(pg::Session& session, Level wanted, const std::string& role) {
    const std::string grantee = " TO " + role;
    pg::execute_grant(core::concat("GRANT USAGE ON SCHEMA migrate", grantee));
    for (const Level level : levels)
        if (level <= wanted) change(session, level, "GRANT EXECUTE", "GRANT SELECT", grantee);
}

Level require_level(const std::optional<std::string>& wanted) {
    if (const std::optional<Level> level = level_of_name(wanted.value_or(""))) return *level;
    std::vector<std::string> names;
    for (const Level level : levels) names.emplace_back(name(level));
    raise({core::Condition::UnknownLevel, core::concat("there is no level ", core::quoted(wanted.value_or(""))), "",
           core::concat("Levels are ", core::quoted_list(names), ".")});
}

std::string require_role(const std::optional<std::string>& role) {
    if (role && pg::find_role(role->c_str())) return *role;
    pg::raise({"42704", core::concat("role ", core::quoted(role.value_or("")), " does not exist"), "", ""});
}

constinit pg::Query extension_owner{"SELECT extowner FROM pg_extension WHERE extname = 'pg_strata'"};

// Whoever owns the tables or the extension is the last way back for all others.
void refuse_owner(const Actor& who, const std::string& role) {
    const Oid oid = pg::find_role(role.c_str()).value_or(InvalidOid);
    pg::Session session;
    if (oid != who.home.owner && oid != session.query(extension_owner).oid(0, 0)) return;
    raise({core::Condition::WrongState,
           core::concat("role ", core::quoted(role), " owns pg_strata and keeps all rights"), "",
           "Grant to other roles, or change the owner first."});
}

void record(Writer& writer, const char* action, const std::string& message) {
    core::HistoryEntry entry;
    entry.action = action;
    entry.outcome = "ok";
    entry.message = message;
    writer.append(entry);
    writer.finish();
}

}  // namespace

Datum migrate_grant(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_grant", Level::Admin);
    const std::string role = require_role(arguments.name(0));
    const Level level = require_level(arguments.text(1));
    refuse_owner(who, role);
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Rights);
    {
        Bookkeeping books(who);
        const std::string grantee = core::quote_identifier(role);
        revoke_all(books.session(), grantee);
        grant_up_to(books.session(), level, grantee);
    }
    record(writer, "grant", core::concat(name(level), " to ", role));
    rows.add({role, name(level), "granted"});
    return Datum{0};
}

Datum migrate_revoke(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_revoke", Level::Admin);
    const std::string role = require_role(arguments.name(0));
    refuse_owner(who, role);
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Rights);
    {
        Bookkeeping books(who);
        revoke_all(books.session(), core::quote_identifier(role));
    }
    record(writer, "revoke", core::concat("everything from ", role));
    rows.add({role, pg::Cell(), "revoked"});
    return Datum{0};
}

}  // namespace strata::migrate
