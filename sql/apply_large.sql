-- Size: time and locks grow with the script, not faster; a line may be as long as it likes.
CREATE EXTENSION pg_strata;
SET statement_timeout = '10s';
SELECT statements, transactional FROM migrate_register('001_one_line', repeat('SELECT 1;', 60000), verify => repeat('SELECT true;', 2000));
SELECT statements, status FROM migrate_apply();
SELECT count(*), bool_and(ok) FROM migrate_verify();
-- an error at its end is found as fast
\set VERBOSITY sqlstate
SELECT action FROM migrate_register('002_error', repeat('SELECT ''é'';', 60000) || 'SELEC');
\set VERBOSITY default
-- one statement of ten million characters, and some behind it on the same line
SELECT statements FROM migrate_register('003_literal', 'SELECT length(' || quote_literal(repeat('é', 5000000)) || ');' || repeat('SELECT 1;', 3000));
SELECT statements, status FROM migrate_apply();
-- rows are no locks: no warning
SELECT r.action FROM (SELECT string_agg(format('INSERT INTO filled VALUES (%s);', n), E'\n' ORDER BY n) AS rows FROM generate_series(1, 5000) n) x, LATERAL migrate_register('004_rows', 'CREATE TABLE filled (id int);' || x.rows) r;
SELECT statements, rows, status FROM migrate_apply();
SELECT count(*) FROM filled;
-- many small ones
SELECT count(*) FROM generate_series(1, 2000) n, LATERAL migrate_register('1' || lpad(n::text, 5, '0'), 'SELECT ' || n, 'SELECT 1', requires => CASE WHEN n > 1 THEN ARRAY['1' || lpad((n - 1)::text, 5, '0')] END);
SELECT count(*) FROM migrate_plan();
SELECT count(*), max(step) FROM migrate_apply();
SELECT count(*) FROM migrate_rollback('004_rows');
SELECT count(*), bool_and(ok) FROM migrate_verify_history();
RESET statement_timeout;
DROP EXTENSION pg_strata;
DROP TABLE filled;
