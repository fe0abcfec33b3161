# What each script of a history really did to the catalog: psql runs the history, and catalog.sql takes the differences.
package Catalog;
use strict;
use warnings;
use Cwd qw(abs_path);
use Encode ();
use File::Basename qw(dirname);
use JSON::PP;

# Returns, by identifier, { gained => [objects], lost => [objects] }; an object is a hash of kind, schema, name, member
# and arguments, as in strata_proof.object.
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
    my %change = map { $_->{migration} => { gained => [], lost => [] } } $corpus->migrations;
    for my $line (split /\n/, $db->must('SELECT to_jsonb(change) FROM strata_proof.change')) {
        my $object = decode_json(Encode::encode('UTF-8', $line));
        my $of = delete $object->{migration};
        push @{ $change{$of}{ delete $object->{gained} ? 'gained' : 'lost' } }, $object;
    }
    $db->drop;
    return \%change;
}

1;
