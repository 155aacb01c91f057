#!/bin/bash
# Installs those of the Debian packages PACKAGE... that are missing; asks for nothing if none is.
#
# usage: install_packages.sh PACKAGE...
set -euo pipefail

if ! command -v dpkg-query apt-get >/dev/null; then
  echo "This is not Debian: nothing is installed. Needed are what Debian calls $*." >&2
  exit 0
fi

missing=()
for package in "$@"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ $status == installed ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

root=()
if [[ $EUID -ne 0 ]]; then
  command -v sudo >/dev/null || {
    echo "As root, run: apt-get install ${missing[*]}" >&2
    exit 1
  }
  root=(sudo)
fi
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${root[@]}" apt-get update -qq
"${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
