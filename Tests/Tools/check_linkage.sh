#!/bin/bash
# Checks what the programs link, and that no AVX2 code can stand in for baseline code.
#
# usage: check_linkage.sh BUILD_FOLDER
set -euo pipefail
build=$1
failures=0

complain() {
  echo "$1" >&2
  failures=$((failures + 1))
}

# links PROGRAM LIBRARY: whether it is loaded with the program, directly or through another
links() { ldd "$build/$1" | grep "^[[:space:]]*lib$2\." >/dev/null; }

# The daemon, and the program that checks its configurations against the cards.
for program in convolve convolved; do
  if ! links "$program" asound; then complain "$program does not link libasound."; fi
done

# Foundation is 50 MB of a static program; the argument parser brings its small part to convolve.
for library in Foundation FoundationEssentials FoundationInternationalization; do
  if links convolved "$library"; then complain "convolved links lib$library."; fi
done
if links convolve Foundation; then complain "convolve links libFoundation."; fi

# The instruments of the tests stay out.
for program in convolve convolved; do
  for library in VirtualCard RealtimeGuard FileFaults; do
    if links "$program" "$library"; then complain "$program links lib$library."; fi
  done
done

# weak_symbols MODULE: weak functions in its objects
weak_symbols() {
  nm --defined-only "$build/$1.build/"*.o 2>/dev/null | awk 'NF == 3 && $2 == "W" { print $3 }' |
    sort -u
}

# The linker keeps one copy of a weak function, from whichever object it meets first. One that a
# module for AVX2 shares with any other would run on processors without AVX2.
for module in KernelsV3 KernelsDoubleV3; do
  mark="${#module}$module"
  foreign=$(weak_symbols "$module" | grep -v "$mark" || true)
  if [[ -n $foreign ]]; then
    complain "$module emits weak functions that are not its own: $foreign"
  fi
  if ! nm "$build/$module.build/"*.o | grep "$mark.*forwardTransform" >/dev/null; then
    complain "$build/$module.build holds no kernels, so nothing was checked."
  fi
done

[[ $failures -eq 0 ]] && echo "The programs link what they may, and the kernels stay apart."
