#!/bin/bash
# Counts the engine's instructions and compares them with instructions.txt.
#
#   Benchmarks/instructions.sh            exits with 1 where a case takes over 3 % more, or over
#                                         10 % less: then the file is to be updated
#   Benchmarks/instructions.sh --update   writes what is counted now into the file
#
# Needs valgrind. Takes less than a minute.
set -euo pipefail
cd "$(dirname "$0")"

swift build -c release --product engine-benchmark >&2
program=$(mktemp)
trap 'rm -f "$program"' EXIT
# Valgrind 3.19 gives up on DWARF 5; the symbols alone are enough.
strip --strip-debug -o "$program" "$(swift build -c release --show-bin-path)/engine-benchmark"

# What is counted within a callback: the functions that the case is about.
functions() {
  case $1 in
    transform-*) echo '*Kernels*forwardTransform*' '*Kernels*inverseTransform*' ;;
    products-*) echo '*Kernels*multiplyOlder*' '*Kernels*multiplyNewest*' ;;
    callback-*) echo '*LiveEngine*render5county*' ;;
    *) echo "instructions.txt names the case '$1', which nobody counts." >&2; return 1 ;;
  esac
}

# Prints callbacks and instructions of one run.
count() {
  local toggles=() names name
  names=$(functions "$1") || return
  set -f
  for name in $names; do toggles+=("--toggle-collect=$name"); done
  set +f
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "${toggles[@]}" \
    "$program" callgrind "$1" --level "$2" --periods "$3" 2>&1 |
    awk '/"calls"/ { sub(/.*"calls":/, ""); calls = $0 + 0 } / Collected :/ { total = $NF }
         END { if (!calls || !total) exit 1; print calls, total }'
}

# The start-up is in both runs, and falls out of their difference.
per_callback() {
  local first second
  first=$(count "$1" "$2" 4) && second=$(count "$1" "$2" 8) || return
  echo "$first $second" | awk '{ printf "%d\n", ($4 - $2) / ($3 - $1) + 0.5 }'
}

mode=${1:---check}
if [[ $mode != --check && $mode != --update ]]; then
  echo "instructions.sh does not know '$mode'; it takes --update or nothing." >&2
  exit 2
fi
grep -qw avx2 /proc/cpuinfo && v3=yes || v3=no
counted=""
status=0
while read -r name level stored; do
  if [[ $name == \#* ]]; then
    counted+="$name $level $stored"$'\n'
    continue
  fi
  if [[ $level == v3 && $v3 == no ]]; then
    echo "$name $level: not counted, this processor has no AVX2"
    counted+="$name $level $stored"$'\n'
    continue
  fi
  if ! now=$(per_callback "$name" "$level"); then
    echo "$name $level: the count failed; run the valgrind command of this script by hand." >&2
    exit 2
  fi
  counted+="$name $level $now"$'\n'
  change=$(awk -v a="$stored" -v b="$now" 'BEGIN { printf "%+.1f", a ? 100 * (b - a) / a : 0 }')
  verdict=ok
  if awk -v c="$change" 'BEGIN { exit !(c > 3) }'; then verdict="MORE than allowed"; fi
  if awk -v c="$change" 'BEGIN { exit !(c < -10) }'; then
    verdict="LESS: keep it with instructions.sh --update"
  fi
  [[ $verdict == ok || $mode == --update ]] || status=1
  printf '%-22s %-8s %9d %9d %6s %%  %s\n' "$name" "$level" "$stored" "$now" "$change" "$verdict"
done < instructions.txt
if [[ $mode == --update ]]; then printf '%s' "$counted" > instructions.txt; fi
exit $status
