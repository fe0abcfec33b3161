# Helpers of the TAP tests: nodes with pg_strata, callers that can be interrupted, and what must always hold.
package StrataTest;
use strict;
use warnings;
use Exporter 'import';
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(new_node caller_of said_by waiting_pid chain_holds no_crash same_lines rows_of error_of);

# A started node; the lines go to its postgresql.conf.
sub new_node
{
    my ($name, @conf) = @_;
    my $node = PostgreSQL::Test::Cluster->new($name);
    $node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
    $node->append_conf('postgresql.conf', join "\n", 'autovacuum = off', @conf, '');
    $node->start;
    return $node;
}

# A psql that runs the script by itself, as application "caller"; finish() on {run}, then said_by() gives what it wrote.
# Through files, since nobody pumps pipes meanwhile.
my $callers = 0;

sub caller_of
{
    my ($node, $script, %options) = @_;
    my $base = $node->basedir . '/caller' . ++$callers;
    append_to_file("$base.sql", "SET application_name = 'caller';\n$script\n");
    my $connection = $node->connstr($options{db} // 'postgres') . ($options{user} ? " user=$options{user}" : '');
    my @command = ($node->installed_command('psql'), '-XAtq', '-v', 'VERBOSITY=verbose', '-d', $connection, '-f', "$base.sql");
    return { run => IPC::Run::start(\@command, '<', '/dev/null', '>', "$base.out", '2>', "$base.err"), base => $base };
}

# What the caller wrote to its standard output and error.
sub said_by { my ($caller) = @_; return map { slurp_file("$caller->{base}.$_") } 'out', 'err'; }

# The process of the caller, once it waits for a lock.
sub waiting_pid
{
    my ($node) = @_;
    my $waiting = q{application_name = 'caller' AND wait_event_type = 'Lock'};
    $node->poll_query_until('postgres', "SELECT count(*) = 1 FROM pg_stat_activity WHERE $waiting")
        or die 'the caller does not wait for a lock';
    return $node->safe_psql('postgres', "SELECT pid FROM pg_stat_activity WHERE $waiting");
}

# The chain of the history and its number of entries.
sub chain_holds
{
    my ($node, $what, $entries, $db) = @_;
    my $query = 'SELECT bool_and(ok), count(id) FROM migrate_verify_history()';
    my ($ok, $count) = split /\|/, $node->safe_psql($db // 'postgres', $query);
    ok($ok eq 't' && (!defined $entries || $count == $entries), "$what: the history holds")
        or diag("ok $ok, $count entries" . (defined $entries ? ", expected $entries" : ''));
    return $count;
}

sub no_crash
{
    my ($node) = @_;
    my @lines = grep { /was terminated by signal|PANIC:|TRAP:/ } split /\n/, slurp_file($node->logfile);
    is_deeply(\@lines, [], 'no server process crashed');
}

# Like is(), but of a difference shows only the lines that differ, and not all of a long one.
sub same_lines
{
    my ($got, $expected, $name) = @_;
    my (%got, %expected);
    ++$got{$_} for split /\n/, $got;
    ++$expected{$_} for split /\n/, $expected;
    my @extra = grep { !$expected{$_} } sort keys %got;
    my @missing = grep { !$got{$_} } sort keys %expected;
    ok($got eq $expected, $name) or diag(join "\n", (map { substr "got:     $_", 0, 250 } @extra), map { substr "missing: $_", 0, 250 } @missing);
}

# Rows of a query as lines; an error makes the test die.
sub rows_of { my ($node, $sql, %options) = @_; return $node->safe_psql($options{db} // 'postgres', $sql, %options); }

# The messages of what fails, with SQLSTATE, DETAIL, HINT and CONTEXT; empty if it does not fail.
sub error_of
{
    my ($node, $sql, %options) = @_;
    my ($status, $out, $err) = $node->psql($options{db} // 'postgres', $sql, on_error_stop => 1,
        connstr => $node->connstr($options{db} // 'postgres') . ($options{user} ? " user=$options{user}" : ''),
        extra_params => [ '-v', 'VERBOSITY=verbose' ]);
    return $status == 0 ? '' : $err;
}

1;
