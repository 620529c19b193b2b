#!/usr/bin/env bash
# How fast the reports are, over all owners and the whole period, in one run:
#
#   from the roll-ups   as redline answers them, with all the records and with a tenth of them
#   from raw records    the same figures in plain SQL
#   DuckDB              the same records in its own tables, on two threads; its figures are compared
#                       with redline's, and have to be the same (reports of which bench/duckdb has a
#                       statement)
#
# and what keeping the roll-ups takes from `redline ingest`. bench/reports_records.sql makes the
# records: a million workflows with three million stages, and two million interactions.
#
# WORKFLOWS, INTERACTIONS, OWNERS, DAYS, SEED, ROUNDS (of a report), RAW_ROUNDS (of a report from
# raw records) and INGEST (workflows that are ingested, each with two interactions; 0 leaves it out;
# with few of them the command's start and end weigh in its rate) change the defaults; REPORTS names
# the reports. The clusters are redline's own, in a folder that goes away again; durable settings, as
# in use. It takes half an hour and 20 GB of disk.
set -euo pipefail

redline=${REDLINE:-.build/release/redline}
workflows=${WORKFLOWS:-1000000}
interactions=${INTERACTIONS:-2000000}
owners=${OWNERS:-5000}
days=${DAYS:-30}
seed=${SEED:-1}
rounds=${ROUNDS:-5}
raw_rounds=${RAW_ROUNDS:-3}
ingested=${INGEST:-100000}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bench=$root/bench
# The same figures counted from the raw records: what a report's statement is told for that. As of a
# time, also of tomorrow, the reports count the records.
from_records=(-v "as_of=$(date -u -d '+1 day' +%FT%TZ)")

stop() {
  printf 'bench: %s\n' "$*" >&2
  exit 1
}
say() { printf 'bench: %s\n' "$*" >&2; }
needs() { command -v "$1" >/dev/null 2>&1 || stop "$1 is missing: apt-get install $2"; }

[ -x "$redline" ] || stop "$redline is missing: make release"
needs psql postgresql-client
needs python3 'python3 python3-venv'
python3 -c 'import ensurepip, venv' 2>/dev/null ||
  stop 'the Python module venv is missing: apt-get install python3-venv'
redline=$(realpath "$redline")

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-bench.XXXXXX")
chmod 755 "$work"
unset REDLINE_DATABASE_URL PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE PGDATABASE
# The pids of what runs in the background.
running=()
finish() {
  local pid
  for pid in "${running[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${running[@]}"; do wait "$pid" 2>/dev/null || true; done
  end_cluster
  rm -rf "$work"
}
trap finish EXIT

sql() { "$redline" db psql -qAtX -v ON_ERROR_STOP=1 "$@"; }

# A new cluster of redline's own; there is one at a time.
begin_cluster() {
  export REDLINE_HOME=$work/$1
  "$redline" db start >/dev/null 2>"$work/said" || { cat "$work/said" >&2; stop 'no cluster'; }
  data_folder=$("$redline" db status | awk '$1 == "data" { print $2 }')
  has_rollups=$(sql -c "select to_regprocedure('redline.roll_up(integer)') is not null")
}
end_cluster() {
  [ -n "${REDLINE_HOME:-}" ] || return 0
  "$redline" db stop >/dev/null 2>&1 || true
  rm -rf "$REDLINE_HOME"
  if [ -n "${data_folder:-}" ]; then rm -rf "$data_folder"; fi
  unset REDLINE_HOME data_folder
}

now() { date +%s%N; }
seconds() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", (b - a) / 1000000000 }'; }
median() { sort -n | awk '{ v[NR] = $1 } END { if (NR) print v[int((NR + 1) / 2)] }'; }

# Fills the cluster with so many workflows and interactions, two sessions beside each other.
fill() {
  local start pid half
  start=$(now)
  for half in "$1 0" "0 $2"; do
    sql -v workflows="${half% *}" -v interactions="${half#* }" -v owners="$owners" -v days="$days" \
      -v seed="$seed" -v until="$until" -f "$bench/reports_records.sql" &
    running+=("$!")
  done
  for pid in "${running[@]}"; do wait "$pid" || stop 'the records could not be made'; done
  running=()
  say "made in $(seconds "$start" "$(now)") s"
  if [ "$has_rollups" = t ]; then
    start=$(now)
    "$redline" rollup rebuild >/dev/null
    say "roll-ups of them in $(seconds "$start" "$(now)") s"
  fi
  sql -c "select format('vacuum (analyze) redline.%I;', relname) from pg_class
    where relnamespace = 'redline'::regnamespace and relkind in ('r', 'p') and not relispartition" |
    sql
  say "the database has $(sql -c 'select pg_size_pretty(pg_database_size(current_database()))')"
}

# The first day that a report is asked about. The report drift is about half of the days: it takes
# the other half in itself, to compare with.
first_day() {
  if [ "$1" = drift ]; then date -u -d "$until - $((days / 2)) days" +%F; else echo "$from"; fi
}

# A report's parameters as psql's, each with its default. `from` and `to` have none.
parameters() {
  printf '%s\n' -v "from=$(first_day "$1")" -v "to=$until"
  sed -nE "s/^-- param: ([a-z_]+) [a-z]+ = '?([^' ]*)'?.*/-v\n\1=\2/p" "$root/queries/$1.sql"
}

# The median time of a report in one session: its name, how often to warm up, how often to measure.
milliseconds() {
  local name=$1 warm=$2 times=$3 arguments
  shift 3
  mapfile -t arguments < <(parameters "$name")
  {
    printf '\\o /dev/null\n\\timing on\n'
    for _ in $(seq $((warm + times))); do printf '\\i %s\n' "$root/queries/$name.sql"; done
  } >"$work/timing"
  # Through -f, and not from standard input, so that an error names its file.
  "$redline" db psql -qAtX -v ON_ERROR_STOP=1 "${arguments[@]}" "$@" -f "$work/timing" \
    >"$work/times" || stop "$name failed"
  sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' "$work/times" | tail -n "$times" | median
}

until=$(date -u +%F)
from=$(date -u -d "$until - $days days" +%F)
if [ -n "${REPORTS:-}" ]; then
  read -r -a reports <<<"$REPORTS"
else
  reports=()
  # Those that read roll-ups.
  for file in "$root"/queries/*.sql; do
    if grep -q 'redline\.rollup_dimension' "$file"; then reports+=("$(basename "$file" .sql)"); fi
  done
fi

say 'installing DuckDB'
python3 -m venv "$work/python"
"$work/python/bin/pip" --quiet --disable-pip-version-check \
  install --requirement "$bench/requirements-reports.txt" >&2

declare -A full=() tenth=() raw=() program=() duckdb=()

say "a tenth: $((workflows / 10)) workflows, $((interactions / 10)) interactions"
begin_cluster tenth
fill $((workflows / 10)) $((interactions / 10))
for name in "${reports[@]}"; do tenth[$name]=$(milliseconds "$name" 1 "$rounds"); done
end_cluster

say "all: $workflows workflows, $interactions interactions"
begin_cluster all
fill "$workflows" "$interactions"
stages=$(sql -c 'select count(*) from redline.export_stage')
for name in "${reports[@]}"; do
  full[$name]=$(milliseconds "$name" 1 "$rounds")
  start=$(now)
  "$redline" report "$name" --from "$(first_day "$name")" --to "$until" --format csv >/dev/null
  program[$name]=$(awk -v s="$(seconds "$start" "$(now)")" 'BEGIN { print s * 1000 }')
  say "$name: ${full[$name]} ms; redline report: ${program[$name]} ms"
done
for name in "${reports[@]}"; do
  if [ "$has_rollups" = t ]; then
    raw[$name]=$(milliseconds "$name" 0 "$raw_rounds" "${from_records[@]}")
    say "$name: ${raw[$name]} ms from raw records"
  else
    raw[$name]=${full[$name]}
  fi
done

say 'DuckDB'
mkdir -p "$work/duckdb/report"
sql -v folder="$work/duckdb" -f "$bench/duckdb/export.sql"
for name in "${reports[@]}"; do
  mapfile -t arguments < <(parameters "$name")
  "$redline" db psql -qX --csv -v ON_ERROR_STOP=1 "${arguments[@]}" -f "$root/queries/$name.sql" \
    >"$work/duckdb/report/$name.csv"
done
# DuckDB has the machine to itself.
"$redline" db stop >/dev/null 2>&1
are_same=yes
"$work/python/bin/python" "$bench/reports_duckdb.py" "$work/duckdb" "$from" "$until" "$rounds" \
  >"$work/duckdb/times" || are_same=no
while read -r name time; do duckdb[$name]=$time; done <"$work/duckdb/times"
end_cluster

declare -A rates=()
if [ "$ingested" -gt 0 ]; then
  # As many a day as there are in all.
  ingest_days=$(((ingested * days + workflows - 1) / workflows))
  say "ingest: $ingested workflows, $((ingested * 2)) interactions of $ingest_days days"
  python3 "$bench/reports_ndjson.py" "$ingested" $((ingested * 2)) "$owners" "$ingest_days" "$seed" \
    >"$work/records.ndjson"
  records=$(wc -l <"$work/records.ndjson")
  # Without them nothing comes into their queue, so that nothing is rolled up, at once or at the end.
  declare -A before=(
    [kept]=''
    [not_kept]='create function no_roll_ups() returns trigger language plpgsql as $$
      begin return null; end $$;
      create trigger no_roll_ups before insert on redline.rollup_pending
      for each row execute function no_roll_ups()'
  )
  for _ in $(seq 3); do
    for side in not_kept kept; do
      begin_cluster ingest
      sql -c "${before[$side]}"
      start=$(now)
      "$redline" ingest "$work/records.ndjson" 2>"$work/said" ||
        { cat "$work/said" >&2; stop 'ingest failed'; }
      taken=$(seconds "$start" "$(now)")
      say "ingest, roll-ups $side: $taken s"
      rates[$side]+=$(awk -v n="$records" -v s="$taken" 'BEGIN { printf "%.0f ", n / s }')
      end_cluster
    done
  done
fi

printf '%s stages of %s workflows and %s interactions, %s owners, %s days; milliseconds\n' \
  "$stages" "$workflows" "$interactions" "$owners" "$days"
printf '%-20s %9s %9s %9s %9s %9s %9s %9s %9s\n' \
  report redline command tenth of_tenth raw raw/this DuckDB Duck/this
for name in "${reports[@]}"; do
  awk -v name="$name" -v f="${full[$name]}" -v p="${program[$name]}" -v t="${tenth[$name]}" \
    -v r="${raw[$name]}" -v d="${duckdb[$name]:-0}" 'BEGIN {
    printf "%-20s %9.1f %9.1f %9.1f %9.2f %9.0f %9.1f", name, f, p, t, f / t, r, r / f
    if (d) printf " %9.1f %9.1f\n", d, d / f; else printf " %9s %9s\n", "-", "-"
  }'
done
for side in not_kept kept; do
  if [ -n "${rates[$side]:-}" ]; then
    printf 'redline ingest, roll-ups %-9s %8.0f records/s\n' "${side/_/ }:" \
      "$(tr ' ' '\n' <<<"${rates[$side]% }" | median)"
  fi
done
[ "$are_same" = yes ] || stop 'DuckDB has other figures than redline'
