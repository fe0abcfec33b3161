#!/usr/bin/env perl
# drive.pl [--seconds=N] [--seed=N] [--round=N]: random and mutated DDL through reader, planner and guard, in a backend.
#
# PGHOST, PGPORT and PGUSER lead to a throwaway cluster with pg_strata installed, as a superuser. $CORPORA may name a
# folder of real histories to mutate. Each round registers some scripts, plans them, looks at what they need, takes one
# away, plans again, and types the scripts past the guard; then it rolls back. No server process may crash, no error may
# be internal (class XX) or a timeout of ours, and no memory of ours may stay. What goes wrong is printed with what
# brings it back: --seed=N --round=N.
use strict;
use warnings;
use Cwd qw(abs_path);
use Encode ();
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Getopt::Long qw(GetOptions);
use JSON::PP;
use Time::HiRes qw(time);

use lib dirname(abs_path(__FILE__));
use Grammar;
use Round;

my ($seconds, $seed, $only) = (60, 1, undef);
GetOptions('seconds=i' => \$seconds, 'seed=i' => \$seed, 'round=i' => \$only)
    or die "usage: $0 [--seconds=N] [--seed=N] [--round=N]\n";
my $scratch = tempdir(CLEANUP => 1);
my $here = dirname(abs_path(__FILE__));
my %material = (grammar => Grammar->load(map { "$here/$_.grammar" } qw(ddl body query)), real => [real_histories()],
                seed => $seed);
my $rounds_per_session = 40;
my $slack = 256 * 1024;    # bytes that our contexts may differ by between two looks
my (%states, @problems);
$| = 1;
$ENV{PGCLIENTENCODING} = 'UTF8';

my $clean = 'ALTER ROLE CURRENT_USER RESET ALL';    # a script with a COMMIT of its own may have set something
psql('postgres', "$clean;\nDROP DATABASE IF EXISTS fuzz_template WITH (FORCE);\nCREATE DATABASE fuzz_template");
my $made = psql('fuzz_template', "\\set ON_ERROR_STOP on\n\\i $here/fixture.sql");
die "fixture: $made->{err}" if $made->{status};
my ($started, $next) = (time, $only // 1);
do {
    session($only // ($next .. $next + $rounds_per_session - 1));
    $next += $rounds_per_session;
} while (!defined $only && time - $started < $seconds && @problems < 20);
psql('postgres', "DROP DATABASE IF EXISTS fuzz WITH (FORCE);\nDROP DATABASE fuzz_template;\nDROP ROLE role1");

printf "%d rounds of seed %d in %d s; errors by SQLSTATE: %s\n", $next - 1, $seed, time - $started,
    join ' ', map { "$_=$states{$_}" } sort { $states{$b} <=> $states{$a} } keys %states;
print "PROBLEM $_\n" for @problems;
exit(@problems > 0);

sub real_histories {
    my $folder = $ENV{CORPORA} // return;
    return map {
        open my $in, '<:raw', $_ or die "$_: $!\n";
        [map { decode_json($_)->{up} } <$in>];
    } sort glob "$folder/*.jsonl";
}

# Some rounds in one backend, and a look at its memory after each.
sub session {
    my @numbers = @_;
    my @input = ("\\set VERBOSITY verbose\n\\set ON_ERROR_ROLLBACK on\n\\o /dev/null\n",
                 "SET statement_timeout = '20s';\n");
    for my $number (@numbers) {
        my $round = Round->new(%material, number => $number);
        push @input, $round->input(\&file), memory($number);
    }
    psql('postgres', join ";\n", $clean, 'DROP DATABASE IF EXISTS fuzz WITH (FORCE)',
                                 'CREATE DATABASE fuzz TEMPLATE fuzz_template');
    my $result = psql('fuzz', join '', @input);
    judge_errors($result);
    judge_memory($result->{out});
    unlink glob "$scratch/hand*";
}

sub memory {
    my ($number) = @_;
    return <<"SQL";
\\warn \@$number memory
BEGIN; COMMENT ON SCHEMA public IS 'fuzz'; ROLLBACK;
\\o
SELECT '\@$number', coalesce(sum(total_bytes), 0), string_agg(DISTINCT name, ', '),
       substring(pg_read_file('/proc/self/status') FROM 'VmRSS:\\s+(\\d+)')
FROM pg_backend_memory_contexts WHERE name LIKE 'pg_strata%';
\\o /dev/null
SQL
}

sub judge_errors {
    my ($result) = @_;
    my $place = 'start';
    my @lines = split /\n/, $result->{err};
    for my $i (0 .. $#lines) {
        if ($lines[$i] =~ /^@(.*)/) { $place = $1; next }
        if ($lines[$i] =~ /server closed the connection|terminating connection|connection to server was lost/) {
            push @problems, "at $place: $lines[$i]";
            last;
        }
        my ($state) = $lines[$i] =~ /(?:ERROR|FATAL|PANIC):  (\w{5}):/ or next;
        ++$states{$state};
        my ($location) = grep { /^LOCATION:/ } @lines[$i + 1 .. ($i + 40 < $#lines ? $i + 40 : $#lines)];
        push @problems, "at $place: $lines[$i] ($location)" if is_problem($state, $place, $location // '');
    }
}

# What the server itself says of a statement typed by hand is its own affair.
sub is_problem {
    my ($state, $place, $location) = @_;
    my $ours = $place !~ /\bhand\b|\bapply\b/ || $location =~ /\.cpp:/;
    return $ours && $state =~ /^XX|^57014/;
}

sub judge_memory {
    my ($out) = @_;
    my @seen = map { [split /\|/] } grep { /^@/ } split /\n/, $out;
    return if @seen < 4;
    my ($before, $after) = @seen[2, -1];
    if ($after->[1] > $before->[1] + $slack) {
        push @problems, "memory: $before->[1] bytes after round $before->[0], $after->[1] after $after->[0] in $after->[2]";
    }
    ++$states{"rss<" . 50 * (1 + int($after->[3] / 51200)) . "MB"};
}

sub file {
    my ($name, $text) = @_;
    open my $handle, '>:raw', "$scratch/$name" or die "$name: $!\n";
    print {$handle} Encode::encode('UTF-8', $text);
    close $handle or die "$name: $!\n";
    return "$scratch/$name";
}

sub psql {
    my ($database, $sql) = @_;
    my $input = file('input.sql', "$sql\n");
    my ($out, $err) = ("$scratch/out", "$scratch/err");
    my $pid = fork // die "fork: $!\n";
    if (!$pid) {
        open STDIN, '<', '/dev/null' or die;
        open STDOUT, '>', $out or die;
        open STDERR, '>', $err or die;
        exec 'psql', '-X', '-q', '-A', '-t', '-d', $database, '-f', $input or die "psql: $!\n";
    }
    waitpid $pid, 0;
    return { status => $?, out => slurp($out), err => slurp($err) };
}

sub slurp {
    open my $handle, '<:raw', $_[0] or die "$_[0]: $!\n";
    local $/;
    return Encode::decode('UTF-8', <$handle> // '');
}
