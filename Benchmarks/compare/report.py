"""The tables, in Markdown."""

import datetime
import os
from pathlib import Path

from . import live, offline


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "an unnamed processor"


def head(mode: str, revision: str) -> list[str]:
    load = os.getloadavg()[0]
    now = datetime.datetime.now().strftime("%Y-%m-%d %H:%M")
    return [
        "# Benchmark", "",
        f"{now}, {processor()}, {os.cpu_count()} cores, {mode}, revision {revision}. System load "
        f"{load:.1f}: anything above 1 means that other programs took part.", "",
        "Compare ratios; absolute figures belong to this machine and hour.", "",
    ]


def number(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def spread(ratios: list[float]) -> str:
    if not ratios:
        return "–"
    return f"{ratios[len(ratios) // 2]:.1f} ({ratios[0]:.1f}–{ratios[-1]:.1f})"


def live_table(results: live.Results) -> list[str]:
    engines = list(next(iter(results.lines.values())))
    peers = [engine for engine in engines if engine != live.OURS]
    lines = [
        "## Live", "",
        "Percent of one core at 48 kHz (processor time of all threads, medians of interleaved "
        "runs). A ratio says how many times our load a peer takes: its median, smallest and "
        "largest, of the best peer and of the better zita-convolver. The two-stage scheme is a "
        "yardstick of ours, quicker than the products that use it. Every run's output was checked "
        "against direct convolution in float64.", "",
        "| routing | block | IR | plan | ours | " + " | ".join(peers)
        + " | best peer | ratio | zita's ratio | worst callback, µs: ours / best peer |",
        "|---" * (9 + len(peers)) + "|",
    ]
    for cell in results.lines:
        lines.append(live_row(results, cell, peers))
    return lines + [""]


def live_row(results: live.Results, cell: live.Cell, peers: list[str]) -> str:
    best = results.best_peer(cell)
    ours = next((line for line in results.lines[cell][live.OURS] if line), None)
    worst = [results.median(cell, engine, "worst_phase_ns") if engine else None
             for engine in (live.OURS, best)]
    loads = [number(results.median(cell, engine)) for engine in [live.OURS, *peers]]
    zita = results.best_peer(cell, "zita")
    ratios = [spread(results.ratios(cell, peer)) if peer else "–" for peer in (best, zita)]
    columns = [
        cell.routing, str(cell.block), f"{cell.taps / live.SAMPLE_RATE:.2f} s",
        ours["plan"] if ours else "failed", *loads, best or "–", *ratios,
        " / ".join("–" if value is None else f"{value / 1000:.0f}" for value in worst),
    ]
    return "| " + " | ".join(columns) + " |"


def cold_table(lines_by_cell: dict[live.Cell, dict | None]) -> list[str]:
    lines = [
        "## Cold caches", "",
        "Our engine while 2 MiB of other memory are touched between its callbacks: the sum of each "
        "phase's quickest repetition.", "",
        "| routing | block | IR | load % | worst callback, µs |", "|---|---|---|---|---|",
    ]
    for cell, line in lines_by_cell.items():
        seconds = f"{cell.taps / live.SAMPLE_RATE:.2f} s"
        figures = (
            f"{line['phase_load_percent']:.3f} | {line['worst_phase_ns'] / 1000:.1f}"
            if line else "failed | –")
        lines.append(f"| {cell.routing} | {cell.block} | {seconds} | {figures} |")
    return lines + [""]


def offline_table(tools: dict[str, offline.Tool], audio: int, impulse: int) -> list[str]:
    lines = [
        f"## Offline: {audio} s of stereo, {impulse} s impulse response", "",
        "Whole programs, medians. The ratio is to our processor time.", "",
        "| tool | CPU s | ratio | wall s | MB | SNR dB | remark |", "|---|---|---|---|---|---|---|",
    ]
    ours = tools["ours"].median if tools["ours"].seconds else None
    for name, tool in tools.items():
        if not tool.seconds:
            lines.append(f"| {name} | – | – | – | – | – | {tool.remark} |")
            continue
        wrong = tool.quality is not None and tool.quality < offline.LEAST_SIGNAL_TO_NOISE
        remark = ", ".join(filter(None, ["WRONG" if wrong else "", tool.remark]))
        wall = sorted(tool.wall)[len(tool.wall) // 2]
        ratio = tool.median / ours if ours else None
        lines.append(
            f"| {name} | {tool.median:.2f} | {number(ratio, 1)} | {wall:.2f} "
            f"| {tool.megabytes:.0f} | {number(tool.quality, 0)} | {remark} |")
    return lines + [""]
