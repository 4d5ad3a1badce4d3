"""The PC's clock is set back between two sign-ins: it is told, and what is written meanwhile keeps its order and its chain."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from rehab_app.clinic.episodes.draft import EpisodeDraft
from rehab_app.desk.admit import RegistrationDraft, admit
from rehab_app.desk.entry import enter_clinic
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.foundation.events import Bus
from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.office.audit.service import check, newest
from rehab_app.office.backups.service import back_up, backups_of
from rehab_app.office.opening import OpenClinic, Seat
from rehab_app.ui.shell.greetings import greetings
from tests.ui.makers import NOW, PASSPHRASE, admit_client, make_clinic

BACK = timedelta(days=40)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture
def set_back(tmp_path: Path, clock: SetClock) -> Iterator[OpenClinic]:
    """A clinic with one client, opened again after the clock was set back by forty days."""
    made = make_clinic(tmp_path, Bus(), clock)
    admit_client(made, full_name="Budi Pertama")
    back_up(made)
    made.lock()
    clock.advance(-BACK)
    again = enter_clinic(made.folder, "ratna", PASSPHRASE, Seat("PC-1", clock, Bus()))
    yield again
    again.forget()


def test_whoever_signs_in_is_told_in_a_sentence(set_back: OpenClinic) -> None:
    assert set_back.greeting.is_clock_behind
    (said,) = [text for text, _ in greetings(Words.of(INDONESIAN), set_back.greeting)]
    assert "jam" in said.lower()


def test_what_is_written_goes_on_and_the_chain_stays_unbroken(set_back: OpenClinic, clock: SetClock) -> None:
    admitted = admit_client(set_back, full_name="Siti Kedua", registered_on=clock.today())
    assert admitted.rm == "000002"
    with set_back.reading() as work:
        verdict = check(work)
        numbers = [row.number for row in newest(work)]
    assert verdict.is_unbroken
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(numbers)


def test_a_day_that_lies_ahead_of_the_wrong_clock_is_refused_with_its_reason(set_back: OpenClinic) -> None:
    draft = EpisodeDraft(registered_on=date(2023, 1, 16), channel="voluntary")
    with pytest.raises(RuleBroken) as refused, set_back.writing() as work:
        found = RegistrationDraft.model_validate(
            {"client": {"full_name": "Siti", "sex": "P", "birth_date": "1991-01-01"}, "episode": draft}
        )
        admit(work, found)
    troubles = getattr(refused.value, "troubles", [refused.value])
    assert "episodes.registered_in_future" in {trouble.code for trouble in troubles}


def test_an_earlier_backup_is_not_overwritten(set_back: OpenClinic) -> None:
    report = back_up(set_back)
    assert len({row.path for row in backups_of(set_back)} | {report.path}) == 2


def test_failures_before_the_clock_was_set_back_open_no_door(set_back: OpenClinic, clock: SetClock) -> None:
    folder, seat = set_back.folder, Seat("PC-1", clock, Bus())
    set_back.lock()
    for _ in range(4):
        with pytest.raises(Trouble, match=r"^keys\.wrong_passphrase$"):
            enter_clinic(folder, "ratna", "bukan frasa sandinya", seat)
    clock.advance(-BACK)
    with pytest.raises(Trouble, match=r"^keys\.wait$") as refused:
        enter_clinic(folder, "ratna", PASSPHRASE, seat)
    seconds = refused.value.facts["seconds"]
    assert isinstance(seconds, int)
    assert 0 < seconds <= 3600, "a clock set back must not lock the office out for days"
