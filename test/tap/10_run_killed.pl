# A run that is stopped: at enumerated moments (before, within and after each statement, between what was done and its
# record), then at random ones. After each: history and catalog agree, the session is as before, the next run finishes,
# nothing is applied twice. STRATA_KILLED=all tries every way at every moment, STRATA_KILLED=none only random moments;
# STRATA_RANDOM=n says how many of these, STRATA_SEED=n which.
use strict;
use warnings;
use List::Util qw(first);
use PostgreSQL::Test::Utils;
use RunTest;
use StrataTest;
use Test::More;
use Time::HiRes qw(sleep time);

my $enumerated = $ENV{STRATA_KILLED} // 'some';
my $random_moments = $ENV{STRATA_RANDOM} // 30;
my $seed = $ENV{STRATA_SEED} // int(rand(1_000_000));

my $node = new_node('run_killed', 'restart_after_crash = on', 'client_connection_check_interval = 50ms', 'fsync = off',
    'deadlock_timeout = 1s', 'log_min_messages = warning', 'shared_buffers = 16MB', 'max_wal_size = 4GB', 'checkpoint_timeout = 1h');
$node->safe_psql('postgres', 'CREATE ROLE deployer SUPERUSER');
make_model($node);
connect_controller($node);

# Who runs: a call in psql, or a background worker. start() gives what said_by() and finish() know; `where` finds its
# process.
my %kinds = (
    call => {
        up => 'CALL migrate_run()',
        down => q{CALL migrate_run_rollback(options => '{"all": true}')},
        where => q{application_name = 'caller'},
        start => sub { my ($db, $script) = @_; return caller_of($node, $script, db => $db); },
    },
);

# ---- what an undisturbed run leaves ----
my (%reference, %schema, %duration);
{
    my $db = fresh_database($node);
    for my $way ('up', 'down')
    {
        my $start = time;
        my $caller = $kinds{call}{start}->($db, session_script($kinds{call}{$way}));
        $caller->{run}->finish;
        $duration{$way} = time - $start;
        my ($out, $err) = said_by($caller);
        is(after($out), before($out), "undisturbed, $way: the session is as before") or diag($err);
        agrees($node, $db, $way, "undisturbed, $way");
        $reference{$way} = left_of_run($node, $db);
        $schema{$way} = schema_of($node, $db);
        # The rollback begins here in the tests of the way back.
        $node->safe_psql('postgres', "CREATE DATABASE model_applied TEMPLATE $db") if $way eq 'up';
    }
    drop_database($node, $db);
    note("undisturbed: up $duration{up} s, down $duration{down} s");
}

sub before { return $_[0] =~ /^before: (.*)$/m ? $1 : 'nothing before'; }
sub after { return $_[0] =~ /^after: (.*)$/m ? $1 : 'nothing after'; }

# ---- the ways to be stopped: what becomes of the process, the error that its client sees, the end of the run ----
# The server ends all of its processes before it comes back: earlier it may still let somebody in.
my $revive = sub {
    my $end = time + 60;
    sleep 0.01 while kill(0, controller_process()) && time < $end;
    $node->poll_query_until('postgres', 'SELECT true') or die 'the server does not come back';
    connect_controller($node);
};
my %ways = (
    'cancel' => { do => sub { ask("SELECT pg_cancel_backend($_[0])") }, error => qr/57014: canceling statement due to user/, survives => 1 },
    'timeout' => { do => sub { }, timeout => '1500ms', error => qr/57014: canceling statement due to statement timeout/, survives => 1 },
    'terminate' => { do => sub { ask("SELECT pg_terminate_backend($_[0])") }, error => qr/57P01: terminating connection/ },
    'client' => { do => sub { $_[1]{run}->kill_kill(grace => 0) } },
    'kill -9' => { do => sub { kill 'KILL', $_[0] }, crash => 1 },
    'immediate' => { do => sub { $node->stop('immediate'); $node->start; }, crash => 1 },
);
my @turns = ('kill -9', 'terminate', 'client', 'timeout', 'kill -9', 'immediate');
my $turn = 0;
my $kills = 0;

# ---- the moments ----
# stop: pattern of a place that stop() knows. hold: SQL that is held by another session from then on (or from the start).
# sees: query that is true when the moment has come.
sub top_level
{
    my ($migration, $script, $beginning, %within) = @_;
    my $number = statements($migration, $script, $beginning);
    my $before = "partial $migration $script done % begun $number";
    my $total = $migrations{$migration}{$script};
    return ([ "before $beginning", stop => $before ],
        (map { [ "within $beginning ($_)", stop => $before, hold => $within{$_}[0], sees => $within{$_}[1] ] } sort keys %within),
        [ "after $beginning", stop => "partial $migration $script done $number" ]);
}

sub building
{
    my ($table, $index) = @_;
    my $there = "SELECT to_regclass('app.$index') IS NOT NULL";
    my $invalid = "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('app.$index') AND NOT indisvalid)";
    return (
        'at its start' => [ "BEGIN; LOCK TABLE app.$table IN SHARE MODE", "SELECT to_regclass('app.$index') IS NULL" ],
        'INVALID, writer' => [ "BEGIN; LOCK TABLE app.$table IN ROW EXCLUSIVE MODE", $invalid ],
        'INVALID, old snapshot' => [ 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM app.tally LIMIT 1', $invalid ],
    );
}

my $left_new = q{SELECT EXISTS (SELECT FROM pg_class WHERE relname LIKE '%_ccnew')};
my @up = (
    [ 'before the run is on record', stop => 'run apply running done 0' ],
    [ 'run on record', stop => '001' ],
    [ 'within a transaction', stop => '002' ],
    [ 'between script and history', stop => 'history 001_first apply ok' ],
    [ 'between history and state', stop => 'applied 001_first applied' ],
    [ 'between state and run', stop => 'run 002_litter apply running done 1' ],
    [ 'within the first part', stop => '003.3' ],
    [ 'first part, its record', stop => 'partial 003_parts up done 3' ],
    [ 'history that it began', stop => 'history 003_parts begin ok' ],
    top_level('003_parts', 'up', 'CREATE INDEX CONCURRENTLY named_email', building('named', 'named_email')),
    top_level('003_parts', 'up', 'CREATE UNIQUE INDEX CONCURRENTLY', building('uniq', 'uniq_id')),
    top_level('003_parts', 'up', 'CREATE INDEX CONCURRENTLY ON unnamed', building('unnamed', 'unnamed_email_idx')),
    [ 'within a part in the middle', stop => '003.7' ],
    [ 'part in the middle, its record', stop => 'partial 003_parts up done ' . (statements('003_parts', 'up', 'DROP INDEX') - 1) ],
    top_level('003_parts', 'up', 'DROP INDEX CONCURRENTLY',
        'at its start' => [ 'BEGIN; LOCK TABLE app.old IN SHARE MODE' ],
        'half-way' => [ 'BEGIN; SELECT 1 FROM app.old LIMIT 1', q{SELECT EXISTS (SELECT FROM pg_index WHERE NOT indisvalid)} ]),
    top_level('003_parts', 'up', 'REINDEX TABLE CONCURRENTLY',
        'at its start' => [ 'BEGIN; LOCK TABLE app.rebuilt IN SHARE MODE' ],
        'two of each' => [ 'BEGIN; LOCK TABLE app.rebuilt IN ROW EXCLUSIVE MODE', $left_new ],
        'old snapshot' => [ 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM app.tally LIMIT 1', $left_new ]),
    [ 'after ADD VALUE', stop => 'partial 003_parts up done ' . statements('003_parts', 'up', 'ALTER TYPE') ],
    [ 'use of the new label', stop => '003.fresh' ],
    top_level('003_parts', 'up', 'ALTER TABLE measured DETACH',
        'at its start' => [ 'BEGIN; LOCK TABLE app.measured IN SHARE MODE' ],
        'half-way' => [ 'BEGIN; SELECT 1 FROM app.measured LIMIT 1', 'SELECT EXISTS (SELECT FROM pg_inherits WHERE inhdetachpending)' ]),
    top_level('003_parts', 'up', 'VACUUM', 'at its start' => [ 'BEGIN; LOCK TABLE app.named IN SHARE MODE' ]),
    [ 'within the last part', stop => '003.end' ],
    [ 'last part, history', stop => 'history 003_parts apply ok' ],
    [ 'last part, state', stop => 'applied 003_parts applied' ],
    [ 'within a verify script', stop => '004.verify' ],
    [ 'final update', stop => 'run apply done done 4' ],
);
# Locks on our own tables that let reading pass: what stops the record of a step stops that of its failure too.
my @locked = map { [ "migrate.$_ locked", stop => '002', hold => "BEGIN; LOCK TABLE migrate.$_ IN SHARE MODE", own_table => 1 ] }
    qw(history applied run head);
push @locked, [ 'migrate.partial locked', stop => '003.7', hold => 'BEGIN; LOCK TABLE migrate.partial IN SHARE MODE', own_table => 1 ];

my @down = (
    [ 'within a transaction', stop => '-004' ],
    [ 'between script and history', stop => 'history 004_last rollback ok' ],
    [ 'within the first part', stop => '-003.1' ],
    [ 'first part, its record', stop => 'partial 003_parts down done 2' ],
    top_level('003_parts', 'down', 'DROP INDEX CONCURRENTLY named_email', 'half-way' => [ 'BEGIN; SELECT 1 FROM app.named LIMIT 1' ]),
    top_level('003_parts', 'down', 'CREATE INDEX CONCURRENTLY old_email', building('old', 'old_email')),
    [ 'part in the middle, its record', stop => 'partial 003_parts down done ' . (statements('003_parts', 'down', 'VACUUM') - 1) ],
    top_level('003_parts', 'down', 'VACUUM'),
    [ 'last part, history', stop => 'history 003_parts rollback ok' ],
    [ 'last part, state', stop => 'applied 003_parts partial' ],
    [ 'final update', stop => 'run rollback done done 4' ],
);

sub open_session
{
    my ($db, $sql) = @_;
    my $session = $node->background_psql($db, on_error_stop => 0);
    $session->query("SET application_name = 'holder'; $sql;");
    return $session;
}

# Brings a run to its moment; its process, or nothing when a timeout was quicker.
sub bring_to
{
    my ($kind, $db, $moment, $holders, $what, $may_miss) = @_;
    my $waits = "SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = '$db' AND $kinds{$kind}{where} AND wait_event_type = 'Lock'";
    my $patience = $may_miss ? 1.4 : 20;
    my $come = until_true("$waits AND wait_event = 'advisory'", $patience);
    if ($come && $moment->{hold})
    {
        push @$holders, open_session($db, $moment->{hold});
        $holders->[0]->query('SELECT pg_advisory_unlock(99);');
        $come = until_true("$waits AND wait_event <> 'advisory'", $patience);
    }
    if (!$may_miss) { ok($come, "$what: the moment has come"); }
    return unless $come;
    if ($moment->{sees} && !$may_miss) { is($node->safe_psql($db, $moment->{sees}), 't', "$what: as it looks then"); }
    return ask("SELECT pid FROM pg_stat_activity WHERE datname = '$db' AND $kinds{$kind}{where}");
}

# The process is to be gone, or its session idle, while the locks that stopped it are still held.
sub ends_by_itself
{
    my ($kind, $db) = @_;
    return until_true("SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = '$db' AND $kinds{$kind}{where}", 30);
}

sub interrupt
{
    my ($kind, $script, $way, $name, %moment) = @_;
    my $what = "$way $name";
    my $how = $ways{$way};
    my $db = fresh_database($node, $script eq 'down' ? 'model_applied' : 'model');
    $node->safe_psql($db, "INSERT INTO stops VALUES ('$moment{stop}')");
    # How long the record of a failure waits.
    $node->safe_psql($db, "ALTER DATABASE $db SET pg_strata.lock_timeout = '300ms'") if $moment{own_table};
    my @holders = open_session($db, 'SELECT pg_advisory_lock(99)');
    my $caller = $kinds{$kind}{start}->($db, session_script($kinds{$kind}{$script}, $how->{timeout}));
    my $pid = bring_to($kind, $db, \%moment, \@holders, $what, $how->{timeout});
    $how->{do}->($pid, $caller) if $pid || $how->{timeout};
    if ($how->{crash})
    {
        ++$kills;
        $_->{run}->kill_kill(grace => 0) for @holders;
        $revive->();
    }
    else
    {
        ok(ends_by_itself($kind, $db), "$what: it ends while what it waited for is still there");
        for (@holders) { $_->query('ROLLBACK;'); $_->quit; }
    }
    eval { $caller->{run}->finish };
    check_after($kind, $db, $script, $way, $what, $caller, %moment);
    drop_database($node, $db);
}

# All that must hold, whenever and however a run was stopped.
sub check_after
{
    my ($kind, $db, $script, $way, $what, $caller, %moment) = @_;
    my ($out, $err) = said_by($caller);
    my $how = $ways{$way};
    $node->safe_psql($db, 'TRUNCATE stops');
    if ($how->{error} && !$moment{at_random}) { like($err, $how->{error}, "$what: the error says what happened"); }
    unlike($err, qr{WARNING}, "$what: no warning") unless $moment{own_table} || $how->{crash};
    is(after($out), before($out), "$what: the session is as before") if $how->{survives};
    agrees($node, $db, $script, $what);
    chain_holds($node, $what, undef, $db);
    my $left = what_runs_left($node, $db);
    if ($how->{survives} && !$moment{own_table}) { unlike($left, qr/^run running/m, "$what: the run is no longer running"); }
    my $status = $moment{own_table} ? '(cancelled|interrupted)' : $how->{survives} ? 'cancelled' : 'interrupted';
    my ($state, $next, $next_error) = $node->psql($db, "SET ROLE deployer; $kinds{call}{$script}", on_error_stop => 1);
    is($next_error, '', "$what: the next run finishes");
    my $ended = what_runs_left($node, $db);
    my $failures = () = $ended =~ /^failed/mg;
    if ($left !~ /^run/m) { is($failures, 0, "$what: nothing had begun"); }
    elsif ($left =~ m{^run \w+ 4/4}m) { like($ended, qr{^run (done|$status) 4/4}, "$what: all was done"); }
    else
    {
        like($ended, qr/^run $status/, "$what: the run is known to be $status");
        ok($failures == 1 || $moment{own_table}, "$what: what failed is on record, once") or diag($ended);
    }
    same_lines(left_of_run($node, $db), $reference{$script}, "$what: in the end as if undisturbed");
    same_lines(schema_of($node, $db), $schema{$script}, "$what: so is the schema");
    chain_holds($node, "$what, then finished", undef, $db);
}

for my $script ('up', 'down')
{
    for my $moment ($script eq 'up' ? (@up, @locked) : @down)
    {
        last if $enumerated eq 'none';
        my @chosen = $enumerated eq 'all' ? sort keys %ways : ('cancel', $turn++ % 2 ? () : $turns[ $turn / 2 % @turns ]);
        interrupt('call', $script, $_, "$script, $moment->[0]", @{$moment}[ 1 .. $#$moment ]) for @chosen;
    }
}

# ---- a client that is gone without the server's noticing: the run goes on ----
{
    $node->safe_psql('postgres', 'ALTER SYSTEM SET client_connection_check_interval = 0');
    $node->reload;
    my $db = fresh_database($node);
    $node->safe_psql($db, q{INSERT INTO stops VALUES ('003.7')});
    my @holders = open_session($db, 'SELECT pg_advisory_lock(99)');
    my $caller = $kinds{call}{start}->($db, session_script($kinds{call}{up}));
    bring_to('call', $db, {}, \@holders, 'client gone unnoticed');
    $caller->{run}->kill_kill(grace => 0);
    $_->quit for @holders;
    ok(ends_by_itself('call', $db), 'client gone unnoticed: the run ends');
    same_lines(left_of_run($node, $db), $reference{up}, 'client gone unnoticed: the run went on to its end');
    is(what_runs_left($node, $db), 'run done 4/4', 'client gone unnoticed: as is on record');
    drop_database($node, $db);
    $node->safe_psql('postgres', 'ALTER SYSTEM RESET client_connection_check_interval');
    $node->reload;
}

# ---- random moments ----
srand($seed);
note("STRATA_SEED=$seed");
for my $turn (1 .. $random_moments)
{
    my $way = (grep { $_ ne 'timeout' } sort keys %ways)[ int(rand(5)) ];
    my $script = rand() < 0.75 ? 'up' : 'down';
    my $after = rand(1.1 * $duration{$script});
    my $what = sprintf '%s %s after %d ms (turn %d, STRATA_SEED=%d)', $way, $script, 1000 * $after, $turn, $seed;
    my $db = fresh_database($node, $script eq 'down' ? 'model_applied' : 'model');
    my $caller = $kinds{call}{start}->($db, session_script($kinds{call}{$script}));
    my $runs = "FROM pg_stat_activity WHERE datname = '$db' AND $kinds{call}{where} AND query ~ '^(CALL|pg_strata:)' AND state = 'active'";
    until_true("SELECT count(*) = 1 $runs", 2);
    sleep $after;
    my $pid = ask("SELECT pid $runs");
    $ways{$way}{do}->($pid, $caller) if $pid;
    $revive->() if $pid && $ways{$way}{crash};
    eval { $caller->{run}->finish };
    ok(ends_by_itself('call', $db), "$what: it ends");
    check_after('call', $db, $script, $way, $what, $caller, at_random => 1);
    drop_database($node, $db);
}

done_testing();
