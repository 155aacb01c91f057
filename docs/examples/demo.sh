#!/bin/bash
# Plays through an impulse response, in real time.
#
# Without DEVICE: a dry recording through the virtual card, a sound card in user space whose
# loudspeaker is a WAV file. With DEVICE: live, in and out of that card.
#
# usage: demo.sh BUILD_FOLDER
# environment, all of it optional:
#   DEVICE  an ALSA name such as hw:CARD=USB
#   RATE    Hz; 48000
#   PERIOD  frames; 512
#   IR      an impulse response; impulses/hall.flac
#   FOR     seconds; without a card the recording and the hall's tail, with one until stopped
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
demo=$root/.build/demo
rate=${RATE:-48000}
impulse=$(realpath "${IR:-$root/impulses/hall.flac}")
mkdir -p "$demo"

# configuration CAPTURE PLAYBACK
configuration() {
  cat <<END
version: 1
audio:    {rate: $rate, period: ${PERIOD:-512}}
capture:  {device: "$1", channels: [L, R]}
playback: {device: "$2", channels: [L, R]}
chain:
  - convolve: {ir: "$impulse", dry: -6, wet: -9}
END
}

play_live() {
  configuration "$DEVICE" "$DEVICE" >"$demo/live.yaml"
  echo "Live through $DEVICE. Ctrl-C fades out."
  exec "$build/convolved" --meters ${FOR:+--for "$FOR"} "$demo/live.yaml"
}

play_recording() {
  "$build/convolve" synth plucked-notes --rate "$rate" --encoding int32 --force -o "$demo/dry.wav"
  rm -f "$demo/wet.wav"
  cat >"$demo/asound.conf" <<END
</usr/share/alsa/alsa.conf>
pcm_type.virtualcard { lib "$build/libVirtualCard.so" }
pcm.microphone  { type virtualcard infile  "$demo/dry.wav" }
pcm.loudspeaker { type virtualcard outfile "$demo/wet.wav" }
END
  configuration microphone loudspeaker >"$demo/recording.yaml"
  ALSA_CONFIG_PATH=$demo/asound.conf \
    "$build/convolved" --meters --for "${FOR:-11}" "$demo/recording.yaml"
  cat <<END

No card was used: give one by make run DEVICE=hw:CARD=..., as aplay -l names it.
before  .build/demo/dry.wav
after   .build/demo/wet.wav    listen: aplay .build/demo/wet.wav, or any player
END
}

if [[ -n ${DEVICE:-} ]]; then play_live; else play_recording; fi
