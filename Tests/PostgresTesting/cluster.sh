#!/bin/sh
# Runs a PostgreSQL server of its own in the folder $1 until standard input ends, then removes the folder.
# Says `ready` when it takes connections; the word `restart` on standard input restarts it, without mercy.
set -eu
folder=$1
programs=/usr/lib/postgresql/15/bin
if [ ! -x "$programs/initdb" ]; then
    echo "PostgreSQL 15 is not installed: run Scripts/setup --tests"
    exit 1
fi
as=
if [ "$(id -u)" -eq 0 ]; then
    # The server refuses to run as root.
    chown postgres "$folder"
    as="setpriv --reuid=postgres --regid=postgres --clear-groups"
fi
control() {
    $as "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 "$@" >>"$folder/control" 2>&1 </dev/null
}
finish() {
    control -m immediate stop || true
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
cd "$folder"
if ! $as "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >initdb 2>&1; then
    tail -n 3 initdb | tr '\n' ' '
    exit 1
fi
cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 300
fsync = on
shared_buffers = 64MB
deadlock_timeout = 100ms
CONF
printf 'local all secured scram-sha-256\nlocal all all trust\n' >"$folder/data/pg_hba.conf"
if ! control start; then
    tail -n 3 "$folder/log" | tr '\n' ' '
    exit 1
fi
# The one user with a password.
"$programs/psql" -q -h "$folder" -U postgres -d postgres -c "CREATE ROLE secured LOGIN PASSWORD 'hunter2-right'" </dev/null
echo ready
while read -r word; do
    if [ "$word" = restart ]; then
        control -m immediate restart
        echo ready
    fi
done
