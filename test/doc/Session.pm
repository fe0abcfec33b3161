package Session;

# Runs the examples of a page as its readers would, in one psql session from top to bottom, and compares what it shows.
#
#   ```sql session              statements that must not fail
#   ```sql session error=MG004  statements of which the last that fails has this SQLSTATE
#   ```sh session               a shell script beside the sources
#   ```text                     right behind one of these: its output
#   <!-- session                statements that the page does not show, on the lines up to -->
#   <!-- session new database   the same, in an empty database
#
# Durations, times, digests and process numbers do not count in a comparison, nor does the width of columns.
use strict;
use warnings;
use File::Temp ();
use Manual;

my $mark = '=-=-=';

# The blocks to run: { line, language, error, hidden, fresh, code, output (or undef) }
sub blocks
{
    my ($text) = @_;
    my ($last, @blocks);
    for my $part (Manual::parts($text))
    {
        next if $part->{kind} eq 'text' and $part->{body} !~ /\S/;
        my $block;
        if ($part->{info} =~ /^(sql|sh) session(?: error=(\w+))?$/ and $part->{kind} eq 'fence')
        {
            $block = { line => $part->{line}, language => $1, error => $2, code => $part->{body} };
        }
        elsif ($part->{info} =~ /^session( new database)?$/ and $part->{kind} eq 'comment')
        {
            $block = { line => $part->{line}, language => 'sql', hidden => 1, fresh => $1, code => $part->{body} };
        }
        elsif ($part->{info} eq 'text' and $last) { $last->{output} = $part->{body}; }
        push @blocks, $block if $block;
        $last = $block;
    }
    return @blocks;
}

sub psql
{
    my ($database, $script, $root) = @_;
    my $file = File::Temp->new(SUFFIX => '.sql');
    print {$file} $script;
    close $file;
    local $ENV{PGDATABASE} = $database;
    local $ENV{PGOPTIONS} = '-c client_min_messages=notice';
    my $psql = $ENV{PSQL} // 'psql';
    open my $out, '-|:encoding(UTF-8)', "'$psql' -X -q -v examples='$root/examples' <'$file' 2>&1" or die "psql: $!\n";
    local $/;
    my $output = <$out> // '';
    close $out;
    die "psql: status $?\n$output" if $? != 0;
    return $output;
}

sub query
{
    my ($sql) = @_;
    return psql($ENV{PGDATABASE} // 'postgres', "\\pset tuples_only on\n\\pset format unaligned\n$sql;\n", '.');
}

sub script_of
{
    my ($blocks, $dir) = @_;
    my $script = '';
    for my $number (0 .. $#$blocks)
    {
        my $block = $blocks->[$number];
        $script .= "\\set LAST_ERROR_SQLSTATE none\n";
        if ($block->{language} eq 'sh')
        {
            open my $out, '>:encoding(UTF-8)', "$dir/$number.sh" or die "$dir: $!\n";
            print {$out} $block->{code};
            close $out;
            $script .= "\\! sh '$dir/$number.sh' </dev/null 2>&1\n";
        }
        else { $script .= $block->{code}; }
        $script .= "\\warn $mark $number :LAST_ERROR_SQLSTATE\n";
    }
    return $script;
}

# Runs blocks that share a database; fills {shown} and {sqlstate}.
sub run_in_one_database
{
    my ($root, $database, @blocks) = @_;
    query("DROP DATABASE IF EXISTS $database WITH (FORCE)");
    query("CREATE DATABASE $database");
    my $dir = File::Temp->newdir;
    my $output = psql($database, script_of(\@blocks, $dir), $root);
    $output =~ s{\Q$root\E/}{/path/to/}g;
    for my $number (0 .. $#blocks)
    {
        $output =~ s/\A(.*?)^\Q$mark\E $number (\w+)\n//ms or next;
        my ($shown, $sqlstate) = ($1, $2);
        $blocks[$number]{sqlstate} = $sqlstate;
        $blocks[$number]{shown} = $shown =~ s/[ \t]+$//gmr =~ s/\n+\z/\n/r =~ s/\A\n+\z//r;
    }
    query("DROP DATABASE $database WITH (FORCE)");
}

sub roles { return split /\n/, query('SELECT rolname FROM pg_roles'); }

# All blocks of a page. Its databases and roles are gone afterwards.
sub run
{
    my ($root, @blocks) = @_;
    my $database = "pg_strata_manual_$$";
    my %before = map { $_ => 1 } roles();
    my @rest = @blocks;
    while (@rest)
    {
        my @together = shift @rest;
        push @together, shift @rest while @rest and !$rest[0]{fresh};
        run_in_one_database($root, $database, @together);
    }
    query(qq{DROP ROLE "$_"}) for grep { !$before{$_} } roles();
}

sub stable
{
    my ($text) = @_;
    $text =~ s/\d{4}-\d\d-\d\d /DATE /g;
    $text =~ s/\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d)?/TIME/g;
    $text =~ s/\b[0-9a-f]{12,64}\b/DIGEST/g;
    $text =~ s/\bProcess \d+/Process N/g;
    $text =~ s/-{2,}/-/g;
    $text =~ s/[ \t]+/ /g;
    return $text =~ s/ $//gmr;
}

# Why a block that has run is not as the page says; nothing when it is.
sub problem
{
    my ($block) = @_;
    return "it did not run to its end\n" unless defined $block->{sqlstate};
    my $expected = $block->{error} // 'none';
    return "SQLSTATE $block->{sqlstate}, not $expected\n$block->{shown}" if $block->{sqlstate} ne $expected;
    my $same = !defined $block->{output} || stable($block->{output}) eq stable($block->{shown});
    return $same ? () : "it shows:\n$block->{shown}";
}

# The page's text with the output of each block that shows one brought up to date.
sub with_outputs
{
    my ($text, @blocks) = @_;
    my @lines = split /\n/, $text, -1;
    my ($shift, $at) = (0);
    for my $block (grep { defined $_->{output} and defined $_->{shown} } @blocks)
    {
        next if stable($block->{output}) eq stable($block->{shown});
        $at = $block->{line} - 1 + $shift;
        do { ++$at } until $lines[$at] eq '```text';
        my $old = () = $block->{output} =~ /\n/g;
        my @new = split /\n/, $block->{shown};
        splice @lines, $at + 1, $old, @new;
        $shift += @new - $old;
    }
    return join "\n", @lines;
}

1;
