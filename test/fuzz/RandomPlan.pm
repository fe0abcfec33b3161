# A random plan: migrations that mix what a transaction can hold with what none can, and of which each statement leaves
# a trace: repeated, left out or in another order, the end is not the same.
package RandomPlan;
use strict;
use warnings;

# What the migrations find: tables with indexes, partitions, and places where a script fails until the cause is removed.
sub base {
    return <<'SQL';
CREATE SCHEMA app;
CREATE TABLE app.tally (what text);
CREATE TABLE app.counter AS SELECT 0::bigint AS n;
CREATE TYPE app.mood AS ENUM ('stale');
CREATE TABLE app.plain AS SELECT i AS id, 'v' || i AS v FROM generate_series(1, 2000) i;
CREATE TABLE app.other AS SELECT i AS id, 'v' || i AS v FROM generate_series(1, 2000) i;
CREATE INDEX old_1 ON app.plain (v);
CREATE INDEX old_2 ON app.other (v, id);
CREATE INDEX old_3 ON app.other (id) WHERE id > 7;
CREATE TABLE app.parted (id int) PARTITION BY LIST (id);
CREATE TABLE app.parted_1 PARTITION OF app.parted FOR VALUES IN (1);
CREATE TABLE app.parted_2 PARTITION OF app.parted FOR VALUES IN (2);
CREATE TABLE app.mended (what text);
CREATE FUNCTION app.slowly(id int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF id = 7 THEN PERFORM pg_sleep(0.04); END IF;
    RETURN -id;
END $$;
CREATE FUNCTION app.wants(cause text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM app.mended WHERE what = cause) THEN RAISE 'mend %', cause; END IF;
END $$;
SQL
}

# A list of { migration, up, down, marks }, the same for the same seed. Marks: what is in app.tally, and not before,
# when the migration is applied (up) and when it is rolled back (down).
sub new {
    my ($class, $seed) = @_;
    srand $seed;
    my $self = bless { tables => [qw(plain other)], indexes => [], number => 0,
                       left => { index => [1 .. 3], partition => [1, 2] } }, $class;
    my @migrations = map { $self->migration($_) } 1 .. 2 + int rand 5;
    return @migrations;
}

sub any { return $_[int rand @_] }

sub migration {
    my ($self, $n) = @_;
    my @kinds = map { any($self->kinds) } 1 .. 1 + int rand 6;
    my (@up, @down);
    $self->{marks} = { up => [], down => [] };
    for my $kind (@kinds) {
        my ($up, $down) = $self->$kind(++$self->{number}) or next;
        push @up, $up;
        unshift @down, $down if $down;
    }
    my $litter = 'SET search_path = app, public; PREPARE left_over AS SELECT 1';
    if (rand() < 0.3) { unshift @$_, $litter for \@up, \@down }
    push @$_, 'SELECT 1' for \@up, \@down;
    return { migration => sprintf('%03d_random', $n), up => join(";\n", @up), down => join(";\n", @down),
             marks => $self->{marks} };
}

sub kinds {
    return qw(tally tally count count fails makes_table builds builds builds drops_index reindexes vacuums
              adds_label detaches block);
}

sub mark {
    my ($self, @what) = @_;
    push @{ $self->{marks}{up} }, @what;
    push @{ $self->{marks}{down} }, map { "-$_" } @what;
}

sub tally {
    my ($self, $n) = @_;
    $self->mark($n);
    return map { "INSERT INTO app.tally SELECT '$_$n' FROM pg_sleep(0.02)" } '', '-';
}

sub count {
    my ($self, $n) = @_;
    return map { "UPDATE app.counter SET n = (n * $_ + $n) % 1000003" } 7, 11;
}

sub fails {
    my ($self, $n) = @_;
    return map { "SELECT app.wants('$_$n')" } '', '-';
}

sub makes_table {
    my ($self, $n) = @_;
    push @{ $self->{tables} }, "made_$n";
    return ("CREATE TABLE app.made_$n AS SELECT i AS id, 'v' || i AS v FROM generate_series(1, 500) i",
            "DROP TABLE app.made_$n");
}

sub builds {
    my ($self, $n) = @_;
    my $table = any(@{ $self->{tables} });
    my ($unique, $lenient) = (any('', ' UNIQUE'), any('', '', ' IF NOT EXISTS'));
    my $columns = any('id', 'v, id', 'app.slowly(id)', 'app.slowly(id), v');
    push @{ $self->{indexes} }, "built_$n";
    return ("CREATE$unique INDEX CONCURRENTLY$lenient built_$n ON app.$table ($columns)",
            'DROP INDEX CONCURRENTLY' . any('', ' IF EXISTS') . " app.built_$n");
}

sub drops_index {
    my ($self) = @_;
    my $n = shift @{ $self->{left}{index} } or return;
    my $again = (undef, 'app.plain (v)', 'app.other (v, id)', 'app.other (id) WHERE id > 7')[$n];
    return ("DROP INDEX CONCURRENTLY app.old_$n", "CREATE INDEX CONCURRENTLY old_$n ON $again");
}

sub reindexes {
    my ($self) = @_;
    my $what = @{ $self->{indexes} } && rand() < 0.5 ? 'INDEX CONCURRENTLY app.' . any(@{ $self->{indexes} })
                                                      : 'TABLE CONCURRENTLY app.' . any(@{ $self->{tables} });
    return "REINDEX $what";
}

sub vacuums {
    my ($self) = @_;
    return ("VACUUM app." . any(@{ $self->{tables} })) x 2;
}

# A label can be used in another transaction only, and never be dropped.
sub adds_label {
    my ($self, $n) = @_;
    $self->mark("mood_$n");
    my $added = "ALTER TYPE app.mood ADD VALUE 'mood_$n'";
    return ("$added;\nVACUUM app.tally;\nINSERT INTO app.tally SELECT 'mood_$n'::app.mood",
            "INSERT INTO app.tally SELECT '-' || 'mood_$n'::app.mood");
}

sub detaches {
    my ($self) = @_;
    my $n = shift @{ $self->{left}{partition} } or return;
    return ("ALTER TABLE app.parted DETACH PARTITION app.parted_$n CONCURRENTLY",
            "ALTER TABLE app.parted ATTACH PARTITION app.parted_$n FOR VALUES IN ($n)");
}

sub block {
    my ($self, $n) = @_;
    $self->mark(map { "$n.$_" } 1 .. 3);
    return map { <<"SQL" =~ s/\n\z//r } '', '-';
DO \$\$ BEGIN
    FOR i IN 1..3 LOOP INSERT INTO app.tally VALUES ('$_$n.' || i); PERFORM pg_sleep(0.01); END LOOP;
END \$\$
SQL
}

1;
