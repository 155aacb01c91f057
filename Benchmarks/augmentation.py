#!/usr/bin/env python3
"""Times `convolve render` over many utterances, files included, and compares what it writes.

usage: augmentation.py CONVOLVE [--utterances N] [--folder FOLDER] [--choices "OPTIONS"]
  CONVOLVE      the program, built for release
  --utterances  how many of 10 s at 16 kHz, int16 (2000 if not given; each takes 640 kB of disk)
  --folder      where to work; removed afterwards
  --choices     what is asked of every file

Runs with one job, two jobs and two shards, and compares all bytes that were written. Prints seconds
of sound per second of CPU (per core) and of the clock, CPU seconds and peak memory.
"""
import argparse
import array
import math
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time

RATE, SECONDS, RESPONSES = 16000, 10, 100


def header(form, bits, byte_count):
    frame = bits // 8
    return (
        b"RIFF" + struct.pack("<I", 36 + byte_count) + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, form, 1, RATE, RATE * frame, frame, bits)
        + b"data" + struct.pack("<I", byte_count)
    )


def utterance(seed):
    """Noise of 12 bits in 16."""
    count = RATE * SECONDS
    source = random.Random(seed)
    samples = bytearray(2 * count)
    samples[0::2] = source.randbytes(count)
    high = bytes((value >> 4) - 8 & 0xFF for value in range(256))
    samples[1::2] = source.randbytes(count).translate(high)
    return header(1, 16, len(samples)) + samples


def response(seed):
    """Half a second of noise that dies away, its peak after 5 ms."""
    source = random.Random(-1 - seed)
    taps = [0.0] * 80 + [1.0]
    for frame in range(RATE // 2 - 81):
        taps.append(source.gauss(0, 0.1) * math.exp(-14 * frame / RATE))
    data = array.array("f", taps).tobytes()
    return header(3, 32, len(data)) + data


def fill(folder, count):
    for number in range(count):
        name = folder / "dry" / f"{number % 100:02}" / f"u{number:06}.wav"
        name.parent.mkdir(parents=True, exist_ok=True)
        name.write_bytes(utterance(number))
    (folder / "rirs").mkdir()
    for number in range(RESPONSES):
        (folder / "rirs" / f"r{number:03}.wav").write_bytes(response(number))
    names = sorted(str(name.relative_to(folder)) for name in (folder / "dry").rglob("*.wav"))
    (folder / "utts.txt").write_text("\n".join(names) + "\n")


def timed(command, folder):
    """Wall seconds, CPU seconds and peak memory in MB of a command."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} ends with {process.returncode}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def is_same(left, right):
    """Whether two folders hold the same files."""
    return subprocess.run(["diff", "-rq", left, right], stdout=subprocess.DEVNULL).returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("convolve", type=pathlib.Path)
    parser.add_argument("--utterances", type=int, default=2000)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--choices", default="--align peak --length same --level match")
    asked = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="augmentation-", dir=asked.folder))
    try:
        run(asked, folder)
    finally:
        shutil.rmtree(folder)


def run(asked, folder):
    fill(folder, asked.utterances)
    os.sync()
    base = [
        str(asked.convolve.resolve()), "render", "--list", "utts.txt", "--ir-dir", "rirs", "--seed",
        "7", "--quiet", *asked.choices.split(),
    ]
    sound = asked.utterances * SECONDS
    print(f"{asked.utterances} utterances of {SECONDS} s, {asked.choices}")
    print(f"{'':10} {'x per core':>10} {'x clock':>8} {'CPU s':>8} {'clock s':>8} {'peak MB':>8}")
    for jobs in (1, 2):
        out = f"jobs{jobs}"
        command = base + ["--jobs", str(jobs), "--manifest", f"{out}.jsonl", "-o", out]
        wall, cpu, peak = timed(command, folder)
        os.sync()
        print(
            f"{out:10} {sound / cpu:10.0f} {sound / wall:8.0f} {cpu:8.2f} {wall:8.2f} {peak:8.0f}",
            flush=True)
    one = (folder / "jobs1.jsonl").read_text()
    complaints = []
    if not is_same(folder / "jobs1", folder / "jobs2"):
        complaints.append("One job and two write different bytes.")
    if (folder / "jobs2.jsonl").read_text().replace('"jobs2/', '"jobs1/') != one:
        complaints.append("One job and two keep different manifests.")
    shutil.rmtree(folder / "jobs2")
    merged = []
    for shard in ("1/2", "2/2"):
        name = f"part{shard[0]}.jsonl"
        timed(base + ["--shard", shard, "--manifest", name, "-o", "shards"], folder)
        merged += (folder / name).read_text().replace('"shards/', '"jobs1/').splitlines()
    if not is_same(folder / "jobs1", folder / "shards"):
        complaints.append("Two shards and one run write different bytes.")
    if sorted(merged) != sorted(one.splitlines()):
        complaints.append("The manifests of two shards are not that of one run.")
    print("\n".join(complaints) or "Jobs and shards write the same bytes and manifests.")
    sys.exit(1 if complaints else 0)


main()
