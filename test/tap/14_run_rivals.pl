# Somebody else changes migrations while a run is under way, also while it builds an index concurrently: refused at once,
# naming the run; nobody waits, nothing deadlocks, and the run goes on to its end.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use RunTest;
use StrataTest;
use Test::More;
use Time::HiRes qw(time);

# A wait that is not refused would show as a deadlock.
my $node = new_node('run_rivals', 'fsync = off', 'deadlock_timeout = 100ms', 'log_min_messages = warning');
$node->safe_psql('postgres', 'CREATE ROLE deployer SUPERUSER');
make_model($node);
connect_controller($node);

my %rivals = (
    'another run' => 'CALL migrate_run()',
    'a run back' => q{CALL migrate_run_rollback(options => '{"all": true}')},
    'the first door' => 'SELECT migrate_apply()',
    'the first door, after a query' => 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM app.tally; SELECT migrate_apply()',
    'rolling back' => q{SELECT migrate_rollback(options => '{"all": true}')},
    'registering' => q{SELECT migrate_register('005_late', 'SELECT 1')},
    'unregistering' => q{SELECT migrate_unregister('004_last')},
    'marking' => q{SELECT migrate_mark('004_last', 'applied', 'test')},
);
my $named = statements('003_parts', 'up', 'CREATE INDEX CONCURRENTLY named_email');
my $invalid = q{SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('app.named_email') AND NOT indisvalid)};
my @moments = (
    [ 'in a transaction', '002' ],
    [ 'before a concurrent build', "partial 003_parts up done % begun $named" ],
    [ 'while a writer holds the build up', "partial 003_parts up done % begun $named", 'BEGIN; LOCK TABLE app.named IN ROW EXCLUSIVE MODE' ],
    [ 'while an old snapshot holds the build up', "partial 003_parts up done % begun $named",
        'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM app.tally LIMIT 1' ],
);

my $undisturbed = do {
    my $db = fresh_database($node);
    $node->safe_psql($db, 'CALL migrate_run()');
    left_of_run($node, $db) . schema_of($node, $db);
};

sub open_session
{
    my ($db, $sql) = @_;
    my $session = $node->background_psql($db, on_error_stop => 0);
    $session->query("$sql;");
    return $session;
}

for my $moment (@moments)
{
    my ($what, $stop, $hold) = @$moment;
    my $db = fresh_database($node);
    $node->safe_psql($db, "INSERT INTO stops VALUES ('$stop')");
    my @holders = open_session($db, 'SELECT pg_advisory_lock(99)');
    my $caller = caller_of($node, 'CALL migrate_run();', db => $db);
    my $waits = "SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = '$db' AND application_name = 'caller' AND wait_event_type = 'Lock'";
    ok(until_true("$waits AND wait_event = 'advisory'", 20), "$what: the moment has come");
    if ($hold)
    {
        push @holders, open_session($db, $hold);
        $holders[0]->query('SELECT pg_advisory_unlock(99);');
        ok(until_true("$waits AND wait_event <> 'advisory'", 20), "$what: the build waits");
        is($node->safe_psql($db, $invalid), 't', "$what: the index is INVALID");
    }
    my $pid = ask("SELECT pid FROM pg_stat_activity WHERE datname = '$db' AND application_name = 'caller'");
    for my $rival (sort keys %rivals)
    {
        my $start = time;
        my $error = error_of($node, "$rivals{$rival};", db => $db);
        my $took = time - $start;
        like($error, qr/ERROR:  55P03: another session is changing migrations/, "$what: $rival is refused");
        like($error, qr/DETAIL:  Process $pid of role "\w+" is applying migrations in a run \(run 1\)\.$/m, "$what: $rival is told by whom");
        cmp_ok($took, '<', 2, "$what: $rival at once");
    }
    is($node->safe_psql($db, 'SELECT count(*) FROM migrate_status()'), 4, "$what: looking is possible");
    for (@holders) { $_->query('ROLLBACK;'); $_->quit; }
    $caller->{run}->finish;
    is((said_by($caller))[0], "1|4|done\n", "$what: the run goes on") or diag((said_by($caller))[1]);
    same_lines(left_of_run($node, $db) . schema_of($node, $db), $undisturbed, "$what: to its end");
    is(what_runs_left($node, $db), 'run done 4/4', "$what: nothing of the others is on record");
    chain_holds($node, $what, undef, $db);
    drop_database($node, $db);
}

# Two that begin at the same time, again and again: one of them does it, or one after the other.
for my $round (1 .. 8)
{
    my $db = fresh_database($node);
    my @callers = map { caller_of($node, 'CALL migrate_run();', db => $db) } 1 .. 3;
    $_->{run}->finish for @callers;
    my @said = map { join '', said_by($_) } @callers;
    my @refused = grep { /55P03: another session is changing migrations/ } @said;
    my @did = grep { /^\d+\|4\|done$/m } @said;
    my @nothing = grep { /^\d*\|0\|nothing to do$/m } @said;
    ok(@did == 1 && @did + @nothing + @refused == 3, "race $round: one does it") or diag(join "\n---\n", @said);
    same_lines(left_of_run($node, $db) . schema_of($node, $db), $undisturbed, "race $round: as if alone");
    drop_database($node, $db);
}

# A transaction that changes migrations makes a run fail at once, and is not disturbed.
{
    my $db = fresh_database($node);
    my $holder = open_session($db, q{BEGIN; SELECT migrate_register('005_late', 'SELECT 1')});
    my $start = time;
    like(error_of($node, 'CALL migrate_run();', db => $db), qr/55P03.*is registering migrations/s, 'a run while somebody registers: refused');
    cmp_ok(time - $start, '<', 2, '... at once');
    is(what_runs_left($node, $db), '', '... and nothing is on record');
    $holder->query('COMMIT;');
    $holder->quit;
    is($node->safe_psql($db, 'CALL migrate_run()'), '1|5|done', '... then it runs');
}

unlike(slurp_file($node->logfile), qr/deadlock detected/, 'no deadlock');
no_crash($node);
done_testing();
