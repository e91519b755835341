"""Writes ``docs/cli.md``, the reference of the command line, from the commands themselves.

``python docs/building/cli.py`` after a change of a command; a test says when that was forgotten.
"""

from __future__ import annotations

import enum
import inspect
import typing
from pathlib import Path
from typing import Any, Final

import typer.main

from parkie.cli.app import app

__all__ = ["render"]

PAGE: Final = Path(__file__).parents[1] / "cli.md"
_HEAD: Final = """# Command line

<!-- written by docs/building/cli.py -->

Every command with its arguments and options, as `parkie COMMAND --help` prints them. Results go to stdout, everything
else to stderr. The exit status is 0, 1 for bad input, 2 for bad usage; where a command has others, it says so.

```console
$ parkie --version
0.1.0
```
"""


def render() -> str:
    """The page as Markdown."""
    group: Any = typer.main.get_command(app)
    return "\n".join([_HEAD, *(_command(name, command) for name, command in group.commands.items())])


def _command(name: str, command: Any) -> str:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    kinds = _kinds(command)
    usage = " ".join(["parkie", name, *(_metavar(one) for one in arguments), *(["[OPTIONS]"] if options else [])])
    text = (command.help or "").replace("``", "`").strip()
    lines = [f"## parkie {name}", "", text, "", "```text", usage, "```", ""]
    if arguments or options:
        lines += ["| | by default | |", "|---|---|---|"]
        lines += [f"| `{_cell(_metavar(one))}` | {_default(one)} | {_cell(one.help)} |" for one in arguments]
        lines += [f"| {_names(one, kinds[one.name])} | {_default(one)} | {_cell(one.help)} |" for one in options]
        lines.append("")
    return "\n".join(lines)


def _metavar(parameter: Any, kind: Any = None) -> str:
    """What stands for the value: as stated, the words of an enumeration, or the name of the type."""
    if parameter.metavar:
        return str(parameter.metavar)
    if isinstance(kind, enum.EnumMeta):
        return "|".join(str(word) for word in kind)
    return {int: "NUMBER", float: "NUMBER"}.get(kind, "TEXT")


def _kinds(command: Any) -> dict[str, Any]:
    """The type of each parameter of a command, without None."""
    hints = typing.get_type_hints(inspect.unwrap(command.callback))
    kinds = {name: [one for one in typing.get_args(hint) if one is not type(None)] for name, hint in hints.items()}
    return {name: found[0] if found else hints[name] for name, found in kinds.items()}


def _names(option: Any, kind: Any) -> str:
    names = ", ".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])
    shown = "" if option.is_flag else _metavar(option, kind)
    return f"{names} `{_cell(shown)}`" if shown else names


def _default(parameter: Any) -> str:
    if parameter.required:
        return "needed"
    value = getattr(parameter.default, "value", parameter.default)
    if value is None or value is False or value == () or value == []:
        return ""
    return f"`{value}`"


def _cell(text: str | None) -> str:
    """The text on one line, without the mark between cells, which not every reader of Markdown lets be escaped."""
    return " ".join((text or "").split()).replace("|", " or ")


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
