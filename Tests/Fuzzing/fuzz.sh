#!/bin/bash
# Builds a target of Tests/Fuzzing with libFuzzer and feeds it until the time is over.
#
# usage: fuzz.sh TARGET SECONDS [address]
#
# The kept corpus is read, never written; what is found goes to .build/fuzz/TARGET. A crash, a
# hang of more than 25 s or more than 512 MiB end the run; the input is left beside the corpus.
# With "address", under AddressSanitizer.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=$1
seconds=$2
sanitizers=fuzzer${3:+,$3}
source=Tests/Fuzzing/Targets/$target.swift
folder=.build/fuzz/$target${3:+-$3}
objects=.build/fuzz/objects-$sanitizers
mkdir -p "$objects" "$folder/corpus"

flags=(-O -wmo -parse-as-library -swift-version 6 -sanitize="$sanitizers" -I "$objects"
  -enable-upcoming-feature InternalImportsByDefault
  -enable-upcoming-feature MemberImportVisibility
  -enable-upcoming-feature ExistentialAny)
for map in Sources/C[A-Z]*/module.modulemap; do
  flags+=(-I "$(dirname "$map")")
done

# The modules that a target names, in the order in which they import each other.
read -r -a modules < <(sed -n 's|^// modules: ||p' "$source")
linked=()
for module in "${modules[@]}"; do
  object=$objects/$module.o
  if [[ ! -e $object || -n $(find "Sources/$module/" -newer "$object" -name '*.swift') ]]; then
    find "Sources/$module/" -name '*.swift' -print0 | sort -z |
      xargs -0 swiftc "${flags[@]}" -module-name "$module" -emit-module \
        -emit-module-path "$objects/$module.swiftmodule" -c -o "$object"
  fi
  linked+=("$object")
done
swiftc "${flags[@]}" -module-name "Fuzz" "$source" "${linked[@]}" -o "$folder/$target"

cd "$folder"

SWIFT_BACKTRACE=enable=no "./$target" corpus "../../../Tests/Fuzzing/Corpora/$target" \
  -max_total_time="$seconds" -timeout=25 -rss_limit_mb=512 -max_len=16384 -print_final_stats=1 \
  >log 2>&1 || {
  tail -40 log >&2
  echo "fuzz.sh: $target failed; the input is in $folder." >&2
  exit 1
}
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' log)
peak=$(sed -n 's/^stat::peak_rss_mb: *//p' log)
slowest=$(sed -n 's/^stat::slowest_unit_time_sec: *//p' log)
echo "$target: $runs inputs in $seconds s, none crashed; slowest $slowest s, $peak MiB at most."
