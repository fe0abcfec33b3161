# inside.sh DIRECTORY LIBRARY [KINDS]: runs in a cluster. Leaves DIRECTORY/cases and DIRECTORY/results (lines
# "mode|door|kind|ok or what is wrong"), and DIRECTORY/evidence: signs of a crash, and warnings that no test asked for.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
out=$1 library=$2 kinds=${3:-}
run_psql() { "$PSQL" -X -q -A -t "$@"; }
started() { run_psql -c 'SELECT pg_postmaster_start_time()'; }

run_psql -v ON_ERROR_STOP=1 -v module="$library" -f "$here/setup.sql"
before=$(started)
sh "$here/matrix.sh" cases "$kinds" >"$out/cases"
sh "$here/matrix.sh" script "$kinds" >"$out/script"
if [ -z "$kinds" ]; then
    sh "$here/rest.sh" >"$out/rest"
    printf 'rest|function|%s\n' notice_flood copy_without_memory memory terminate >>"$out/cases"
fi

# A lost connection shows as missing results.
for script in "$out/script" "$out/rest"; do
    [ ! -e "$script" ] || run_psql -f "$script" || :
done >"$out/printed" 2>"$out/reported"
if [ -z "$kinds" ]; then
    run_psql -c 'SELECT regime_terminate()' >"$out/terminated" 2>&1 || :
    if grep -q 'terminating connection due to administrator command' "$out/terminated"; then
        echo 'rest|function|terminate|ok' >>"$out/printed"
    fi
fi
grep -E '^(plain|block|savepoint|caught|rest)[|]' "$out/printed" >"$out/results" || :

{
    [ "$before" = "$(started)" ] || echo "the server was started again"
    grep -E 'terminated by signal|PANIC:|TRAP:|exited with exit code' "$CLUSTER_LOG" || :
    grep -E 'WARNING:' "$out/reported" | grep -v 'pg_strata: could not clean up' || :
} >"$out/evidence"
if [ -z "$kinds" ]; then run_psql -c "SELECT round(regime_call_cost(20000000)::numeric, 1)" >"$out/cost"; fi
