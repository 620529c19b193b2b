#!/usr/bin/env bash
# Holds Excel files against LibreOffice: it opens them and writes them anew, and every cell has to be
# what it was, of the same type, a text that looks like a formula still a text.
#
# LibreOffice is large, and nothing else needs it: where it is not installed, that is said.
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
render=$(realpath "${RENDER:-$folder/.build/debug/RenderDeliverable}")

stop() {
  printf 'check-workbooks: %s\n' "$*" >&2
  exit 1
}
# 75, as sysexits.h has it: nothing is wrong with redline, and it may work another time.
unavailable() {
  printf 'check-workbooks: %s: nothing was checked\n' "$*" >&2
  exit 75
}
[ -x "$render" ] || stop "$render is missing: swift build --product RenderDeliverable"
command -v soffice >/dev/null || unavailable \
  'LibreOffice is missing (apt-get install --no-install-recommends libreoffice-calc-nogui)'
# Debian's packages are for Debian's own Python.
python=
for candidate in /usr/bin/python3 python3; do
  "$candidate" -c 'import openpyxl' 2>/dev/null && python=$candidate && break
done
[ -n "$python" ] || unavailable \
  'the Python module openpyxl is missing (apt-get install python3-openpyxl)'

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-workbooks.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$python" "$folder/bench/export_documents.py" "$work" 1 100 5000
cp "$folder/Tests/Data/hostile_deliverable.json" "$work/hostile.json"
for document in "$work"/*.json; do
  for template in standard detailed financial; do
    name=$(basename "$document" .json)-$template
    "$render" excel "$template" "$document" "$work/$name.xlsx"
  done
done
# A profile of its own, so that nobody's settings count and none are changed.
if ! timeout 600 soffice "-env:UserInstallation=file://$work/profile" --headless \
  --convert-to 'xlsx:Calc MS Excel 2007 XML' --outdir "$work/anew" "$work"/*.xlsx \
  >"$work/log" 2>&1; then
  cat "$work/log" >&2
  stop 'LibreOffice fails'
fi
"$python" "$folder/Tests/Data/check_workbooks.py" "$work" "$work/anew"
