# The two ways in: functions inside the caller's transaction, and procedures that commit after each migration.
package Door;
use strict;
use warnings;

sub first {
    return bless { name => 'migrate_apply()', apply => 'SELECT * FROM migrate_apply(%s)',
                   roll_back => 'SELECT migrate_rollback(%s)' }, $_[0];
}

sub second {
    return bless { name => 'CALL migrate_run()', apply => 'CALL migrate_run(%s)',
                   roll_back => 'CALL migrate_run_rollback(%s)', commits => 1 }, $_[0];
}

sub name { return $_[0]{name} }
sub commits { return $_[0]{commits} }
sub apply { return sprintf $_[0]{apply}, $_[1] // '' }
sub roll_back { return sprintf $_[0]{roll_back}, $_[1] }

1;
