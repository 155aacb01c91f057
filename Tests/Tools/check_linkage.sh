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

# The offline program runs where there is no sound system.
if links convolve asound; then complain "convolve links libasound."; fi
if ! links convolved asound; then complain "convolved does not link libasound."; fi

# Foundation is 50 MB of a static program; the argument parser brings its small part to convolve.
for library in Foundation FoundationEssentials FoundationInternationalization; do
  if links convolved "$library"; then complain "convolved links lib$library."; fi
done
if links convolve Foundation; then complain "convolve links libFoundation."; fi

# The instruments of the tests stay out.
for program in convolve convolved; do
  for library in VirtualCard RealtimeGuard; do
    if links "$program" "$library"; then complain "$program links lib$library."; fi
  done
done

# weak_symbols MODULE: weak functions in its objects
weak_symbols() {
  nm --defined-only "$build/$1.build/"*.o 2>/dev/null | awk 'NF == 3 && $2 == "W" { print $3 }' |
    sort -u
}

# The linker keeps one copy of a weak function, from whichever object it meets first. One that the
# module for AVX2 shares with any other would run on processors without AVX2.
foreign=$(weak_symbols KernelsV3 | grep -v '9KernelsV3' || true)
if [[ -n $foreign ]]; then complain "KernelsV3 emits weak functions that are not its own: $foreign"; fi
if ! nm "$build"/KernelsV3.build/*.o | grep '9KernelsV3.*forwardTransform' >/dev/null; then
  complain "$build/KernelsV3.build holds no kernels, so nothing was checked."
fi

[[ $failures -eq 0 ]] && echo "The programs link what they may, and the kernels stay apart."
