package Rules;

# The lines that the design draws, as functions: each takes the root of a tree and returns its problems.
use strict;
use warnings;
use File::Find ();

my $longest_file = 400;

# A layer may include itself, its equals and what is below. core and pg are equals that do not know each other.
my %rank = (core => 1, pg => 1, sqlread => 2, schema => 2, engine => 2, migrate => 3, guard => 3, top => 4);

# The standard library without I/O: the only outside headers of core.
my %standard = map { $_ => 1 } qw(algorithm any array bit bitset cassert cctype cerrno cfloat charconv chrono cinttypes
  climits cmath compare concepts cstddef cstdint cstdlib cstring deque exception expected forward_list functional
  initializer_list iterator limits list map memory memory_resource new numbers numeric optional queue random ranges
  ratio regex set source_location span stack stdexcept string string_view system_error tuple type_traits typeindex
  typeinfo unordered_map unordered_set utility valarray variant vector version);

my $catch_all = qr/\bcatch\s*\(\s*\.\.\.\s*\)/;
my $report = qr/\b(?:ereport|ereport_domain|elog|errstart|errfinish)\b/;

our @rules = (
    ['layers include only their own and lower ones'         => \&layers],
    ['core includes only the standard library and core'     => \&core_headers],
    ['core throws nothing' => sub { pattern($_[0], qr/\bthrow\b/, qr{^(?!src/core/)}) }],
    ['sigsetjmp and PG_TRY stand in one file, in src/pg'    => \&one_guard],
    ['catch (...) stands only in the boundary' => sub { pattern($_[0], $catch_all, qr{^src/pg/boundary\w*\.\w+$}) }],
    ['ereport and elog stand only in src/pg'                => sub { pattern($_[0], $report, qr{^src/pg/}) }],
    ['SPI stands only in src/pg'                            => sub { pattern($_[0], qr/\bSPI_\w+/, qr{^src/pg/}) }],
    ['basenames under src are unique'                       => \&unique_names],
    ["no file is longer than $longest_file lines"           => \&short_files],
    ['source lists and source files agree'                  => \&source_lists],
    ['install/order.list and the fragments agree'           => \&order_list],
    ['C functions in SQL and exported symbols agree'        => \&exports],
    ['control, META.json and CHANGELOG.md name one version' => \&versions],
);

# ---- reading ---------------------------------------------------------------------------------------------------------
sub content
{
    my ($root, $path) = @_;
    open my $in, '<', "$root/$path" or return '';
    local $/;
    return <$in> // '';
}

sub files
{
    my ($root, $folder, $wanted) = @_;
    my @found;
    return () unless -d "$root/$folder";
    File::Find::find({ no_chdir => 1, wanted => sub { push @found, $File::Find::name if -f } }, "$root/$folder");
    s{^\Q$root\E/}{} for @found;
    return sort grep { $_ =~ $wanted } @found;
}

sub sources { return files($_[0], 'src', qr/\.(?:h|hpp|cpp|cc|inc)$/); }

# Comments become blanks; strings too unless $keep_strings. Lines stay where they are.
sub code
{
    my ($root, $path, $keep_strings) = @_;
    my $text = content($root, $path);
    my $blank = sub { $_[0] =~ s/[^\n]/ /gr };
    $text =~ s{( R"([^()\s\\]{0,16})\(.*?\)\2" | "(?:\\.|[^"\\\n])*" | (?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+' )
              | ( //[^\n]* | /\*.*?\*/ )}{ defined $3 ? $blank->($3) : $keep_strings ? $1 : $blank->($1) }gsex;
    return $text;
}

sub listed
{
    my ($root, $path) = @_;
    return grep { length } map { s/#.*//r =~ s/^\s+|\s+$//gr } split /\n/, content($root, $path);
}

# ---- rules -----------------------------------------------------------------------------------------------------------
sub layer { return $_[0] =~ m{^src/(\w+)/} && $rank{$1} ? $1 : 'top'; }

# [line number, written name, path in this tree or undef] of each include
sub includes
{
    my ($root, $path) = @_;
    my ($number, @found) = (0);
    for (split /\n/, code($root, $path, 1))
    {
        ++$number;
        next unless /^\s*#\s*include\s*[<"]([^>"]+)[>"]/;
        my $name = $1;
        my $beside = $path =~ s{[^/]+$}{}r;
        my ($ours) = grep { -f "$root/$_" } "src/$name", $beside . $name;
        if (defined $ours) { 1 while $ours =~ s{[^/]+/\.\./}{}; }
        push @found, [$number, $name, $ours];
    }
    return @found;
}

sub layers
{
    my ($root) = @_;
    my @problems;
    for my $path (sources($root))
    {
        my $from = layer($path);
        for (includes($root, $path))
        {
            my ($line, $name, $ours) = @$_;
            next unless defined $ours;
            my $to = layer($ours);
            my $strangers = "$from $to" =~ /^(?:core pg|pg core)$/;
            push @problems, "$path:$line: $from may not include $to ($name)" if $strangers or $rank{$to} > $rank{$from};
        }
    }
    return @problems;
}

sub core_headers
{
    my ($root) = @_;
    my @problems;
    for my $path (grep { layer($_) eq 'core' } sources($root))
    {
        push @problems, map { "$path:$$_[0]: $$_[1]" }
          grep { not defined $$_[2] and not $standard{ $$_[1] } } includes($root, $path);
    }
    return @problems;
}

# The pattern may stand only in files whose path matches $allowed.
sub pattern
{
    my ($root, $pattern, $allowed) = @_;
    my @problems;
    for my $path (grep { $_ !~ $allowed } sources($root))
    {
        my $number = 0;
        for (split /\n/, code($root, $path)) { ++$number; push @problems, "$path:$number: $&" if /$pattern/; }
    }
    return @problems;
}

sub one_guard
{
    my ($root) = @_;
    my @files = grep { code($root, $_) =~ /\b(?:sigsetjmp|PG_TRY)\b/ } sources($root);
    return @files if @files > 1;
    return grep { !m{^src/pg/} } @files;
}

sub unique_names
{
    my ($root) = @_;
    my %places;
    push @{ $places{ s{.*/}{}r } }, $_ for sources($root);
    return map { "$_: @{$places{$_}}" } grep { @{ $places{$_} } > 1 } sort keys %places;
}

sub short_files
{
    my ($root) = @_;
    my @problems;
    for my $path (map { files($root, $_, qr{^(?!test/.*/expected/)}) } qw(src test install))
    {
        next if -B "$root/$path";
        my $lines = () = content($root, $path) =~ /\n/g;
        push @problems, "$path: $lines lines" if $lines > $longest_file;
    }
    return @problems;
}

sub compare_lists
{
    my ($root, $what, $listed, $there) = @_;
    my (%listed, %there, @problems);
    push @problems, map { "$_: listed twice" } grep { $listed{$_}++ } @$listed;
    $there{$_} = 1 for @$there;
    push @problems, map { "$_: listed, but not there" } grep { !-f "$root/$_" } sort keys %listed;
    push @problems, map { "$_: there, but not $what" } grep { !$listed{$_} } sort keys %there;
    return @problems;
}

sub source_lists
{
    my ($root) = @_;
    my @core = listed($root, 'src/core/sources.list');
    my @module = listed($root, 'src/module.list');
    return (
        (map { "src/core/sources.list: $_ is not core" } grep { !m{^src/core/} } @core),
        (map { "src/module.list: $_ is core" } grep { m{^src/core/} } @module),
        compare_lists($root, 'in a source list', [@core, @module], [files($root, 'src', qr/\.(?:cpp|cc|c)$/)]));
}

sub fragments { return map { m{^install/} ? $_ : "install/$_" } listed($_[0], 'install/order.list'); }

sub order_list
{
    my ($root) = @_;
    my @there = files($root, 'install', qr{^(?!install/upgrade/).*\.sql$});
    return compare_lists($root, 'in install/order.list', [fragments($root)], \@there);
}

sub c_functions
{
    my ($root) = @_;
    my %symbol;
    for my $path (grep { -f "$root/$_" } fragments($root))
    {
        my $sql = content($root, $path) =~ s/--[^\n]*//gr;
        $sql =~ s/(\$\w*\$).*?\g1//gs;
        while ($sql =~ /\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE)\s+([\w.@"]+)\s*\(([^;]*);/gi)
        {
            my ($name, $rest) = ($1, $2);
            next unless $rest =~ /\bLANGUAGE\s+'?c\b/i;
            $symbol{ $rest =~ /\bAS\s+'[^']*'\s*,\s*'(\w+)'/i ? $1 : $name =~ s/.*\.//r } = $path;
        }
    }
    return %symbol;
}

# A symbol that is exported for another reason says so behind its name: "# not SQL: why".
sub exports
{
    my ($root) = @_;
    my %exported;
    for my $line (split /\n/, content($root, 'src/exports.txt'))
    {
        my ($symbol) = $line =~ /^([A-Za-z_]\w*)/ or next;
        $exported{$symbol} = $line =~ /# not SQL/;
    }
    return () unless %exported or -d "$root/install";
    my %wanted = c_functions($root);
    my @problems = map { "src/exports.txt lacks $_ ($wanted{$_})" } grep { !exists $exported{$_} } sort keys %wanted;
    push @problems, map { "src/exports.txt lacks pg_finfo_$_" }
      grep { !exists $exported{"pg_finfo_$_"} } sort keys %wanted;
    for (sort keys %exported)
    {
        next if $exported{$_} or /^(?:Pg_magic_func|_PG_init)$/;
        push @problems, "src/exports.txt: $_ is no function of install/" unless $wanted{ s/^pg_finfo_//r };
    }
    return @problems;
}

sub versions
{
    my ($root) = @_;
    require JSON::PP;
    my ($control) = content($root, 'pg_strata.control') =~ /^default_version\s*=\s*'([^']+)'/m;
    return 'pg_strata.control has no default_version' unless defined $control;
    my $meta = eval { JSON::PP::decode_json(content($root, 'META.json')) } or return "META.json: $@";
    my @problems = map { "META.json lacks $_" }
      grep { !exists $meta->{$_} } qw(name version abstract maintainer license provides meta-spec);
    my %named = ('META.json' => $meta->{version}, 'META.json, provides' => $meta->{provides}{pg_strata}{version});
    my $heading = qr/^#+ [^\n]*?(\d+\.\d+\.\d+)/m;
    ($named{'CHANGELOG.md'}) = content($root, 'CHANGELOG.md') =~ $heading if -f "$root/CHANGELOG.md";
    push @problems, map { "$_ says " . ($named{$_} // 'nothing') . ", pg_strata.control $control" }
      grep { ($named{$_} // '') ne $control } sort keys %named;
    return @problems;
}

1;
