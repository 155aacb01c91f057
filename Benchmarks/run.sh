#!/bin/bash
# Compares the engine and the offline program with their peers, and writes a table in Markdown.
#
#   Benchmarks/run.sh [quick|full|offline] [--repeats COUNT]
#
# quick takes less than 3 minutes, full less than 30, building apart; offline is the part of full that
# compares whole programs. Missing Debian packages are installed (as root, or by sudo); Python
# libraries go into Benchmarks/.build. The peers under the GPL are programs apart: nothing of them is
# linked to the product.
set -euo pipefail
cd "$(dirname "$0")"
mode=${1:-quick}
shift || true

packages=(g++ libzita-convolver-dev libfftw3-dev ffmpeg sox jconvolver brutefir python3-venv)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
    missing+=("$package")
done
if ((${#missing[@]})); then
  [[ $(id -u) == 0 ]] && root=() || root=(sudo)
  "${root[@]}" apt-get update -q
  "${root[@]}" apt-get install -qy --no-install-recommends "${missing[@]}"
fi

python=.build/python/bin/python3
if [[ ! -x $python ]]; then
  python3 -m venv .build/python
  .build/python/bin/pip install -q numpy scipy soundfile
  # One peer among others: its absence is a line in the table.
  .build/python/bin/pip install -q pedalboard || true
fi

swift build -c release --product engine-benchmark >&2
swift build -c release --package-path .. --product convolve >&2
mkdir -p .build/peers
flags=(-std=c++17 -O3 -march=native -Wall -Wextra -IPeers)
g++ "${flags[@]}" Peers/zita.cpp -lzita-convolver -lfftw3f -lpthread -o .build/peers/zita
g++ "${flags[@]}" -ffast-math Peers/twostage.cpp -lfftw3f -o .build/peers/twostage

exec "$python" -m compare "$mode" \
  --benchmark "$(swift build -c release --show-bin-path)/engine-benchmark" \
  --convolve "$(swift build -c release --package-path .. --show-bin-path)/convolve" \
  --peers .build/peers --work .build/results "$@"
