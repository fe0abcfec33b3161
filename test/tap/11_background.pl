# Runs in a background worker: started, watched, waited for, cancelled; and whatever happens to the caller, the worker or
# the server, what is recorded is true and the next run finishes the rest.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use BackgroundTest;
use StrataTest;
use Test::More;
use Time::HiRes qw(time usleep);

set_up();

# ---- start, progress, wait, cancel ------------------------------------------------------------------------------------
fresh();
{
    my $holder = holder('LOCK TABLE held IN SHARE MODE');
    my $began = time;
    my ($run, $process, $note) = split /\|/, sql('SELECT * FROM migrate_start()');
    cmp_ok(time - $began, '<', 5, 'the call returns at once');
    is($run, 1, 'runs are numbered');
    is($note, '3 steps', 'it says what it will do');
    until_blocked($run);
    is(sql("SELECT action, status, migration, step, steps, statement, statements, line, phase, waits_for FROM migrate_progress()"),
        'apply|running|002_two|2|3|2|2|2|up script|AccessExclusiveLock on public.held', 'progress says where it is and what it waits for');
    is(sql('SELECT elapsed > $$0$$ AND build IS NULL AND build_done IS NULL FROM migrate_progress()'), 't', 'and for how long');
    my $pid = sql(q{SELECT pid FROM pg_stat_activity WHERE application_name = 'holder'});
    like(sql('SELECT blocked_by[1] FROM migrate_progress()'),
        qr/^Process $pid of role "$super" \(application "holder"\) has been idle in transaction since 20[-\d:. +]+, its last query: .*LOCK TABLE held/,
        'and who blocks it');
    like(sql('SELECT blocked_by[1] FROM migrate_progress()', user => 'reader'),
        qr/^Process $pid of role "$super" \(application "holder"\) has been idle in transaction since 20[-\d:. +]+\.$/,
        'the text of others is for those who may see it');
    is(sql('SELECT migration, step, statement, line, phase FROM migrate_progress(1)', user => 'reader'), '002_two|2|2|2|up script',
        'every reader sees how far it is');
    is(sql("SELECT query FROM pg_stat_activity WHERE pid = $process"),
        'pg_strata: run 1, step 2 of 3, statement 2 of 2, line 2: migration "002_two", up script', 'so does pg_stat_activity');
    is(sql("SELECT backend_type, state, wait_event_type FROM pg_stat_activity WHERE pid = $process"), 'pg_strata run|active|Lock', 'it is a process of its kind');
    is(sql("CALL migrate_wait($run, '100 ms')"), 'running|1|', 'waiting ends when the time is up, and says how far it is');
    is(sql("CALL migrate_wait($run, '0')"), 'running|1|', 'no time at all is a look');
    my $waiter = caller_of($node, "CALL migrate_wait($run)", db => $db);
    until_is(q{SELECT count(*) FROM pg_stat_activity WHERE application_name = 'caller' AND query LIKE 'CALL%' AND wait_event_type = 'Extension'}, 1);
    until_is(q{SELECT concat(count(backend_xid), count(backend_xmin)) FROM pg_stat_activity WHERE application_name = 'caller'}, '00');
    until_is(q{SELECT string_agg(DISTINCT locktype, ',') FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE application_name = 'caller'}, 'virtualxid');
    pass('who waits has no snapshot, and no lock');
    is(sql('SELECT status FROM migrate_progress(1)'), 'running', 'still running');
    $holder->query_safe('ROLLBACK;');
    $waiter->{run}->finish;
    is((said_by($waiter))[0], "done|3|\n", 'who waits is told of the end');
    $holder->quit;
    is(wait_for($run), 'done|3|', 'waiting for what has ended returns at once');
    is(sql('SELECT run, action, status, step, steps, statement, phase, waits_for, blocked_by FROM migrate_progress()'), '1|apply|done|3|3||||',
        'the last run is shown when none is under way');
    is(states(), 'applied,applied,applied', 'everything is applied');
    is(sql('SELECT string_agg(DISTINCT run::text, $$,$$) FROM migrate_history() WHERE action = $$apply$$'), '1', 'the history names the run');
    is(sql('SELECT note FROM migrate_start()'), 'nothing to do', 'nothing to do is said');
    is(wait_for(2), 'done|0|', 'and is a run that is done at once');
    my $back = sql(q{SELECT run FROM migrate_start_rollback(options => '{"all": true}')});
    is(wait_for($back), 'done|3|', 'the way back');
    is(sql("SELECT action FROM migrate_progress($back)"), 'rollback', 'is known as such');
    is(states(), 'pending,pending,pending', 'everything is rolled back');
    is(wait_for(start(call => q{SELECT run FROM migrate_start('002')})), 'done|2|', 'a target');
    is(wait_for(start(call => q{SELECT run FROM migrate_start_rollback('001')})), 'done|1|', 'a target of the way back');
    is(wait_for(start(call => q{SELECT run FROM migrate_start(only_these => ARRAY['003'])})), 'done|1|', 'chosen migrations');
    is(wait_for(start(call => q{SELECT run FROM migrate_start_rollback(migration => '001', cascade => true)})), 'done|1|', 'one migration back');
    is(states(), 'pending,pending,applied', 'as asked');
    like(error(q{SELECT migrate_start('nope')}), qr/MG002:/, 'an unknown target is an error of the call');
    like(error(q{SELECT migrate_start(options => '{"nope": 1}')}), qr/MG017:/, 'a bad option, too');
    sql(q{SELECT FROM migrate_register('000_blocked', 'CREATE TABLE x (id int REFERENCES not_there)')});
    like(error(q{SELECT migrate_start()}), qr/MG007:/, 'a blocked plan, too');
    sql(q{SELECT FROM migrate_unregister('000')});
    is(sql('SELECT count(*) FROM migrate.run WHERE status <> $$done$$'), 0, 'and none of these is a run');
    like(error('CALL migrate_wait(999)'), qr/MG025:/, 'an unknown run cannot be waited for');
    like(error('SELECT migrate_progress(999)'), qr/MG025:/, 'nor looked at');
    like(error('SELECT migrate_cancel(999)'), qr/MG025:/, 'nor cancelled');
    like(error('CALL migrate_wait(NULL)'), qr/22004:/, 'nothing cannot be waited for');
    is(sql('SELECT * FROM migrate_cancel(1)'), '1|done|it is not under way', 'what has ended is not cancelled');
    like(error('BEGIN; CALL migrate_wait(1); COMMIT'), qr/25001:/, 'no waiting in a transaction block');
    like(error('DO $$ DECLARE s text; d int; m text; BEGIN CALL migrate_wait(1, NULL, s, d, m); END $$'), qr/25001:/, 'nor in DO');
    like(error('DO $$ DECLARE s text; d int; m text; BEGIN CALL migrate_wait(1, NULL, s, d, m); EXCEPTION WHEN division_by_zero THEN NULL; END $$'), qr/25001:/, 'nor with a handler');
    my ($status, undef, $message) = $node->psql($db, q{SELECT 1\; CALL migrate_wait(1)});
    like($message, qr/by a CALL that is a statement of its own/, 'nor beside other statements');
    $waiter = caller_of($node, "SET statement_timeout = '300ms';\nCALL migrate_wait((SELECT 1));", db => $db);
    $waiter->{run}->finish;
}
{
    my $holder = holder('LOCK TABLE held IN SHARE MODE');
    my $run = start();
    until_blocked($run);
    my $waiter = caller_of($node, "CALL migrate_wait($run);\nSELECT 'alive'", db => $db);
    until_is(q{SELECT count(*) FROM pg_stat_activity WHERE application_name = 'caller' AND wait_event_type = 'Extension'}, 1);
    sql(q{SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'caller'});
    $waiter->{run}->finish;
    my ($out, $err) = said_by($waiter);
    like($err, qr/57014:/, 'waiting can be cancelled');
    is($out, "alive\n", 'and the session lives');
    like(error("SELECT migrate_cancel($run)", user => 'operator'), qr/42501:/, 'another operator cannot cancel it');
    like(error("SELECT migrate_cancel($run)", user => 'reader'), qr/42501:/, 'a reader cannot');
    is(sql("SELECT run, note FROM migrate_cancel($run)"), "$run|cancel request sent", 'cancelled');
    like(wait_for($run), qr/^cancelled\|1\|canceling statement due to user request/, 'the run knows that it was');
    is(states(), 'applied,pending,applied', 'what was done stays, what was going on is undone');
    $holder->query_safe('ROLLBACK;'); $holder->quit;
    is(wait_for(start()), 'done|1|', 'the next run finishes');
    chain_holds($node, 'cancelled', undef, $db);
}

# ---- what no transaction can hold ---------------------------------------------------------------------------------------
fresh();
{
    sql(q{SELECT FROM migrate_apply()});
    sql('INSERT INTO held SELECT generate_series(1, 1000)');
    sql(q{SELECT FROM migrate_register('004_index', 'CREATE INDEX CONCURRENTLY held_index ON held (id)', 'DROP INDEX CONCURRENTLY held_index')});
    my $writer = holder('INSERT INTO held VALUES (0)');
    my $run = start();
    until_is("SELECT build FROM migrate_progress($run)", 'waiting for writers before build');
    like(sql("SELECT status, migration, phase, build_done, waits_for FROM migrate_progress($run)"),
        qr/^running\|004_index\|up script\|0\.0\|the end of a transaction/, 'a concurrent index build shows its phase, and what it waits for');
    like(sql("SELECT blocked_by[1] FROM migrate_progress($run)"), qr/application "holder"/, 'and for whom');
    my $waiter = caller_of($node, "CALL migrate_wait($run)", db => $db);
    until_is(q{SELECT count(*) FROM pg_stat_activity WHERE application_name = 'caller' AND wait_event_type = 'Extension'}, 1);
    like(error('SELECT migrate_apply()'), qr/55P03: .*\(run $run\)/s, 'nobody waits for it in a snapshot');
    $writer->query_safe('COMMIT;'); $writer->quit;
    $waiter->{run}->finish;
    is((said_by($waiter))[0], "done|1|\n", 'those who wait do not hinder it');
    is(sql(q{SELECT indisvalid FROM pg_index WHERE indexrelid = 'held_index'::regclass}), 't', 'the index is built');
    is(wait_for(start(call => 'SELECT run FROM migrate_start_rollback(steps => 1)')), 'done|1|', 'and dropped');
    $writer = holder('INSERT INTO held VALUES (0)');
    $run = start();
    until_is("SELECT build FROM migrate_progress($run)", 'waiting for writers before build');
    sql("SELECT migrate_cancel($run)");
    like(wait_for($run), qr/^cancelled\|0\|/, 'cancelled in the middle');
    is(sql(q{SELECT state FROM migrate_status() WHERE migration = '004_index'}), 'partial', 'it is half done');
    $writer->query_safe('COMMIT;'); $writer->quit;
    is(wait_for(start()), 'done|1|', 'and the next run finishes it');
    is(sql(q{SELECT indisvalid FROM pg_index WHERE indexrelid = 'held_index'::regclass}), 't', 'the index is built again');
    chain_holds($node, 'an index in the background', undef, $db);
}

# ---- one run waits for another; the configuration changes meanwhile -------------------------------------------------------
fresh();
{
    sql(q{SELECT FROM migrate_register('003_three', 'CREATE TABLE three AS SELECT current_setting(''work_mem'') AS mem', 'DROP TABLE three', replace => true)});
    my $holder = holder('LOCK TABLE held IN SHARE MODE');
    my $run = start(call => q{SELECT run FROM migrate_start('002')});
    until_blocked($run);
    my $next = start(call => q{SELECT run FROM migrate_start(options => '{"wait": "60s"}')});
    until_is("SELECT status || ': ' || phase FROM migrate_progress($next)", 'requested: waiting for others that change migrations');
    is(sql('SELECT string_agg(run || status, $$,$$) FROM migrate_progress()'), "${run}running,${next}requested", 'all that are under way are shown');
    like(error(q{SELECT migrate_start(options => '{"wait": "soon"}')}), qr/MG017:/, 'a time that is none');
    $holder->query_safe('ROLLBACK;'); $holder->quit;
    is(wait_for($run), 'done|2|', 'the first');
    is(wait_for($next), 'done|1|', 'then the one that waited');
    sql(q{SELECT FROM migrate_rollback(options => '{"all": true}')});
    $holder = holder('LOCK TABLE held IN SHARE MODE');
    $run = start();
    until_blocked($run);
    $node->safe_psql('postgres', q{ALTER SYSTEM SET work_mem = '17MB'});
    $node->reload;
    usleep(300_000);
    $holder->query_safe('ROLLBACK;'); $holder->quit;
    is(wait_for($run), 'done|3|', 'a reload');
    is(sql('SELECT mem FROM three'), '17MB', 'is seen by the next step');
    $node->safe_psql('postgres', 'ALTER SYSTEM RESET work_mem');
    $node->reload;
}

# ---- the caller's transaction -----------------------------------------------------------------------------------------
fresh();
{
    my $session = $node->background_psql($db, on_error_stop => 0);
    $session->query_safe('BEGIN;');
    my ($run, $process, $note) = split /\|/, $session->query_safe('SELECT * FROM migrate_start();');
    is($note, '3 steps; begins when this transaction is committed', 'in a transaction block it says when it begins');
    until_is("SELECT count(*) FROM pg_stat_activity WHERE pid = $process AND wait_event = 'transactionid'", 1);
    is(sql("SELECT query FROM pg_stat_activity WHERE pid = $process"), "pg_strata: run $run: waiting for the transaction that asked for it", 'it waits');
    is(sql("SELECT count(backend_xid), count(backend_xmin) FROM pg_stat_activity WHERE pid = $process"), '0|0', 'without a snapshot');
    is($session->query_safe('SELECT status, phase FROM migrate_progress();'), 'requested|waiting for the transaction that asked for it', 'the caller sees it');
    like(error("SELECT migrate_progress($run)"), qr/MG025:/, 'nobody else does yet');
    $session->query_safe('ROLLBACK;');
    no_workers();
    is(sql('SELECT count(*) FROM migrate.run'), 0, 'rolled back: there is no run');
    is(states(), 'pending,pending,pending', 'and nothing was applied');
    $session->query_safe($_) for 'BEGIN;', 'SAVEPOINT s;', 'SELECT FROM migrate_start();', 'ROLLBACK TO s;', 'CREATE TABLE kept (id int);', 'COMMIT;';
    no_workers();
    is(sql('SELECT count(*) FROM migrate.run'), 0, 'savepoint rolled back: there is no run');
    is(states(), 'pending,pending,pending', 'and nothing was applied');
    is(sql('SELECT count(*) FROM kept'), 0, 'the rest of that transaction stays');
    like(error('BEGIN; SELECT FROM migrate_start(); SELECT 1 / 0; COMMIT'), qr/22012:/, 'an error after it');
    no_workers();
    is(sql('SELECT count(*) FROM migrate.run'), 0, 'undoes it');
    like(error('SELECT run / (run - run) FROM migrate_start()'), qr/22012:/, 'or in the same statement');
    no_workers();
    is(sql('SELECT count(*) FROM migrate.run'), 0, 'likewise');
    $session->query_safe('BEGIN; SAVEPOINT s; SELECT FROM migrate_start(); RELEASE s;');
    $run = $session->query_safe('SELECT max(run) FROM migrate_progress(); COMMIT;');
    is(wait_for($run), 'done|3|', 'savepoint released: it runs');
    sql(q{SELECT migrate_rollback(options => '{"all": true}')});
    $session->query_safe('BEGIN; SELECT FROM migrate_start(); PREPARE TRANSACTION $$p$$;');
    is(states(), 'pending,pending,pending', 'prepared: it waits');
    $session->query_safe('COMMIT PREPARED $$p$$;');
    is(wait_for(sql('SELECT max(run) FROM migrate.run')), 'done|3|', 'and runs when that is committed');
    sql(q{SELECT migrate_rollback(options => '{"all": true}')});
    $session->query_safe("ALTER ROLE $super IN DATABASE $db SET lock_timeout = '50ms'; BEGIN; SELECT FROM migrate_start(); SELECT pg_sleep(0.3); COMMIT;");
    is(wait_for(sql('SELECT max(run) FROM migrate.run')), 'done|3|', 'a lock_timeout is not for that wait');
    sql("ALTER ROLE $super IN DATABASE $db RESET lock_timeout");
    sql(q{SELECT migrate_rollback(options => '{"all": true}')});
    $session->query_safe('BEGIN; SELECT FROM migrate_start(); DROP EXTENSION pg_strata CASCADE; COMMIT;');
    no_workers();
    is(sql(q{SELECT to_regclass('one')}), '', 'the extension is gone: it leaves');
    $session->quit;
    like(error('SET default_transaction_read_only = on; BEGIN READ WRITE; SELECT migrate_start()', db => 'part1'), qr/25006:/, 'not in a session that only reads');
    like(error('BEGIN READ ONLY; SELECT migrate_start()', db => 'part1'), qr/25006:/, 'nor in a transaction that does');
}

# ---- the client goes --------------------------------------------------------------------------------------------------
fresh();
{
    my $holder = holder('LOCK TABLE held IN SHARE MODE');
    my $client = caller_of($node, "SELECT run FROM migrate_start();\nSELECT pg_sleep(600);", db => $db);
    until_is('SELECT count(*) FROM migrate_progress() WHERE step = 2', 1);
    until_blocked(1);
    $client->{run}->kill_kill(grace => 0);
    sql(q{SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'caller' AND backend_type = 'client backend'});
    until_is(q{SELECT count(*) FROM pg_stat_activity WHERE application_name = 'caller' AND backend_type = 'client backend'}, 0);
    is(status_of(1), 'running', 'the client is gone, the run is not');
    $holder->query_safe('ROLLBACK;'); $holder->quit;
    is(wait_for(1), 'done|3|', 'and comes to its end');
    is(sql(q{SELECT DISTINCT application_name FROM migrate_history() WHERE action = 'apply'}), 'caller', 'the history names the client');
}

# ---- no worker is free ------------------------------------------------------------------------------------------------
{
    my @busy;
    for (1 .. 4)
    {
        fresh();
        my $holder = holder('LOCK TABLE held IN SHARE MODE');
        my $run = start();
        until_blocked($run);
        push @busy, [ $db, $holder, $run ];
    }
    fresh();
    my $began = time;
    my $error = error('SELECT migrate_start()');
    cmp_ok(time - $began, '<', 5, 'no worker free: said at once');
    like($error, qr/53000: no background worker is free/, 'no worker free: an error of the call');
    like($error, qr/HINT: .*max_worker_processes.*CALL migrate_run\(\)/s, 'that names the setting and the other door');
    is(sql('SELECT count(*) FROM migrate.run'), 0, 'and leaves no run');
    is(states(), 'pending,pending,pending', 'nor anything else');
    for (@busy)
    {
        $db = $_->[0];
        $_->[1]->query_safe('ROLLBACK;'); $_->[1]->quit;
        is(wait_for($_->[2]), 'done|3|', "$db: done");
    }
}

# ---- what can happen to the worker ------------------------------------------------------------------------------------
sub interrupted
{
    my ($what, $way, $status) = @_;
    fresh();
    my $holder = holder('LOCK TABLE held IN SHARE MODE');
    my $run = start();
    until_blocked($run);
    $way->(process_of($run));
    eval { $holder->{run}->kill_kill(grace => 0) };
    until_back();
    until_is("SELECT status FROM migrate_progress($run)", $status);
    like(sql("CALL migrate_wait($run)"), qr/^$status\|1\|/, "$what: the run is $status, one step was done");
    is(sql("SELECT status FROM migrate_progress()"), $status, "$what: shown when no other is under way");
    is(sql("SELECT note FROM migrate_cancel($run)"), 'it is not under way', "$what: nothing to cancel");
    is(states(), 'applied,pending,pending', "$what: nothing half done");
    chain_holds($node, $what, undef, $db);
    is(wait_for(start()), 'done|2|', "$what: the next run finishes");
    is(states(), 'applied,applied,applied', "$what: everything is applied");
    is(sql("SELECT status FROM migrate.run WHERE run = $run"), $status, "$what: by then it is on record");
    is(sql(q{SELECT count(*) - count(DISTINCT migration) FROM migrate_history() WHERE action = 'apply' AND outcome = 'ok'}), 0, "$what: nothing twice");
    chain_holds($node, "$what, then finished", undef, $db);
}
interrupted('kill -9', sub { kill 'KILL', $_[0] }, 'interrupted');
interrupted('terminate', sub { $node->safe_psql('postgres', "SELECT pg_terminate_backend($_[0])") }, 'interrupted');
interrupted('cancel', sub { $node->safe_psql('postgres', "SELECT pg_cancel_backend($_[0])") }, 'cancelled');
interrupted('restart', sub { $node->restart }, 'interrupted');
interrupted('immediate restart', sub { $node->stop('immediate'); $node->start }, 'interrupted');
{
    # It dies while it waits for its caller, or before anybody looks.
    fresh();
    my $session = $node->background_psql($db, on_error_stop => 0);
    my ($run, $process) = split /\|/, $session->query_safe('BEGIN; SELECT run, process FROM migrate_start();');
    $node->safe_psql('postgres', "SELECT pg_terminate_backend($process)");
    no_workers();
    $session->query_safe('COMMIT;');
    $session->quit;
    is(wait_for($run), 'interrupted|0|', 'a worker that died before its caller was done');
    is(wait_for(start()), 'done|3|', 'does not stand in the way of the next');
    fresh();
    $session = $node->background_psql($db, on_error_stop => 0);
    ($run, $process) = split /\|/, $session->query_safe('BEGIN; SELECT run, process FROM migrate_start();');
    $node->safe_psql('postgres', "SELECT pg_cancel_backend($process)");
    no_workers();
    $session->query_safe('COMMIT;');
    $session->quit;
    is(wait_for($run), 'interrupted|0|', 'so does one that was cancelled then');
}

# ---- two at once ------------------------------------------------------------------------------------------------------
fresh();
{
    my $holder = holder('LOCK TABLE held IN SHARE MODE');
    my @callers = map { caller_of($node, 'SELECT run FROM migrate_start();', db => $db) } 1 .. 4;
    $_->{run}->finish for @callers;
    my @said = map { [ said_by($_) ] } @callers;
    is(scalar(grep { $_->[0] =~ /^\d+$/ } @said), 1, 'of four at once one gets its run');
    is(scalar(grep { $_->[1] =~ /55P03:/ } @said), 3, 'the others are told that there is one') or diag(map { $_->[1] } @said);
    my ($run) = map { $_->[0] =~ /^(\d+)$/ } @said;
    like(error('SELECT migrate_start()'), qr/55P03: .*run $run\b/s, 'which one is named');
    like(error('SELECT migrate_apply()'), qr/55P03:/, 'nor does anything else start');
    $holder->query_safe('ROLLBACK;'); $holder->quit;
    is(wait_for($run), 'done|3|', 'the one finishes');
    is(states(), 'applied,applied,applied', 'everything is applied, once');
    chain_holds($node, 'two at once', undef, $db);
    sql(q{SELECT migrate_rollback(options => '{"all": true}')});
    my $session = $node->background_psql($db, on_error_stop => 0);
    $session->query_safe('BEGIN; SELECT FROM migrate_start();');
    like(error(q{SET pg_strata.lock_timeout = '100ms'; SELECT migrate_start()}), qr/55P03:.*starting a run/s, 'nor beside one that is not committed');
    $session->query_safe('ROLLBACK;'); $session->quit;
    is(wait_for(start()), 'done|3|', 'then it can');
}

no_workers();
my @crashes = grep { /was terminated by signal|PANIC:|TRAP:/ } split /\n/, slurp_file($node->logfile);
is(scalar(@crashes), 1, 'the only process that crashed is the one that was killed') or diag(join "\n", @crashes);
done_testing();
