"""The course of care in the practice clinic: every room has something plausible, and two builds say the same."""

import json
from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, Uuid, func
from sqlalchemy import select as select_rows
from sqlmodel import col, select

from rehab_app.clinic.aftercare.model import AftercareVisit
from rehab_app.clinic.assessment.filled import alerting
from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.clients.duplicates import possible_duplicates
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.queries import find
from rehab_app.clinic.consent.queries import intake_papers
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.documents.model import Attachment
from rehab_app.clinic.documents.service import content_of
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.followup.watch import absent
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.plans.queries import review_overdue
from rehab_app.clinic.privacy.queries import open_requests, requests_of_client
from rehab_app.clinic.schedule.model import GroupMeeting
from rehab_app.clinic.schedule.queries import group_roster, week
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.tat.model import DutyReport, TatCase
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.desk.entry import enter_clinic
from rehab_app.desk.merge_clients import merges
from rehab_app.desk.practice.cases import PEOPLE
from rehab_app.desk.practice.clinic import PracticeClinic, build_practice_clinic
from rehab_app.desk.practice.job import JOB_INSTANT
from rehab_app.desk.practice.measures import CRISIS_PLACE
from rehab_app.desk.practice.story import DIAGNOSES, STAYS_AWAY
from rehab_app.desk.practice.upkeep import ALIKE_PLACE, MERGED_PLACE
from rehab_app.desk.practice.urine import EXPLAINED_PLACE, INVALID_PLACE
from rehab_app.desk.recycle import bin_of_client
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.opening import OpenClinic, Seat
from rehab_app.papers.reports.outcome import outcome_figures
from rehab_app.store.keys.derive import Cost
from rehab_app.store.record import Record
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work
from rehab_app.tables import METADATA

ROOMS = {
    "aftercare_plan": 8, "aftercare_visit": 24, "attachment": 15, "care_plan": 50, "consent": 200, "contact_call": 20,
    "diagnosis": 55, "duty_report": 20, "examination": 60, "handed_paper": 100, "report_card": 15, "screening": 250,
    "subject_request": 2, "summons": 10, "tat_case": 10, "urine_test": 120,
}  # fmt: skip
# Keys and what hangs on them are new in every clinic; the audit's chain begins with them.
NEW_EACH_TIME = ("account", "audit_entry", "store_meta", "client_merge")


def current(work: Work, kind: type[Record], *, of_place: int | None = None) -> list[Any]:
    """Return the records of a kind that count, of one client where her turn in the year is given."""
    table: Table = kind.__table__  # type: ignore[attr-defined]
    query = select(kind).where(is_current(table))
    if of_place is not None:
        query = query.where(table.c.client_id == id_at(work, of_place))
    return list(work.session.exec(query).all())


def id_at(work: Work, place: int) -> UUID:
    """Return the client who came in that turn, from 0."""
    return work.session.exec(select(Client.id).where(Client.rm_number == f"{place + 1:06d}")).one()


@pytest.mark.parametrize(("name", "least"), ROOMS.items())
def test_every_room_has_something(clinic: OpenClinic, name: str, least: int) -> None:
    table = METADATA.tables[name]
    with clinic.reading() as work:
        found = work.connection.execute(select_rows(func.count(table.c.series_id.distinct()))).scalar_one()
    assert found >= least


def test_urine_fits_the_substance_and_mostly_turns_negative(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        tests = current(work, UrineTest)
        invalid = current(work, UrineTest, of_place=INVALID_PLACE)
        explained = current(work, UrineTest, of_place=EXPLAINED_PLACE)
    positives = Counter(test.occasion for test in tests if "positive" in test.results.values())
    taken = Counter(test.occasion for test in tests)
    assert positives["intake"] > 0.7 * taken["intake"]
    assert 0 < positives["periodic"] < 0.4 * taken["periodic"]
    assert set(invalid[0].results.values()) == {"invalid"}
    assert [test.occasion for test in invalid][:2] == ["intake", "repeat"]
    assert explained[0].explained == ["BZO"]
    assert explained[0].medicines
    assert sum(bool(test.explained) for test in tests) == 1


def test_the_doctor_made_diagnoses_that_fit(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        main = [one.code for one in current(work, Diagnosis) if one.is_main]
    groups = Counter(code.partition(".")[0] for code in main)
    assert set(groups) == set(DIAGNOSES.values())
    assert groups["F15"] > 0.8 * len(main)
    assert {code.partition(".")[2] for code in main} == {"1", "2"}


def test_plans_are_signed_and_renewed_and_some_are_overdue(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        plans = current(work, CarePlan)
        overdue = review_overdue(work)
    assert {plan.number for plan in plans} == {1, 2}
    assert all(plan.signed_by_client_on for plan in plans)
    assert 0 < sum(plan.signed_by_head_on is not None for plan in plans) < len(plans)
    assert 1 <= len(overdue) <= 12


def test_notes_are_signed_but_for_some(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        notes = [one for one in current(work, CareSession) if one.subjective]
    unsigned = [note for note in notes if note.signed_at is None]
    assert len(notes) > 200
    assert 5 < len(unsigned) < 0.2 * len(notes)
    assert all(note.objective and note.appraisal and note.next_plan and note.room for note in notes)
    assert any(note.reason for note in notes)


def test_the_outcome_report_shows_a_plausible_year(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        found = outcome_figures(work, 2022).outcome
        measured = Counter((one.instrument, one.moment) for one in current(work, Screening) if one.moment)
    assert found.clients > 35
    assert 5 <= found.without_akhir < found.clients / 2
    for domain in found.domains:
        assert domain.fallen >= 1
        assert 0.5 <= domain.risen / (domain.risen + domain.unchanged + domain.fallen) <= 0.95
    for name in ("dast10", "srq20", "whoqol", "urica"):
        assert measured[name, "awal"] > measured[name, "akhir"] > 5


def test_the_assessment_form_is_whole_for_most_and_one_crisis_stands_open(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        forms = Counter(one.status for one in current(work, Screening) if one.instrument == "asi")
        versions = [one.row_version for one in current(work, Screening) if one.instrument == "asi"]
        alerts = alerting(work)
    assert forms["complete"] > 35
    assert 3 <= forms["partial"] <= 12
    assert 2 in versions
    assert [(row.rm_number, row.instrument, row.items) for row in alerts] == [
        (f"{CRISIS_PLACE + 1:06d}", "srq20", ("17",))
    ]


def test_those_who_stay_away_are_called_and_summoned(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        rows = {row.rm_number: row for row in absent(work)}
    assert set(rows) == {f"{place + 1:06d}" for place in STAYS_AWAY}
    assert {row.summons_number for row in rows.values()} == {1, 2}
    assert any(row.is_compulsory for row in rows.values())
    assert all(row.last_called_at for row in rows.values())


def test_groups_meet_weekly_with_a_roster_and_the_next_is_planned(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        meetings = work.session.exec(select(GroupMeeting).order_by(col(GroupMeeting.held_on))).all()
        rosters = [group_roster(work, meeting.id) for meeting in meetings]
        rooms = {slot.room for slot in week(work, date(2023, 1, 16))}
    assert [meeting.state for meeting in meetings] == ["held"] * (len(meetings) - 1) + ["planned"]
    assert len(meetings) >= 20
    assert all(2 <= len(roster) <= 5 for roster in rosters)
    assert {"counselling_1", "counselling_2", "group"} <= rooms


def test_nobody_comes_more_often_than_was_planned(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        episodes = {one.id: one for one in work.session.exec(select(Episode)).all() if one.target_sessions}
        meetings = [one for one in current(work, CareSession) if one.attendance == "hadir"]
    held = Counter(one.episode_id for one in meetings)
    assert len(held) > 40
    assert {key for key, count in held.items() if count > (episodes[key].target_sessions or 0)} == set()
    whole = [one for one in episodes.values() if held[one.id] == one.target_sessions]
    assert len(whole) > 20
    in_groups = Counter(one.episode_id for one in meetings if one.group_id)
    assert len(in_groups) > 15
    assert max(in_groups.values()) <= 4


def test_nobody_has_two_meetings_in_a_week_where_one_was_planned(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        meetings = [one for one in current(work, CareSession) if one.attendance == "hadir"]
    weeks = Counter((one.episode_id, one.held_on.isocalendar()[:2]) for one in meetings)
    assert max(weeks.values()) == 1


def test_compulsory_clients_have_their_case_and_duty(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        tats = current(work, TatCase)
        kept = Counter(report.is_kept for report in current(work, DutyReport))
    assert {"recommended", "ended", "withdrawn"} <= {case.state for case in tats}
    assert kept[True] > 20
    assert kept[False] >= 1


def test_aftercare_ends_with_an_outcome_and_some_are_still_in_it(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        episodes = work.session.exec(select(Episode)).all()
        visits = current(work, AftercareVisit)
    outcomes = Counter(episode.recovery_outcome for episode in episodes if episode.recovery_outcome)
    assert "PP" in outcomes
    assert len(outcomes) >= 3
    assert any(episode.state == "aftercare" for episode in episodes)
    assert {visit.attendance for visit in visits} == {"", "hadir"}
    assert max(episode.period_number for episode in episodes) == 2


def test_intake_papers_are_complete_for_whoever_is_in_care(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        in_care = work.session.exec(select(Episode).where(Episode.state == "outpatient")).all()
        papers = [paper for episode in in_care for paper in intake_papers(work, episode.id)]
    assert len(in_care) >= 5
    assert all(paper.consent is not None for paper in papers if paper.is_required)


def test_pictures_are_drawn_small_and_open(clinic: OpenClinic) -> None:
    with clinic.writing() as work:
        attached = current(work, Attachment)
        assert {one.kind for one in attached} >= {"photo", "urine_photo", "identity"}
        assert all(one.media_type == "image/png" and one.size < 20_000 for one in attached)
        for one in attached[:3]:
            assert content_of(work, clinic.attachments, one.series_id).content.startswith(b"\x89PNG")


def test_one_pair_looks_alike_and_one_was_merged(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        (pair,) = possible_duplicates(work)
        (merge,) = merges(work)
        found = find(work, merge.merged_rm, 3)
    assert f"{ALIKE_PLACE + 1:06d}" in {pair.first.rm_number, pair.second.rm_number}
    assert merge.kept_rm == f"{MERGED_PLACE + 1:06d}"
    assert [row.rm_number for row in found] == [merge.kept_rm]


def test_mistakes_lie_in_the_bin_and_a_request_waits_for_its_decision(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        ids = [id_at(work, place) for place in range(PEOPLE)]
        kinds = Counter(row.kind for client_id in ids for row in bin_of_client(work, client_id))
        waiting = open_requests(work)
        decided = [row for client_id in ids for row in requests_of_client(work, client_id) if row.decision]
    assert {"care_session", "urine_test", "examination", "handed_paper"} <= set(kinds)
    assert len(waiting) == len(decided) == 1
    assert decided[0].done_on is not None


def contents(practice: PracticeClinic) -> dict[str, str]:
    """Return a digest of every table, ids left out: they are new in every clinic."""
    seat = Seat("PC-1", SetClock(JOB_INSTANT), Bus())
    clinic = enter_clinic(practice.folder, "kepala", practice.passphrase, seat)
    found = {}
    with clinic.reading() as work:
        for table in METADATA.sorted_tables:
            if not table.name.startswith(NEW_EACH_TIME) and "id" in table.c:
                named = [column for column in table.c if not isinstance(column.type, Uuid)]
                rows = work.connection.execute(select_rows(*named)).all()
                texts = sorted(json.dumps([str(value) for value in row]) for row in rows)
                found[table.name] = sha256("\n".join(texts).encode()).hexdigest()
    clinic.forget()
    return found


@pytest.mark.slow
def test_two_builds_say_the_same(practice: PracticeClinic, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "clinic")
    again = build_practice_clinic(folder, Seat("PC-1", SetClock(JOB_INSTANT), Bus()), cost=Cost.for_tests())
    first, second = contents(practice), contents(again)
    assert len(first) > 25
    assert {name for name in first if first[name] != second[name]} == set()
