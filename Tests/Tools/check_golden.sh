#!/bin/bash
# Compares what `convolve check` says of every configuration in Tests/Golden and docs/examples with
# the text kept for it in Tests/Golden.
#
# usage: check_golden.sh BUILD_FOLDER [--update]
set -euo pipefail
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
failures=0
for file in Tests/Golden/*.yaml docs/examples/*.yaml; do
  name=$(basename "$file" .yaml)
  [[ $file == docs/* ]] && name=example-$name
  golden=Tests/Golden/$name.txt
  status=0
  said=$("$build/convolve" check --costs typical "$file" 2>&1) || status=$?
  said+=$'\n'"exit $status"
  if [[ ${2:-} == --update ]]; then
    echo "$said" >"$golden"
  elif ! diff --unified "$golden" <(echo "$said"); then
    failures=$((failures + 1))
  fi
done
if [[ $failures -ne 0 ]]; then
  echo "$failures texts differ; if that is meant: $0 $1 --update" >&2
  exit 1
fi
echo "convolve check says what Tests/Golden keeps."
