# pg_dump, pg_restore and pg_upgrade carry everything: what is registered, applied, approved, set, granted, and the history.
use strict;
use warnings;
use Cwd ();
use File::Spec;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use StrataTest;
use Test::More;

my $node = new_node('source');
my $dir = PostgreSQL::Test::Utils::tempdir;

# Roles whose OIDs differ in the other cluster.
my $roles = 'CREATE ROLE looker; CREATE ROLE "Odd ""name"; CREATE ROLE gone; CREATE ROLE dev LOGIN;';
$node->safe_psql('postgres', "$roles CREATE DATABASE source OWNER dev;");
$node->safe_psql('source', <<'SQL');
CREATE SCHEMA extensions;
CREATE EXTENSION pg_strata WITH SCHEMA extensions;
SET search_path = public, extensions;
GRANT USAGE ON SCHEMA extensions TO dev, looker;
GRANT CREATE ON SCHEMA public TO dev;
SELECT FROM migrate_grant('looker', 'reader');
SELECT FROM migrate_grant('Odd "name', 'author');
SELECT FROM migrate_grant('dev', 'operator');
SELECT FROM migrate_grant('gone', 'admin');
SELECT FROM migrate_revoke('gone');
SELECT FROM migrate_set('out_of_order', 'refuse', 'it''s a rule');
SELECT FROM migrate_register('001_plain', 'CREATE TABLE plain (id int PRIMARY KEY)', 'DROP TABLE plain', 'SELECT true AS fine', description => 'first');
SELECT FROM migrate_register(E'002 "quo\'ted"\n\ttab \\ \\. ünï 漢字 ' || repeat('x', 30), $up$DO $$ BEGIN RAISE NOTICE E'said\n\\.\n\t%', 'ü'; END $$;$up$, 'SELECT 2', requires => '{001,"a \"b"}', conflicts => '{"c,d"}');
SELECT FROM migrate_apply('001', options => '{"reason": "a\nreason"}');
SELECT FROM migrate_mark((SELECT migration FROM migrate_status() WHERE migration LIKE '002%'), 'skipped', 'not here');
SELECT FROM migrate_register('003_back', 'SELECT 3', 'SELECT -3');
SELECT FROM migrate_apply('003');
SELECT FROM migrate_rollback();
SET standard_conforming_strings = off; SET escape_string_warning = off;
SELECT FROM migrate_register('004_lexing', $$SELECT 'a\'b'$$);
SET standard_conforming_strings = on;
SELECT FROM migrate_unregister('003');
SET SESSION AUTHORIZATION dev;
SELECT FROM migrate_register('005_dev', 'CREATE TABLE devs (id int)', 'DROP TABLE devs');
SELECT FROM migrate_register('006_dev', 'CREATE TABLE more (id int)', 'DROP TABLE more');
RESET SESSION AUTHORIZATION;
SELECT FROM migrate_approve('005');
SQL

# Everything that must arrive. Owners' rights are written out, others' as granted.
sub contents
{
    my ($on, $db) = @_;
    return join "\n", sort split /\n/, $on->safe_psql($db, <<'SQL');
SELECT (extensions.migrate_status()).*;
SELECT (extensions.migrate_plan()).*;
SELECT (extensions.migrate_history()).*;
SELECT * FROM extensions.migrate_settings();
SELECT id, migration, requires, conflicts, lexing, registrant, registered_at, revision_digest FROM migrate.migration;
SELECT * FROM migrate.script;
SELECT * FROM migrate.applied;
SELECT * FROM migrate.head;
SELECT revision_digest, migration, approver, approved_at FROM migrate.approval;
SELECT c.relname, a.grantee::regrole, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a WHERE relnamespace = 'migrate'::regnamespace AND a.grantee <> c.relowner;
SELECT p.oid::regprocedure, a.grantee::regrole, a.privilege_type FROM pg_proc p, aclexplode(p.proacl) a WHERE proname LIKE 'migrate\_%' AND a.grantee <> p.proowner;
SELECT a.grantee::regrole, a.privilege_type FROM pg_namespace n, aclexplode(n.nspacl) a WHERE nspname = 'migrate' AND a.grantee <> n.nspowner;
SQL
}
my $contents = contents($node, 'source');
my $head = $node->safe_psql('source', 'SELECT digest FROM migrate.head');

sub arrived
{
    my ($what, $on, $db) = @_;
    same_lines(contents($on, $db), $contents, "$what: everything is there");
    is($on->safe_psql($db, "SELECT bool_and(ok) FROM extensions.migrate_verify_history('$head')"), 't', "$what: the history holds");
    is($on->safe_psql($db, q{SET search_path = public, extensions; SELECT step, migration, status FROM migrate_rollback('001'); SELECT migration, action FROM migrate_redo('001');}),
        "||nothing to do\n001_plain|rollback\n001_plain|apply", "$what: it goes on from here");
    is($on->safe_psql($db, "SELECT bool_and(ok) FROM extensions.migrate_verify_history('$head')"), 't', "$what: the history goes on");
}

sub new_database
{
    my ($on, $db) = @_;
    $on->safe_psql('postgres', "DROP DATABASE IF EXISTS $db");
    $on->safe_psql('postgres', "CREATE DATABASE $db OWNER dev TEMPLATE template0");
    return $on->connstr($db);
}

my @psql = ('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1');
$node->command_ok([ 'pg_dump', '-Fp', '-f', "$dir/plain.sql", $node->connstr('source') ], 'pg_dump, plain');
$node->command_ok([ @psql, '-1', '-f', "$dir/plain.sql", '-d', new_database($node, 'plain') ], 'restored in one transaction');
arrived('plain', $node, 'plain');

for my $format ('c', 'd', 't')
{
    $node->command_ok([ 'pg_dump', "-F$format", '-f', "$dir/dump.$format", $node->connstr('source') ], "pg_dump -F$format");
    my @jobs = $format eq 't' ? () : ('-j', 2);
    $node->command_ok([ 'pg_restore', '-e', @jobs, '-d', new_database($node, "restored_$format"), "$dir/dump.$format" ], "pg_restore -F$format");
    arrived("format $format", $node, "restored_$format");
}

# Into a database that has the extension, and over one that is full.
new_database($node, 'has_it');
$node->safe_psql('has_it', 'CREATE SCHEMA extensions; CREATE EXTENSION pg_strata WITH SCHEMA extensions');
$node->command_ok([ 'pg_restore', '-e', '--clean', '--if-exists', '-d', $node->connstr('has_it'), "$dir/dump.c" ], '--clean where the extension is');
arrived('--clean', $node, 'has_it');
$node->command_ok([ 'pg_restore', '-e', '--clean', '--if-exists', '-d', $node->connstr('has_it'), "$dir/dump.c" ], '--clean over a full one');
arrived('--clean again', $node, 'has_it');
new_database($node, 'has_empty');
$node->safe_psql('has_empty', 'CREATE SCHEMA extensions; CREATE EXTENSION pg_strata WITH SCHEMA extensions');
$node->command_ok([ 'pg_dump', '--data-only', '-f', "$dir/data.sql", $node->connstr('source') ], 'pg_dump --data-only');
$node->safe_psql('has_empty', 'CREATE TABLE plain (id int PRIMARY KEY)');
$node->command_ok([ @psql, '-1', '-f', "$dir/data.sql", '-d', $node->connstr('has_empty') ], 'the data alone into an empty extension');
is($node->safe_psql('has_empty', "SELECT bool_and(ok) FROM extensions.migrate_verify_history('$head')"), 't', 'data only: the history holds');

$node->command_ok([ 'pg_dump', '--schema-only', '-f', "$dir/schema.sql", $node->connstr('source') ], 'pg_dump --schema-only');
$node->command_ok([ @psql, '-f', "$dir/schema.sql", '-d', new_database($node, 'schema_only') ], 'the schema alone');
is($node->safe_psql('schema_only', 'SELECT count(*) FROM extensions.migrate_status()'), '0', 'schema only: an empty record');

$node->command_ok([ 'pg_dump', '-n', 'public', '-f', "$dir/public.sql", $node->connstr('source') ], 'pg_dump -n public');
unlike(slurp_file("$dir/public.sql"), qr/migrate/, '-n public: nothing of ours');
$node->command_ok([ 'pg_dump', '-n', 'public', '-e', 'pg_strata', '-f', "$dir/both.sql", $node->connstr('source') ], 'pg_dump -n public -e pg_strata');
like(slurp_file("$dir/both.sql"), qr/COPY migrate\.history/, '-e pg_strata: with its data');

# Another cluster, whose roles have other OIDs: a role is trusted by name and OID, so that what is pending needs an approval.
my $other = new_node('other');
$other->safe_psql('postgres', 'CREATE ROLE first_here; CREATE ROLE second_here; ' . join(' ', reverse map { "$_;" } split /; ?/, $roles));
$other->command_ok([ 'pg_restore', '-e', '-d', new_database($other, 'moved'), "$dir/dump.c" ], 'pg_restore elsewhere');
same_lines(contents($other, 'moved'), $contents, 'elsewhere: everything is there');
is($other->safe_psql('moved', "SELECT bool_and(ok) FROM extensions.migrate_verify_history('$head')"), 't', 'elsewhere: the history holds');
{
    my $try = q{SET search_path = public, extensions; SELECT migration, status FROM migrate_apply(only_these => '{006}');};
    my $error = error_of($other, $try, db => 'moved', user => 'dev');
    like($error, qr/MG009/, 'elsewhere: a role of the same name is not the registrant');
    unlike($error, qr/"dev", who does not hold the rights of "dev"/, 'elsewhere: the refusal says why');
    is($other->safe_psql('moved', "SET SESSION AUTHORIZATION dev; SET search_path = public, extensions; SELECT FROM migrate_approve('006'); $try"),
        '006_dev|applied', 'elsewhere: approved by the new one, it runs');
}

# A role that is renamed: the record keeps the old name, and nothing breaks.
$node->safe_psql('postgres', 'ALTER ROLE dev RENAME TO developer; ALTER ROLE "Odd ""name" RENAME TO even');
is($node->safe_psql('source', "SELECT bool_and(ok) FROM extensions.migrate_verify_history('$head')"), 't', 'role renamed: the history holds');
is($node->safe_psql('source', q{SET SESSION AUTHORIZATION developer; SET search_path = public, extensions;
    SELECT FROM migrate_approve('006'); SELECT migration, status FROM migrate_apply(only_these => '{006}')}),
    '006_dev|applied', 'role renamed: it goes on');
$node->safe_psql('postgres', 'ALTER ROLE developer RENAME TO dev; ALTER ROLE even RENAME TO "Odd ""name"');
$node->safe_psql('source', q{SET search_path = public, extensions; SELECT migrate_rollback()});

# Into a database of another encoding: digests are over UTF-8, whatever the tables hold.
$node->safe_psql('postgres', q{CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'; CREATE DATABASE unicode TEMPLATE template0 ENCODING 'UTF8'});
$node->safe_psql('latin', q{SET client_encoding = 'UTF8'; CREATE EXTENSION pg_strata;
    SELECT FROM migrate_register('001_größe', $$SELECT 'größe'$$, $$SELECT 'zurück'$$, $$SELECT 'é' = 'é' AS "é"$$, description => 'mit Maß');
    SELECT FROM migrate_apply(options => '{"reason": "für später"}')});
command_ok([ 'pg_dump', '-f', "$dir/latin.sql", '-d', $node->connstr('latin') ], 'a LATIN1 database is dumped');
command_ok([ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-f', "$dir/latin.sql", '-d', $node->connstr('unicode') ], 'and restored as UTF8');
is($node->safe_psql('unicode', 'SELECT bool_and(ok) FROM migrate_verify_history()'), 't', 'another encoding: the history holds');
is($node->safe_psql('unicode', q{SELECT action FROM migrate_register('001_größe', $$SELECT 'größe'$$, $$SELECT 'zurück'$$, $$SELECT 'é' = 'é' AS "é"$$, description => 'mit Maß')}), 'unchanged', 'another encoding: the scripts are the same');
is($node->safe_psql('unicode', 'SELECT bool_and(ok) FROM migrate_verify(); SELECT status FROM migrate_rollback()'), "t\nrolled back", 'another encoding: they run');

# pg_upgrade, from this version to itself.
my $before = $node->safe_psql('source', 'SELECT (extensions.migrate_history()).*');
my $bin = $node->config_data('--bindir');
my $upgraded = PostgreSQL::Test::Cluster->new('upgraded');
$upgraded->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->stop;
{
    my ($old_data, $new_data) = map { File::Spec->rel2abs($_->data_dir) } $node, $upgraded;
    my $here = Cwd::getcwd();
    chdir $dir;
    my $said = '';
    my @command = ('pg_upgrade', '-b', $bin, '-B', $bin, '-d', $old_data, '-D', $new_data,
        '-s', $node->host, '-p', $node->port, '-P', $upgraded->port);
    ok(IPC::Run::run(\@command, '>', \$said, '2>&1'), 'pg_upgrade') or diag($said);
    chdir $here;
}
$upgraded->start;
is($upgraded->safe_psql('source', 'SELECT (extensions.migrate_history()).*'), $before, 'pg_upgrade: the history is there');
is($upgraded->safe_psql('source', "SELECT bool_and(ok) FROM extensions.migrate_verify_history('$head')"), 't', 'pg_upgrade: the history holds');
is($upgraded->safe_psql('source', q{SET SESSION AUTHORIZATION dev; SET search_path = public, extensions; SELECT migration, status FROM migrate_apply(only_these => '{006}')}),
    '006_dev|applied', 'pg_upgrade: roles keep their OIDs, so that what was trusted still is');

done_testing();
