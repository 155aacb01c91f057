#!/bin/bash
# Runs suites on kernel PCMs: User Mode Linux in virtual time, one guest for each suite.
#
# Time passes only while every process of the guest waits, so that no load on the host can cause an
# xrun, and sound runs as fast as the host can.
#
# usage: run.sh BUILT PROGRAMS [SUITE...]
#   BUILT     where build.sh left the kernel
#   PROGRAMS  where `convolved` is, such as .build-package/release; suites with systemd need `convolve`
#   SUITE     names from Tests/Kernel/suites without .sh; all of them if none is named
# environment:
#   LIMIT     seconds of real time for a suite; 600
#   KILLS     how often the suite `service` kills the daemon; 50
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
built=$(cd "$1" && pwd)
programs=$(cd "$2" && pwd)
shift 2
suites=("$@")
if [[ ${#suites[@]} -eq 0 ]]; then
  for file in "$here"/suites/*.sh; do suites+=("$(basename "$file" .sh)"); done
fi

case "$built $programs $here" in
  *' /run/'* | /run/*) echo 'A guest has a /run of its own: move the checkout elsewhere.' >&2; exit 2 ;;
esac
[[ -x $built/linux ]] || { echo "There is no kernel in $built: run \`make kernel\`." >&2; exit 2; }
cc -O2 -Wall -Wextra -Werror "$here"/cable/*.c -o "$built/cable" -lasound

# What `make install` would do, for guests with systemd.
install_package() {
  rm -rf "$built/installed"
  DESTDIR=$built/installed PREFIX=/usr SYSCONFDIR=/etc UNITS=/usr/lib/systemd \
    ZSH_COMPLETIONS=/usr/share/zsh/vendor-completions "$here/../../debian/tools/install.sh" "$programs"
}

# boot SUITE: the guest's console, also into a file
boot() {
  local init=$here/guest/init.sh given=$programs
  if grep -q '^# needs systemd$' "$here/suites/$1.sh"; then
    install_package
    init=$here/guest/service.sh given=$built/installed
  fi
  timeout -k 5 "${LIMIT:-600}" "$built/linux" mem=768M time-travel=inf-cpu quiet loglevel=1 \
    rootfstype=hostfs rootflags=/ ro "init=$init" con=null con0=null,fd:1 \
    "kernel.suite=$here/suites/$1.sh" "kernel.built=$built" "kernel.programs=$given" \
    "kernel.kills=${KILLS:-50}" \
    </dev/null 2>&1 | tee "$built/$1.log" |
    grep -avE --line-buffered '^(reboot: |Failed to initialize ubd)' || true
}

failed=()
for suite in "${suites[@]}"; do
  echo "== $suite"
  began=$SECONDS
  boot "$suite"
  echo "== $suite took $((SECONDS - began)) s"
  grep -aq '^suite ended with 0 ' "$built/$suite.log" || failed+=("$suite")
done
if [[ ${#failed[@]} -gt 0 ]]; then
  echo "Failed: ${failed[*]}. The consoles are in $built." >&2
  exit 1
fi
echo "All suites passed: ${suites[*]}."
