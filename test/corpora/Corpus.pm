# One migration history as the corpora folder keeps it: X.jsonl and, if it needs one, X.prelude.sql.
package Corpus;
use strict;
use warnings;
use File::Basename qw(basename);
use JSON::PP;

# The names of the histories in a folder, or of those that were asked for.
sub histories {
    my ($folder, @wanted) = @_;
    my @present = map { basename($_, '.jsonl') } sort glob "$folder/*.jsonl";
    return @present if !@wanted;
    my %present = map { $_ => 1 } @present;
    return grep { $present{$_} or die "no history $_ in $folder\n" } @wanted;
}

sub load {
    my ($class, $folder, $name) = @_;
    my $self = bless { name => $name, file => "$folder/$name.jsonl" }, $class;
    $self->{prelude} = "$folder/$name.prelude.sql" if -f "$folder/$name.prelude.sql";
    open my $lines, '<:raw', $self->{file} or die "$self->{file}: $!\n";
    $self->{migrations} = [map { decode_json($_) } <$lines>];
    return $self;
}

# The search_path that the project's own runner works under, where its scripts rely on it.
sub path {
    my %path = (sb_storage => 'storage, public');
    return $path{ $_[0]{name} };
}

sub file { return $_[0]{file} }
sub prelude { return $_[0]{prelude} }
sub migrations { return @{ $_[0]{migrations} } }

# The migrations before the first one whose up script, by the project's own word, cannot run in a transaction.
sub up_to_first_untransactional {
    my ($self) = @_;
    my @part;
    for my $migration ($self->migrations) {
        last if untransactional($migration);
        push @part, $migration;
    }
    return @part;
}

# A blank down script is none.
sub has_down { return ($_[0]{down} // '') =~ /\S/ }

# By the project's own word, of the up script unless "down" is asked for.
sub untransactional {
    my ($migration, $way) = @_;
    return grep { $_ eq ($migration->{no_transaction} // '') } $way // 'up', 'both';
}

# The up script as a transaction can hold it, with the same needs and effects: without CONCURRENTLY, and without the
# COMMITs between the batches of a loop.
sub in_transaction {
    my ($migration) = @_;
    my $up = $migration->{up} =~ s/\b(index\s+)concurrently\b/$1/gir;
    return untransactional($migration) ? $up =~ s/^\s*commit;//gimr : $up;
}

# For psql: one transaction, and nothing left in the session.
sub as_file { return "BEGIN;\n" . in_transaction($_[0]) . "\n;COMMIT;\nDISCARD ALL;\n" }

# What `transactional` must be. A project may be over-cautious, so its word counts against a script only where the
# script holds CONCURRENTLY outside comments; undefined where nothing can be said.
sub transactional_judgements {
    my ($self) = @_;
    return map {
        my $declared = untransactional($_);
        my $expected = !$declared ? 't' : builds_concurrently($_, 'up') ? 'f' : undef;
        { migration => $_->{migration}, expected => $expected };
    } $self->migrations;
}

sub builds_concurrently {
    my ($migration, $way) = @_;
    return without_comments($migration->{$way}) =~ /\bconcurrently\b/i;
}

# Good enough for the question above; not a lexer.
sub without_comments {
    my ($sql) = @_;
    $sql =~ s{/\*.*?\*/}{ }gs;
    $sql =~ s{--[^\n]*}{}g;
    return $sql;
}

1;
