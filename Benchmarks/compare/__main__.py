"""Runs the whole comparison and writes its tables. Started by run.sh, which builds the programs."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from . import live, offline, report


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="compare")
    parser.add_argument("mode", choices=["quick", "full", "offline"])
    parser.add_argument("--benchmark", type=Path, required=True, help="our engine's program")
    parser.add_argument("--convolve", type=Path, required=True, help="our offline program")
    parser.add_argument("--peers", type=Path, required=True, help="folder of the peers' programs")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is written")
    parser.add_argument("--repeats", type=int, help="turns, instead of the mode's")
    return parser.parse_args()


def revision() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def main() -> int:
    options = arguments()
    quick = options.mode == "quick"
    work = options.work
    work.mkdir(parents=True, exist_ok=True)
    lines = report.head(options.mode, revision())
    broken = 0

    if options.mode != "offline":
        core = max(os.sched_getaffinity(0))
        programs = live.Programs(options.benchmark, options.peers, work)
        cells = live.quick_cells() if quick else live.full_cells()
        results = live.measure(
            programs, cells, options.repeats or 3, 0.25, core, work / "live.jsonl")
        lines += report.live_table(results)
        lines += report.cold_table(live.measure_cold(programs, 0.3, core))
        broken += results.failures

    audio, impulses, repeats = (60, (2,), 2) if quick else (600, (2, 5, 10), 3)
    repeats = options.repeats or repeats
    for impulse in impulses:
        tools = offline.measure(work / "offline", options.convolve, audio, impulse, repeats)
        ours = tools["ours"]
        broken += not ours.seconds or (ours.quality or 0) < offline.LEAST_SIGNAL_TO_NOISE
        lines += report.offline_table(tools, audio, impulse)

    table = work / f"{options.mode}.md"
    table.write_text("\n".join(lines))
    print("\n".join(lines))
    print(f"written to {table}", file=sys.stderr)
    return 1 if broken else 0


sys.exit(main())
