# examples/calliq through the second door, while others write: what runs concurrently keeps nobody waiting, what fails stays on
# record and is resumed, and the way back leads to the schema and the data of before.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use StrataTest;
use Test::More;

my $db = 'calliq';
my @migrations = qw(022_add_usage_metrics_fk 023_fix_rls_policies 024_add_performance_indexes 025_add_data_constraints);
my @tables = qw(auth.users organizations users calls transcripts usage_metrics usage_reservations notifications referrals
    referral_statistics);
my $node = new_node('calliq');

sub file { return slurp_file("examples/$_[0]"); }
sub ask { return $node->safe_psql($db, $_[0]); }

# As the process whose locks are sampled: exit status, output, errors.
sub run { return $node->psql($db, "SET application_name = 'runner';\n$_[0]", extra_params => [ '-v', 'VERBOSITY=verbose' ]); }

# The schema without what the test adds to it.
sub schema
{
    my ($out, $err) = run_command([ 'pg_dump', '-s', '-N', 'probe', $node->connstr($db) ]);
    return join "\n", grep { !/^\\(un)?restrict/ } split /\n/, $out;
}

# A line per table: its rows and their digest.
sub content
{
    my ($of) = @_;
    return $node->safe_psql($of, join ';', map {
        qq{SELECT '$_', count(*), md5(string_agg(md5(t::text), '' ORDER BY t::text COLLATE "C")) FROM $_ t} } @tables);
}

# Runs until told to stop, a short transaction after the other: new calls with usage that change and go again, and writes to rows
# that were there, which leave them as they are. Every lock that makes it wait for long is counted.
my $writer = <<'SQL';
SET application_name = 'writer';
SET lock_timeout = '20ms';
DO $$
DECLARE
    call    uuid;
    usage   bigint;
    outcome text;
    number  bigint := 0;
BEGIN
    WHILE NOT EXISTS (SELECT FROM probe.stop) LOOP
        number := number + 1;
        call := md5('written call ' || number)::uuid;
        outcome := 'ok';
        BEGIN
            INSERT INTO calls (id, organization_id, user_id, customer_name, customer_email, file_url, duration, started_at)
            SELECT call, organization_id, id, 'written', 'writer@calliq.example', 'x.ogg', 1, now()
            FROM users WHERE email = 'agent.1@calliq.example';
            INSERT INTO usage_metrics (organization_id, metric_type, quantity, metadata)
            SELECT organization_id, 'written', 1, jsonb_build_object('call_id', id) FROM calls WHERE id = call
            RETURNING id INTO usage;
            UPDATE calls SET customer_email = 'reader@calliq.example' WHERE id = call;
            UPDATE usage_metrics SET quantity = quantity + 1 WHERE id = usage;
            UPDATE calls SET direction = direction WHERE id = md5('call ' || 1 + number * 7919 % 100000)::uuid;
            UPDATE usage_metrics SET quantity = quantity WHERE id = 1 + number * 7919 % 300000;
            IF number % 3 <> 0 THEN
                DELETE FROM usage_metrics WHERE id = usage;
                DELETE FROM calls WHERE id = call;
            END IF;
        EXCEPTION
            WHEN lock_not_available THEN outcome := 'lock timeout';
            WHEN deadlock_detected THEN outcome := 'deadlock';
        END;
        INSERT INTO probe.written (at, outcome) VALUES (clock_timestamp(), outcome);
        COMMIT;
        PERFORM pg_sleep(0.001);
        COMMIT;
    END LOOP;
END
$$;
SQL

# The locks of the runner on the tables, held or awaited; the index builds that the server sees, and the statement that we tell of.
my $sampler = <<'SQL';
SET application_name = 'sampler';
DO $$
DECLARE
    runner integer;
BEGIN
    WHILE NOT EXISTS (SELECT FROM probe.stop) LOOP
        SELECT pid INTO runner FROM pg_stat_activity WHERE application_name = 'runner';
        IF runner IS NOT NULL THEN
            INSERT INTO probe.sample SELECT clock_timestamp(),
                ARRAY(SELECT format('%s %s%s', relation::regclass, mode, CASE WHEN granted THEN '' ELSE ' awaited' END)
                      FROM pg_locks WHERE pid = runner AND relation IN (SELECT relation FROM probe.watched)),
                (SELECT index_relid::regclass::text || ': ' || phase FROM pg_stat_progress_create_index WHERE pid = runner),
                (SELECT format('%s %s/%s', migration, statement, statements) FROM migrate_progress());
        END IF;
        COMMIT;
        PERFORM pg_sleep(0.002);
        COMMIT;
    END LOOP;
END
$$;
SQL

# What happened while a migration was applied or rolled back: nobody was kept waiting by it.
sub kept_nobody_waiting
{
    my ($action, $migration, $what, $least) = @_;
    my $during = "WHERE at > (SELECT min(at - duration) FROM migrate_history('$migration') WHERE action = '$action')
        AND at < (SELECT min(at) FROM migrate_history('$migration') WHERE action = '$action')";
    my $locks = "FROM probe.sample LEFT JOIN unnest(locks) AS lock ON true $during";
    cmp_ok(ask("SELECT count(*) FROM probe.written $during"), '>=', $least, "$what: others wrote all the time");
    is(ask("SELECT at, outcome FROM probe.written $during AND outcome <> 'ok'"), '', "$what: and never ran into a lock timeout");
    cmp_ok(ask("SELECT count(DISTINCT at) $locks"), '>=', $least, "$what: its locks were sampled");
    is(ask("SELECT DISTINCT lock $locks AND lock ~ ' (Share|ShareRowExclusive|Exclusive|AccessExclusive)Lock'"), '',
        "$what: none ever conflicts with ROW EXCLUSIVE");
}

# ---- the application before ----------------------------------------------------------------------------------------------------

$node->safe_psql('postgres', "CREATE DATABASE $db");
ask(file($_)) for qw(prelude.sql calliq/prelude.sql calliq/data.sql);
$node->safe_psql('postgres', "CREATE DATABASE mended TEMPLATE $db");
$node->safe_psql('mended', file('calliq/mend.sql'));

ask('CREATE EXTENSION pg_strata');
my $schema_before = schema();
command_ok([ 'sh', '-c', "pg_strata_load examples/calliq/migrations | psql -XAtq -d '@{[ $node->connstr($db) ]}'" ],
    'registered from the client');
is(ask('SELECT migration, action FROM migrate_plan()'), join("\n", map { "$_|apply" } @migrations), 'four steps in order');
is(ask(q{SELECT count(*) FROM migrate_dependencies() WHERE relation = 'needs' AND strength = 'hard' AND satisfied_by IS NULL}),
    '0', 'nothing is missing');
like(ask(q{SELECT because FROM migrate_plan() WHERE migration LIKE '024%'}), qr/"call_id".*022_add_usage_metrics_fk/,
    'an index needs the column');

ask('CREATE SCHEMA probe; CREATE TABLE probe.stop (); CREATE TABLE probe.written (at timestamptz, outcome text);
     CREATE TABLE probe.sample (at timestamptz, locks text[], progress text, statement text); CREATE TABLE probe.watched (relation oid);
     INSERT INTO probe.watched SELECT unnest(ARRAY[' . join(', ', map { "'$_'::regclass" } @tables) . '])');
my @probes = map { caller_of($node, $_, db => $db) } $writer, $sampler;
$node->poll_query_until($db, 'SELECT count(*) > 20 FROM probe.written') or die 'nobody writes';

# ---- forth, up to what does not fit ----------------------------------------------------------------------------------------------

{
    my ($status, $out, $err) = run('CALL migrate_run();');
    is($status, 3, 'the run fails');
    like($err, qr/ERROR:  23514: 49 rows of calls do not fit the constraints/, 'at 025, whose error tells the row count');
    like($err, qr/migration "025_add_data_constraints", up script, line \d+/, 'and the place');
    like($err, qr/customer_email is no address: 37 rows; the call ends before it begins: 12 rows\./, 'and what is wrong');
    like($err, qr/NOTICE:  00000: usage_metrics: 2400 orphans moved/, 'statistics come live');
}
is(ask(q{SELECT migration, state FROM migrate_status()}), "$migrations[0]|applied\n$migrations[1]|applied\n$migrations[2]|applied"
    . "\n$migrations[3]|pending", 'three are applied, 025 is pending');
is(ask(q{SELECT migration, outcome, sqlstate, run FROM migrate_history() WHERE action = 'apply' ORDER BY id}),
    join("\n", (map { "$_|ok||1" } @migrations[ 0 .. 2 ]), "$migrations[3]|failed|23514|1"), 'history has the attempt that failed');
is(ask(q{SELECT message, detail FROM migrate_history('025') WHERE outcome = 'failed'}), '49 rows of calls do not fit the constraints|'
    . 'customer_email is no address: 37 rows; the call ends before it begins: 12 rows.', 'with the row count');
is(ask(q{SELECT status FROM migrate.run WHERE run = 1}), 'failed', 'and so has the run');
{
    my $notices = ask(q{SELECT unnest(notices) FROM migrate_history() WHERE action = 'apply' AND outcome = 'ok' ORDER BY id});
    like($notices, qr/usage_metrics: 2400 orphans moved to backup\.usage_metrics_orphans \(2000 of unknown calls, 400 malformed\)/,
        'notices of 022 are in the history');
    like($notices, qr/policies: 5 replaced by 4/, 'of 023');
    like($notices, qr/new indexes of usage_metrics: 3, together/, 'of 024');
}
kept_nobody_waiting('apply', '024', '024', 50);
is(ask(q{SELECT DISTINCT lock FROM probe.sample, unnest(locks) AS lock
        WHERE lock ~ '^(calls|usage_metrics) ShareUpdate' ORDER BY lock}),
    "calls ShareUpdateExclusiveLock\nusage_metrics ShareUpdateExclusiveLock", 'the locks of a concurrent build were seen');
cmp_ok(ask('SELECT count(DISTINCT progress) FROM probe.sample'), '>', 3, 'index builds were seen in progress');
cmp_ok(ask(q{SELECT count(DISTINCT statement) FROM probe.sample WHERE statement ~ '^024_add_performance_indexes \d+/15$'}), '>', 3,
    'and statement by statement');
is(ask(q{SELECT count(*) FROM probe.sample, migrate_history('024') h WHERE progress LIKE '%validation%' AND h.action = 'apply'
        AND sample.at NOT BETWEEN h.at - h.duration AND h.at}), '0', 'all of them within the time that history gives');
is(ask(q{SELECT count(*) FROM pg_index WHERE NOT indisvalid}), '0', 'no invalid index is left');
is(ask(q{SELECT count(*) FROM pg_tables WHERE schemaname = 'backup' AND tablename LIKE '%_025'}), '0', 'nothing of 025 stays');

# ---- mended, resumed -------------------------------------------------------------------------------------------------------------

ask(file('calliq/mend.sql'));
{
    my ($status, $out, $err) = run('CALL migrate_run();');
    is("$status $out", '0 2|1|done', 'mended, the next run applies the one that is left') or diag($err);
}
is(ask(q{SELECT migration FROM migrate_history() WHERE action = 'apply' AND outcome = 'ok' ORDER BY id}), join("\n", @migrations),
    'nothing is applied twice');
is(ask(q{SELECT migration, check_name, detail FROM migrate_verify() WHERE ok IS DISTINCT FROM true}), '', 'every check is ok');
like(ask(q{EXPLAIN SELECT * FROM calls WHERE customer_email = 'customer.17@shop3.example' AND deleted_at IS NULL}),
    qr/Index Scan using idx_calls_customer_email/, 'calls of a customer come from the index');
is(ask('SELECT count(*) FROM usage_metrics u LEFT JOIN calls c ON c.id = u.call_id WHERE u.call_id IS NOT NULL AND c.id IS NULL'),
    '0', 'no violation of the foreign key');
is(ask('SELECT count(*) FROM calls WHERE customer_email <> lower(customer_email)'), '0', 'no address in capitals');

# Every user sees own notifications and statistics only; forty of 20,000.
my $agent = ask(q{SELECT id FROM users WHERE email = 'agent.7@calliq.example'});
is(ask(qq{BEGIN; SET LOCAL role authenticated; SET LOCAL request.jwt.claim.sub = '$agent';
       SELECT count(*), count(DISTINCT user_id), bool_and(user_id = auth.uid()) FROM notifications;
       SELECT count(*), bool_and(user_id = auth.uid()) FROM referral_statistics; ROLLBACK}), "40|1|t\n1|t",
    'each user sees only own rows');
my $schema_applied = schema();

# ---- back, and forth again -------------------------------------------------------------------------------------------------------

{
    my ($status, $out, $err) = run('CALL migrate_run_rollback(steps => 4);');
    is("$status $out", '0 3|4|done', 'all four are rolled back') or diag($err);
    like($err, qr/usage_metrics: 2400 of 2400 orphans restored/, 'the orphans come back');
}
is(ask(q{SELECT migration FROM migrate_history() WHERE action = 'rollback' AND outcome = 'ok' ORDER BY id}),
    join("\n", reverse @migrations), 'in reverse order');
kept_nobody_waiting('rollback', '024', 'the way back of 024', 1);
ask('INSERT INTO probe.stop DEFAULT VALUES');
for my $probe (@probes)
{
    $probe->{run}->finish;
    my ($out, $err) = said_by($probe);
    is($err, '', 'a bystander saw no error');
}
note('outcomes of all writes: ' . ask('SELECT outcome, count(*) FROM probe.written GROUP BY outcome ORDER BY outcome'));
ask(q{DELETE FROM usage_metrics WHERE metric_type = 'written'; DELETE FROM calls WHERE customer_name = 'written'});
ask('DROP SCHEMA probe CASCADE');
same_lines(schema(), $schema_before, 'the schema is what it was');
same_lines(content($db), content('mended'), 'the data are what they were, but for what was mended');

# This time, somebody was invited twice, so that the tenth index of 024 cannot be unique.
my $twice = ask(q{INSERT INTO referrals (referrer_id, referred_email) SELECT referrer_id, upper(referred_email) FROM referrals
    WHERE referred_email LIKE 'friend.77@%' RETURNING id});
my $built = q{SELECT indexrelid, relfilenode FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    WHERE indisvalid AND indrelid IN ('calls'::regclass, 'usage_metrics'::regclass) ORDER BY 1};
{
    my ($status, $out, $err) = run('CALL migrate_run();');
    like($err, qr/ERROR:  23505: could not create unique index "uq_referrals_referrer_email"/, 'a unique index finds a duplicate');
    like($err, qr/migration "024_add_performance_indexes", up script, line 33, column \d+, statement 10/, 'the place is told');
}
is(ask(q{SELECT migration, state FROM migrate_status()}), "$migrations[0]|applied\n$migrations[1]|applied\n$migrations[2]|partial"
    . "\n$migrations[3]|pending", '024 is half done, and says so');
is(ask(q{SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid}), 'uq_referrals_referrer_email', 'an invalid index is left');
my $built_before = ask($built);
ask("DELETE FROM referrals WHERE id = $twice");
{
    my ($status, $out, $err) = run('CALL migrate_run();');
    is("$status $out", '0 5|2|done', 'without the duplicate, the next run goes on with that index') or diag($err);
}
is(ask($built), $built_before, 'what was built is not built again');
is(ask(q{SELECT count(*) FROM pg_index WHERE NOT indisvalid}), '0', 'no index is invalid');
same_lines(schema(), $schema_applied, 'the schema is the same');
is(ask(q{SELECT count(*) FROM migrate_verify() WHERE ok IS DISTINCT FROM true}), '0', 'every check is ok again');
chain_holds($node, 'at the end', undef, $db);
no_crash($node);

done_testing();
