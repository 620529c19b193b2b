#!/usr/bin/env bash
# Does with a real browser (Chromium, without a window) what a person does on the pages of redline,
# with scripts and without, and has each page looked at by axe-core: nothing serious may be found.
#
# The database is this run's own. PAGES_VENV names the folder into which Python's packages are
# installed; it stays, so that they are installed once.
set -euo pipefail

name=check-pages
redline=$(realpath "${REDLINE:-.build/debug/redline}")
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$folder/scripts/browsed.sh"

"$python/bin/python" "$folder/bench/pages/walk.py" "$url" "$admin" "$owner" "$work" "$redline"
"$python/bin/python" "$folder/bench/pages/account.py" "$redline" "$work"
