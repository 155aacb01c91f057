#!/usr/bin/env python3
"""Checks that the shipped impulse responses are what the program synthesises.

usage: check_impulses.py CONVOLVE FILE...

Encoders differ, so samples are compared and not bytes. Another C library may round a sine
differently: what differs must lie below -120 dB of the peak.
"""

import math
import os
import struct
import subprocess
import sys
import tempfile

LIMIT_DECIBELS = -120


def main():
    convolve, *shipped = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        failures = [path for path in shipped if not is_synthesised(convolve, path, folder)]
    sys.exit(1 if failures else 0)


def is_synthesised(convolve, path, folder):
    """Whether the recipe of the same name gives the samples of the file; says so."""
    name, extension = os.path.splitext(os.path.basename(path))
    fresh = os.path.join(folder, name + extension)
    subprocess.run([convolve, "synth", name, "-o", fresh], check=True)
    old, new = decoded(convolve, path, folder), decoded(convolve, fresh, folder)
    if len(old) != len(new):
        print(f"{path}: {len(old)} samples; now synthesised are {len(new)}")
        return False
    greatest = max(abs(a - b) for a, b in zip(old, new))
    if greatest == 0:
        print(f"{path}: {len(old)} samples, all as synthesised")
        return True
    decibels = 20 * math.log10(greatest / max(abs(sample) for sample in old))
    print(f"{path}: differs from what is synthesised by {decibels:.1f} dB of its peak")
    return decibels < LIMIT_DECIBELS


def decoded(convolve, path, folder):
    """All samples of the file as 32-bit integers, by way of the identity."""
    wave = os.path.join(folder, "decoded.wav")
    identity = os.path.join(folder, "identity.wav")
    command = [convolve, "synth", "dirac", "-o", identity, "--encoding", "float32", "--force"]
    subprocess.run(command, check=True)
    command = [convolve, "render", path, "--ir", identity, "-o", wave]
    subprocess.run(command + ["--encoding", "int32", "--force", "--quiet"], check=True)
    with open(wave, "rb") as file:
        return samples(file.read())


def samples(riff):
    """The samples of a 32-bit WAV file, interleaved."""
    place = 12
    while riff[place : place + 4] != b"data":
        (size,) = struct.unpack_from("<I", riff, place + 4)
        place += 8 + size + size % 2
    (size,) = struct.unpack_from("<I", riff, place + 4)
    return struct.unpack_from(f"<{size // 4}i", riff, place + 8)


if __name__ == "__main__":
    main()
