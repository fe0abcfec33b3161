# What the proofs over real histories begin with.
package Proof;
use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Test::More;

use Corpus;
use Psql;

our @EXPORT_OK = qw(corpora_and_database first_ten register_all);

# The histories named on the command line, or all, and a database; [FOLDER] [HISTORY ...] as in README.md. Skips
# everything where histories, cluster or extension are absent.
sub corpora_and_database {
    my ($database, $without_extension) = @_;
    my $folder = @ARGV && -d $ARGV[0] ? shift @ARGV : default_folder();
    my @names = $folder && -d $folder ? Corpus::histories($folder, @ARGV) : ();
    plan skip_all => 'no corpora: ' . ($folder // 'no folder') . ' is absent or empty' if !@names;
    my $db = Psql->new(database => $database, scratch => tempdir(CLEANUP => 1));
    plan skip_all => 'no cluster: set PGHOST, PGPORT and PGUSER' if !$db->alive;
    if (!$without_extension && !$db->extension_available('pg_strata')) {
        plan skip_all => 'pg_strata is not installed in this cluster';
    }
    return ($db, map { Corpus->load($folder, $_) } @names);
}

sub default_folder {
    return $ENV{CORPORA} if $ENV{CORPORA};
    my $checkout = $ENV{STRATA_HOME} // abs_path(dirname(abs_path(__FILE__)) . '/../..');  # tools/sandbox runs a copy
    return dirname($checkout) . '/shared/corpora';
}

# A fresh database after the prelude, with the extension and these migrations: up scripts only, nothing declared.
sub register_all {
    my ($db, $corpus, @migrations) = @_;
    $db->recreate($corpus);
    $db->must('CREATE EXTENSION pg_strata WITH SCHEMA public');
    $db->must(join '', "BEGIN;\n", (map { registration($_) } @migrations), "COMMIT;\n");
}

# `as` is the identifier to register under, if not the project's own.
sub registration {
    my ($migration) = @_;
    my $id = $migration->{as} // $migration->{migration};
    my $up = Corpus::in_transaction($migration);
    return "SELECT migrate_register(\$id\$$id\$id\$, \$proof\$$up\$proof\$) \\g /dev/null\n";
}

sub first_ten { return @_ <= 10 || $ENV{ALL} ? @_ : (@_[0 .. 9], '... ' . @_ . " in all\n") }

1;
