#!/usr/bin/env bash
# Installs Debian packages where this machine allows it (apt-get, as root); elsewhere names the command to run, and fails.
#
#   bin/lib/debian-install.sh 'what they are for' PACKAGE…
set -euo pipefail
purpose="$1"
shift
say() { printf 'muster: %s\n' "$*" >&2; }

if ! command -v apt-get >/dev/null; then
  say "$purpose is missing. On Debian it is 'apt-get install $*'; install the same with this system's own packages."
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  say "$purpose is missing. Install it with: sudo apt-get install $*"
  exit 1
fi

say "installing $purpose with apt-get ($*)"
export DEBIAN_FRONTEND=noninteractive
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
# The lists of a fresh container are empty or old, so they are read first; a mirror that fails then may still install from its cache.
if ! { apt-get update -qq || true; apt-get install -y -qq --no-install-recommends "$@"; } </dev/null >"$log" 2>&1; then
  tail -n 15 "$log" >&2
  say "apt-get could not install $* (its last lines are above)."
  exit 1
fi
