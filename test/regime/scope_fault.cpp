// Errors inside subtransactions and the other scopes of ring 2, caught or passed on.
#include "fault.h"

#include <stdexcept>

#include "pg/memory.h"
#include "pg/privilege.h"
#include "pg/setting.h"
#include "pg/spi.h"
#include "pg/subtransaction.h"

extern "C" {
#include "catalog/pg_authid.h"
#include "utils/guc.h"
}

namespace strata::regime {

using namespace strata::pg;

namespace {

std::int64_t marks() {
    constinit static Query count{"SELECT count(*) FROM public.regime_mark WHERE pid = pg_backend_pid()"};
    Session session;
    return session.query(count).number(0, 0);
}

struct Situation {
    MemoryContext context;
    ResourceOwner owner;
    int transaction_level;
    int settings_level;
    int security;
    Oid user;

    bool operator==(const Situation&) const = default;
};

Situation situation() {
    Situation now{CurrentMemoryContext, CurrentResourceOwner, GetCurrentTransactionNestLevel(),
                  NewGUCNestLevel(), 0, 0};
    call([&] { AtEOXact_GUC(true, now.settings_level); });
    GetUserIdAndSecContext(&now.user, &now.security);
    return now;
}

void run_in_scopes(const char* sql) {
    SettingScope settings;
    settings.set("work_mem", "12345kB");
    PrivilegeScope privilege(ROLE_PG_MONITOR);
    MemoryScope memory("regime scope");
    Session session;
    require(setting("work_mem") == "12345kB" && GetUserId() == ROLE_PG_MONITOR, "a scope has no effect");
    session.query_text(sql);
}

}  // namespace

void subtransaction_caught() {
    const int level = GetCurrentTransactionNestLevel();
    Subtransaction attempt;
    try {
        const Counted inside;
        own_error();
    } catch (const Error&) {
        attempt.rollback();
    }
    require(GetCurrentTransactionNestLevel() == level, "a rolled back subtransaction is still there");
}

void subtransaction_rethrown() {
    Subtransaction attempt;
    const Counted inside;
    try {
        server_error();
    } catch (const Error&) {
        const Counted in_handler;
        throw;
    }
}

// Rolled back by the destructor, the exception swallowed outside.
void subtransaction_exception() {
    const int level = GetCurrentTransactionNestLevel();
    try {
        Subtransaction attempt;
        const Counted inside;
        std_exception();
    } catch (const std::runtime_error&) {
        require(GetCurrentTransactionNestLevel() == level, "a destructor left its subtransaction");
    }
}

// The one that fails leaves a level of its own behind.
void subtransaction_levels() {
    const int level = GetCurrentTransactionNestLevel();
    Subtransaction attempt;
    try {
        call([] { BeginInternalSubTransaction(nullptr); });
        own_error();
    } catch (const Error&) {
        attempt.rollback();
    }
    require(GetCurrentTransactionNestLevel() == level, "an inner subtransaction is still there");
}

// What was done before and after stays, what was done inside goes.
void subtransaction_work() {
    constinit static Query insert{"INSERT INTO public.regime_mark VALUES (pg_backend_pid())"};
    constinit static Query clear{"DELETE FROM public.regime_mark WHERE pid = pg_backend_pid()"};
    Session session;
    session.execute(clear);
    session.execute(insert);
    try {
        Subtransaction attempt;
        Session inner;
        inner.execute(insert);
        inner.query_text("SELECT public.regime_in_plpgsql('error')");
    } catch (const Error&) {
        session.execute(insert);
    }
    require(marks() == 2, "a subtransaction kept or lost the wrong rows");
}

// Everything of ring 2 that has a scope ends by itself, and is open when an error comes.
void scopes() {
    const Situation before = situation();
    const std::string work_mem = setting("work_mem");
    const auto check = [&](const char* what) {
        require(situation() == before && setting("work_mem") == work_mem, what);
    };
    run_in_scopes("SELECT 1");
    check("a scope left something behind");
    try {
        Subtransaction attempt;
        run_in_scopes("SELECT 1/0");
    } catch (const Error& error) {
        require(error.sqlstate() == ERRCODE_DIVISION_BY_ZERO, "an unexpected error");
    }
    check("an error in a scope left something behind");
}

}  // namespace strata::regime
