# A plan whose steps are told apart by what they leave, for tests that interrupt runs: databases with it, places where
# a run stops and waits, and what must hold whatever became of a run.
package RunTest;
use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

our @EXPORT = qw(make_model fresh_database drop_database connect_controller ask until_true controller_process agrees invalid_indexes
    left_of_run schema_of what_runs_left statements session_script %migrations);

# Each statement with a query that is true once it has been done; none where that cannot be seen.
sub tallied { my ($what) = @_; return "(SELECT count(*) = 1 FROM app.tally WHERE what = '$what')"; }
sub there { return "to_regclass('app.$_[0]') IS NOT NULL" }
sub gone { return "to_regclass('app.$_[0]') IS NULL" }
sub valid { return "EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('app.$_[0]') AND indisvalid)" }

my $session_litter = 'PREPARE left_over AS SELECT 1; SELECT pg_advisory_lock(42); CREATE TEMP TABLE scratch (id int)';
my $attached = q{(SELECT relispartition FROM pg_class WHERE oid = to_regclass('app.measured_1'))};

our %migrations = (
    '001_first' => {
        up => [ [ 'CREATE TABLE app.first (id int)', there('first') ], [ q{INSERT INTO app.tally SELECT public.stop('001')}, tallied('001') ] ],
        down => [ [ q{INSERT INTO app.tally SELECT public.stop('-001')}, tallied('-001') ], [ 'DROP TABLE app.first', gone('first') ] ],
    },
    '002_litter' => {
        up => [
            [ 'SET ROLE deployer' ], [ 'SET search_path = app, public' ], [ q{SET lock_timeout = '55s'} ],
            (map { [ $_ ] } split /; /, $session_litter),
            [ q{INSERT INTO tally SELECT stop('002')}, tallied('002') ],
        ],
        down => [ [ q{INSERT INTO app.tally SELECT public.stop('-002')}, tallied('-002') ] ],
    },
    '003_parts' => {
        up => [
            [ 'SET search_path = app, public' ],
            [ 'CREATE TABLE made (id int PRIMARY KEY)', there('made') ],
            [ q{INSERT INTO tally SELECT stop('003.3')}, tallied('003.3') ],
            [ 'CREATE INDEX CONCURRENTLY named_email ON named (email)', valid('named_email') ],
            [ 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS uniq_id ON uniq (id)', valid('uniq_id') ],
            [ 'CREATE INDEX CONCURRENTLY ON unnamed (email)', valid('unnamed_email_idx') ],
            [ q{INSERT INTO tally SELECT stop('003.7')}, tallied('003.7') ],
            [ 'UPDATE counter SET n = n + 1', '(SELECT n = 1 FROM app.counter)' ],
            (map { [ $_ ] } split /; /, $session_litter),
            [ q{SET lock_timeout = '66s'} ],
            [ 'DROP INDEX CONCURRENTLY old_email', gone('old_email') ],
            [ 'REINDEX TABLE CONCURRENTLY rebuilt' ],
            [ q{ALTER TYPE mood ADD VALUE 'fresh'}, q{EXISTS (SELECT FROM pg_enum WHERE enumlabel = 'fresh')} ],
            [ q{INSERT INTO tally SELECT stop('003.' || 'fresh'::mood)}, tallied('003.fresh') ],
            [ 'ALTER TABLE measured DETACH PARTITION measured_1 CONCURRENTLY', "NOT $attached" ],
            [ 'VACUUM named' ],
            [ q{INSERT INTO tally SELECT stop('003.end')}, tallied('003.end') ],
        ],
        down => [
            [ 'SET search_path = app, public' ],
            [ q{INSERT INTO tally SELECT stop('-003.1')}, tallied('-003.1') ],
            [ 'DROP INDEX CONCURRENTLY named_email', gone('named_email') ],
            [ 'DROP INDEX CONCURRENTLY uniq_id', gone('uniq_id') ],
            [ 'DROP INDEX CONCURRENTLY unnamed_email_idx', gone('unnamed_email_idx') ],
            [ 'CREATE INDEX CONCURRENTLY old_email ON old (email)', valid('old_email') ],
            [ 'ALTER TABLE measured ATTACH PARTITION measured_1 FOR VALUES IN (1)', $attached ],
            [ 'UPDATE counter SET n = n - 1', '(SELECT n = 0 FROM app.counter)' ],
            [ 'VACUUM named' ],
            [ 'DROP TABLE made', gone('made') ],
            [ q{INSERT INTO tally SELECT stop('-003.end')}, tallied('-003.end') ],
        ],
    },
    '004_last' => {
        up => [ [ 'ALTER TABLE app.first ADD COLUMN note text' ], [ q{INSERT INTO app.tally SELECT public.stop('004')}, tallied('004') ] ],
        down => [ [ q{INSERT INTO app.tally SELECT public.stop('-004')}, tallied('-004') ], [ 'ALTER TABLE app.first DROP COLUMN note' ] ],
        verify => [ [ q{SELECT public.stop('004.verify') IS NOT NULL} ] ],
    },
);

# The number of the statement, from 1, that begins so.
sub statements
{
    my ($migration, $script, $beginning) = @_;
    my $list = $migrations{$migration}{$script};
    my ($index) = grep { index($list->[$_][0], $beginning) == 0 } 0 .. $#$list;
    die "no statement $beginning in $migration" unless defined $index;
    return $index + 1;
}

my $base = <<'SQL';
CREATE EXTENSION pg_strata;
CREATE TABLE stops (pattern text);
CREATE SEQUENCE stopped;
CREATE FUNCTION stop(what text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM public.stops WHERE what LIKE pattern) AND nextval('public.stopped') = 1 THEN PERFORM pg_advisory_xact_lock(99); END IF;
    RETURN what;
END $$;
CREATE FUNCTION stop_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    r jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(old) ELSE to_jsonb(new) END;
BEGIN
    PERFORM public.stop(concat_ws(' ', TG_TABLE_NAME, r->>'migration', r->>'action', r->>'outcome', r->>'state', r->>'status',
        r->>'script', 'done ' || coalesce(r->>'done', r->>'statements_done'), 'begun ' || (r->>'begun')));
    RETURN CASE TG_OP WHEN 'DELETE' THEN old ELSE new END;
END $$;
CREATE SCHEMA app;
CREATE TABLE app.tally (what text);
CREATE TABLE app.counter AS SELECT 0 AS n;
CREATE TYPE app.mood AS ENUM ('stale');
CREATE TABLE app.measured (id int, what text) PARTITION BY LIST (id);
CREATE TABLE app.measured_1 PARTITION OF app.measured FOR VALUES IN (1);
SQL

# A database from which others are copied. Any INSERT, UPDATE and DELETE in our tables can be a place to stop.
sub make_model
{
    my ($node) = @_;
    my $sql = $base;
    $sql .= "CREATE TRIGGER stop_row BEFORE INSERT OR UPDATE OR DELETE ON migrate.$_ FOR EACH ROW EXECUTE FUNCTION stop_row();\n"
        for qw(history applied partial run head);
    $sql .= "CREATE TABLE app.$_ AS SELECT i AS id, 'mail' || i AS email FROM generate_series(1, 300) i;\n"
        for qw(named uniq unnamed old rebuilt);
    $sql .= "CREATE INDEX old_email ON app.old (email); CREATE INDEX rebuilt_email ON app.rebuilt (email);\n";
    for my $migration (sort keys %migrations)
    {
        my @scripts = map { join ";\n", map { $_->[0] } @{ $migrations{$migration}{$_} // [] } } qw(up down verify);
        $sql .= "SELECT FROM migrate_register('$migration', " . join(', ', map { $_ eq '' ? 'NULL' : "\$s\$$_\$s\$" } @scripts) . ");\n";
    }
    $node->safe_psql('postgres', 'CREATE DATABASE model');
    $node->safe_psql('model', $sql);
}

my $databases = 0;

sub fresh_database
{
    my ($node, $model) = @_;
    my $db = 't' . ++$databases;
    $node->safe_psql('postgres', "CREATE DATABASE $db TEMPLATE " . ($model // 'model'));
    return $db;
}

sub drop_database { my ($node, $db) = @_; $node->safe_psql('postgres', "DROP DATABASE $db WITH (FORCE)"); }

# A session that asks often.
my ($controller, $controller_process);

sub connect_controller
{
    my ($node) = @_;
    $controller = $node->background_psql('postgres', on_error_stop => 0);
    $controller->query(<<'SQL');
CREATE FUNCTION pg_temp.until_true(query text, seconds float) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    is_true boolean;
BEGIN
    LOOP
        EXECUTE query INTO is_true;
        IF is_true OR clock_timestamp() > now() + seconds * interval '1 second' THEN RETURN is_true; END IF;
        PERFORM pg_sleep(0.005);
        PERFORM pg_stat_clear_snapshot();
    END LOOP;
END $$;
SQL
    $controller_process = ask('SELECT pg_backend_pid()');
    return;
}

sub controller_process { return $controller_process; }

sub ask { my ($sql) = @_; return $controller->query($sql); }

# Whether the query comes to be true in time. The server looks: a psql for each look would take longer than the tests.
sub until_true
{
    my ($sql, $seconds) = @_;
    return ask('SELECT pg_temp.until_true($q$' . $sql . '$q$, ' . ($seconds // 60) . ')') eq 't';
}

sub rows { my ($node, $db, $sql) = @_; return split /\n/, $node->safe_psql($db, $sql); }

# Whether what is recorded, and what the statements did, tell the same.
sub agrees
{
    my ($node, $db, $script, $what) = @_;
    my (%probes, @columns);
    for my $migration (sort keys %migrations)
    {
        my $number = 0;
        push @columns, map { ++$number; defined $_->[1] ? [ $migration, $number, $_->[1] ] : () } @{ $migrations{$migration}{$script} };
    }
    my @seen = split /\|/, $node->safe_psql($db, 'SELECT ' . join ', ', map { "coalesce($_->[2], false)" } @columns);
    push @{ $probes{ $columns[$_][0] } }, [ $columns[$_][1], $seen[$_] eq 't' ] for 0 .. $#columns;
    my %state = map { my ($m, @rest) = split /\|/; $m => \@rest } rows($node, $db, <<'SQL');
SELECT s.migration, s.state, coalesce(p.script, ''), coalesce(p.statements_done, 0), coalesce(p.begun, 0)
FROM migrate_status() s LEFT JOIN migrate.partial p USING (migration)
SQL
    my @wrong;
    for my $migration (sort keys %probes)
    {
        my ($state, $stopped, $done, $begun) = @{ $state{$migration} };
        my $all_done = $state eq ($script eq 'up' ? 'applied' : 'pending');
        push @wrong, "$migration is partial, no script" if ($state eq 'partial') != ($stopped ne '');
        for my $probe (@{ $probes{$migration} })
        {
            my ($number, $is_done) = @$probe;
            next if $stopped ne '' && $begun == $number;
            my $should = $stopped eq $script ? $number <= $done : $all_done;
            push @wrong, "$migration is $state $stopped, $done done, but statement $number is " . ($is_done ? '' : 'not ') . 'done' if $should != $is_done;
        }
    }
    is(join("\n", @wrong), '', "$what: history and catalog agree");
}

sub invalid_indexes
{
    my ($node, $db) = @_;
    return $node->safe_psql($db, q{SELECT coalesce(string_agg(indexrelid::regclass::text, ' '), '') FROM pg_index WHERE NOT indisvalid OR NOT indisready});
}

# What an undisturbed run leaves and no interruption may change: rows, locks, open runs, names of leftovers.
sub left_of_run
{
    my ($node, $db) = @_;
    return $node->safe_psql($db, <<'SQL');
SELECT 'tally ' || what FROM app.tally ORDER BY what;
SELECT 'counter ' || n FROM app.counter;
SELECT 'state ' || migration || ' ' || state FROM migrate_status() ORDER BY migration;
SELECT 'partial ' || migration FROM migrate.partial;
SELECT 'open run ' || run || ' ' || status FROM migrate.run WHERE status IN ('requested', 'running');
SELECT 'invalid index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid OR NOT indisready;
SELECT 'index ' || indexrelid::regclass FROM pg_index WHERE indrelid::regclass::text LIKE 'app.%' ORDER BY 1;
SELECT 'lock ' || locktype || ' ' || mode FROM pg_locks
 WHERE locktype IN ('object', 'advisory') AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts;
SQL
}

sub schema_of
{
    my ($node, $db) = @_;
    my ($out, $err) = ('', '');
    my @command = ($node->installed_command('pg_dump'), '-s', '-d', $node->connstr($db));
    IPC::Run::run(\@command, '>', \$out, '2>', \$err) or die "pg_dump: $err";
    return join "\n", grep { !/^\\(un)?restrict / } split /\n/, $out;
}

# Runs and failed attempts as recorded.
sub what_runs_left
{
    my ($node, $db) = @_;
    return $node->safe_psql($db, <<'SQL');
SELECT 'run ' || status || ' ' || done || '/' || steps || coalesce(' ' || sqlstate, '') FROM migrate.run ORDER BY run;
SELECT 'failed ' || migration || coalesce(' ' || sqlstate, '') FROM migrate_history() WHERE outcome = 'failed' ORDER BY id;
SQL
}

# A caller's session that has much of its own, does `call`, and tells before and after what it has.
sub session_script
{
    my ($call, $timeout) = @_;
    my $own = <<'SQL';
SELECT %s || concat_ws('|', current_user, session_user, current_setting('search_path'), current_setting('log_min_messages'),
       (SELECT string_agg(name, ',') FROM pg_prepared_statements), to_regclass('pg_temp.mine'), to_regclass('pg_temp.scratch'),
       (SELECT string_agg(locktype || objid || mode, ',' ORDER BY objid, mode) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype IN ('advisory', 'object')),
       (SELECT string_agg(c, ',') FROM pg_listening_channels() c), (SELECT count(*) FROM pg_cursors),
       (SELECT string_agg(name || '=' || setting || ' ' || source, ',' ORDER BY name) FROM pg_settings
        WHERE source = 'session' AND name <> 'statement_timeout'));
SQL
    return join "\n", q{SET search_path = public, pg_catalog; SET lock_timeout = '77s'; SET work_mem = '5MB'; SET log_min_messages = 'error'; SET ROLE deployer;},
        'PREPARE mine AS SELECT 1; CREATE TEMP TABLE mine (id int); SELECT pg_advisory_lock(7); LISTEN mine; SET my.own = 1;',
        sprintf($own, "'before: '"), ($timeout ? "SET statement_timeout = '$timeout';" : ()), "$call;",
        'RESET statement_timeout;', sprintf($own, "'after: '"), '';
}

1;
