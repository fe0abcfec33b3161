# Runs in a background worker are their caller's: the same user, role and settings, and never more rights.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use BackgroundTest;
use StrataTest;
use Test::More;

set_up();

# ---- as the caller ----------------------------------------------------------------------------------------------------
my $told = q{CREATE TABLE told AS SELECT current_user::text AS who, session_user::text AS session, current_setting('role') AS role,
    current_setting('search_path') AS path, current_setting('work_mem') AS mem, current_setting('application_name') AS app,
    current_setting('my.own', true) AS own, current_setting('is_superuser') AS super, current_setting('TimeZone') AS zone,
    current_setting('client_encoding') AS encoding, current_setting('statement_timeout') AS timeout, current_setting('track_functions') AS track;
GRANT SELECT ON told TO PUBLIC;
ALTER TABLE told OWNER TO CURRENT_USER};
sub told
{
    my ($what, $before, $expected, %options) = @_;
    sql(q{SELECT FROM migrate_mark('009', 'pending', 'again')}) if sql(q{SELECT count(*) FROM migrate_status() WHERE migration LIKE '009%' AND state = 'applied'});
    sql('DROP TABLE IF EXISTS told');
    my $registrant = $options{registrant} // $super;
    sql("SET SESSION AUTHORIZATION $registrant; SELECT FROM migrate_register('009_told', \$x\$$told\$x\$, replace => true)");
    my @lines = split /\n/, sql("$before; SELECT run FROM migrate_start(only_these => ARRAY['009']);", user => $options{user});
    my $run = pop @lines;
    like(wait_for($run), qr/^done\|1/, "$what: runs") or diag(sql("SELECT * FROM migrate_history(run => $run)"));
    is(sql("SELECT $options{columns} FROM told"), $expected, $what);
    return $run;
}
fresh();
sql(q{GRANT CREATE ON SCHEMA public TO PUBLIC; SELECT FROM migrate_grant('dev', 'author')});
my $who = 'who, session, role, super';
told('as oneself', 'SET work_mem = $$7MB$$', "$super|$super|none|on|7MB", columns => "$who, mem");
told('another role', 'SET ROLE team', "team|$super|team|off", columns => $who);
told('another session user', 'SET SESSION AUTHORIZATION dev', 'dev|dev|none|off', columns => $who);
told('both', 'SET SESSION AUTHORIZATION dev; SET ROLE team', 'team|dev|team|off', columns => $who);
told('no superuser', 'SELECT 1', 'dev|dev|none|off', columns => $who, user => 'dev', registrant => 'dev');
told('a role of a plain user', 'SET ROLE team', 'team|dev|team|off', columns => $who, user => 'dev', registrant => 'team');
told('settings', q{SET search_path = public, "$user"; SET work_mem = '9MB'; SET application_name = 'mine'; SET my.own = 'x y'; SET TimeZone = 'Asia/Tokyo'; SET client_encoding = latin1},
    'public, "$user"|9MB|mine|x y|Asia/Tokyo|LATIN1', columns => 'path, mem, app, own, zone, encoding');
told('what only a superuser may set', q{SET track_functions = 'all'; SET ROLE team}, 'team|all', columns => 'who, track');
told('no time limit of the caller\'s statement', q{SET statement_timeout = '10s'}, '10s', columns => 'timeout');
$node->safe_psql('postgres', "ALTER ROLE dev SET role = team; ALTER ROLE dev SET work_mem = '3MB'");
told('settings of the role', 'SELECT 1', 'team|dev|team|3MB', columns => 'who, session, role, mem', user => 'dev', registrant => 'team');
told('settings of the role, taken back', 'SET ROLE NONE; RESET work_mem; SET work_mem = DEFAULT', 'dev|dev|none|3MB', columns => 'who, session, role, mem', user => 'dev', registrant => 'dev');
$node->safe_psql('postgres', 'ALTER ROLE dev RESET role; ALTER ROLE dev RESET work_mem');
{
    my $run = told('for the record', q{SET application_name = 'editor'}, 'editor', columns => 'app', user => 'dev', registrant => 'dev');
    is(sql("SELECT run_as, logged_in_as, application_name FROM migrate.run WHERE run = $run"), 'dev|dev|editor', 'the run is recorded as the caller\'s');
    is(sql("SELECT run_as, logged_in_as, application_name FROM migrate_history(run => $run)"), 'dev|dev|editor', 'the history, too');
}

# ---- never as more ----------------------------------------------------------------------------------------------------
sub is_plain { my ($what) = @_; is(sql(q{SELECT string_agg(rolname, ',') FROM pg_roles WHERE rolsuper AND rolname <> current_user}), '', "$what: nobody became a superuser"); }
fresh();
sql(q{GRANT CREATE ON SCHEMA public TO PUBLIC; SELECT FROM migrate_grant('dev', 'author')});
sql(q{SELECT FROM migrate_register('005_rise', 'RESET ROLE; RESET SESSION AUTHORIZATION; ALTER ROLE dev SUPERUSER')}, user => 'dev');
my $rise = q{SELECT run FROM migrate_start(only_these => ARRAY['005'])};
{
    # a function of dev's that the superuser runs unknowingly
    sql(q{CREATE FUNCTION public.sly(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'dev' AND current_setting('my.armed', true) = 'yes' THEN PERFORM public.migrate_start(only_these => ARRAY['005']); END IF;
    RETURN $1;
END $$;
CREATE TABLE bait (id int); INSERT INTO bait SELECT generate_series(1, 100); CREATE INDEX ON bait (public.sly(id));}, user => 'dev');
    for my $trap ('ANALYZE bait', 'REINDEX TABLE bait', 'VACUUM FULL bait', 'CREATE INDEX ON bait (public.sly(id + 1))')
    {
        like(error("SET my.armed = 'yes'; $trap"), qr/MG015:/, "$trap by a superuser: an index expression cannot start a run");
    }
    sql(q{CREATE MATERIALIZED VIEW mat AS SELECT 1 AS x}, user => 'dev');
    sql(q{CREATE FUNCTION public.definer() RETURNS bigint SECURITY DEFINER LANGUAGE sql AS $$ SELECT run FROM public.migrate_start(only_these => ARRAY['005']) $$});
    like(error('SELECT public.definer()', user => 'dev'), qr/MG015:/, 'a SECURITY DEFINER function cannot start a run');
    is(sql('SELECT count(*) FROM migrate.run'), 0, 'none did');
    for my $disguise ('SET ROLE dev', 'SET SESSION AUTHORIZATION dev', 'SET SESSION AUTHORIZATION dev; SET ROLE team')
    {
        like(error("$disguise; $rise"), qr/MG009:|MG007:/, "$disguise: what dev registered needs the superuser's approval");
    }
    my $run = start(call => $rise, user => 'dev');
    like(wait_for($run), qr/^failed\|0\|must be (?:a )?superuser|permission denied/, 'dev himself can run it, and becomes nothing');
    is_plain('all of these');
}
{
    # the rights go between the call and its commit
    my $session = $node->background_psql($db, on_error_stop => 0, extra_params => [ '-U', 'dev' ]);
    sql(q{SELECT FROM migrate_register('006_team', 'CREATE TABLE of_team (id int)')}, user => 'dev');
    my $run = $session->query_safe(q{SET ROLE team; BEGIN; SELECT run FROM migrate_start(only_these => ARRAY['001']);});
    $node->safe_psql('postgres', 'REVOKE team FROM dev');
    $session->query_safe('COMMIT;');
    like(wait_for($run), qr/^failed\|0\|permission denied to set role "team"/, 'a role that was taken away is not taken up');
    $node->safe_psql('postgres', 'GRANT team TO dev');
    $run = $session->query_safe(q{RESET ROLE; BEGIN; SELECT run FROM migrate_start(only_these => ARRAY['006']);});
    sql('REVOKE SELECT ON migrate.approval FROM dev, team');
    $session->query_safe('COMMIT;');
    like(wait_for($run), qr/^failed\|0\|permission denied/, 'a level that was taken away counts, too');
    $session->quit;
    is(sql(q{SELECT to_regclass('of_team'), to_regclass('one')}), '|', 'neither has run');
    chain_holds($node, 'rights taken away', undef, $db);
}
{
    # a trusted extension's installer
    $node->safe_psql('postgres', 'CREATE DATABASE owned OWNER dev');
    $db = 'owned';
    sql('CREATE SCHEMA mine; CREATE EXTENSION pg_strata WITH SCHEMA mine', user => 'dev');
    my $call = 'SET search_path = mine; SELECT run FROM migrate_start()';
    sql(q{SET search_path = mine; SELECT FROM migrate_register('001_system', 'ALTER SYSTEM SET work_mem = 1024', options => '{"transaction": "off"}')}, user => 'dev') if 0;
    sql(q{SET search_path = mine; SELECT FROM migrate_register('002_rise', 'RESET ROLE; RESET SESSION AUTHORIZATION; CREATE TABLE mine.me AS SELECT current_user::text, session_user::text')}, user => 'dev');
    is(sql('SET search_path = mine; CALL migrate_wait(' . start(call => $call, user => 'dev') . ", '60s')"), 'done|1|', 'an installer can start runs');
    is(sql('SELECT * FROM mine.me'), 'dev|dev', 'as himself');
    sql(q{SET search_path = mine; SELECT FROM migrate_register('003_rise', 'ALTER ROLE dev SUPERUSER')}, user => 'dev');
    like(sql('SET search_path = mine; CALL migrate_wait(' . start(call => $call, user => 'dev') . ", '60s')"), qr/^failed\|0\|/, 'and as nobody else');
    sql(q{SET search_path = mine; SELECT FROM migrate_unregister('003')}, user => 'dev');
    sql(q{SET search_path = mine; SELECT FROM migrate_register('003_forge', 'UPDATE migrate.run SET status = ''done''')}, user => 'dev');
    like(sql('SET search_path = mine; CALL migrate_wait(' . start(call => $call, user => 'dev') . ", '60s')"), qr/^failed\|0\|permission denied/, 'the record is not his to write');
    is_plain('the installer');
}

# ---- a role that cannot log in any more -------------------------------------------------------------------------------
fresh();
{
    $node->safe_psql('postgres', 'CREATE ROLE fired LOGIN');
    sql(q{SELECT FROM migrate_grant('fired', 'operator')});
    my $session = $node->background_psql($db, on_error_stop => 0, extra_params => [ '-U', 'fired' ]);
    $session->query_safe(q{SELECT FROM migrate_register('000_mine', 'CREATE TABLE mine (id int)');});
    $node->safe_psql('postgres', 'ALTER ROLE fired NOLOGIN CONNECTION LIMIT 0');
    my $major = $node->safe_psql('postgres', q{SELECT current_setting('server_version_num')::int / 10000});
    my $run = $session->query(q{SELECT run FROM migrate_start(only_these => ARRAY['000']);});
    if ($major < 17)
    {
        like(slurp_file($node->logfile), qr/ERROR: +role "fired" is not permitted to log in/, 'below 17 a role that cannot log in cannot start a run');
        is(sql('SELECT count(*) FROM migrate.run'), 0, 'and leaves none');
    }
    else { is(wait_for($run), 'done|1|', 'a role that cannot log in goes on in its session, and in a run'); }
    $session->quit;
}

no_workers();
no_crash($node);
done_testing();
