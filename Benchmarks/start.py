#!/usr/bin/env python3
"""Measures how long the programs take to start, and how large they are.

usage: Benchmarks/start.py BUILT [RUNS]
  BUILT  where convolved and convolve are, such as .build-package/release
  RUNS   how often each is started; 50
"""
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

built = pathlib.Path(sys.argv[1]).resolve()
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 50
root = pathlib.Path(__file__).resolve().parents[1]


def tell(what, seconds):
    seconds = sorted(1000 * second for second in seconds)
    print(f"{what:46} median {statistics.median(seconds):6.1f} ms, "
          f"best {seconds[0]:6.1f}, worst {seconds[-1]:6.1f}")


def version(program):
    began = time.monotonic()
    subprocess.run([built / program, "--version"], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def ready(configuration, folder):
    """Seconds until the daemon says that it is ready. Its card is away, which is the same to it."""
    path = os.path.join(folder, "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(path)
        listener.settimeout(30)
        began = time.monotonic()
        daemon = subprocess.Popen(
            [built / "convolved", configuration], stderr=subprocess.DEVNULL,
            env={**os.environ, "NOTIFY_SOCKET": path, "XDG_CACHE_HOME": folder})
        while b"READY=1" not in listener.recv(4096):
            pass
        seconds = time.monotonic() - began
        daemon.terminate()
        daemon.wait()
    os.unlink(path)
    return seconds


def stripped_bytes(program):
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, program)
        subprocess.run(["strip", "-o", copy, built / program], check=True)
        return os.path.getsize(copy)


for program in "convolved", "convolve":
    print(f"{program}: {stripped_bytes(program) / 1e6:.1f} MB stripped")
    tell(f"{program} --version", [version(program) for _ in range(runs)])
with tempfile.TemporaryDirectory() as folder:
    chain = {
        "nothing to convolve": "[]",
        "a hall, 2.7 s in stereo": f"[{{convolve: {{ir: {root}/impulses/hall.flac}}}}]",
        "the same, resampled to 96 kHz": f"[{{convolve: {{ir: {root}/impulses/hall.flac}}}}]",
    }
    for what, stages in chain.items():
        rate = 96000 if "96" in what else 48000
        configuration = pathlib.Path(folder, "start.yaml")
        configuration.write_text(f"""version: 1
audio: {{rate: {rate}, period: 256}}
capture: {{device: "hw:CARD=Nowhere", channels: [L, R]}}
playback: {{device: "hw:CARD=Nowhere", channels: [L, R]}}
chain: {stages}
""")
        ready(configuration, folder)  # Costs are measured at the first start.
        tell(f"ready, {what}", [ready(configuration, folder) for _ in range(runs)])
