"""A counsellor's deeds: for whom each counts and in which period, who may see them, what she carries, and the printed list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.aftercare.model import AftercareVisit
from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.followup.model import ContactCall
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.schedule.model import GroupMeeting
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.office.lists.choices import ValueLists
from rehab_app.papers.draw import page_count
from rehab_app.papers.letters.facts import Signer
from rehab_app.papers.plain import to_text
from rehab_app.papers.reports.activities import (
    Activities,
    ActivityDay,
    ActivityLine,
    Deed,
    WorkloadRow,
    activities,
    workload,
)
from rehab_app.papers.reports.activities_sheet import ActivitiesSheet, activities_sheet
from rehab_app.store.record import ClinicalRecord
from rehab_app.store.store import Store
from rehab_app.store.versions import copy_of, put_in_bin
from tests.clinic.makers import keep_accounts, make_client
from tests.makers import make_actor, make_store
from tests.papers.samples import OFFICE, SIGNER

HEAD = make_actor(Role.SUBKOORDINATOR, name="Sri Subkoordinator")
SITI = make_actor(Role.KONSELOR, name="Siti Konselor")
ADI = make_actor(Role.KONSELOR, name="Adi Konselor")
FIRST, LAST = date(2022, 1, 1), date(2022, 2, 28)
DAY = date(2022, 2, 1)
TODAY = date(2022, 3, 1)  # a Tuesday


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = make_store(tmp_path)
    keep_accounts(store, HEAD, SITI, ADI)
    return store


def episode(store: Store, *, state: str = "outpatient", counsellor: Actor | None = SITI) -> Episode:
    with store.writing(HEAD) as work:
        made = Episode(
            id=work.new_id(),
            client_id=make_client(work),
            registration_number=uuid4().hex[:8],
            registered_on=FIRST,
            period_number=1,
            channel="voluntary",
            state=state,
            counsellor_id=counsellor.user_id if counsellor else None,
        )
        work.add(made, "test.add")
    return made


def enter(
    store: Store, made_as: Callable[..., ClinicalRecord], of: Episode, by: Actor = SITI, /, **values: object
) -> ClinicalRecord:
    """Enter a clinical record of an episode as it would stand in the store."""
    with store.writing(by) as work:
        made = made_as(id=work.new_id(), client_id=of.client_id, episode_id=of.id, **values)
        return work.add(made, "test.add")


def meet(store: Store, of: Episode, /, **values: object) -> ClinicalRecord:
    known = {
        "held_on": DAY,
        "number": 1,
        "kind": "individual",
        "service": "cbt",
        "counsellor_id": SITI.user_id,
        "attendance": "hadir",
    }
    return enter(store, CareSession, of, **{**known, **values})


def found(store: Store, of: Actor = SITI, first: date = FIRST, last: date = LAST, by: Actor = HEAD) -> Activities:
    with store.reading(by) as work:
        return activities(work, of.user_id, first, last)


def counts(of: Activities) -> dict[tuple[str, str], int]:
    return {(line.deed.value, line.code): line.count for line in of.lines}


def test_every_kind_of_deed_is_counted_with_its_day_and_client(store: Store) -> None:
    care = episode(store)
    meet(store, care)
    meet(store, care, service="home_visit", held_on=DAY + timedelta(days=7))
    enter(store, Screening, care, instrument="assist", key_version="1", taken_on=DAY, taken_by=SITI.user_id)
    enter(store, CarePlan, care, made_on=DAY, made_by=SITI.user_id)
    enter(store, ContactCall, care, called_at=datetime(2022, 2, 2, 3, tzinfo=UTC), channel="phone", outcome="no_answer")
    enter(
        store,
        AftercareVisit,
        care,
        due_on=DAY,
        held_on=DAY,
        kind="home_visit",
        attendance="hadir",
        visited_by=SITI.user_id,
    )
    seen = found(store)
    assert counts(seen) == {
        ("meeting", "cbt"): 1,
        ("meeting", "home_visit"): 1,
        ("instrument", "assist"): 1,
        ("plan", ""): 1,
        ("call", "phone"): 1,
        ("aftercare", "home_visit"): 1,
    }
    assert seen.total == 6
    assert seen.name == "Siti Konselor"
    assert seen.lines[0].days == (ActivityDay(DAY, care.client_id, "BS", "000001"),)


def test_a_group_counts_once_with_how_many_came(store: Store) -> None:
    with store.writing(SITI) as work:
        group = GroupMeeting(
            id=work.new_id(),
            held_on=DAY,
            held_at=time(9),
            slots=2,
            service="psychoeducation",
            counsellor_id=SITI.user_id,
        )
        empty = GroupMeeting(id=work.new_id(), held_on=DAY, held_at=time(13), slots=2, counsellor_id=SITI.user_id)
        work.add(group, "test.add")
        work.add(empty, "test.add")
    for attendance in ("hadir", "hadir", "mangkir"):
        meet(store, episode(store), group_id=group.id, kind="group", attendance=attendance)
    meet(store, episode(store), group_id=empty.id, kind="group", attendance="mangkir")
    seen = found(store)
    assert counts(seen) == {("group", "psychoeducation"): 1}
    assert seen.lines[0].days == (ActivityDay(DAY, None, "", "", 2),)


@pytest.mark.parametrize(
    "changed",
    [
        {"attendance": "mangkir"},
        {"attendance": ""},
        {"counsellor_id": ADI.user_id},
        {"held_on": FIRST - timedelta(days=1)},
        {"held_on": LAST + timedelta(days=1)},
    ],
)
def test_what_did_not_take_place_or_was_not_hers_counts_for_nothing(store: Store, changed: dict[str, Any]) -> None:
    meet(store, episode(store), **changed)
    assert found(store).lines == ()


def test_the_first_and_the_last_day_are_counted_in(store: Store) -> None:
    for day in (FIRST, LAST):
        meet(store, episode(store), held_on=day)
    assert counts(found(store)) == {("meeting", "cbt"): 2}


def test_what_lies_in_the_bin_counts_for_nothing_and_a_correction_counts_once(store: Store) -> None:
    care = episode(store)
    wrong, corrected = meet(store, care), meet(store, care)
    with store.writing(SITI) as work:
        put_in_bin(work, CareSession, wrong.series_id, 1, "test.bin", "salah klien")
        new = copy_of(work, corrected)
        new.service = "psychoeducation"
        work.correct(corrected, new, "test.correct", "salah jenis")
    assert counts(found(store)) == {("meeting", "psychoeducation"): 1}


def test_a_plan_counts_once_each_time_it_is_renewed_for_the_one_who_made_it(store: Store) -> None:
    care = episode(store)
    plan = enter(store, CarePlan, care, made_on=DAY, made_by=SITI.user_id)
    for number, by, day in ((1, SITI, DAY), (2, ADI, DAY + timedelta(days=5))):
        with store.writing(by) as work:
            old = work.session.get_one(CarePlan, plan.id)
            new = copy_of(work, old)
            new.number, new.made_by, new.made_on = number, by.user_id, day
            plan = work.correct(old, new, "test.correct", "disusun ulang")
    assert counts(found(store)) == {("plan", ""): 1}
    assert counts(found(store, ADI)) == {("renewal", ""): 1}


def test_a_call_counts_by_the_offices_day_for_the_one_who_entered_it(store: Store) -> None:
    late = datetime(2022, 1, 31, 17, 30, tzinfo=UTC)  # half past one in the night of 1 February in Balikpapan
    call = enter(store, ContactCall, episode(store), called_at=late, channel="phone", outcome="no_answer")
    with store.writing(ADI) as work:
        old = work.session.get_one(ContactCall, call.id)
        work.correct(old, copy_of(work, old), "test.correct", "ejaan")
    assert counts(found(store, first=DAY)) == {("call", "phone"): 1}
    assert found(store, first=DAY).lines[0].days[0].on == DAY
    assert found(store, last=DAY - timedelta(days=1)).lines == ()
    assert found(store, ADI).lines == ()


def test_everybody_sees_her_own_list_and_only_overseers_see_anothers(store: Store) -> None:
    assert found(store, SITI, by=SITI).account_id == SITI.user_id
    assert found(store, SITI, by=HEAD).account_id == SITI.user_id
    with pytest.raises(NotAllowed, match=r"rights\.overseer"):
        found(store, ADI, by=SITI)


@pytest.mark.parametrize(
    ("first", "last"),
    [(LAST, FIRST), (date(2019, 1, 1), LAST), (TODAY + timedelta(days=1), TODAY + timedelta(days=2))],
)
def test_a_period_that_cannot_be_is_refused(store: Store, first: date, last: date) -> None:
    with pytest.raises(RuleBroken, match=r"activities\.period"):
        found(store, first=first, last=last)


def loads(store: Store, by: Actor = HEAD) -> dict[str, tuple[int, int, int]]:
    with store.reading(by) as work:
        return {row.name: (row.open_episodes, row.planned, row.overdue) for row in workload(work)}


def test_the_load_is_what_is_open_planned_this_week_and_left_unrecorded(store: Store) -> None:
    mine, closed = episode(store), episode(store, state="closed")
    for day in (date(2022, 2, 28), TODAY, date(2022, 3, 6), date(2022, 3, 7)):
        meet(store, mine, held_on=day, attendance="")
    meet(store, closed, held_on=TODAY, attendance="")
    meet(store, mine, held_on=TODAY, attendance="hadir")
    episode(store, counsellor=None)
    assert loads(store) == {"Siti Konselor": (1, 3, 1), "Adi Konselor": (0, 0, 0), "": (1, 0, 0)}
    assert loads(store, SITI) == {"Siti Konselor": (1, 3, 1)}


def test_one_who_carries_clients_after_her_retirement_is_shown(store: Store) -> None:
    nurse = make_actor(Role.PENDAFTARAN, name="Rina Pindah")
    keep_accounts(store, nurse)
    episode(store, counsellor=nurse)
    assert loads(store)["Rina Pindah"] == (1, 0, 0)
    with store.reading(HEAD) as work:
        assert workload(work)[0] == WorkloadRow(nurse.user_id, "Rina Pindah", 1, 0, 0)


ANYBODY = UUID(int=7)
WHOLE = Activities(
    SITI.user_id,
    "Siti Konselor, S.Psi.",
    FIRST,
    LAST,
    (
        ActivityLine(
            Deed.MEETING,
            "cbt",
            tuple(ActivityDay(DAY + timedelta(days=7 * n), ANYBODY, "BS", f"{n + 1:06d}") for n in range(3)),
        ),
        ActivityLine(Deed.MEETING, "", (ActivityDay(DAY, ANYBODY, "BS", "000009"),)),
        ActivityLine(Deed.GROUP, "psychoeducation", (ActivityDay(DAY, None, "", "", 8),)),
        ActivityLine(Deed.INSTRUMENT, "assist", (ActivityDay(DAY, ANYBODY, "BS", "000001"),)),
        ActivityLine(Deed.PLAN, "", (ActivityDay(DAY, ANYBODY, "BS", "000001"),)),
        ActivityLine(Deed.CALL, "phone", (ActivityDay(DAY, ANYBODY, "BS", "000001"),)),
    ),
)
SHEET = ActivitiesSheet(
    activities=WHOLE,
    lists=ValueLists.load(),
    office=OFFICE,
    day=TODAY,
    by=Signer(
        title="Konselor Adiksi", name="Siti Konselor, S.Psi.", rank="Penata Muda", number="NIP 199001012015032001"
    ),
    signer=SIGNER,
)


def test_the_list_reads_as_it_is_handed_in(golden: Callable[[str, str], None]) -> None:
    said = to_text(activities_sheet(SHEET))
    golden("activities-sheet.txt", said)
    assert "8 kegiatan" in said
    assert "01/02/2022 (000001)" in said
    assert "01/02/2022 (8 orang)" in said
    assert "BS" not in said.replace("BSI", "")
    assert page_count(activities_sheet(SHEET)) == 1


def test_a_period_without_deeds_says_so_and_the_properties_hold_no_name() -> None:
    nothing = replace(SHEET, activities=replace(WHOLE, lines=()), signer=None)
    said = to_text(activities_sheet(nothing))
    assert "Tidak ada kegiatan" in said
    assert SIGNER.name not in said
    assert "Siti" not in activities_sheet(SHEET).title
