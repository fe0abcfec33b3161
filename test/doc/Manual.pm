package Manual;

# Reading the manual (README.md, doc/*.md) and what it must agree with. Functions return data or a list of problems.
use strict;
use warnings;

sub content
{
    my ($path) = @_;
    open my $in, '<:encoding(UTF-8)', $path or die "$path: $!\n";
    local $/;
    return scalar <$in>;
}

sub pages { my ($root) = @_; return ('README.md', map { s{^\Q$root\E/}{}r } sort glob "$root/doc/*.md"); }

sub other_pages { return ('CHANGELOG.md', 'CONTRIBUTING.md'); }

# ---- markdown --------------------------------------------------------------------------------------------------------

# The parts of a page, in order: { kind => text | fence | comment, info, body, line (of the opening) }
sub parts
{
    my ($text) = @_;
    my (@parts, $open);
    my $number = 0;
    for my $line (split /\n/, $text)
    {
        ++$number;
        if (!$open and $line =~ /^```(.*)$/) { $open = { kind => 'fence', info => $1, body => '', line => $number }; }
        elsif (!$open and $line =~ /^<!--\s*(.*?)\s*(-->)?$/)
        {
            $open = { kind => 'comment', info => $1, body => '', line => $number };
            if ($2) { push @parts, $open; undef $open; }
        }
        elsif ($open and $line eq ($open->{kind} eq 'fence' ? '```' : '-->')) { push @parts, $open; undef $open; }
        elsif ($open) { $open->{body} .= "$line\n"; }
        else          { push @parts, { kind => 'text', info => '', body => "$line\n", line => $number }; }
    }
    die "line $open->{line}: not closed\n" if $open;
    return @parts;
}

sub prose { return map { [$_->{line}, $_->{body} =~ s/\n$//r] } grep { $_->{kind} eq 'text' } parts($_[0]); }

sub headings { return map { $_->[1] =~ /^(#+) +(.*?)\s*$/ ? [$_->[0], length $1, $2] : () } prose($_[0]); }

# As GitHub makes them
sub anchors
{
    my (%seen, @anchors);
    for (headings($_[0]))
    {
        my $slug = lc($_->[2]) =~ s/[^\w\- ]//gr =~ s/ /-/gr;
        push @anchors, $seen{$slug}++ ? $slug . '-' . ($seen{$slug} - 1) : $slug;
    }
    return @anchors;
}

sub broken_links
{
    my ($root, $page) = @_;
    my @problems;
    for (prose(content("$root/$page")))
    {
        my ($line, $text) = @$_;
        $text =~ s/`[^`]*`/x/g;
        while ($text =~ /\]\(([^)\s]+)\)/g)
        {
            my $link = $1;
            next if $link =~ m{^https?://};
            my ($file, $anchor) = $link =~ /^([^#]*)(?:#(.*))?$/;
            my $path = $file eq '' ? $page : ($page =~ m{/} ? $page =~ s{[^/]+$}{}r : '') . $file;
            1 while $path =~ s{[^/]+/\.\./}{};
            if    (!-e "$root/$path")    { push @problems, "$page:$line: there is no $path"; }
            elsif (defined $anchor and !grep { $_ eq $anchor } anchors(content("$root/$path")))
                                         { push @problems, "$page:$line: there is no heading for $link"; }
        }
    }
    return @problems;
}

sub style_problems
{
    my ($root, $page, $width) = @_;
    my @problems;
    for my $part (grep { $_->{kind} ne 'comment' and $_->{info} ne 'text' } parts(content("$root/$page")))
    {
        my $place = "$page:$part->{line}";
        my @long = grep { length > $width } split /\n/, $part->{body};
        push @problems, map { "$place: " . length($_) . ' characters' } @long;
        next if $part->{kind} ne 'text';
        push @problems, "$place: exclamation mark" if $part->{body} =~ s/`[^`]*`//gr =~ /\w!/;
    }
    return @problems;
}

# ---- the SQL surface -------------------------------------------------------------------------------------------------

sub squeeze { return $_[0] =~ s/\s+/ /gr =~ s/^ | $//gr; }

# Names in a list "name type [DEFAULT ...], ..."
sub names
{
    my ($list) = @_;
    my @names;
    my $text = $list =~ s/'[^']*'//gr =~ s/\([^()]*\)//gr;
    for (split /,/, $text) { push @names, $1 if /^\s*(\w+)\s/ and $1 !~ /^(?:PRIMARY|EXCLUDE|CHECK|UNIQUE|FOREIGN)$/; }
    return @names;
}

# name => { signature, arguments => [...], columns => [...] }
sub functions
{
    my ($root) = @_;
    my $sql = join "\n", map { content($_) } sort glob "$root/install/*.sql";
    $sql =~ s/--[^\n]*//g;
    my %columns;
    while ($sql =~ /CREATE TYPE migrate\.(\w+) AS \((.*?)\);/sg)   { $columns{$1} = [names($2)]; }
    while ($sql =~ /CREATE TABLE migrate\.(\w+) \(\n(.*?)\n\);/sg) { $columns{$1} = [names($2)]; }
    my %functions;
    while ($sql =~ /CREATE FUNCTION (\w+)\((.*?)\)\s+(RETURNS SETOF migrate\.(\w+))\s/sg)
    {
        my ($name, $list, $result, $type) = ($1, $2, $3, $4);
        $functions{$name} = {
            signature => squeeze("$name($list) $result"),
            arguments => [names($list)],
            columns   => $columns{$type} // die "there is no type $type\n",
        };
    }
    # A procedure's INOUT arguments are its result.
    while ($sql =~ /CREATE PROCEDURE (\w+)\((.*?)\)\s+LANGUAGE\s/sg)
    {
        my ($name, $list) = ($1, $2);
        my @given = grep { !/^\s*INOUT\s/ } split /,(?![^(]*\))/, $list;
        my @inout = $list =~ /\bINOUT (\w+)/g;
        $functions{$name} = {
            signature => squeeze("CALL $name($list)"),
            arguments => [names(join ',', @given)],
            columns   => [@inout],
        };
    }
    return %functions;
}

# code => name
sub conditions
{
    my ($root) = @_;
    return content("$root/src/core/condition.h") =~ /X\(\w+,\s*"(MG\d+)",\s*"(\w+)"/g;
}

# ---- what the manual must say ----------------------------------------------------------------------------------------

# heading => lines, of one level
sub sections
{
    my ($text, $level) = @_;
    my (%sections, $current);
    for (parts($text))
    {
        if ($_->{kind} eq 'text' and $_->{body} =~ /^(#+) +(.*?)\s*$/ and length $1 <= $level)
        {
            $current = length $1 == $level ? $2 : undef;
            $sections{$current} = '' if defined $current;
        }
        next unless defined $current;
        $sections{$current} .= $_->{body} if $_->{kind} eq 'text';
        $sections{$current} .= "```$_->{info}\n$_->{body}```\n" if $_->{kind} eq 'fence';
    }
    return %sections;
}

# Names in the first column of the first table
sub first_cells
{
    my ($table) = ($_[0] // '') =~ /((?:^\|[^\n]*\n)+)/m or return '';
    return join ' ', map { /^\| `(\w+)` \|/ ? $1 : () } split /\n/, $table;
}

my @wanted = ('Arguments', 'Result', 'Errors', 'Rights and locks', 'Example');

# One function's section against its declaration
sub section_problems
{
    my ($name, $function, $section) = @_;
    my ($synopsis) = $section =~ /```sql\n(.*?)```/s;
    my %parts = sections($section, 3);
    my $signature = $function->{signature};
    my ($arguments, $columns) = ("@{$function->{arguments}}", "@{$function->{columns}}");
    my @problems = map { "no heading \"$_\"" } grep { !defined $parts{$_} } @wanted;
    push @problems, "its synopsis is not $signature" if squeeze($synopsis // '') ne $signature;
    push @problems, "its arguments are $arguments" if first_cells($parts{Arguments}) ne $arguments;
    push @problems, "its columns are $columns" if first_cells($parts{Result}) ne $columns;
    push @problems, 'its example does not run' unless ($parts{Example} // '') =~ /```(?:sql|sh) session/;
    return map { "$name: $_" } @problems;
}

sub function_problems
{
    my ($root) = @_;
    my %functions = functions($root);
    my (%place, @problems);
    for my $page (grep { /^doc/ } pages($root))
    {
        my %sections = sections(content("$root/$page"), 2);
        for (grep { /^migrate_\w+$/ } sort keys %sections)
        {
            push @problems, "$page: $_ is no function" unless $functions{$_};
            push @problems, "$page: $_ has a section in $place{$_} too" if $place{$_};
            $place{$_} = $page;
            push @problems, map { "$page: $_" } section_problems($_, $functions{$_}, $sections{$_}) if $functions{$_};
        }
    }
    my $readme = content("$root/README.md");
    for (sort keys %functions)
    {
        push @problems, "doc: no section $_" unless $place{$_};
        my $link = "[`$_`](" . ($place{$_} // 'doc') . "#$_)";
        push @problems, "README.md: no row for $_" unless $readme =~ /^\| \Q$link\E \|/m;
    }
    return @problems;
}

# The levels that README.md names against those that the example in doc/rights.md shows
sub level_problems
{
    my ($root) = @_;
    my @levels = ('nobody', 'admin', 'operator', 'author', 'reader');
    my %level;
    for (split /\n/, content("$root/doc/rights.md"))
    {
        my ($function, $flags) = /^ (migrate_\w+) +\| ([tf |]+)$/ or next;
        $level{$function} = $levels[$flags =~ tr/t//];
    }
    my %named = content("$root/README.md") =~ /^\| \[`(migrate_\w+)`\].*\| (\w+) \|$/mg;
    return map { "README.md: the level of $_ is " . ($level{$_} // 'not shown in doc/rights.md') }
      grep { $named{$_} ne ($level{$_} // '') } sort keys %named;
}

sub condition_problems
{
    my ($root) = @_;
    my %conditions = conditions($root);
    my @problems;
    my %sections = sections(content("$root/doc/conditions.md"), 2);
    my %described = map { /^(MG\d+) (\w+)$/ ? ($1 => $2) : () } keys %sections;
    for (sort keys %conditions)
    {
        push @problems, "doc/conditions.md: no section $_ $conditions{$_}" if ($described{$_} // '') ne $conditions{$_};
    }
    push @problems, map { "doc/conditions.md: there is no $_" } grep { !$conditions{$_} } sort keys %described;
    for my $page (pages($root))
    {
        my %named = map { $_ => 1 } content("$root/$page") =~ /\b(MG\d\d\d)\b/g;
        push @problems, map { "$page: there is no $_" } grep { !$conditions{$_} } sort keys %named;
    }
    return @problems;
}

1;
