# rest.sh: what the matrix leaves out, as a psql script that reports in its form.
set -eu

check="SELECT regime_check('rest', 'function', '%s', :pid, :'SQLSTATE', NULL, 1);\n"

echo 'SELECT pg_backend_pid() AS pid \gset'

# a real statement_timeout among real notices
printf '%s\n' 'SELECT regime_reset();' "SET statement_timeout = '20ms';" "SELECT regime_raise('notice_flood');" \
    '\set got :SQLSTATE' 'RESET statement_timeout;' \
    "SELECT regime_check('rest', 'function', 'notice_flood', :pid, :'got', NULL, 1);"

# no memory to copy the error; again and again, since each could leave something
for time in 1 2 3; do
    echo 'SELECT regime_copy_without_memory();'
    # shellcheck disable=SC2059
    printf "$check" copy_without_memory
done

# a thousand errors leave no memory behind
bytes='SELECT sum(total_bytes) AS %s FROM pg_backend_memory_contexts \\gset\n'
errors() {
    for kind in error server_error spi_error constraint scopes subtransaction_work; do
        echo "SELECT regime_nested('$kind', 1);"
    done
}
errors
# shellcheck disable=SC2059
printf "$bytes$bytes" after before
time=0
while [ "$time" -lt 170 ]; do
    errors
    time=$((time + 1))
done
# shellcheck disable=SC2059
printf "$bytes" after
echo "SELECT 'rest|function|memory|' ||"
echo "       CASE WHEN :after - :before < 65536 THEN 'ok' ELSE 'grew by ' || :after - :before END;"
