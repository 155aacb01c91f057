#!/usr/bin/env python3
"""Measures how soon another impulse response is heard after a running daemon was asked for it.

usage: Benchmarks/swap.py BUILT [RUNS]
  BUILT  where convolved and libVirtualCard.so are, such as .build/release
  RUNS   how often one response of a second in stereo takes the place of another; 20

The daemon plays on the virtual card in real time: 48 kHz, period 256. What is heard is read at the end of
the file that the card writes, so that the latency, 20 ms of crossfade and the card's own delay are in it.
"""
import array
import json
import os
import pathlib
import random
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time

RATE, LEVEL = 48000, 0.25
built = pathlib.Path(sys.argv[1]).resolve()
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 20


def write(path, channels):
    data = array.array("f", [sample for frame in zip(*channels) for sample in frame]).tobytes()
    head = struct.pack("<IHHIIHH", 16, 3, 2, RATE, 8 * RATE, 8, 32)
    path.write_bytes(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + head
                     + b"data" + struct.pack("<I", len(data)) + data)


def response(first):
    """A second whose level is its first tap's, for a constant input."""
    source = random.Random(first)
    return [[first] + [1e-6 * source.gauss(0, 1) for _ in range(RATE - 1)] for _ in range(2)]


def configuration(folder):
    (folder / "asound.conf").write_text(f"""</usr/share/alsa/alsa.conf>
pcm_type.virtualcard {{ lib "{built}/libVirtualCard.so" }}
pcm.microphone  {{ type virtualcard infile  "{folder}/in.wav" }}
pcm.loudspeaker {{ type virtualcard outfile "{folder}/out.wav" }}
""")
    path = folder / "swap.yaml"
    path.write_text(f"""version: 1
audio: {{rate: {RATE}, period: 256}}
capture: {{device: microphone, channels: [L, R]}}
playback: {{device: loudspeaker, channels: [L, R]}}
chain:
  - convolve: {{name: room, ir: "{folder}/loud.wav"}}
""")
    return path


def newest(file):
    """The last sample that was heard: 32-bit integers behind a header of 44 bytes."""
    end = file.seek(0, os.SEEK_END)
    if end < 52:
        return 0
    file.seek(end - (end - 44) % 8 - 8)
    return struct.unpack("<i", file.read(4))[0] / 2**31


def heard(file, level):
    while abs(newest(file) - level) > 0.01:
        time.sleep(0.001)


def measure(folder, stream, file):
    """Seconds until the answer, and until it is heard."""
    times = []
    for run in range(runs):
        name, first = (("soft.wav", 0.6), ("loud.wav", 1.0))[run % 2]
        began = time.monotonic()
        request = {"id": run, "command": "swap", "stage": "room", "file": str(folder / name)}
        stream.write(json.dumps(request).encode() + b"\n")
        if not (reply := json.loads(stream.readline()))["ok"]:
            sys.exit(reply["error"]["message"])
        answered = time.monotonic() - began
        heard(file, first * LEVEL)
        times.append((answered, time.monotonic() - began))
        time.sleep(0.6)
    return times


def run(folder):
    write(folder / "loud.wav", response(1.0))
    write(folder / "soft.wav", response(0.6))
    write(folder / "in.wav", [[LEVEL] * (RATE * (runs + 10))] * 2)
    path = folder / "control"
    daemon = subprocess.Popen(
        [built / "convolved", "--socket", path, configuration(folder)], stderr=subprocess.DEVNULL,
        env={**os.environ, "ALSA_CONFIG_PATH": str(folder / "asound.conf")})
    try:
        while not (path.exists() and (folder / "out.wav").exists()):
            time.sleep(0.01)
        with socket.socket(socket.AF_UNIX) as client, open(folder / "out.wav", "rb") as file:
            client.connect(str(path))
            heard(file, LEVEL)
            return measure(folder, client.makefile("rwb", 0), file)
    finally:
        daemon.terminate()
        daemon.wait()


with tempfile.TemporaryDirectory() as name:
    for what, times in zip(("answered", "heard"), zip(*run(pathlib.Path(name)))):
        times = sorted(1000 * seconds for seconds in times)
        print(f"{what:10} median {statistics.median(times):5.0f} ms, "
              f"best {times[0]:5.0f}, worst {times[-1]:5.0f}")
