# What check-pages.sh and screenshots.sh share: a service on a database of its own, with the sample
# data and a stored document to work on, and a Python that drives a browser. `work` is a folder that
# goes in the end, `url` the service's, `admin` its first key.

# 75, as sysexits.h has it: nothing is wrong with redline, and it may work another time.
unavailable() {
  printf '%s: the browser or its Python packages cannot be had here: nothing was checked\n' \
    "$name" >&2
  exit 75
}
source "$folder/scripts/private.sh"
[ -x "$redline" ] || stop "$redline is missing: make build"
python3 -c 'import ensurepip, venv' 2>/dev/null ||
  stop 'the Python module venv is missing: apt-get install python3-venv'

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
driver=$(command -v chromedriver || true)
if { [ -z "$browser" ] || [ -z "$driver" ]; } && command -v apt-get >/dev/null; then
  printf '%s: installing chromium\n' "$name" >&2
  run=()
  [ "$(id -u)" -eq 0 ] || run=(sudo -n)
  { "${run[@]}" apt-get -qq update &&
    DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get -qq install --no-install-recommends \
      chromium chromium-driver; } >/dev/null 2>&1 || unavailable
  browser=$(command -v chromium)
  driver=$(command -v chromedriver)
fi
[ -n "$browser" ] && [ -n "$driver" ] || unavailable
export BROWSER=$browser BROWSER_DRIVER=$driver

python=$(realpath -m "${PAGES_VENV:-$folder/.build/check-pages}")
list=$folder/bench/requirements-pages.txt
if ! cmp --silent "$list" "$python/installed.txt"; then
  printf '%s: installing selenium and axe\n' "$name" >&2
  python3 -m venv --clear "$python"
  "$python/bin/pip" --quiet --disable-pip-version-check install -r "$list" >&2 || unavailable
  cp "$list" "$python/installed.txt"
fi

"$redline" demo >/dev/null 2>"$work/demo.log" || stop "redline demo: $(cat "$work/demo.log")"
start_service
owner=$("$redline" keys create --role owner --owner eva@example.com --name pages 2>/dev/null)
curl -sS --fail -X PUT -H "Authorization: Bearer $owner" -o /dev/null \
  --data-binary "@$folder/bench/pages/document.json" "$url/api/v1/docs/INV-1042"
