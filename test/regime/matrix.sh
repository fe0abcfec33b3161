# matrix.sh script|cases [KINDS]: the doors crossed with the kinds of error, as a psql script or as the list
# "mode|door|kind" of what it will report.
# A door opens in four modes: on its own (plain), in a transaction block (block), after a savepoint (savepoint), under a
# PL/pgSQL handler (caught).
set -eu

doors='function procedure committing rows trigger event check assign show commit subcommit utility executor log
       context context_error walk nested through_plpgsql'
all_kinds='error server_error spi_error constraint notice_timeout cancel bad_request out_of_memory bad_alloc
           std_exception foreign_number foreign_object destructor_unwinding destructor_normal destructor_cancel
           subtransaction_caught subtransaction_rethrown subtransaction_exception subtransaction_levels
           subtransaction_work scopes guard_in_guard exception_in_guard amended translated kept_copy'
kinds=${2:-$all_kinds}

# The statement that opens a door.
statement() {
    case $1 in
        function) echo "SELECT regime_raise('$2')" ;;
        procedure | utility) echo "CALL regime_procedure('$2')" ;;
        committing) echo "CALL regime_committing('$2')" ;;
        rows) echo "SELECT * FROM regime_rows('$2')" ;;
        trigger) echo "INSERT INTO regime_target VALUES ('$2')" ;;
        event) echo "COMMENT ON TABLE regime_target IS '$2'" ;;
        check) echo "SET regime.checked = '$2'" ;;
        assign) echo "SET regime.assigned = 'something'" ;;
        show) echo "SHOW regime.shown" ;;
        commit) echo "COMMIT" ;;
        subcommit) echo "SELECT regime_subtransaction()" ;;
        executor) echo "SELECT 1" ;;
        log) echo "DO 'BEGIN RAISE NOTICE ''regime log''; END'" ;;
        context) echo "SELECT regime_context('$2', false)" ;;
        context_error) echo "SELECT regime_context('$2', true)" ;;
        walk) echo "SELECT regime_walk('$2')" ;;
        nested) echo "SELECT regime_nested('$2', 2)" ;;
        through_plpgsql) echo "SELECT regime_through_plpgsql('$2')" ;;
    esac
}

# Combinations that cannot be: code that runs while another message is being reported must not swallow an error
# (guard.h); a transaction that commits takes no subtransactions and has no snapshot; COMMIT is no statement of a
# function; the server shows a setting before the statement has its snapshot.
possible() {
    case $2,$3 in
        show,subtransaction_work | show,scopes) return 1 ;;
        log,subtransaction_rethrown | context*,subtransaction_rethrown) ;;
        log,subtransaction_* | log,scopes | context*,subtransaction_* | context*,scopes) return 1 ;;
        commit,subtransaction_* | commit,scopes | subcommit,subtransaction_* | subcommit,scopes) return 1 ;;
    esac
    case $1,$2 in
        savepoint,commit | caught,commit) return 1 ;;
        *,commit) [ "$3" != constraint ] || return 1 ;;
    esac
}

script() {
    mode=$1 door=$2 kind=$3
    echo 'SELECT regime_reset();'
    case $mode in
        plain)
            echo "SELECT regime_arm('$door', '$kind');"
            [ "$door" = commit ] || echo "$(statement "$door" "$kind");"
            printf '%s\n' '\set got :SQLSTATE' "SELECT regime_check('$mode', '$door', '$kind', :pid, :'got', NULL, 1);"
            ;;
        block)
            printf '%s\n' 'BEGIN;' "SELECT regime_arm('$door', '$kind');" "$(statement "$door" "$kind");" \
                '\set got :SQLSTATE'
            # after a failed COMMIT there is no block any more
            after=NULL
            if [ "$door" != commit ]; then
                after=":'after'"
                printf '%s\n' 'SELECT;' '\set after :SQLSTATE' 'ROLLBACK;'
            fi
            echo "SELECT regime_check('$mode', '$door', '$kind', :pid, :'got', $after, 1);"
            ;;
        savepoint)
            printf '%s\n' 'BEGIN;' 'SAVEPOINT before;' "SELECT regime_arm('$door', '$kind');" \
                "$(statement "$door" "$kind");" '\set got :SQLSTATE' 'SELECT;' '\set after :SQLSTATE' \
                'ROLLBACK TO before;' \
                "SELECT regime_check('$mode', '$door', '$kind', :pid, :'got', :'after', 2);" 'COMMIT;'
            ;;
        caught)
            echo "SELECT regime_caught('$door', '$kind', :pid, \$_\$$(statement "$door" "$kind")\$_\$);"
            ;;
    esac
}

[ "$1" = cases ] || echo 'SELECT pg_backend_pid() AS pid \gset'
for mode in plain block savepoint caught; do
    for door in $doors; do
        for kind in $kinds; do
            possible "$mode" "$door" "$kind" || continue
            if [ "$1" = cases ]; then echo "$mode|$door|$kind"; else script "$mode" "$door" "$kind"; fi
        done
    done
done
