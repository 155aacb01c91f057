"""Whole programs that convolve a sound file: processor time, wall time, memory, and the result."""

import ctypes
import os
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy
import soundfile
from scipy.signal import oaconvolve

SAMPLE_RATE = 48000
PR_SET_CHILD_SUBREAPER = 36
# A float32 convolution has 130 dB; wrong taps cost more than 60.
LEAST_SIGNAL_TO_NOISE = 100


@dataclass
class Tool:
    """A program's runs over one file and impulse response."""

    seconds: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    megabytes: float = 0
    quality: float | None = None
    remark: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


class Folder:
    """The files of one comparison: input, impulse response, settings and outputs."""

    def __init__(self, path: Path, audio_seconds: int, impulse_seconds: int):
        self.path = path
        self.impulse_seconds = impulse_seconds
        path.mkdir(parents=True, exist_ok=True)
        self.input = path / f"input{audio_seconds}.wav"
        self.impulse = path / f"impulse{impulse_seconds}.wav"
        self.sox_impulse = path / f"impulse{impulse_seconds}.txt"
        if not self.input.exists():
            self._write_input(audio_seconds)
        self._write_impulse()

    def output(self, tool: str) -> Path:
        extension = "raw" if tool == "brutefir" else "wav"
        return self.path / f"{tool}.{extension}"

    def _write_input(self, seconds: int):
        random = numpy.random.default_rng(1)
        seconds_within = numpy.arange(SAMPLE_RATE) / SAMPLE_RATE
        envelope = 0.1 * numpy.abs(numpy.sin(numpy.pi * 4 * seconds_within))
        with soundfile.SoundFile(self.input, "w", SAMPLE_RATE, 2, "FLOAT") as file:
            for _ in range(seconds):
                noise = random.standard_normal((SAMPLE_RATE, 2)) * (envelope[:, None] + 0.005)
                file.write(noise.astype(numpy.float32))

    def _write_impulse(self):
        count = self.impulse_seconds * SAMPLE_RATE
        random = numpy.random.default_rng(self.impulse_seconds)
        decay = numpy.exp(-6.9 * numpy.arange(count) / count)
        taps = random.standard_normal((count, 2)) * decay[:, None]
        self.taps = (taps / numpy.sqrt((taps**2).sum(0))).astype(numpy.float32)
        soundfile.write(self.impulse, self.taps, SAMPLE_RATE, "FLOAT")
        numpy.savetxt(self.sox_impulse, self.taps[:, 0], fmt="%.9g")
        for channel in (0, 1):
            self.taps[:, channel].tofile(self.path / f"taps{channel}.raw")
        self._write_fconvolver()
        self._write_brutefir()

    def _write_fconvolver(self):
        lines = [f"/cd {self.path}", f"/convolver/new 2 2 8192 {len(self.taps)}"]
        lines += [f"/impulse/read {c} {c} 1 0 0 0 {c} {self.impulse.name}" for c in (1, 2)]
        (self.path / "fconvolver.conf").write_text("\n".join(lines) + "\n")

    def _write_brutefir(self):
        header = self.input.read_bytes()[:4096]
        skip = header.index(b"data") + 8
        blocks = -(-len(self.taps) // 65536)
        text = f"""sampling_rate: {SAMPLE_RATE}; filter_length: 65536,{blocks}; float_bits: 32;
monitor_rate: false; show_progress: false; lock_memory: false; max_dither_table_size: 0;
convolver_config: "{self.path}/brutefir.wisdom";
input "i0", "i1" {{ device: "file" {{ path: "{self.input}"; skip: {skip}; }};
  sample: "FLOAT_LE"; channels: 2/0,1; }};
output "o0", "o1" {{ device: "file" {{ path: "{self.output('brutefir')}"; }};
  sample: "FLOAT_LE"; channels: 2/0,1; dither: false; }};
"""
        for c in (0, 1):
            taps = self.path / f"taps{c}.raw"
            text += f"""coeff "h{c}" {{ filename: "{taps}"; format: "FLOAT_LE"; }};
filter "f{c}" {{ from_inputs: "i{c}"; to_outputs: "o{c}"; coeff: "h{c}"; }};
"""
        (self.path / "brutefir.conf").write_text(text)


def commands(folder: Folder, convolve: Path) -> dict[str, list[str]]:
    out = lambda tool: str(folder.output(tool))
    script = [sys.executable, str(Path(__file__).with_name("python_tools.py"))]
    files = [str(folder.input), str(folder.impulse)]
    afir = "[0:a][1:a]afir=dry=1:wet=1:gtype=none:irfmt=input"
    return {
        "ours": [str(convolve), "render", files[0], "-o", out("ours"), "--ir", files[1],
                 "--layout", "diagonal", "--tail", "cut", "--force", "--quiet"],
        "fconvolver": ["fconvolver", "-V", "-T", str(folder.path / "fconvolver.conf"), files[0],
                       out("fconvolver")],
        "sox fir": ["sox", "--buffer", "262144", files[0], "-e", "floating-point", "-b", "32",
                    out("sox fir"), "fir", str(folder.sox_impulse)],
        "ffmpeg afir": ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", files[0], "-i", files[1],
                        "-lavfi", afir, "-c:a", "pcm_f32le", out("ffmpeg afir")],
        "brutefir": ["brutefir", "-quiet", str(folder.path / "brutefir.conf")],
        "scipy oaconvolve": script + ["scipy", *files, out("scipy oaconvolve")],
        "pedalboard": script + ["pedalboard", *files, out("pedalboard")],
        "copy only": script + ["copy", *files, out("copy only")],
    }


class MemoryWatch(threading.Thread):
    """The largest resident memory that a process and its children had at a time, each on its own.

    The system's account at the end of a child is of no use: it begins with the memory of this
    program, from which the child was started.
    """

    def __init__(self, process: int):
        super().__init__()
        self.process = process
        self.kilobytes = 0
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(0.005):
            self.kilobytes = max(self.kilobytes, self.now(self.process))

    def now(self, process: int) -> int:
        try:
            status = Path(f"/proc/{process}/status").read_text()
            children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        except OSError:
            return 0
        own = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
        return sum(own) + sum(self.now(int(child)) for child in children)


def run(command: list[str]) -> tuple[int, float, float, float, str]:
    """Status, processor seconds of the whole family, wall seconds, megabytes, and last words."""
    # A program that leaves its children behind is charged for them as well.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    start = time.monotonic()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE)
    watch = MemoryWatch(child.pid)
    watch.start()
    words = child.stderr.read().decode(errors="replace")
    seconds, status = 0.0, 0
    while True:
        try:
            process, code, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        seconds += usage.ru_utime + usage.ru_stime
        if process == child.pid:
            status = child.returncode = os.waitstatus_to_exitcode(code)
    wall = time.monotonic() - start
    watch.ended.set()
    watch.join()
    return status, seconds, wall, watch.kilobytes / 1024, words[-200:]


def quality(folder: Folder, tool: str) -> tuple[float, str]:
    """Signal to error of the first and the last half minute, dB; shift and gain are forgiven, and
    named."""
    sound, _ = soundfile.read(folder.input, dtype="float64")
    path = folder.output(tool)
    if path.suffix == ".raw":
        result = numpy.fromfile(path, numpy.float32).reshape(-1, 2).astype(float)
    else:
        result, _ = soundfile.read(path, dtype="float64")
    if not result.any():
        return 0, "silent output"
    taps = folder.taps.astype(float)
    if tool == "sox fir":
        taps = taps[:, [0, 0]]
    span = min(30 * SAMPLE_RATE, len(sound))
    lag = shift(expected(sound, taps, 0, span)[:, 0], result[:span, 0])
    signal = error = 0.0
    gain = None
    for start in (0, len(sound) - span):
        reference = expected(sound, taps, start, start + span)
        first = max(0, -(start + lag))
        last = min(span, len(result) - start - lag)
        reference = reference[first:last]
        found = result[start + lag + first:start + lag + last]
        if gain is None:
            gain = float((found * reference).sum() / (reference**2).sum())
            if abs(gain - 1) < 1e-4:
                gain = 1.0
        signal += float((reference**2).sum())
        error += float(((found / gain - reference) ** 2).sum())
    remarks = [f"shifted by {lag}"] * (lag != 0) + [f"gain {gain:.4g}"] * (gain != 1.0)
    return 10 * numpy.log10(signal / max(error, 1e-300)), ", ".join(remarks)


def expected(sound, taps, start: int, stop: int):
    """Frames `start..<stop` of the convolution, in float64."""
    first = max(0, start - len(taps) + 1)
    channels = [oaconvolve(sound[first:stop, c], taps[:, c]) for c in (0, 1)]
    return numpy.stack(channels, 1)[start - first:stop - first]


def shift(reference, found) -> int:
    """Frames that `found` comes later than `reference`."""
    count = 2 * max(len(reference), len(found))
    spectrum = numpy.fft.rfft(found, count) * numpy.conj(numpy.fft.rfft(reference, count))
    lag = int(numpy.argmax(numpy.fft.irfft(spectrum)))
    return lag - count if lag > count // 2 else lag


def measure(path: Path, convolve: Path, audio_seconds: int, impulse_seconds: int,
            repeats: int) -> dict[str, Tool]:
    """All tools by turns. A tool that fails or gives a wrong result is in the table, as that."""
    folder = Folder(path.resolve(), audio_seconds, impulse_seconds)
    tools: dict[str, Tool] = {}
    for repetition in range(repeats):
        for name, command in commands(folder, convolve).items():
            tool = tools.setdefault(name, Tool())
            if tool.remark.startswith("failed"):
                continue
            folder.output(name).unlink(missing_ok=True)
            try:
                status, seconds, wall, megabytes, words = run(command)
            except FileNotFoundError:
                status, words = 127, "not installed"
            if status != 0:
                tool.remark = f"failed: {words.strip() or status}"
                continue
            tool.seconds.append(seconds)
            tool.wall.append(wall)
            tool.megabytes = max(tool.megabytes, megabytes)
            if repetition == 0 and name != "copy only":
                tool.quality, tool.remark = quality(folder, name)
        print(f"offline {impulse_seconds} s: repetition {repetition + 1} of {repeats} done",
              file=sys.stderr)
    return tools
