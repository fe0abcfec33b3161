#include "migrate/rights.h"

#include "core/text.h"
#include "migrate/raise.h"
#include "migrate/writer.h"
#include "pg/grant.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

struct Level {
    const char* name;
    std::vector<std::string> functions;  // beyond those of the level before
    std::vector<std::string> tables;
};

// Each level has what the ones before it have. Scripts can hold secrets: readers do not see them.
std::vector<Level> levels() {
    return {
        {"reader",
         {"migrate_status", "migrate_plan", "migrate_history", "migrate_verify_history", "migrate_findings",
          "migrate_check", "migrate_settings"},
         {"migration", "applied", "history", "head", "setting", "approval"}},
        {"author",
         {"migrate_register", "migrate_register_directory", "migrate_register_files", "migrate_unregister"},
         {"script"}},
        {"operator", {"migrate_apply", "migrate_rollback", "migrate_redo", "migrate_verify", "migrate_approve"}, {}},
        {"admin", {"migrate_mark", "migrate_baseline", "migrate_set", "migrate_grant", "migrate_revoke"}, {}},
    };
}

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

void grant_level(pg::Session& session, const Level& level, const std::string& grantee) {
    const std::string functions = core::join(signatures(session, level.functions), ", ");
    pg::execute_grant(core::concat("GRANT EXECUTE ON FUNCTION ", functions, " TO ", grantee));
    if (!level.tables.empty())
        pg::execute_grant(
            core::concat("GRANT SELECT ON TABLE ", core::join(qualified(level.tables), ", "), " TO ", grantee));
}

void revoke_all(pg::Session& session, const std::string& grantee) {
    for (const Level& level : levels()) {
        const std::string functions = core::join(signatures(session, level.functions), ", ");
        pg::execute_grant(core::concat("REVOKE ALL ON FUNCTION ", functions, " FROM ", grantee));
        if (!level.tables.empty())
            pg::execute_grant(
                core::concat("REVOKE ALL ON TABLE ", core::join(qualified(level.tables), ", "), " FROM ", grantee));
    }
    pg::execute_grant(core::concat("REVOKE ALL ON SCHEMA migrate FROM ", grantee));
}

// Up to and including the wanted one; raises MG019.
std::vector<Level> levels_up_to(const std::string& wanted) {
    std::vector<Level> chosen;
    std::vector<std::string> names;
    for (const Level& level : levels()) {
        names.emplace_back(level.name);
        chosen.push_back(level);
        if (level.name == wanted) return chosen;
    }
    raise({core::Condition::UnknownLevel, core::concat("there is no level ", core::quoted(wanted)), "",
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
    const Actor who = actor("migrate_grant");
    const std::string role = require_role(arguments.name(0));
    const std::vector<Level> granted = levels_up_to(arguments.text(1).value_or(""));
    refuse_owner(who, role);
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Rights);
    {
        Bookkeeping books(who);
        const std::string grantee = core::quote_identifier(role);
        revoke_all(books.session(), grantee);
        pg::execute_grant(core::concat("GRANT USAGE ON SCHEMA migrate TO ", grantee));
        for (const Level& level : granted) grant_level(books.session(), level, grantee);
    }
    record(writer, "grant", core::concat(granted.back().name, " to ", role));
    rows.add({role, granted.back().name, "granted"});
    return Datum{0};
}

Datum migrate_revoke(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_revoke");
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
