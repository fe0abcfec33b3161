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

use lib dirname(abs_path(__FILE__));
use Blame;
use Catalog;
use Corpus;
use Proof qw(corpora_and_database first_ten register_all);
use Shuffle;

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
        is(scalar(@unclassified), 0, "$corpus->{name}, seed $seed: $result->{outcome}")
            or diag first_ten(@unclassified);
    }
    note "$corpus->{name}: ", join ', ', map { "$outcome{$_} $_" } sort keys %outcome;
}

# A line for each pair and class; ALL=1 shows the causes in full.
sub listing {
    my %seen;
    return grep { !$seen{$_}++ } map {
        my $line = "    $_->{class}: $_->{one} / " . ($_->{other} // 'itself');
        $ENV{ALL} ? "$line: $_->{text}" : $line;
    } @_;
}

# What the real order leads to: the schema, and what each script makes and drops.
sub truth {
    my ($corpus) = @_;
    my (undef, $change) = Catalog->changes($db, $corpus);
    my %truth = (migrations => [$corpus->migrations], change => $change);
    register_all($db, $corpus, $corpus->migrations);
    if ($db->error_of('SELECT count(*) FROM migrate_apply()') eq '') { $truth{dump} = $db->dump_without('pg_strata') }
    return \%truth;
}

sub run_shuffled {
    my ($corpus, $seed, $truth) = @_;
    register_all($db, $corpus, Shuffle::shuffled($seed, $corpus->migrations));
    my @steps = map { decode_json(Encode::encode('UTF-8', $_)) }
        split /\n/, $db->must('SELECT to_jsonb(p) FROM migrate_plan() p ORDER BY step');
    my $blame = Blame->new(%$truth, steps => \@steps);
    my @blocked = grep { $_->{action} eq 'blocked' } @steps;
    my $options = @blocked ? q(options => '{"ignore_blocked": "proof"}') : '';
    my $error = $db->error_of("SELECT count(*) FROM migrate_apply($options)");
    my $same = $error eq '' && defined $truth->{dump} && $db->dump_without('pg_strata') eq $truth->{dump};
    $db->drop;
    my @causes = map { $blame->of_step($_) } @blocked;
    return { outcome => 'blocked, and fails', causes => \@causes } if @blocked && $error;
    return { outcome => 'blocked, but applies', causes => [map { +{ %$_, class => undef } } @causes] } if @blocked;
    return { outcome => 'fails', causes => [$blame->of_error($error)] } if $error;
    return { outcome => $same ? 'applies, same schema' : 'applies, other schema', causes => [] };
}
