-- Text names only, no OIDs but the registrants': a dump carries everything. All tables are empty after installation, so
-- that a restore meets no row of ours. Identifiers can be longer than a btree entry: hash indexes look them up.

CREATE TABLE migrate.migration (
    id                 bigint PRIMARY KEY,
    migration          text COLLATE "C" NOT NULL CHECK (migration <> ''),
    kind               text NOT NULL DEFAULT 'versioned' CHECK (kind IN ('versioned', 'repeatable')),
    description        text,
    up_checksum        text NOT NULL,
    down_checksum      text,
    verify_checksum    text,
    requires           text[] NOT NULL,
    conflicts          text[] NOT NULL,
    options            jsonb NOT NULL,
    obstacle           text,
    down_obstacle      text,
    statements         integer NOT NULL,
    lock_estimate      integer NOT NULL,
    statement_checksum text NOT NULL,
    checksum_version   integer NOT NULL,
    revision_digest    text NOT NULL,
    lexing             text NOT NULL,
    reading            text NOT NULL,
    down_reading       text,
    registrant         text NOT NULL,
    registrant_oid     oid NOT NULL,
    registered_at      timestamptz NOT NULL,
    EXCLUDE USING hash (migration WITH =)
);
COMMENT ON TABLE migrate.migration IS 'registered migrations with their current scripts (by checksum, see migrate.script)';
COMMENT ON COLUMN migrate.migration.id IS 'order of registration';
COMMENT ON COLUMN migrate.migration.migration IS 'identifier, any text';
COMMENT ON COLUMN migrate.migration.kind IS 'versioned: applied once; repeatable is reserved';
COMMENT ON COLUMN migrate.migration.description IS 'what it is for, in the author''s words';
COMMENT ON COLUMN migrate.migration.up_checksum IS 'SHA-256 of the exact up script';
COMMENT ON COLUMN migrate.migration.down_checksum IS 'SHA-256 of the exact down script; null without one';
COMMENT ON COLUMN migrate.migration.verify_checksum IS 'SHA-256 of the exact verify script; null without one';
COMMENT ON COLUMN migrate.migration.requires IS 'declared requirements, as written';
COMMENT ON COLUMN migrate.migration.conflicts IS 'migrations that exclude this one, as written';
COMMENT ON COLUMN migrate.migration.options IS 'options given at registration';
COMMENT ON COLUMN migrate.migration.obstacle IS 'where and why the up script cannot run in a transaction; null when it can';
COMMENT ON COLUMN migrate.migration.down_obstacle IS 'the same for the down script';
COMMENT ON COLUMN migrate.migration.statements IS 'statements of the up script that run';
COMMENT ON COLUMN migrate.migration.lock_estimate IS 'entries of the lock table that the up script keeps until commit, roughly';
COMMENT ON COLUMN migrate.migration.statement_checksum IS 'SHA-256 of the up script''s tokens: comments and white space do not count';
COMMENT ON COLUMN migrate.migration.checksum_version IS 'version of the token form';
COMMENT ON COLUMN migrate.migration.revision_digest IS 'SHA-256 over all scripts, options, requirements and conflicts: what an approval is bound to';
COMMENT ON COLUMN migrate.migration.lexing IS 'lexing settings at registration (standard_conforming_strings, backslash_quote); scripts are read under them ever after';
COMMENT ON COLUMN migrate.migration.reading IS 'what the up script provides, alters, drops and needs, names as written; see migrate_dependencies()';
COMMENT ON COLUMN migrate.migration.down_reading IS 'the same of the down script; null without one';
COMMENT ON COLUMN migrate.migration.registrant IS 'who registered the current revision';
COMMENT ON COLUMN migrate.migration.registrant_oid IS 'the same role by OID: a new role of the same name is not it';
COMMENT ON COLUMN migrate.migration.registered_at IS 'when the current revision was registered';

CREATE TABLE migrate.script (
    checksum text PRIMARY KEY,
    body     text NOT NULL
);
COMMENT ON TABLE migrate.script IS 'every text that was ever registered, by its SHA-256';
COMMENT ON COLUMN migrate.script.checksum IS 'SHA-256 of the text';
COMMENT ON COLUMN migrate.script.body IS 'the exact text';

CREATE TABLE migrate.applied (
    migration    text COLLATE "C" NOT NULL,
    state        text NOT NULL CHECK (state IN ('applied', 'partial', 'skipped')),
    position     bigint NOT NULL UNIQUE,
    applied_at   timestamptz NOT NULL,
    applied_by   text NOT NULL,
    applied_by_oid oid NOT NULL,
    duration     interval,
    search_path  text NOT NULL,
    up_checksum  text NOT NULL,
    EXCLUDE USING hash (migration WITH =)
);
COMMENT ON TABLE migrate.applied IS 'migrations that are not pending';
COMMENT ON COLUMN migrate.applied.migration IS 'identifier';
COMMENT ON COLUMN migrate.applied.state IS 'applied, partial or skipped';
COMMENT ON COLUMN migrate.applied.position IS 'order of application: the history entry that did it';
COMMENT ON COLUMN migrate.applied.applied_at IS 'when';
COMMENT ON COLUMN migrate.applied.applied_by IS 'by whom (current_user)';
COMMENT ON COLUMN migrate.applied.applied_by_oid IS 'the same role by OID';
COMMENT ON COLUMN migrate.applied.duration IS 'how long the up script ran; null when it was only marked';
COMMENT ON COLUMN migrate.applied.search_path IS 'the search_path it ran under; down and verify run under the same';
COMMENT ON COLUMN migrate.applied.up_checksum IS 'SHA-256 of the up script that ran';

CREATE TABLE migrate.history (
    id               bigint PRIMARY KEY,
    at               timestamptz NOT NULL,
    migration        text COLLATE "C",
    action           text NOT NULL,
    outcome          text NOT NULL CHECK (outcome IN ('ok', 'failed')),
    sqlstate         text,
    message          text,
    detail           text,
    hint             text,
    context          text,
    line             integer,
    col              integer,
    statement_no     integer,
    statement        text,
    notices          text[] NOT NULL,
    duration         interval,
    run_as           text NOT NULL,
    logged_in_as     text NOT NULL,
    application_name text,
    client_addr      inet,
    checksum         text,
    reason           text,
    run              bigint,
    prev_digest      text,
    digest           text NOT NULL
);
CREATE INDEX ON migrate.history USING hash (migration);
CREATE INDEX ON migrate.history (run) WHERE run IS NOT NULL;
COMMENT ON TABLE migrate.history IS 'append-only record of every action and attempt, chained by digest';
COMMENT ON COLUMN migrate.history.id IS 'without gaps, in order';
COMMENT ON COLUMN migrate.history.at IS 'when it was written';
COMMENT ON COLUMN migrate.history.migration IS 'identifier; null for actions on the database as a whole';
COMMENT ON COLUMN migrate.history.action IS 'register, replace, amend, unregister, approve, apply, rollback, mark, baseline, grant, revoke, set, override, or begin: of a script that cannot run in one transaction';
COMMENT ON COLUMN migrate.history.outcome IS 'ok or failed';
COMMENT ON COLUMN migrate.history.sqlstate IS 'of a failure';
COMMENT ON COLUMN migrate.history.message IS 'of a failure, else what the action did';
COMMENT ON COLUMN migrate.history.detail IS 'of a failure, else particulars of the action: the digest of the revision that was registered or approved';
COMMENT ON COLUMN migrate.history.hint IS 'of a failure';
COMMENT ON COLUMN migrate.history.context IS 'of a failure: the server''s CONTEXT';
COMMENT ON COLUMN migrate.history.line IS 'of a failure, in the script';
COMMENT ON COLUMN migrate.history.col IS 'of a failure, in characters';
COMMENT ON COLUMN migrate.history.statement_no IS 'of a failure, from 1';
COMMENT ON COLUMN migrate.history.statement IS 'the statement that failed';
COMMENT ON COLUMN migrate.history.notices IS 'INFO, NOTICE and WARNING messages of the script, in order';
COMMENT ON COLUMN migrate.history.duration IS 'how long the script ran';
COMMENT ON COLUMN migrate.history.run_as IS 'current_user';
COMMENT ON COLUMN migrate.history.logged_in_as IS 'session_user';
COMMENT ON COLUMN migrate.history.application_name IS 'as the client gave it';
COMMENT ON COLUMN migrate.history.client_addr IS 'null for a unix socket';
COMMENT ON COLUMN migrate.history.checksum IS 'SHA-256 of the script that ran, was registered or was approved (of the down script for a rollback)';
COMMENT ON COLUMN migrate.history.reason IS 'as the caller gave it';
COMMENT ON COLUMN migrate.history.run IS 'of what CALL migrate_run and its like did: see migrate.run';
COMMENT ON COLUMN migrate.history.prev_digest IS 'digest of the entry before';
COMMENT ON COLUMN migrate.history.digest IS 'SHA-256 over all other columns in canonical form';

CREATE TABLE migrate.head (
    single boolean PRIMARY KEY CHECK (single),
    id     bigint NOT NULL,
    digest text
);
COMMENT ON TABLE migrate.head IS 'the end of the history chain, in one row that every writer updates';
COMMENT ON COLUMN migrate.head.single IS 'always true: there is one row';
COMMENT ON COLUMN migrate.head.id IS 'id of the latest history entry; 0 before the first';
COMMENT ON COLUMN migrate.head.digest IS 'its digest';

CREATE TABLE migrate.partial (
    migration       text COLLATE "C" NOT NULL,
    script          text NOT NULL CHECK (script IN ('up', 'down')),
    checksum        text NOT NULL,
    statements_done integer NOT NULL,
    begun           integer,
    begun_object    text,
    EXCLUDE USING hash (migration WITH =)
);
COMMENT ON TABLE migrate.partial IS 'how far the scripts of partial migrations got: those that cannot run in one transaction and stopped half-way';
COMMENT ON COLUMN migrate.partial.migration IS 'identifier';
COMMENT ON COLUMN migrate.partial.script IS 'which of its scripts: up or down';
COMMENT ON COLUMN migrate.partial.checksum IS 'SHA-256 of that script as it began';
COMMENT ON COLUMN migrate.partial.statements_done IS 'its statements up to this one, from 1, are done and committed';
COMMENT ON COLUMN migrate.partial.begun IS 'the statement that was sent to run outside of a transaction; null when there is none';
COMMENT ON COLUMN migrate.partial.begun_object IS 'what that statement makes or drops, if it was not there, or was there, before: tells whether it came to its end';

CREATE SEQUENCE migrate.run_number;
COMMENT ON SEQUENCE migrate.run_number IS 'numbers of runs; those of runs that were refused are missing';

CREATE TABLE migrate.run (
    run              bigint PRIMARY KEY,
    action           text NOT NULL CHECK (action IN ('apply', 'rollback')),
    status           text NOT NULL CHECK (status IN ('requested', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
    background       boolean NOT NULL,
    arguments        jsonb NOT NULL,
    requested_at     timestamptz NOT NULL,
    started_at       timestamptz,
    ended_at         timestamptz,
    process          integer,
    process_started  timestamptz,
    steps            integer NOT NULL,
    done             integer NOT NULL,
    migration        text COLLATE "C",
    sqlstate         text,
    message          text,
    run_as           text NOT NULL,
    run_as_oid       oid NOT NULL,
    logged_in_as     text NOT NULL,
    application_name text,
    client_addr      inet
);
CREATE INDEX ON migrate.run (status) WHERE status IN ('requested', 'running');
COMMENT ON TABLE migrate.run IS 'runs that commit after each migration: CALL migrate_run, migrate_start and the same for the way back';
COMMENT ON COLUMN migrate.run.run IS 'number';
COMMENT ON COLUMN migrate.run.action IS 'apply or rollback';
COMMENT ON COLUMN migrate.run.status IS 'requested, running, done, failed, cancelled or interrupted; migrate_progress() knows whether a running one is alive';
COMMENT ON COLUMN migrate.run.background IS 'whether a background worker runs it';
COMMENT ON COLUMN migrate.run.arguments IS 'as given';
COMMENT ON COLUMN migrate.run.requested_at IS 'when it was called for';
COMMENT ON COLUMN migrate.run.started_at IS 'when its plan was made; null before';
COMMENT ON COLUMN migrate.run.ended_at IS 'when it ended, or was found interrupted';
COMMENT ON COLUMN migrate.run.process IS 'pid of the process that runs it';
COMMENT ON COLUMN migrate.run.process_started IS 'when that process started: a later one with the same pid is not it';
COMMENT ON COLUMN migrate.run.steps IS 'steps of its plan';
COMMENT ON COLUMN migrate.run.done IS 'steps that are committed';
COMMENT ON COLUMN migrate.run.migration IS 'the step that runs, or failed';
COMMENT ON COLUMN migrate.run.sqlstate IS 'of the failure';
COMMENT ON COLUMN migrate.run.message IS 'of the failure; migrate_history(run => ...) has all of it';
COMMENT ON COLUMN migrate.run.run_as IS 'current_user';
COMMENT ON COLUMN migrate.run.run_as_oid IS 'the same role by OID';
COMMENT ON COLUMN migrate.run.logged_in_as IS 'session_user';
COMMENT ON COLUMN migrate.run.application_name IS 'as the client gave it';
COMMENT ON COLUMN migrate.run.client_addr IS 'null for a unix socket';

CREATE TABLE migrate.setting (
    name  text PRIMARY KEY,
    value text NOT NULL
);
COMMENT ON TABLE migrate.setting IS 'settings that safety depends on, where they differ from their defaults; set by migrate_set()';
COMMENT ON COLUMN migrate.setting.name IS 'see migrate_settings()';
COMMENT ON COLUMN migrate.setting.value IS 'the value in force';

CREATE TABLE migrate.approval (
    revision_digest text NOT NULL,
    migration       text NOT NULL,
    approver        text NOT NULL,
    approver_oid    oid NOT NULL,
    approved_at     timestamptz NOT NULL
);
CREATE INDEX ON migrate.approval (revision_digest);
COMMENT ON TABLE migrate.approval IS 'revisions that a runner has approved though a lesser role registered them';
COMMENT ON COLUMN migrate.approval.revision_digest IS 'what was approved: see migrate.migration.revision_digest';
COMMENT ON COLUMN migrate.approval.migration IS 'identifier at the time';
COMMENT ON COLUMN migrate.approval.approver IS 'who approved';
COMMENT ON COLUMN migrate.approval.approver_oid IS 'the same role by OID';
COMMENT ON COLUMN migrate.approval.approved_at IS 'when';

CREATE TABLE migrate.observed (
    at               timestamptz NOT NULL,
    finding          text NOT NULL,
    mode             text NOT NULL,
    command          text NOT NULL,
    statement        text NOT NULL,
    object_kind      text NOT NULL,
    object           text NOT NULL,
    migrations       text[] NOT NULL,
    run_as           text NOT NULL,
    logged_in_as     text NOT NULL,
    application_name text,
    client_addr      inet
);
CREATE INDEX ON migrate.observed (at);
COMMENT ON TABLE migrate.observed IS 'what the guard saw and let pass: DDL outside of migrations that concerns them';
COMMENT ON COLUMN migrate.observed.at IS 'when';
COMMENT ON COLUMN migrate.observed.finding IS 'changed, renamed, moved, retyped, dropped, skipped or late need';
COMMENT ON COLUMN migrate.observed.mode IS 'what let it pass: the mode of the guard, or override';
COMMENT ON COLUMN migrate.observed.command IS 'command tag of the statement';
COMMENT ON COLUMN migrate.observed.statement IS 'the text that the client sent, its first 10,000 characters';
COMMENT ON COLUMN migrate.observed.object_kind IS 'table, column, function...';
COMMENT ON COLUMN migrate.observed.object IS 'its name, with schema';
COMMENT ON COLUMN migrate.observed.migrations IS 'the migrations concerned';
COMMENT ON COLUMN migrate.observed.run_as IS 'current_user';
COMMENT ON COLUMN migrate.observed.logged_in_as IS 'session_user';
COMMENT ON COLUMN migrate.observed.application_name IS 'as the client gave it';
COMMENT ON COLUMN migrate.observed.client_addr IS 'null for a unix socket';

SELECT pg_catalog.pg_extension_config_dump('migrate.migration', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.script', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.applied', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.history', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.head', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.partial', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.run_number', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.run', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.setting', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.approval', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.observed', '');
