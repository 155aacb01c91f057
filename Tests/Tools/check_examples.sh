#!/bin/bash
# Runs every configuration in docs/examples, and the README's, on virtual cards.
#
# usage: check_examples.sh BUILD_FOLDER
set -euo pipefail
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Every hw:... is a virtual card here, without sound. It waits for a late program, so that a busy
# machine counts no xrun.
cat >"$folder/asound.conf" <<END
</usr/share/alsa/alsa.conf>
pcm_type.virtualcard { lib "$build/libVirtualCard.so" }
pcm.!hw {
  @args [ CARD DEV ]
  @args.CARD { type string }
  @args.DEV { type string default "0" }
  type virtualcard
  channels "2 4"
  patient true
  coupled true
  speed 20
}
END
export ALSA_CONFIG_PATH=$folder/asound.conf

failures=0
for example in docs/examples/*.yaml; do
  if "$build/convolved" --for 0.5 "$example" >"$folder/log" 2>&1; then
    echo "$example runs."
  else
    echo "$example ends with exit code $?:" >&2
    cat "$folder/log" >&2
    failures=$((failures + 1))
  fi
done

# The configuration that the README shows is the one that was run.
shown=$(awk '/^```yaml$/ { inside = 1; next } inside && /^```$/ { exit } inside' README.md)
run=$(grep -v '^#' docs/examples/hall.yaml | sed 's|\.\./\.\./||')
if [[ $shown != "$run" ]]; then
  echo "The README's first configuration is not docs/examples/hall.yaml." >&2
  failures=$((failures + 1))
fi
[[ $failures -eq 0 ]]
