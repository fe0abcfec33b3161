# Which two migrations do not go together in a shuffled order, and why: told from the plan's notes, from the error that
# stopped a run, and from what each script did in the real order.
package Blame;
use strict;
use warnings;
use Removal;
use Shuffle;

my $duplicate = qr/^(?:42P07|42701|42710|42723|42P06|42712)$/;
my $key_is_missing = 'the key that a foreign key refers to is made later';

# migrations: as in the corpus, in the real order; change: Catalog->changes; steps: rows of migrate_plan() in order.
sub new {
    my ($class, %field) = @_;
    my $self = bless {%field}, $class;
    my $n = 0;
    $self->{number} = { map { $_->{migration} => ++$n } @{ $field{migrations} } };
    $self->{script} = { map { $_->{migration} => $_->{up} } @{ $field{migrations} } };
    $self->{real} = [map { $_->{migration} } @{ $field{migrations} }];
    $n = 0;
    $self->{place} = { map { real_name($_->{migration}) => ++$n } @{ $field{steps} } };
    my @blocked = grep { $_->{action} eq 'blocked' } @{ $field{steps} };
    $self->{blocked} = { map { real_name($_->{migration}) => 1 } @blocked };
    return $self;
}

# The identifier without the version that the die gave it.
sub real_name { return $_[0] =~ s/^\d{4}_(?=.*_)//r }

sub gained { return $_[0]{change}{ $_[1] }{gained} }
sub lost { return $_[0]{change}{ $_[1] }{lost} }

# What a blocked step's note says: hashes of one, other, class (undefined where none is known) and text.
sub of_step {
    my ($self, $step) = @_;
    return map {
        my ($class, $other, $text) = @$_[0, 1, -1];
        ($class, $other) = $self->provided_in_truth(real_name($step->{migration}), $text) if !defined $class;
        { one => real_name($step->{migration}), other => defined $other ? real_name($other) : undef,
          class => $class, text => $text };
    } Shuffle::causes(@$step{qw(migration note)});
}

# Nobody provides it in this order; in the real one somebody did: a migration that is blocked here, one whose object is
# gone by now, or one that knew the table by the name it had before a rename.
sub provided_in_truth {
    my ($self, $id, $text) = @_;
    my ($kind, $need) = $text =~ /^([a-z ]+) (".*?) is needed at line / or return;
    my ($name, @owners) = $need =~ /"([^"]+)"/g;
    for my $provider (@{ $self->{real} }) {
        my $gained = $self->gained($provider);
        my ($object) = grep { is_one_of($_, $kind, $name, @owners) } sort keys %$gained or next;
        return ('provided by a step that is blocked', $provider) if $self->{blocked}{$provider};
        my ($dropper) = grep { $self->stands_before($_, $id) && $self->loses($_, $object, map { "table $_" } @owners) }
            @{ $self->{real} };
        return ('dropped by an earlier step', $dropper) if defined $dropper && $self->stands_before($provider, $id);
        my ($maker) = grep { $_ ne $provider && $self->gains_id($_, $gained->{$object}) } @{ $self->{real} };
        return ('made under another name', $maker) if defined $maker;
    }
    return;
}

sub is_one_of {
    my ($object, $kind, $name, @owners) = @_;
    return 0 if $object !~ /^\Q$kind\E / || !names($object, $name);
    return !@owners || grep { names($object, $_) } @owners;
}

sub names { return $_[0] =~ /(?<!\w)\Q$_[1]\E(?!\w)/ }
sub stands_before { return $_[0]{place}{ $_[1] } < $_[0]{place}{ $_[2] } }
sub loses { my ($self, $id, @objects) = @_; return grep { $self->lost($id)->{$_} } @objects }
sub gains_id { my ($self, $id, $wanted) = @_; return grep { $_ eq $wanted } values %{ $self->gained($id) } }

# Why a plan that looked right failed: the migration that failed, and one that stands on its other side in the real
# order.
sub of_error {
    my ($self, $error) = @_;
    my ($state, $message, $missing) = Removal::understood($error);
    my ($failed) = $error =~ /migration "([^"]+)", up script, line \d+/;
    my %cause = (one => $failed // '?', other => undef, class => undef, text => "$state $message");
    return \%cause if !defined $failed;
    $cause{one} = real_name($failed);
    my ($object) = $missing // $message =~ /"([^"]+)"/;
    my @pair = defined $missing ? $self->of_missing($cause{one}, $missing, Removal::place($error))
             : $state =~ $duplicate ? ('the same object made twice', $self->earlier($cause{one}, gained => $object))
             : $state eq '2BP01' ? $self->of_dependent($cause{one}, $error)
             : $state eq '42830' ? ($key_is_missing, $self->later($cause{one}, gained => $object))
             : $state eq '55P04' ? ('cannot run in one transaction', $self->earlier($cause{one}, gained => $object))
             : $state eq '42501' ? ('a right is granted later', $self->granter($cause{one}, $message =~ / (\w+)$/))
             : $state =~ /^(?:23|22|P0001)/ ? ('data order', $self->neighbour($cause{one}, $object))
             : ();
    @cause{qw(class other)} = @pair if defined $pair[1];
    return \%cause;
}

sub of_missing {
    my ($self, $id, $object, $where) = @_;
    my $dropper = $self->earlier($id, lost => $object);
    return ('dropped by an earlier step', $dropper) if defined $dropper;
    my $maker = $self->later($id, gained => $object);
    # a need that the script itself shows should have bent the order
    return $where eq 'the script itself' ? () : ("made later, needed in $where", $maker);
}

# "DETAIL: view v depends on table t": who makes v too early, or takes it away too late.
sub of_dependent {
    my ($self, $id, $error) = @_;
    my @dependents = map { /"?([\w.]+)"?$/ ? $1 =~ s/.*\.//r : () } $error =~ /^(?:DETAIL:\s+)?(.*) depends on /gm;
    for my $dependent (@dependents) {
        my $other = $self->later($id, lost => $dependent) // $self->earlier($id, gained => $dependent);
        return ('dropped while something still hangs on it', $other) if defined $other;
    }
    return ('dropped while something still hangs on it', $self->neighbour($id, @dependents));
}

# Of the migrations that stand before this one here and behind it in the real order, the last that gained or lost an
# object of this name.
sub earlier {
    my ($self, $id, $what, $name) = @_;
    my ($earlier) = $self->out_of_order($id);
    return $self->first_touching($what, $name, reverse @$earlier);
}

# The other way round: the first behind it here and before it in the real order.
sub later {
    my ($self, $id, $what, $name) = @_;
    my (undef, $later) = $self->out_of_order($id);
    return $self->first_touching($what, $name, @$later);
}

sub first_touching {
    my ($self, $what, $name, @ids) = @_;
    return if !defined $name;
    my ($first) = grep { grep { names($_, $name) } keys %{ $self->{change}{$_}{$what} } } @ids;
    return $first;
}

sub out_of_order {
    my ($self, $id) = @_;
    my ($place, $number) = @$self{qw(place number)};
    my @known = sort { $place->{$a} <=> $place->{$b} } keys %$place;
    return ([grep { $number->{$_} > $number->{$id} && $place->{$_} < $place->{$id} } @known],
            [grep { $number->{$_} < $number->{$id} && $place->{$_} > $place->{$id} } @known]);
}

# "permission denied for table t"
sub granter {
    my ($self, $id, $object) = @_;
    my (undef, $later) = $self->out_of_order($id);
    my ($granter) = grep { $self->{script}{$_} =~ /\bgrant\b/i && names($self->{script}{$_}, $object) } @$later;
    return $granter;
}

# The one out of order that is nearest in the real order and has a table in common with it: one that the message names,
# or any.
sub neighbour {
    my ($self, $id, @named) = @_;
    my @tables = grep { names($self->{script}{$id}, $_) } $self->tables;
    my @wanted = grep { my $table = $_; grep { defined && $_ eq $table } @named } @tables;
    my %distance = map { $_ => abs($self->{number}{$_} - $self->{number}{$id}) } @{ $self->{real} };
    my @others = sort { $distance{$a} <=> $distance{$b} } map { @$_ } $self->out_of_order($id);
    for my $tables (grep { @$_ } \@wanted, \@tables) {
        my ($other) = grep { my $script = $self->{script}{$_}; grep { names($script, $_) } @$tables } @others;
        return $other if defined $other;
    }
    return;
}

sub tables {
    my ($self) = @_;
    my @objects = map { keys %{ $self->gained($_) } } @{ $self->{real} };
    my %tables = map { /^table (?:.*\.)?(.*)$/ ? ($1 => 1) : () } @objects;
    return sort keys %tables;
}

1;
