#!/usr/bin/env perl
# measure.pl [--runs=N] [--psql-only] [WORKLOAD ...]
#
# The workloads of README.md: many long run registered inferred reading memory. Needs a throwaway cluster (PGHOST, PGPORT,
# PGUSER) with psql in PATH; bench/run makes one.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Getopt::Long qw(GetOptions);
use Time::HiRes qw(time);

use lib dirname(abs_path(__FILE__));
use Workload;

my @all = qw(many long run registered inferred reading memory);
my $usage = "usage: $0 [--runs=N] [--psql-only] " . join(' ', map { "[$_]" } @all) . "\n";
my $runs = 7;
GetOptions('runs=i' => \$runs, 'psql-only' => \my $psql_only) && $runs > 0 or die $usage;
my %measure = (many => \&many, long => \&long, run => \&run, registered => \&registered, inferred => \&inferred,
               reading => \&reading, memory => \&memory);
my @wanted = @ARGV ? @ARGV : @all;
die $usage if grep { !$measure{$_} } @wanted;

my $scratch = tempdir(CLEANUP => 1);
$| = 1;
my $noise = $psql_only ? ', psql against psql: the noise of this machine' : '';
print 'PostgreSQL ', value('SHOW server_version'), "$noise\n";
$measure{$_}->() for @wanted;

sub many { in_one_transaction('1,000 migrations of three statements', Workload::many(1000)) }
sub long { in_one_transaction('one migration of 1,000 statements', Workload::long(1000)) }

sub in_one_transaction {
    my ($title, @migrations) = @_;
    my $script = file('script.sql', join '', map { $_->{up} } @migrations);
    compare($title, ['psql -1 -f', '-1', '-f', $script],
            ['migrate_apply()', '-c', 'SELECT count(*) FROM migrate_apply()'], @migrations);
}

# One transaction each, which wait for the disk as they do in a default cluster.
sub run {
    my @migrations = Workload::many(200);
    my @files = map { file("script$_.sql", $migrations[$_]{up}) } 0 .. $#migrations;
    my $session = file('session.sql', join '', map { "BEGIN;\n\\i $_\nCOMMIT;\n" } @files);
    configure('ALTER SYSTEM SET fsync = on');
    compare('200 migrations of three statements, one transaction each, fsync on',
            ['psql, one session', '-f', $session], ['CALL migrate_run()', '-c', 'CALL migrate_run()'], @migrations);
    configure('ALTER SYSTEM RESET fsync');
}

sub configure { sql("$_[0];\nSELECT pg_reload_conf(), pg_sleep(0.5)") }

# The same SQL by psql and by pg_strata, turn by turn, each time in a fresh database. None is dropped before the end:
# ext4 makes files slowly for some seconds after many were deleted.
sub compare {
    my ($title, $reference, $ours, @migrations) = @_;
    template(@migrations);
    my %side = (A => $reference, B => $psql_only ? $reference : $ours);
    my %seconds;
    my %catalog;
    for my $run (1 .. $runs) {
        for my $side (qw(A B)) {
            my $database = lc "bench_$side$run";
            sql("CREATE DATABASE $database TEMPLATE bench_template; CHECKPOINT");
            my (undef, @arguments) = @{ $side{$side} };
            my $started = time;
            psql($database, @arguments);
            push @{ $seconds{$side} }, time - $started;
            $catalog{$side} = sql(Workload::census(), $database);
        }
    }
    die "the two sides did not build the same: $catalog{A}against $catalog{B}" if $catalog{A} ne $catalog{B};
    print "\n$title, $runs runs each\n";
    for my $side (qw(A B)) {
        my @sorted = sort { $a <=> $b } @{ $seconds{$side} };
        printf "  %-18s median %7.3f s   (%.3f .. %.3f)\n", $side{$side}[0], median(@sorted), @sorted[0, -1];
    }
    printf "  ratio of medians   %.2f   (limit 1.15)\n", median(@{ $seconds{B} }) / median(@{ $seconds{A} });
    drop_databases();
}

# What a person waits for when looking at 10,000 registered migrations.
sub registered {
    return print "\n10,000 registered migrations: needs pg_strata\n" if $psql_only;
    template(Workload::chain(10_000));
    print "\n10,000 registered migrations, one session, $runs runs each\n";
    my @calls = ('SELECT count(*) FROM migrate_status()', 'SELECT count(*) FROM migrate_plan()');
    time_calls('nothing applied', 100, @calls);
    sql("SELECT count(*) FROM migrate_baseline('09990', 'bench'); ANALYZE", 'bench_template');
    time_calls('all but 10 applied', 100, @calls);
    drop_databases();
}

# The same with nothing declared and 100,000 needs to be found in the scripts.
sub inferred {
    return print "\n10,000 migrations with inferred needs: needs pg_strata\n" if $psql_only;
    template(Workload::web(10_000));
    my $needs = sql(<<'SQL', 'bench_template');
SELECT count(*) FROM migrate_dependencies()
WHERE relation = 'needs' AND satisfied_by NOT IN ('database', 'same migration')
SQL
    chomp $needs;
    print "\n10,000 registered migrations with $needs inferred needs of each other, one session, $runs runs each\n";
    time_calls('nothing applied', 500, 'SELECT count(*) FROM migrate_plan()');
    time_calls('nothing applied', undef, 'SELECT count(*) FROM migrate_dependencies()');
    drop_databases();
}

# What the reader costs beside the server's parser, over the same texts.
sub reading {
    return print "\nreading: needs pg_strata\n" if $psql_only;
    drop_databases();
    sql('CREATE DATABASE bench_template');
    sql(Workload::reading_clock($ENV{BENCH_READING} // die "BENCH_READING must name the module bench_reading\n"),
        'bench_template');
    print "\nreading beside parsing, fastest of $runs interleaved runs of each script\n";
    my %texts = Workload::texts();
    for my $name (sort keys %texts) {
        my $insert = join '', map { "INSERT INTO script VALUES (\$bench\$$_\$bench\$);\n" } @{ $texts{$name} };
        my $times = sql("TRUNCATE script;\n$insert" . Workload::reading_times($runs), 'bench_template');
        my ($count, $bytes, $parse, $bodies, $read) = split /\|/, $times;
        my $kilobytes = $bytes / 1024;
        my @ms = map { $_ / 1e6 } $parse, $bodies, $read;
        printf "  %-12s %4d scripts %5d kB   parse %6.2f ms, bodies %6.2f ms   read %6.2f ms   "
            . "ratio %.2f   (limit 2), to parse alone %.2f\n",
            $name, $count, $kilobytes, @ms, $read / ($parse + $bodies), $read / $parse;
    }
    drop_databases();
}

sub time_calls {
    my ($state, $limit, @calls) = @_;
    for my $call (@calls) {
        my $out = sql("$call;\n\\timing on\n" . "$call;\n" x $runs, 'bench_template');
        my @ms = $out =~ /^Time: ([\d.]+) ms/mg;
        printf "  %-19s %-44s median %7.1f ms%s\n", $state, $call, median(@ms), $limit ? "   (limit $limit)" : '';
    }
}

# Memory in use while the 10th, the 110th and the 1,110th migration of one call runs, and after the call.
sub memory {
    return print "\nmemory of trivial migrations: needs pg_strata\n" if $psql_only;
    my $census = Workload::memory_census(value('SHOW server_version_num') >= 180000);
    template(Workload::trivial(1110, $census, 10, 110, 1110));
    sql('CREATE TABLE memory (own bigint, top bigint, every bigint, process bigint, id serial)', 'bench_template');
    my $out = sql("SELECT count(*) FROM migrate_apply() \\g /dev/null\nINSERT INTO memory $census;\n"
                  . 'SELECT own, top, every, process FROM memory ORDER BY id', 'bench_template');
    my @rows = map { [split /\|/] } split /\n/, $out;
    print "\nmemory of one call, bytes\n";
    my $format = "  %-28s %12s %18s %14s %12s\n";
    printf $format, 'in migration', 'pg_strata', 'TopMemoryContext', 'all contexts', 'process';
    printf $format, $_->[0], @{ $_->[1] } for ['10', $rows[0]], ['110', $rows[1]], ['1,110', $rows[2]];
    printf $format, 'growth by the last 1,000', map { $rows[2][$_] - $rows[1][$_] } 0 .. 3;
    printf $format, 'after the call', @{ $rows[3] };
    drop_databases();
}

# A database to copy from: with the extension and the migrations registered, and nothing applied.
sub template {
    my (@migrations) = @_;
    drop_databases();
    sql('CREATE DATABASE bench_template');
    return if $psql_only;
    my $register = join '', map {
        my $requires = join ',', map { "\"$_\"" } @{ $_->{requires} // [] };
        my $scripts = join ', ', map { "\$bench\$$_\$bench\$" } @$_{qw(migration up)};
        "SELECT migrate_register($scripts, requires => '{$requires}') \\g /dev/null\n";
    } @migrations;
    sql("CREATE EXTENSION pg_strata;\nBEGIN;\n${register}COMMIT;\nVACUUM ANALYZE", 'bench_template');
}

sub drop_databases {
    sql(<<'SQL');
SELECT format('DROP DATABASE %I', datname) FROM pg_database WHERE datname LIKE 'bench\_%' \gexec
SQL
}

sub median {
    my @sorted = sort { $a <=> $b } @_;
    my $middle = int(@sorted / 2);
    return @sorted % 2 ? $sorted[$middle] : ($sorted[$middle - 1] + $sorted[$middle]) / 2;
}

sub value {
    chomp(my $value = sql($_[0]));
    return $value;
}

sub sql {
    my ($sql, $database) = @_;
    $sql =~ s/; (?=DROP|CREATE|CHECKPOINT)/;\n/g;
    return psql($database // 'postgres', '-f', file('input.sql', "$sql\n"));
}

# Runs psql, which must succeed; returns its output.
sub psql {
    my ($database, @arguments) = @_;
    my ($out, $err) = ("$scratch/stdout", "$scratch/stderr");
    my $pid = fork // die "fork: $!\n";
    if (!$pid) {
        open STDOUT, '>', $out or die;
        open STDERR, '>', $err or die;
        exec 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', $database, @arguments or die "psql: $!\n";
    }
    waitpid $pid, 0;
    die 'psql failed: ', slurp($err) if $?;
    return slurp($out);
}

sub file {
    my ($name, $text) = @_;
    open my $handle, '>', "$scratch/$name" or die "$name: $!\n";
    print {$handle} $text;
    close $handle or die "$name: $!\n";
    return "$scratch/$name";
}

sub slurp {
    open my $handle, '<', $_[0] or die "$_[0]: $!\n";
    local $/;
    return <$handle> // '';
}
