# Sourced by what tries the service: a folder `work` and a cluster of redline's own, both of which go
# when the script ends, and the service on it. `redline` and `name` have to be set.

stop() {
  printf '%s: %s\n' "$name" "$*" >&2
  exit 1
}

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-$name.XXXXXX")
chmod 755 "$work"
export REDLINE_HOME=$work/home
unset REDLINE_DATABASE_URL PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE PGDATABASE
service=
finish() {
  [ -z "$service" ] || kill "$service" 2>/dev/null || true
  [ -z "$service" ] || wait "$service" 2>/dev/null || true
  cluster=$("$redline" db status 2>/dev/null | awk '$1 == "data" { print $2 }') || true
  "$redline" db stop >/dev/null 2>&1 || true
  rm -rf "$work" ${cluster:+"$cluster"}
}
trap finish EXIT

# Starts the service with these options: `url` is its address, `admin` its first key.
start_service() {
  "$redline" serve --listen 127.0.0.1:0 --spool "$work/spool" "$@" >"$work/serve.log" 2>&1 &
  service=$!
  url=
  for _ in $(seq 600); do
    url=$(sed -n 's/^redline listens on //p' "$work/serve.log")
    [ -z "$url" ] || break
    kill -0 "$service" 2>/dev/null || stop "redline serve has ended: $(cat "$work/serve.log")"
    sleep 0.1
  done
  [ -n "$url" ] || stop 'redline serve does not listen'
  admin=$(sed -n 's/^.*admin key, [^:]*: //p' "$work/serve.log")
}
