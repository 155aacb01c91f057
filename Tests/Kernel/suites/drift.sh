# Two cards whose clocks differ: what is missing is counted, what is heard is exact, and it goes on.
. "${0%/*}/../guest/bench.sh"
insert_ticking_cards
period=256

# set_clock PPM: makes the playback card faster than the capture card by so many parts per million
set_clock() {
  value=$(awk "BEGIN { printf \"%d\", 100000 / (1 + $1 / 1e6) + 0.5 }")
  "$cable" shift hw:Out 0 "$value" && "$cable" shift hw:Out 1 "$value"
}

audio_keys=', latency: 1024'

# drift PPM SECONDS RATE-MATCHING CHECK
drift() {
  seconds=$2
  rate_matching=$3
  say "playback $1 ppm fast for $2 s, rate matching $3"
  set_clock "$1"
  start_source $period
  start_sink $period
  start_daemon $period
  sleep "$seconds"
  check 'the process is still there' is_alive
  check_stop 'in a drift'
  sleep 0.2
  stop_sink
  stop_source
  check_ends
  "$4" "$1"
  grep -v "^xruns" /run/sink.log
  tail -1 /run/daemon.log
}

nothing_breaks() {
  check 'no xrun, nothing lost or dropped' says \
    'xruns: 0 capture, 0 playback; suspensions: 0; starvations: 0; lost frames: 0; dropped frames: 0'
}

# Without rate matching the queue empties or fills by the drift, and every time that it does so the
# sound breaks off and comes back at the latency that was set. A break makes up for a period at least.
few_breaks() {
  frames=$((seconds * 48 * ${1#-} / 1000))
  breaks=$(($(runs) - 1))
  check "$breaks breaks, at most one for each period in $frames frames of drift" \
    holds "$breaks >= 1 && $breaks <= 1 + $frames / $period"
  check 'the sound is exact but for the latency and the ramps at each break' \
    holds "$(total exact) >= $(rendered) - 2 * 960 - 8 * $period - ($breaks + 1) * (1024 + 2 * 480)"
  check 'what is not exact is ramps' holds "$(total other) <= 2 * 960 + ($breaks + 1) * 2 * 480"
}

# The source is a loopback, whose own clock the daemon can steer: every sample stays as it is.
follows() {
  check 'it steers the source' says 'is run at the speed of playback'
  nothing_breaks
  check 'one run without a gap' [ "$(runs)" = 1 ]
}

drift 0 20 off nothing_breaks
for ppm in 500 -500; do drift $ppm 60 off few_breaks; done
for ppm in 5000 -5000; do drift $ppm 20 off few_breaks; done
for ppm in 0 500 -500 3000 -3000; do drift $ppm 60 auto follows; done
# Beyond 4000 ppm it follows as far as it may.
for ppm in 5000 -5000; do drift $ppm 20 auto few_breaks; done
finish
