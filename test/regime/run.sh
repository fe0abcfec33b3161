#!/bin/sh
# run.sh: the regime tests, as TAP. PG_CONFIG names the server; CXX, if set, the compiler.
# Every kind of error (fault.cpp) comes through every door (doors.cpp, hooks.cpp), with counted objects in every C++
# frame. Afterwards no object has survived, the session works, the error is whole, nothing has crashed. The same objects
# linked with the guard switched off must fail: that tells that the tests see what they look for.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
tools=$here/../../tools
. "$tools/lib.sh"
export PG_CONFIG="${PG_CONFIG:-pg_config}"

work=$(private_directory regime)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

bail_out() {
    echo "Bail out! $1"
    exit 1
}

number=0
# test_line STATUS NAME
test_line() {
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; fi
}

# verdicts DIRECTORY WANT PREFIX: joins cases and results to "STATUS|NAME" for each door and mode, after "# ..."
# lines for what is wrong. WANT is the result that each case must have, as a regular expression.
verdicts() {
    awk -F'|' -v want="$2" -v what="$3" '
        { key = $1 "|" $2 "|" $3 }
        FNR == NR {
            if (key in result) result[key] = result[key] " " $4; else result[key] = $4
            next
        }
        { group = $2 ", " $1 }
        !(group in total) { order[++groups] = group }
        {
            total[group]++
            if (!(key in result)) result[key] = "no result: the session is gone"
            if (result[key] !~ want) { failed[group]++; print "# " key ": " result[key] }
        }
        END {
            for (i = 1; i <= groups; i++)
                print (failed[order[i]] > 0) "|" what order[i] ": " total[order[i]] " cases"
        }' "$1/results" "$1/cases"
}

report() {
    verdicts "$@" >"$work/verdicts"
    while IFS='|' read -r status name; do
        case $status in
            '#'*) echo "$status|$name" ;;
            *) test_line "$status" "$name" ;;
        esac
    done <"$work/verdicts"
}

build() {
    cd "$work"
    quietly "$work/build.log" make -s -j "${JOBS:-2}" -f "$here/Makefile" PG_CONFIG="$PG_CONFIG" ${CXX:+CXX="$CXX"}
}
(build) || bail_out "the regime module does not build"

# run_matrix DIRECTORY LIBRARY [KINDS]
run_matrix() {
    mkdir "$work/$1"
    "$tools/with_cluster" 'log_min_messages = notice' -- sh "$here/inside.sh" "$work/$1" "$work/$2" "${3:-}" ||
        bail_out "the regime tests do not run"
}

run_matrix guarded strata_regime.so
report "$work/guarded" '^ok( ok)*$' ''
sed 's/^/# /' "$work/guarded/evidence"
if [ -s "$work/guarded/evidence" ]; then status=1; else status=0; fi
test_line "$status" "no crash, no restart, no warning of the server's about something left behind"
echo "# a guarded call costs $(cat "$work/guarded/cost") ns"

# Kinds that only the guard catches, and that need no crash to be noticed.
run_matrix unguarded strata_regime_unguarded.so 'error server_error notice_timeout cancel bad_request out_of_memory'
report "$work/unguarded" 'survivors' 'a build without the guard is noticed: '
echo "1..$number"
