# Cards that offer little, as snd-dummy plays them: one card for both directions, on one clock.
. "${0%/*}/../guest/bench.sh"
insert snd-pcm

# with_card OPTION...: snd-dummy as this card
with_card() {
  insert snd-dummy index=0 id=Dummy "$@"
  say "snd-dummy $*"
}
without_card() { rmmod snd-dummy; }

# plays PERIOD: for ten seconds, in and out of the one card
plays() {
  start_daemon "$1" hw:Dummy,0,0 hw:Dummy,0,0
  sleep 10
  check_stop "period $1:"
  check "period $1: both directions start as one" says 'both devices started as one'
  check "period $1: no xrun, nothing lost" says \
    'xruns: 0 capture, 0 playback; suspensions: 0; starvations: 0; lost frames: 0; dropped frames: 0'
  show_log | tail -1
}

# refuses PERIOD TEXT: at the start, because nothing that comes can help
refuses() {
  start_daemon "$1" hw:Dummy,0,0 hw:Dummy,0,0
  check 'it ends with 69' ends_with 69
  check "it says: $2" says "$2"
}

# The interrupts come exactly once a period.
device_keys=
with_card
for period in 64 128 256; do plays $period; done
without_card

with_card model=rme9652
refuses 256 'no 2 channels: it offers 26'
channels=26 plays 256
without_card

with_card model=uda1341
device_keys=', format: S32_LE'
refuses 256 'no S32_LE: it offers S16_LE'
device_keys=
plays 256
without_card

# Two periods are all that its buffer holds: no room, and none needed.
with_card model=ac97
plays 8192
without_card
finish
