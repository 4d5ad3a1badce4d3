"""Puts the commands together and runs one; whatever is known to go wrong ends in one line and exit code 2.

Only the module of the command that was asked for is imported, so that ``score`` loads no database.
"""

import io
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Final

import typer
from typer.main import get_command

from rehab_app.cli.telling import one_line, say, tell
from rehab_app.foundation.errors import RuleBroken

NAME: Final = "rehab-app"
BAD_INPUT: Final = 2

# The module of each command, in the order in which help lists them.
COMMANDS: Final = {
    "demo": "demo",
    "register": "clients",
    "find": "clients",
    "figures": "figures",
    "verify": "keeping",
    "backup": "keeping",
    "restore": "keeping",
    "score": "score",
}


def main(arguments: Sequence[str]) -> int:
    """Run the command that ``arguments`` name and return the exit code."""
    _speak_utf8()
    asked = list(arguments) or ["--help"]
    name = asked[0]
    if name not in COMMANDS and name != "--help":
        tell(say("There is no command {name}. There are: {known}.", name=name, known=", ".join(COMMANDS)))
        return BAD_INPUT
    program = _program([COMMANDS[name]] if name in COMMANDS else dict.fromkeys(COMMANDS.values()))
    try:
        code = get_command(program).main(asked, prog_name=NAME, standalone_mode=False)
    except RuleBroken as trouble:
        tell(one_line(trouble))
    except typer.TyperException as error:
        tell(_usage(error, name))
    except typer.Abort:
        tell(say("Stopped."))
    except BrokenPipeError:
        # Whoever read along has gone; what is left in the buffer must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    else:
        return code if isinstance(code, int) else 0
    return BAD_INPUT


def _program(modules: Iterable[str]) -> typer.Typer:
    program = typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=say("Records, letters and figures of a rehabilitation clinic, without a window."),
    )
    program.callback()(_nothing_first)
    for module in modules:
        import_module(f"rehab_app.cli.{module}").add_to(program)
    return program


def _nothing_first() -> None:
    """With this there are commands even where only one of them was loaded."""


def _usage(error: typer.TyperException, command: str) -> str:
    """Return in one line what is wrong with the way a command was called."""
    kind = type(error).__name__
    option = getattr(error, "option_name", "") or _name_of(getattr(error, "param", None))
    see = f"{NAME} {command} --help"
    if kind == "NoSuchOption":
        return say("{command} has no option {option}. See {see}", command=command, option=option, see=see)
    if kind == "MissingParameter":
        return say("{command} needs {option}. See {see}", command=command, option=option, see=see)
    if option:
        return say("{option} has a value that cannot be used. See {see}", option=option, see=see)
    return say("{command} was called in a way that cannot be understood. See {see}", command=command, see=see)


def _name_of(parameter: object) -> str:
    """Return a parameter as it is written: ``--year``, or ``FILE``."""
    names = [name for name in getattr(parameter, "opts", ()) if name.startswith("--")]
    return names[0] if names else str(getattr(parameter, "name", "") or "").upper()


def _speak_utf8() -> None:
    """JSON is UTF-8 wherever it is written, also on a Windows console of another code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
