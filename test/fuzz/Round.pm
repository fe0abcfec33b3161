# One round of scripts, made from a seed alone, as input for psql.
package Round;
use strict;
use warnings;
use Mutator;

# grammar: a Grammar; real: lists of scripts, one list for each history; seed, number.
sub new {
    my ($class, %field) = @_;
    my $self = bless {%field}, $class;
    srand($self->{seed} * 1_000_003 + $self->{number});
    $self->{scripts} = [$self->scripts];
    $self->{order} = [map { 1 + int rand 9 } @{ $self->{scripts} }];
    return $self;
}

sub scripts {
    my ($self) = @_;
    my @fresh = map { $self->{grammar}->text('script', 3 + int rand 7) } 1 .. 2 + int rand 4;
    my @slice = $self->slice;
    my @others = (@fresh, @slice);
    my @scripts = map { rand() < 0.3 ? Mutator::mutated($_, \@others) : $_ } @others;
    @scripts = map { rand() < 0.1 ? Mutator::in_a_body($_) : $_ } @scripts;
    return grep { length() < 50_000 && !/\$fuzz\$/ && !/\0/ } @scripts;
}

# A few neighbours of one history, which have to do with each other.
sub slice {
    my ($self) = @_;
    my @real = @{ $self->{real} };
    return if !@real || rand() < 0.3;
    my $history = $real[rand @real];
    my $first = int rand @$history;
    return grep { defined } @$history[$first .. $first + int rand 6];
}

# Errors are many, and expected. \warn puts the place beside them: "@ROUND STEP".
sub input {
    my ($self, $file_of) = @_;
    my @scripts = @{ $self->{scripts} };
    my $number = $self->{number};
    my @names = map { "$self->{order}[$_]$_" . '_fuzz' } 0 .. $#scripts;
    my @input = ("BEGIN;\n");
    for my $i (0 .. $#scripts) {
        my $down = $i && rand() < 0.3 ? ", \$fuzz\$$scripts[$i - 1]\$fuzz\$" : '';
        push @input, "\\warn \@$number register $i\n",
            "SELECT migrate_register('$names[$i]', \$fuzz\$$scripts[$i]\$fuzz\$$down);\n";
    }
    my @look = ('SELECT * FROM migrate_plan()', 'SELECT * FROM migrate_dependencies()', @{ $self->{look} // [] });
    push @input, map { "\\warn \@$number look: $_\n$_;\n" } @look,
        "SELECT migrate_unregister('$names[rand @names]')", @look[0, 1],
        "SELECT * FROM migrate_plan(target => '$names[rand @names]')";
    push @input, "\\warn \@$number apply\nSELECT migrate_apply();\n" if rand() < 0.3;
    push @input, $self->by_hand($file_of);
    return join '', @input, "ROLLBACK;\n";
}

# What people type, past the guard. A backslash would be psql's.
sub by_hand {
    my ($self, $file_of) = @_;
    my @input = ("SET LOCAL statement_timeout = '2s';\n");
    for my $i (0 .. $#{ $self->{scripts} }) {
        next if $self->{scripts}[$i] =~ /\\/;
        my $file = $file_of->("hand$self->{number}_$i", $self->{scripts}[$i]);
        push @input, "\\warn \@$self->{number} hand $i\n\\i $file\n";
    }
    return @input;
}

1;
