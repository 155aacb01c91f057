# What goes wrong while it plays, and how the sound comes back: the same process, the same latency.
. "${0%/*}/../guest/bench.sh"
insert_clocked_cards
period=128
start_clock $period

begin() {
  say "$1"
  start_source $period
  start_sink $period
  start_daemon $period
  says 'devices started'
  sleep 1
}

# settle: lets the sound run, ends everything, and looks whether it was whole again at the end
settle() {
  sleep 1
  check 'the process is still there' is_alive
  end
  check 'the sound is whole again for a second' holds "$(frames '$') >= 0.7 * 48000"
}
end() {
  check_stop 'while it plays again'
  sleep 0.2
  stop_sink
  stop_source
}
tell() {
  grep -v '^xruns' /run/sink.log | sed 's/^/        /'
  [ $failures -eq "${told:-0}" ] || show_log
  told=$failures
}
check_latency() {
  check "the latency is the same: $(latency) of $((2 * period)) frames, within a period" \
    holds "$(latency) >= $period && $(latency) <= 3 * $period"
}

begin 'the process is stopped for 200 ms (A1 to A3)'
kill -STOP $daemon
sleep 0.2
kill -CONT $daemon
settle
check 'it says so' holds "$(capture_xruns) >= 1 && $(playback_xruns) >= 1"
check 'two runs, the second with the lag of the first' [ "$(runs) $(lag 1)" = "2 $(lag 2)" ]
tell

# lose SIDE NUMBERS: unplugs cards and plugs them in again
lose() {
  for card in $2; do unplug "$card"; done
  sleep 0.5
  check "it waits for $1" says 'waiting for it'
  check 'only what was unplugged is lost' [ "$(grep -c 'the device is gone' /run/daemon.log)" -le "$3" ]
  for card in $2; do plug "$card"; done
  check 'it plays on' says 'devices started' 2
}

begin 'the playback card is unplugged for 0.5 s (A7, A8)'
lose 'the playback device' 1 1
settle
check_latency
tell

begin 'the capture card is unplugged for 0.5 s'
lose 'the capture device' 0 1
settle
check_latency
tell

begin 'both cards are unplugged for 0.5 s'
lose 'both devices' '0 1' 2
settle
check_latency
tell

begin 'the playback card is unplugged and plugged in five times'
for round in 1 2 3 4 5; do
  unplug 1
  sleep 0.3
  plug 1
  check "round $round: it plays on" says 'devices started' $((round + 1))
done
settle
check_latency
tell

begin 'the source stops for a second and comes back'
stop_source
sleep 1
start_source $period
settle
check 'no xrun' [ "$(capture_xruns) $(playback_xruns)" = '0 0' ]
check_latency
tell

begin 'the clock of both cards stands still for a second (A11, A12)'
stop_clock
sleep 1
check 'it says that nothing comes' says 'delivers nothing'
start_clock $period
settle
check_latency
tell

say 'another program has the playback device (A9)'
"$cable" source hw:Out,0,0 S32_LE 48000 $period 0 >/run/holder.log &
holder=$!
sleep 0.1
start_source $period
start_sink $period
start_daemon $period
check 'it says so' says 'hw:Out,0,0: pid [0-9]* (cable) uses it for playback'
check 'and waits' is_alive
sleep 1
kill -TERM $holder
wait $holder
check 'it plays once the device is free' says 'devices started'
settle
tell

# start_other_rate: at the period that takes as long as the clock's
start_other_rate() {
  "$cable" source hw:In,0,0 S32_LE 44100 118 0 >/run/other.log &
  source=$!
}

say 'the cable runs at 44100 Hz at the start (A21)'
start_other_rate
sleep 0.1
start_daemon $period
check 'it ends with 69' ends_with 69
check 'and names what is offered' says 'no 48000 Hz: it offers 44100'
stop_source

begin 'the cable is at 44100 Hz after the card was lost (A8)'
unplug 0
says 'waiting for it'
stop_source
start_other_rate
plug 0
check 'it names what is offered' says 'no 48000 Hz: it offers 44100'
sleep 1
check 'and waits' is_alive
stop_source
start_source $period
check 'it plays once the cable is free' says 'devices started' 2
settle
tell

stop_clock
finish
