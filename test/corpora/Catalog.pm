# What each script of a history really did to the catalog: psql runs the history, and catalog.sql takes the differences.
package Catalog;
use strict;
use warnings;
use Cwd qw(abs_path);
use Encode ();
use File::Basename qw(dirname);
use JSON::PP;

# Returns what was there before the first script, and by identifier { gained => {...}, lost => {...} }: hashes of what
# describe() makes of objects, with their ids.
sub changes {
    my ($class, $db, $corpus) = @_;
    $db->recreate($corpus);
    $db->must_file(dirname(abs_path(__FILE__)) . '/catalog.sql');
    my $n = 0;
    my $script = join '', map {
        my $file = $db->scratch_file('step' . $n++ . '.sql', Corpus::as_file($_));
        "\\i $file\nSELECT strata_proof.note(\$m\$$_->{migration}\$m\$) \\g /dev/null\n";
    } $corpus->migrations;
    $db->must($script);
    my %change = map { $_->{migration} => { gained => {}, lost => {} } } $corpus->migrations;
    my %start;
    for my $line (split /\n/, $db->must(<<'SQL')) {
SELECT to_jsonb(c) FROM strata_proof.change c UNION ALL SELECT to_jsonb(s) FROM strata_proof.start s
SQL
        my $object = decode_json(Encode::encode('UTF-8', $line));
        my $of = $object->{migration};
        my $set = defined $of ? $change{$of}{ $object->{gained} ? 'gained' : 'lost' } : \%start;
        $set->{ describe($object) } = "$object->{kind} $object->{id}";
    }
    $db->drop;
    return (\%start, \%change);
}

# "table public.users", "column public.users.email", "policy own on public.users", "enum label a of public.mood",
# "function public.f(int4)": as migrate_dependencies() has them.
sub describe {
    my ($object) = @_;
    my ($kind, $member) = @$object{qw(kind member)};
    my $name = $object->{schema} eq '' ? $object->{name} : "$object->{schema}.$object->{name}";
    return "$kind $name.$member" if $kind eq 'column';
    return "$kind $member of $name" if $kind eq 'enum label';
    return "$kind $member on $name" if $member ne '';
    return "$kind $name($object->{arguments})" if $kind =~ /^(?:function|procedure|aggregate)$/;
    return "$kind $name";
}

1;
