# SIGTERM ends it with 0 within a second, whatever it is doing (F1); and it needs no card to start.
. "${0%/*}/../guest/bench.sh"
period=128

say 'no card, no module (A20)'
start_daemon $period
check 'it says that it waits' says 'waiting for it'
check_stop 'without any card'

say 'cards that come later, one after the other'
start_daemon $period
says 'waiting for it'
insert_clocked_cards
unplug 1
sleep 0.5
check 'it waits for the other one' says 'hw:Out,0,0: there is no such playback device'
plug 1
start_clock $period
check 'it plays' says 'devices started'
sleep 0.5
check_stop 'after cards have come'
show_log

say 'at several moments of the start'
for moment in 0.001 0.005 0.01 0.02 0.05 0.1; do
  start_daemon $period
  sleep $moment
  check_stop "$moment s after the start"
done

# with_daemon: plays for a moment
with_daemon() {
  start_source $period
  start_sink $period
  start_daemon $period
  says 'devices started'
  sleep 0.3
}
without_daemon() {
  stop_source
  stop_sink
}

say 'while it waits for a lost device'
for cards in 0 1 '0 1'; do
  with_daemon
  for card in $cards; do unplug "$card"; done
  sleep 0.001
  check_stop "at once after card $cards was unplugged"
  for card in $cards; do plug "$card"; done
  without_daemon
  with_daemon
  for card in $cards; do unplug "$card"; done
  says 'waiting for it'
  check_stop "while card $cards is away"
  for card in $cards; do plug "$card"; done
  without_daemon
done

say 'while the source is away'
with_daemon
stop_source
sleep 0.5
check_stop 'without a source'
stop_sink

say 'while the clock of both cards stands still'
with_daemon
stop_clock
sleep 0.01
check_stop 'just after the clock has stopped'
start_clock $period
without_daemon
with_daemon
stop_clock
sleep 2
check_stop '2 s after the clock has stopped'
start_clock $period
without_daemon

say 'while another program has the device'
"$cable" source hw:Out,0,0 S32_LE 48000 $period 0 >/run/holder.log &
holder=$!
sleep 0.1
start_daemon $period
says 'another program uses it'
check_stop 'while the device is busy'
kill -TERM $holder
wait $holder

say 'while it is stopped itself'
with_daemon
kill -STOP $daemon
sleep 0.3
kill -TERM $daemon
kill -CONT $daemon
# A second one would end it at once, with 143.
check 'SIGTERM after 300 ms of SIGSTOP ends it with 0 within a second' ends_with 0
without_daemon

say 'while xruns follow each other'
stop_clock
rmmod snd-aloop
insert_loopbacks
period=64
audio_keys=', latency: 128'
with_daemon
check_stop 'in a storm of xruns'
without_daemon

finish
