#!/usr/bin/env perl
# Real migration histories through psql and through pg_strata, by both doors: all must build the same schema.
#
#   run.pl [--reference-only] [FOLDER] [HISTORY ...]
#
# FOLDER (else $CORPORA, else ../shared/corpora beside the checkout) holds X.jsonl and perhaps X.prelude.sql.
# PGHOST, PGPORT and PGUSER lead to a throwaway cluster with pg_strata installed, as a superuser. Prints TAP.
# README.md beside this file says what is compared and what is tolerated.
use strict;
use warnings;
use Cwd qw(abs_path);
use Digest::SHA qw(sha256_hex);
use Encode ();
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Getopt::Long qw(GetOptions);
use Test::More;
use Time::HiRes qw(time);

use lib dirname(abs_path(__FILE__));
use Corpus;
use Door;
use Psql;

GetOptions('reference-only' => \my $reference_only) or die "usage: $0 [--reference-only] [FOLDER] [HISTORY ...]\n";
my $folder = @ARGV && -d $ARGV[0] ? shift @ARGV : default_folder();
my @histories = $folder && -d $folder ? Corpus::histories($folder, @ARGV) : ();
plan skip_all => 'no corpora: ' . ($folder // 'no folder') . ' is absent or empty' if !@histories;

my $db = Psql->new(database => 'strata_corpus', scratch => tempdir(CLEANUP => 1));
plan skip_all => 'no cluster: set PGHOST, PGPORT and PGUSER' if !$db->alive;
if (!$reference_only && !$db->extension_available('pg_strata')) {
    plan skip_all => 'pg_strata is not installed in this cluster';
}

run_history($_) for @histories;
done_testing();

sub default_folder {
    return $ENV{CORPORA} if $ENV{CORPORA};
    my $checkout = $ENV{STRATA_HOME} // abs_path(dirname(abs_path(__FILE__)) . '/../..');  # tools/sandbox runs a copy
    return dirname($checkout) . '/shared/corpora';
}

# Through the first door up to what no transaction can hold, then anew and whole through the second.
sub run_history {
    my ($name) = @_;
    my $corpus = Corpus->load($folder, $name);
    my @whole = $corpus->migrations;
    my @part = $corpus->up_to_first_untransactional;
    my $reference = reference($corpus, @part);
    passes(Door->first, $corpus, $reference, @part);
    $reference = reference($corpus, @whole) if @part < @whole;
    passes(Door->second, $corpus, $reference, @whole);
}

sub passes {
    my ($door, $corpus, $reference, @part) = @_;
    my $name = $corpus->{name};
    return pass("$name: psql reference of " . scalar(@part) . ' migrations') if $reference_only;
    $db->recreate($corpus);
    if (my $error = $db->error_of('CREATE EXTENSION pg_strata')) {
        fail("$name: CREATE EXTENSION");
        diag $error;
    } elsif (registers($door, $corpus, $reference) && applies($door, $corpus, $reference, @part)) {
        verifies($door, $corpus, $reference, @part);
        refuses_the_rest($corpus, @part) if @part < $corpus->migrations;
        rolls_back($door, $corpus, $reference, @part) && applies_again($door, $corpus, $reference, @part);
    }
    $db->drop;
}

# What psql makes of the history: one session and one transaction per file, in order, then the downs in reverse.
sub reference {
    my ($corpus, @part) = @_;
    $db->recreate($corpus);
    my $started = time;
    my %result = (start => $db->dump);
    my @steps = map {
        my $migration = $_;
        my $id = $migration->{migration};
        my @verify = grep { defined } $migration->{verify};
        ({ name => $id, kind => 'up', sql => $migration->{up}, end => end_of($migration, 'up') },
         map { { name => $id, kind => 'verify', sql => $_, end => 'ROLLBACK' } } @verify);
    } @part;
    note_failures(\%result, $db->one_session_per_step(@steps));
    @result{qw(applied rows)} = ($db->dump, $db->row_counts);
    my @late = $db->one_session_per_step(map { { %$_, kind => 'late' } } grep { $_->{kind} eq 'verify' } @steps);
    $result{late} = [map { $_->{name} } grep { defined $_->{error} || $_->{output} =~ /^f$/m } @late];

    my @undone = grep { !$result{up}{ $_->{migration} } } @part;
    note_failures(\%result, $db->one_session_per_step(
        map { { name => $_->{migration}, kind => 'down', sql => $_->{down}, end => end_of($_, 'down') } }
        grep { Corpus::has_down($_) } reverse @undone));
    $result{rolled_back} = $db->dump;
    $db->drop;
    report_reference($corpus, time - $started, \%result, scalar @part);
    return \%result;
}

# What psql -1 adds, which is left out where it would be wrong.
sub end_of { return Corpus::untransactional(@_) || Corpus::builds_concurrently(@_) ? '' : 'COMMIT' }

sub note_failures {
    my ($result, @steps) = @_;
    for my $step (@steps) {
        $result->{ $step->{kind} }{ $step->{name} } = $step->{error} if defined $step->{error};
        $result->{false}{ $step->{name} } = 1 if $step->{kind} eq 'verify' && $step->{output} =~ /^f$/m;
    }
}

sub report_reference {
    my ($corpus, $seconds, $reference, $count) = @_;
    my $name = $corpus->{name};
    note sprintf('%s: psql ran %d of %d migrations in %.1f s', $name, $count, scalar $corpus->migrations, $seconds);
    for my $kind (qw(up verify down)) {
        my %failed = %{ $reference->{$kind} // {} };
        note "$name: psql itself fails on $kind of $_: $failed{$_}" for sort keys %failed;
    }
    note "$name: verify of $_ returns false in psql" for sort keys %{ $reference->{false} // {} };
}

# Everything registers, in the project's order; what psql fails on is marked as applied, so that the rest can go on.
sub registers {
    my ($door, $corpus, $reference) = @_;
    my $name = "$corpus->{name}, " . $door->name;
    my %left_out = (verify => [map { keys %{ $reference->{$_} // {} } } qw(verify false)],
                    down => [grep { $reference->{down}{$_} =~ /syntax error/ } keys %{ $reference->{down} // {} }]);
    refused_at_once($corpus, $_) for sort @{ $left_out{down} };
    my $started = time;
    my @rows = $db->register($corpus->file, %left_out);
    note sprintf('%s: registered in %.1f s', $name, time - $started);
    my @refused = grep { defined $_->{error} } @rows;
    is(scalar(@refused), 0, "$name: every migration registers")
        or diag first_ten(map { "$_->{migration}: $_->{error}\n" } @refused);
    return 0 if @refused || @rows != $corpus->migrations;

    my %row = map { $_->{migration} => $_ } @rows;
    my @other_sum = grep { sha256_hex(Encode::encode('UTF-8', $_->{up})) ne $row{ $_->{migration} }{text_checksum} }
        $corpus->migrations;
    is(scalar(@other_sum), 0, "$name: text_checksum is the SHA-256 of the file");
    my @misjudged = grep { defined $_->{expected} && $_->{expected} ne $row{ $_->{migration} }{transactional} }
        $corpus->transactional_judgements;
    is(scalar(@misjudged), 0, "$name: scripts are transactional exactly where their statements are")
        or diag first_ten(map { "$_->{migration}: transactional should be $_->{expected}\n" } @misjudged);

    for my $id (sort keys %{ $reference->{up} // {} }) {
        $db->must("SELECT migrate_mark(\$m\$$id\$m\$, 'applied', 'psql fails on it too')");
    }
    my @order = split /\n/, $db->must('SELECT migration FROM migrate_plan() ORDER BY step');
    is_deeply(\@order, [grep { !$reference->{up}{$_} } map { $_->{migration} } $corpus->migrations],
              "$name: the plan is in the project's own order");
    return 1;
}

# A script that the server cannot parse is refused when it is registered, not when it is needed.
sub refused_at_once {
    my ($corpus, $id) = @_;
    my ($migration) = grep { $_->{migration} eq $id } $corpus->migrations;
    my $call = join ', ', map { "\$script\$$_\$script\$" } @$migration{qw(migration up down)};
    like($db->error_of("SELECT migrate_register($call)"), qr/ERROR:\s+42601:/,
         "$corpus->{name}: the down script of $id is refused at registration, since psql cannot read it either");
}

sub applies {
    my ($door, $corpus, $reference, @part) = @_;
    my $name = "$corpus->{name}, " . $door->name;
    my $started = time;
    is($db->error_of($door->apply(target($corpus, @part))), '', "$name: one call for " . @part . ' migrations')
        or return 0;
    note sprintf('%s: applied in %.1f s', $name, time - $started);
    records_the_run($name, scalar grep { !$reference->{up}{ $_->{migration} } } @part) if $door->commits;
    same_schema("$name: the schema is what psql builds", $reference->{applied}, $db->dump_without('pg_strata'));
    is($db->row_counts('migrate'), $reference->{rows}, "$name: every table has as many rows as after psql");
    return 1;
}

sub target {
    my ($corpus, @part) = @_;
    return @part < $corpus->migrations ? sprintf('target => $m$%s$m$', $part[-1]{migration}) : '';
}

sub records_the_run {
    my ($name, $count) = @_;
    my $recorded = $db->must(<<'SQL');
SELECT status, (SELECT count(DISTINCT migration) FROM migrate.history h WHERE h.run = r.run) FROM migrate.run r
SQL
    is($recorded, "done|$count", "$name: the run is done, and its history holds $count migrations");
}

# All verify scripts once more, in the end. Some fail by then, since later migrations change what earlier ones made: the
# same as in psql. And nothing stays.
sub verifies {
    my ($door, $corpus, $reference, @part) = @_;
    my $name = "$corpus->{name}, " . $door->name;
    return if !grep { defined $_->{verify} } @part;
    my ($before, $rows) = ($db->dump, $db->row_counts('migrate'));
    my @failed = split /\n/, $db->must('SELECT DISTINCT migration FROM migrate_verify() WHERE NOT ok');
    note sprintf('%s: %d verify scripts fail in the end', $name, scalar @failed);
    is_deeply([sort @failed], [sort @{ $reference->{late} }], "$name: migrate_verify() fails what psql fails");
    same_schema("$name: migrate_verify() changes no schema", $before, $db->dump);
    is($db->row_counts('migrate'), $rows, "$name: migrate_verify() changes no rows");
}

# The first script that no transaction can hold: refused by name, the plan says who can run it, nothing changed.
sub refuses_the_rest {
    my ($corpus, @part) = @_;
    my $name = $corpus->{name};
    my $culprit = ($corpus->migrations)[scalar @part]{migration};
    my $before = $db->dump;
    my $error = $db->error_of('SELECT * FROM migrate_apply()');
    like($error, qr/ERROR:\s+MG0\d\d:.*\Q$culprit\E/s, "$name: migrate_apply() refuses and names $culprit");
    is($db->must("SELECT transactional, fix_call FROM migrate_plan() WHERE migration = \$m\$$culprit\$m\$"),
       'f|CALL migrate_run()', "$name: the plan says how to run $culprit");
    same_schema("$name: the refusal changed nothing", $before, $db->dump);
}

# Downs in reverse. Where there is none, or psql fails on it, the migration is marked as pending and the rest goes on.
sub rolls_back {
    my ($door, $corpus, $reference, @part) = @_;
    my $name = "$corpus->{name}, " . $door->name;
    if (!grep { Corpus::has_down($_) } @part) {
        note "$name: no down scripts";
        return 0;
    }
    my @calls;
    for my $migration (reverse @part) {
        my $id = $migration->{migration};
        next if !$reference->{up}{$id} && Corpus::has_down($migration) && !$reference->{down}{$id};
        push @calls, $door->roll_back("target => \$m\$$id\$m\$") if $migration != $part[-1];
        push @calls, "SELECT migrate_mark(\$m\$$id\$m\$, 'pending', 'psql cannot take it back')";
    }
    push @calls, $door->roll_back(q{options => '{"all": true}'});
    my $started = time;
    is($db->error_of(join(";\n", @calls)), '', "$name: down scripts in reverse order") or return 0;
    note sprintf('%s: rolled back in %d calls, %.1f s', $name, scalar @calls, time - $started);
    return same_schema("$name: rolled back, the schema is what psql leaves", $reference->{rolled_back},
                       $db->dump_without('pg_strata'));
}

# Where the downs lead back to the beginning, the ups must lead to the same end again.
sub applies_again {
    my ($door, $corpus, $reference, @part) = @_;
    my $name = "$corpus->{name}, " . $door->name;
    return note "$name: the project's downs do not lead back to the beginning"
        if $reference->{rolled_back} ne $reference->{start};
    is($db->error_of($door->apply(target($corpus, @part))), '', "$name: applied again") or return;
    same_schema("$name: applied again, the schema is what psql builds", $reference->{applied},
                $db->dump_without('pg_strata'));
}

sub first_ten { return @_ <= 10 ? @_ : (@_[0 .. 9], '... ' . @_ . " in all\n") }

sub same_schema {
    my ($what, $expected, $actual) = @_;
    ok($expected eq $actual, $what) or diag $db->difference($expected, $actual);
}
