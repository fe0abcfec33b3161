# The caller of migrate_apply() dies, is cancelled or times out while it waits for a lock, at every stage of an application.
# Nothing may be half done, the history must hold, and the next call must work.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use StrataTest;
use Test::More;

my $node = new_node('interrupted', 'restart_after_crash = on', 'client_connection_check_interval = 50ms', 'deadlock_timeout = 100s');

$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION pg_strata;
CREATE TABLE held (id int);
CREATE TABLE checked (id int);
SELECT FROM migrate_register('001_one', 'CREATE TABLE one (id int)', 'DROP TABLE one');
SELECT FROM migrate_register('002_two', $$
ALTER TABLE held ADD COLUMN two int;
CREATE TABLE two (id int);
$$, 'ALTER TABLE held DROP COLUMN two; DROP TABLE two');
SELECT FROM migrate_register('003_three', $$
CREATE TABLE three (id int);
INSERT INTO three SELECT generate_series(1, 1000);
CREATE TEMP TABLE scratch (id int);
PREPARE leftover AS SELECT 1;
SELECT pg_advisory_lock(42);
SET search_path = pg_catalog;
LOCK TABLE public.held IN EXCLUSIVE MODE;
$$, 'DROP TABLE three', 'LOCK TABLE checked IN SHARE MODE; SELECT count(*) = 1000 AS filled FROM three');
SQL
my $registered = chain_holds($node, 'at the start', 3);
my $fresh = user_state();

# What the user's schema looks like, and what is recorded.
sub user_state
{
    return $node->safe_psql('postgres', <<'SQL');
SELECT c.relname, array_agg(a.attname ORDER BY a.attnum) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
 WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped GROUP BY 1 ORDER BY 1;
SELECT migration, state FROM migrate_status();
SELECT migration, action, outcome FROM migrate_history() ORDER BY id;
SELECT count(*) FROM pg_locks WHERE locktype IN ('advisory', 'object') AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid();
SELECT count(*) FROM pg_prepared_xacts;
SQL
}

# Locks that stop the caller at a stage. Reading is possible under all of them.
my @stages = (
    [ 'first statement'                => 'LOCK TABLE held IN SHARE MODE',
      'pg_strata: statement 1 of 2, line 2: migration "002_two", up script' ],
    [ 'last statement'                 => 'LOCK TABLE held IN SHARE ROW EXCLUSIVE MODE', '003_three', 1 ],
    [ 'verify script'                  => 'LOCK TABLE checked IN ROW EXCLUSIVE MODE', '"003_three", verify script' ],
    [ 'between script and history row' => 'LOCK TABLE migrate.history IN SHARE MODE', '' ],
    [ 'between history row and state'  => 'LOCK TABLE migrate.applied IN SHARE MODE', '' ],
    [ 'head of the history'            => 'LOCK TABLE migrate.head IN SHARE MODE', '' ],
);

# Settings that must be there again in a session that survives. The last call is the proof that the session still works.
my $session = <<'SQL';
SELECT 'left: ' || concat_ws(',', current_setting('search_path'), current_setting('log_min_messages'),
       current_setting('lock_timeout'), current_setting('check_function_bodies'), current_user,
       (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),
       to_regclass('pg_temp.scratch'));
SELECT 'states: ' || string_agg(state, ',' ORDER BY migration) FROM migrate_status();
SQL
my $untouched = qr/^left: "\$user", public,warning,0,on,\w+,0,0$/m;

my %ways = (
    'kill -9'     => sub { kill 'KILL', $_[0] },
    'terminate'   => sub { $node->safe_psql('postgres', "SELECT pg_terminate_backend($_[0])") },
    'cancel'      => sub { $node->safe_psql('postgres', "SELECT pg_cancel_backend($_[0])") },
    'timeout'     => sub { },
    'client dies' => sub { $_[1]{run}->kill_kill(grace => 0) },
);
my %error = (
    'terminate' => qr/57P01: terminating connection/,
    'cancel'    => qr/57014: canceling statement due to user request/,
    'timeout'   => qr/57014: canceling statement due to statement timeout/,
);

sub interrupt
{
    my ($what, $stage, $way, $call, $before) = @_;
    my ($place, $lock, $progress, $applied_before) = @$stage;
    my $holder = $node->background_psql('postgres', on_error_stop => 0);
    # The last statement is reached only when the one before it is through.
    if ($applied_before) { $node->safe_psql('postgres', q{SELECT migrate_apply('002')}); }
    my $state = user_state();
    $holder->query_safe("BEGIN; $lock;");
    my $timeout = $way eq 'timeout' ? "SET statement_timeout = '500ms';" : '';
    my $caller = caller_of($node, "$timeout\n$call;\nRESET statement_timeout;\n$session");
    # A slow machine may not see it wait before the time is up.
    my $pid = $way eq 'timeout' ? undef : waiting_pid($node);
    if ($progress && $pid)
    {
        my $query = $node->safe_psql('postgres', "SELECT query FROM pg_stat_activity WHERE pid = $pid");
        like($query, qr/\Q$progress\E/, "$what: pg_stat_activity shows where it is");
    }
    $ways{$way}->($pid, $caller);
    eval { $caller->{run}->finish };
    my ($out, $err) = said_by($caller);
    if ($way eq 'kill -9')
    {
        eval { $holder->{run}->kill_kill(grace => 0) };
        $node->poll_query_until('postgres', 'SELECT true') or die 'the server does not come back';
    }
    else
    {
        $node->poll_query_until('postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'caller'");
        $holder->query_safe('ROLLBACK;');
        $holder->quit;
    }
    if ($error{$way}) { like($err, $error{$way}, "$what: the error says what happened"); }
    if ($way eq 'cancel' || $way eq 'timeout')
    {
        like($out, $untouched, "$what: the session is as before") or diag($err);
        unlike($err, qr/HINT: .*Correct the script/, "$what: no advice to mend the script");
        if ($progress && $pid) { like($err, qr/CONTEXT: .*migration "00\d_\w+", \w+ script, line \d+/s, "$what: and where"); }
    }
    is(user_state(), $state, "$what: nothing half done");
    chain_holds($node, $what);
    is($node->safe_psql('postgres', q{SELECT count(*) FROM migrate_apply()}), $applied_before ? 1 : 3, "$what: the next call works");
    chain_holds($node, "$what, then applied");
    $node->safe_psql('postgres', q{SELECT migrate_rollback(options => '{"all": true}')});
}

for my $stage (@stages)
{
    for my $way ('cancel', 'terminate', 'timeout', 'client dies', 'kill -9')
    {
        interrupt("$way at $stage->[0]", $stage, $way, 'SELECT migrate_apply()');
    }
}

# The way back: nothing half done either.
my $rollback = q{SELECT migrate_rollback(options => '{"all": true}')};
for my $way ('cancel', 'kill -9')
{
    $node->safe_psql('postgres', 'SELECT migrate_apply()');
    my $state = user_state();
    my $holder = $node->background_psql('postgres', on_error_stop => 0);
    $holder->query_safe('BEGIN; LOCK TABLE held IN SHARE MODE;');
    my $caller = caller_of($node, "$rollback;\n$session");
    my $pid = waiting_pid($node);
    $ways{$way}->($pid, $caller);
    eval { $caller->{run}->finish };
    eval { $holder->{run}->kill_kill(grace => 0) };
    $node->poll_query_until('postgres', 'SELECT true');
    is(user_state(), $state, "$way in a roll back: nothing half done");
    like((said_by($caller))[0], $untouched, "$way in a roll back: the session is as before") if $way eq 'cancel';
    $node->safe_psql('postgres', $rollback);
    chain_holds($node, "$way in a roll back");
}

# A client that is gone without the server's noticing: all or nothing.
{
    $node->safe_psql('postgres', 'ALTER SYSTEM SET client_connection_check_interval = 0');
    $node->reload;
    my $holder = $node->background_psql('postgres', on_error_stop => 0);
    $holder->query_safe('BEGIN; LOCK TABLE held IN SHARE MODE;');
    my $caller = caller_of($node, 'SELECT migrate_apply();');
    waiting_pid($node);
    $caller->{run}->kill_kill(grace => 0);
    $holder->query_safe('ROLLBACK;');
    $holder->quit;
    $node->poll_query_until('postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'caller'");
    my $states = $node->safe_psql('postgres', 'SELECT string_agg(DISTINCT state, $$,$$) FROM migrate_status()');
    like($states, qr/^(applied|pending)$/, 'client gone unnoticed: all or nothing');
    chain_holds($node, 'client gone unnoticed');
}

done_testing();
