#!/usr/bin/env bash
# Measures `redline corrections export` on a million corrections: its rate, whether the last tenth is
# as fast as the first, and the memory of the process at most.
#
# CORRECTIONS (1000000) is the number; the database is a private cluster of this run's own.
set -euo pipefail

redline=$(realpath "${REDLINE:-.build/release/redline}")
corrections=${CORRECTIONS:-1000000}
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

stop() {
  printf 'bench-corrections: %s\n' "$*" >&2
  exit 1
}
[ -x "$redline" ] || stop "$redline is missing: make release"
command -v psql >/dev/null 2>&1 || stop 'psql is missing: apt-get install postgresql-client'

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-corrections.XXXXXX")
chmod 755 "$work"
export REDLINE_HOME=$work/home
unset REDLINE_DATABASE_URL PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE PGDATABASE
finish() {
  cluster=$("$redline" db status 2>/dev/null | awk '$1 == "data" { print $2 }') || true
  "$redline" db stop >/dev/null 2>&1 || true
  rm -rf "$work" ${cluster:+"$cluster"}
}
trap finish EXIT

"$redline" db start >&2
"$redline" report >/dev/null
printf 'bench-corrections: making %s corrections\n' "$corrections" >&2
psql -Xq -v corrections="$corrections" -f "$folder/bench/corrections_records.sql" \
  "$("$redline" db url)" >/dev/null

# Runs an export, and looks every half second at how far it is.
measure() {
  local name=$1 path=$2 unit=$3
  shift 3
  local start now peak=0 rss read=0 pid status=0
  start=$(date +%s%N)
  "$redline" corrections export --to "$path" "$@" 2>"$work/said" &
  pid=$!
  : >"$work/steps"
  while kill -0 "$pid" 2>/dev/null; do
    rss=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null || echo 0)
    [ "${rss:-0}" -gt "$peak" ] && peak=$rss
    read=$(sed -n 's/.*"counts":{"read":\([0-9]*\).*/\1/p' \
      "$path/export-progress.json" "$path.export-progress.json" 2>/dev/null | head -1) || true
    now=$(date +%s%N)
    [ -z "$read" ] || echo "$(((now - start) / 1000000)) $read" >>"$work/steps"
    sleep 0.5
  done
  wait "$pid" || status=$?
  now=$(date +%s%N)
  [ "$status" -eq 0 ] || stop "$name: $(cat "$work/said")"
  read=$(sed -n 's/.*"counts":{"read":\([0-9]*\).*/\1/p' \
    "$path/manifest.json" "$path.manifest.json" 2>/dev/null | head -1) || true
  echo "$(((now - start) / 1000000)) $read" >>"$work/steps"
  awk -v name="$name" -v unit="$unit" -v total="$(((now - start) / 1000000))" -v peak="$peak" '
    { time[NR] = $1; count[NR] = $2; most = $2 }
    function rate(from, to,   i, a, b) {
      a = 0; b = 0
      for (i = 1; i <= NR; i++) {
        if (!a && count[i] >= from * most) a = i
        if (!b && count[i] >= to * most) b = i
      }
      return a && b && time[b] > time[a] ? (count[b] - count[a]) / (time[b] - time[a]) * 1000 : 0
    }
    END {
      printf "%-22s %9d %s in %6.1f s, %7d a second; first tenth %7d, last tenth %7d; %4d MB\n",
        name, most, unit, total / 1000, most / total * 1000, rate(0.001, 0.1), rate(0.9, 1),
        peak / 1024
    }' "$work/steps"
}

measure pairs "$work/pairs" corrections --shape pairs
measure 'pairs, packed' "$work/pairs.jsonl.gz" corrections --shape pairs --no-redact \
  --keep-near-duplicates
measure 'dpo, split' "$work/dpo" workflows --shape dpo --split train=0.9,test=0.1
measure 'dpo, of fields' "$work/fields" workflows --shape dpo --granularity field
