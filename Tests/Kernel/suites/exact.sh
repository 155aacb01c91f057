# Every sample arrives unchanged, at the latency that was set, without an xrun.
. "${0%/*}/../guest/bench.sh"

# pass FORMAT PERIOD LATENCY: all ends on one format and period
pass() {
  say "$1, period $2, latency $3, $seconds s: $chain"
  device_keys=", format: $1"
  audio_keys=", latency: $3"
  start_source "$2" "$1"
  start_sink "$2" "$1"
  start_daemon "$2"
  sleep $seconds
  check_stop 'while it plays'
  sleep 0.2
  stop_sink
  stop_source
  check_ends
  check_sound "$2" "$3"
}

# check_sound PERIOD LATENCY: both fades, 20 ms each, are the only frames that are neither exact nor
# silent. While the last one is played, some periods more are rendered.
check_sound() {
  check 'both devices started as one' says 'both devices started as one'
  check 'no xrun, nothing lost' says \
    'xruns: 0 capture, 0 playback; suspensions: 0; starvations: 0; lost frames: 0; dropped frames: 0'
  check 'one run without a gap' [ "$(runs)" = 1 ]
  check "$(total exact) of $(rendered) frames exact, the others in both fades" \
    holds "$(total other) <= 2 * 960 && $(total exact) >= $(rendered) - 2 * 960 - 8 * $1"
  check "rendered for $seconds s" holds "$(rendered) >= ($seconds - 0.5) * 48000"
  # Each end is started somewhere within a period, or within a tick of 48 frames.
  uncertainty=$(($1 > 96 ? $1 : 96))
  check "heard after $2 frames within $uncertainty (measured: $(latency))" \
    holds "$(latency) >= $2 - $uncertainty && $(latency) <= $2 + $uncertainty"
}

say 'cards that wake once a period'
insert_clocked_cards
start_clock 64
seconds=60
pass S32_LE 64 128
stop_clock
seconds=5
for period in 64 128 256; do
  start_clock $period
  for format in S32_LE S16_LE; do pass $format $period $((2 * period)); done
  stop_clock
done

# 24 bits through transforms of 32-bit floats are not exact, 16 bits are.
chain='[{convolve: {ir: "'${0%/*}'/../../../impulses/dirac.wav"}}]'
start_clock 64
pass S16_LE 64 128
stop_clock
chain='[{gain: {gain: 0}}]'

say 'cards that move 48 frames at a time and wake late'
rmmod snd-aloop
insert_loopbacks
for format in S32_LE S16_LE; do
  pass $format 64 256
  pass $format 128 384
  pass $format 256 512
done
finish
