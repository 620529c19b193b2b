#!/usr/bin/env bash
# Makes a picture of each page, light and dark and as on a phone, in the folder that SCREENSHOTS names
# (.build/screenshots where it names none), and those that the README shows in docs/pages.
set -euo pipefail

name=screenshots
redline=$(realpath "${REDLINE:-.build/release/redline}")
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$folder/scripts/browsed.sh"

pictures=${SCREENSHOTS:-$folder/.build/screenshots}
mkdir -p "$pictures"
"$python/bin/python" "$folder/bench/pages/screenshots.py" "$url" "$admin" "$owner" "$pictures" \
  "$folder/docs/pages"
printf 'screenshots: they are in %s and docs/pages\n' "$pictures" >&2
