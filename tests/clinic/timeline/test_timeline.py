"""One client's whole history: every room is in it, in order, and no more than the reader may see."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from rehab_app.clinic.aftercare.model import AftercareVisit
from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.documents.model import Attachment, HandedPaper, ReportCard
from rehab_app.clinic.examination.model import Examination
from rehab_app.clinic.followup.model import ContactCall, Summons
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.privacy.model import SubjectRequest
from rehab_app.clinic.referrals.model import Destination, Handover, Referral, ReferralReply, ReferralStep
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.tat.model import DutyReport, TatCase
from rehab_app.clinic.timeline.rows import KIND_WORDS, EventKind, EventRow
from rehab_app.clinic.timeline.service import events
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.foundation.actor import Actor, Role
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.store.record import ClinicalRecord, Record
from rehab_app.store.store import Store
from rehab_app.store.versions import copy_of, put_in_bin
from rehab_app.store.work import Work
from tests.bench.bare import recorded
from tests.clinic.makers import keep_accounts, make_client, open_episode
from tests.makers import make_actor

COUNSELLOR = make_actor(Role.KONSELOR)
DESK = make_actor(Role.PENDAFTARAN, name="Rina Pendaftaran")
SUB = make_actor(Role.SUBKOORDINATOR, name="Sri Subkoordinator")
LATE_EVENING = datetime(2022, 3, 5, 17, 30, tzinfo=UTC)  # 01.30 WITA of the next day


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, COUNSELLOR)
    return store


@pytest.fixture
def client_id(store: Store) -> UUID:
    """A client of whom every room keeps one thing."""
    with store.writing(SUB) as work:
        client_id = make_client(work)
        episode_id = open_episode(work, client_id).episode_id
        for made in _everything(work, client_id, episode_id):
            work.add(made, "test.add")
        _refer(work, client_id, episode_id)
    return client_id


def _everything(work: Work, client_id: UUID, episode_id: UUID) -> list[Record]:
    def made(model: Callable[..., Record], **values: object) -> Record:
        return model(id=work.new_id(), client_id=client_id, episode_id=episode_id, **values)

    by, day = COUNSELLOR.user_id, date(2022, 3, 2)
    return [
        made(Consent, kind="programme", signed_on=day, signer_name="Budi"),
        made(HandedPaper, kind="ktp", handed_on=day),
        made(Attachment, kind="photo", media_type="image/png", size=3, digest="a" * 64),
        made(ReportCard, number="12", issued_on=date(2022, 3, 9), period_number=1),
        made(Screening, instrument="dast10", key_version="1", taken_on=day, taken_by=by, moment="awal"),
        made(UseProfile, assessed_on=day, main_substance="sabu"),
        made(Examination, examined_on=day, examined_at=time(9), examined_by=by),
        made(UrineTest, taken_on=day, tested_by=by, occasion="intake", results={"MET": "positive", "THC": "negative"}),
        made(Diagnosis, code="F15.2", made_on=day, made_by=by, severity="sedang"),
        made(CarePlan, made_on=day, made_by=by, modality="outpatient"),
        made(CareSession, held_on=day, held_at=time(10), number=1, kind="individual", counsellor_id=by),
        made(ContactCall, called_at=LATE_EVENING, channel="phone", outcome="no_answer"),
        made(Summons, kind="summons", number=1, dated_on=date(2022, 3, 7)),
        made(TatCase, state="recommended", requested_on=day, recommended_on=date(2022, 3, 8)),
        made(DutyReport, due_on=date(2022, 3, 10)),
        made(AftercareVisit, due_on=date(2022, 3, 11), kind="home_visit", visited_by=by),
        SubjectRequest(
            id=work.new_id(),
            client_id=client_id,
            kind="access",
            asked_at=LATE_EVENING,
            asked_by="Budi",
            due_at=LATE_EVENING,
        ),
        made(
            IssuedLetter,
            series="R",
            year=2022,
            number=1,
            number_text="R/1",
            kind="referral",
            dated_on=date(2022, 3, 12),
            registered_on=date(2022, 3, 12),
            addressee="Kepala Balai",
            subject="Rujukan a.n. BS",
            digest="b" * 64,
            size=1,
        ),
    ]


def _refer(work: Work, client_id: UUID, episode_id: UUID) -> None:
    place = work.add(Destination(id=work.new_id(), code="x", name="Balai", kind="balai"), "test.add")
    referral = Referral(
        id=work.new_id(),
        client_id=client_id,
        episode_id=episode_id,
        destination_id=place.id,
        reason="",
        state_on=date(2022, 3, 13),
    )
    work.add(referral, "test.add")
    step = ReferralStep(
        id=work.new_id(),
        referral_id=referral.id,
        from_state="draft",
        to_state="diajukan",
        happened_on=date(2022, 3, 13),
    )
    work.add(step, "test.add")
    of_both: dict[str, Any] = {"referral_id": referral.id, "client_id": client_id, "episode_id": episode_id}
    day = date(2022, 3, 8)
    reply = ReferralReply(id=work.new_id(), kind="diterima", how="slip", happened_on=day, received_on=day, **of_both)
    work.add(reply, "test.add")
    handed = Handover(id=work.new_id(), handed_on=day, handed_by="Konselor", received_by="Petugas", **of_both)
    work.add(handed, "test.add")


def seen(store: Store, client_id: UUID, *kinds: EventKind, actor: Actor = SUB) -> tuple[EventRow, ...]:
    with store.reading(actor) as work:
        return events(work, client_id, kinds)


def test_every_room_is_in_it_and_the_latest_comes_first(store: Store, client_id: UUID) -> None:
    found = seen(store, client_id)
    assert {one.kind for one in found} == set(EventKind) == set(KIND_WORDS)
    assert len(found) == len(EventKind)
    moments = [(one.day, one.at or time.min) for one in found]
    assert moments == sorted(moments, reverse=True)
    assert found[0].kind is EventKind.REFERRAL


def test_events_carry_their_codes(store: Store, client_id: UUID) -> None:
    by_kind = {one.kind: one for one in seen(store, client_id)}
    assert (by_kind[EventKind.URINE].code, by_kind[EventKind.URINE].other) == ("MET", "intake")
    assert (by_kind[EventKind.DIAGNOSIS].code, by_kind[EventKind.DIAGNOSIS].other) == ("F15.2", "sedang")
    assert by_kind[EventKind.SESSION].number == 1
    assert by_kind[EventKind.LETTER].text == "R/1"
    assert by_kind[EventKind.STEP].code == "registered"
    assert by_kind[EventKind.TAT].day == date(2022, 3, 8)


def test_an_instant_counts_on_the_day_of_the_office(store: Store, client_id: UUID) -> None:
    [call] = seen(store, client_id, EventKind.CALL)
    assert (call.day, call.at) == (date(2022, 3, 6), time(1, 30))


def test_registration_sees_no_clinical_event_and_a_counsellor_her_letters(store: Store, client_id: UUID) -> None:
    kinds = {one.kind for one in seen(store, client_id, actor=DESK)}
    assert kinds == {
        EventKind.STEP,
        EventKind.CONSENT,
        EventKind.PAPER,
        EventKind.ATTACHMENT,
        EventKind.CARD,
        EventKind.REQUEST,
        EventKind.LETTER,
    }
    assert seen(store, client_id, EventKind.SESSION, actor=DESK) == ()


def test_a_kind_may_be_picked(store: Store, client_id: UUID) -> None:
    assert [one.kind for one in seen(store, client_id, EventKind.URINE, EventKind.CARD)] == [
        EventKind.CARD,
        EventKind.URINE,
    ]


def test_a_correction_is_marked_and_what_lies_in_the_bin_is_gone(store: Store, client_id: UUID) -> None:
    [diagnosis] = seen(store, client_id, EventKind.DIAGNOSIS)
    with store.writing(SUB) as work:
        old: ClinicalRecord = work.session.get_one(Diagnosis, diagnosis.key)
        work.correct(old, copy_of(work, old), "test.correct", "salah")
    [corrected] = seen(store, client_id, EventKind.DIAGNOSIS)
    assert (diagnosis.is_corrected, corrected.is_corrected) == (False, True)
    with store.writing(SUB) as work:
        put_in_bin(work, Diagnosis, diagnosis.key, 2, "test.bin", "keliru")
    assert seen(store, client_id, EventKind.DIAGNOSIS) == ()


def test_nobody_elses_events_are_read_and_one_statement_is_enough(store: Store, client_id: UUID) -> None:
    with store.writing(SUB) as work:
        other = make_client(work)
        assert work.session.get_one(Client, client_id) is not None
    assert seen(store, other) == ()
    with recorded(store.engine) as statements, store.reading(SUB) as work:
        assert events(work, client_id)
    assert len(statements) == 1


def test_the_newest_are_kept_where_there_are_too_many(store: Store, client_id: UUID) -> None:
    with store.reading(SUB) as work:
        assert [one.kind for one in events(work, client_id, limit=2)] == [EventKind.REFERRAL, EventKind.LETTER]
