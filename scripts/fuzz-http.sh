#!/usr/bin/env bash
# Sends `redline serve` what schemathesis makes of /openapi.json, right and wrong, with keys of several
# roles, and checks each answer: no 5xx, and only the statuses, media types, headers and bodies that
# /openapi.json publishes.
#
# FUZZ_EXAMPLES (50) is the number of requests that are made up for each route in each phase and role,
# FUZZ_SEED repeats the choices of an earlier run, and FUZZ_ROLES names some of admin, recorder,
# owner, compliance and analyst. The service and its database are this run's own.
set -euo pipefail

redline=$(realpath "${REDLINE:-.build/debug/redline}")
examples=${FUZZ_EXAMPLES:-50}
seed=${FUZZ_SEED:-$RANDOM}
read -r -a roles <<<"${FUZZ_ROLES:-admin recorder owner compliance analyst}"
version=4.32.5
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

stop() {
  printf 'fuzz-http: %s\n' "$*" >&2
  exit 1
}
[ -x "$redline" ] || stop "$redline is missing: make build"
command -v curl >/dev/null 2>&1 || stop 'curl is missing: apt-get install curl'
python3 -c 'import ensurepip, venv' 2>/dev/null ||
  stop 'the Python module venv is missing: apt-get install python3-venv'

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-fuzz.XXXXXX")
chmod 755 "$work"
export REDLINE_HOME=$work/home
unset REDLINE_DATABASE_URL PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE PGDATABASE
running=()
finish() {
  local pid
  for pid in "${running[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${running[@]}"; do wait "$pid" 2>/dev/null || true; done
  data=$("$redline" db status 2>/dev/null | awk '$1 == "data" { print $2 }') || true
  "$redline" db stop >/dev/null 2>&1 || true
  rm -rf "$work" ${data:+"$data"}
}
trap finish EXIT

# The folder of one version stays, so that it is installed once.
python=$(realpath -m "${FUZZ_VENV:-.build/schemathesis-$version}")
if [ ! -x "$python/bin/schemathesis" ]; then
  printf 'fuzz-http: installing schemathesis %s\n' "$version" >&2
  python3 -m venv "$python"
  "$python/bin/pip" --quiet --disable-pip-version-check install "schemathesis==$version" >&2
fi

"$redline" serve --listen 127.0.0.1:0 >"$work/out" 2>"$work/log" &
running+=("$!")
for _ in $(seq 600); do
  url=$(awk '/^redline listens on / { print $4 }' "$work/log")
  [ -z "$url" ] || break
  kill -0 "${running[0]}" 2>/dev/null || stop "redline serve ended: $(cat "$work/log")"
  sleep 0.1
done
[ -n "$url" ] || stop 'redline serve does not listen'

key() {
  local role=$1
  if [ "$role" = owner ]; then set -- "$@" --owner fuzz@example.com; fi
  shift
  "$redline" keys create --role "$role" --name "$role" "$@" 2>/dev/null
}

# It leaves files where it runs.
cd "$work"
export SCHEMATHESIS_HOOKS=$folder/fuzz_http_hooks.py
failed=()
for role in "${roles[@]}"; do
  printf 'fuzz-http: %s, seed %s\n' "$role" "$seed" >&2
  secret=$(key "$role")
  "$python/bin/schemathesis" --no-color --config-file "$folder/fuzz-http.toml" run "$url/openapi.json" \
    --header "Authorization: Bearer $secret" --mode all --phases examples,coverage,fuzzing,stateful \
    --max-examples "$examples" --seed "$seed" --generation-database none \
    --suppress-health-check all --continue-on-failure --request-timeout 30 >"$work/report" 2>&1 || failed+=("$role")
  if [[ " ${failed[*]} " == *" $role "* ]]; then
    cat "$work/report"
  else
    tail -n 12 "$work/report"
  fi
done
kill -0 "${running[0]}" 2>/dev/null || stop "redline serve ended: $(tail -n 20 "$work/log")"
[ "${#failed[@]}" -eq 0 ] || stop "failed: ${failed[*]}"
