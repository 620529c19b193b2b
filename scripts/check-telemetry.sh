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

name=check-telemetry
source "$folder/scripts/private.sh"
# 75, as sysexits.h has it: nothing is wrong with redline, and it may work another time.
unavailable() {
  printf 'check-telemetry: the Python packages cannot be installed here: nothing was checked\n' >&2
  exit 75
}
[ -x "$redline" ] || stop "$redline is missing: make build"
python3 -c 'import ensurepip, venv' 2>/dev/null ||
  stop 'the Python module venv is missing: apt-get install python3-venv'

python=$(realpath -m "${TELEMETRY_VENV:-$folder/.build/check-telemetry}")
list=$folder/bench/requirements-telemetry.txt
# What is needed of it may have changed since it was installed.
if ! cmp --silent "$list" "$python/installed.txt"; then
  printf 'check-telemetry: installing OpenTelemetry and its instrumentations\n' >&2
  python3 -m venv --clear "$python"
  "$python/bin/pip" --quiet --disable-pip-version-check install -r "$list" >&2 || unavailable
  cp "$list" "$python/installed.txt"
fi

start_service --trace-settling 2
key=$admin

for instrumentation in v2 latest openinference; do
  "$python/bin/python" "$folder/bench/telemetry/instrumented.py" "$url" "$key" "$instrumentation" \
    >>"$work/spoken.ndjson"
done
"$python/bin/python" "$folder/bench/telemetry/compare_turns.py" "$url" "$key" "$work/spoken.ndjson"
