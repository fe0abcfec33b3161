#!/usr/bin/env perl
# The law of reading: what a script surely provides is there after it ran, and what it gave the catalog was foreseen,
# unless it holds, or calls, what cannot be read.
#
#   law.pl [FOLDER] [HISTORY ...]
#
# What migrate_dependencies() says of each migration against the difference that running it in psql makes. Prints TAP.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use JSON::PP;
use Test::More;

use lib dirname(abs_path(__FILE__));
use Catalog;
use Corpus;
use Proof qw(corpora_and_database first_ten register_all);

my ($db, @corpora) = corpora_and_database('strata_law');
# What OR REPLACE can make of what is there already
my $replaceable = qr/^(?:function|procedure|aggregate|view|trigger|column) /;

prove($_) for @corpora;
done_testing();

sub prove {
    my ($corpus) = @_;
    my $name = $corpus->{name};
    my ($present, $change) = Catalog->changes($db, $corpus);
    my %rows = dependencies($corpus);
    my %opaque = opaque_routines(%rows);
    my (@not_there, @not_foreseen, $gained, $unread);
    for my $migration ($corpus->migrations) {
        my $id = $migration->{migration};
        my @rows = @{ $rows{$id} // [] };
        delete @$present{ keys %{ $change->{$id}{lost} } };
        @$present{ keys %{ $change->{$id}{gained} } } = ();
        push @not_there, map { "$id: $_\n" } not_there(\@rows, $change->{$id}{gained}, $present);
        my @unforeseen = unforeseen(\@rows, $change->{$id});
        $gained += keys %{ $change->{$id}{gained} };
        if (grep { is_opaque($_, \%opaque) } @rows) { $unread += @unforeseen }
        else { push @not_foreseen, map { "$id: $_\n" } @unforeseen }
    }
    is(scalar(@not_there), 0, "$name: what is surely provided is there afterwards") or diag first_ten(@not_there);
    is(scalar(@not_foreseen), 0, "$name: what a readable script gave the catalog was foreseen")
        or diag first_ten(@not_foreseen);
    note sprintf '%s: of %d gains %d stand under statements that cannot be read', $name, $gained, $unread // 0;
}

sub dependencies {
    my ($corpus) = @_;
    register_all($db, $corpus, $corpus->migrations);
    my %rows;
    for my $line (split /\n/, $db->must('SELECT to_jsonb(d) FROM migrate_dependencies() WITH ORDINALITY d')) {
        my $row = decode_json(Encode::encode('UTF-8', $line));
        push @{ $rows{ $row->{migration} } }, $row;
    }
    $db->drop;
    return %rows;
}

sub text { return "$_[0]{kind} " . $_[0]{object} =~ s/(?<=[(\s])\w+\.(?=\w+(?:\[\])?[,)])//gr }

# Sure provides that are not there, or that were there before and that nothing could have replaced.
sub not_there {
    my ($rows, $gained, $after) = @_;
    my @wrong;
    for my $i (0 .. $#$rows) {
        my $row = $rows->[$i];
        next if $row->{relation} ne 'provides' || $row->{strength} ne 'hard' || $row->{object} =~ /\.\*$/;
        my $text = text($row);
        next if $gained->{$text} || goes_again($row, @$rows[$i + 1 .. $#$rows]);
        if (!exists $after->{$text}) { push @wrong, "$text is not there" }
        elsif ($text !~ $replaceable) { push @wrong, "$text was there before" }
    }
    return @wrong;
}

sub goes_again {
    my ($row, @later) = @_;
    return scalar grep { takes($_, $row) } @later;
}

# Whether a row drops the object, or what it belongs to.
sub takes {
    my ($row, $object) = @_;
    return 0 if $row->{relation} ne 'drops';
    return 1 if $row->{object} eq $object->{object};
    return $object->{object} =~ /^\Q$row->{object}\E[.(]|(?: on | of )\Q$row->{object}\E$/;
}

# What was gained and not said, hard or weaker. What moved with its relation or schema need not be said, nor what an
# ALTER rebuilt under the same name.
sub unforeseen {
    my ($rows, $change) = @_;
    my %foreseen = map { text($_) => 1 }
        grep { $_->{relation} eq 'provides' && $_->{strength} =~ /hard|conditional|dynamic/ } @$rows;
    my %was = map { $_ => 1 } values %{ $change->{lost} };
    return grep { !$foreseen{$_} && !$foreseen{ s/\.[^.]*$/.*/r } && !exists $change->{lost}{$_}
                  && !moved_along($_, $change->{gained}{$_}, \%was, \%foreseen) }
        sort keys %{ $change->{gained} };
}

sub moved_along {
    my ($text, $id, $was, $foreseen) = @_;
    return 0 if !$was->{$id};
    my ($relation) = $text =~ /^column (.*)\.[^.]*$/ ? $1 : $text =~ / (?:on|of) (.*)$/;
    my @owners = ('table', 'view', 'materialized view', 'foreign table', 'type', 'domain');
    return 1 if defined $relation && grep { $foreseen->{"$_ $relation"} } @owners;
    return $text =~ / (\w+)\./ && $foreseen->{"schema $1"};
}

# By "routine" text: those whose bodies do what cannot be read.
sub opaque_routines {
    my (%rows) = @_;
    my %opaque;
    for my $rows (values %rows) {
        my %unread = map { $_->{statement_no} => 1 } grep { $_->{strength} eq 'unread' } @$rows;
        for my $row (grep { $_->{relation} eq 'provides' && $_->{kind} =~ /^(?:function|procedure)$/ } @$rows) {
            $opaque{ $row->{object} =~ s/\(.*//r } = 1 if $unread{ $row->{statement_no} };
        }
    }
    return %opaque;
}

sub is_opaque {
    my ($row, $opaque) = @_;
    return 1 if $row->{strength} eq 'unread';
    return $row->{relation} eq 'needs' && $row->{kind} =~ /^(?:routine|function|procedure)$/
        && $opaque->{ $row->{object} =~ s/\(.*//r };
}
