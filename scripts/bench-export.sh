#!/usr/bin/env bash
# Measures how many deliverables redline renders in a second, in each format and with 1, 100 and 5,000
# line items, beside Python making the same files: openpyxl for Excel, ReportLab for PDF, the modules
# csv and json. Both sides take turns; medians are shown, in files a second of processor time, which
# what else runs on the machine changes least. Then it sees that the line items are in the files of both.
#
# FORMATS, ITEMS, SECONDS_EACH and ROUNDS change the defaults. EXPORT_VENV names the folder into which
# Python's packages are installed; it stays, so that they are installed once.
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
render=$(realpath "${RENDER:-$folder/.build/release/RenderDeliverable}")
read -ra formats <<<"${FORMATS:-json csv excel pdf}"
read -ra sizes <<<"${ITEMS:-1 100 5000}"
seconds=${SECONDS_EACH:-3}
rounds=${ROUNDS:-3}

stop() {
  printf 'bench-export: %s\n' "$*" >&2
  exit 1
}
[ -x "$render" ] || stop "$render is missing: make bench-export builds it"
python3 -c 'import ensurepip, venv' 2>/dev/null ||
  stop 'the Python module venv is missing: apt-get install python3-venv'

venv=$(realpath -m "${EXPORT_VENV:-$folder/.build/bench-export}")
list=$folder/bench/requirements-export.txt
if ! cmp --silent "$list" "$venv/installed.txt"; then
  printf 'bench-export: installing openpyxl and ReportLab\n' >&2
  python3 -m venv --clear "$venv"
  # 75, as sysexits.h has it: nothing is wrong with redline, and it may work another time.
  if ! "$venv/bin/pip" --quiet --disable-pip-version-check install -r "$list" >&2; then
    printf 'bench-export: the Python packages cannot be installed here: nothing was measured\n' >&2
    exit 75
  fi
  cp "$list" "$venv/installed.txt"
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-export.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$venv/bin/python" "$folder/bench/export_documents.py" "$work" "${sizes[@]}"

median() { sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }
declare -A other=([json]=json [csv]=csv [excel]=openpyxl [pdf]=ReportLab)

# The line items in a file, by their numbers, each once and in order.
items_in() {
  case $1 in
  excel)
    "$venv/bin/python" -c 'import openpyxl, sys
for row in openpyxl.load_workbook(sys.argv[1])["Line items"].iter_rows(min_row=2, min_col=2, max_col=2):
    print(row[0].value)' "$2"
    ;;
  pdf) pdftotext -layout "$2" - | tr -s ' ' '\n' | grep -xE '[0-9]{5}' ;;
  csv) "$venv/bin/python" -c 'import csv, sys
for row in csv.DictReader(open(sys.argv[1], newline="")): print(row["line_items.sku"])' "$2" ;;
  json) "$venv/bin/python" -c 'import json, sys
for item in json.load(open(sys.argv[1]))["data"]["line_items"]: print(item["sku"])' "$2" ;;
  esac
}

printf '%-7s %10s %14s  %-11s %12s %7s %12s %12s\n' \
  format items 'redline, /s' beside '/s' times 'redline, kB' 'beside, kB'
for format in "${formats[@]}"; do
  for size in "${sizes[@]}"; do
    ending=${format/excel/xlsx}
    ours=$work/ours.$ending
    theirs=$work/theirs.$ending
    : >"$work/rates.ours"
    : >"$work/rates.theirs"
    for ((round = 0; round < rounds; round++)); do
      "$render" "$format" standard "$work/$size.json" "$ours" "$seconds" \
        >>"$work/rates.ours"
      "$venv/bin/python" "$folder/bench/export_python.py" \
        "$format" "$work/$size.json" "$theirs" "$seconds" >>"$work/rates.theirs"
    done
    awk -v format="$format" -v size="$size" -v other="${other[$format]}" \
      -v ours="$(median <"$work/rates.ours")" -v theirs="$(median <"$work/rates.theirs")" \
      -v kept="$(stat -c %s "$ours")" -v made="$(stat -c %s "$theirs")" 'BEGIN {
        printf "%-7s %10d %14.1f  %-11s %12.2f %7.1f %12.0f %12.0f\n",
          format, size, ours, other, theirs, ours / theirs, kept / 1000, made / 1000
      }'
    for file in "$ours" "$theirs"; do
      items_in "$format" "$file" | cmp --silent - <(seq -f %05g 0 $((size - 1))) ||
        stop "the line items of $format with $size of them are not all in a file"
    done
  done
done
