# A run under a limit on the size of files, which stands for a full disk; and failures whose record fails in turn.
use strict;
use warnings;

# The server inherits the limit of 8 MB (in blocks of 512 bytes). Before the modules below take hold of the output.
BEGIN
{
    if (!$ENV{STRATA_LIMITED})
    {
        $ENV{STRATA_LIMITED} = 1;
        exec '/bin/sh', '-c', 'ulimit -f 16384 && exec "$@"', 'sh', $^X, (map { "-I$_" } @INC), $0;
    }
}
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use StrataTest;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('disk_full');
$node->init(extra => [ '--no-locale', '--encoding=UTF8', '--wal-segsize=1' ]);
$node->append_conf('postgresql.conf', "autovacuum = off\nfsync = off\nrestart_after_crash = on\n");
$node->start;
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION pg_strata;
CREATE TABLE wanted AS SELECT 60000 AS n;
CREATE TABLE wide AS SELECT i AS id, (SELECT string_agg(md5((i * 100 + j)::text), '') FROM generate_series(1, 22) j) AS pad FROM generate_series(1, 8000) i;
SELECT FROM migrate_register('001_few', 'CREATE TABLE few (id int)', 'DROP TABLE few');
SELECT FROM migrate_register('002_many', 'CREATE TABLE many (pad text); INSERT INTO many SELECT repeat(md5(i::text), 8) FROM generate_series(1, (SELECT n FROM wanted)) i', 'DROP TABLE many');
SELECT FROM migrate_register('003_parts', $$
CREATE TABLE parts (pad text);
CREATE INDEX CONCURRENTLY wide_pad ON wide ((pad || 'x'), (reverse(pad)));
INSERT INTO parts SELECT repeat(md5(i::text), 8) FROM generate_series(1, (SELECT n FROM wanted)) i;
CREATE INDEX CONCURRENTLY parts_pad ON parts (pad);
$$, 'DROP INDEX CONCURRENTLY wide_pad; DROP TABLE parts');
SQL

my $full = qr/could not (extend|write).*file/;
sub states { return rows_of($node, q{SELECT string_agg(state, ',' ORDER BY migration) FROM migrate_status()}); }
sub last_run { return rows_of($node, 'SELECT status, done, steps, migration FROM migrate.run ORDER BY run DESC LIMIT 1'); }
sub last_failure
{
    return rows_of($node, <<'SQL');
SELECT migration, statement_no, message ~ 'could not (extend|write).*file' FROM migrate_history() WHERE outcome = 'failed' ORDER BY id DESC LIMIT 1
SQL
}

like(error_of($node, 'CALL migrate_run();'), $full, 'an INSERT that does not fit: the error');
is(states(), 'applied,pending,pending', '... what went before stays');
is(last_run(), 'failed|1|3|002_many', '... the run is on record');
is(last_failure(), '002_many|2|t', '... and the failure');

$node->safe_psql('postgres', 'UPDATE wanted SET n = 20000');
like(error_of($node, 'CALL migrate_run();'), $full, 'an index that does not fit: the error');
is(states(), 'applied,applied,partial', '... the migration is partial');
is(last_failure(), '003_parts|2|t', '... the failure is on record');
is(rows_of($node, q{SELECT indisvalid FROM pg_index WHERE indexrelid = 'wide_pad'::regclass}), 'f', '... its index is INVALID');
chain_holds($node, 'full disk');

$node->safe_psql('postgres', 'UPDATE wanted SET n = 60000; DELETE FROM wide WHERE id > 1000');
like(error_of($node, 'CALL migrate_run();'), $full, 'an INSERT between concurrent builds that does not fit: the error');
is(rows_of($node, 'SELECT statements_done FROM migrate.partial'), 2, '... two statements are done');
is(rows_of($node, q{SELECT indisvalid FROM pg_index WHERE indexrelid = 'wide_pad'::regclass}), 't', '... the index before is whole');
is(rows_of($node, 'SELECT count(*) FROM parts'), 0, '... nothing of the INSERT stays');

$node->safe_psql('postgres', 'UPDATE wanted SET n = 10000');
$node->safe_psql('postgres', 'VACUUM parts');
is(rows_of($node, 'CALL migrate_run();'), '4|1|done', 'when there is room the run goes on');
is(rows_of($node, 'SELECT count(*) FROM parts'), 10000, '... with what was not done');
is(rows_of($node, 'SELECT count(*) FROM pg_index WHERE NOT indisvalid'), 0, '... and leaves no INVALID index');
chain_holds($node, 'after a full disk');
is(rows_of($node, q{SELECT string_agg(status, ',' ORDER BY run) FROM migrate.run}), 'failed,failed,failed,done', '... all is on record');

# ---- the record of a failure fails ----
$node->safe_psql('postgres', <<'SQL');
CREATE FUNCTION no_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no record of %', TG_TABLE_NAME; END $$;
CREATE TRIGGER no_record BEFORE INSERT ON migrate.history FOR EACH ROW WHEN (new.outcome = 'failed') EXECUTE FUNCTION no_record();
SELECT FROM migrate_register('004_fails', 'SELECT 1 / 0', 'SELECT 1');
SELECT FROM migrate_register('005_parts', 'CREATE TABLE five (id int); CREATE INDEX CONCURRENTLY five_id ON five (id); SET work_mem = 77; SELECT 1 / 0', 'DROP TABLE five');
SQL
my $two_calls = "SET work_mem = 99;\nCALL migrate_run();\nSELECT current_setting('work_mem'), current_setting('log_min_messages');\n" .
    "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'object';\n";
sub psql_says { my ($sql) = @_; my ($status, $out, $err) = $node->psql('postgres', $sql, on_error_stop => 0); return ($out, $err); }
my ($out, $err) = psql_says($two_calls);
like($err, qr/ERROR:  division by zero/, 'the record of a failure fails: the error is the first one');
like($err, qr/WARNING:  pg_strata: could not put the failure on record/, '... a warning says that it is not on record');
is($out, "99kB|warning\n0", '... the session is as before');
is(last_run(), 'failed|0|2|004_fails', '... the run has ended');

$node->safe_psql('postgres', q{SELECT migrate_mark('004_fails', 'skipped', 'test')});
($out, $err) = psql_says($two_calls);
like($err, qr/ERROR:  division by zero/, 'the same in parts: the error is the first one');
is($out, "99kB|warning\n0", '... the session is as before');
is(last_run(), 'failed|0|1|005_parts', '... the run has ended');
is(rows_of($node, 'SELECT statements_done FROM migrate.partial'), '2', '... what is done is on record');

# Not even the end of the run can be written: the next run of the same session finds it.
$node->safe_psql('postgres', <<'SQL');
CREATE TRIGGER no_end BEFORE UPDATE ON migrate.run FOR EACH ROW WHEN (new.status = 'failed') EXECUTE FUNCTION no_record();
SQL
($out, $err) = psql_says($two_calls . "DROP TRIGGER no_record ON migrate.history;\nDROP TRIGGER no_end ON migrate.run;\n" .
    "SELECT status FROM migrate.run ORDER BY run DESC LIMIT 1;\nCALL migrate_run();\n");
like($out, qr/\nrunning$/, 'not even the end of the run can be written');
my @errors = $err =~ /division by zero/g;
is(scalar @errors, 2, '... the session can run again');
is(rows_of($node, q{SELECT string_agg(status, ',' ORDER BY run) FROM migrate.run WHERE run > 6}), 'interrupted,failed', '... which settles the run before');
chain_holds($node, 'in the end');
no_crash($node);

done_testing();
