# Sourced by what tries the proxy: a redline on a cluster of its own before an upstream
# (bench/upstream.py), both of which end with the script. `redline` and `folder` have to be set.

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-proxy.XXXXXX")
chmod 755 "$work"
export REDLINE_HOME=$work/home
unset REDLINE_DATABASE_URL PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE PGDATABASE
running=()
end() {
  local pid cluster
  for pid in "${running[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${running[@]}"; do wait "$pid" 2>/dev/null || true; done
  cluster=$("$redline" db status 2>/dev/null | awk '$1 == "data" { print $2 }') || true
  "$redline" db stop >/dev/null 2>&1 || true
  rm -rf "$work" ${cluster:+"$cluster"}
}
trap end EXIT

# Waits for a line of a file, and gives what follows its beginning.
said() {
  local try found
  for try in $(seq 1200); do
    found=$(sed -n "s|^$2||p" "$1" | head -1)
    [ -z "$found" ] || break
    sleep 0.05
  done
  [ -n "$found" ] || {
    cat "$1" >&2
    exit 1
  }
  printf '%s' "$found"
}

start_upstream() {
  python3 "$folder/bench/upstream.py" >"$work/upstream" 2>&1 &
  running+=($!)
  upstream_port=$(said "$work/upstream" 'listening ')
}

start_redline() {
  REDLINE_UPSTREAM_URL="http://127.0.0.1:$upstream_port/v1" \
    "$redline" serve --listen 127.0.0.1:0 "$@" >"$work/redline" 2>&1 &
  redline_pid=$!
  running+=($redline_pid)
  redline_port=$(said "$work/redline" 'redline listens on http://127.0.0.1:')
}

# A new key of that role, for that owner.
key() {
  "$redline" keys create --role "$1" --name check ${2:+--owner "$2"} 2>/dev/null
}
