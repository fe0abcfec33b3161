#!/usr/bin/env perl
# Precision: a history in its real order, with nothing declared, gives no plan that is blocked.
#
#   precision.pl [FOLDER] [HISTORY ...]
#
# Once over the database that the history begins with, and then with more and more of it applied. CONCURRENTLY is taken
# out of CREATE and DROP INDEX, so that what a transaction cannot run is no other reason to be blocked. Prints TAP.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use Test::More;

use lib dirname(abs_path(__FILE__));
use Corpus;
use Proof qw(corpora_and_database first_ten register_all);

my ($db, @corpora) = corpora_and_database('strata_precision');
my $points = 4;    # with so many prefixes applied

prove($_) for @corpora;
done_testing();

sub prove {
    my ($corpus) = @_;
    my @migrations = $corpus->migrations;
    register_all($db, $corpus, @migrations);
    plan_is_clear($corpus, 'nothing applied', @migrations);
    for my $point (1 .. $points) {
        my $count = int(@migrations * $point / ($points + 1)) or next;
        my $last = $migrations[$count - 1]{migration};
        my $error = apply_through($last);
        if ($error) {
            note "$corpus->{name}: cannot be applied through $last: $error";
            last;
        }
        plan_is_clear($corpus, "$count applied", @migrations[$count .. $#migrations]);
    }
    $db->drop;
}

sub apply_through {
    my ($migration) = @_;
    return $db->error_of("SELECT count(*) FROM migrate_apply(target => \$m\$$migration\$m\$)");
}

sub plan_is_clear {
    my ($corpus, $when, @expected) = @_;
    my $plan = q{SELECT concat_ws(E'\t', migration, action, translate(note, E'\n', ' ')) FROM migrate_plan()
                 ORDER BY step};
    my @steps = map { [split /\t/, $_, 3] } split /\n/, $db->must($plan);
    my @blocked = grep { $_->[1] eq 'blocked' } @steps;
    is(scalar(@blocked), 0, "$corpus->{name}, $when: no step of " . @expected . ' is blocked')
        or diag first_ten(map { "$_->[0]: $_->[2]\n" } causes(@blocked));
    is_deeply([map { $_->[0] } @steps], [map { $_->{migration} } @expected], "$corpus->{name}, $when: the real order");
    my @warned = grep { ($_->[2] // '') ne '' } @steps;
    note "$corpus->{name}, $when: notes on " . @warned . ' steps';
}

# Without the steps that are blocked only because another one is.
sub causes {
    return map {
        my @own = grep { !/, which is blocked$/ } split /; (?!no registered|did you)/, $_->[2];
        @own ? [@$_[0, 1], join '; ', @own] : ();
    } @_;
}
