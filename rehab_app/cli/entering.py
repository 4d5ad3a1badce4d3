"""Signing in from the command line: where the data is, who acts, and the passphrase, which no argument ever carries."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import Annotated, Final

import platformdirs
import typer

import rehab_app.tables  # noqa: F401 - the verifier and backups need the whole schema
from rehab_app.cli.telling import say, tell
from rehab_app.desk.entry import enter_clinic
from rehab_app.foundation.clock import SystemClock
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.preferences import Preferences
from rehab_app.foundation.seat import seat_name
from rehab_app.office.opening import OpenClinic, Seat, exists

PROGRAM: Final = "rehab_app"
PASSPHRASE_VARIABLE: Final = "REHAB_PASSPHRASE"  # noqa: S105 - a name, no secret
_LONGEST_SECRET: Final = 4096

DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help=say("the clinic's data folder; else the one used last"))
]
UserOption = Annotated[str, typer.Option("--user", metavar="NAME", help=say("the sign-in name; else it is asked for"))]
PassphraseOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help=say("a file whose first line is the passphrase; else REHAB_PASSPHRASE, else it is asked for"),
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help=say("print the result as JSON"))]


@contextmanager
def entered(data: Path | None, user: str, passphrase_file: Path | None) -> Iterator[OpenClinic]:
    """Sign in, hand out the clinic and lock it again; both are entered in the audit.

    Raises RuleBroken: ``cli.no_clinic``, ``cli.user_needed``, ``cli.passphrase_needed``, ``cli.must_change_passphrase``; Trouble
    as ``enter_clinic`` does.
    """
    folder = DataFolder(data or usual_folder())
    if not exists(folder):
        raise RuleBroken("cli.no_clinic", folder=str(folder.root))
    login = login_of(user)
    clinic = enter_clinic(folder, login, passphrase_of(passphrase_file), this_seat())
    try:
        if clinic.greeting.must_change_passphrase:
            raise RuleBroken("cli.must_change_passphrase")
        _tell_greeting(clinic)
        yield clinic
    finally:
        clinic.lock(deed="sign_in.leave")


def usual_folder() -> Path:
    """Return the data folder that the window used last on this PC, else the place for a first one."""
    kept = Preferences.load(platformdirs.user_config_path(PROGRAM) / "preferences.json").folder
    return Path(kept) if kept else platformdirs.user_data_path(PROGRAM) / "clinic"


def this_seat() -> Seat:
    """Return this PC, now."""
    return Seat(seat_name(), SystemClock(), Bus())


def login_of(user: str) -> str:
    """Return the sign-in name, asked for on a terminal where it was not given."""
    if user.strip():
        return user.strip()
    if not sys.stdin.isatty():
        raise RuleBroken("cli.user_needed", field="--user")
    typer.echo(say("Sign-in name: "), nl=False, err=True)
    return sys.stdin.readline().strip()


def passphrase_of(file: Path | None) -> str:
    """Return the passphrase: the first line of a file, else the environment's, else asked for without being shown."""
    if file is not None:
        return first_line(file)
    if kept := os.environ.get(PASSPHRASE_VARIABLE):
        return kept
    if not sys.stdin.isatty():
        raise RuleBroken("cli.passphrase_needed", variable=PASSPHRASE_VARIABLE)
    return getpass(say("Passphrase: "), stream=sys.stderr)


def first_line(file: Path) -> str:
    """Return the first line of a file that holds a secret; raises RuleBroken("cli.unreadable_file")."""
    try:
        with file.open("rb") as opened:
            line = opened.read(_LONGEST_SECRET).decode("utf-8-sig")
    except (OSError, ValueError):
        raise RuleBroken("cli.unreadable_file", file=str(file)) from None
    return line.partition("\n")[0].rstrip("\r")


def _tell_greeting(clinic: OpenClinic) -> None:
    """Tell what the window would tell at sign-in."""
    greeting = clinic.greeting
    if greeting.failures:
        tell(say("Failed sign-ins since the last one: {count}.", count=greeting.failures))
    if not greeting.is_attempts_file_intact and not greeting.is_sign_in_cut_off:
        tell(say("The list of failed sign-ins was altered outside the program. Tell the Subkoordinator."))
    if greeting.is_clock_behind:
        tell(say("This PC's clock is behind an earlier sign-in. Set date and time right."))
