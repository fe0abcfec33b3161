# What really happens to a history from which one migration is missing: psql runs the others, each script in a
# transaction of its own, and the first failure counts. This is the truth that the plan is held to.
package Removal;
use strict;
use warnings;

# SQLSTATEs that say that something named is not there. A label that an enum lacks is 22P02, told by its message.
my %missing_object = map { $_ => 1 } qw(42P01 42703 42883 42704 3F000 42P02 26000);

# Runs the history of $corpus without the one migration, for each of the positions given. Returns a hash for each:
# removed and, where the rest failed, failed (identifier), sqlstate, message, place (see below) and, where an object was
# missing, object. Two databases: the one of $db holds what stands before the migration that is left out, its copy runs
# the rest.
sub trials {
    my ($class, $db, $corpus, @positions) = @_;
    $db->recreate($corpus);
    my @migrations = $corpus->migrations;
    my @files = map { $db->scratch_file("removal$_.sql", Corpus::as_file($migrations[$_])) } 0 .. $#migrations;
    my %wanted = map { $_ => 1 } @positions;
    my @trials;
    for my $i (0 .. $#migrations) {
        push @trials, trial($db, \@migrations, \@files, $i) if $wanted{$i};
        last if @trials == @positions;
        $db->must_file($files[$i], $db->{database});
    }
    $db->drop;
    return @trials;
}

sub trial {
    my ($db, $migrations, $files, $i) = @_;
    $db->make_copy;
    my $script = join '', map { "\\echo \@$_\n\\i $files->[$_]\n" } $i + 1 .. $#$migrations;
    my $result = $db->run_sql("\\set VERBOSITY verbose\n$script", $db->copy);
    $db->drop_copy;
    my %trial = (removed => $migrations->[$i]{migration});
    if ($result->{status}) {
        my ($last) = $result->{out} =~ /.*^\@(\d+)$/ms or die "psql: $result->{err}";
        $trial{failed} = $migrations->[$last]{migration};
        @trial{qw(sqlstate message object)} = understood($result->{err});
        $trial{place} = place($result->{err});
    }
    return \%trial;
}

# Where the statement stands that failed.
sub place {
    my ($text) = @_;
    my ($context) = $text =~ /^CONTEXT:\s+(.*)/ms or return 'the script itself';
    return 'a function body' if $context =~ /^(?:SQL function|PL\/pgSQL function (?!inline_code_block))/m;
    return $context =~ /inline_code_block line \d+ at EXECUTE/ ? 'dynamic SQL' : 'a DO block'
        if $context =~ /inline_code_block/;
    return 'the script itself';
}

# SQLSTATE and message of an error as psql prints it with VERBOSITY verbose, and the bare name of what was missing.
sub understood {
    my ($text) = @_;
    my ($state, $message) = $text =~ /(?:ERROR|FATAL):\s+(\w{5}): ([^\n]*)/ or return ('?????', $text, undef);
    return ($state, $message, missing_name($state, $message));
}

# The name that the message calls missing, without its schema or table; undefined if the error is of another kind.
sub missing_name {
    my ($state, $message) = @_;
    return $1 if $state eq '22P02' && $message =~ /^invalid input value for enum [^:]*: "(.*)"$/;
    return if !$missing_object{$state};
    my ($name) = $message =~ /^(?:function|procedure|routine|aggregate) ([^(]+)\(/ ? $1
               : $message =~ /^column ([^" ]+) does not exist/ ? $1
               : $message =~ /"([^"]+)"/ ? $1 : undef;
    return if !defined $name;
    $name =~ s/"//g;
    return $name =~ s/.*\.//r;
}

1;
