#include "engine/session_traces.h"

#include <algorithm>

#include "pg/boundary.h"
#include "pg/guard.h"
#include "pg/spi.h"

extern "C" {
#include "catalog/dependency.h"
#include "catalog/namespace.h"
#include "commands/async.h"
#include "commands/prepare.h"
#include "utils/portal.h"
}

namespace strata::engine {

namespace {

using Objects = std::vector<std::pair<Oid, Oid>>;

constinit pg::Query objects_in_schema{
    "SELECT classid, objid FROM pg_depend "
    "WHERE refclassid = 'pg_namespace'::regclass AND refobjid = $1 ORDER BY classid, objid"};

constinit pg::Query cursors{"SELECT name FROM pg_cursor()"};

constinit pg::Query listening{"SELECT c FROM pg_listening_channels() AS c"};

// Everything in the session's temporary schema, which exists only when something temporary was ever made.
Objects temporary_objects() {
    const Oid schema = pg::call([] { return LookupExplicitNamespace("pg_temp", true); });
    if (!OidIsValid(schema)) return {};
    pg::Session session;
    const pg::Rows rows = session.query(objects_in_schema, pg::Parameters().add_oid(schema));
    Objects objects;
    for (std::size_t i = 0; i < rows.size(); ++i) objects.emplace_back(rows.oid(i, 0), rows.oid(i, 1));
    return objects;
}

void drop_prepared(const std::set<std::string>& names) {
    for (const std::string& name : names)
        pg::call([&] {
            if (FetchPreparedStatement(name.c_str(), false) != nullptr) DropPreparedStatement(name.c_str(), false);
        });
}

std::set<std::string> open_cursors() {
    pg::Session session;
    const pg::Rows rows = session.query(cursors);
    std::set<std::string> names;
    for (std::size_t i = 0; i < rows.size(); ++i) names.emplace(rows.text(i, 0));
    return names;
}

void close_cursor(const std::string& name) {
    pg::call([&] {
        Portal portal = GetPortalByName(name.c_str());
        if (PortalIsValid(portal) && portal->status != PORTAL_ACTIVE) PortalDrop(portal, false);
    });
}

// LISTEN takes effect at commit, and so does the UNLISTEN that follows it here. A channel that the caller listened
// to before stays.
void unlisten(const std::set<std::string>& channels) {
    if (channels.empty()) return;
    std::set<std::string> to_leave = channels;
    {
        pg::Session session;
        const pg::Rows rows = session.query(listening);
        for (std::size_t i = 0; i < rows.size(); ++i) to_leave.erase(std::string(rows.text(i, 0)));
    }
    for (const std::string& channel : to_leave) pg::call([&] { Async_Unlisten(channel.c_str()); });
}

}  // namespace

SessionTraces::SessionTraces()
    : temporary_(temporary_objects()), cursors_(open_cursors()), advisory_(pg::own_advisory_locks()) {}

std::int64_t SessionTraces::holds_before(const pg::AdvisoryLock& lock) const {
    for (const pg::AdvisoryLock& before : advisory_)
        if (before.is_same_lock(lock)) return before.session_holds;
    return 0;
}

SessionTraces::~SessionTraces() {
    pg::cleanup("release session advisory locks", [&] {
        for (const pg::AdvisoryLock& lock : pg::own_advisory_locks())
            pg::release_session_holds(lock, lock.session_holds - holds_before(lock));
    });
}

void SessionTraces::drop_new_temporary_objects() {
    const Objects now = temporary_objects();
    Objects left;
    std::set_difference(now.begin(), now.end(), temporary_.begin(), temporary_.end(), std::back_inserter(left));
    if (left.empty()) return;
    pg::call([&] {
        ObjectAddresses* addresses = new_object_addresses();
        for (const auto& [object_class, object] : left) {
            const ObjectAddress address = {object_class, object, 0};
            add_exact_object_address(&address, addresses);
        }
        performMultipleDeletions(addresses, DROP_CASCADE, PERFORM_DELETION_INTERNAL | PERFORM_DELETION_QUIETLY);
        free_object_addresses(addresses);
        CommandCounterIncrement();
    });
}

void SessionTraces::take_back(const Observed& observed) {
    drop_prepared(observed.prepared);
    for (const std::string& name : open_cursors())
        if (cursors_.count(name) == 0) close_cursor(name);
    unlisten(observed.channels);
    drop_new_temporary_objects();
}

void SessionTraces::take_back_after_failure(const Observed& observed) noexcept {
    pg::cleanup("drop prepared statements", [&] { drop_prepared(observed.prepared); });
}

}  // namespace strata::engine
