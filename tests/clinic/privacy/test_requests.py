"""Requests under UU 27/2022: their clock, their decision and its ground, and what is done about them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.privacy import queries, service
from rehab_app.clinic.privacy.draft import DecisionDraft, RequestDraft
from rehab_app.clinic.privacy.facts import RequestChanged
from rehab_app.clinic.privacy.rows import RequestRow
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, deeds, make_client
from tests.makers import START, make_actor

CLERK = make_actor(Role.PENDAFTARAN)
HEAD = make_actor(Role.KEPALA, name="Kepala")
KEPT = date(2047, 3, 1)
GROUND = "UU 27/2022 Pasal 7"


@pytest.fixture
def client_id(store: Store) -> UUID:
    with store.writing(CLERK) as work:
        return make_client(work)


def _ask(store: Store, client_id: UUID, **typed: object) -> UUID:
    with store.writing(CLERK) as work:
        draft = RequestDraft.model_validate({"kind": "access", "asked_by": "Budi", **typed})
        return service.record_request(work, client_id, draft)


def _decide(store: Store, series_id: UUID, decision: str, ground: str = GROUND, version: int = 1) -> None:
    with store.writing(HEAD) as work:
        draft = DecisionDraft(decision=decision, ground=ground)
        service.decide(work, series_id, version, draft, KEPT)


def _row(store: Store, client_id: UUID) -> RequestRow:
    with store.reading(CLERK) as work:
        (row,) = queries.requests_of_client(work, client_id)
    return row


def test_the_clock_runs_3_times_24_hours_from_the_asking_and_stops_at_the_decision(
    store: Store, clock: SetClock, client_id: UUID
) -> None:
    series_id = _ask(store, client_id, asked_at=START - timedelta(hours=30))
    row = _row(store, client_id)
    assert (row.due_at, row.hours_left, row.is_overdue) == (START + timedelta(hours=42), 42, False)
    clock.advance(timedelta(hours=42, minutes=1))
    row = _row(store, client_id)
    assert (row.hours_left, row.is_overdue) == (-1, True)
    _decide(store, series_id, "refused")
    clock.advance(timedelta(days=9))
    row = _row(store, client_id)
    assert (row.hours_left, row.is_overdue, row.decided_by) == (-1, True, HEAD.user_id)
    assert (row.decision, row.ground) == ("refused", GROUND)


def test_an_answer_in_time_is_never_overdue(store: Store, clock: SetClock, client_id: UUID) -> None:
    series_id = _ask(store, client_id)
    clock.advance(timedelta(hours=71))
    _decide(store, series_id, "granted")
    clock.advance(timedelta(days=30))
    assert not _row(store, client_id).is_overdue


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"kind": ""}, "kind", "draft.required"),
        ({"kind": "forget_me"}, "kind", "lists.unknown"),
        ({"asked_by": " "}, "asked_by", "draft.required"),
        ({"relation": "boss"}, "relation", "lists.unknown"),
        ({"asked_at": START + timedelta(minutes=1)}, "asked_at", "privacy.asked_in_future"),
    ],
)
def test_each_wrong_request_is_told_beside_its_field(
    store: Store, client_id: UUID, typed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _ask(store, client_id, **typed)
    assert codes(refused.value) == {field: code}


def test_nobody_unknown_asks(store: Store) -> None:
    with pytest.raises(RuleBroken, match=r"clients\.unknown"):
        _ask(store, uuid4())


def test_a_decision_has_its_ground_and_is_made_once_by_those_who_answer_for_the_clinic(
    store: Store, client_id: UUID
) -> None:
    series_id = _ask(store, client_id)
    with pytest.raises(RulesBroken) as refused:
        _decide(store, series_id, "", "")
    assert codes(refused.value) == {"decision": "draft.required", "ground": "draft.required"}
    with pytest.raises(RulesBroken) as refused:
        _decide(store, series_id, "perhaps")
    assert codes(refused.value) == {"decision": "lists.unknown"}
    with pytest.raises(NotAllowed, match=r"privacy\.who_decides"), store.writing(CLERK) as work:
        service.decide(work, series_id, 1, DecisionDraft(decision="refused", ground=GROUND), KEPT)
    _decide(store, series_id, "partly")
    with pytest.raises(RuleBroken, match=r"privacy\.already_decided"):
        _decide(store, series_id, "refused", version=2)
    with store.reading(CLERK) as work:
        assert [row.decision for row in queries.request_versions(work, series_id)] == ["", "partly"]


@pytest.mark.parametrize("decision", ["refused", "partly"])
def test_an_erasure_is_not_granted_while_the_record_must_be_kept(store: Store, client_id: UUID, decision: str) -> None:
    series_id = _ask(store, client_id, kind="erasure")
    with pytest.raises(RulesBroken) as refused:
        _decide(store, series_id, "granted")
    assert codes(refused.value) == {"decision": "privacy.kept_until"}
    assert refused.value.troubles[0].facts == {"until": "01/03/2047"}
    _decide(store, series_id, decision)


def test_what_is_granted_is_carried_out_and_leaves_the_list(store: Store, client_id: UUID) -> None:
    asked = _ask(store, client_id)
    refused_one = _ask(store, client_id, kind="objection")
    with store.reading(CLERK) as work:
        assert [row.series_id for row in queries.open_requests(work)] == [asked, refused_one]
    _decide(store, refused_one, "refused")
    _decide(store, asked, "granted")
    with store.reading(CLERK) as work:
        assert [(row.series_id, row.decision) for row in queries.open_requests(work)] == [(asked, "granted")]
    for day, field, code in (
        (None, "done_on", "draft.required"),
        (date(2022, 3, 2), "done_on", "privacy.done_in_future"),
        (date(2022, 2, 28), "done_on", "privacy.done_too_early"),
    ):
        with pytest.raises(RuleBroken) as trouble, store.writing(CLERK) as work:
            service.carry_out(work, asked, 2, day)
        assert codes(trouble.value) == {field: code}
    with pytest.raises(RuleBroken, match=r"privacy\.not_granted"), store.writing(CLERK) as work:
        service.carry_out(work, refused_one, 2, TODAY)
    with store.writing(CLERK) as work:
        service.carry_out(work, asked, 2, TODAY, "salinan diserahkan")
        assert queries.open_requests(work) == ()


def test_a_request_is_corrected_or_binned_until_it_is_decided(store: Store, client_id: UUID) -> None:
    series_id = _ask(store, client_id)
    with store.writing(CLERK) as work:
        earlier = START - timedelta(hours=10)
        draft = RequestDraft(kind="correction", asked_by="Ibu Aminah", relation="mother", asked_at=earlier)
        service.correct_request(work, series_id, 1, draft, "salah jenis")
    row = _row(store, client_id)
    assert (row.kind, row.hours_left, row.reason) == ("correction", 62, "salah jenis")
    with store.writing(CLERK) as work:
        service.bin_request(work, series_id, 2, "klien lain")
        assert queries.open_requests(work) == ()
        service.restore_request(work, series_id, 3, "benar")
    _decide(store, series_id, "refused", version=4)
    with pytest.raises(RuleBroken, match=r"privacy\.already_decided"), store.writing(CLERK) as work:
        service.bin_request(work, series_id, 5, "klien lain")
    with pytest.raises(RuleBroken, match=r"privacy\.already_decided"), store.writing(CLERK) as work:
        service.correct_request(work, series_id, 5, draft, "salah")


def test_what_happens_to_a_request_is_told_and_audited(store: Store, client_id: UUID) -> None:
    told: list[RequestChanged] = []
    store.bus.after_commit(RequestChanged, told.append)
    series_id = _ask(store, client_id)
    _decide(store, series_id, "granted")
    assert told == [RequestChanged(series_id, client_id)] * 2
    assert deeds(store, CLERK)[-2:] == ["privacy.ask", "privacy.decide"]
