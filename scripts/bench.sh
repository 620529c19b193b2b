#!/usr/bin/env bash
# How fast redline records, against PostgreSQL's own \copy of the same rows into a plain table, in one
# run on one cluster: 100,000 interactions of about 1.5 KB unless RECORDS says otherwise. The cluster is
# one of redline's own in a folder that goes away again; durable settings, as in use.
set -euo pipefail

redline=${REDLINE:-.build/release/redline}
records=${RECORDS:-100000}
rounds=${ROUNDS:-3}
bench=$(dirname "${BASH_SOURCE[0]}")/../bench

[ -x "$redline" ] || { echo "bench: $redline is missing: make release" >&2; exit 1; }

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-bench.XXXXXX")
chmod 755 "$work"
export REDLINE_HOME=$work/home
unset REDLINE_DATABASE_URL PGHOST PGHOSTADDR PGSERVICE PGDATABASE
finish() {
  "$redline" db stop >/dev/null 2>&1 || true
  rm -rf "$work"
  if [ -n "${data_folder:-}" ]; then rm -rf "$data_folder"; fi
}
trap finish EXIT

"$redline" db start >/dev/null 2>&1
data_folder=$("$redline" db status | awk '$1 == "data" { print $2 }')
sql() { "$redline" db psql -qAtX -v ON_ERROR_STOP=1 "$@"; }

echo "bench: making $records interactions" >&2
# The rows, once as columns for \copy and once as records for redline.
sql -v records="$records" -f "$bench/interactions.sql"
sql -c '\copy sample to '"'$work/rows.copy'"
sql -c 'copy (select row_to_json(sample) from sample) to stdout' |
  # COPY doubles backslashes; a record has them once.
  sed 's/\\\\/\\/g' >"$work/records.ndjson"
bytes=$(($(stat -c %s "$work/records.ndjson") / records))
echo "bench: $bytes bytes a record" >&2

seconds() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", (b - a) / 1000000000 }'; }
now() { date +%s%N; }
median() { printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Runs an ingest; prints its seconds and its peak memory in MB.
ingest() {
  local start end peak=0 pid name value
  start=$(now)
  "$redline" ingest "$1" 2>"$work/said" &
  pid=$!
  # The kernel keeps the peak; it is read without starting programs, which would take time from ingest.
  while kill -0 "$pid" 2>/dev/null; do
    while read -r name value _; do
      if [ "$name" = VmHWM: ]; then peak=$value; fi
    done 2>/dev/null <"/proc/$pid/status" || true
    sleep 0.2
  done
  wait "$pid" || { cat "$work/said" >&2; exit 1; }
  end=$(now)
  echo "$(seconds "$start" "$end") $((peak / 1024))"
}

empty() {
  sql -c 'truncate redline.interaction, redline.interaction_key, redline.thread, redline.tool_call'
}

copies=() ingests=() memory=()
head -n $((records / 10)) "$work/records.ndjson" >"$work/tenth.ndjson"
read -r _ small < <(ingest "$work/tenth.ndjson")
for _ in $(seq "$rounds"); do
  sql -c 'truncate plain'
  start=$(now)
  sql -c '\copy plain from '"'$work/rows.copy'"
  copies+=("$(seconds "$start" "$(now)")")
  empty
  read -r taken peak < <(ingest "$work/records.ndjson")
  ingests+=("$taken")
  memory+=("$peak")
done
stored=$(sql -c 'select count(*) from redline.interaction')
[ "$stored" -eq "$records" ] || { echo "bench: $stored of $records are stored" >&2; exit 1; }

copy=$(median "${copies[@]}")
taken=$(median "${ingests[@]}")
awk -v n="$records" -v c="$copy" -v i="$taken" -v s="$small" -v m="$(median "${memory[@]}")" 'BEGIN {
  printf "\\copy into a plain table     %8.0f records/s  (%.2f s)\n", n / c, c
  printf "redline ingest              %8.0f records/s  (%.2f s)\n", n / i, i
  printf "ratio                       %8.2f\n", c / i
  printf "peak memory of redline      %8d MB for a tenth of the records, %d MB for all\n", s, m
}'
