# The guard where its event triggers cannot be created, and the scripts of other extensions.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use StrataTest;
use Test::More;

my $node = new_node('lesser');
my $extensions = $node->config_data('--sharedir') . '/extension';
my $control = slurp_file("$extensions/pg_strata.control");

sub write_file
{
    my ($name, $text) = @_;
    open my $out, '>', "$extensions/$name" or die "$name: $!";
    print {$out} $text;
    close $out;
}

END
{
    write_file('pg_strata.control', $control) if defined $control;
    unlink map { "$extensions/$_" } 'strata_other.control', 'strata_other--1.sql';
}

# A host that lets a role without superuser rights install the extension with its own rights, functions in C included.
write_file('pg_strata.control', $control =~ s/^trusted.*//mr . "superuser = false\n");
$node->safe_psql('postgres', 'CREATE ROLE installer LOGIN; CREATE DATABASE lesser OWNER installer');
$node->safe_psql('lesser', q{UPDATE pg_language SET lanpltrusted = true WHERE lanname = 'c'; GRANT USAGE ON LANGUAGE c TO installer;
    GRANT CREATE ON SCHEMA public TO installer});
my @as_installer = (connstr => $node->connstr('lesser') . ' user=installer');
my ($status, $out, $err) = $node->psql('lesser', 'CREATE EXTENSION pg_strata', @as_installer);
is($status, 0, 'the extension is installed by a role that may not create event triggers') or diag($err);
like($err, qr/WARNING:  pg_strata is installed without its guard\n.*DETAIL:  .*event trigger.*\n.*HINT:  .*migrate_guard\(\)/, 'with a warning');
is($node->safe_psql('lesser', 'SELECT count(*) FROM pg_event_trigger'), 0, 'there is no event trigger');
is($node->safe_psql('lesser', 'SELECT mode, installed, detail FROM migrate_guard()', @as_installer),
    'enforce|f|DDL is not watched: pg_strata_guard_start, pg_strata_guard_end and pg_strata_guard_drop could not be created, '
        . 'which needs a superuser. Everything else works.', 'migrate_guard() says so');
is($node->safe_psql('lesser', <<'SQL', @as_installer), "registered\napplied\nt\nt", 'everything else works');
SELECT action FROM migrate_register('001_t', 'CREATE TABLE t (id int); CREATE TABLE u (id int)', 'DROP TABLE t, u');
SELECT status FROM migrate_apply();
DROP TABLE u;
SELECT overridden FROM migrate_guard_override('of no use');
SELECT bool_and(ok) FROM migrate_verify_history();
SQL
# A superuser adds what is missing, as the manual says.
my $later = <<'SQL';
CREATE EVENT TRIGGER pg_strata_guard_start ON ddl_command_start EXECUTE FUNCTION migrate.guard_command_start();
CREATE EVENT TRIGGER pg_strata_guard_end ON ddl_command_end
  WHEN TAG IN ('CREATE FUNCTION', 'CREATE PROCEDURE') EXECUTE FUNCTION migrate.guard_command_end();
CREATE EVENT TRIGGER pg_strata_guard_drop ON sql_drop EXECUTE FUNCTION migrate.guard_sql_drop();
ALTER EXTENSION pg_strata ADD EVENT TRIGGER pg_strata_guard_start;
ALTER EXTENSION pg_strata ADD EVENT TRIGGER pg_strata_guard_end;
ALTER EXTENSION pg_strata ADD EVENT TRIGGER pg_strata_guard_drop;
SQL
$node->safe_psql('lesser', $later);
is($node->safe_psql('lesser', 'SELECT installed FROM migrate_guard()', @as_installer), 't', 'a superuser adds the event triggers');
like(error_of($node, 'DROP TABLE t', db => 'lesser', user => 'installer'), qr/MG022/, 'and the guard stands');
$node->safe_psql('lesser', 'DROP EXTENSION pg_strata');
is($node->safe_psql('lesser', 'SELECT count(*) FROM pg_event_trigger'), 0, 'the event triggers go with the extension');
write_file('pg_strata.control', $control);

# Scripts of extensions do what they must.
write_file('strata_other.control', "default_version = '1'\n");
write_file('strata_other--1.sql', <<'SQL');
ALTER TABLE public.kept RENAME TO renamed;
ALTER TABLE public.renamed ADD COLUMN other int;
DROP TABLE public.gone;
CREATE FUNCTION needs_pending() RETURNS void LANGUAGE plpgsql AS 'BEGIN PERFORM * FROM pending; END';
SQL
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION pg_strata;
SELECT FROM migrate_register('001_tables', 'CREATE TABLE kept (id int); CREATE TABLE gone (id int); CREATE TABLE left_alone (id int)');
SELECT FROM migrate_apply();
SELECT FROM migrate_register('002_pending', 'CREATE TABLE pending (id int)');
SQL
($status, $out, $err) = $node->psql('postgres', 'CREATE EXTENSION strata_other');
is("$status$err", '0', 'the script of an extension is left alone');
is($node->safe_psql('postgres', 'SELECT count(*) FROM migrate.observed'), 0, 'and nothing of it is observed');
like(error_of($node, 'DROP TABLE left_alone'), qr/MG022/, 'which ends with it');
like(error_of($node, 'DROP EXTENSION strata_other; DROP TABLE left_alone'), qr/MG022/, 'also after another statement');

no_crash($node);
done_testing();
