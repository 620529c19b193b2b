#!/usr/bin/env bash
# How fast `redline serve` records, in one run on one cluster, beside what one would use without it:
#
#   single records  64 connections that each POST one record after the other, against a service of
#                   FastAPI, pydantic and asyncpg (bench/service.py) with a plain table
#   a lone client   one connection, against the bare INSERT by a prepared statement (pgbench)
#   bulk            POST /api/v1/records of NDJSON, against psql's \copy into a plain table
#
# DURATION (seconds a side), CONNECTIONS, RECORDS (of bulk) and ROUNDS change the defaults; the sides
# take turns, and medians are shown. With SOAK=600, redline takes single records for ten minutes more,
# and what memory it has is shown ten times on the way. The cluster is one of redline's own in a folder that goes away
# again; durable settings, as in use. The load comes from this machine, and takes from both sides.
set -euo pipefail

redline=${REDLINE:-.build/release/redline}
duration=${DURATION:-15}
connections=${CONNECTIONS:-64}
records=${RECORDS:-100000}
rounds=${ROUNDS:-3}
soak=${SOAK:-0}
bench=$(dirname "${BASH_SOURCE[0]}")/../bench

stop() {
  printf 'bench: %s\n' "$*" >&2
  exit 1
}
needs() { command -v "$1" >/dev/null 2>&1 || stop "$1 is missing: apt-get install $2"; }

[ -x "$redline" ] || stop "$redline is missing: make release"
needs wrk wrk
needs curl curl
needs psql postgresql-client
needs pgbench postgresql
needs python3 'python3 python3-venv'
python3 -c 'import ensurepip, venv' 2>/dev/null ||
  stop 'the Python module venv is missing: apt-get install python3-venv'
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop 'Python 3.11 or newer is needed'

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-bench.XXXXXX")
chmod 755 "$work"
export REDLINE_HOME=$work/home
unset REDLINE_DATABASE_URL PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE PGDATABASE
# The pids of what runs in the background: the two services, and the program that is measuring.
running=()
finish() {
  local pid
  for pid in "${running[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${running[@]}"; do wait "$pid" 2>/dev/null || true; done
  "$redline" db stop >/dev/null 2>&1 || true
  rm -rf "$work"
  if [ -n "${data_folder:-}" ]; then rm -rf "$data_folder"; fi
}
trap finish EXIT

# Runs a program that is stopped with the script. A program and no function: that would run in a shell
# of its own, whose pid is not the program's.
run() {
  "$@" &
  local pid=$! status=0
  running[2]=$pid
  wait "$pid" || status=$?
  unset 'running[2]'
  return "$status"
}

echo 'bench: installing the service to compare with' >&2
python3 -m venv "$work/python"
run "$work/python/bin/pip" --quiet --disable-pip-version-check \
  install --requirement "$bench/requirements.txt" >&2

"$redline" db start >/dev/null 2>&1
data_folder=$("$redline" db status | awk '$1 == "data" { print $2 }')
socket=$("$redline" db status | awk '$1 == "socket" { print $2 }')
url=$("$redline" db url)
sql() { "$redline" db psql -qAtX -v ON_ERROR_STOP=1 "$@"; }
# The cluster for programs that know libpq's variables and no connection string.
in_cluster=(env PGHOST="${socket%/*}" PGPORT="${socket##*.}" PGUSER=redline PGDATABASE=redline)

# Waits until an address answers; the second word is the process that should.
await() {
  for _ in $(seq 150); do
    if curl -s -o "$work/answer" "$1"; then return; fi
    kill -0 "$2" 2>/dev/null || break
    sleep 0.1
  done
  cat "$work"/*.log >&2
  stop "nothing answers at $1"
}

key=$("$redline" keys create --role recorder --name bench 2>/dev/null)
"$redline" serve --listen 127.0.0.1:0 2>"$work/redline.log" &
running[0]=$!
redline_pid=$!
for _ in $(seq 150); do
  address=$(sed -n 's/^redline listens on //p' "$work/redline.log")
  if [ -n "$address" ] || ! kill -0 "$redline_pid" 2>/dev/null; then break; fi
  sleep 0.1
done
[ -n "$address" ] || { cat "$work/redline.log" >&2; stop 'redline did not start'; }

sql -f "$bench/service.sql"
# A port that is free.
port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
"${in_cluster[@]}" PYTHONDONTWRITEBYTECODE=1 \
  "$work/python/bin/uvicorn" service:app --app-dir "$bench" \
  --host 127.0.0.1 --port "$port" --workers 2 --loop uvloop --http httptools \
  --log-level warning --no-access-log >"$work/service.log" 2>&1 &
running[1]=$!
await "http://127.0.0.1:$port/openapi.json" "${running[1]}"

route=/api/v1/interactions
declare -A urls=([redline]=$address$route [fastapi]=http://127.0.0.1:$port$route)
declare -A names=([redline]=redline [fastapi]=FastAPI)
declare -A tables=([redline]=redline.interaction [fastapi]=service_interaction)

now() { date +%s%N; }
seconds() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", (b - a) / 1000000000 }'; }
median() { printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# The 50th and the 99th of a hundred, of numbers that are one a line.
percentiles() {
  sort -n "$1" |
    awk '{ v[NR] = $1 } END { print v[int(NR * 0.5) + 1], v[int(NR * 0.99) + 1] }'
}
# A line of /proc/PID/status of redline, in MB.
memory() { awk -v name="$1:" '$1 == name { print int($2 / 1024) }' "/proc/$redline_pid/status"; }
count() { sql -c "select count(*) from ${tables[$1]}"; }

# Every side begins with empty tables, and does not pay for what the one before left to be written.
begin() {
  sql -c 'truncate redline.interaction, redline.interaction_key, redline.thread, redline.tool_call,
    service_interaction'
  psql -qX -d "$url user=postgres" -c checkpoint
}

turn=0
# Sends records to a side: its name, seconds, connections and, for a lone client, the file for its
# times. What wrk says of it is in `measured`.
load() {
  local side=$1
  turn=$((turn + 1))
  run wrk --threads 1 --connections "$3" --duration "${2}s" --latency --timeout 10s \
    --script "$bench/interactions.lua" --header "Authorization: Bearer $key" \
    "${urls[$side]}" -- "bench-$turn-$RANDOM$RANDOM" "${@:4}" >"$work/wrk" 2>&1 ||
    { cat "$work/wrk" >&2; stop 'wrk failed'; }
  read -r -a measured < <(sed -n 's/^measured //p' "$work/wrk")
  [ "${#measured[@]}" -eq 5 ] || { cat "$work/wrk" >&2; stop "wrk measured nothing of $side"; }
}

# What was answered 201 has to be there. When wrk stops, as many more as there are connections are on
# the way, and may be.
check() {
  local side=$1 answered=$2 most=$(($2 + $3)) stored
  sleep 1
  stored=$(count "$side")
  if [ "$stored" -lt "$answered" ] || [ "$stored" -gt "$most" ]; then
    stop "$side answered $answered records with 201, and $stored are stored"
  fi
  echo "bench: $side: $answered answered with 201, $stored stored, p99 ${measured[3]} ms" >&2
}

start_memory=$(memory VmRSS)
echo "bench: single records, $connections connections, $duration s a side" >&2
for side in redline fastapi; do
  load "$side" 2 1 "$work/times"
  [ -s "$work/times" ] || stop "$side does not answer with 201"
  load "$side" 2 "$connections"
done
declare -A rates=() p50s=() p99s=() errors=([redline]=0 [fastapi]=0)
for _ in $(seq "$rounds"); do
  for side in redline fastapi; do
    begin
    load "$side" "$duration" "$connections"
    rates[$side]+=" ${measured[1]}" p50s[$side]+=" ${measured[2]}" p99s[$side]+=" ${measured[3]}"
    errors[$side]=$((errors[$side] + measured[4]))
    check "$side" "${measured[0]}" "$connections"
  done
done
single_memory=$(memory VmRSS)

echo "bench: a lone client, $duration s a side" >&2
# The values of the bare INSERT are those of a record that came in before.
column() { sql -c "select $1 from service_interaction limit 1"; }
owner=$(column user_id) time=$(column '"timestamp"') thread=$(column thread_id)
message=$(column user_message) response=$(column assistant_response)
calls=$(column tool_calls) metadata=$(column metadata)
post50=() post99=() insert50=() insert99=()
for round in $(seq "$rounds"); do
  begin
  load redline "$duration" 1 "$work/times"
  read -r p50 p99 < <(percentiles "$work/times")
  post50+=("$p50") post99+=("$p99")
  check redline "$(wc -l <"$work/times")" 1
  begin
  run "${in_cluster[@]}" pgbench --no-vacuum --protocol=prepared --client=1 --time="$duration" \
    --file="$bench/insert.pgbench" --log --log-prefix="$work/insert.$round" \
    -D n=0 -D prefix=lone- -D owner="$owner" -D time="$time" -D thread="$thread" \
    -D message="$message" -D response="$response" -D calls="$calls" -D metadata="$metadata" \
    >"$work/pgbench" 2>&1 ||
    { cat "$work/pgbench" >&2; stop 'pgbench failed'; }
  awk '{ print $3 }' "$work/insert.$round".* >"$work/times"
  read -r p50 p99 < <(percentiles "$work/times")
  insert50+=("$p50") insert99+=("$p99")
done
lone_memory=$(memory VmRSS)

if [ "$soak" -gt 0 ]; then
  echo "bench: single records for $soak s" >&2
  begin
  while sleep "$((soak / 10))"; do memory VmRSS; done >"$work/soak" &
  running[3]=$!
  load redline "$soak" "$connections"
  kill "${running[3]}" 2>/dev/null || true
  unset 'running[3]'
  check redline "${measured[0]}" "$connections"
  soak_rate=${measured[1]}
fi

echo "bench: bulk, $records records" >&2
sql -v records="$records" -f "$bench/interactions.sql"
sql -c '\copy sample to '"'$work/rows.copy'"
sql -c 'copy (select row_to_json(sample) from sample) to stdout' |
  # COPY doubles backslashes; a record has them once.
  sed 's/\\\\/\\/g' >"$work/records.ndjson"
split --line-bytes=30M "$work/records.ndjson" "$work/piece."
copies=() posts=()
for _ in $(seq "$rounds"); do
  sql -c 'truncate plain'
  begin
  start=$(now)
  run "$redline" db psql -qAtX -v ON_ERROR_STOP=1 -c '\copy plain from '"'$work/rows.copy'"
  copies+=("$(seconds "$start" "$(now)")")
  begin
  start=$(now)
  for piece in "$work"/piece.*; do
    # Without Expect, curl would ask first whether it may send so much, and wait for the answer.
    run curl --silent --show-error --fail-with-body --output "$work/answer" --header 'Expect:' \
      --header "Authorization: Bearer $key" --header 'Content-Type: application/x-ndjson' \
      --data-binary "@$piece" "$address/api/v1/records" ||
      { cat "$work/answer" >&2; stop 'bulk failed'; }
  done
  posts+=("$(seconds "$start" "$(now)")")
  stored=$(count redline)
  [ "$stored" -eq "$records" ] || stop "$stored of $records are stored"
done
bulk_memory=$(memory VmRSS)

# The medians of what the rounds measured; the lists are of numbers, with blanks between.
of() {
  # shellcheck disable=SC2086
  median $1
}
echo "Single records, $connections connections"
for side in redline fastapi; do
  printf '  %-26s%8.0f records/s  p50 %7.2f ms  p99 %7.2f ms  %d errors\n' "${names[$side]}" \
    "$(of "${rates[$side]}")" "$(of "${p50s[$side]}")" "$(of "${p99s[$side]}")" "${errors[$side]}"
done
awk -v a="$(of "${rates[redline]}")" -v b="$(of "${rates[fastapi]}")" 'BEGIN {
  printf "  ratio of the rates        %8.2f\n", a / b }'
awk -v rp50="$(median "${post50[@]}")" -v rp99="$(median "${post99[@]}")" \
  -v ip50="$(median "${insert50[@]}")" -v ip99="$(median "${insert99[@]}")" 'BEGIN {
  printf "A lone client\n"
  printf "  redline                   p50 %7.3f ms  p99 %7.3f ms\n", rp50 / 1000, rp99 / 1000
  printf "  bare INSERT               p50 %7.3f ms  p99 %7.3f ms\n", ip50 / 1000, ip99 / 1000
  printf "  ratio of p99              %8.2f\n", rp99 / ip99
}'
awk -v n="$records" -v c="$(median "${copies[@]}")" -v p="$(median "${posts[@]}")" 'BEGIN {
  printf "Bulk, %d records\n", n
  printf "  \\copy into a plain table  %8.0f records/s  (%.2f s)\n", n / c, c
  printf "  POST /api/v1/records      %8.0f records/s  (%.2f s)\n", n / p, p
  printf "  ratio                     %8.2f\n", c / p
}'
echo "Memory of redline serve"
echo "  $start_memory MB at start, $single_memory MB after single records," \
  "$lone_memory MB after the lone client, $bulk_memory MB after bulk; $(memory VmHWM) MB at most"
if [ "$soak" -gt 0 ]; then
  printf '  over %d s at %.0f records/s: %s MB\n' "$soak" "$soak_rate" "$(paste -sd' ' "$work/soak")"
fi
