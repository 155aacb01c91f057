#!/bin/bash
# Checks which folder of Sources imports what must stay behind a border. The compiler refuses what
# a target does not declare; this refuses what it should never declare.
#
# usage: check_imports.sh
set -euo pipefail
cd "$(dirname "$0")/../../Sources"

# Module, then the only folders that may import it.
borders='
ALSADevices     convolve convolved SimulatedALSA
ArgumentParser  convolve convolve-sim
Batch           convolve
CALSA           ALSADevices
CEbur128        Rendering
CJansson        JSON
CRealtime       Realtime
CSimulatedCard  SimulatedALSA
CFiles          SoundFiles
CSndfile        SoundFiles
CSoxr           SoundFiles
CVector         Convolution KernelsBaseline KernelsV3 RateMatching
CYaml           Settings
CZlib           Batch Drawing
Dispatch
FileFaults
Foundation
FoundationEssentials
ControlServer   convolved
KernelsBaseline Convolution
KernelsV3       Convolution
Logging         Journal convolved
NIOCore         ControlServer
NIOHTTP1        ControlServer
NIOPosix        ControlServer
RealtimeGuard
SimulatedALSA   SimulatedSession
SimulatedDevices SimulatedALSA SimulatedSession convolve-sim
SimulatedSession convolve-sim
Synthesis       convolve
TestSupport
VirtualCard
'

failures=0
complain() {
  echo "$1" >&2
  failures=$((failures + 1))
}

# importers MODULE: the folders that import it or one of its parts
importers() {
  local pattern="^[^/\"]*\bimport( (struct|class|enum|protocol|func|var|let|typealias))? $1(\.|\s|;|$)"
  grep --recursive --files-with-matches --extended-regexp --include='*.swift' "$pattern" . |
    cut -d/ -f2 | sort -u
}

while read -r module allowed; do
  [[ -n $module ]] || continue
  for folder in $(importers "$module" || true); do
    [[ " $allowed " == *" $folder "* ]] ||
      complain "Sources/$folder imports $module; only these may: ${allowed:-none}."
  done
done <<<"$borders"

for folder in C[A-Z]*/; do
  grep -q "^${folder%/} " <<<"$borders" ||
    complain "Sources/$folder is a C module without a line in $0."
done

[[ $failures -eq 0 ]] && echo "Imports stay within their borders."
