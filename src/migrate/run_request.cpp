#include "migrate/run_request.h"

#include "pg/spi.h"

namespace strata::migrate {

namespace {

constinit pg::Query arguments_read{
    "SELECT a->>'target', CASE WHEN a ? 'only_these' "
    "THEN ARRAY(SELECT jsonb_array_elements_text(a->'only_these')) END, "
    "(a->>'steps')::bigint, a->>'migration', coalesce((a->>'cascade')::boolean, false), "
    "coalesce(a->'options', '{}')::text FROM (SELECT $1 AS a) given"};

}  // namespace

RunRequest apply_request(const pg::Arguments& arguments) {
    RunRequest request;
    request.target = arguments.text(0);
    request.only_these = arguments.texts(1);
    request.options = arguments.jsonb(2);
    return request;
}

RunRequest rollback_request(const pg::Arguments& arguments) {
    RunRequest request;
    request.action = core::Action::Rollback;
    request.target = arguments.text(0);
    request.steps = arguments.integer(1);
    request.migration = arguments.text(2);
    request.cascade = arguments.flag(3);
    request.options = arguments.jsonb(4);
    return request;
}

RunRequest request_of(const RunRow& row) {
    pg::Session session;
    const pg::Rows rows = session.query(arguments_read, pg::Parameters().add_jsonb(row.arguments));
    RunRequest request;
    request.action = row.action == core::name(core::Action::Rollback) ? core::Action::Rollback : core::Action::Apply;
    request.target = rows.optional_text(0, 0);
    if (!rows.is_null(0, 1)) request.only_these = rows.texts(0, 1);
    if (!rows.is_null(0, 2)) request.steps = rows.number(0, 2);
    request.migration = rows.optional_text(0, 3);
    request.cascade = rows.flag(0, 4);
    request.options = rows.text(0, 5);
    request.run = row.run;
    return request;
}

}  // namespace strata::migrate
