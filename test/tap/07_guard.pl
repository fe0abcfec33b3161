# A restore is nobody's change: dumps of every format go into guarded databases, over guarded objects too, in mode enforce
# with out_of_band = refuse, without a word of the guard's; and afterwards the guard is on its post.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use StrataTest;
use Test::More;

my $node = new_node('guarded');
my $dir = PostgreSQL::Test::Utils::tempdir;
$node->safe_psql('postgres', 'CREATE ROLE keeper; CREATE DATABASE source');

# Functions refer to tables that come later in any dump, and to ones that only a pending migration will provide.
$node->safe_psql('source', <<'SQL');
CREATE EXTENSION pg_strata;
SET client_min_messages = error;
SELECT FROM migrate_register('001_types', $$CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('good', 'bad'); CREATE DOMAIN app.email AS text CHECK (VALUE LIKE '%@%')$$);
SELECT FROM migrate_register('002_functions', $$
CREATE FUNCTION app.count_people() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM app.people); END';
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM app.later(1); RETURN NEW; END'$$);
SELECT FROM migrate_register('003_people', $$
CREATE TABLE app.people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL DEFAULT 'x', mail app.email, mood app.mood);
CREATE UNIQUE INDEX people_mail ON app.people (lower(mail)) WHERE mood = 'good';
CREATE TABLE app.pets (id int PRIMARY KEY, owner int REFERENCES app.people, CHECK (id > 0));
CREATE TABLE app.parted (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE app.parted_1 PARTITION OF app.parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE INDEX ON app.parted (at);
CREATE TRIGGER touched AFTER UPDATE ON app.people FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.people ENABLE ROW LEVEL SECURITY;
CREATE POLICY good ON app.people USING (mood = 'good');
CREATE VIEW app.owners AS SELECT p.*, pets.id AS pet FROM app.people p JOIN app.pets ON owner = p.id;
CREATE MATERIALIZED VIEW app.totals AS SELECT count(*) AS people FROM app.people;
CREATE INDEX ON app.totals (people);
CREATE RULE nothing AS ON DELETE TO app.pets DO INSTEAD NOTHING;
GRANT SELECT ON app.people TO keeper; COMMENT ON COLUMN app.people.name IS 'a name';
ALTER TABLE app.pets OWNER TO keeper$$);
SELECT FROM migrate_apply();
INSERT INTO app.people (name, mail, mood) VALUES ('Ann', 'ann@example.org', 'good');
SELECT FROM migrate_register('004_more', $$CREATE TABLE app.more (id int REFERENCES app.people); CREATE INDEX ON app.pets (owner);
CREATE FUNCTION app.later(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER TABLE app.people ADD COLUMN age int$$);
COMMENT ON TABLE app.pets IS 'changed by hand';
SELECT FROM migrate_set('out_of_band', 'refuse');
SQL
my $observed = $node->safe_psql('source', 'SELECT * FROM migrate.observed');
like($observed, qr/COMMENT.*app\.pets/, 'the source has an observation');

sub new_database
{
    my ($db) = @_;
    $node->safe_psql('postgres', "DROP DATABASE IF EXISTS $db");
    $node->safe_psql('postgres', "CREATE DATABASE $db TEMPLATE template0");
    return $node->connstr($db);
}

my $relations = q{SELECT string_agg(c.oid::regclass::text || ' ' || relkind::text, E'\n' ORDER BY c.oid::regclass::text) FROM pg_class c WHERE relnamespace = 'app'::regnamespace};
my $all = $node->safe_psql('source', $relations);

# Runs a restore and looks at what came of it.
sub restored
{
    my ($what, $on, $db, @command) = @_;
    my ($out, $err) = ('', '');
    local $ENV{PGHOST} = $on->host;
    local $ENV{PGPORT} = $on->port;
    ok(IPC::Run::run(\@command, '<', '/dev/null', '>', \$out, '2>', \$err), "$what: goes through") or diag($err);
    unlike($err, qr/MG0|migration|WARNING/, "$what: without a word");
    is($on->safe_psql($db, 'SELECT * FROM migrate.observed'), $observed, "$what: nothing is observed");
    same_lines($on->safe_psql($db, $relations), $all, "$what: everything is there");
    is($on->safe_psql($db, 'SELECT mode, installed, out_of_band FROM migrate_guard()'), 'enforce|t|refuse', "$what: the guard stands");
    like(error_of($on, 'DROP TABLE app.people CASCADE', db => $db), qr/MG022.*"003_people"/s, "$what: and refuses");
    like(error_of($on, 'CREATE TABLE app.x (id int REFERENCES app.more)', db => $db), qr/MG021.*"004_more"/s, "$what: and knows what is pending");
}

my @psql = ('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1');
for my $options ([], ['--inserts'], ['--enable-row-security'], ['--clean', '--if-exists'])
{
    my $what = join ' ', 'plain', @$options;
    $node->command_ok([ 'pg_dump', @$options, '-f', "$dir/plain.sql", $node->connstr('source') ], "$what: pg_dump");
    restored($what, $node, 'plain', @psql, '-f', "$dir/plain.sql", '-d', new_database('plain'));
}
# The last one dropped first: over the full database it drops what migrations rely on.
restored('plain over a full one', $node, 'plain', @psql, '-f', "$dir/plain.sql", '-d', $node->connstr('plain'));
restored('plain, in one transaction', $node, 'plain', @psql, '-1', '-f', "$dir/plain.sql", '-d', $node->connstr('plain'));

# It is the head of the dump that tells.
{
    my $headless = slurp_file("$dir/plain.sql") =~ s/^SET check_function_bodies = false;$//mr;
    append_to_file("$dir/headless.sql", $headless);
    my ($status, $out, $err) = $node->psql('plain', '\set ON_ERROR_STOP' . "\n\\i $dir/headless.sql");
    like($err, qr/because migrations rely on it/, 'without its head a dump is a script like any other');
}

for my $format ('c', 'd', 't')
{
    $node->command_ok([ 'pg_dump', "-F$format", '-f', "$dir/dump.$format", $node->connstr('source') ], "pg_dump -F$format");
    for my $options ([], $format eq 't' ? () : [ '-j', 3 ])
    {
        my $what = join ' ', "-F$format", @$options;
        restored($what, $node, 'restored', 'pg_restore', '-e', @$options, '-d', new_database('restored'), "$dir/dump.$format");
        restored("$what --clean", $node, 'restored', 'pg_restore', '-e', @$options, '--clean', '--if-exists', '-d',
            $node->connstr('restored'), "$dir/dump.$format");
    }
}

# Section by section, as one does who repairs in between.
new_database('sections');
for my $section ('pre-data', 'data', 'post-data')
{
    $node->command_ok([ 'pg_restore', '-e', "--section=$section", '-d', $node->connstr('sections'), "$dir/dump.c" ], "section $section");
}
is($node->safe_psql('sections', 'SELECT * FROM migrate.observed'), $observed, 'by sections: nothing is observed');

# A whole cluster.
my $other = new_node('other');
$node->command_ok([ 'pg_dumpall', '-f', "$dir/all.sql", '--no-role-passwords', '-d', $node->connstr('postgres') ], 'pg_dumpall');
restored('pg_dumpall', $other, 'source', 'psql', '-X', '-q', '-f', "$dir/all.sql", '-d', $other->connstr('postgres'));

no_crash($_) for $node, $other;
done_testing();
