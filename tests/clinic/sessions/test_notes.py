"""Who reads what was said: the episode's counsellor, those who treat, the Subkoordinator, and whoever breaks the glass."""

from datetime import timedelta
from uuid import UUID

import pytest

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.sessions import queries, service
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed
from rehab_app.office.emergency.service import break_glass
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, keep_accounts, make_outpatient
from tests.makers import make_actor

SITI = make_actor()
RINA = make_actor(name="Rina Konselor")
HEAD = make_actor(Role.KEPALA)
NOTE = "Klien menceritakan kekambuhan."
PLAN = "Libatkan kakak."

READS = {Role.DOKTER, Role.PERAWAT, Role.PSIKOLOG, Role.SUBKOORDINATOR}
SEES_THE_MEETING = {Role.KONSELOR, Role.KEPALA, Role.OPERATOR_SIRENA}
SEES_NOTHING = {Role.PENDAFTARAN, Role.ADMIN}


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, SITI, RINA, HEAD)
    return store


@pytest.fixture
def episode_id(store: Store) -> UUID:
    episode_id = make_outpatient(store, SITI)
    with store.writing(SITI) as work:
        came = AttendanceDraft(attendance="hadir", note=NOTE, next_plan=PLAN)
        service.record_session(work, episode_id, PlanDraft(held_on=TODAY), came)
        service.record_session(
            work, episode_id, PlanDraft(held_on=TODAY, kind="group"), AttendanceDraft(attendance="hadir")
        )
    return episode_id


def _seen(store: Store, actor: Actor, episode_id: UUID) -> tuple[str, str, bool]:
    with store.reading(actor) as work:
        row = queries.of_episode(work, episode_id)[0]
        (version,) = queries.session_versions(work, row.series_id)
    assert version == row
    return row.note, row.next_plan, row.is_note_withheld


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_the_note_sees_the_meeting_or_sees_nothing(store: Store, episode_id: UUID, role: Role) -> None:
    actor = make_actor(role, name=f"Petugas {role.value}")
    if role in SEES_NOTHING:
        with pytest.raises(NotAllowed, match=r"rights\.missing"):
            _seen(store, actor, episode_id)
        return
    assert (role in READS) != (role in SEES_THE_MEETING)
    expected = (NOTE, PLAN, False) if role in READS else ("", "", True)
    assert _seen(store, actor, episode_id) == expected


def test_the_counsellor_reads_her_own_clients_notes_and_her_colleague_does_not(store: Store, episode_id: UUID) -> None:
    assert _seen(store, SITI, episode_id) == (NOTE, PLAN, False)
    assert _seen(store, RINA, episode_id) == ("", "", True)
    with store.writing(SITI) as work:
        episodes.assign_counsellor(work, episode_id, 2, RINA.user_id)
    assert _seen(store, RINA, episode_id) == (NOTE, PLAN, False)
    assert _seen(store, SITI, episode_id) == ("", "", True)


def test_nothing_is_withheld_where_nothing_was_written(store: Store, episode_id: UUID) -> None:
    with store.reading(RINA) as work:
        written, unwritten = queries.of_episode(work, episode_id)
    assert (written.is_note_withheld, unwritten.is_note_withheld) == (True, False)
    assert (written.attendance, written.kind) == ("hadir", "individual")


def test_a_person_with_two_roles_reads_where_one_of_them_does(store: Store, episode_id: UUID) -> None:
    both = make_actor(Role.KEPALA, Role.DOKTER, name="dr. Kepala")
    assert _seen(store, both, episode_id) == (NOTE, PLAN, False)


@pytest.mark.parametrize("actor", [HEAD, RINA], ids=["kepala", "colleague"])
def test_who_breaks_the_glass_reads_until_the_time_runs_out(
    store: Store, clock: SetClock, episode_id: UUID, actor: Actor
) -> None:
    with store.reading(SITI) as work:
        client_id = queries.of_episode(work, episode_id)[0].client_id
    with store.writing(actor) as work:
        break_glass(work, client_id, "Klien dirawat di IGD malam ini")
    assert _seen(store, actor, episode_id) == (NOTE, PLAN, False)
    other = make_actor(Role.OPERATOR_SIRENA)
    assert _seen(store, other, episode_id) == ("", "", True)
    clock.advance(timedelta(hours=24))
    assert _seen(store, actor, episode_id) == ("", "", True)


def test_the_glass_of_one_client_opens_no_other(store: Store, episode_id: UUID) -> None:
    other = make_outpatient(store, SITI)
    with store.writing(SITI) as work:
        came = AttendanceDraft(attendance="hadir", note=NOTE)
        service.record_session(work, other, PlanDraft(held_on=TODAY), came)
        client_id = queries.of_episode(work, other)[0].client_id
    with store.writing(RINA) as work:
        break_glass(work, client_id, "Klien dirawat di IGD malam ini")
    assert _seen(store, RINA, other)[0] == NOTE
    assert _seen(store, RINA, episode_id) == ("", "", True)


def test_words_that_one_may_not_read_can_be_kept_but_not_replaced(store: Store, episode_id: UUID) -> None:
    with store.reading(RINA) as work:
        series_id = queries.of_episode(work, episode_id)[0].series_id
    changed = AttendanceDraft(attendance="hadir", note="Diganti.", correction_reason="ralat")
    with pytest.raises(NotAllowed, match=r"sessions\.note_withheld"), store.writing(RINA) as work:
        service.record_attendance(work, series_id, 1, changed)
    kept = AttendanceDraft(attendance="izin", attendance_reason="sakit", correction_reason="ralat")
    with store.writing(RINA) as work:
        service.record_attendance(work, series_id, 1, kept)
    with store.reading(SITI) as work:
        row = queries.of_episode(work, episode_id)[0]
    assert (row.attendance, row.note, row.next_plan) == ("izin", NOTE, PLAN)


def test_a_stand_in_records_a_meeting_and_its_words_go_to_the_episodes_counsellor(
    store: Store, episode_id: UUID
) -> None:
    with store.writing(RINA) as work:
        came = AttendanceDraft(attendance="hadir", note="Menggantikan Siti.")
        draft = PlanDraft(held_on=TODAY, kind="family", counsellor_id=RINA.user_id)
        series_id = service.record_session(work, episode_id, draft, came)
    with store.reading(SITI) as work:
        assert queries.session_versions(work, series_id)[0].note == "Menggantikan Siti."
