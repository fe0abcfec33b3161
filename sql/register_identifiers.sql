-- Identifiers are any text. They come out of every function as they went in.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('', 'SELECT 1');
SELECT action FROM migrate_register(NULL, 'SELECT 1');
SELECT action FROM migrate_register('001_x', '');
SELECT action FROM migrate_register('001_x', NULL);
CREATE TABLE odd (n int, identifier text);
INSERT INTO odd VALUES (1, 'it''s "quoted"'), (2, E'two\nlines'), (3, E'back\\slash\ttab'), (4, 'größer_東京_🐘'),
    (5, ' '), (6, '$1 %s %d {}'), (7, '{a,b}'), (8, '''; DROP TABLE odd; --'), (9, '-- comment'), (10, 'NULL'),
    (11, repeat('é', 1000)), (12, repeat('x', 10000)), (13, '001_x.sql'), (14, 'a/b/../c'), (15, E'\u00a0'), (16, 'A'), (17, 'a');
SELECT n, r.action, r.migration = identifier AS same
  FROM odd, LATERAL migrate_register(identifier, format('CREATE TABLE odd_%s ()', n), format('DROP TABLE odd_%s', n), 'SELECT true AS there') r
 ORDER BY n;
SELECT n, r.action FROM odd, LATERAL migrate_register(identifier, format('CREATE TABLE odd_%s ()', n), format('DROP TABLE odd_%s', n), 'SELECT true AS there') r ORDER BY n;
-- they can be required, planned and applied
SELECT action FROM migrate_register('zzz', 'SELECT 1', requires => (SELECT array_agg(identifier ORDER BY n) FROM odd));
SELECT requires = (SELECT array_agg(identifier ORDER BY n) FROM odd) AS kept FROM migrate_status() WHERE migration = 'zzz';
SELECT count(*), bool_and(action = 'apply') AS all_apply FROM migrate_plan();
SELECT count(*), count(DISTINCT status) FROM migrate_apply();
SELECT n, s.state FROM odd JOIN migrate_status() s ON s.migration = identifier ORDER BY n;
SELECT n, h.action, h.outcome FROM odd, LATERAL migrate_history(identifier) h WHERE h.action = 'apply' ORDER BY n;
SELECT n, v.check_name, v.ok FROM odd, LATERAL migrate_verify(identifier) v ORDER BY n;
SELECT count(*) FROM pg_class WHERE relname LIKE 'odd\_%';
-- calls that are offered as a remedy can be run as they stand
SELECT action FROM migrate_register('it''s the ''last''', 'SELECT 1', requires => '{it''s missing}');
SELECT fix_call FROM migrate_plan();
SELECT new_state FROM migrate_mark('it''s the ''last''', 'skipped', 'it''s odd');
SELECT new_state FROM migrate_mark('it''s the ''last''', 'pending', 'it''s odd');
SELECT action FROM migrate_unregister('it''s the ''last''');
-- roll back, all of them; what is quoted in messages is quoted in the server's manner
SELECT * FROM migrate_redo(E'two\nlines');
SELECT count(*) FROM migrate_rollback(options => '{"all": true}');
SELECT action FROM migrate_register('zzz', 'SELECT 1', 'SELECT 2', replace => true);
SELECT count(*) FROM migrate_rollback(options => '{"all": true}');
SELECT count(*) FROM pg_class WHERE relname LIKE 'odd\_%';
SELECT migration FROM migrate_register('say "hi"', 'SELECT 1 FROM');
SELECT migration FROM migrate_register(E'two\nlines', 'SELECT 1 FROM');
-- bytes decide, not collation: nothing is folded or normalized
SELECT action FROM migrate_register(E'caf\u00e9', 'SELECT 1');
SELECT action FROM migrate_register(E'cafe\u0301', 'SELECT 2');
SELECT count(*) FROM migrate_status() WHERE migration LIKE 'caf%';
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
DROP EXTENSION pg_strata;
DROP TABLE odd;
