#!/usr/bin/env bash
# Holds redline against the OpenTelemetry SDK for Python and instrumentations that are in use: clients
# of OpenAI talk with a double of its API, streaming and not, with a tool, and what their
# instrumentation sends over OTLP/HTTP has to become the very turns that were spoken.
#
# The database and the service are this run's own. TELEMETRY_VENV names the folder into which Python's
# packages are installed; it stays, so that they are installed once.
set -euo pipefail

redline=$(realpath "${REDLINE:-.build/debug/redline}")
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

stop() {
  printf 'check-telemetry: %s\n' "$*" >&2
  exit 1
}
# 75, as sysexits.h has it: nothing is wrong with redline, and it may work another time.
unavailable() {
  printf 'check-telemetry: the Python packages cannot be installed here: nothing was checked\n' >&2
  exit 75
}
[ -x "$redline" ] || stop "$redline is missing: make build"
python3 -c 'import ensurepip, venv' 2>/dev/null ||
  stop 'the Python module venv is missing: apt-get install python3-venv'

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-telemetry.XXXXXX")
chmod 755 "$work"
export REDLINE_HOME=$work/home
unset REDLINE_DATABASE_URL PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE PGDATABASE
service=
finish() {
  [ -z "$service" ] || kill "$service" 2>/dev/null || true
  [ -z "$service" ] || wait "$service" 2>/dev/null || true
  cluster=$("$redline" db status 2>/dev/null | awk '$1 == "data" { print $2 }') || true
  "$redline" db stop >/dev/null 2>&1 || true
  rm -rf "$work" ${cluster:+"$cluster"}
}
trap finish EXIT

python=$(realpath -m "${TELEMETRY_VENV:-$folder/.build/check-telemetry}")
list=$folder/bench/requirements-telemetry.txt
# What is needed of it may have changed since it was installed.
if ! cmp --silent "$list" "$python/installed.txt"; then
  printf 'check-telemetry: installing OpenTelemetry and its instrumentations\n' >&2
  python3 -m venv --clear "$python"
  "$python/bin/pip" --quiet --disable-pip-version-check install -r "$list" >&2 || unavailable
  cp "$list" "$python/installed.txt"
fi

"$redline" serve --listen 127.0.0.1:0 --trace-settling 2 --spool "$work/spool" \
  >"$work/serve.log" 2>&1 &
service=$!
url=
for _ in $(seq 600); do
  url=$(sed -n 's/^redline listens on //p' "$work/serve.log")
  [ -z "$url" ] || break
  kill -0 "$service" 2>/dev/null || stop "redline serve has ended: $(cat "$work/serve.log")"
  sleep 0.1
done
[ -n "$url" ] || stop 'redline serve does not listen'
key=$(sed -n 's/^.*admin key, [^:]*: //p' "$work/serve.log")

for instrumentation in v2 latest openinference; do
  "$python/bin/python" "$folder/bench/telemetry/instrumented.py" "$url" "$key" "$instrumentation" \
    >>"$work/spoken.ndjson"
done
"$python/bin/python" "$folder/bench/telemetry/compare_turns.py" "$url" "$key" "$work/spoken.ndjson"
