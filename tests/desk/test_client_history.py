"""The history of a client: entries about all that belongs to her, as far as the reader may know of it."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlmodel import SQLModel

from rehab_app.clinic.consent import service as consent
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.documents import service as documents
from rehab_app.clinic.documents.draft import AttachmentDraft, PaperDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.privacy import service as privacy
from rehab_app.clinic.privacy.draft import RequestDraft
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.desk import client_history
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed
from rehab_app.office.emergency.service import break_glass
from rehab_app.store.attachments import Attachments
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.store import Store
from tests.clinic.documents.makers import picture
from tests.clinic.makers import TODAY, keep_accounts, make_outpatient
from tests.makers import START, make_actor, make_store

SITI = make_actor()
HEAD = make_actor(Role.KEPALA)
CLERK = make_actor(Role.PENDAFTARAN)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = make_store(tmp_path, SetClock(START))
    keep_accounts(store, SITI, HEAD, CLERK)
    return store


def _client_with_a_meeting(store: Store) -> UUID:
    episode_id = make_outpatient(store, SITI)
    with store.writing(SITI) as work:
        series_id = sessions.plan_session(work, episode_id, PlanDraft(held_on=TODAY))
        sessions.record_attendance(work, series_id, 1, AttendanceDraft(attendance="hadir"))
        client_id = work.session.get(Episode, episode_id).client_id  # type: ignore[union-attr]
    with store.writing(HEAD) as work:
        break_glass(work, client_id, "Klien dirawat di IGD malam ini")
    return client_id


def _deeds(store: Store, actor: Actor, client_id: UUID, limit: int = client_history.MOST) -> list[str]:
    with store.reading(actor) as work:
        rows = client_history.of_client(work, client_id, limit)
    assert [row.number for row in rows] == sorted((row.number for row in rows), reverse=True)
    return [row.action for row in rows]


def test_meetings_in_every_version_steps_and_emergencies_are_told(store: Store) -> None:
    deeds = _deeds(store, SITI, _client_with_a_meeting(store))
    assert deeds[:3] == ["rights.break_glass", "sessions.attendance", "sessions.plan"]
    assert {"clients.register", "episodes.open", "episodes.step"} <= set(deeds)


def test_who_sees_no_care_is_told_of_the_registration_alone(store: Store) -> None:
    deeds = _deeds(store, CLERK, _client_with_a_meeting(store))
    assert {"clients.register", "episodes.open"} <= set(deeds)
    assert not [deed for deed in deeds if deed.startswith(("sessions.", "rights."))]


def test_another_clients_entries_are_not_told(store: Store) -> None:
    mine, hers = _client_with_a_meeting(store), _client_with_a_meeting(store)
    both = _deeds(store, SITI, mine), _deeds(store, SITI, hers)
    assert both[0] == both[1]
    assert _deeds(store, SITI, uuid4()) == []


def test_the_newest_entries_come_first_up_to_the_limit(store: Store) -> None:
    assert _deeds(store, SITI, _client_with_a_meeting(store), 2) == ["rights.break_glass", "sessions.attendance"]


def test_who_may_not_see_clients_is_refused(store: Store) -> None:
    with pytest.raises(NotAllowed):
        _deeds(store, make_actor(Role.ADMIN), uuid4())


def test_every_table_that_names_a_client_is_told() -> None:
    told = {kind.__tablename__ for _, kinds in client_history.OF_CLIENT for kind in kinds}
    named = {table.name for table in SQLModel.metadata.sorted_tables if "client_id" in table.c}
    assert {name for name in named if not name.endswith("_history")} - told == set()


def _client_with_papers(store: Store, folder: Path) -> UUID:
    episode_id = make_outpatient(store, SITI)
    files = Attachments(folder / "attachments", DataKey.new())
    with store.writing(SITI) as work:
        client_id = work.session.get(Episode, episode_id).client_id  # type: ignore[union-attr]
        documents.record_paper(work, episode_id, PaperDraft(kind="ktp_copy", handed_on=TODAY))
        consent.record_consent(
            work, episode_id, ConsentDraft(kind="programme", signed_on=TODAY, signer_name="Klien Uji")
        )
        privacy.record_request(work, client_id, RequestDraft(kind="access", asked_by="Klien Uji"))
        documents.attach(work, files, client_id, None, AttachmentDraft(kind="photo"), picture())
    with store.writing(SITI) as work:
        documents.attach(work, files, client_id, None, AttachmentDraft(kind="laboratory"), picture(size=(70, 90)))
    return client_id


def test_papers_and_requests_are_told_to_the_desk_and_clinical_attachments_are_not(
    store: Store, tmp_path: Path
) -> None:
    client_id = _client_with_papers(store, tmp_path)
    told = _deeds(store, CLERK, client_id)
    assert {"documents.hand_in", "consent.record", "privacy.ask"} <= set(told)
    assert told.count("documents.attach") == 1
    assert _deeds(store, SITI, client_id).count("documents.attach") == 2
