#!/usr/bin/env bash
# How many spans a second `redline serve` takes and commits, beside Arize Phoenix, in one run on one
# cluster: both are sent the same spans by OpenTelemetry's SDK for Python, in turns, and medians are
# shown (bench/otlp_load.py says how; bench/otlp_spans.py what is sent). TURNS (2500, of four spans),
# ROUNDS (3), EXPORTERS (2) and CONNECTIONS (8) change the defaults.
#
# The cluster is a private one of this run's own, with durable settings; Phoenix has a database of its
# own there, and its standard settings. OTLP_VENV names the folder into which Phoenix is installed
# (850 MB); it stays, so that it is installed once.
set -euo pipefail

redline=$(realpath "${REDLINE:-.build/release/redline}")
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export TURNS=${TURNS:-2500} ROUNDS=${ROUNDS:-3} EXPORTERS=${EXPORTERS:-2}
export CONNECTIONS=${CONNECTIONS:-8} PYTHONDONTWRITEBYTECODE=1

stop() {
  printf 'bench-otlp: %s\n' "$*" >&2
  exit 1
}
[ -x "$redline" ] || stop "$redline is missing: make release"
command -v psql >/dev/null 2>&1 || stop 'psql is missing: apt-get install postgresql-client'
python3 -c 'import ensurepip, venv' 2>/dev/null ||
  stop 'the Python module venv is missing: apt-get install python3-venv'

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-otlp.XXXXXX")
chmod 755 "$work"
export REDLINE_HOME=$work/home
unset REDLINE_DATABASE_URL PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE PGDATABASE
running=()
finish() {
  local pid cluster
  for pid in "${running[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${running[@]}"; do wait "$pid" 2>/dev/null || true; done
  cluster=$("$redline" db status 2>/dev/null | awk '$1 == "data" { print $2 }') || true
  "$redline" db stop >/dev/null 2>&1 || true
  rm -rf "$work" ${cluster:+"$cluster"}
}
trap finish EXIT

python=$(realpath -m "${OTLP_VENV:-$folder/.build/bench-otlp}")
list=$folder/bench/requirements-otlp.txt
# What is needed of it may have changed since it was installed.
if ! cmp --silent "$list" "$python/installed.txt"; then
  printf 'bench-otlp: installing Arize Phoenix\n' >&2
  python3 -m venv --clear "$python"
  "$python/bin/pip" --quiet --disable-pip-version-check install -r "$list" >&2 ||
    stop 'Arize Phoenix cannot be installed here'
  cp "$list" "$python/installed.txt"
fi

# Waits for a line of a log, and gives what follows its beginning.
said() {
  local found
  for _ in $(seq 1200); do
    found=$(sed -n "s|^$2||p" "$1" | head -1)
    [ -z "$found" ] || break
    kill -0 "${running[-1]}" 2>/dev/null || break
    sleep 0.1
  done
  [ -n "$found" ] || { cat "$1" >&2; stop "$3 does not listen"; }
  printf '%s' "$found"
}

"$redline" db start >/dev/null 2>&1
key=$("$redline" keys create --role recorder --name bench 2>/dev/null)
"$redline" serve --listen 127.0.0.1:0 --spool "$work/spool" >"$work/redline.log" 2>&1 &
running+=($!)
redline_url=$(said "$work/redline.log" 'redline listens on ' redline)

socket=$("$redline" db status | awk '$1 == "socket" { print $2 }')
socket=${socket%/*}
psql -qX "host='$socket' user=postgres dbname=postgres" -c 'create database phoenix owner redline'
# Two ports that are free; Phoenix listens for gRPC as well.
read -r port grpc < <(python3 -c '
import socket
a, b = (socket.create_server(("127.0.0.1", 0)) for _ in range(2))
print(a.getsockname()[1], b.getsockname()[1])')
env PHOENIX_HOST=127.0.0.1 PHOENIX_PORT="$port" PHOENIX_GRPC_PORT="$grpc" \
  PHOENIX_WORKING_DIR="$work/phoenix" PHOENIX_TELEMETRY_ENABLED=false \
  PHOENIX_ALLOW_EXTERNAL_RESOURCES=false \
  PHOENIX_SQL_DATABASE_URL="postgresql://redline@/phoenix?host=$socket" \
  "$python/bin/phoenix" serve >"$work/phoenix.log" 2>&1 &
running+=($!)
said "$work/phoenix.log" 'INFO: *Uvicorn running on ' Phoenix >/dev/null

version=$("$python/bin/pip" --disable-pip-version-check show arize-phoenix |
  sed -n 's/^Version: //p')
printf 'redline beside Arize Phoenix %s: %d spans a round, %d rounds\n' \
  "$version" "$((TURNS * 4))" "$ROUNDS"
"$python/bin/python" "$folder/bench/otlp_load.py" \
  "$redline_url" "$key" "http://127.0.0.1:$port" "$socket"
