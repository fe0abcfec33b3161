#include "migrate/actor.h"

#include "core/text.h"
#include "engine/call_scope.h"
#include "migrate/raise.h"
#include "pg/setting.h"
#include "pg/spi.h"

namespace strata::migrate {

bool has_level(const Actor& actor, Level level) {
    if (!pg::is_granted_usage(actor.home.record_schema, actor.identity.current)) return false;
    const char* evidence = evidence_of(level);
    return evidence == nullptr || pg::is_granted_select(actor.home.record_schema, evidence, actor.identity.current);
}

namespace {

void require_level(const Actor& actor, Level level) {
    if (has_level(actor, level)) return;
    pg::raise({"42501", core::concat("permission denied to call ", actor.function, "()"),
               core::concat("It needs level ", core::quoted(name(level)), " of pg_strata."),
               core::concat("An admin of pg_strata can run: ",
                            core::select_call("migrate_grant", {core::quote_literal(actor.run_as),
                                                                core::quote_literal(name(level))}), ".")});
}

constinit pg::Query client_address_query{"SELECT host(inet_client_addr())"};

std::optional<std::string> client_address() {
    pg::Session session;
    return session.query(client_address_query).optional_text(0, 0);
}

Actor identify(const char* function) {
    Actor actor{};
    actor.function = function;
    actor.identity = pg::identity();
    actor.home = home();
    actor.run_as = pg::role_name(actor.identity.current);
    actor.logged_in_as = pg::role_name(actor.identity.session);
    const std::string application = pg::setting("application_name");
    if (!application.empty()) actor.application_name = application;
    actor.client_addr = client_address();
    actor.search_path = pg::setting("search_path");
    return actor;
}

}  // namespace

Actor anybody(const char* function) { return identify(function); }

Actor looker(const char* function) {
    Actor actor = identify(function);
    require_level(actor, Level::Reader);
    return actor;
}

Actor actor(const char* function, Level level) {
    if (engine::running())
        raise({core::Condition::WrongContext,
               core::concat(function, "() cannot be called while a migration's script is running"), "",
               "A migration contains SQL of its own only; run the function by itself."});
    if (pg::in_foreign_security_context())
        raise({core::Condition::WrongContext,
               core::concat(function, "() cannot be called in a SECURITY DEFINER function or a security-restricted "
                                      "operation"),
               "A migration runs with the rights of whoever calls, which are not known here.",
               "Call it directly, or from a function without SECURITY DEFINER."});
    Actor actor = identify(function);
    require_level(actor, level);
    return actor;
}

}  // namespace strata::migrate
