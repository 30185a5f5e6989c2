#!/usr/bin/env bash
# Starts our own PostgreSQL cluster on loopback, from port 15432 upwards, with fsync and data checksums on and no passwords: for tests only;
# nothing where ours runs or HUB_TEST_POSTGRES names one. A cluster that was killed starts again with its data, on its port.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$INFRA/postgresql/where.sh"
given HUB_TEST_POSTGRES && exit 0
ours postgresql >/dev/null && exit 0

PROGRAMS=$(programs)
[ -n "$PROGRAMS" ] || fail "PostgreSQL is not installed: run infra/postgresql/install.sh"
CLUSTER=$(cluster)
LOG="$CLUSTER/server.log"

if [ ! -f "$CLUSTER/data/PG_VERSION" ]; then
    mkdir -p "$CLUSTER"
    if [ "$(id -u)" = 0 ]; then chown postgres "$CLUSTER"; fi
    unprivileged "$PROGRAMS/initdb" -D "$CLUSTER/data" -U hub -A trust -E UTF8 --locale=C --data-checksums \
        >"$RUN/initdb.log" 2>&1 || { cat "$RUN/initdb.log" >&2; fail "PostgreSQL's cluster could not be made in $CLUSTER"; }
    unprivileged tee "$CLUSTER/data/postgresql.auto.conf" <"$INFRA/postgresql/postgresql.conf" >/dev/null
fi

port=$(port_for postgresql 15432)
begin() { unprivileged "$PROGRAMS/pg_ctl" -s -w -t 60 -D "$CLUSTER/data" -l "$LOG" -o "-p $port" start >/dev/null 2>&1 </dev/null; }
# A server that was killed holds its lock until the system has buried it.
tries=10
until begin; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { unprivileged tail -n 15 "$LOG" >&2; fail "PostgreSQL did not come up (log: $LOG)"; }
    sleep 0.5
done
remember postgresql "$(unprivileged head -n 1 "$CLUSTER/data/postmaster.pid")"

sql() { "$PROGRAMS/psql" -qtAX -h 127.0.0.1 -p "$port" -U hub -d postgres -c "$1"; }
[ -n "$(sql "SELECT 1 FROM pg_database WHERE datname = 'hub_test'")" ] || sql "CREATE DATABASE hub_test"
publish postgresql HUB_TEST_POSTGRES "postgresql://hub@127.0.0.1:$port/hub_test"
say "PostgreSQL at postgresql://hub@127.0.0.1:$port/hub_test"
