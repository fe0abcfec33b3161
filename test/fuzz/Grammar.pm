# Random text by grammar files; ddl.grammar says how they are written.
package Grammar;
use strict;
use warnings;

sub load {
    my ($class, @paths) = @_;
    my %forms;
    for my $path (@paths) {
        open my $in, '<', $path or die "$path: $!\n";
        my $symbol;
        while (my $line = <$in>) {
            next if $line =~ /^#/ || $line !~ /\S/;
            chomp $line;
            if ($line =~ /^(\w+):$/) { $symbol = $1 }
            elsif ($line =~ /^  (.*)$/) { push @{ $forms{$symbol} }, $1 =~ s/\\n/\n/gr }
            else { die "$path:$.: neither a symbol nor a form\n" }
        }
    }
    my $self = bless { forms => \%forms }, $class;
    $self->check("@paths");
    return $self;
}

sub check {
    my ($self, $path) = @_;
    for my $form (map { @$_ } values %{ $self->{forms} }) {
        while ($form =~ /<(\w+)[?*]?>/g) {
            next if $self->{forms}{$1} || $1 eq 'l';    # <<l>> is a label of PL/pgSQL
            die "$path: no symbol $1\n";
        }
    }
}

# One text that the symbol stands for; below the given depth each symbol is its last form.
sub text {
    my ($self, $symbol, $depth) = @_;
    my $forms = $self->{forms}{$symbol};
    my $form = $depth > 0 ? $forms->[rand @$forms] : $forms->[-1];
    $form =~ s{\$([dfx])\$}{\$$1$depth\$}g;    # a body in a body needs another tag
    $form =~ s{(?<!<)<(\w+)([?*]?)>(?!>)}{ $self->part($1, $2, $depth - 1) }ge;
    return $form;
}

sub part {
    my ($self, $symbol, $how_often, $depth) = @_;
    return $self->text($symbol, $depth) if $how_often eq '';
    return rand() < 0.4 && $depth > 0 ? $self->text($symbol, $depth) : '' if $how_often eq '?';
    my $count = $depth > 0 ? 1 + int(rand() * rand() * 4) : 1;
    return join ', ', map { $self->text($symbol, $depth) } 1 .. $count;
}

1;
