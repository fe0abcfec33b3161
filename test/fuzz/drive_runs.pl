#!/usr/bin/env perl
# drive_runs.pl [--seconds=N] [--seed=N] [--round=N]: random plans through CALL migrate_run() and back, killed at random
#
# PGHOST, PGPORT and PGUSER lead to a throwaway cluster of this user's with pg_strata installed, as a superuser, with
# client_connection_check_interval set; CLUSTER_LOG may name its log. Each round runs a plan undisturbed, then in
# another database under disturbance: the backend is cancelled, terminated or killed, or its client is. After each, what is
# recorded must agree with what is there, and in the end all must be as without disturbance. What goes wrong is printed
# with what brings it back, as far as moments can be brought back: --seed=N --round=N.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Getopt::Long qw(GetOptions);
use POSIX qw(WNOHANG);
use Time::HiRes qw(sleep time);

use lib dirname(abs_path(__FILE__));
use RandomPlan;

my ($seconds, $seed, $only) = (60, 1, undef);
GetOptions('seconds=i' => \$seconds, 'seed=i' => \$seed, 'round=i' => \$only)
    or die "usage: $0 [--seconds=N] [--seed=N] [--round=N]\n";
my $scratch = tempdir(CLEANUP => 1);
my %call = (up => 'CALL migrate_run()', down => q{CALL migrate_run_rollback(options => '{"all": true}')});
my %state_after = (up => 'applied', down => 'pending');
my %ways = (cancel => sub { kill INT => $_[0]{backend} }, terminate => sub { kill TERM => $_[0]{backend} },
            'kill -9' => sub { kill KILL => $_[0]{backend} }, client => sub { kill KILL => $_[0]{client} });
my $expected = qr/^(?:57014|57P01|57P02|P0001)$/;  # cancelled, terminated, another process was killed, to be mended
my (%seen, @problems);
my ($started, $round, $in_round) = (time, $only // 1, '');
$| = 1;

do { run_round($round++) } while (!defined $only && time - $started < $seconds && @problems < 5);
look_at_log();
printf "%d random plans of seed %d in %d s: %s\n", $round - ($only // 1), $seed, time - $started,
    join ' ', map { "$_=$seen{$_}" } sort keys %seen;
print "PROBLEM $_\n" for @problems;
exit(@problems > 0);

sub run_round {
    my ($number) = @_;
    my @plan = RandomPlan->new($seed * 100_000 + $number);
    $in_round = "--seed=$seed --round=$number";
    make_database($_, @plan) for qw(runs_calm runs_rough);
    for my $way (qw(up down)) {
        my $begun = time;
        finish('runs_calm', $way) or return;
        my $duration = time - $begun;
        for (1 .. 8) { disturb('runs_rough', $way, $duration, @plan) or last }
        finish('runs_rough', $way) or return;
        agrees('runs_rough', $way, @plan);
        my ($calm, $rough) = map { remains($_) } qw(runs_calm runs_rough);
        problem("$way: not the same end as without disturbance", difference($calm, $rough)) if $calm ne $rough;
    }
}

sub make_database {
    my ($database, @plan) = @_;
    sql('postgres', "DROP DATABASE IF EXISTS $database WITH (FORCE)");
    sql('postgres', "CREATE DATABASE $database");
    my @calls = map {
        my $scripts = join ', ', map { "\$s\$$_\$s\$" } @$_{qw(migration up down)};
        "SELECT FROM migrate_register($scripts);\n";
    } @plan;
    sql($database, join '', 'CREATE EXTENSION pg_strata;', RandomPlan::base(), @calls);
}

# Until it is through; a cause of failure that can be mended is.
sub finish {
    my ($database, $way) = @_;
    for (1 .. 30) {
        my $run = start($database, $call{$way});
        waitpid $run->{client}, 0;
        my $error = error_of($run) or return 1;
        mend($database, $error) or return problem("$way: does not finish", $error);
    }
    return problem("$way: does not finish in 30 calls", '');
}

sub mend {
    my ($database, $error) = @_;
    $error =~ /P0001: mend (\S+)/ or return 0;
    sql($database, "INSERT INTO app.mended VALUES ('$1')");
    return 1;
}

# False when the run came through.
sub disturb {
    my ($database, $way, $duration, @plan) = @_;
    my $name = (sort keys %ways)[rand keys %ways];
    my $run = start($database, $call{$way});
    sleep 0.001 until ($run->{backend}) = slurp($run->{err}) =~ /^(\d+)\n/ or waitpid($run->{client}, WNOHANG) != 0;
    sleep $duration * rand() ** 2;  # what is left of a plan takes less and less
    my $hits = $run->{backend} && waitpid($run->{client}, WNOHANG) == 0 && $ways{$name}->($run);
    waitpid $run->{client}, 0;
    wait_for_end($run);
    ++$seen{ $hits ? $name : 'too late' };
    my $error = error_of($run);
    my ($state) = $error =~ /(?:ERROR|FATAL):  (\w{5}):/;
    problem("$name, $way: unexpected error", $error) if defined $state && $state !~ $expected;
    mend($database, $error);
    agrees($database, $way, @plan);
    return $hits || $error ne '';
}

# The server comes back after a crash, and a backend without a client ends when it notices.
sub wait_for_end {
    my ($run) = @_;
    my $end = time + 60;
    while (time < $end) {
        my $left = psql('postgres', "SELECT count(*) FROM pg_stat_activity WHERE application_name = '$run->{name}'");
        return if $left->{status} == 0 && $left->{out} =~ /^0$/m;
        sleep 0.05;
    }
    problem('the run does not end', '');
}

# What is recorded against what is there.
sub agrees {
    my ($database, $way, @plan) = @_;
    my %tally = map { split /\|/ } split /\n/, sql($database, 'SELECT what, count(*) FROM app.tally GROUP BY what');
    my %state = map { split /\|/ } split /\n/, sql($database, 'SELECT migration, state FROM migrate_status()');
    my @wrong = map { "$_ is there $tally{$_} times" } grep { $tally{$_} > 1 } sort keys %tally;
    for my $migration (@plan) {
        my ($name, @marks) = ($migration->{migration}, @{ $migration->{marks}{$way} });
        next if $state{$name} eq 'partial' || !@marks;
        my $there = grep { $tally{$_} } @marks;
        my $wanted = $state{$name} eq $state_after{$way} ? @marks : 0;
        push @wrong, "$name is $state{$name}, with $there of " . @marks . ' marks' if $there != $wanted;
    }
    push @wrong, sql($database, 'SELECT id, detail FROM migrate_verify_history() WHERE NOT ok');
    @wrong = grep { $_ ne '' } @wrong;
    problem("$way: what is recorded is not what is there", join "\n", @wrong) if @wrong;
}

# The schema, the rows that scripts leave, and indexes that are not valid, which pg_dump does not show.
sub remains {
    my ($database) = @_;
    my @key = `pg_dump --help` =~ /--restrict-key/ ? '--restrict-key=fuzz' : ();
    my $dump = capture('pg_dump', '-s', '-n', 'app', @key, '-d', $database);
    my $rows = sql($database, <<'SQL');
SELECT what FROM app.tally ORDER BY 1;
SELECT n FROM app.counter;
SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready AND indislive) ORDER BY 1;
SELECT migration, state FROM migrate_status() ORDER BY 1;
SQL
    return "$dump->{out}$rows\n";
}

sub difference {
    my @files = map { file("end$_", $_[$_]) } 0, 1;
    return join '', grep { defined } (split /^/, capture('diff', @files)->{out})[0 .. 20];
}

sub problem {
    my ($what, $detail) = @_;
    push @problems, "$in_round: $what\n$detail";
    return 0;
}

# Signals that are not ours, and assertions. What was expected is taken out of the log, so that nobody wonders.
sub look_at_log {
    my $log = $ENV{CLUSTER_LOG} // return;
    my @bad = grep { /PANIC:|TRAP:/ || (/was terminated by signal (\d+)/ && $1 != 9) } split /^/, slurp($log);
    return problem('the server crashed', join '', @bad) if @bad;
    open my $empty, '>', $log or die "$log: $!\n";
}

# A psql of its own, which goes on: { client, name, err }.
sub start {
    my ($database, $call) = @_;
    my $name = 'fuzz_run_' . ++$seen{runs};
    my $file = file("call", "\\set VERBOSITY verbose\nSELECT pg_backend_pid() AS me \\gset\n\\warn :me\n$call;\n");
    my $err = "$scratch/$name";
    my $pid = fork // die "fork: $!\n";
    if (!$pid) {
        $ENV{PGAPPNAME} = $name;
        redirect('/dev/null', $err);
        exec 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $database, '-f', $file or die "psql: $!\n";
    }
    return { client => $pid, name => $name, err => $err };
}

sub error_of { return (slurp($_[0]{err}) =~ /((?:ERROR|FATAL|PANIC):.*)/s)[0] // '' }

# The output of SQL that must succeed.
sub sql {
    my ($database, $sql) = @_;
    my $result = psql($database, $sql);
    die "$in_round: $result->{err}\nin $sql\n" if $result->{status};
    chomp $result->{out};
    return $result->{out};
}

sub psql {
    my ($database, $sql) = @_;
    my $file = file('input', "$sql\n");
    return capture('psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', $database, '-f', $file);
}

sub capture {
    my @command = @_;
    my ($out, $err) = map { "$scratch/$_" } qw(stdout stderr);
    my $pid = fork // die "fork: $!\n";
    if (!$pid) {
        redirect($out, $err);
        exec { $command[0] } @command or die "$command[0]: $!\n";
    }
    waitpid $pid, 0;
    return { status => $?, out => slurp($out), err => slurp($err) };
}

sub redirect {
    my ($out, $err) = @_;
    open STDIN, '<', '/dev/null' or die;
    open STDOUT, '>', $out or die;
    open STDERR, '>', $err or die;
}

sub file {
    my ($name, $text) = @_;
    open my $handle, '>', "$scratch/$name" or die "$name: $!\n";
    print {$handle} $text;
    close $handle or die "$name: $!\n";
    return "$scratch/$name";
}

sub slurp {
    open my $handle, '<', $_[0] or return '';
    local $/;
    return <$handle> // '';
}
