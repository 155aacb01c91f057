#!/usr/bin/env python3
"""Compares `convolve render` with scipy.signal.fftconvolve in float64.

A case of real length: three minutes of true stereo at 48 kHz through a response of two seconds,
all of it seeded noise, so that it is the same on every run and machine. The sound and the
response are scaled so that the reference peaks at -0.1 dBFS; both are rounded to float32 before
either side sees them, so that only the arithmetic of the convolution is compared. Errors are in
dB of full scale (1.0).

    compare_with_scipy.py .build/release/convolve [options of render, such as --block 64]

Ends with 1 when the peak error is above -120 dBFS. Needs numpy and scipy alone (Debian:
python3-numpy, python3-scipy).
"""

import pathlib
import struct
import subprocess
import sys
import tempfile
import time

import numpy as np
from scipy.signal import fftconvolve

RATE = 48000
SECONDS = 180
RESPONSE_SECONDS = 2
SEED = 20240229
PEAK = 10 ** (-0.1 / 20)
ALLOWED_DBFS = -120.0


def write_wave(path, channels):
    """Writes `[channel][frame]` as a WAV file of 32-bit float samples."""
    frames = np.ascontiguousarray(channels.T, dtype="<f4")
    count, width = frames.shape
    body = b"WAVE" + b"fmt " + struct.pack(
        "<IHHIIHHH", 18, 3, width, RATE, RATE * width * 4, width * 4, 32, 0)
    body += b"fact" + struct.pack("<II", 4, count)
    body += b"data" + struct.pack("<I", frames.nbytes)
    with open(path, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", len(body) + frames.nbytes) + body)
        frames.tofile(file)


def read_wave(path):
    """The channels, `[channel][frame]`, of a WAV file of 32-bit float samples."""
    content = path.read_bytes()
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        sys.exit(f"{path}: is no plain WAV file; write one")
    width, offset = 0, 12
    while offset + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, offset)
        if name == b"fmt ":
            width = int.from_bytes(content[offset + 10:offset + 12], "little")
        if name == b"data":
            return np.frombuffer(content, "<f4", size // 4, offset + 8).reshape(-1, width).T
        offset += 8 + size + size % 2
    sys.exit(f"{path}: holds no samples; write it again")


def make_case():
    """Sound `[2][frame]` and response `[LL LR RL RR][tap]`, both float32."""
    random = np.random.Generator(np.random.PCG64(SEED))
    sound = random.uniform(-1, 1, (2, SECONDS * RATE)).astype(np.float32)
    taps = RESPONSE_SECONDS * RATE
    # 60 dB of decay over its length, as a room's.
    decay = 10 ** (-3 * np.arange(taps) / taps)
    response = random.standard_normal((4, taps)) * decay
    scale = PEAK / np.abs(convolve(sound, response)).max()
    return sound, (response * scale).astype(np.float32)


def convolve(sound, response):
    sound, response = sound.astype(np.float64), response.astype(np.float64)
    return np.stack([
        fftconvolve(sound[0], response[output]) + fftconvolve(sound[1], response[2 + output])
        for output in range(2)])


def dbfs(level):
    return 20 * np.log10(level) if level > 0 else -np.inf


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: compare_with_scipy.py CONVOLVE [OPTION]...")
    program, options = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2:]
    print(f"{SECONDS} s true stereo, {RESPONSE_SECONDS} s response, {RATE} Hz, seed {SEED}")
    sound, response = make_case()
    began = time.monotonic()
    wanted = convolve(sound, response)
    seconds = time.monotonic() - began
    print(f"scipy: {seconds:.1f} s, the result peaks at {dbfs(np.abs(wanted).max()):.2f} dBFS")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_wave(folder / "sound.wav", sound)
        write_wave(folder / "response.wav", response)
        began = time.monotonic()
        subprocess.run(
            [program, "render", "sound.wav", "--ir", "response.wav", "-o", "out.wav", *options],
            cwd=folder, check=True)
        print(f"convolve: {time.monotonic() - began:.1f} s")
        found = read_wave(folder / "out.wav")
    if found.shape != wanted.shape:
        sys.exit(f"{found.shape} channels and frames were rendered; wanted are {wanted.shape}")
    error = found.astype(np.float64) - wanted
    peak, rms = dbfs(np.abs(error).max()), dbfs(np.sqrt(np.mean(error ** 2)))
    print(f"error: peak {peak:.1f} dBFS (allowed {ALLOWED_DBFS:.0f}), RMS {rms:.1f} dBFS")
    sys.exit(0 if peak <= ALLOWED_DBFS else 1)


if __name__ == "__main__":
    main()
