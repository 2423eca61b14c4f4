#!/usr/bin/env bash
# All tests: first everything on SQLite, then everything but the browser on PostgreSQL, there with another Python
# where SECOND_BIN names one.
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
echo "== SQLite =="
"$bin/pytest" -q -n "$workers" --dist loadfile --no-loadscope-reorder "${chosen[@]}" groundswell demo tests
# The stories run in processes of their own: the browser keeps an event loop in the thread of its test. They say which begin.
"$bin/pytest" -q -n "$workers" --dist loadfile --no-loadscope-reorder "${chosen[@]}" stories

second="${SECOND_BIN:-$bin}"
if [ "$second" != "$bin" ]; then
  echo "== $("$second/python" --version): what needs no database =="
  "$second/pytest" -q -n "$workers" --dist loadfile --no-loadscope-reorder -m "not browser" groundswell/science groundswell/engine groundswell/look tests \
    --ignore=groundswell/engine/tests/test_a_cluster.py
fi

tools="$(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin 2>/dev/null | sort -V | tail -n 1 || true)"
if [ -z "$tools" ]; then
  loud "the tests on PostgreSQL: there is no PostgreSQL here. Install it and run make test again."
  exit 0
fi
echo "== PostgreSQL, $("$second/python" --version) =="
place="$(mktemp -d)"
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || useradd --system --no-create-home postgres
  chown postgres "$place"
fi
stop() { as "$tools/pg_ctl" -D "$place/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$place"; }
trap stop EXIT
as "$tools/initdb" -D "$place/data" -U groundswell -A trust --locale=C -E UTF8 >/dev/null
port="$("$bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
as "$tools/pg_ctl" -D "$place/data" -w -l "$place/log" -o "-p $port -h 127.0.0.1 -k $place" start >/dev/null
DATABASE_URL="postgresql://groundswell@127.0.0.1:$port/postgres" "$second/pytest" -q -n "$workers" --dist loadfile --no-loadscope-reorder -m "not browser" \
  groundswell --ignore=groundswell/science --ignore=groundswell/look --ignore=groundswell/engine
