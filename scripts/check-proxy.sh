#!/usr/bin/env bash
# Holds the proxy against the official `openai` client for Python: with redline between it and an
# upstream (bench/upstream.py), whatever it gives is equal to what it gives without, to the byte of
# every event, and the interactions that are recorded are complete.
#
# The database is this run's own. PROXY_VENV names the folder into which the package is installed; it
# stays, so that it is installed once.
set -euo pipefail

redline=$(realpath "${REDLINE:-.build/debug/redline}")
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

stop() {
  printf 'check-proxy: %s\n' "$*" >&2
  exit 1
}
# 75, as sysexits.h has it: nothing is wrong with redline, and it may work another time.
unavailable() {
  printf 'check-proxy: the Python package cannot be installed here: nothing was checked\n' >&2
  exit 75
}
[ -x "$redline" ] || stop "$redline is missing: make build"
python3 -c 'import ensurepip, venv' 2>/dev/null ||
  stop 'the Python module venv is missing: apt-get install python3-venv'

python=$(realpath -m "${PROXY_VENV:-$folder/.build/check-proxy}")
list=$folder/bench/requirements-proxy.txt
if ! cmp --silent "$list" "$python/installed.txt"; then
  printf 'check-proxy: installing openai\n' >&2
  python3 -m venv --clear "$python"
  "$python/bin/pip" --quiet --disable-pip-version-check install -r "$list" >&2 || unavailable
  cp "$list" "$python/installed.txt"
fi

source "$folder/scripts/proxied.sh"
start_upstream
start_redline
key=$(key owner ana@example.com)
"$python/bin/python" "$folder/Tests/Data/check_proxy.py" \
  "http://127.0.0.1:$upstream_port/v1" "http://127.0.0.1:$redline_port" "$key" ana@example.com
