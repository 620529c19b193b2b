#!/usr/bin/env bash
# What redline adds to a request and to a streamed piece, in one run: direct and through it in turns
# (bench/proxy_added.py). REQUESTS and TOKENS change how many are measured.
set -euo pipefail

redline=$(realpath "${REDLINE:-.build/release/redline}")
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[ -x "$redline" ] || {
  printf 'bench-proxy: %s is missing: make release\n' "$redline" >&2
  exit 1
}

source "$folder/scripts/proxied.sh"
start_upstream
start_redline
key=$(key owner ana@example.com)
python3 "$folder/bench/proxy_added.py" "$upstream_port" "$redline_port" "$key" \
  "${REQUESTS:-1000}" "${TOKENS:-2000}"
