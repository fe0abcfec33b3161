# Waits of scripts as the server and the client see them: what is said at a retry, what the log has, who is named, and
# that a pause between two attempts can be ended.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use StrataTest;
use Test::More;

my $node = new_node('limits', 'max_prepared_transactions = 1', 'log_min_error_statement = panic', 'log_statement = none');
$node->safe_psql('postgres', q{CREATE EXTENSION pg_strata; CREATE TABLE held (id int); CREATE TABLE other (id int); CREATE ROLE dev LOGIN; GRANT CREATE ON SCHEMA public TO dev;
    GRANT SELECT ON held TO dev; SELECT FROM migrate_grant('dev', 'operator');
    SELECT FROM migrate_register('001_waits', 'ALTER TABLE held ADD note text', 'ALTER TABLE held DROP note')});
my $holder = $node->background_psql('postgres', on_error_stop => 0);
$holder->query_safe(q{SET application_name = 'the holder';});
my $offset;

sub mark { $offset = -s $node->logfile; return; }
sub logged { return substr slurp_file($node->logfile), $offset; }
sub limited { my ($timeout, $retries) = @_; return qq{SELECT count(*) FROM migrate_apply(only_these => ARRAY['001'], options => '{"lock_timeout": "$timeout", "lock_retries": $retries}');}; }

# ---- what is said ----------------------------------------------------------------------------------------------------
$holder->query_safe('BEGIN; LOCK TABLE held;');
mark();
my ($status, $out, $err) = $node->psql('postgres', limited('100ms', 2));
my $holding = qr/Process \d+ of role "\w+" \(application "the holder"\) has been idle in transaction since [-\d]+ [:\d]+[-+][:\d]+/;
my $blocker = qr/DETAIL:  $holding, its last query: [^\n]+/;
like($err, qr/NOTICE:  migration "001_waits" got no lock: attempt 1 of 3, next in 0\.[2-5] s\n$blocker/, 'the first retry');
like($err, qr/NOTICE:  migration "001_waits" got no lock: attempt 2 of 3, next in (?:0\.[5-9]|1\.0) s\n$blocker/, 'the second');
is(() = $err =~ /NOTICE/g, 2, 'and no other');
like($err, qr/ERROR:  canceling statement due to lock timeout\n$blocker\nHINT:  Nothing of this call stays\. .*lock_timeout/, 'the error');
like($err, qr/CONTEXT:  migration "001_waits", up script, line 1, column 1, statement 1/, 'and its place');

# ---- the server's log ------------------------------------------------------------------------------------------------
unlike(logged(), qr/still waiting|acquired/, 'the log has no waits that nobody asked for');
$node->safe_psql('postgres', 'ALTER SYSTEM SET log_lock_waits = on; ALTER SYSTEM SET deadlock_timeout = 10');
$node->reload;
$node->poll_query_until('postgres', 'SHOW log_lock_waits', 'on');
mark();
$node->psql('postgres', limited('100ms', 0));
like(logged(), qr/LOG:  process \d+ still waiting for AccessExclusiveLock on relation/, 'it has them where they are wanted');
$node->safe_psql('postgres', 'ALTER SYSTEM RESET ALL');
$node->reload;
$node->poll_query_until('postgres', 'SHOW log_lock_waits', 'off');

# ---- whose settings --------------------------------------------------------------------------------------------------
# A lesser role may set neither, and gets the same.
(undef, undef, $err) = $node->psql('postgres', q{SELECT FROM migrate_register('002_reads', 'SELECT count(*) FROM held');
    SELECT count(*) FROM migrate_apply(only_these => ARRAY['002'], options => '{"lock_timeout": "50ms", "lock_retries": 0}')},
    connstr => $node->connstr('postgres') . ' user=dev');
like($err, qr/55P03|lock timeout/, 'a lesser role waits no longer');
like($err, qr/DETAIL:  Process \d+ of role "\w+" \(application "the holder"\) has been idle in transaction since [^,\n]*\.\n/, 'learns who, and not what');
# The script's own SET counts, and the wait is still seen before it ends.
$node->safe_psql('postgres', q{SELECT FROM migrate_register('003_own', E'SET lock_timeout = \'60ms\';\nALTER TABLE held ADD own text')});
(undef, $out, $err) = $node->psql('postgres', q{SELECT FROM migrate_apply(only_these => ARRAY['003'], options => '{"lock_timeout": "1h", "lock_retries": 0}')});
like($err, qr/lock timeout\n$blocker/, 'under its own SET lock_timeout, too');
$node->safe_psql('postgres', q{SELECT FROM migrate_unregister('003')});

# ---- a pause can be ended --------------------------------------------------------------------------------------------
my $caller;
for my $how ('pg_cancel_backend', 'pg_terminate_backend')
{
    $caller = caller_of($node, limited('20ms', 50));
    my $pausing = q{application_name = 'caller' AND wait_event_type = 'Extension'};
    $node->poll_query_until('postgres', "SELECT coalesce((SELECT $how(pid) FROM (SELECT pid FROM pg_stat_activity WHERE $pausing LIMIT 1) p), false)");
    $caller->{run}->finish;
    my ($said, $complaint) = said_by($caller);
    like($complaint, $how eq 'pg_cancel_backend' ? qr/57014: canceling statement due to user request/ : qr/terminating connection|server closed/, "$how during a pause");
}
(undef, undef, $err) = $node->psql('postgres', q{SET statement_timeout = '700ms'; } . limited('20ms', 50));
like($err, qr/canceling statement due to statement timeout/, 'the session\'s statement_timeout counts on during retries');

# A run holds no snapshot during the pause, nor any lock but the one that makes it the only writer.
$caller = caller_of($node, q{CALL migrate_run(only_these => ARRAY['001'], options => '{"lock_timeout": "20ms", "lock_retries": 50}');});
my $pausing = q{application_name = 'caller' AND wait_event_type = 'Extension'};
ok($node->poll_query_until('postgres', "SELECT count(*) = 1 FROM pg_stat_activity WHERE $pausing AND backend_xmin IS NULL AND backend_xid IS NULL"),
    'a run that pauses has no snapshot');
is($node->safe_psql('postgres', "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE application_name = 'caller' AND locktype = 'relation'"), 0, 'and no relation locked');
$node->safe_psql('postgres', "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'caller'");
$caller->{run}->finish;
like((said_by($caller))[1], qr/57014/, 'and can be cancelled');
is($node->safe_psql('postgres', q{SELECT outcome, sqlstate FROM migrate_history(run => 1)}), 'failed|57014', 'which is on record');

# The error tells those who may know what the other one runs; the history, which more may read, does not.
(undef, undef, $err) = $node->psql('postgres', q{CALL migrate_run(only_these => ARRAY['001'], options => '{"lock_timeout": "20ms", "lock_retries": 0}')});
like($err, qr/$blocker/, 'a run names the holder, and its query');
like($node->safe_psql('postgres', q{SELECT detail FROM migrate_history(run => 2)}), qr/^$holding\.$/, 'its history only the holder');

# ---- others in the way -----------------------------------------------------------------------------------------------
$holder->query_safe(q{PREPARE TRANSACTION 'half way';});
like(error_of($node, limited('50ms', 0)), qr/55P03.*\nDETAIL:  A prepared transaction \(see pg_prepared_xacts\) holds it\./, 'a prepared transaction');
$node->safe_psql('postgres', q{ROLLBACK PREPARED 'half way'});
my @more = map { $node->background_psql('postgres') } 1 .. 18;
$_->query_safe('BEGIN; SELECT count(*) FROM held;') for @more;
my $error = error_of($node, limited('50ms', 0));
is(() = $error =~ /Process \d+ of role/g, 16, 'of many, the first ones');
like($error, qr/\nAnd 2 more processes\./, 'and how many more');
$_->quit for @more;
# Who was in the way of what the script has got meanwhile, or has given up, is not blamed for a later failure.
my $second = $node->background_psql('postgres');
$second->query_safe('BEGIN; LOCK TABLE other;');
$node->safe_psql('postgres', q{SELECT FROM migrate_register('001_waits', 'DO $$ BEGIN LOCK TABLE held; LOCK TABLE other NOWAIT; END $$', replace => true)});
$holder->query_safe('BEGIN; LOCK TABLE held;');
$caller = caller_of($node, q{SET deadlock_timeout = '10ms'; } . limited('20s', 0));
waiting_pid($node);
sleep 1;
$holder->query_safe('COMMIT;');
$caller->{run}->finish;
(undef, $err) = said_by($caller);
like($err, qr/55P03: could not obtain lock on relation "other"/, 'a lock wanted without waiting, after a wait that ended well');
unlike($err, qr/DETAIL/, 'nobody is blamed');
$node->safe_psql('postgres', q{SELECT FROM migrate_register('001_waits', 'DO $$ BEGIN LOCK TABLE held; EXCEPTION WHEN lock_not_available THEN END $$; LOCK TABLE other NOWAIT', replace => true)});
$holder->query_safe('BEGIN; LOCK TABLE held;');
$error = error_of($node, limited('50ms', 0));
$holder->query_safe('COMMIT;');
like($error, qr/55P03: could not obtain lock on relation "other"/, 'after a wait that the script gave up');
unlike($error, qr/DETAIL/, 'nobody either');
$second->quit;

$holder->quit;
no_crash($node);
$node->stop('fast');
done_testing();
