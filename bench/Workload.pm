# What bench/measure.pl runs: lists of { migration, up, requires }, and the queries that look at the result.
package Workload;
use strict;
use warnings;
use Encode ();
use JSON::PP qw(decode_json);

# CREATE TABLE, CREATE INDEX, INSERT
sub many {
    my ($count) = @_;
    return map {
        { migration => sprintf('%05d_item', $_), up => <<"SQL" }
CREATE TABLE item_$_ (id integer NOT NULL, name text, created_at timestamptz DEFAULT now());
CREATE INDEX item_${_}_name ON item_$_ (name);
INSERT INTO item_$_ (id, name) VALUES (1, 'one'), (2, 'two');
SQL
    } 1 .. $count;
}

# One script in which, of ten statements, two each are CREATE TABLE, CREATE INDEX, ALTER TABLE and INSERT, one is a
# COMMENT and one a CREATE FUNCTION.
sub long {
    my ($statements) = @_;
    my $up = join '', map { <<"SQL" } 1 .. $statements / 10;
CREATE TABLE part_$_ (id integer PRIMARY KEY, name text, weight numeric);
CREATE TABLE stock_$_ (part_id integer, place text, amount integer NOT NULL DEFAULT 0);
ALTER TABLE part_$_ ADD COLUMN colour text NOT NULL DEFAULT 'grey';
ALTER TABLE stock_$_ ADD CONSTRAINT stock_${_}_amount CHECK (amount >= 0);
CREATE INDEX part_${_}_name ON part_$_ (name);
CREATE INDEX stock_${_}_place ON stock_$_ (place, part_id);
INSERT INTO part_$_ (id, name, weight) SELECT n, 'part ' || n, n * 0.5 FROM generate_series(1, 10) AS n;
INSERT INTO stock_$_ (part_id, place, amount) VALUES (1, 'shelf', 7), (2, 'door', 0);
COMMENT ON TABLE part_$_ IS 'Parts of range $_';
CREATE FUNCTION total_$_(wanted integer) RETURNS bigint LANGUAGE sql STABLE
    AS \$\$ SELECT sum(amount) FROM stock_$_ WHERE part_id = wanted \$\$;
SQL
    return { migration => '1_long', up => $up };
}

# Small scripts, each of which requires up to three earlier ones.
sub chain {
    my ($count) = @_;
    my $name = sub { sprintf '%05d_link', $_[0] };
    return map {
        my $n = $_;
        { migration => $name->($n), up => "CREATE TABLE link_$n (id integer);\n",
          requires => [map { $name->($_) } grep { $_ >= 1 } $n - 1, $n - 7, $n - 100] };
    } 1 .. $count;
}

# Tables, each with foreign keys to ten others made before it: nothing is declared.
sub web {
    my ($count) = @_;
    my $state = 1;
    my $below = sub { $state = ($state * 1103515245 + 12345) % 2147483648; return 1 + int($state / 65536) % $_[0] };
    return map {
        my $n = $_;
        my %others = map { $below->($n - 1) => 1 } $n > 1 ? 1 .. 10 : ();
        my $i = 0;
        my @columns = map { ', c' . ++$i . " integer REFERENCES node_$_" } sort { $a <=> $b } keys %others;
        { migration => sprintf('%05d_node', $n), up => "CREATE TABLE node_$n (id integer PRIMARY KEY@columns);\n" };
    } 1 .. $count;
}

# Scripts to read, by name: the real histories in $CORPORA, if there are any, and our own.
sub texts {
    my %texts = (many => [map { $_->{up} } many(1000)], long => [map { $_->{up} } long(1000)]);
    for my $file ($ENV{CORPORA} ? glob "$ENV{CORPORA}/*.jsonl" : ()) {
        my ($name) = $file =~ m{([^/]+)\.jsonl$};
        open my $in, '<:raw', $file or die "$file: $!\n";
        $texts{$name} = [map { Encode::encode('UTF-8', decode_json($_)->{up}) } <$in>];
    }
    return %texts;
}

sub reading_clock {
    my ($module) = @_;
    return <<"SQL";
CREATE FUNCTION bench_reading(what text, script text) RETURNS bigint
    LANGUAGE C STRICT AS '$module', 'bench_reading';
CREATE TABLE script (up text);
SQL
}

# Of all scripts: number, bytes, and nanoseconds to parse them, to parse their bodies, and to read them, the fastest
# run of each.
sub reading_times {
    my ($runs) = @_;
    return <<"SQL";
SET client_min_messages = warning;
SELECT count(*), sum(octet_length(up)), sum(parse), sum(bodies), sum(read)
FROM script, LATERAL (
    SELECT min(parse) AS parse, min(bodies) AS bodies, min(read) AS read
    FROM (SELECT bench_reading('parse', up) AS parse, bench_reading('bodies', up) AS bodies,
                 bench_reading('read', up) AS read, run
          FROM generate_series(1, $runs) AS run OFFSET 0) one) AS fastest
SQL
}

# Trivial migrations, of which some note the memory that is in use while they run.
sub trivial {
    my ($count, $census, @watching) = @_;
    my %watching = map { $_ => 1 } @watching;
    return map {
        my $up = $watching{$_} ? "INSERT INTO memory $census" : "SELECT $_";
        { migration => sprintf('%04d_trivial', $_), up => "$up;\n" };
    } 1 .. $count;
}

# What there is in schema public: equal on both sides of a comparison.
sub census {
    return <<'SQL';
SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname ~ '_\d+'),
       (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname ~ '^total_'),
       (SELECT sum((xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', relname),
                                                        false, true, '')))[1]::text::bigint)
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r')
SQL
}

# Total bytes of our own contexts with what hangs below them, of TopMemoryContext itself, of all contexts, and of the
# whole process (which has a heap of its own for C++).
sub memory_census {
    my ($has_path) = @_;
    my $own = $has_path ? <<'PATH' : <<'LEVEL';
SELECT c.name, c.total_bytes FROM pg_backend_memory_contexts c
WHERE c.path && ARRAY(SELECT path[level] FROM pg_backend_memory_contexts WHERE name LIKE 'pg\_strata%')
PATH
SELECT c.name, c.total_bytes FROM context c
WHERE EXISTS (SELECT FROM context o WHERE o.name LIKE 'pg\_strata%' AND o.n <= c.n
              AND NOT EXISTS (SELECT FROM context b WHERE b.n > o.n AND b.n <= c.n AND b.level <= o.level))
LEVEL
    return <<"SQL";
WITH context AS (SELECT row_number() OVER () AS n, * FROM pg_backend_memory_contexts),  -- a parent before its children
     own AS ($own)
SELECT (SELECT coalesce(sum(total_bytes), 0) FROM own),
       (SELECT total_bytes FROM pg_backend_memory_contexts WHERE name = 'TopMemoryContext'),
       (SELECT sum(total_bytes) FROM pg_backend_memory_contexts),
       (SELECT 1024 * substring(pg_read_file('/proc/self/status') FROM 'VmRSS:\\s+(\\d+)')::bigint)
SQL
}

1;
