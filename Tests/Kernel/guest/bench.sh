# What the suites share; sourced inside the guest. Times are virtual: nothing computes for any
# length of time, and a wait takes exactly what it says.
cable=$KERNEL_BUILT/cable
failures=0
daemon=

now() { cut -d' ' -f1 /proc/uptime; }
say() { echo "[$(now)] $*"; }

# check CLAIM COMMAND...
check() {
  claim=$1
  shift
  if "$@"; then
    echo "  ok    $claim"
  else
    echo "  FAIL  $claim"
    failures=$((failures + 1))
  fi
}

# The suite's last line.
finish() {
  say "$failures failed"
  [ "$failures" -eq 0 ]
  exit
}

# holds EXPRESSION: whether it is true, in awk
holds() { awk "BEGIN { exit !($1) }"; }

# MARK: - Cards

# insert MODULE OPTION...
insert() {
  module=$1
  shift
  insmod "$KERNEL_BUILT/modules/$module.ko" "$@"
}

# insert_loopbacks OPTION...: two cards, In and Out
insert_loopbacks() { insert snd-aloop index=0,1 enable=1,1 id=In,Out "$@"; }

# Loopbacks as they are: their positions move with the kernel's ticks, by 48 frames, and their wake-ups
# come up to two ticks late. Each card has a clock of its own.
insert_ticking_cards() {
  insert snd-pcm
  insert_loopbacks
}

# Loopbacks on the clock of a third card: exactly one wake-up for each period, as hardware has it.
# The clock runs while something plays on that card, at the period that all ends must then have.
insert_clocked_cards() {
  insert snd-pcm
  insert snd-dummy index=2 id=Clock
  insert_loopbacks timer_source=hw:Clock.0.0,hw:Clock.0.0
}
start_clock() {
  "$cable" source hw:Clock,0,0 S16_LE 48000 "$1" 0 >/run/clock.log &
  clock=$!
}
stop_clock() { kill -TERM "$clock"; wait "$clock"; }

# unplug NUMBER, plug NUMBER: of a loopback card; 0 is In, 1 is Out
unplug() { echo "snd_aloop.$1" >/sys/bus/platform/drivers/snd_aloop/unbind; }
plug() { echo "snd_aloop.$1" >/sys/bus/platform/drivers/snd_aloop/bind; }

# MARK: - The daemon

# A chain that changes nothing; a suite may set another.
chain='[{gain: {gain: 0}}]'

# Whether the daemon follows clocks that differ; further keys of `audio`, and of both devices.
rate_matching=off
audio_keys=
device_keys=', format: S32_LE'
channels='[L, R]'

# start_daemon PERIOD [CAPTURE PLAYBACK]: numbered frames reach full scale, which no ceiling may limit
start_daemon() {
  cat >/run/daemon.yaml <<YAML
version: 1
audio: {rate: 48000, period: $1, rate_matching: $rate_matching$audio_keys}
capture: {device: "${2:-hw:In,1,0}", channels: $channels$device_keys}
playback: {device: "${3:-hw:Out,0,0}", channels: $channels$device_keys, ceiling: 0}
chain: $chain
YAML
  : >/run/daemon.log
  "$KERNEL_PROGRAMS/convolved" /run/daemon.yaml 2>>/run/daemon.log &
  daemon=$!
}

# await FILE TEXT [COUNT]: whether the text stands in so many lines within five seconds
await() {
  tries=0
  while [ "$(grep -c -e "$2" "$1")" -lt "${3:-1}" ]; do
    tries=$((tries + 1))
    [ $tries -le 250 ] || return 1
    sleep 0.02
  done
}
says() { await /run/daemon.log "$@"; }
is_alive() { kill -0 "$daemon" 2>/dev/null; }

# Of the daemon's account at its end.
rendered() { sed -n 's/^convolved: \([0-9]*\) frames (.*/\1/p' /run/daemon.log; }
capture_xruns() { sed -n 's/.*xruns: \([0-9]*\) capture, \([0-9]*\) .*/\1/p' /run/daemon.log; }
playback_xruns() { sed -n 's/.*xruns: \([0-9]*\) capture, \([0-9]*\) .*/\2/p' /run/daemon.log; }

# ends_with STATUS: whether the daemon ends so within a second
ends_with() {
  tries=0
  while is_alive && [ $tries -lt 50 ]; do
    tries=$((tries + 1))
    sleep 0.02
  done
  if is_alive; then
    kill -KILL "$daemon"
    wait "$daemon"
    echo "        still there after a second"
    return 1
  fi
  wait "$daemon"
  status=$?
  [ $status -eq "$1" ] || { echo "        status $status" && false; }
}

# The daemon is asked to end, and does, whatever it is doing.
check_stop() {
  kill -TERM "$daemon"
  check "SIGTERM $1 ends it with 0 within a second" ends_with 0
}

show_log() { sed 's/^/        /' /run/daemon.log; }

# MARK: - The far ends of both cables

# start_source [PERIOD [FORMAT [RATE]]], start_sink likewise
start_source() {
  "$cable" source hw:In,0,0 "${2:-S32_LE}" "${3:-48000}" "${1:-256}" 0 >/run/source.log &
  source=$!
}
start_sink() {
  "$cable" sink hw:Out,1,0 "${2:-S32_LE}" "${3:-48000}" "${1:-256}" 0 >/run/sink.log &
  sink=$!
}
stop_source() { kill -TERM "$source"; wait "$source"; }
stop_sink() { kill -TERM "$sink"; wait "$sink"; }

# The instruments kept up; otherwise a suite proves nothing.
check_ends() {
  check 'no xrun at either far end' [ "$(cat /run/source.log /run/sink.log | grep -c '^xruns 0$')" = 2 ]
}

runs() { grep -c '^run ' /run/sink.log; }
# total NAME: of the sink's last line
total() { sed -n "s/^heard .*$1 \([0-9]*\).*/\1/p" /run/sink.log; }
# frames NUMBER: of the run so numbered
frames() { grep '^run ' /run/sink.log | sed -n "$1s/.* frames \([0-9]*\) .*/\1/p"; }
# lag NUMBER: likewise
lag() { grep '^run ' /run/sink.log | sed -n "$1s/.* lag //p"; }

# Frames from a frame's leaving the source to its coming to the sink, of the last run. Exact but for
# the period or tick in which each end was started.
latency() {
  {
    grep '^started' /run/source.log | tail -1
    grep '^started' /run/sink.log | tail -1
    echo "lag $(lag '$')"
  } | awk '
    /^started/ { began[NR] = $2; first[NR] = $5 }
    /^lag/ { printf "%d", $2 + 1 - first[2] + first[1] + 48000 * (began[2] - began[1]) }'
}
