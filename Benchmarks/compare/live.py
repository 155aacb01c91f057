"""Live load: our engine and its peers by turns, each case checked against the reference."""

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SAMPLE_RATE = 48000
OURS = "ours"


@dataclass(frozen=True)
class Cell:
    """One case that every engine renders."""

    routing: str
    block: int
    taps: int


def quick_cells() -> list[Cell]:
    return [
        Cell("mono", 64, 48000),
        Cell("stereo", 64, 48000),
        Cell("true-stereo", 64, 48000),
        Cell("mono", 1024, 240000),
        Cell("true-stereo", 256, 240000),
        Cell("8x8-diagonal", 1024, 65536),
    ]


def full_cells() -> list[Cell]:
    cells = [
        Cell(routing, block, taps)
        for routing in ("mono", "stereo", "true-stereo")
        for block in (64, 128, 256, 1024)
        for taps in (4800, 48000, 240000, 480000)
    ]
    return cells + [Cell("8x8-diagonal", 1024, 65536), Cell("8x8-full", 1024, 65536)]


def cold_cells() -> list[Cell]:
    return [
        Cell("mono", 64, 4800),
        Cell("mono", 64, 48000),
        Cell("true-stereo", 64, 48000),
        Cell("true-stereo", 64, 480000),
        Cell("true-stereo", 256, 240000),
        Cell("true-stereo", 1024, 240000),
    ]


@dataclass
class Programs:
    """Where the programs are, and what they share."""

    benchmark: Path
    peers: Path
    work: Path

    def commands(self) -> dict[str, list[str]]:
        wisdom = ["--wisdom", str(self.work / "fftw.wisdom")]
        zita = str(self.peers / "zita")
        return {
            OURS: [str(self.benchmark), "measure"],
            "zita 8192": [zita, "--largest", "8192", *wisdom],
            "zita 4096": [zita, "--largest", "4096", *wisdom],
            "two-stage": [str(self.peers / "twostage"), *wisdom],
        }


def run(command: list[str], cell: Cell, seconds: float, core: int) -> dict | None:
    """One line of an engine's measurements; `None` where it failed, which is said."""
    arguments = ["--routing", cell.routing, "--block", str(cell.block), "--taps", str(cell.taps)]
    arguments += ["--duration", str(seconds)]
    # One core for all threads of an engine: what it costs, not how far it spreads.
    done = subprocess.run(
        ["taskset", "-c", str(core), *command, *arguments], capture_output=True, text=True)
    if done.returncode != 0 or not done.stdout.strip():
        print(f"failed: {' '.join(command + arguments)}: {done.stdout}{done.stderr}",
              file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


class Results:
    """All measurements of one run, by cell and engine, in the order of their repetitions."""

    def __init__(self):
        self.lines: dict[Cell, dict[str, list[dict | None]]] = {}
        self.failures = 0

    def add(self, cell: Cell, engine: str, line: dict | None):
        self.failures += line is None
        self.lines.setdefault(cell, {}).setdefault(engine, []).append(line)

    def median(self, cell: Cell, engine: str, name: str = "load_percent") -> float | None:
        values = [line[name] for line in self.lines[cell].get(engine, []) if line]
        return statistics.median(values) if values else None

    def best_peer(self, cell: Cell, kind: str = "") -> str | None:
        """The peer of the least load, of those whose name begins with `kind`."""
        loads = {engine: self.median(cell, engine) for engine in self.lines[cell]}
        peers = {
            k: v for k, v in loads.items() if k != OURS and k.startswith(kind) and v is not None}
        return min(peers, key=peers.get) if peers else None

    def ratios(self, cell: Cell, engine: str) -> list[float]:
        """How many times our load the engine's is, in each repetition, ascending."""
        pairs = zip(self.lines[cell][OURS], self.lines[cell][engine])
        return sorted(
            theirs["load_percent"] / ours["load_percent"] for ours, theirs in pairs
            if ours and theirs)


def measure(programs: Programs, cells: list[Cell], repeats: int, seconds: float, core: int,
            raw: Path) -> Results:
    """Runs the engines by turns, so that a disturbance falls on all of them."""
    results = Results()
    with raw.open("w") as file:
        for repetition in range(repeats):
            for cell in cells:
                for engine, command in programs.commands().items():
                    line = run(command, cell, seconds, core)
                    results.add(cell, engine, line)
                    file.write(json.dumps({"as": engine, "cell": vars(cell), "line": line}) + "\n")
            print(f"live: repetition {repetition + 1} of {repeats} done", file=sys.stderr)
    return results


def measure_cold(programs: Programs, seconds: float, core: int) -> dict[Cell, dict | None]:
    """Our engine while other memory passes through the caches between its callbacks."""
    command = programs.commands()[OURS] + ["--cache", "cold"]
    return {cell: run(command, cell, seconds, core) for cell in cold_cells()}
