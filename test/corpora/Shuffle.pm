# A history whose migrations were given their versions by a die, and the classes of what can go wrong with it.
package Shuffle;
use strict;
use warnings;

# What a note can say without blocking
my $warning = join '|',
    qr/^(?:dynamic SQL names|its functions need|what depends on|\d+ conditional objects?[ :]|and \d+ more|late: )/,
    qr/^(?:nothing is known to provide|they may come from|it may come from)/,
    qr/^(?:out of )?version order: /,
    qr/; (?:it may come from|what line \d+ does cannot be read|an extension may provide it)| may be there already$/;

# What belongs to the part before it
my $continuation = join '|',
    qr/^(?:"[^"]*" (?:takes it away|provides it|should provide it)|the same script (?:takes|makes))/,
    qr/^(?:no registered|did you mean|(?:it|they) may come |what line \d|an extension may)/;

# The migrations in an order that the seed tells, each with the identifier `as` that puts it there.
sub shuffled {
    my ($seed, @migrations) = @_;
    srand($seed);
    for my $i (reverse 1 .. $#migrations) {
        my $j = int rand($i + 1);
        @migrations[$i, $j] = @migrations[$j, $i];
    }
    my $n = 0;
    return map { +{ %$_, as => sprintf('%04d_%s', ++$n, $_->{migration}) } } @migrations;
}

# What the note of a blocked step gives as causes: [class, other migration or undef, text]; no class where none is
# known. Causes that are only another step's are left out, and so is what does not block.
sub causes {
    my ($identifier, $note) = @_;
    my @parts = own_parts($note);
    my %blocked_elsewhere = map { /^needs (.*) of "[^"]+" \(line \d+\), which is blocked$/ ? ($1 => 1) : () } @parts;
    return map { [class_of_cause($identifier, $_), $_] }
        grep { !/, which is blocked$/ && !/$warning/ }
        grep { !/^(.*?) is needed at line / || !$blocked_elsewhere{$1} } @parts;
}

sub own_parts {
    my ($note) = @_;
    my @parts;
    for my $part (split /; /, $note) {
        if (@parts && $part =~ /$continuation/) { $parts[-1] .= "; $part" }
        else { push @parts, $part }
    }
    return @parts;
}

sub class_of_cause {
    my ($identifier, $text) = @_;
    return ('the same object provided twice', $1) if $text =~ /^provides .*, as "([^"]+)"(?: \(line \d+\))? does$/;
    return ('dropped by an earlier step', $1) if $text =~ /; "([^"]+)" takes it away/;
    return ('cycle', grep { $_ ne $identifier } $text =~ / of "([^"]+)" \(line/g) if $text =~ /^cycle: /;
    return ('cycle', $1) if $text =~ /^in the same cycle as "([^"]+)"/;
    return ('cannot run in one transaction', $1) if $text =~ /which "([^"]+)" adds: one transaction cannot do both/;
    return ('its provider stands too early', $1) if $text =~ /; "([^"]+)" should provide it, but does not/;
    return ('provided later', $1) if $text =~ /; "([^"]+)" provides it, but stands later/;
    return (undef, undef);
}

1;
