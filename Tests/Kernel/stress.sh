#!/bin/bash
# Runs the daemon in real time on the virtual card, with all processors busy beside it, and holds its
# xruns to a budget. No kernel PCM: this is about deadlines, which virtual time cannot show.
#
# The daemon runs under SCHED_FIFO; a few late wake-ups belong to a machine that is shared or virtual.
# At normal priority the same load makes hundreds of xruns a minute.
#
# usage: stress.sh PROGRAMS [SECONDS]
#   PROGRAMS  where `convolved` and `libVirtualCard.so` are, such as .build/release
#   SECONDS   for each period; 20
# environment:
#   BUDGET    xruns and starvations allowed in a minute; 60
#   PERIODS   "64 128 256"
# Needs stress-ng, and the right to SCHED_FIFO: without it, says so and ends with 0.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
programs=$(cd "$1" && pwd)
seconds=${2:-20}
budget=${BUDGET:-60}
folder=$(mktemp -d)
stress=
cleanup() {
  [[ -z $stress ]] || kill "$stress" 2>/dev/null || true
  rm -rf "$folder"
}
trap cleanup EXIT

chrt -f 50 true 2>/dev/null || { echo 'Skipped: this user may not use SCHED_FIFO.'; exit 0; }
command -v stress-ng >/dev/null || { echo 'stress-ng is missing: apt-get install stress-ng' >&2; exit 2; }

cat >"$folder/asound.conf" <<CONFIG
</usr/share/alsa/alsa.conf>
pcm_type.virtualcard { lib "$programs/libVirtualCard.so" }
pcm.microphone  { type virtualcard infile "/dev/zero" rate 48000 format S32_LE }
pcm.loudspeaker { type virtualcard rate 48000 format S32_LE }
CONFIG

# configure PERIOD
configure() {
  cat >"$folder/stress.yaml" <<YAML
version: 1
audio: {rate: 48000, period: $1}
capture: {device: microphone, channels: [L, R]}
playback: {device: loudspeaker, channels: [L, R]}
chain: [{convolve: {ir: "$root/impulses/hall.flac", dry: -6, wet: -9}}]
YAML
}

# count EXPRESSION: what its group matches in the daemon's account
count() { sed -nE "s/.*$1.*/\1/p" "$folder/log" | tail -1; }

failures=0
# measure PERIOD
measure() {
  configure "$1"
  ALSA_CONFIG_PATH=$folder/asound.conf XDG_CACHE_HOME=$folder \
    "$programs/convolved" --for "$seconds" "$folder/stress.yaml" 2>"$folder/log" ||
    { cat "$folder/log" >&2; exit 1; }
  grep -q 'realtime priority' "$folder/log" || { echo 'The daemon got no SCHED_FIFO.' >&2; exit 1; }
  local capture playback starved allowed
  capture=$(count 'xruns: ([0-9]+) capture')
  playback=$(count ' ([0-9]+) playback;')
  starved=$(count 'starvations: ([0-9]+)')
  allowed=$((budget * seconds / 60))
  echo "period $1, $seconds s: xruns $capture capture, $playback playback; starvations $starved;" \
    "allowed together $allowed; $(count '(block time: [^;]*)')"
  if ((capture + playback + starved > allowed)); then failures=$((failures + 1)); fi
}

stress-ng --quiet --cpu "$(nproc)" --vm 1 --vm-bytes 64m &
stress=$!
for period in ${PERIODS:-64 128 256}; do measure "$period"; done
if ((failures > 0)); then
  echo "Over the budget at $failures periods." >&2
  exit 1
fi
