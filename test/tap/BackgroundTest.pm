# Helpers of the tests of background runs: one node, a database of its own for each part, and runs in it.
package BackgroundTest;
use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Utils;
use StrataTest;

our @EXPORT = qw($node $super $db set_up fresh sql error holder start until_is until_back wait_for status_of process_of until_blocked states
    no_workers);

our ($node, $super, $db);
my $databases = 0;

# Starts the node, with its roles.
sub set_up
{
    $node = new_node('background', 'restart_after_crash = on', 'max_worker_processes = 4', 'max_prepared_transactions = 2',
        'max_logical_replication_workers = 0', 'log_line_prefix = \'%m [%p] %q%a \'');
    $super = $node->safe_psql('postgres', 'SELECT current_user');
    $node->safe_psql('postgres', <<'SQL');
CREATE ROLE team;
CREATE ROLE dev LOGIN; GRANT team TO dev;
CREATE ROLE reader LOGIN;
CREATE ROLE operator LOGIN;
SQL
}

# A database of its own for each part. 002 waits for whoever holds the table "held".
sub fresh
{
    $db = 'part' . ++$databases;
    $node->safe_psql('postgres', "CREATE DATABASE $db");
    sql(<<'SQL');
CREATE EXTENSION pg_strata;
GRANT ALL ON SCHEMA public TO PUBLIC;
SELECT FROM migrate_grant('team', 'author'); SELECT FROM migrate_grant('team', 'operator');
SELECT FROM migrate_grant('dev', 'operator'); SELECT FROM migrate_grant('operator', 'operator');
SELECT FROM migrate_grant('reader', 'reader');
CREATE TABLE held (id int);
CREATE TABLE other_held (id int);
SELECT FROM migrate_register('001_one', 'CREATE TABLE one (id int)', 'DROP TABLE one');
SELECT FROM migrate_register('002_two', E'CREATE TABLE two (id int);\nALTER TABLE held ADD COLUMN two int',
    'ALTER TABLE held DROP COLUMN two; DROP TABLE two');
SELECT FROM migrate_register('003_three', 'CREATE TABLE three (id int)', 'DROP TABLE three');
SQL
}

sub sql { my ($text, %options) = @_; return $node->safe_psql($db, $text, connstr_of(%options)); }
sub connstr_of { my (%options) = @_; return $options{user} ? (connstr => $node->connstr($db) . " user=$options{user}") : (); }
sub error { my ($text, %options) = @_; return error_of($node, $text, db => $db, %options); }

sub holder
{
    my ($lock) = @_;
    my $session = $node->background_psql($db, on_error_stop => 0);
    $session->query_safe("SET application_name = 'holder'; BEGIN; $lock");
    return $session;
}

sub start { my (%options) = @_; return sql($options{call} // 'SELECT run FROM migrate_start()', %options); }

# Waits until a query gives what it should; dies if it does not.
sub until_is
{
    my ($query, $expected) = @_;
    $node->poll_query_until($db, "SELECT ($query)::text = '$expected'") or die "not to be: $query = $expected";
}

# After a crash. A client that the server turns away while it is written to kills the poll.
sub until_back
{
    for (1 .. 20) { return if eval { $node->poll_query_until($db, 'SELECT true') }; }
    die 'the server does not come back';
}

sub wait_for { my ($run) = @_; return sql("CALL migrate_wait($run, '60 s')"); }
sub status_of { my ($run) = @_; return sql("SELECT status FROM migrate_progress($run)"); }
sub process_of { my ($run) = @_; return sql("SELECT process FROM migrate.run WHERE run = $run"); }
sub until_blocked { my ($run) = @_; until_is("SELECT count(*) FROM migrate_progress($run) WHERE waits_for LIKE '%Lock on %'", 1); }
sub states { return sql(q{SELECT string_agg(state, ',' ORDER BY migration) FROM migrate_status()}); }
sub no_workers { until_is(q{SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'pg_strata run' AND datname = current_database()}, 0); }

1;
