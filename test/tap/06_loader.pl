# pg_strata_load: what it pipes into psql does what migrate_register_directory() does with the same files.
use strict;
use warnings;
use File::Path qw(make_path);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use StrataTest;
use Test::More;

my $node = new_node('loader');
my $home = PostgreSQL::Test::Utils::tempdir;

# Files of a directory; the names and the texts are as awkward as they can be.
my %awkward = (
    '001_quotes.sql' => q{SELECT 'it''s', "a""b", E'\\\\', $$dollar$$, $strata$x$strata$ FROM (SELECT 1 AS "a""b") q;} . "\n",
    '002_psql.up.sql' => "-- :variable :'quoted' \\set x 1\nSELECT ':variable', '\\q', ':''x''', '\\\\';",
    '002_psql.down.sql' => "SELECT 1;\n\n\n",
    q{003 it's a "name" $strata$ \\.sql} => "-- requires: 001_quotes\nSELECT 3",
    '004_lines/up.sql' => "SELECT 1;\r\nSELECT\t2;\r\n",
    '004_lines/verify.sql' => 'SELECT true',
    '005_ünï.sql' => "SELECT 'ünï 漢字'; -- no newline at the end",
    '006_big.sql' => join('', map { "SELECT $_;\n" } 1 .. 5000),
    'README.md' => 'not a migration',
    '.hidden.sql' => 'SELECT nonsense FROM',
);

sub directory
{
    my ($name, %files) = @_;
    for my $file (sort keys %files)
    {
        my $path = "$home/$name/$file";
        make_path($path =~ s{/[^/]*$}{}r);
        append_to_file($path, $files{$file});
    }
    return "$home/$name";
}

# The exit status of psql, its output and its errors.
sub load
{
    my ($db, @arguments) = @_;
    my $sql = "$home/load.sql";
    my $errors = '';
    my $made = IPC::Run::run([ 'pg_strata_load', @arguments ], '>', $sql, '2>', \$errors);
    return ('no SQL', '', $errors) unless $made;
    my ($out, $err) = ('', '');
    IPC::Run::run([ 'psql', '-XAt', '-d', $node->connstr($db) ], '<', $sql, '>', \$out, '2>', \$err);
    return ($? >> 8, $out, $err);
}

$node->safe_psql('postgres', "CREATE DATABASE $_") for qw(by_client by_server);
$node->safe_psql($_, 'CREATE EXTENSION pg_strata') for qw(by_client by_server);
my $directory = directory('awkward', %awkward);
my $registered = q{SELECT migration, up_checksum, down_checksum, verify_checksum, requires, revision_digest FROM migrate.migration ORDER BY id};

my ($status, $out, $err) = load('by_client', $directory, '--dry-run');
is("$status|$err", '0|', 'a dry run succeeds');
is($node->safe_psql('by_client', 'SELECT count(*) FROM migrate_status()'), '0', 'and registers nothing');
is(scalar(() = $out =~ /\|registered\|/g), 6, 'but shows what it would');

($status, $out, $err) = load('by_client', $directory);
is("$status|$err", '0|', 'loading succeeds');
$node->safe_psql('by_server', "SELECT migrate_register_directory('$directory')");
is($node->safe_psql('by_client', $registered), $node->safe_psql('by_server', $registered), 'the same is registered as from the server');
is($node->safe_psql('by_client', 'SELECT body FROM migrate.script s JOIN migrate.migration m ON s.checksum = m.up_checksum WHERE id = 5'),
    $awkward{'005_ünï.sql'}, 'texts arrive byte for byte');
is($node->safe_psql('by_client', q{SELECT bool_and(status = 'applied') FROM migrate_apply()}), 't', 'and run');

($status, $out, $err) = load('by_client', $directory);
is("$status|$err", '0|', 'once more');
is(scalar(() = $out =~ /\|unchanged\|/g), 6, 'nothing changes');

my $faulty = directory('faulty', '010_good.sql' => 'SELECT 1', '011_bad.sql' => "SELECT 1;\nSELEC 2;");
($status, $out, $err) = load('by_client', $faulty);
is($status, 3, 'a refused file makes psql fail');
like($out, qr/^011_bad\|refused\|.*syntax error at or near "SELEC".*\|2$/m, 'the row says which file, why and where');
like($err, qr/files were refused, nothing is registered/, 'and the error that nothing is registered');
is($node->safe_psql('by_client', q{SELECT count(*) FROM migrate_status() WHERE migration LIKE '01_%'}), '0', 'which is so');

my $changed = directory('changed', '020_later.sql' => 'SELECT 1');
load('by_client', $changed);
unlink "$changed/020_later.sql";
append_to_file("$changed/020_later.sql", 'SELECT 2');
is((load('by_client', $changed))[0], 3, 'other content is refused');
is((load('by_client', $changed, '--replace'))[0], 0, 'unless --replace is given');

like((load('by_client', "$home/nowhere"))[2], qr/is not a directory/, 'no directory');
mkdir "$home/empty";
like((load('by_client', "$home/empty"))[2], qr/no \*\.sql files/, 'no files');
like((load('by_client'))[2], qr/^usage: /, 'no arguments');
like((load('by_client', $directory, '--wrong'))[2], qr/^usage: /, 'a wrong option');

done_testing();
