# Sourced by the other tools (POSIX sh).

export LC_ALL=C.UTF-8
unset LANGUAGE PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD PGPASSFILE PGSERVICE PGSERVICEFILE PGOPTIONS \
      PGDATA PGSSLMODE PGCLIENTENCODING PGAPPNAME PG_COLOR
# A make that called us must not hand its own variables and job server to the makes that we call.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

say() { printf '%s\n' "$*" >&2; }
die() { say "${0##*/}: $*"; exit 1; }

# PostgreSQL refuses to run as root: root's servers and tests run as this user instead.
if [ "$(id -u)" -eq 0 ]; then
    run_user=postgres
    id "$run_user" >/dev/null 2>&1 || run_user=nobody
else
    run_user=
fi

# as_user COMMAND...: run it as the unprivileged user (who we are already, when not root)
as_user() {
    if [ -n "$run_user" ]; then
        setpriv --reuid "$run_user" --regid "$(id -g "$run_user")" --init-groups -- "$@"
    else
        "$@"
    fi
}

give_to_user() { [ -z "$run_user" ] || chown -R "$run_user:$(id -gn "$run_user")" "$@"; }

probe='cd "$1" && printf "#!/bin/sh\n" >probe && chmod +x probe && ./probe && rm probe'

# private_directory NAME: a new directory of the unprivileged user, for that user alone. Its path stays short, since a
# socket's path has room for 107 bytes, and it must allow programs to run.
private_directory() {
    for base in "${STRATA_WORK:-}" "${TMPDIR:-}" /tmp /var/tmp; do
        if [ -z "$base" ] || [ "${#base}" -gt 40 ] || [ ! -w "$base" ]; then continue; fi
        directory=$(mktemp -d "$base/$1.XXXXXX") || continue
        give_to_user "$directory"
        if as_user sh -c "$probe" sh "$directory" 2>/dev/null; then
            (cd "$directory" && pwd -P)
            return 0
        fi
        rm -rf "$directory"
    done
    die "no temporary directory in which user ${run_user:-$(id -un)} may write and run programs (set TMPDIR)"
}

# quietly LOG COMMAND...: its output is shown only if it fails
quietly() {
    log=$1
    shift
    "$@" >"$log" 2>&1 </dev/null && return 0
    status=$?
    say "failed: $*"
    cat "$log" >&2
    return "$status"
}
