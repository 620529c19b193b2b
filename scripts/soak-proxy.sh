#!/usr/bin/env bash
# Conversations through the proxy for SECONDS_OF_SOAK (600), CONVERSATIONS (50) at once, with callers that go
# away, an upstream that fails, and a restart of PostgreSQL half way: no interaction is lost or stored
# twice, no connection leaks, and the memory stays flat (bench/soak_proxy.py).
set -euo pipefail

redline=$(realpath "${REDLINE:-.build/release/redline}")
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
seconds=${SECONDS_OF_SOAK:-600}
[ -x "$redline" ] || {
  printf 'soak-proxy: %s is missing: make release\n' "$redline" >&2
  exit 1
}

source "$folder/scripts/proxied.sh"
start_upstream
start_redline
key=$(key owner ana@example.com)
(
  sleep "$((seconds / 2))"
  "$redline" db stop
  sleep "$((seconds / 20 + 1))"
  "$redline" db start
) >/dev/null 2>&1 &
running+=($!)
python3 "$folder/bench/soak_proxy.py" "$upstream_port" "$redline_port" "$key" "$redline_pid" \
  "$seconds" "${CONVERSATIONS:-50}"
