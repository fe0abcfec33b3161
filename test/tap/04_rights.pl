# Installed by a database owner who is no superuser: who owns what, who can do what, and who cannot become more than he is.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use StrataTest;
use Test::More;

my $node = new_node('rights', 'max_prepared_transactions = 2');
my $dir = PostgreSQL::Test::Utils::tempdir;
my $super = $node->safe_psql('postgres', 'SELECT current_user');

sub as
{
    my ($user, $sql) = @_;
    return $node->safe_psql('app', "SET search_path = public, extensions; $sql", connstr => $node->connstr('app') . " user=$user");
}
sub error_as { my ($user, $sql) = @_; return error_of($node, "SET search_path = public, extensions; $sql", db => 'app', user => $user); }

# As on Supabase: whatever is created is open to anonymous callers, for whoever creates it.
$node->safe_psql('postgres', <<"SQL");
CREATE ROLE dev LOGIN; CREATE ROLE anon LOGIN; CREATE ROLE other LOGIN; CREATE ROLE author LOGIN; CREATE ROLE operator LOGIN; CREATE ROLE reader LOGIN;
CREATE DATABASE app OWNER dev;
SQL
$node->safe_psql('app', <<"SQL");
CREATE SCHEMA extensions AUTHORIZATION dev;
GRANT USAGE ON SCHEMA extensions TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE $super, dev GRANT ALL ON TABLES TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE $super, dev GRANT ALL ON FUNCTIONS TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE $super, dev GRANT ALL ON SEQUENCES TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE $super, dev GRANT ALL ON SCHEMAS TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE $super, dev GRANT ALL ON TYPES TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE $super, dev IN SCHEMA extensions GRANT ALL ON FUNCTIONS TO anon;
GRANT CREATE, USAGE ON SCHEMA public TO author, operator;
SQL
# Operators that fit better than the server's own, in the schema that the installer names: they would be called by the superuser as
# whom the install script runs.
for my $pair ((map { [ 'oid', $_ ] } qw(regclass regnamespace regproc regrole integer bigint)), [ 'name', 'text' ], [ 'text', 'name' ], [ 'integer', 'bigint' ])
{
    my $types = join ', ', @$pair;
    as('dev', qq{CREATE FUNCTION extensions.steal($types) RETURNS boolean LANGUAGE plpgsql AS \$\$ BEGIN RAISE 'an operator ($types) of the installer was called'; END \$\$});
    as('dev', "CREATE OPERATOR extensions.$_ (LEFTARG = $pair->[0], RIGHTARG = $pair->[1], FUNCTION = extensions.steal)") for '=', '<>';
}
my $called = error_as('dev', 'CREATE EXTENSION pg_strata WITH SCHEMA extensions');
is($called, '', 'installed, and no operator of the installer was called');
as('dev', q{DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT p.oid FROM pg_proc p WHERE proname = 'steal' LOOP EXECUTE format('DROP FUNCTION %s CASCADE', f); END LOOP; END $$});
as('dev', 'CREATE EXTENSION pg_strata WITH SCHEMA extensions') if $called;

# ---- who owns and who may --------------------------------------------------------------------------------------------------
is($node->safe_psql('app', q{SELECT extowner::regrole, extnamespace::regnamespace FROM pg_extension WHERE extname = 'pg_strata'}),
    'dev|extensions', 'the installer owns the extension');
is($node->safe_psql('app', q{SELECT DISTINCT relowner::regrole FROM pg_class WHERE relnamespace = 'migrate'::regnamespace
    UNION SELECT DISTINCT proowner::regrole FROM pg_proc WHERE proname LIKE 'migrate\_%' UNION SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'migrate'}),
    $super, 'the superuser owns what is in it');
is($node->safe_psql('app', q{SELECT string_agg(what, ' ') FROM (
    SELECT relname AS what FROM pg_class c, aclexplode(coalesce(relacl, acldefault('r', relowner))) a WHERE relnamespace = 'migrate'::regnamespace AND relkind IN ('r', 'v') AND a.grantee NOT IN (relowner, 'dev'::regrole)
    UNION ALL SELECT proname FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) a WHERE pronamespace = 'extensions'::regnamespace AND a.grantee NOT IN (proowner, 'dev'::regrole)
    UNION ALL SELECT nspname FROM pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) a WHERE nspname = 'migrate' AND a.grantee NOT IN (nspowner, 'dev'::regrole)) x}),
    '', 'neither PUBLIC nor default privileges have any right on tables, functions, schema');
is($node->safe_psql('app', q{SELECT string_agg(relname || ':' || privilege_type, ' ') FROM pg_class c, aclexplode(relacl) a WHERE relnamespace = 'migrate'::regnamespace AND a.grantee = 'dev'::regrole AND privilege_type <> 'SELECT'}),
    '', 'the installer can only read the tables');
my @functions = split /\n/, $node->safe_psql('app', q{SELECT proname FROM pg_proc WHERE pronamespace = 'extensions'::regnamespace ORDER BY 1});
cmp_ok(scalar @functions, '>=', 21, 'all functions are in the schema asked for');
is($node->safe_psql('app', q{SELECT string_agg(proname, ' ') FROM pg_proc WHERE pronamespace = 'extensions'::regnamespace AND (prosecdef OR NOT has_function_privilege('dev', oid, 'EXECUTE'))}),
    '', 'the installer can call all of them, and none is SECURITY DEFINER');
for my $role ('anon', 'other')
{
    like(error_as($role, 'SELECT migrate_status()'), qr/42501: permission denied/, "$role cannot look");
    like(error_as($role, q{SELECT migrate_register('evil', 'SELECT 1')}), qr/42501: permission denied/, "$role cannot register");
    like(error_as($role, 'TABLE migrate.history'), qr/42501: permission denied/, "$role cannot read the tables");
}
like(error_as('dev', $_), qr/42501: (permission denied|must be owner)/, "the installer cannot: $_")
    for 'DELETE FROM migrate.history', 'INSERT INTO migrate.head VALUES (true, 1)', 'UPDATE migrate.applied SET state = NULL',
        'TRUNCATE migrate.history', 'CREATE TABLE migrate.mine (id int)', 'DROP TABLE migrate.history', 'ALTER TABLE migrate.history DISABLE TRIGGER ALL',
        'CREATE TRIGGER t BEFORE INSERT ON migrate.history EXECUTE FUNCTION tsvector_update_trigger()', 'ALTER FUNCTION extensions.migrate_apply SECURITY DEFINER',
        'ALTER EXTENSION pg_strata DROP TABLE migrate.history', 'ALTER TABLE migrate.head OWNER TO dev';

# ---- everything works for the installer ------------------------------------------------------------------------------------
is(as('dev', <<'SQL'), <<'OUT' =~ s/\n\z//r, 'the installer uses all of it');
SELECT migration, action FROM migrate_register('001_one', 'CREATE TABLE one (id int)', 'DROP TABLE one', 'SELECT true AS fine');
SELECT migration, status FROM migrate_apply();
SELECT migration, check_name, ok FROM migrate_verify();
SELECT migration, status FROM migrate_redo();
SELECT migration, status FROM migrate_rollback();
SELECT * FROM migrate_mark('001', 'skipped', 'not here');
SELECT * FROM migrate_mark('001', 'pending', 'here');
SELECT name, value FROM migrate_set('out_of_order', 'apply');
SELECT role, level FROM migrate_grant('author', 'author');
SELECT role, level FROM migrate_grant('operator', 'operator');
SELECT role, level FROM migrate_grant('reader', 'reader');
SELECT migration, state FROM migrate_status();
SELECT bool_and(ok) FROM migrate_verify_history();
SELECT DISTINCT run_as, logged_in_as FROM migrate_history();
SQL
001_one|registered
001_one|applied
001_one|fine|t
001_one|rolled back
001_one|applied
001_one|rolled back
001_one|pending|skipped
001_one|skipped|pending
out_of_order|apply
author|author
operator|operator
reader|reader
001_one|pending
t
dev|dev
OUT
is($node->safe_psql('app', q{SELECT tableowner FROM pg_tables WHERE tablename = 'one'}), '', 'rolled back');

# ---- levels ----------------------------------------------------------------------------------------------------------------
is(as('reader', 'SELECT count(*) FROM migrate_status()'), '1', 'a reader looks');
like(error_as('reader', $_), qr/42501: permission denied/, "a reader cannot: $_")
    for q{SELECT migrate_register('002', 'SELECT 2')}, 'SELECT migrate_apply()', 'TABLE migrate.script', q{SELECT migrate_grant('reader', 'admin')}, 'SELECT migrate_verify()';
is(as('author', q{SELECT action FROM migrate_register('002_author', 'CREATE TABLE authors (id int)', 'DROP TABLE authors', 'SELECT true AS fine')}), 'registered', 'an author registers');
like(error_as('author', $_), qr/42501: permission denied/, "an author cannot: $_")
    for 'SELECT migrate_apply()', q{SELECT migrate_approve('002')}, q{SELECT migrate_mark('002', 'applied', 'x')}, q{SELECT migrate_grant('author', 'admin')};
like(error_as('operator', $_), qr/42501: permission denied/, "an operator cannot: $_")
    for q{SELECT migrate_mark('002', 'applied', 'x')}, q{SELECT migrate_grant('operator', 'admin')}, q{SELECT migrate_set('out_of_order', 'apply')};

# ---- a lesser registrant ---------------------------------------------------------------------------------------------------
# Everything that a superuser, or another role, would run for him.
my $steal = 'ALTER ROLE author SUPERUSER';
my $lesser = qr/ERROR:  MG009: .*author/s;
sub nobody_gained { my ($what) = @_; is($node->safe_psql('app', q{SELECT string_agg(rolname, ' ') FROM pg_roles WHERE rolsuper OR rolcreaterole}), $super, "$what: nobody gained a right"); }
as('author', qq{SELECT FROM migrate_register('003_evil', '$steal', '$steal', '$steal')});
like(error_of($node, q{SELECT extensions.migrate_apply()}, db => 'app'), $lesser, 'a superuser does not apply what an author registered');
like(error_as('dev', q{SELECT migrate_apply(only_these => '{003}')}), $lesser, 'nor does the installer');
like(error_as('operator', q{SELECT migrate_apply(only_these => '{003}')}), $lesser, 'nor an operator who is not a member');
# session and current user differ: both count
like($_, $lesser, 'SET ROLE to the author does not make a superuser safe') for
    error_of($node, q{SELECT FROM extensions.migrate_grant('author', 'operator'); SET ROLE author; SELECT extensions.migrate_apply(only_these => '{003}')}, db => 'app');
$node->safe_psql('app', q{SELECT FROM extensions.migrate_grant('author', 'author')});
$node->safe_psql('app', q{SELECT FROM extensions.migrate_grant('author', 'operator')});
like(error_of($node, q{SET SESSION AUTHORIZATION author; SELECT extensions.migrate_apply(only_these => '{003}')}, db => 'app'), $lesser, 'nor does SET SESSION AUTHORIZATION');
$node->safe_psql('app', q{SELECT FROM extensions.migrate_grant('author', 'author')});
# down and verify scripts put under an approved migration afterwards
$node->safe_psql('app', q{SELECT extensions.migrate_approve('002'); SELECT extensions.migrate_apply(only_these => '{002}')});
as('author', qq{SELECT FROM migrate_register('002_author', 'CREATE TABLE authors (id int)', '$steal', '$steal', replace => true)});
for my $call ('migrate_rollback()', 'migrate_redo()', 'migrate_verify()', q{migrate_verify('002')}, q{migrate_rollback(migration => '002')})
{
    like(error_of($node, "SELECT extensions.$call", db => 'app'), $lesser, "$call runs no script that was changed after the approval");
}
# an approval is for one content, read one way
$node->safe_psql('app', q{SELECT extensions.migrate_approve('003')});
as('author', qq{SELECT FROM migrate_register('003_evil', '$steal; SELECT 1', '$steal', '$steal', replace => true)});
like(error_of($node, q{SELECT extensions.migrate_apply(only_these => '{003}')}, db => 'app'), $lesser, 'an approval does not cover a replaced script');
my $two_ways = q{$t$SELECT '\'; ALTER ROLE author SUPERUSER; --'; $t$};
as('author', qq{SET standard_conforming_strings = off; SET escape_string_warning = off; SELECT FROM migrate_unregister('003'); SELECT FROM migrate_register('003_evil', $two_ways)});
$node->safe_psql('app', q{SELECT extensions.migrate_approve('003')});
as('author', qq{SET standard_conforming_strings = on; SELECT FROM migrate_unregister('003'); SELECT FROM migrate_register('003_evil', $two_ways)});
like(error_of($node, q{SELECT extensions.migrate_apply(only_these => '{003}')}, db => 'app'), $lesser, 'nor the same text read in another way');
nobody_gained('an approval');
# Since 16 a membership may inherit and yet not allow SET ROLE: then the member cannot become the role, attributes and all.
SKIP:
{
    skip 'memberships have no options before 16', 1 if $node->pg_version < 16;
    $node->safe_psql('app', "CREATE ROLE chief SUPERUSER; GRANT chief TO author WITH INHERIT TRUE, SET FALSE");
    like(error_of($node, q{SET SESSION AUTHORIZATION chief; SELECT extensions.migrate_apply(only_these => '{003}')}, db => 'app'), $lesser, 'a member who may not SET ROLE vouches for nothing');
    $node->safe_psql('app', 'REVOKE chief FROM author; DROP ROLE chief');
}
# a new role of the registrant's name
$node->safe_psql('app', qq{CREATE ROLE passing SUPERUSER LOGIN; SET SESSION AUTHORIZATION passing; SELECT FROM extensions.migrate_register('004_passing', 'SELECT 4'); RESET SESSION AUTHORIZATION; DROP ROLE passing; CREATE ROLE passing SUPERUSER});
like(error_of($node, q{SELECT extensions.migrate_apply(only_these => '{004}')}, db => 'app'), qr/MG009/, 'a new role of the same name vouches for nothing');
$node->safe_psql('app', q{SELECT extensions.migrate_unregister('004'); DROP ROLE passing; SELECT extensions.migrate_unregister('003');});

# ---- contexts in which the caller is not who he seems ----------------------------------------------------------------------
$node->safe_psql('app', 'GRANT author TO dev');
as('dev', q{SELECT FROM migrate_register('005_dev', 'CREATE TABLE devs (id int)')});
as('dev', <<'SQL');
CREATE FUNCTION definer() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM extensions.migrate_apply(only_these => '{005}'); RETURN 'ran'; END $$;
CREATE FUNCTION registrar() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM extensions.migrate_register('006', 'SELECT 6'); RETURN 'ran'; END $$;
CREATE TABLE trap (id int);
INSERT INTO trap VALUES (1);
CREATE FUNCTION in_index(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
    IF current_setting('trap.armed', true) = 'on' THEN PERFORM extensions.migrate_apply(only_these => '{005}'); END IF; RETURN $1; END $$;
CREATE INDEX trap_index ON trap (in_index(id));
CREATE MATERIALIZED VIEW trap_view AS SELECT in_index(id) FROM trap;
SQL
my $context = qr/ERROR:  MG015: migrate_(apply|register)\(\) cannot be called in a SECURITY DEFINER function or a security-restricted operation/;
like(error_as('dev', 'SELECT definer()'), $context, 'not in a SECURITY DEFINER function');
like(error_of($node, 'SELECT public.definer()', db => 'app'), $context, 'not in a SECURITY DEFINER function that a superuser calls');
like(error_of($node, 'SELECT public.registrar()', db => 'app'), $context, 'no registration there either');
$node->safe_psql('app', 'ALTER DATABASE app SET trap.armed = on');
like(error_of($node, $_, db => 'app'), $context, "not under $_ of a superuser")
    for 'ANALYZE public.trap', 'REINDEX TABLE public.trap', 'REFRESH MATERIALIZED VIEW public.trap_view', 'VACUUM (ANALYZE) public.trap', 'CLUSTER public.trap USING trap_index';
$node->safe_psql('app', 'ALTER DATABASE app RESET trap.armed');
is($node->safe_psql('app', q{SELECT to_regclass('public.devs')}), '', 'nothing ran');

# ---- scripts that change who they are --------------------------------------------------------------------------------------
# dev, who may SET ROLE to author, applies as author: RESET ROLE in a script would make it dev again
as('author', q{SELECT FROM migrate_register('007_reset', 'RESET ROLE; CREATE TABLE reset (id int)')});
$node->safe_psql('app', q{SELECT FROM extensions.migrate_grant('author', 'operator')});
like(error_as('dev', q{SET ROLE author; SELECT migrate_apply(only_these => '{007}')}), $lesser, 'a script with RESET ROLE needs the trust of the session user');
$node->safe_psql('app', q{SELECT FROM extensions.migrate_grant('author', 'author')});
$node->safe_psql('app', q{SELECT extensions.migrate_unregister('007')});
is($node->safe_psql('app', <<'SQL'), "$super|$super|$super", 'roles that a script sets end with it');
SELECT FROM extensions.migrate_register('008_roles', 'SET ROLE dev; SET SESSION AUTHORIZATION other; SET ROLE NONE; SET search_path = pg_catalog');
SELECT FROM extensions.migrate_apply(only_these => '{008}');
SELECT current_user, session_user, run_as FROM extensions.migrate_history('008') WHERE action = 'apply';
SQL

# ---- a hostile search_path -------------------------------------------------------------------------------------------------
# Whatever has the name of something that the bookkeeping uses, in the caller's path and before pg_catalog: each would tell.
$node->safe_psql('app', 'CREATE TABLE public.told (what text, by_whom text); GRANT ALL ON public.told TO PUBLIC');
as('dev', <<'SQL');
CREATE SCHEMA hostile; GRANT ALL ON SCHEMA hostile TO PUBLIC;
CREATE FUNCTION hostile.tell(what text) RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog AS $$ BEGIN IF current_user <> session_user THEN INSERT INTO public.told VALUES (what, current_user); END IF; RETURN true; END $$;
CREATE FUNCTION hostile.eq(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.tell('= text'); RETURN true; END $$;
CREATE OPERATOR hostile.= (LEFTARG = text, RIGHTARG = text, FUNCTION = hostile.eq);
CREATE FUNCTION hostile.eq(bigint, bigint) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.tell('= bigint'); RETURN true; END $$;
CREATE OPERATOR hostile.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = hostile.eq);
CREATE FUNCTION hostile.clock_timestamp() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.tell('clock_timestamp'); RETURN '2000-01-01'; END $$;
CREATE FUNCTION hostile.host(inet) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.tell('host'); RETURN 'x'; END $$;
CREATE FUNCTION hostile.inet_client_addr() RETURNS inet LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.tell('inet_client_addr'); RETURN '::1'; END $$;
CREATE FUNCTION hostile.has_schema_privilege(oid, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.tell('has_schema_privilege'); RETURN true; END $$;
CREATE FUNCTION hostile.jsonb_typeof(jsonb) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.tell('jsonb_typeof'); RETURN 'object'; END $$;
CREATE FUNCTION hostile.max(bigint) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.tell('max'); RETURN 1; END $$;
CREATE VIEW hostile.pg_trigger AS SELECT hostile.tell('pg_trigger'), t.* FROM pg_catalog.pg_trigger t;
CREATE VIEW hostile.pg_depend AS SELECT hostile.tell('pg_depend'), t.* FROM pg_catalog.pg_depend t;
CREATE VIEW hostile.pg_extension AS SELECT hostile.tell('pg_extension'), t.* FROM pg_catalog.pg_extension t;
CREATE VIEW hostile.pg_namespace AS SELECT hostile.tell('pg_namespace'), t.* FROM pg_catalog.pg_namespace t;
CREATE VIEW hostile.pg_proc AS SELECT hostile.tell('pg_proc'), t.* FROM pg_catalog.pg_proc t;
CREATE VIEW hostile.pg_stat_activity AS SELECT hostile.tell('pg_stat_activity'), t.* FROM pg_catalog.pg_stat_activity t;
CREATE TABLE hostile.history (id bigint); CREATE TABLE hostile.head (single boolean, id bigint, digest text); CREATE TABLE hostile.applied (migration text);
CREATE TYPE hostile.text AS (t int); CREATE DOMAIN hostile.inet AS int; CREATE TYPE hostile.name AS (t int);
SQL
for my $user ('dev', 'operator')
{
    my $n = $user eq 'dev' ? 10 : 11;
    as($user, "SET search_path = hostile, pg_catalog, public, extensions;"
        . qq{ CREATE TEMP TABLE history (id bigint); CREATE TEMP TABLE pg_extension (extname text); CREATE TEMP TABLE head (id bigint);
        SELECT FROM extensions.migrate_register('0${n}_path', 'SELECT 1', 'SELECT 2', 'SELECT true', options => '{"reason": "r"}');
        SELECT FROM extensions.migrate_apply(only_these => '{0$n}', options => '{"reason": "r"}'); SELECT FROM extensions.migrate_verify('0$n');
        SELECT FROM extensions.migrate_status(); SELECT FROM extensions.migrate_plan(); SELECT FROM extensions.migrate_findings();
        SELECT FROM extensions.migrate_rollback(migration => '0$n');} . ($user eq 'dev' ? q{SELECT FROM extensions.migrate_grant('reader', 'reader'); SELECT FROM extensions.migrate_set('out_of_order', 'apply');} : ''));
}
is($node->safe_psql('app', 'SELECT what, by_whom FROM public.told'), '', 'nothing in the caller\'s path was called as anybody else');
is($node->safe_psql('app', q{SELECT bool_and(ok) FROM extensions.migrate_verify_history()}), 't', 'the history holds');
nobody_gained('a hostile search_path');

# The applier's search_path is recorded, and the way back runs under it: not for a runner of more rights than the applier has.
$node->safe_psql('app', 'CREATE SCHEMA operator AUTHORIZATION operator');
as('operator', q{CREATE FUNCTION operator.cleanup() RETURNS int LANGUAGE plpgsql AS $$ BEGIN IF current_user <> 'operator' THEN ALTER ROLE operator SUPERUSER; END IF; RETURN 1; END $$});
$node->safe_psql('app', q{CREATE FUNCTION public.cleanup() RETURNS int LANGUAGE sql AS 'SELECT 1'; SET search_path = public, extensions;
    SELECT FROM migrate_register('015_path', 'SELECT 1', 'SELECT cleanup()', 'SELECT cleanup() = 1 AS fine')});
as('operator', q{SET search_path = operator, public; SELECT FROM extensions.migrate_apply(only_these => '{015}')});
error_of($node, "SELECT extensions.$_", db => 'app') for q{migrate_verify('015')}, q{migrate_redo('015')}, q{migrate_rollback(migration => '015')};
nobody_gained('the search_path of a lesser applier');
# An approval that comes after the application covers its path; one from before does not.
$node->safe_psql('app', q{SELECT FROM extensions.migrate_approve('015')});
unlike(error_of($node, q{SELECT extensions.migrate_verify('015')}, db => 'app'), qr/MG009/, 'who has approved it since accepts its path');
$node->safe_psql('app', 'ALTER ROLE operator NOSUPERUSER');

# ---- scripts against the extension itself ----------------------------------------------------------------------------------
for my $do (q{EXECUTE 'DROP EXT' || 'ENSION pg_strata CASCADE'}, q{EXECUTE 'DROP SCH' || 'EMA migrate CASCADE'}, q{EXECUTE 'DROP OW' || 'NED BY CURRENT_USER CASCADE'},
    q{EXECUTE 'DELETE FROM migrate.' || 'history'}, q{EXECUTE 'SELECT extensions.migrate_' || 'apply()'}, q{EXECUTE 'SELECT extensions.migrate_' || 'mark($$001$$, $$applied$$, $$why$$)'})
{
    as('dev', "SELECT FROM migrate_register('020_against', \$text\$DO \$body\$ BEGIN $do; END \$body\$\$text\$, replace => true)");
    my $error = error_as('dev', q{SELECT migrate_apply(only_these => '{020}')});
    like($error, qr/ERROR:  (MG|42501|2BP01)/, "a script with $do is refused");
    is($node->safe_psql('app', q{SELECT state FROM extensions.migrate_status() WHERE migration = '020_against'}), 'pending', 'and nothing is lost');
}
like(error_as('dev', qq{SELECT migrate_register('021', '$_')}), qr/MG004/, "a script with $_ is refused at registration")
    for 'DROP EXTENSION pg_strata', 'DROP SCHEMA migrate CASCADE', 'SELECT migrate_apply()', 'SELECT extensions.migrate_rollback()';

# ---- dump and restore by the owner, DROP OWNED, other owners ----------------------------------------------------------------
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dir/app", $node->connstr('app') . ' user=dev', '-n', 'migrate', '-e', 'pg_strata' ], 'the installer can dump the record');

like(error_as('dev', q{SELECT migrate_grant('nobody', 'reader')}), qr/42704: role "nobody" does not exist/, 'a role that is not there');
like(error_as('dev', q{SELECT migrate_grant('reader', 'king')}), qr/MG019/, 'a level that is not there');
like(error_as('dev', q{SELECT migrate_grant('public', 'reader')}), qr/42704|MG019|0LP01/, 'not to PUBLIC');

# The owner's own rights are not to be taken away with a level.
like(error_as('dev', "SELECT $_"), qr/ERROR:  \w{5}: role "\w+" owns pg_strata and keeps all rights/, "not $_")
    for "migrate_grant('$super', 'reader')", "migrate_revoke('$super')";
as('dev', q{SELECT FROM migrate_register('030_after', 'SELECT 30'); SELECT FROM migrate_apply(only_these => '{030}')});
is($node->safe_psql('app', q{SELECT count(*) FROM pg_class c, aclexplode(relacl) a WHERE relname = 'history' AND relnamespace = 'migrate'::regnamespace AND a.grantee = relowner AND privilege_type = 'INSERT'}), '1', 'a level given to the owner of the tables takes nothing from him');
$node->safe_psql('app', 'REASSIGN OWNED BY dev TO other');
is($node->safe_psql('app', q{SELECT extowner::regrole FROM pg_extension WHERE extname = 'pg_strata'}), 'dev', 'an extension has its owner for good') if 0;

$node->safe_psql('app', 'DROP OWNED BY reader, author, operator');
like(error_as('reader', 'SELECT migrate_status()'), qr/42501/, 'DROP OWNED takes the grants along');
is($node->safe_psql('app', q{SELECT bool_and(ok) FROM extensions.migrate_verify_history()}), 't', 'DROP OWNED of the others: the history holds');
$node->safe_psql('app', 'CREATE TABLE public.users_own (id int)');
$node->safe_psql('app', 'DROP OWNED BY dev CASCADE; DROP OWNED BY other CASCADE');
is($node->safe_psql('app', q{SELECT count(*) FROM pg_extension WHERE extname = 'pg_strata'}), '0', 'DROP OWNED of the installer takes the extension');
is($node->safe_psql('app', q{SELECT to_regnamespace('migrate'), to_regclass('public.users_own')}), '|users_own', 'and leaves what others own');
$node->safe_psql('app', 'DROP ROLE reader, author, operator');
no_crash($node);

done_testing();
