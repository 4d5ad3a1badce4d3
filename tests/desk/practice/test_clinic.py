"""The practice clinic: the published figures of 2022, a year of plausible work, and nothing left behind where it is cut off."""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.referrals.model import Destination, Referral
from rehab_app.clinic.sessions import queries as sessions
from rehab_app.desk import pasal_18
from rehab_app.desk.entry import enter_clinic
from rehab_app.desk.practice.cases import PEOPLE, Course, cases
from rehab_app.desk.practice.clinic import LAST_INSTANT, PracticeClinic, build_practice_clinic
from rehab_app.desk.practice.job import JOB_INSTANT, play_main_job
from rehab_app.desk.practice.staff import PASSPHRASE, actors_of, invented_staff
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.service import accounts
from rehab_app.office.audit.service import check
from rehab_app.office.backups.service import backups_of, last_proven
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.opening import OpenClinic, Seat
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.reports.figures import YearFigures, year_figures
from rehab_app.store.keys.derive import Cost

BY_DISTRICT = {"Barat": 17, "Utara": 14, "Selatan": 11, "Timur": 6, "Kota": 5, "Tengah": 3}
SEEN_AT = SetClock(JOB_INSTANT)


@pytest.fixture(scope="module")
def figures(clinic: OpenClinic) -> YearFigures:
    with clinic.reading() as work:
        return year_figures(work, 2022, ValueLists.load())


def test_the_sixty_are_the_same_at_every_call_and_each_has_her_own_nik() -> None:
    first = list(cases())
    assert first == list(cases())
    assert len({case.person.nik for case in first}) == PEOPLE
    assert len({case.person.full_name for case in first}) > PEOPLE - 3
    assert list(cases(seed=1)) != first


def test_the_figures_are_those_that_were_published(figures: YearFigures) -> None:
    modality = figures.table("modality")
    assert (figures.total, modality.count("outpatient"), modality.count("referral")) == (60, 51, 9)
    assert figures.table("substance").count("sabu") == 56
    district = {row.label: row.count for row in figures.table("district").rows if row.count}
    assert district == {f"Balikpapan {name}": count for name, count in BY_DISTRICT.items()} | {"Luar Balikpapan": 4}
    assert (figures.new, figures.carried_over) == (60, 0)
    assert figures.table("sex").count("P") == 6


def test_nobody_was_sent_to_the_hospital_for_double_diagnoses(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        joined = select(Destination.code, Referral.state).join(Referral, col(Referral.destination_id) == Destination.id)
        rows = work.session.exec(joined).all()
        letters = work.session.exec(select(IssuedLetter)).all()
    assert len(rows) == len(letters) == 9
    assert "atma_husada" not in {code for code, _ in rows}
    assert len({state for _, state in rows}) >= 3
    assert all(letter.dated_on.year == 2022 for letter in letters)


def test_the_year_is_full_of_plausible_work(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        episodes = work.session.exec(select(Episode)).all()
        screened = set(work.session.exec(select(Screening.episode_id)).all())
        assessed = work.session.exec(select(UseProfile)).all()
        consents = Counter(work.session.exec(select(Consent.kind)).all())
    assert screened == {episode.id for episode in episodes}
    assert len(assessed) == len(episodes) - 1
    assert {episode.period_number for episode in episodes} == {1, 2}
    outcomes = Counter(episode.outcome for episode in episodes)
    assert outcomes["completed"] > 20
    assert outcomes["dropped_out"] == 11
    assert {"moved", "legal_process", "left_on_request"} <= set(outcomes)
    assert all(episode.tat_number for episode in episodes if episode.source == "tat")
    assert all(episode.agency and episode.investigator for episode in episodes if episode.channel == "compulsory")
    assert consents["disclosure"] == 8
    assert consents["programme"] == len(episodes) - 1


def test_minors_have_their_guardian_and_one_still_waits(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        minors = work.session.exec(select(Episode).where(col(Episode.age_at_registration) < 18)).all()
    assert len(minors) == 3
    assert [minor.is_waiting_guardian for minor in minors].count(True) == 1
    assert all(
        minor.brought_by if minor.is_waiting_guardian else minor.reporter_relation == "mother" for minor in minors
    )


def test_when_the_year_is_over_there_is_work_for_the_day(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        today = sessions.today(work)
        states = Counter(work.session.exec(select(Episode.state)).all())
        lacking = pasal_18.incomplete(work, date(2022, 1, 1), JOB_INSTANT.date())
    assert len(today) >= 2
    assert states["outpatient"] >= 5
    assert {"registered", "referred", "closed"} <= set(states)
    assert 1 <= len(lacking) <= 12


def test_every_role_has_an_account_that_opens(practice: PracticeClinic, clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        rows = accounts(work)
    assert {role for row in rows for role in row.roles} == set(Role)
    assert sum(Role.KONSELOR in row.roles for row in rows) == 2
    assert tuple(draft.login for draft in invented_staff().drafts) == practice.logins
    for login in ("konselor1", "admin"):
        other = enter_clinic(practice.folder, login, PASSPHRASE, Seat("PC-2", SEEN_AT, Bus()))
        assert not other.greeting.must_change_passphrase
        other.forget()


def test_it_is_marked_as_practice_proved_by_a_backup_and_unbroken(clinic: OpenClinic) -> None:
    assert clinic.is_practice
    with clinic.reading() as work:
        verdict = check(work)
        proved = last_proven(work)
    assert verdict.is_unbroken
    assert proved == LAST_INSTANT
    assert len(backups_of(clinic)) == 1


def test_deeds_are_done_by_whoever_has_the_task(clinic: OpenClinic) -> None:
    actors = actors_of(clinic)
    with clinic.reading() as work:
        profiles = set(work.session.exec(select(UseProfile.created_by)).all())
        registered = set(work.session.exec(select(Episode.created_by)).all())
        assist = select(Screening.created_by).where(Screening.instrument == "assist")
        screened = set(work.session.exec(assist).all())
    assert profiles == {actors["dokter"].user_id}
    assert registered == {actors["pendaftaran"].user_id}
    assert screened == {actors["konselor1"].user_id, actors["konselor2"].user_id}


def test_the_main_job_refers_a_new_client_with_a_letter_and_counts_her(
    practice: PracticeClinic, tmp_path: Path
) -> None:
    copy = DataFolder(Path(shutil.copytree(practice.folder.root, tmp_path / "clinic")))
    clock = SetClock(JOB_INSTANT)
    clinic = enter_clinic(copy, practice.login, practice.passphrase, Seat("PC-1", clock, Bus()))
    job = play_main_job(clinic, clock)
    assert job.rm == "000061"
    assert job.letter_number == "R/1/I/KA/RH.00.00/2023/BNNK-BPP"
    assert job.content.startswith(b"%PDF")
    assert (job.year.year, job.year.total, job.year.table("modality").count("referral")) == (2023, 1, 1)
    clinic.forget()


class _StoppedError(Exception):
    pass


def test_a_build_that_is_cut_off_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "clinic")
    folder.root.mkdir()
    (folder.root / "catatan.txt").touch()

    def stop(done: int, total: int) -> None:
        assert 0 < done < total
        if done > 40:
            raise _StoppedError

    with pytest.raises(_StoppedError):
        build_practice_clinic(folder, Seat("PC-1", SEEN_AT, Bus()), progress=stop, cost=Cost.for_tests())
    assert [path.name for path in folder.root.iterdir()] == ["catatan.txt"]


def test_referrals_out_of_outpatient_care_are_there_too() -> None:
    courses = Counter(case.course for case in cases())
    assert courses[Course.REFERRED] + courses[Course.OUTPATIENT_THEN_REFERRED] == 9
    assert courses[Course.OUTPATIENT_THEN_REFERRED] == 2
    assert courses[Course.WAITING] == 1
