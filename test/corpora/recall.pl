#!/usr/bin/env perl
# Recall: each migration of a history is taken away in turn. Where psql, running the others, fails because an object is
# missing, the plan must have been blocked, and must have named that object; or it found an order in which they do run.
#
#   recall.pl [FOLDER] [HISTORY ...]
#
# Every miss is listed with its class. FULL=1 takes every migration away, otherwise one in three of the long histories.
# TRUTH=FOLDER keeps what psql found for the next time. Prints TAP.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use JSON::PP;
use Test::More;
use Time::HiRes qw(time);

use lib dirname(abs_path(__FILE__));
use Corpus;
use Proof qw(corpora_and_database first_ten register_all);
use Removal;

my $share_demanded = 0.95;
my ($db, @corpora) = corpora_and_database('strata_recall');
my %total = (missing => 0, named => 0);

prove($_) for @corpora;
my $share = $total{missing} ? $total{named} / $total{missing} : 1;
cmp_ok($share, '>=', $share_demanded,
       sprintf 'of %d failures for a missing object, %d (%.1f %%) were foreseen by name', @total{qw(missing named)},
       100 * $share);
done_testing();

sub prove {
    my ($corpus) = @_;
    my ($name, $started) = ($corpus->{name}, time);
    my @trials = truth($corpus);
    note sprintf '%s: psql ran the rest without each of %d migrations, %.0f s', $name, scalar @trials, time - $started;
    my @failed = grep { defined $_->{failed} } @trials;
    note "$name: another failure without $_->{removed}: $_->{failed}: $_->{message}"
        for grep { !defined $_->{object} } @failed;

    my %blocked = plans($corpus, map { $_->{removed} } @trials);
    my @missing = grep { defined $_->{object} } @failed;
    my @missed = grep { !is_named($_, $blocked{ $_->{removed} }) } @missing;
    my %mended = map { $_->{removed} => 1 } grep { plan_applies($corpus, $_, $blocked{ $_->{removed} }) } @missed;
    note "$name: another order does without $_: the plan found it" for sort keys %mended;
    @missing = grep { !$mended{ $_->{removed} } } @missing;
    @missed = grep { !$mended{ $_->{removed} } } @missed;
    $total{missing} += @missing;
    $total{named} += @missing - @missed;
    note "$name: MISS without $_->{removed}: $_->{failed}: $_->{message}: ", class_of($_, $blocked{ $_->{removed} })
        for @missed;
    false_alarms($name, \@trials, \%blocked);
    pass(sprintf '%s: %d of %d failures for a missing object were foreseen by name', $name, @missing - @missed,
         scalar @missing);
}

sub truth {
    my ($corpus) = @_;
    my @all = 0 .. scalar($corpus->migrations) - 1;
    my @positions = $ENV{FULL} || @all < 100 ? @all : grep { $_ % 3 == 1 } @all;
    my $kept = $ENV{TRUTH} && "$ENV{TRUTH}/$corpus->{name}." . @positions . '.json';
    if ($kept && open my $in, '<:raw', $kept) {
        return map { decode_json($_) } <$in>;
    }
    my @trials = Removal->trials($db, $corpus, @positions);
    if ($kept) {
        open my $out, '>:raw', $kept or die "$kept: $!\n";
        print {$out} encode_json($_), "\n" for @trials;
        close $out or die;
    }
    return @trials;
}

# By the migration that is taken away: the steps of the plan for the rest that have something said of them.
sub plans {
    my ($corpus, @removed) = @_;
    register_all($db, $corpus, $corpus->migrations);
    my $calls = join '', map { <<"SQL" } @removed;
BEGIN;
SELECT migrate_unregister(\$id\$$_\$id\$) \\g /dev/null
SELECT jsonb_build_object('removed', \$id\$$_\$id\$, 'step', migration, 'action', action, 'note', note)
FROM migrate_plan() WHERE note <> '';
ROLLBACK;
SQL
    my %said;
    for my $line (split /\n/, $db->must($calls)) {
        my $step = decode_json(Encode::encode('UTF-8', $line));
        push @{ $said{ $step->{removed} } }, $step;
    }
    $db->drop;
    return %said;
}

# Where another migration provides the same later on, the plan may have bent the order: then it is the plan's order that
# must be judged, by running it.
sub plan_applies {
    my ($corpus, $trial, $said) = @_;
    return 0 if grep { $_->{action} eq 'blocked' } @{ $said // [] };
    register_all($db, $corpus, grep { $_->{migration} ne $trial->{removed} } $corpus->migrations);
    my $error = $db->error_of('SELECT count(*) FROM migrate_apply()');
    $db->drop;
    return $error eq '';
}

sub mentions {
    my ($note, $name) = @_;
    return $note =~ /(?<!\w)\Q$name\E(?!\w)/;
}

sub is_named {
    my ($trial, $said) = @_;
    return scalar grep { $_->{action} eq 'blocked' && mentions($_->{note}, $trial->{object}) } @{ $said // [] };
}

sub class_of {
    my ($trial, $said) = @_;
    my @blocked = grep { $_->{action} eq 'blocked' } @{ $said // [] };
    my ($warned) = grep { $_->{action} ne 'blocked' && mentions($_->{note}, $trial->{object}) } @{ $said // [] };
    my $class = "in $trial->{place}";
    $class .= ", the plan only warned of it: $warned->{note}" if $warned;
    return $class if !@blocked;
    return "$class, the plan was blocked for something else: $blocked[0]{step}: $blocked[0]{note}";
}

# Blocked, though the rest runs: as wrong as a miss.
sub false_alarms {
    my ($name, $trials, $said) = @_;
    my @alarms;
    for my $trial (grep { !defined $_->{failed} } @$trials) {
        push @alarms, map { "without $trial->{removed}: $_->{step}: $_->{note}\n" }
            grep { $_->{action} eq 'blocked' } @{ $said->{ $trial->{removed} } // [] };
    }
    is(scalar(@alarms), 0, "$name: no plan is blocked where the rest runs") or diag first_ten(@alarms);
}
