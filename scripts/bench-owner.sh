#!/usr/bin/env bash
# Measures `redline owner export` of one owner with a million records while others, and the owner,
# go on recording: its time, the memory of the process at a tenth of the records and at all of them,
# whether what it has is of one instant, whether --verify takes it and finds a bit that was flipped.
#
# RECORDS (1000000) is the number of stages and interactions; the database is a private cluster of
# this run's own. It takes a quarter of an hour and 10 GB of disk.
set -euo pipefail

redline=$(realpath "${REDLINE:-.build/release/redline}")
records=${RECORDS:-1000000}
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
owner=person1@example.com

stop() {
  printf 'bench-owner: %s\n' "$*" >&2
  exit 1
}
say() { printf 'bench-owner: %s\n' "$*" >&2; }
[ -x "$redline" ] || stop "$redline is missing: make release"
command -v psql >/dev/null 2>&1 || stop 'psql is missing: apt-get install postgresql-client'
command -v python3 >/dev/null 2>&1 || stop 'python3 is missing: apt-get install python3'

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-owner.XXXXXX")
chmod 755 "$work"
unset REDLINE_DATABASE_URL PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE PGDATABASE
writer=
end_cluster() {
  [ -n "${REDLINE_HOME:-}" ] || return 0
  local cluster
  cluster=$("$redline" db status 2>/dev/null | awk '$1 == "data" { print $2 }') || true
  "$redline" db stop >/dev/null 2>&1 || true
  rm -rf "$REDLINE_HOME" ${cluster:+"$cluster"}
}
finish() {
  [ -z "$writer" ] || kill "$writer" 2>/dev/null || true
  wait 2>/dev/null || true
  end_cluster
  rm -rf "$work"
}
trap finish EXIT

# Records of the owner and of somebody else, in their order and without an end: each interaction is
# numbered and has one call of a tool, numbered as well.
go_on_recording() {
  local from=0
  while :; do
    python3 "$folder/bench/owner_records.py" "$owner" "$from" 400 >"$work/next.ndjson"
    "$redline" ingest "$work/next.ndjson" >/dev/null 2>&1 || return 1
    from=$((from + 400))
    echo "$from" >"$work/recorded"
  done
}

# Makes a database of so many records and exports its owner.
measure() {
  local count=$1 file=$work/$1.zip peak=0 rss pid status=0 start before
  end_cluster
  export REDLINE_HOME=$work/home$count
  "$redline" db start >&2
  "$redline" migrate >/dev/null 2>&1
  say "making $count records of one owner"
  psql -Xq -v workflows="$((count / 6))" -v interactions="$((count / 2))" -v owners=1 -v days=7 \
    -f "$folder/bench/reports_records.sql" "$("$redline" db url)" >/dev/null
  : >"$work/recorded"
  go_on_recording &
  writer=$!
  until [ -s "$work/recorded" ]; do sleep 0.2; done
  before=$(cat "$work/recorded")
  start=$(date +%s%N)
  "$redline" owner export "$owner" --to "$file" 2>"$work/said" &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    rss=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null || echo 0)
    [ "${rss:-0}" -gt "$peak" ] && peak=$rss
    sleep 0.2
  done
  wait "$pid" || status=$?
  [ "$status" -eq 0 ] || stop "$(cat "$work/said")"
  printf '%9d records, %5d MB in %6.1f s; %3d MB of memory at most\n' "$count" \
    "$(($(stat -c %s "$file") / 1000000))" \
    "$(awk -v a="$start" -v b="$(date +%s%N)" 'BEGIN { print (b - a) / 1e9 }')" "$((peak / 1024))"
  kill -0 "$writer" 2>/dev/null || stop 'recording ended meanwhile'
  kill "$writer"
  wait "$writer" 2>/dev/null || true
  writer=
  python3 "$folder/bench/owner_archive.py" "$file" "$before" "$(cat "$work/recorded")"
}

measure "$((records / 10))"
measure "$records"

file=$work/$records.zip
start=$(date +%s%N)
"$redline" owner export --verify "$file" 2>&1
awk -v a="$start" -v b="$(date +%s%N)" \
  'BEGIN { printf "verified in %.1f s\n", (b - a) / 1e9 }'
# The archive's own digests have to find it, without the one beside the file.
rm "$file.sha256"
for place in 10 50 90; do
  python3 - "$file" "$place" <<'PYTHON'
import os, sys
path, place = sys.argv[1], int(sys.argv[2])
at = os.path.getsize(path) * place // 100
with open(path, "r+b") as file:
    file.seek(at)
    byte = file.read(1)[0]
    file.seek(at)
    file.write(bytes([byte ^ 8]))
PYTHON
  status=0
  "$redline" owner export --verify "$file" >"$work/verified" 2>&1 || status=$?
  [ "$status" -eq 1 ] || stop "a bit that was flipped at $place % of the file was not found"
  printf 'a bit flipped at %d %% is found: %s\n' "$place" \
    "$(sed 's/^Error: //' "$work/verified" | head -n 1)"
  python3 - "$file" "$place" <<'PYTHON'
import os, sys
path, place = sys.argv[1], int(sys.argv[2])
at = os.path.getsize(path) * place // 100
with open(path, "r+b") as file:
    file.seek(at)
    byte = file.read(1)[0]
    file.seek(at)
    file.write(bytes([byte ^ 8]))
PYTHON
done
