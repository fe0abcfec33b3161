#!/usr/bin/env perl
# Order: versions given by a die, nothing declared. The plan must find an order in which everything applies, or the run
# is listed: with the two migrations that do not go together in it, and why. A failure of no known class fails the test,
# and so does a plan that is blocked though it applies.
#
#   order.pl [--seeds=10] [FOLDER] [HISTORY ...]
#
# Prints TAP. README.md beside this file tells the classes.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use Getopt::Long qw(GetOptions);
use JSON::PP;
use Test::More;
use Time::HiRes qw(time);

use lib dirname(abs_path(__FILE__));
use Catalog;
use Corpus;
use Proof qw(corpora_and_database first_ten register_all);
use Removal;
use Shuffle;

my $duplicate = qr/^(?:42P07|42701|42710|42723|42P06|42712)$/;
my $seeds = 10;
GetOptions('seeds=i' => \$seeds) or die "usage: $0 [--seeds=N] [FOLDER] [HISTORY ...]\n";
my ($db, @corpora) = corpora_and_database('strata_order');

prove($_) for @corpora;
done_testing();

sub prove {
    my ($corpus) = @_;
    my $truth = truth($corpus);
    my %outcome;
    for my $seed (1 .. $seeds) {
        my $result = run_shuffled($corpus, $seed, $truth);
        ++$outcome{ $result->{outcome} };
        my @listed = @{ $result->{causes} };
        note "$corpus->{name}, seed $seed: $result->{outcome}";
        note $_ for listing(grep { defined $_->{class} } @listed);
        my @unclassified = map { "$_->{one}: $_->{text}\n" } grep { !defined $_->{class} } @listed;
        is(scalar(@unclassified), 0, "$corpus->{name}, seed $seed: $result->{outcome}") or diag first_ten(@unclassified);
    }
    note "$corpus->{name}: ", join ', ', map { "$outcome{$_} $_" } sort keys %outcome;
}

# A line for each pair and class; ALL=1 shows the causes in full.
sub listing {
    my %seen;
    return grep { !$seen{$_}++ } map {
        my $line = "    $_->{class}: $_->{one} / " . ($_->{other} // 'itself') =~ s/^\d{4}_(?=\d)//r;
        $ENV{ALL} ? "$line: $_->{text}" : $line;
    } @_;
}

# What the real order leads to: the schema, and who made and dropped which object.
sub truth {
    my ($corpus) = @_;
    my (undef, $change) = Catalog->changes($db, $corpus);
    my %truth = (change => $change, number => {});
    my $n = 0;
    $truth{number}{ $_->{migration} } = ++$n for $corpus->migrations;
    register_all($db, $corpus, $corpus->migrations);
    if ($db->error_of('SELECT count(*) FROM migrate_apply()') eq '') { $truth{dump} = $db->dump_without('pg_strata') }
    return \%truth;
}

sub run_shuffled {
    my ($corpus, $seed, $truth) = @_;
    register_all($db, $corpus, Shuffle::shuffled($seed, $corpus->migrations));
    my @steps = map { decode_json(Encode::encode('UTF-8', $_)) }
        split /\n/, $db->must('SELECT to_jsonb(p) FROM migrate_plan() p ORDER BY step');
    my @blocked = grep { $_->{action} eq 'blocked' } @steps;
    my %place = map { $steps[$_]{migration} =~ s/^\d+_//r => $_ } 0 .. $#steps;
    my @causes = map { blocked_by($_, $truth, \%place, map { $_->{migration} } @blocked) } @blocked;
    my $options = @causes ? q(options => '{"ignore_blocked": "proof"}') : '';
    my $error = $db->error_of("SELECT count(*) FROM migrate_apply($options)");
    my $same = $error eq '' && defined $truth->{dump} && $db->dump_without('pg_strata') eq $truth->{dump};
    $db->drop;
    return { outcome => 'blocked, and fails', causes => \@causes } if @causes && $error;
    return { outcome => 'blocked, but applies', causes => [map { +{ %$_, class => undef } } @causes] } if @causes;
    return { outcome => 'fails', causes => [failure($error, \@steps, $truth)] } if $error;
    return { outcome => $same ? 'applies, same schema' : 'applies, other schema', causes => [] };
}

sub blocked_by {
    my ($step, $truth, $place, @blocked) = @_;
    return map {
        my ($class, $other, $text) = @$_;
        ($class, $other) = provided_in_truth($step, $text, $truth, $place, @blocked) if !defined $class;
        { one => $step->{migration}, other => $other, class => $class, text => $text };
    } Shuffle::causes($step->{note});
}

# Nobody provides it in this order; in the real one somebody did: a migration that is blocked here, one whose object is
# gone by now, or one that knew the table by the name it had before a rename.
sub provided_in_truth {
    my ($step, $text, $truth, $place, @blocked) = @_;
    my ($kind, $need) = $text =~ /^([a-z ]+) (".*?) is needed .* no registered migration provides it/ or return;
    my ($name, @owners) = $need =~ /"([^"]+)"/g;
    my @real = sort { $truth->{number}{$a} <=> $truth->{number}{$b} } keys %{ $truth->{change} };
    for my $provider (@real) {
        my $gained = $truth->{change}{$provider}{gained};
        my @found = grep { is_one_of($_, $kind, $name, @owners) } keys %$gained or next;
        return ('provided by a step that is blocked', $provider) if grep { /^\d+_\Q$provider\E$/ } @blocked;
        my $here = $place->{ $step->{migration} =~ s/^\d+_//r };
        my ($dropper) = grep { my $lost = $truth->{change}{$_}{lost};
                               $place->{$_} < $here && grep { $lost->{$_} } $found[0], map { "table $_" } @owners } @real;
        return ('dropped by an earlier step', $dropper) if defined $dropper && $place->{$provider} < $here;
        my $id = $gained->{ $found[0] };
        my ($maker) = grep { my $c = $truth->{change}{$_}{gained}; $_ ne $provider && grep { $_ eq $id } values %$c } @real;
        return ("made under another name, before $provider", $maker) if defined $maker;
    }
    return;
}

sub is_one_of {
    my ($object, $kind, $name, @owners) = @_;
    my $member = qr/(?<!\w)\Q$name\E(?!\w)/;
    return $object =~ /^\Q$kind\E / && $object =~ $member if !@owners;
    return $object =~ /^\Q$kind\E / && $object =~ $member && grep { $object =~ /(?<!\w)\Q$_\E(?!\w)/ } @owners;
}

# Why a plan that looked right failed: the migration that failed, and the one that stands elsewhere in the real order.
sub failure {
    my ($error, $steps, $truth) = @_;
    my ($id, $line) = $error =~ /migration "([^"]+)", up script, line (\d+)/;
    my ($state, $message, $object) = Removal::understood($error);
    my %cause = (one => $id // '?', other => undef, class => undef, text => "$state $message");
    return \%cause if !defined $id;
    my %place = map { $steps->[$_]{migration} =~ s/^\d+_//r => $_ } 0 .. $#$steps;
    my $real = $id =~ s/^\d+_//r;
    my @out_of_order = out_of_order($real, \%place, $truth->{number});
    my ($name) = defined $object ? $object : $message =~ /"([^"]+)"/;
    if (defined $object) {
        my ($late) = grep { touches($truth->{change}{$_}{gained}, $object) } @{ $out_of_order[0] };
        my ($early) = grep { touches($truth->{change}{$_}{lost}, $object) } @{ $out_of_order[1] };
        my $where = Removal::place($error);
        @cause{qw(other class)} = ($early, 'dropped by an earlier step') if defined $early;
        @cause{qw(other class)} = ($late, "made later, needed in $where") if defined $late && $where ne 'the script itself';
    }
    elsif ($state =~ $duplicate && defined $name) {
        my ($other) = grep { touches($truth->{change}{$_}{gained}, $name) } @{ $out_of_order[1] };
        @cause{qw(other class)} = ($other, 'the same object made twice') if defined $other;
    }
    elsif ($state =~ /^(?:23|22|P0001)/) { @cause{qw(other class)} = ($out_of_order[0][-1] // $out_of_order[1][0], 'data order') }
    elsif ($state eq '2BP01') { @cause{qw(other class)} = ($out_of_order[1][0], 'dropped while something still hangs on it') }
    elsif ($state eq '42830') {
        my ($key) = grep { touches($truth->{change}{$_}{gained}, $name) } @{ $out_of_order[0] };
        @cause{qw(other class)} = ($key, 'the key that a foreign key refers to is made later') if defined $key;
    }
    elsif ($state eq '55P04') { @cause{qw(other class)} = ($out_of_order[1][0], 'cannot run in one transaction') }
    return \%cause;
}

# Of the steps before a migration and of those after it, those that really stand on its other side: ([later], [earlier]).
sub out_of_order {
    my ($id, $place, $number) = @_;
    my @known = sort { $place->{$a} <=> $place->{$b} } keys %$place;
    my @later = grep { $number->{$_} < $number->{$id} && $place->{$_} > $place->{$id} } @known;
    my @earlier = grep { $number->{$_} > $number->{$id} && $place->{$_} < $place->{$id} } @known;
    return (\@later, \@earlier);
}

sub touches {
    my ($objects, $name) = @_;
    return scalar grep { /(?<!\w)\Q$name\E(?!\w)/ } keys %$objects;
}
