#!/usr/bin/env perl
# measure_guard.pl [--runs=N] [--statements=N]
#
# What the guard costs a DDL that it has nothing to say about. Needs a throwaway cluster (PGHOST, PGPORT, PGUSER) on Linux
# that has pg_strata and noop_event_trigger.so, and psql in PATH; bench/guard makes one.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempfile);
use Getopt::Long qw(GetOptions);

use lib dirname(abs_path(__FILE__));
use Workload;

my ($runs, $statements) = (5, 500_000);
GetOptions('runs=i' => \$runs, 'statements=i' => \$statements) && $runs > 0 && $statements > 0
    or die "usage: $0 [--runs=N] [--statements=N]\n";
my $registered = 10_000;
my $limit = 0.3;    # microseconds more than a no-op
$| = 1;

my $noop = "CREATE FUNCTION noop() RETURNS event_trigger LANGUAGE c AS 'noop_event_trigger', 'noop_event_trigger';\n";
my @sides = (
    [none    => 'no event trigger', ''],
    [noop    => 'C, does nothing',  "${noop}CREATE EVENT TRIGGER noop ON ddl_command_start EXECUTE FUNCTION noop()"],
    [noops   => 'C, does nothing, on the three events of the guard',
        "${noop}CREATE EVENT TRIGGER one ON ddl_command_start EXECUTE FUNCTION noop();\n"
        . "CREATE EVENT TRIGGER two ON sql_drop EXECUTE FUNCTION noop();\nCREATE EVENT TRIGGER three ON ddl_command_end "
        . "WHEN TAG IN ('CREATE FUNCTION', 'CREATE PROCEDURE') EXECUTE FUNCTION noop()"],
    [guard   => "the guard, $registered migrations registered", registration()],
    [plpgsql => 'a guard in PL/pgSQL', slurp(dirname(abs_path(__FILE__)) . '/guard_in_plpgsql.sql')],
);
my @statements = (
    ['COMMENT ... IS NULL'           => 'COMMENT ON TABLE plain IS NULL'],
    ['DROP TABLE IF EXISTS missing'  => 'DROP TABLE IF EXISTS missing'],
);

print 'PostgreSQL ', psql('postgres', 'SHOW server_version');
for (@sides) {
    my ($name, undef, $setup) = @$_;
    psql('postgres', "DROP DATABASE IF EXISTS bench_$name;\nCREATE DATABASE bench_$name");
    psql("bench_$name", "CREATE TABLE plain (id int);\n$setup");
}
measure(@$_) for @statements;
psql('postgres', "DROP DATABASE bench_$_->[0]") for @sides;

# Backend CPU per statement, side by side, turn by turn.
sub measure {
    my ($title, $statement) = @_;
    my %spent;
    for my $run (1 .. $runs) {
        push @{ $spent{ $_->[0] } }, cpu_of("bench_$_->[0]", $statement) for @sides;
    }
    my %median = map { $_ => median(@{ $spent{$_} }) } keys %spent;
    printf "\n%s, %d times, %d runs each: microseconds of backend CPU per statement\n", $title, $statements, $runs;
    for (@sides) {
        my ($name, $what) = @$_;
        my @sorted = sort { $a <=> $b } @{ $spent{$name} };
        printf "  %-52s %6.3f   (%.3f .. %.3f)   %.2f\n", $what, $median{$name}, @sorted[0, -1],
            $median{$name} / $median{none};
    }
    printf "  the guard over a no-op: %.3f   (limit %.1f)\n", $median{guard} - $median{noop}, $limit;
}

sub cpu_of {
    my ($database, $statement) = @_;
    my $cpu = q{SELECT split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)};
    my $loop = 'DO $$ BEGIN FOR i IN 1..%d LOOP ' . $statement . '; END LOOP; END $$;';
    my @ns = split /\n/, psql($database, join "\n", 'SET client_min_messages = error;', sprintf($loop, 1000),
        "$cpu;", sprintf($loop, $statements), "$cpu;");
    return ($ns[1] - $ns[0]) / 1000 / $statements;
}

sub registration {
    return join "\n", 'CREATE EXTENSION pg_strata;', 'BEGIN;',
        (map { "SELECT FROM migrate_register(\$b\$$_->{migration}\$b\$, \$b\$$_->{up}\$b\$) \\g /dev/null" }
            Workload::many($registered)), 'COMMIT;', 'VACUUM ANALYZE;';
}

sub median {
    my @sorted = sort { $a <=> $b } @_;
    my $middle = int(@sorted / 2);
    return @sorted % 2 ? $sorted[$middle] : ($sorted[$middle - 1] + $sorted[$middle]) / 2;
}

sub slurp {
    open my $handle, '<', $_[0] or die "$_[0]: $!\n";
    local $/;
    return <$handle>;
}

# Runs psql, which must succeed; returns its output.
sub psql {
    my ($database, $sql) = @_;
    my ($in, $file) = tempfile(UNLINK => 1);
    print {$in} "$sql\n";
    close $in;
    my $out = qx(psql -X -q -A -t -v ON_ERROR_STOP=1 -d $database -f $file);
    die "psql failed\n" if $?;
    unlink $file;
    return $out;
}
