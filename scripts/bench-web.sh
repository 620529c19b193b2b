#!/usr/bin/env bash
# How long the service takes for each of its pages, and how large they are, with a million workflows:
# the median of what its log says of so many requests. bench/reports_records.sql makes the records.
#
# WORKFLOWS, INTERACTIONS, OWNERS, DAYS, SEED and ROUNDS (of a page) change the defaults. The cluster
# is redline's own, in a folder that goes away again; durable settings, as in use.
set -euo pipefail

redline=$(realpath "${REDLINE:-.build/release/redline}")
workflows=${WORKFLOWS:-1000000}
interactions=${INTERACTIONS:-500000}
owners=${OWNERS:-5000}
days=${DAYS:-30}
seed=${SEED:-1}
rounds=${ROUNDS:-15}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

name=bench-web
source "$root/scripts/private.sh"
say() { printf 'bench-web: %s\n' "$*" >&2; }
[ -x "$redline" ] || stop "$redline is missing: make release"
for program in psql curl; do
  command -v "$program" >/dev/null || stop "$program is missing"
done

sql() { "$redline" db psql -qAtX -v ON_ERROR_STOP=1 "$@"; }
median() { sort -n | awk '{ v[NR] = $1 } END { if (NR) print v[int((NR + 1) / 2)] }'; }

"$redline" db start >/dev/null 2>"$work/said" || stop "$(cat "$work/said")"
until=$(date -u +%F)
say "$workflows workflows, $interactions interactions"
halves=()
for half in "$workflows 0" "0 $interactions"; do
  sql -v workflows="${half% *}" -v interactions="${half#* }" -v owners="$owners" -v days="$days" \
    -v seed="$seed" -v until="$until" -f "$root/bench/reports_records.sql" >/dev/null &
  halves+=("$!")
done
for half in "${halves[@]}"; do wait "$half" || stop 'the records could not be made'; done
"$redline" rollup rebuild >/dev/null 2>&1
sql -c "select format('vacuum (analyze) redline.%I;', relname) from pg_class
  where relnamespace = 'redline'::regnamespace and relkind in ('r', 'p') and not relispartition" |
  sql

start_service
curl -sS --fail -c "$work/cookie" -o /dev/null --data-urlencode "key=$admin" "$url/sign-in"

# What one of the busiest owners has.
read -r owner workflow < <(sql -F ' ' -c "select owner, workflow_id from redline.export_stage
  where owner = (select owner from redline.workflow group by owner order by count(*) desc limit 1)
    and stage = 3 order by workflow_started_at desc limit 1")
read -r talker thread < <(sql -F ' ' -c "select owner, thread_id from redline.interaction
  where thread_id is not null order by occurred_at desc limit 1")
pages=(/ "/?owner=$owner" '/?model=gpt-4o' '/?document_type=invoice&model=gpt-4o'
  "/?owner=$owner&document_type=invoice" "/?owner=$owner&document_type=invoice&model=gpt-4o"
  /reports /exports "/exports?owner=$owner"
  "/exports/$workflow" "/exports/$workflow/compare" "/exports/$workflow/review" /interactions
  "/interactions?owner=$talker" "/interactions/thread?thread=$thread&owner=$talker" /corrections
  /corrections/list /compliance "/compliance/owner?owner=$owner" /compliance/retention
  /compliance/audit)
for file in "$root"/queries/*.sql; do pages+=("/reports/$(basename "$file" .sql)"); done

# One more export of OWNER on the day of that workflow, as the service gets them, and its way into
# the roll-ups: of a page whose name says so, before each look.
started=$(sql -v id="$workflow" <<<"select to_char(workflow_started_at at time zone 'UTC',
  'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') from redline.export_stage where workflow_id = :'id' limit 1")
export_on_that_day() {
  printf '{"stage":"initial_ai_summary","owner_email":"%s","timestamp":"%s",
    "document_id":"bench-%s","initial_extracted_data":{"total":1},"ai_initial_summary":"One more.",
    "source":{"document_type":"invoice","extraction_method":"OCR","di_confidence":0.9},
    "initial_summary_metadata":{"ai_model":"gpt-4o","processing_time_ms":900,"tokens_used":800,
    "confidence_score":0.9}}' "$owner" "$started" "$RANDOM" | tr -d '\n' |
    "$redline" ingest - >/dev/null 2>"$work/said" || stop "$(cat "$work/said")"
}
as_they_come=', as exports come'
pages+=("/?owner=$owner$as_they_come")

printf '%-60s %10s %10s\n' page 'server ms' kB
for page in "${pages[@]}"; do
  lines=$(wc -l <"$work/serve.log")
  address=$url${page%"$as_they_come"}
  for _ in $(seq "$rounds"); do
    [ "$address" = "$url$page" ] || export_on_that_day
    bytes=$(curl -sS -b "$work/cookie" -o "$work/page" -w '%{http_code} %{size_download}' "$address")
  done
  [ "${bytes% *}" = 200 ] || stop "$page is answered with ${bytes% *}"
  # The line of the last request is there a moment after its answer.
  sleep 0.2
  time=$(tail -n "+$((lines + 1))" "$work/serve.log" | sed -n 's/.*milliseconds=\([0-9.]*\).*/\1/p' |
    median)
  printf '%-60s %10.1f %10.1f\n' "$(cut -c1-60 <<<"${page//"$owner"/OWNER}")" "$time" \
    "$(awk -v b="${bytes#* }" 'BEGIN { print b / 1000 }')"
done
