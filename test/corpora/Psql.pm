# One database of a throwaway cluster, spoken to through psql and pg_dump.
package Psql;
use strict;
use warnings;
use Encode ();
use JSON::PP;

sub new {
    my ($class, %field) = @_;
    $ENV{PGCLIENTENCODING} = 'UTF8';
    $ENV{PGOPTIONS} = join ' ', grep { defined } $ENV{PGOPTIONS}, '-c client_min_messages=warning';
    my $self = bless {%field, roles => undef}, $class;
    my $config = $ENV{PG_CONFIG};
    chomp(my $bin = $config ? `"$config" --bindir` : '');
    $self->{bin} = $bin ne '' && -x "$bin/psql" ? "$bin/" : '';
    my $help = `"$self->{bin}pg_dump" --help`;
    $self->{dump_options} = $help =~ /--restrict-key/ ? ['--restrict-key=corpus'] : [];
    return $self;
}

sub alive { return $_[0]->run_sql('SELECT 1', 'postgres')->{status} == 0 }

sub extension_available {
    my ($self, $name) = @_;
    return $self->run_sql("SELECT 1 FROM pg_available_extensions WHERE name = '$name'", 'postgres')->{out} =~ /1/;
}

# A fresh database after the history's prelude. Roles are the cluster's: those made since the last call go first.
sub recreate {
    my ($self, $corpus) = @_;
    $self->drop;
    $self->{roles} = { map { $_ => 1 } $self->role_names };
    $self->must("CREATE DATABASE $self->{database} TEMPLATE template0", 'postgres');
    $self->must_file($corpus->prelude) if $corpus->prelude;
    $self->{path} = $corpus->path // $self->must(<<'SQL');
SELECT '"$user", public, extensions' FROM pg_namespace WHERE nspname = 'extensions'
SQL
    $self->set_path($self->{database});
}

# A history may ALTER the USER that it runs as: what is set for the role in the database goes before that.
sub set_path {
    my ($self, $database) = @_;
    $self->must("ALTER ROLE CURRENT_USER IN DATABASE $database SET search_path = $self->{path}") if $self->{path};
}

sub copy { return "$_[0]{database}_copy" }

# Makes a copy of the database as it is; drop_copy takes it away again, with the roles that were made meanwhile.
sub make_copy {
    my ($self) = @_;
    $self->{standing} = [$self->role_names];
    $self->must("CREATE DATABASE $self->{database}_copy TEMPLATE $self->{database}", 'postgres');
    $self->set_path($self->copy);
}

sub drop_copy {
    my ($self) = @_;
    $self->must('DROP DATABASE ' . $self->copy . ' WITH (FORCE)', 'postgres');
    $self->drop_roles_but(@{ $self->{standing} });
}

sub drop {
    my ($self) = @_;
    for my $database ($self->{database}, "$self->{database}_dump", $self->copy) {
        $self->must("DROP DATABASE IF EXISTS $database WITH (FORCE)", 'postgres');
    }
    $self->must('ALTER ROLE CURRENT_USER RESET search_path', 'postgres');
    $self->drop_roles_but(keys %{ $self->{roles} }) if $self->{roles};
}

sub drop_roles_but {
    my ($self, @kept) = @_;
    my %kept = map { $_ => 1 } @kept;
    my @new = grep { !$kept{$_} } $self->role_names;
    $self->must(join('; ', map { 'DROP ROLE "' . s/"/""/gr . '"' } @new), 'postgres') if @new;
}

sub role_names { return split /\n/, $_[0]->must('SELECT rolname FROM pg_roles', 'postgres') }

# What psql -X -v ON_ERROR_STOP=1 -1 -f does with each step's SQL, in a session each, but without a process each: one
# psql reconnects between files, and starts again behind a file that failed. A step without an end runs without -1.
# Returns the steps with output and error.
sub one_session_per_step {
    my ($self, @steps) = @_;
    my @files = map { $self->scratch_file("step$_.sql", $steps[$_]{sql}) } 0 .. $#steps;
    my $next = 0;
    while ($next < @steps) {
        my $script = '';
        for my $i ($next .. $#steps) {
            my ($begin, $end) = $steps[$i]{end} ? ("BEGIN;\n", "$steps[$i]{end};\n") : ('', '');
            $script .= "\\c -\n\\echo \@begin $i\n$begin\\i $files[$i]\n$end\\echo \@done $i\n";
        }
        my $result = $self->run_sql($script);
        my %output;
        my $current;
        for my $line (split /\n/, $result->{out}) {
            if ($line =~ /^\@begin (\d+)$/) { $current = $1; $output{$current} = '' }
            elsif ($line =~ /^\@done (\d+)$/) { $steps[$1]{output} = $output{$1}; $next = $1 + 1; $current = undef }
            elsif (defined $current) { $output{$current} .= "$line\n" }
        }
        last if $result->{status} == 0;
        die "psql: $result->{err}" if !defined $current || $current != $next;
        $steps[$current]{output} = $output{$current};
        $steps[$current]{error} = error_line($result->{err});
        $next = $current + 1;
    }
    return @steps;
}

sub error_line {
    my ($text) = @_;
    return $text =~ /(ERROR:[^\n]*|FATAL:[^\n]*)/ ? $1 : $text;
}

# Registers a whole history, leaving out some scripts: down => [migrations], verify => [migrations]. One row per
# migration; a refusal does not stop the others, so that all of them are seen.
sub register {
    my ($self, $file, %left_out) = @_;
    my $pairs = '';
    for my $kind (sort keys %left_out) {
        $pairs .= JSON::PP->new->encode([$kind, $_]) . "\n" for @{ $left_out{$kind} };
    }
    my $exceptions = $self->scratch_file('left_out', $pairs);
    my $lines = "WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')";
    my $out = $self->must(<<"SQL");
CREATE TEMP TABLE line (position bigint GENERATED ALWAYS AS IDENTITY, doc jsonb);
CREATE TEMP TABLE left_out (pair jsonb);
CREATE TEMP TABLE result (migration text, text_checksum text, transactional boolean, error text);
\\copy line (doc) FROM '$file' $lines
\\copy left_out FROM '$exceptions' $lines
UPDATE line SET doc = doc - (pair ->> 0) FROM left_out WHERE doc ->> 'migration' = pair ->> 1;
DO \$register\$
DECLARE
    doc jsonb;
BEGIN
    FOR doc IN SELECT l.doc FROM line l ORDER BY position LOOP
        BEGIN
            INSERT INTO result
            SELECT r.migration, r.text_checksum, r.transactional
            FROM migrate_register(doc ->> 'migration', doc ->> 'up', doc ->> 'down', doc ->> 'verify',
                                  ARRAY(SELECT jsonb_array_elements_text(doc -> 'requires'))) r;
        EXCEPTION WHEN OTHERS THEN
            INSERT INTO result VALUES (doc ->> 'migration', NULL, NULL, SQLSTATE || ' ' || SQLERRM);
        END;
    END LOOP;
END
\$register\$;
SELECT to_jsonb(result) FROM result;
SQL
    return map {
        my $row = decode_json(Encode::encode('UTF-8', $_));
        $row->{transactional} = $row->{transactional} ? 't' : 'f';
        $row;
    } split /\n/, $out;
}

sub dump {
    my ($self, $database) = @_;
    my $result = $self->run($self->{bin} . 'pg_dump', '-s', @{ $self->{dump_options} },
                            '-d', $database // $self->{database});
    die "pg_dump: $result->{err}" if $result->{status};
    return $result->{out};
}

# The schema as it is once the extension has gone. Dropping it in a copy proves on the way that nothing of the user's
# depends on it, and needs no guess about which lines of a dump are the extension's.
sub dump_without {
    my ($self, $extension) = @_;
    my $copy = "$self->{database}_dump";
    $self->must("CREATE DATABASE $copy TEMPLATE $self->{database}", 'postgres');
    $self->must("DROP EXTENSION $extension", $copy);
    my $dump = $self->dump($copy);
    $self->must("DROP DATABASE $copy", 'postgres');
    return $dump;
}

sub row_counts {
    my ($self, @without_schemas) = @_;
    my $without = join ', ', map { "'$_'" } qw(pg_catalog information_schema), @without_schemas;
    return $self->must(<<"SQL");
SELECT format('%s.%s %s', nspname, relname,
              (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM ONLY %I.%I', nspname, relname),
                                                   false, true, '')))[1])
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind = 'r' AND relpersistence <> 't' AND nspname NOT IN ($without)
ORDER BY nspname, relname
SQL
}

# The first lines of a unified diff.
sub difference {
    my ($self, $expected, $actual) = @_;
    my @files = ($self->scratch_file('psql', $expected), $self->scratch_file('pg_strata', $actual));
    my @lines = split /^/, $self->run('diff', '-u', @files)->{out};
    return join '', @lines > 60 ? (@lines[0 .. 59], '... ' . @lines . " lines\n") : @lines;
}

# The output of SQL that cannot fail.
sub must {
    my ($self, $sql, $database) = @_;
    my $result = $self->run_sql($sql, $database);
    die "$result->{err}\nin: " . substr($sql, 0, 2000) if $result->{status};
    chomp(my $out = $result->{out});
    return $out;
}

# Empty, or what psql says in full, SQLSTATE included.
sub error_of {
    my ($self, $sql) = @_;
    my $result = $self->run_sql("\\set VERBOSITY verbose\n$sql");
    return $result->{status} ? $result->{err} || "psql exits with $result->{status}" : '';
}

sub must_file {
    my ($self, $file, $database) = @_;
    my $result = $self->run_file($file, $database);
    die "$result->{err}\nin $file" if $result->{status};
    return $result->{out};
}

sub run_sql {
    my ($self, $sql, $database) = @_;
    return $self->run_file($self->scratch_file("input.sql", "$sql\n"), $database);
}

sub run_file {
    my ($self, $file, $database) = @_;
    return $self->run($self->{bin} . 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d',
                      $database // $self->{database}, '-f', $file);
}

# Runs a program; returns its exit status and what it wrote.
sub run {
    my ($self, @command) = @_;
    my ($out, $err) = map { "$self->{scratch}/$_" } qw(stdout stderr);
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        open STDIN, '<', '/dev/null' or die;
        open STDOUT, '>', $out or die;
        open STDERR, '>', $err or die;
        exec { $command[0] } @command or die "$command[0]: $!\n";
    }
    waitpid $pid, 0;
    return { status => $?, out => slurp($out), err => slurp($err) };
}

sub scratch_file {
    my ($self, $name, $text) = @_;
    my $path = "$self->{scratch}/$name";
    open my $file, '>:raw', $path or die "$path: $!\n";
    print {$file} Encode::encode('UTF-8', $text);
    close $file or die "$path: $!\n";
    return $path;
}

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!\n";
    local $/;
    return Encode::decode('UTF-8', <$file> // '');
}

1;
