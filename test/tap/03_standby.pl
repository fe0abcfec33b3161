# On a hot standby: looking works, acting fails with the server's own error, and a promoted one goes on.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use StrataTest;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1, extra => [ '--no-locale', '--encoding=UTF8' ]);
$primary->append_conf('postgresql.conf', 'autovacuum = off');
$primary->start;
$primary->safe_psql('postgres', <<'SQL');
CREATE EXTENSION pg_strata;
SELECT FROM migrate_register('001_one', 'CREATE TABLE one (id int)', 'DROP TABLE one', 'SELECT count(*) = 0 AS is_empty FROM one');
CALL migrate_run();
SELECT FROM migrate_register('002_two', 'CREATE VIEW two AS SELECT id FROM one');
SQL
$primary->backup('copy');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'copy', has_streaming => 1);
$standby->start;
$primary->wait_for_catchup($standby);

my %looks = (
    q{SELECT migration, state FROM migrate_status()}                       => "001_one|applied\n002_two|pending",
    q{SELECT migration, action FROM migrate_plan()}                        => '002_two|apply',
    q{SELECT migration, action FROM migrate_plan(direction => 'down')}     => '001_one|rollback',
    q{SELECT id, action FROM migrate_history()}                            => "1|register\n2|apply\n3|register",
    q{SELECT bool_and(ok), count(*) FROM migrate_verify_history()}         => 't|4',
    q{SELECT migration, finding FROM migrate_findings()}                   => '002_two|pending',
    q{SELECT finding FROM migrate_check(pending => false)}                 => 'none',
    q{SELECT name, value FROM migrate_settings() LIMIT 1}                  => 'out_of_order|apply',
    q{SELECT mode, installed FROM migrate_guard()}                         => 'enforce|t',
    q{SELECT migration, relation, object, satisfied_by FROM migrate_dependencies() WHERE kind <> 'column'}
        => "001_one|provides|public.one|\n002_two|needs|public.one|001_one\n002_two|provides|public.two|",
    q{SELECT migration, check_name, ok FROM migrate_verify()}              => '001_one|is_empty|t',
    q{SELECT count(*) FROM migrate.history}                                => '3',
    q{SELECT run, action, status FROM migrate_progress()}                  => '1|apply|done',
);
is($standby->safe_psql('postgres', $_), $looks{$_}, $_) for sort keys %looks;
is($standby->safe_psql('postgres', 'CALL migrate_wait(1)'), 'done|1|', 'CALL migrate_wait(1)');

my $during_recovery = qr/ERROR:  25006: cannot execute [\w()]+ during recovery/;
my $read_only = qr/ERROR:  25006: cannot execute [\w()]+ in a read-only transaction/;
my @acts = (
    q{migrate_apply()}, q{migrate_rollback()}, q{migrate_redo()}, q{migrate_register('003', 'SELECT 3')}, q{migrate_unregister('002')},
    q{migrate_approve('002')}, q{migrate_mark('002', 'applied', 'why')}, q{migrate_baseline('002', 'why')},
    q{migrate_set('out_of_order', 'refuse')}, q{migrate_grant('pg_monitor', 'reader')}, q{migrate_revoke('pg_monitor')},
    q{migrate_guard('log', 'why')}, q{migrate_guard_override('why')}, q{migrate_start()}, q{migrate_start_rollback()},
);
like(error_of($standby, "SELECT $_"), $during_recovery, "$_ is refused") for @acts;
like(error_of($standby, 'SELECT migrate_cancel(1)'), $during_recovery, 'migrate_cancel(1) is refused');
like(error_of($primary, "BEGIN READ ONLY; SELECT $_"), $read_only, "$_ is refused in a read-only transaction") for @acts;
is($primary->safe_psql('postgres', "BEGIN READ ONLY; $_;"), $looks{$_}, "read-only transaction: $_") for sort keys %looks;

$standby->promote;
is($standby->safe_psql('postgres', 'SELECT migration, status FROM migrate_apply()'), '002_two|applied', 'promoted, it applies');
chain_holds($standby, 'promoted', 4);
no_crash($_) for $primary, $standby;

done_testing();
