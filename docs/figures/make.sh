#!/bin/bash
# Draws the figures of docs/convolution.md with the tool itself.
#
# usage: make.sh [FOLDER]
#   FOLDER  where convolve is; found on the path if not given
set -euo pipefail
[[ $# -eq 0 ]] || PATH="$(cd "$1" && pwd):$PATH"
figures=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cd "$work"

# taps NAME PROGRAM: numbers that awk prints, a frame a line, as a sound of 8 kHz
taps() {
  awk "BEGIN { $2 }" >"$1.txt"
  convolve convert "$1.txt" --rate 8000 -o "$1.wav" --quiet
}
# draw NAME FILE...: waveforms over each other
draw() {
  local name=$1
  shift
  convolve inspect "$@" --overlay --panels waveform --plot none --svg "$figures/$name.svg" \
    --force >/dev/null
}
render() { convolve render "$@" --quiet; }

# Three clicks, and a response that dies away: each click starts it, louder or softer.
taps clicks 'for (n = 0; n < 240; n++) print n == 20 ? 1 : n == 100 ? 0.6 : n == 130 ? -0.8 : 0'
taps response 'for (n = 0; n < 80; n++) print exp(-n / 18)'
render clicks.wav --ir response.wav --tail cut -o convolved.wav
draw echoes clicks.wav response.wav convolved.wav

# The same response as a pattern that is looked for.
convolve convert response.wav --reverse -o turned.wav --quiet
render clicks.wav --ir turned.wav -o correlated.wav
draw turn clicks.wav convolved.wav correlated.wav

# A step in noise, its mean, its Gaussian mean, and the slope of that.
taps step 'r = 7; for (n = 0; n < 800; n++) {
  r = (r * 16807) % 2147483647
  print (n >= 300 && n < 600) + 0.5 * (r / 2147483647 - 0.5)
}'
convolve kernel mean:41 --rate 8000 -o mean.wav --quiet
convolve kernel gaussian:41 --rate 8000 -o gaussian.wav --quiet
convolve kernel sobel --rate 8000 -o slope.wav --quiet
render step.wav --ir mean.wav --tail cut -o smooth.wav
render step.wav --ir gaussian.wav --tail cut -o bell.wav
render bell.wav --ir slope.wav --tail cut -o slope-of-bell.wav
convolve convert slope-of-bell.wav --normalize peak -o edges.wav --quiet
draw edges step.wav smooth.wav bell.wav edges.wav

# The same in two dimensions.
convolve synth plucked-notes --rate 16000 -o notes.wav
for kernel in none mean:9x9 sobel; do
  option=()
  [[ $kernel == none ]] || option=(--kernel "$kernel")
  convolve spectrogram notes.wav --channel 1 "${option[@]}" \
    -o "$figures/notes-${kernel%%:*}.svg" --force
done
