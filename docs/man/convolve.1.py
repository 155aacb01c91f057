#!/usr/bin/env python3
"""Writes convolve(1): the program's own account of its options, then convolve.1.sections.

usage: convolve --experimental-dump-help | convolve.1.py > convolve.1
"""
import json
import pathlib
import sys


def escape(text):
    """Text in which roff sees no command of its own."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return "\n".join("\\&" + line if line.startswith(".") else line for line in text.split("\n"))


def sentences(text):
    """A paragraph, a sentence a line, as mdoc wants it."""
    return escape(" ".join(text.split()).replace(". ", ".\n"))


def spelling(name):
    return f"Fl {name['name']}" if name["kind"] == "short" else f"Fl \\-{escape(name['name'])}"


def option(argument):
    """The items of a list for one argument."""
    value = escape(argument.get("valueName", ""))
    if argument["kind"] == "positional":
        yield f".It Ar {value}"
    else:
        names = sorted(argument["names"], key=lambda name: name["kind"] != "short")
        words = " , ".join(spelling(name) for name in names)
        yield f".It {words}" + (f" Ar {value}" if argument["kind"] == "option" else "")
    if "abstract" in argument:
        yield sentences(argument["abstract"])
    for paragraph in argument.get("discussion", "").split("\n\n"):
        if paragraph:
            yield sentences(paragraph)
    if argument.get("allValues"):
        yield "One of " + ", ".join(f"\\fB{escape(value)}\\fR" for value in argument["allValues"]) + "."
    if "defaultValue" in argument:
        yield f"The default is \\fB{escape(argument['defaultValue'])}\\fR."


def synopsis(path, command):
    yield f".Nm {path}"
    for argument in command.get("arguments", []):
        if not argument["shouldDisplay"] or is_common(argument):
            continue
        value = f"Ar {escape(argument.get('valueName', ''))}"
        if argument["kind"] == "positional":
            words = value
        else:
            words = spelling(argument["preferredName"])
            words += f" {value}" if argument["kind"] == "option" else ""
        words += " ..." if argument["isRepeating"] else ""
        yield f".Op {words}" if argument["isOptional"] or "defaultValue" in argument else f".{words}"


def is_common(argument):
    return any(name["name"] in ("help", "version") for name in argument.get("names", []))


def leaves(command, path):
    """The commands that do something, with their words."""
    path = path + [command["commandName"]]
    below = [one for one in command.get("subcommands", []) if one["commandName"] != "help"]
    if not below:
        yield " ".join(path), command
    for one in below:
        if one["shouldDisplay"]:
            yield from leaves(one, path)


def page(root):
    commands = list(leaves(root, []))
    yield from (".Dd November 29, 2026", ".Dt CONVOLVE 1", ".Os", ".Sh NAME", ".Nm convolve")
    abstract = root["abstract"].rstrip(".")
    yield f".Nd {escape(abstract[0].lower() + abstract[1:])}"
    yield ".Sh SYNOPSIS"
    for path, command in commands:
        yield from synopsis(path, command)
    yield ".Sh DESCRIPTION"
    yield "Every command has the options \\fB\\-\\-help\\fR and \\fB\\-\\-version\\fR."
    for path, command in commands:
        yield f".Ss {path}"
        yield sentences(command.get("abstract", ""))
        for paragraph in command.get("discussion", "").split("\n\n"):
            if paragraph:
                yield ".Pp"
                yield sentences(paragraph)
        shown = [one for one in command.get("arguments", [])
                 if one["shouldDisplay"] and not is_common(one)]
        if shown:
            yield ".Bl -tag -width Ds"
            for argument in shown:
                yield from option(argument)
            yield ".El"


if __name__ == "__main__":
    for line in page(json.load(sys.stdin)["command"]):
        print(line)
    print(pathlib.Path(__file__).with_suffix(".sections").read_text(), end="")
