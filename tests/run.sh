#!/usr/bin/env bash
# All tests: everything on SQLite, then what is not marked once on PostgreSQL, there with another Python where
# SECOND_BIN names one. The stories go beside: they wait for servers and browsers more than they reckon.
# What the machine does not allow is left out loudly, never silently.
set -euo pipefail
bin="$1"
cd "$(dirname "$0")/.."
loud() { printf '\n\033[1;31m!!! NOT RUN: %s\033[0m\n\n' "$1"; }

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  wanted=""
  command -v chromium >/dev/null || wanted="$wanted chromium"
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted="$wanted postgresql"
  [ -x /usr/sbin/dovecot ] || command -v dovecot >/dev/null || wanted="$wanted dovecot-imapd"
  command -v java >/dev/null || wanted="$wanted openjdk-17-jre-headless"
  ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 || wanted="$wanted faketime"
  if [ -n "$wanted" ]; then
    echo "Installing$wanted ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $wanted; } >/tmp/groundswell-apt.log 2>&1 \
      || echo "Debian's packages could not be installed; see /tmp/groundswell-apt.log"
  fi
fi

[ -x /usr/sbin/dovecot ] || command -v dovecot >/dev/null \
  || loud "the tests of a real mailbox: there is no Dovecot here. Install dovecot-imapd and run make test again."

command -v java >/dev/null \
  || loud "the tests of a Spark cluster: there is no Java here. Install openjdk-17-jre-headless and run make test again."

ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 \
  || loud "the story that goes through half a year: there is no faketime here. Install faketime and run make test again."

browser="$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)"
[ -z "$browser" ] && [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && browser="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
chosen=()
if [ -z "$browser" ]; then
  loud "the stories in a real browser: there is no Chromium here. Install it and run make test again."
  chosen=(-m "not browser")
fi
export GROUNDSWELL_BROWSER="$browser"
workers="${TEST_WORKERS:-2}"
second="${SECOND_BIN:-$bin}"
# What one process has compiled, all later ones read: a story starts the product many times.
export PYTHONDONTWRITEBYTECODE=
# Several processes share the cores: threads of one that wait for work by spinning would take them from the others.
export OPENBLAS_NUM_THREADS=1

place="$(mktemp -d)"
beside=""
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
finish() {
  if [ -n "$beside" ]; then
    kill -INT -- "-$beside" 2>/dev/null && wait "$beside" || true
    echo "== Stories =="
    cat "$place/stories"
  fi
  [ -d "$place/data" ] && as "$tools/pg_ctl" -D "$place/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$place"
}
trap finish EXIT
how=(-q --dist loadfile --no-loadscope-reorder)
# What was searched with a hundred drawn examples on the first Python is searched with other twenty-five on the second.
again=("${how[@]}" --hypothesis-profile again -n "$workers" -m "not browser and not once")

own=()
# The stories run in processes of their own: the browser keeps an event loop in the thread of its test.
if [ "$workers" = 1 ]; then
  echo "== Stories =="
  "$bin/pytest" "${how[@]}" -n 1 "${chosen[@]}" stories
else
  # One story comes after the other: they go first wherever there is too little for all, so that nobody waits for them at the end.
  own=(nice -n 5)
  set -m # a group of processes of its own, in which an interruption is not ignored
  "$bin/pytest" "${how[@]}" -n 1 "${chosen[@]}" stories >"$place/stories" 2>&1 &
  beside=$!
  set +m
fi

echo "== SQLite =="
"${own[@]}" "$bin/pytest" "${how[@]}" -n "$workers" "${chosen[@]}" groundswell demo tests

tools="$(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin 2>/dev/null | sort -V | tail -n 1 || true)"
if [ -z "$tools" ]; then
  loud "the tests on PostgreSQL: there is no PostgreSQL here. Install it and run make test again."
  if [ "$second" != "$bin" ]; then
    echo "== $("$second/python" --version): what needs no PostgreSQL =="
    "${own[@]}" "$second/pytest" "${again[@]}" groundswell/science groundswell/engine groundswell/look tests
  fi
else
  echo "== PostgreSQL, $("$second/python" --version) =="
  if [ "$(id -u)" = 0 ]; then
    id postgres >/dev/null 2>&1 || useradd --system --no-create-home postgres
    chown postgres "$place"
  fi
  as "$tools/initdb" -D "$place/data" -U groundswell -A trust --locale=C -E UTF8 --no-sync >/dev/null
  port="$("$bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
  # Nothing of this database is to outlive the tests. What must be on the disk is tried by the stories, on servers of their own.
  quick="-c fsync=off -c full_page_writes=off -c autovacuum=off -c jit=off"
  as "$tools/pg_ctl" -D "$place/data" -w -l "$place/log" -o "-p $port -h 127.0.0.1 -k $place $quick" start >/dev/null
  known=()
  [ "$second" != "$bin" ] || known=(--ignore=groundswell/science --ignore=groundswell/look --ignore=groundswell/engine)
  DATABASE_URL="postgresql://groundswell@127.0.0.1:$port/postgres" "${own[@]}" "$second/pytest" "${again[@]}" "${known[@]}" groundswell tests
fi

if [ -n "$beside" ]; then
  echo "Waiting for the stories ..."
  wait "$beside"
fi
