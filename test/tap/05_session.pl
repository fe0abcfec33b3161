# What a server has set, and what it has to give: message levels, memory, locks, prepared transactions.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use StrataTest;
use Test::More;

my $node = new_node('session', 'max_locks_per_transaction = 10', 'max_connections = 15', 'max_worker_processes = 0',
    'max_prepared_transactions = 2', 'log_statement = none', 'log_min_error_statement = panic', 'deadlock_timeout = 100s');
$node->safe_psql('postgres', 'CREATE EXTENSION pg_strata; CREATE ROLE dev LOGIN; GRANT CREATE ON SCHEMA public TO dev; SELECT FROM migrate_grant($$dev$$, $$operator$$)');

sub as { my ($user, $sql) = @_; return $node->safe_psql('postgres', $sql, connstr => $node->connstr('postgres') . " user=$user"); }

# ---- messages ----------------------------------------------------------------------------------------------------------------
# By level of the server log: what the server would write of a script's messages. LOG ranks between ERROR and FATAL there.
my %logged = (
    panic => '', fatal => '', log => 'LOG', error => 'LOG', warning => 'LOG WARNING', notice => 'LOG NOTICE WARNING',
    info => 'INFO LOG NOTICE WARNING', debug1 => 'DEBUG INFO LOG NOTICE WARNING',
);
my $number = 0;
for my $user ($node->safe_psql('postgres', 'SELECT current_user'), 'dev')
{
    for my $level (sort keys %logged)
    {
        my $id = sprintf '1%02d_messages', ++$number;
        as($user, qq{SELECT FROM migrate_register('$id', \$script\$DO \$\$ BEGIN
            RAISE DEBUG '$id-debug'; RAISE LOG '$id-log'; RAISE INFO '$id-info'; RAISE NOTICE '$id-notice' USING HINT = 'a hint', DETAIL = 'a detail'; RAISE WARNING '$id-warning'; END \$\$\$script\$)});
        $node->safe_psql('postgres', "ALTER ROLE $user SET log_min_messages = $level");
        my $offset = -s $node->logfile;
        my $back = as($user, 'SET client_min_messages = error; SELECT FROM migrate_apply(); SHOW log_min_messages; SHOW client_min_messages;');
        $node->safe_psql('postgres', "ALTER ROLE $user RESET log_min_messages");
        is($back, "$level\nerror", "$user, $level: the settings are as they were");
        is($node->safe_psql('postgres', "SELECT array_to_string(notices, '|') FROM migrate_history('$id') WHERE action = 'apply'"),
            "INFO: $id-info|NOTICE: $id-notice DETAIL: a detail HINT: a hint|WARNING: $id-warning", "$user, $level: the history has the messages");
        my %seen = map { $_ => 1 } substr(slurp_file($node->logfile), $offset) =~ /(LOG|INFO|NOTICE|WARNING|DEBUG): +$id-/g;
        is(join(' ', sort keys %seen), $logged{$level}, "$user, $level: the server log has what it would have");
    }
}
# To the client they come as ever, each once.
$node->safe_psql('postgres', q{SELECT FROM migrate_register('150_client', $s$DO $$ BEGIN RAISE NOTICE 'to the client'; END $$$s$)});
my ($status, $out, $err) = $node->psql('postgres', 'SELECT FROM migrate_apply()');
is(() = $err =~ /NOTICE: +to the client/g, 1, 'a client that wants notices gets them once');
# A script that fails leaves the level as it was.
$node->safe_psql('postgres', q{SELECT FROM migrate_register('151_fails', $$SELECT 1/0$$)});
$node->psql('postgres', "SET log_min_messages = fatal; SELECT migrate_apply(); SHOW log_min_messages;", stdout => \$out, on_error_stop => 0);
is($out, 'fatal', 'after a failure, too');
$node->safe_psql('postgres', q{SELECT FROM migrate_unregister('151')});

# ---- time runs out -------------------------------------------------------------------------------------------------------------
$node->safe_psql('postgres', q{CREATE TABLE held (id int); SELECT FROM migrate_register('160_waits', E'CREATE TABLE waits (id int);\nALTER TABLE held ADD note text')});
my $holder = $node->background_psql('postgres', on_error_stop => 0);
$holder->query_safe('BEGIN; LOCK TABLE held;');
$node->psql('postgres', "SET lock_timeout = '50ms'; SELECT migrate_apply(options => '{\"lock_retries\": 0}'); SHOW lock_timeout; SELECT to_regclass('waits') IS NULL;",
    stdout => \$out, stderr => \$err, on_error_stop => 0, extra_params => [ '-v', 'VERBOSITY=verbose' ]);
like($err, qr/ERROR:  55P03: canceling statement due to lock timeout.*migration "160_waits", up script, line 2/s, 'lock_timeout in a script: which migration, which line');
unlike($err, qr/Correct the script/, 'and no advice to mend the script');
is($out, "50ms\nt", 'nothing done, and the setting is as it was');
$holder->query_safe('ROLLBACK;');
$holder->query_safe(q{BEGIN; SELECT FROM migrate_apply();});
$node->psql('postgres', "SET statement_timeout = '100ms'; SELECT migrate_apply(); SHOW lock_timeout; SELECT state FROM migrate_status() WHERE migration = '160_waits';", stdout => \$out, stderr => \$err, on_error_stop => 0);
like($err, qr/canceling statement due to statement timeout/, 'statement_timeout while another session applies');
is($out, "0\npending", 'the session is as before');
$node->psql('postgres', "SET pg_strata.lock_timeout = '50ms'; SELECT migrate_apply(); SHOW lock_timeout;", stdout => \$out, stderr => \$err, on_error_stop => 0);
like($err, qr/DETAIL:  Process \d+ of role "\w+" is applying migrations\./, 'who is at work, and what at');
is($out, '0', 'the server\'s lock_timeout is as before');
$holder->query_safe('ROLLBACK;');

# ---- prepared transactions -------------------------------------------------------------------------------------------------------
$holder->query_safe(q{BEGIN; SELECT FROM migrate_apply(); PREPARE TRANSACTION 'half way';});
my $try = q{SET pg_strata.lock_timeout = 0; SELECT migrate_apply()};
my $error = error_of($node, $try);
like($error, qr/55P03/, 'a prepared transaction keeps others from writing');
like($error, qr/DETAIL:  .*prepared transaction.* is applying migrations/, 'and the message says that it is one');
$holder->quit;
$node->stop('immediate');
$node->start;
like(error_of($node, $try), qr/55P03/, 'after a crash, too');
is($node->safe_psql('postgres', q{SELECT state FROM migrate_status() WHERE migration = '160_waits'}), 'pending', 'readers see the state before it');
chain_holds($node, 'with a prepared transaction');
$node->safe_psql('postgres', q{COMMIT PREPARED 'half way'});
is($node->safe_psql('postgres', q{SELECT state FROM migrate_status() WHERE migration = '160_waits'}), 'applied', 'committed, it is applied');
chain_holds($node, 'after the prepared transaction');

# ---- locks ---------------------------------------------------------------------------------------------------------------------
# Far more tables than the lock table is made for.
$node->safe_psql('postgres', q{SELECT FROM migrate_register('200_small', 'CREATE TABLE small (id int)')});
$node->safe_psql('postgres', q{SELECT FROM migrate_register('201_many', (SELECT string_agg(format('CREATE TABLE many_%s (id int PRIMARY KEY);', n), E'\n') FROM generate_series(1, 1500) n))});
like($node->safe_psql('postgres', 'SELECT string_agg(note, $$ $$) FROM migrate_plan()'), qr/lock/, 'the plan notes it');
$node->psql('postgres', 'SELECT migrate_apply()', stderr => \$err, extra_params => [ '-v', 'VERBOSITY=verbose' ]);
like($err, qr/WARNING: .*\block/, 'a warning comes before');
like($err, qr/ERROR:  53200: .*HINT: .*max_locks_per_transaction/s, 'the error has the server\'s hint');
like($err, qr/in parts/, 'and ours');
like($err, qr/migration "201_many", up script, line \d+/, 'and the place');
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_class WHERE relname ~ '^(many_|small)'}), '0', 'nothing half done');
chain_holds($node, 'out of locks');
is($node->safe_psql('postgres', q{SELECT migration, status FROM migrate_apply('200')}), '200_small|applied', 'in parts it goes on');
$node->safe_psql('postgres', q{SELECT FROM migrate_unregister('201')});

# ---- memory --------------------------------------------------------------------------------------------------------------------
$node->safe_psql('postgres', q{SELECT count(*) FROM generate_series(1001, 2000) n, migrate_register(to_char(n, 'FM0000') || '_trivial', 'SELECT ' || n, 'SELECT -' || n)});
my $session = $node->background_psql('postgres', on_error_stop => 0);
$session->query_safe('SET client_min_messages = error');
my $pid = $session->query_safe('SELECT pg_backend_pid()');
sub contexts { return $session->query_safe(q{SELECT sum(total_bytes) FROM pg_backend_memory_contexts}); }
sub heap { my ($kb) = slurp_file("/proc/$pid/status") =~ /^VmData:\s+(\d+)/m; return $kb // 0; }
# The caches fill with the first ones.
$session->query_safe(q{SELECT count(*) FROM migrate_apply('1020')});
$session->query_safe(q{SELECT count(*) FROM migrate_status()});
$session->query_safe('BEGIN;');
$session->query_safe(q{SELECT count(*) FROM migrate_apply('1100')});
my $at_100 = contexts();
$session->query_safe(q{SELECT count(*) FROM migrate_apply()});
my $at_1000 = contexts();
$session->query_safe('COMMIT;');
my $after = contexts();
my $per_migration = ($at_1000 - $at_100) / 900;
note("contexts: $at_100 after 100, $at_1000 after 1,000, $after after commit; VmData " . heap() . ' kB');
cmp_ok($per_migration, '<', 1024, 'within a transaction a trivial migration leaves less than 1 kB behind');
cmp_ok($after, '<', $at_100 + 65536, 'and nothing after it');
is($session->query_safe(q{SELECT count(*) FROM pg_backend_memory_contexts WHERE name LIKE 'pg_strata%'}), '0', 'no context of ours is left');
$session->query_safe(q{SELECT count(*) FROM migrate_rollback('1990')});
# Failures and empty calls, again and again. The C++ heap shows in VmData only.
$session->query_safe(q{SELECT FROM migrate_register('3000_fails', 'CREATE TABLE f (id int); SELECT 1/0');});
my $loop = q{DO $$ BEGIN FOR i IN 1..%d LOOP BEGIN PERFORM migrate_apply(only_these => '{3000}'); EXCEPTION WHEN division_by_zero THEN NULL; END;
    BEGIN PERFORM migrate_register('3001', 'SELEC'); EXCEPTION WHEN syntax_error THEN NULL; END; PERFORM migrate_apply('1990'); END LOOP; END $$;};
$session->query_safe(sprintf $loop, 350);
my ($contexts_before, $heap_before) = (contexts(), heap());
$session->query_safe(sprintf $loop, 300);
cmp_ok(contexts(), '<', $contexts_before + 262144, '300 failures leave nothing but what caches take');
cmp_ok(heap(), '<=', $heap_before + 512, 'nor on the heap');
$session->quit;
chain_holds($node, 'at the end');
no_crash($node);

done_testing();
