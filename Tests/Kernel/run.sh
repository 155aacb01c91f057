#!/bin/bash
# Runs suites on kernel PCMs: User Mode Linux in virtual time, one guest for each suite.
#
# Time passes only while every process of the guest waits, so that no load on the host can cause an
# xrun, and sound runs as fast as the host can.
#
# usage: run.sh BUILT PROGRAMS [SUITE...]
#   BUILT     where build.sh left the kernel
#   PROGRAMS  where `convolved` is, such as .build/release
#   SUITE     names from Tests/Kernel/suites without .sh; all of them if none is named
# environment:
#   LIMIT     seconds of real time for a suite; 600
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

# boot SUITE: the guest's console, also into a file
boot() {
  timeout -k 5 "${LIMIT:-600}" "$built/linux" mem=512M time-travel=inf-cpu quiet loglevel=1 \
    rootfstype=hostfs rootflags=/ ro "init=$here/guest/init.sh" con=null con0=null,fd:1 \
    "kernel.suite=$here/suites/$1.sh" "kernel.built=$built" "kernel.programs=$programs" \
    </dev/null 2>&1 | tee "$built/$1.log" | grep -av '^reboot: ' || true
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
