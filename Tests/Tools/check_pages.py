#!/usr/bin/env python3
"""Checks the pages: that every option, key and metric is in its page, and options completed.

usage: check_pages.py BUILT
  BUILT  where convolved and convolve are
"""
import json
import pathlib
import re
import subprocess
import sys

built = pathlib.Path(sys.argv[1])
root = pathlib.Path(__file__).resolve().parents[2]
complaints = []


def output(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def check_roff(source):
    """Notes what groff has to say against a page."""
    command = ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-"]
    environment = {"MANWIDTH": "100", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, input=source, capture_output=True, text=True, env=environment)
    if done.returncode != 0 or done.stderr:
        complaints.append(done.stderr or f"man ends with {done.returncode}")


def require(words, known, where):
    for word in sorted(words - known):
        complaints.append(f"{where} does not have {word}.")


def explained(source, macro):
    """What the page has an item or a word of its own for: options (Fl) or keys (Ic)."""
    lines = re.findall(rf"^\.(?:It )?{macro} (.*)", source.replace("\\-", "-"), re.MULTILINE)
    words = " ".join(re.split(r" : | Ar | Cm ", line)[0] for line in lines)
    return set(re.findall(r"[\w.-]+", words))


def options(text):
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


def keys():
    """Those that the readers of a configuration know."""
    found = set()
    for file in (root / "Sources/Settings").rglob("*.swift"):
        text = file.read_text()
        for listed in re.findall(r"\b\w*[kK]eys\s*(?::|=)\s*(?:\w+\s*\+\s*)?\[([^\]]*)\]", text):
            found |= set(re.findall(r'"([a-z_]+)"', listed))
        found |= set(re.findall(r'kind:\s*"([a-z_]+)"', text))
    return found


def check_metrics():
    """Each family of the metrics has its line in the page, and nothing else has one."""
    source = (root / "Sources/convolved/MetricsReport.swift").read_text()
    names = re.findall(r'(?:gauge|levels)\(\s*"(\w+)"|"convolved_(\w+)"', source)
    given = {"convolved_" + (short or whole) for short, whole in names}
    page = (root / "docs/control.md").read_text().partition("## Metrics")[2]
    told = set(re.findall(r"`(convolved_\w+)", page))
    require(given, told, "docs/control.md")
    require(told, given, "MetricsReport.swift")


check_metrics()
pages = root / "docs/man"
daemon = (pages / "convolved.8").read_text()
configuration = (pages / "convolved.yaml.5").read_text()
dump = output(built / "convolve", "--experimental-dump-help")
offline = output("python3", pages / "convolve.1.py", input=dump)
for page in daemon, configuration, offline:
    check_roff(page)


def spelt(source):
    """Options as they are typed."""
    return {"-" + word for word in explained(source, "Fl")}


daemon_options = options(output(built / "convolved", "--help"))
require(daemon_options | {"--help", "--version"}, spelt(daemon), "convolved.8")
require(keys(), explained(configuration, "Ic"), "convolved.yaml.5")
for shell in "bash", "zsh", "fish":
    text = (root / f"debian/completions/convolved.{shell}").read_text()
    known = {"--" + word for word in re.findall(r"-l ([a-z-]+)", text)} | options(text)
    require(daemon_options, known, f"the completion for {shell}")


def commands(command, path=()):
    yield (*path, command["commandName"]), command
    for one in command.get("subcommands", []):
        yield from commands(one, (*path, command["commandName"]))


headings = set(re.findall(r"^\.Ss (.*)", offline, re.MULTILINE))
for path, command in commands(json.loads(dump)["command"]):
    if path[-1] == "help" or not command["shouldDisplay"]:
        continue
    text = output(built / "convolve", *path[1:], "--help")
    require(options(text) - {"--help", "--version"}, spelt(offline), "convolve.1")
    if not command.get("subcommands"):
        require({" ".join(path)}, headings, "convolve.1")

if len(keys()) < 30:
    complaints.append(f"Only {len(keys())} keys were found in Sources/Settings.")
for complaint in complaints:
    print(complaint, file=sys.stderr)
sys.exit(1 if complaints else print("The pages have every option and every key."))
