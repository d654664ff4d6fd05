#!/usr/bin/env bash
# Run a command with DATABASE_URL of a PostgreSQL cluster made for it alone, on 127.0.0.1, gone afterwards.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL's server is not installed; install the package 'postgresql'" >&2; exit 1; }
folder=$(mktemp -d)
port=$((20000 + RANDOM % 10000))
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; as() { su postgres -c "$*"; }; else as() { bash -c "$*"; }; fi
finish() { as "$bin/pg_ctl -D $folder/cluster -m immediate stop >/dev/null" || true; rm -rf "$folder"; }
trap finish EXIT
as "$bin/initdb -D $folder/cluster -A trust -U postgres >/dev/null"
as "$bin/pg_ctl -D $folder/cluster -w -l $folder/log -o '-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off' start >/dev/null"
DATABASE_URL="postgresql://postgres@127.0.0.1:$port/postgres" "$@"
