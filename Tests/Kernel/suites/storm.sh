# A latency that the cards cannot keep: after five xruns it is raised, step by step, and then holds.
. "${0%/*}/../guest/bench.sh"
insert_ticking_cards
# Positions move by 48 frames, and a wake-up comes up to 144 frames after the last one.
period=64
audio_keys=', latency: 128'

say 'two periods of 64 frames on cards that wake late (A4)'
start_source $period
start_sink $period
start_daemon $period
sleep 5
check_stop 'after a storm of xruns'
sleep 0.2
stop_sink
stop_source
check_ends
check 'it says that it raises the latency' says 'latency raised to'
check 'it needed few xruns to find one that holds' holds "$(playback_xruns) <= 25"
check 'then nothing breaks any more' holds "$(frames '$') >= 4 * 48000"
cat /run/sink.log
show_log
finish
