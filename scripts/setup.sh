#!/usr/bin/env bash
# Sees to it that this machine has what redline is built with and runs on: Swift, PostgreSQL and the
# headers of eight C libraries, and fonts; with the argument `tests`, also the programs of others that
# the tests read files with. On Debian and Ubuntu it installs the packages that are missing; on other
# systems it names them. Where everything is there it says nothing and changes nothing.
set -euo pipefail

oldest_postgres=15
oldest_swift=6.2
for_tests=0
[ "${1:-}" != tests ] || for_tests=1

say() { printf 'setup: %s\n' "$*" >&2; }
stop() {
  say "$@"
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# Whether the first version is at least the second.
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

check_swift() {
  has swift || stop "Swift $oldest_swift or newer is needed: see swift.org/install"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
  at_least "${version:-0}" "$oldest_swift" ||
    stop "Swift $oldest_swift or newer is needed, and this is ${version:-unknown}: see swift.org/install"
}

# Whether a PostgreSQL server that is new enough is where redline looks for one.
has_server() {
  local folder version
  for folder in ${REDLINE_PG_BIN:+"$REDLINE_PG_BIN"} \
    "$(pg_config --bindir 2>/dev/null || true)" \
    /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/libexec/postgresql* \
    /usr/local/pgsql/bin /usr/local/bin /usr/bin; do
    if [ ! -x "$folder/postgres" ] || [ ! -x "$folder/initdb" ]; then continue; fi
    version=$("$folder/postgres" --version 2>/dev/null | sed -n 's/^[^0-9]*\([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge "$oldest_postgres" ] && return 0
  done
  return 1
}

# The Debian packages of what is missing, one a line.
missing_packages() {
  has_server || echo postgresql
  has psql || echo postgresql-client
  if has pkg-config; then
    pkg-config --exists libpq || echo libpq-dev
    pkg-config --exists zlib || echo zlib1g-dev
    pkg-config --exists libcrypto || echo libssl-dev
    pkg-config --exists sqlite3 || echo libsqlite3-dev
    pkg-config --exists libarchive || echo libarchive-dev
    pkg-config --exists xlsxwriter || echo libxlsxwriter-dev
    pkg-config --exists pangocairo cairo-pdf || echo libpango1.0-dev
  else
    printf '%s\n' pkg-config libpq-dev zlib1g-dev libssl-dev libsqlite3-dev libarchive-dev \
      libxlsxwriter-dev libpango1.0-dev
  fi
  missing_fonts
  [ "$for_tests" -eq 0 ] || missing_readers
}

# Fonts for the pages of deliverables: Latin, Greek, Cyrillic, Arabic and Hebrew; most other scripts;
# Chinese, Japanese and Korean.
missing_fonts() {
  has_font 'DejaVu Sans' || echo fonts-dejavu-core
  has_font 'Noto Sans' || echo fonts-noto-core
  has_font 'Noto Sans CJK SC' || has_font 'WenQuanYi Zen Hei' || echo fonts-wqy-zenhei
}
has_font() { [ -n "$(fc-list "$1" file 2>/dev/null)" ]; }

# Programs that read what redline writes.
missing_readers() {
  has pdftotext || echo poppler-utils
  has qpdf || echo qpdf
  /usr/bin/python3 -c 'import openpyxl' 2>/dev/null || echo python3-openpyxl
}

install_packages() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! has sudo; then
      stop "these packages are missing; install them as root: apt-get install --yes $*"
    fi
    as_root=(sudo)
    # Without a terminal nobody can type a password.
    [ -t 0 ] || as_root=(sudo --non-interactive)
  fi
  say "installing $*"
  # Debian's package makes and starts a cluster of its own, which redline has no use for. Where
  # PostgreSQL is new to this machine, it is told not to.
  local note=/etc/postgresql-common/createcluster.d/redline-setup.conf
  local is_new=0
  [ -d /etc/postgresql-common ] || is_new=1
  if [ "$is_new" -eq 1 ]; then
    "${as_root[@]}" mkdir -p "${note%/*}"
    echo 'create_main_cluster = false' | "${as_root[@]}" tee "$note" >/dev/null
  fi
  local status=0
  "${as_root[@]}" apt-get update --quiet --quiet >&2 ||
    say "apt-get update failed; trying with the lists that are there"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --quiet --no-install-recommends \
    --option Dpkg::Use-Pty=0 "$@" </dev/null >&2 || status=$?
  if [ "$is_new" -eq 1 ]; then
    "${as_root[@]}" rm -f "$note"
    "${as_root[@]}" rmdir --ignore-fail-on-non-empty "${note%/*}" "${note%/*/*}" 2>/dev/null || true
  fi
  [ "$status" -eq 0 ] || stop "apt-get could not install $*"
}

check_swift
mapfile -t missing < <(missing_packages)
[ "${#missing[@]}" -gt 0 ] || exit 0

has apt-get || stop "these are missing (by the names of their Debian packages): ${missing[*]}." \
  "PostgreSQL must be $oldest_postgres or newer."
install_packages "${missing[@]}"

mapfile -t missing < <(missing_packages)
[ "${#missing[@]}" -eq 0 ] && exit 0
case " ${missing[*]} " in
*" postgresql "*)
  stop "this system's own PostgreSQL is older than $oldest_postgres:" \
    "install a newer one (see postgresql.org/download) and set REDLINE_PG_BIN if it is in an unusual place"
  ;;
esac
stop "still missing after the installation: ${missing[*]}"
