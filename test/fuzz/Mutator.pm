# Takes SQL apart into words, and changes some of them.
package Mutator;
use strict;
use warnings;

my @strange = ('NULL', '*', '(', ')', '""""', "''", '"a.b"', 'pg_catalog.int4', 'pg_temp', 'public', 'excluded', 'NEW',
               'OLD', '$1', ':=', ';', '::', '.', ',', 'NOT', 'IF EXISTS', 'CASCADE', '-1', '99999999999999999999',
               '1e400',               "U&'\\0441'", '"é"', '--', '/*', '*/', '$$', "E'\\n'", '[]', 'ONLY', 'AS', 'IN', 'SELECT', 'LATERAL');

my $word = qr{ \$(\w*)\$ .*? \$\g{-1}\$ | '(?:[^']|'')*' | "(?:[^"]|"")*"
             | --[^\n]* | /\*.*?\*/ | \w+ | \s+ | [^\w\s] }sx;

sub words {
    my ($text) = @_;
    my @words;
    push @words, $& while $text =~ /\G$word/gc || $text =~ /\G./gcs;
    return @words;
}

# `others` are texts to steal from.
sub mutated {
    my ($text, $others) = @_;
    my @words = words($text);
    return $text if !@words;
    for (1 .. 1 + int(rand 4)) {
        my @solid = grep { $words[$_] =~ /\S/ } 0 .. $#words;
        last if !@solid;
        my $at = $solid[rand @solid];
        change(\@words, $at, \@solid, $others);
    }
    return join '', @words;
}

sub change {
    my ($words, $at, $solid, $others) = @_;
    my $pick = int rand 11;
    my $other = $solid->[rand @$solid];
    if ($words->[$at] =~ /^(\$\w*\$)(.*)\1$/s && rand() < 0.8) {
        $words->[$at] = $1 . mutated($2, $others) . $1;    # a body
    }
    elsif ($pick == 0) { $words->[$at] = '' }
    elsif ($pick == 1) { $words->[$at] .= " $words->[$at]" }
    elsif ($pick <= 3) { @$words[$at, $other] = @$words[$other, $at] }
    elsif ($pick <= 5) { $words->[$at] = $words->[$other] }
    elsif ($pick == 6) { $words->[$at] = $strange[rand @strange] }
    elsif ($pick == 7) { my @stolen = words($others->[rand @$others]); $words->[$at] = $stolen[rand @stolen] }
    elsif ($pick == 8) { splice @$words, $at, 1 + int(rand 20) }
    elsif ($pick == 9) { $words->[$at] = wrapped($words->[$at]) }
    else { my @stolen = words($others->[rand @$others]); splice @$words, $at, 0, splice(@stolen, rand @stolen, 20) }
    return;
}

sub wrapped {
    my ($text) = @_;
    my $deep = rand() < 0.02 ? 4000 : 1 + int(rand 5);
    return '(' x $deep . $text . ')' x $deep;
}

# The whole script as the body of a DO block, or of a string given to EXECUTE.
sub in_a_body {
    my ($text) = @_;
    my @forms = ("DO \$wrap\$ BEGIN %s; END \$wrap\$;", "DO \$wrap\$ BEGIN EXECUTE \$in\$%s\$in\$; END \$wrap\$;",
                 "CREATE FUNCTION wrap() RETURNS void LANGUAGE plpgsql AS \$wrap\$ BEGIN %s; END \$wrap\$;",
                 "CREATE FUNCTION wrap() RETURNS void LANGUAGE sql AS \$wrap\$ %s \$wrap\$;",
                 "DO \$wrap\$ BEGIN IF 1 = 1 THEN %s; END IF; EXCEPTION WHEN OTHERS THEN NULL; END \$wrap\$;");
    return sprintf $forms[rand @forms], $text =~ s/;\s*$//r;
}

1;
