"""The recycle bin of a client: everything of every room, by right, with who and why, and the way back by the room's rules."""

import importlib
import pkgutil
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

import rehab_app.clinic
from rehab_app.clinic.consent import service as consent
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.consent.queries import consents_of
from rehab_app.clinic.documents import service as documents
from rehab_app.clinic.documents.draft import AttachmentDraft
from rehab_app.clinic.episodes.queries import episode
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.queries import of_episode
from rehab_app.clinic.tat import service as tat
from rehab_app.clinic.tat.draft import CaseDraft, DutyDraft
from rehab_app.desk.recycle import KINDS, BinnedRow, Restored, bin_of_client, restore
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.attachments import Attachments
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.record import ClinicalRecord
from rehab_app.store.store import Store
from tests.clinic.documents.makers import picture
from tests.clinic.makers import TODAY, keep_accounts, make_outpatient
from tests.makers import START, make_actor, make_store

SITI = make_actor()
CLERK = make_actor(Role.PENDAFTARAN, name="Petugas Loket")
NURSE = make_actor(Role.PERAWAT, name="Perawat Ani")
HEAD = make_actor(Role.KEPALA, name="Kepala")
REGISTERED = date(2022, 2, 1)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: SetClock) -> Store:
    store = make_store(tmp_path, clock)
    keep_accounts(store, SITI, NURSE)
    return store


@pytest.fixture
def episode_id(store: Store) -> UUID:
    return make_outpatient(store, SITI, registered_on=REGISTERED, channel="compulsory")


def _client(store: Store, episode_id: UUID) -> UUID:
    with store.reading(SITI) as work:
        return episode(work, episode_id).client_id


def _bin(store: Store, actor: Actor, client_id: UUID) -> list[BinnedRow]:
    with store.reading(actor) as work:
        return list(bin_of_client(work, client_id))


def _throw_away(store: Store, clock: SetClock, episode_id: UUID, folder: Path) -> UUID:
    """Put a consent, a meeting and a laboratory result of one client into the bin, one an hour; return the client."""
    client_id = _client(store, episode_id)
    files = Attachments(folder / "attachments", DataKey(bytes(range(32))))
    with store.writing(SITI) as work:
        draft = ConsentDraft(kind="programme", signed_on=TODAY, signer_name="Budi")
        signed = consent.record_consent(work, episode_id, draft)
        came = AttendanceDraft(attendance="hadir", note="Klien terbuka.")
        met = sessions.record_session(work, episode_id, PlanDraft(held_on=date(2022, 2, 8)), came)
        lab = documents.attach(work, files, client_id, episode_id, AttachmentDraft(kind="laboratory"), picture())
    for deed, series_id, why in (
        (consent.bin_consent, signed, "salah klien"),
        (sessions.bin_session, met, "pertemuan klien lain"),
        (documents.bin_attachment, lab, "hasil klien lain"),
    ):
        clock.advance(timedelta(hours=1))
        with store.writing(SITI) as work:
            deed(work, series_id, 1, why)
    return client_id


def test_the_bin_tells_kind_day_who_when_and_why_the_latest_first(
    store: Store, clock: SetClock, episode_id: UUID, tmp_path: Path
) -> None:
    client_id = _throw_away(store, clock, episode_id, tmp_path)
    rows = _bin(store, SITI, client_id)
    assert [(row.kind, row.day, row.why) for row in rows] == [
        ("attachment", None, "hasil klien lain"),
        ("care_session", date(2022, 2, 8), "pertemuan klien lain"),
        ("consent", TODAY, "salah klien"),
    ]
    assert {(row.binned_by, row.episode_id, row.row_version, row.may_restore) for row in rows} == {
        (SITI.user_id, episode_id, 2, True)
    }
    assert rows[0].binned_at == START + timedelta(hours=3)
    assert _bin(store, SITI, uuid4()) == []


def test_everybody_sees_of_the_bin_what_she_may_see_at_all(
    store: Store, clock: SetClock, episode_id: UUID, tmp_path: Path
) -> None:
    client_id = _throw_away(store, clock, episode_id, tmp_path)
    assert [(row.kind, row.may_restore) for row in _bin(store, CLERK, client_id)] == [("consent", True)]
    assert {(row.kind, row.may_restore) for row in _bin(store, NURSE, client_id)} == {
        ("attachment", True),
        ("care_session", True),
        ("consent", False),
    }
    assert {row.may_restore for row in _bin(store, HEAD, client_id)} == {False}
    for actor, kind in ((CLERK, "care_session"), (CLERK, "attachment"), (NURSE, "consent"), (HEAD, "consent")):
        row = next(one for one in _bin(store, SITI, client_id) if one.kind == kind)
        with pytest.raises(NotAllowed), store.writing(actor) as work:
            restore(work, kind, row.series_id, row.row_version, "x")
    assert len(_bin(store, SITI, client_id)) == 3


def test_what_is_taken_out_is_as_it_was_and_out_of_the_bin(
    store: Store, clock: SetClock, episode_id: UUID, tmp_path: Path
) -> None:
    client_id = _throw_away(store, clock, episode_id, tmp_path)
    told: list[Restored] = []
    store.bus.after_commit(Restored, told.append)
    for row in _bin(store, SITI, client_id):
        with store.writing(SITI) as work:
            restore(work, row.kind, row.series_id, row.row_version, "ternyata benar")
        with pytest.raises(StaleRecord), store.writing(SITI) as work:
            restore(work, row.kind, row.series_id, row.row_version, "lagi")
    assert _bin(store, SITI, client_id) == []
    assert [fact.kind for fact in told] == ["attachment", "care_session", "consent"]
    with store.reading(SITI) as work:
        assert [row.note for row in of_episode(work, episode_id)] == ["Klien terbuka."]
        assert [row.row_version for row in consents_of(work, episode_id)] == [3]


def test_the_way_back_asks_for_a_reason_and_keeps_the_rules_of_the_room(store: Store, episode_id: UUID) -> None:
    client_id = _client(store, episode_id)
    came = AttendanceDraft(attendance="hadir")
    with store.writing(SITI) as work:
        first = sessions.record_session(work, episode_id, PlanDraft(held_on=TODAY), came)
        sessions.bin_session(work, first, 1, "salah klien")
        sessions.record_session(work, episode_id, PlanDraft(held_on=TODAY), came)
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(SITI) as work:
        restore(work, "care_session", first, 2, " ")
    with pytest.raises(RulesBroken), store.writing(SITI) as work:
        restore(work, "care_session", first, 2, "ternyata benar")
    assert [row.series_id for row in _bin(store, SITI, client_id)] == [first]


def test_reports_that_a_new_plan_replaced_are_no_mistakes(store: Store, episode_id: UUID) -> None:
    request = {"agency": "Polresta", "requested_on": REGISTERED, "request_number": "B/1"}
    team = [{"part": part, "name": "Petugas"} for part in ("chair", "medical", "legal")]
    whole = {
        **request,
        "register_number": "TAT-1",
        "assessed_on": REGISTERED,
        "team": team,
        "conclusion": "sedang",
        "recommendation": "none",
        "recommendation_number": "R/1",
        "recommended_on": REGISTERED,
    }
    with store.writing(SITI) as work:
        case = tat.open_case(work, episode_id, CaseDraft.model_validate(request))
        for version, state in enumerate(("verified", "assessed", "recommended"), 1):
            tat.move_case(work, case, version, state, CaseDraft.model_validate(whole))
        for version, rhythm in ((4, "weekly"), (5, "monthly")):
            duty = DutyDraft(rhythm=rhythm, begins_on=REGISTERED, until=date(2022, 6, 1))
            tat.plan_duty(work, case, version, duty)
        assert bin_of_client(work, _client(store, episode_id)) == ()


def test_nothing_strange_is_taken_out(store: Store) -> None:
    for kind in ("consent", "client", "account"):
        with pytest.raises(RuleBroken, match=r"recycle\.unknown"), store.writing(SITI) as work:
            restore(work, kind, uuid4(), 1, "x")


def test_every_clinical_record_of_a_client_can_be_found_in_the_bin() -> None:
    for module in pkgutil.walk_packages(rehab_app.clinic.__path__, "rehab_app.clinic."):
        if module.name.endswith(".model"):
            importlib.import_module(module.name)
    records = {
        str(kind.__tablename__): kind
        for kind in ClinicalRecord.__subclasses__()
        if "client_id" in kind.__table__.columns  # type: ignore[attr-defined]
    }
    assert {name: kind.record for name, kind in KINDS.items()} == records
    for kind in KINDS.values():
        assert kind.day in kind.record.__table__.columns  # type: ignore[attr-defined]
