"""Builds the practice clinic, plays the main job in it, and writes letters, pictures of every page, and a summary.

It needs no data folder, account or display. What was written there by an earlier demo is replaced; nothing else ever is.
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated, Final

import typer

import rehab_app.tables  # noqa: F401 - the backup counts every table
from rehab_app.cli.telling import put, say, tell
from rehab_app.desk.entry import enter_clinic
from rehab_app.desk.practice.clinic import PracticeClinic, build_practice_clinic
from rehab_app.desk.practice.job import JOB_INSTANT, MainJob, letters_of, play_main_job
from rehab_app.foundation.clock import SetClock, SystemClock
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.seat import seat_name
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.opening import Seat
from rehab_app.papers.reports.figures import FigureTable, YearFigures, year_figures
from rehab_app.store.files import disk_troubles, ensure_folder
from rehab_app.store.window import hold_window

YEAR: Final = 2022
INCOMPLETE: Final = 1
_MARK: Final = ".rehab-demo"
_OURS: Final = ("clinic", "letters", "screens", "summary.json")
_LONGEST_DRAWING_S: Final = 300
# What the pictures' process ends with where Qt itself cannot start (rehab_app.looks).
_NO_QT: Final = 3


def add_to(program: typer.Typer) -> None:
    """Add the commands of this module."""
    program.command(
        "demo", help=say("Build a practice clinic with invented people, play the main job, and write what it made.")
    )(demo)


def demo(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help=say("an empty folder, a new one, or that of an earlier demo"))
    ],
) -> None:
    """Do everything and write ``summary.json`` last, so that its presence means that the rest is there."""
    began = perf_counter()
    place = out.absolute()
    _clear(place)
    folder = DataFolder(place / "clinic")
    practice = build_practice_clinic(folder, Seat(seat_name(), SystemClock(), Bus()))
    _tell_time(say("Practice clinic built"), began)
    clock = SetClock(JOB_INSTANT)
    figures, job, letter = _play(practice, clock, place / "letters")
    _tell_time(say("Main job played"), began)
    is_complete = _draw(practice, clock.now(), place / "screens")
    _tell_time(say("Pages drawn"), began)
    with disk_troubles(place / "summary.json"):
        text = json.dumps(_summary(practice, figures, job, letter), ensure_ascii=False, indent=2)
        (place / "summary.json").write_text(f"{text}\n", encoding="utf-8")
    put(say("The practice clinic stands in {folder}. Look at summary.json, letters and screens.", folder=place))
    put(
        say(
            "Sign in as {login} with the passphrase: {passphrase}", login=practice.login, passphrase=practice.passphrase
        )
    )
    if not is_complete:
        raise typer.Exit(INCOMPLETE)


def _clear(place: Path) -> None:
    """Make ``place`` ready; raises RuleBroken("cli.not_a_demo") where it holds anything that no demo put there."""
    if place.exists() and not place.is_dir():
        raise RuleBroken("cli.no_folder", folder=str(place))
    with disk_troubles(place):
        if place.is_dir() and any(place.iterdir()) and not (place / _MARK).is_file():
            raise RuleBroken("cli.not_a_demo", folder=str(place))
        ensure_folder(place)
        (place / _MARK).touch()
        clinic = DataFolder(place / "clinic")
        if clinic.root.exists():
            # Somebody who looks at the earlier demo in a window keeps it.
            hold_window(clinic, seat_name(), SystemClock().now()).release()
        for name in reversed(_OURS):
            _remove(place / name)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _play(practice: PracticeClinic, clock: SetClock, letters: Path) -> tuple[YearFigures, MainJob, str]:
    """Play the main job and write the letters; return the figures of 2022, the job, and the name of its letter's file."""
    seat = Seat(seat_name(), clock, Bus())
    clinic = enter_clinic(practice.folder, practice.login, practice.passphrase, seat)
    try:
        job = play_main_job(clinic, clock)
        issued = letters_of(clinic, YEAR) | {job.letter_number: job.content}
        with clinic.reading() as work:
            figures = year_figures(work, YEAR, ValueLists.load())
    finally:
        clinic.lock()
    ensure_folder(letters)
    for number, content in issued.items():
        with disk_troubles(letters):
            (letters / _file_of(number)).write_bytes(content)
    return figures, job, _file_of(job.letter_number)


def _file_of(number: str) -> str:
    """Return a file's name for a letter: ``R-1-I-KA-RH.00.00-2023-BNNK-BPP.pdf``."""
    return f"{number.replace('/', '-')}.pdf"


def _draw(practice: PracticeClinic, at: datetime, screens: Path) -> bool:
    """Let a process of its own draw every page as it looks ``at`` that instant, without a display; return whether all were drawn.

    Where Qt cannot start (a library of the system is missing), that is told, and the index stays empty.
    """
    ensure_folder(screens)
    index = screens / "index.json"
    index.write_text("[]\n", encoding="utf-8")
    command = [sys.executable, "-m", "rehab_app.looks", "--data", str(practice.folder.root), "--out", str(screens)]
    command += ["--user", practice.login, "--at", at.isoformat(), "--year", str(YEAR)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "REHAB_PASSPHRASE": practice.passphrase}
    try:
        done = subprocess.run(  # noqa: S603 - this program itself, with paths of its own
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST_DRAWING_S,
        )
    except subprocess.TimeoutExpired:
        tell(say("Drawing the pages took too long; screens/index.json lists those that were drawn."))
        return False
    # What the platform without a screen says of itself explains nothing.
    said = [line for line in done.stderr.strip().splitlines() if not line.startswith("Qt default")]
    if done.returncode == _NO_QT:
        tell(say("No pages were drawn, because Qt cannot start here: {reason}", reason=said[-1] if said else "?"))
    elif done.returncode:
        tell(say("Not every page could be drawn: {reason}", reason=said[-1] if said else "?"))
    return done.returncode in {0, _NO_QT}


def _summary(practice: PracticeClinic, figures: YearFigures, job: MainJob, letter: str) -> dict[str, object]:
    modality = figures.table("modality")
    return {
        "practice": {
            "data": str(practice.folder.root),
            "user": practice.login,
            "passphrase": practice.passphrase,
        },
        "year": figures.year,
        "clients": figures.total,
        "outpatient": modality.count("outpatient"),
        "inpatient_referrals": modality.count("referral"),
        "by_district": _counts(figures.table("district")),
        "by_substance": _counts(figures.table("substance")),
        "main_job": {
            "client": {"rm": job.rm, "name": job.name, "nik": job.nik},
            "screening": job.screening,
            "letter_number": job.letter_number,
            "referral_letter": f"letters/{letter}",
        },
    }


def _counts(table: FigureTable) -> dict[str, int]:
    return {row.label: row.count for row in table.rows if row.count}


def _tell_time(what: str, began: float) -> None:
    tell(say("{what} after {seconds} s.", what=what, seconds=f"{perf_counter() - began:.1f}"))
