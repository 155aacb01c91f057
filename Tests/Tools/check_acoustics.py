#!/usr/bin/env python3
"""Compares the figures of `convolve inspect` with SciPy's filters and a plain Schroeder integral.

usage: check_acoustics.py CONVOLVE FILE...
  FILE  impulse responses without noise, in WAV or FLAC

Besides the files, noise that decays at a known rate is measured, at three sample rates. Nothing
is shared with the program but the definitions of ISO 3382-1: the filters are SciPy's, and the
integral runs to the end of the file, where the program cuts off what noise may hide and adds what
the decay would have gone on to. Needs numpy and scipy alone (Debian: python3-numpy,
python3-scipy).
"""

import json
import math
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy as np
from scipy.signal import butter, sosfilt

SEED = 3382
# How far the two may be apart: times in parts, clarity in dB.
ALLOWED = {
    "edt": 0.002, "t20": 0.002, "t30": 0.002, "c50": 0.01, "c80": 0.01, "d50": 0.001, "ts": 0.002}
RELATIVE = ("edt", "t20", "t30", "ts")


def write_wave(path, samples, rate):
    """Writes one channel as 64-bit floats."""
    content = np.asarray(samples, "<f8").tobytes()
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, 1, rate, 8 * rate, 8, 64)
    body = b"WAVE" + head + struct.pack("<4sI", b"data", len(content)) + content
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def read(program, path, folder):
    """The channels of a file, `[channel][frame]`, by way of the identity at double precision."""
    identity, wave = folder / "identity.wav", folder / "decoded.wav"
    write_wave(identity, [1.0], json.loads(inspected(program, path))["sample_rate"])
    subprocess.run(
        [program, "render", path, "--ir", identity, "-o", wave, "--encoding", "float64",
         "--precision", "double", "--force", "--quiet"], check=True)
    content = wave.read_bytes()
    place, width = 12, 1
    while content[place:place + 4] != b"data":
        (size,) = struct.unpack_from("<I", content, place + 4)
        if content[place:place + 4] == b"fmt ":
            (width,) = struct.unpack_from("<H", content, place + 10)
        place += 8 + size + size % 2
    (size,) = struct.unpack_from("<I", content, place + 4)
    return np.frombuffer(content, "<f8", size // 8, place + 8).reshape(-1, width).T


def inspected(program, path):
    command = [program, "inspect", path, "--json"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Band:
    """One octave, or all frequencies, of a response that begins with its onset."""

    def __init__(self, taps, rate, nominal):
        self.taps, self.rate = taps, rate
        self.sections = None
        if nominal:
            middle = 1000 * 10 ** (0.3 * round(math.log2(nominal / 1000)))
            edges = [middle * 10 ** -0.15, middle * 10 ** 0.15]
            self.sections = butter(4, edges, "bandpass", fs=rate, output="sos")
            self.width = edges[1] - edges[0]

    def filtered(self, taps, ring=True):
        if self.sections is None:
            return taps
        after = int(20 * self.rate / self.width) if ring else 0
        return sosfilt(self.sections, np.concatenate([taps, np.zeros(after)]))

    def decay(self):
        """The integral in dB, what the filter put before the onset counted at the onset."""
        backwards = self.filtered(self.taps[::-1])
        energies = np.cumsum(backwards ** 2)[::-1]
        curve = energies[len(energies) - len(self.taps):].copy()
        curve[0] = energies[0]
        return 10 * np.log10(np.maximum(curve / curve[0], 1e-30))

    def time(self, upper, lower):
        curve = self.decay()
        end = np.argmax(curve < lower)
        start = np.argmax(curve <= upper)
        if end - start < 2:
            return math.nan
        slope, _ = np.polyfit(np.arange(start, end) / self.rate, curve[start:end], 1)
        return -60 / slope

    def clarity(self, seconds):
        border = round(seconds * self.rate)
        early = np.sum(self.filtered(self.taps[:border]) ** 2)
        late = np.sum(self.filtered(self.taps[border:]) ** 2)
        return 10 * math.log10(early / late)

    def centre_time(self):
        # The filter's delay, with the power it has at each frequency, off the mean time.
        forward = self.filtered(self.taps) ** 2
        mean = np.sum(forward * np.arange(len(forward))) / np.sum(forward)
        if self.sections is None:
            return mean / self.rate
        backward = self.filtered(self.taps[::-1]) ** 2
        mirrored = len(self.taps) - 1 - np.arange(len(backward))
        return (mean + np.sum(backward * mirrored) / np.sum(backward)) / 2 / self.rate

    def figures(self):
        c50 = self.clarity(0.05)
        power = 10 ** (c50 / 10)
        return {"edt": self.time(0, -10), "t20": self.time(-5, -25), "t30": self.time(-5, -35),
                "c50": c50, "c80": self.clarity(0.08), "d50": power / (1 + power),
                "ts": self.centre_time()}


def compare(program, path, channels):
    """Whether all figures that the program gives are near those found here; says the worst."""
    report = json.loads(inspected(program, path))
    worst = dict.fromkeys(ALLOWED, 0.0)
    count = 0
    for taps, found in zip(channels, report["responses"]):
        onset = np.argmax(np.abs(taps) >= 0.1 * np.abs(taps).max())
        if onset != found["onset_frame"]:
            print(f"{path}: onset {onset}, found {found['onset_frame']}")
            return False
        for figures in [found["broadband"], *found["bands"]]:
            band = Band(taps[onset:], report["sample_rate"], figures.get("nominal_hz"))
            wanted = band.figures()
            for name in ALLOWED:
                if figures[name] is None:
                    continue
                apart = abs(figures[name] - wanted[name])
                worst[name] = max(worst[name], apart / wanted[name] if name in RELATIVE else apart)
                count += 1
    shown = ", ".join(f"{name} {value:.4f}" for name, value in worst.items())
    print(f"{pathlib.Path(path).name}: {count} figures; worst {shown}")
    return count > 20 and all(worst[name] <= ALLOWED[name] for name in ALLOWED)


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: check_acoustics.py CONVOLVE FILE...")
    program = str(pathlib.Path(sys.argv[1]).resolve())
    random = np.random.Generator(np.random.PCG64(SEED))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        good = [compare(program, path, read(program, path, folder)) for path in sys.argv[2:]]
        for rate, seconds in (16000, 0.8), (44100, 0.4), (96000, 1.6):
            frames = int(1.5 * seconds * rate)
            taps = random.standard_normal(frames) * 10 ** (-3 * np.arange(frames) / seconds / rate)
            path = folder / f"noise-{rate}.wav"
            write_wave(path, taps, rate)
            good.append(compare(program, path, [taps]))
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
