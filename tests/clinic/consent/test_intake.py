"""The papers of intake: who signed as penjamin, what is missing, and the clock of a withdrawal."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.clients.model import ClientContact
from rehab_app.clinic.consent import queries, service
from rehab_app.clinic.consent.draft import ConsentDraft, WithdrawalDraft
from rehab_app.clinic.consent.rows import IntakePaper, PaperState
from rehab_app.clinic.episodes.queries import episode
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, deeds, keep_accounts, make_client, make_outpatient, open_episode
from tests.makers import START, make_actor

CLERK = make_actor(Role.PENDAFTARAN)
SITI = make_actor()
GUARANTOR = {
    "kind": "guarantor_statement",
    "signed_on": TODAY,
    "signer_name": "Siti Aminah",
    "signer_relation": "mother",
    "signer_nik": "6471 0242 0370 0002",
    "signer_birth_place": "Balikpapan",
    "signer_birth_date": date(1970, 3, 2),
    "signer_address": "Jalan Dahlia Nomor 7",
    "signer_occupation": "Ibu rumah tangga",
    "signer_phone": "0812-3456-7890",
    "witness_name": "Rina Konselor",
}


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, SITI)
    return store


@pytest.fixture
def episode_id(store: Store) -> UUID:
    return make_outpatient(store, SITI)


def _sign(store: Store, episode_id: UUID, **typed: object) -> UUID:
    values = {"kind": "programme", "signed_on": TODAY, "signer_name": "Budi Santoso", **typed}
    with store.writing(CLERK) as work:
        return service.record_consent(work, episode_id, ConsentDraft.model_validate(values))


def _papers(store: Store, episode_id: UUID) -> dict[str, IntakePaper]:
    with store.reading(CLERK) as work:
        return {paper.kind: paper for paper in queries.intake_papers(work, episode_id)}


def test_a_guarantor_is_written_down_whole_with_tidied_numbers(store: Store, episode_id: UUID) -> None:
    _sign(store, episode_id, **GUARANTOR)
    with store.reading(CLERK) as work:
        (row,) = queries.consents_of(work, episode_id)
    assert (row.signer_nik, row.signer_phone) == ("6471024203700002", "+6281234567890")
    assert (row.signer_birth_place, row.signer_birth_date) == ("Balikpapan", date(1970, 3, 2))
    assert (row.signer_address, row.signer_occupation) == ("Jalan Dahlia Nomor 7", "Ibu rumah tangga")
    assert row.witness_name == "Rina Konselor"


@pytest.mark.parametrize(
    "missing",
    [
        "signer_relation",
        "signer_nik",
        "signer_birth_place",
        "signer_birth_date",
        "signer_address",
        "signer_occupation",
        "signer_phone",
        "witness_name",
    ],
)
def test_nothing_of_a_guarantors_identity_may_be_missing(store: Store, episode_id: UUID, missing: str) -> None:
    empty = None if missing == "signer_birth_date" else ""
    with pytest.raises(RulesBroken) as refused:
        _sign(store, episode_id, **{**GUARANTOR, missing: empty})
    assert codes(refused.value) == {missing: "draft.required"}


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"signer_nik": "64710242"}, "signer_nik", "nik.length"),
        ({"signer_phone": "rumah"}, "signer_phone", "phones.unreadable"),
        ({"signer_birth_date": date(2022, 3, 2)}, "signer_birth_date", "consent.signer_born_in_future"),
        ({"signer_birth_date": date(2004, 3, 2)}, "signer_birth_date", "consent.guarantor_is_minor"),
    ],
)
def test_a_guarantors_identity_can_be_true(
    store: Store, episode_id: UUID, typed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _sign(store, episode_id, **{**GUARANTOR, **typed})
    assert codes(refused.value) == {field: code}


def test_who_turned_18_on_the_day_of_signing_may_be_guarantor(store: Store, episode_id: UUID) -> None:
    _sign(store, episode_id, **{**GUARANTOR, "signer_birth_date": date(2004, 3, 1)})


def test_a_client_signs_without_an_identity_block(store: Store, episode_id: UUID) -> None:
    _sign(store, episode_id, signer_phone="nomor tetangga")
    with store.reading(CLERK) as work:
        assert queries.consents_of(work, episode_id)[0].signer_phone == "nomor tetangga"


def test_a_guarantor_is_filled_from_one_who_stands_by_the_client(store: Store, episode_id: UUID) -> None:
    with store.writing(CLERK) as work:
        client_id = episode(work, episode_id).client_id
        contact = ClientContact(
            id=work.new_id(),
            client_id=client_id,
            name="Siti Aminah",
            relation="mother",
            nik="6471024203700002",
            phone="+6281234567890",
            address="Jalan Dahlia Nomor 7",
            occupation="Pedagang",
        )
        work.add(contact, "clients.add_contact")
        draft = queries.guarantor_from(work, client_id, contact.id)
        other = make_client(work)
        for strange in ((other, contact.id), (client_id, uuid4())):
            with pytest.raises(RuleBroken, match=r"consent\.unknown_contact"):
                queries.guarantor_from(work, *strange)
    assert (draft.kind, draft.signer_name, draft.signer_relation) == ("guarantor_statement", "Siti Aminah", "mother")
    assert (draft.signer_birth_date, draft.signer_occupation) == (date(1970, 3, 2), "Pedagang")
    assert draft.signed_on is None
    rest = {"signed_on": TODAY, "signer_birth_place": "Balikpapan", "witness_name": "Rina"}
    _sign(store, episode_id, **{**draft.model_dump(), **rest})


@pytest.mark.parametrize(
    ("channel", "is_outpatient", "required"),
    [
        ("voluntary", False, {"programme"}),
        ("compulsory", False, {"programme", "integrity_pact"}),
        ("voluntary", True, {"programme", "outpatient_statement", "guarantor_statement"}),
        ("compulsory", True, {"programme", "outpatient_statement", "guarantor_statement", "integrity_pact"}),
    ],
)
def test_what_must_be_signed_follows_channel_and_modality(
    store: Store, channel: str, is_outpatient: bool, required: set[str]
) -> None:
    if is_outpatient:
        episode_id = make_outpatient(store, SITI, channel=channel)
    else:
        with store.writing(SITI) as work:
            episode_id = open_episode(work, channel=channel).episode_id
    papers = _papers(store, episode_id)
    assert list(papers) == ["programme", "outpatient_statement", "guarantor_statement", "integrity_pact"]
    assert {kind for kind, paper in papers.items() if paper.is_required} == required
    assert {paper.state for paper in papers.values()} == {PaperState.MISSING}


def test_a_paper_is_missing_signed_withdrawn_and_signed_again(store: Store, clock: SetClock, episode_id: UUID) -> None:
    first = _sign(store, episode_id)
    paper = _papers(store, episode_id)["programme"]
    assert (paper.state, paper.clock) == (PaperState.SIGNED, None)
    assert paper.consent is not None
    assert (paper.consent.signed_on, paper.consent.signer_name) == (TODAY, "Budi Santoso")
    with store.writing(CLERK) as work:
        service.withdraw(work, first, 1, WithdrawalDraft(asked_at=START - timedelta(hours=1)))
    clock.advance(timedelta(hours=10))
    paper = _papers(store, episode_id)["programme"]
    assert paper.state is PaperState.WITHDRAWN
    assert paper.clock is not None
    assert (paper.clock.stop_by, paper.clock.hours_left) == (START + timedelta(hours=71), 61)
    assert not paper.clock.is_overdue
    clock.advance(timedelta(hours=62))
    late = _papers(store, episode_id)["programme"].clock
    assert late is not None
    assert (late.hours_left, late.is_overdue) == (-1, True)
    second = _sign(store, episode_id)
    paper = _papers(store, episode_id)["programme"]
    assert paper.consent is not None
    assert (paper.state, paper.consent.series_id) == (PaperState.SIGNED, second)


def test_a_withdrawal_keeps_the_signers_identity(store: Store, episode_id: UUID) -> None:
    series_id = _sign(store, episode_id, **GUARANTOR)
    with store.writing(CLERK) as work:
        service.withdraw(work, series_id, 1, WithdrawalDraft())
        (row,) = queries.consents_of(work, episode_id)
    assert (row.is_withdrawn, row.signer_nik, row.witness_name) == (True, "6471024203700002", "Rina Konselor")


def test_a_withdrawal_stays_on_the_list_until_processing_is_reported_as_stopped(
    store: Store, clock: SetClock, episode_id: UUID
) -> None:
    series_id = _sign(store, episode_id)
    with pytest.raises(RuleBroken, match=r"consent\.not_withdrawn"), store.writing(CLERK) as work:
        service.report_stopped(work, series_id, 1, "x")
    with store.writing(CLERK) as work:
        assert queries.open_withdrawals(work) == ()
        service.withdraw(work, series_id, 1, WithdrawalDraft())
    clock.advance(timedelta(hours=71))
    with store.reading(CLERK) as work:
        (row,) = queries.open_withdrawals(work)
    assert (row.series_id, row.kind, row.initials, row.rm_number) == (series_id, "programme", "BS", "000001")
    assert (row.clock.hours_left, row.clock.is_overdue) == (1, False)
    with pytest.raises(RuleBroken) as refused, store.writing(CLERK) as work:
        service.report_stopped(work, series_id, row.row_version, " ")
    assert codes(refused.value) == {"said": "draft.required"}
    with store.writing(CLERK) as work:
        service.report_stopped(work, series_id, row.row_version, "layanan dihentikan")
        assert queries.open_withdrawals(work) == ()
    with pytest.raises(RuleBroken, match=r"consent\.already_stopped"), store.writing(CLERK) as work:
        service.report_stopped(work, series_id, 3, "lagi")
    clock.advance(timedelta(days=30))
    paper = _papers(store, episode_id)["programme"]
    assert paper.clock is not None
    assert (paper.clock.hours_left, paper.clock.is_overdue) == (1, False)


def test_a_paper_signed_again_takes_its_withdrawal_off_the_list(
    store: Store, clock: SetClock, episode_id: UUID
) -> None:
    series_id = _sign(store, episode_id)
    with store.writing(CLERK) as work:
        service.withdraw(work, series_id, 1, WithdrawalDraft())
    clock.advance(timedelta(hours=1))
    _sign(store, episode_id, kind="data_processing")
    with store.reading(CLERK) as work:
        assert len(queries.open_withdrawals(work)) == 1
    again = _sign(store, episode_id)
    with store.reading(CLERK) as work:
        assert queries.open_withdrawals(work) == ()
    with store.writing(CLERK) as work:
        service.withdraw(work, again, 1, WithdrawalDraft())
        assert {row.series_id for row in queries.open_withdrawals(work)} == {series_id, again}


def test_a_consent_goes_into_the_bin_and_comes_back_but_a_withdrawn_one_stays_on_record(
    store: Store, episode_id: UUID
) -> None:
    series_id = _sign(store, episode_id)
    with store.writing(CLERK) as work:
        service.bin_consent(work, series_id, 1, "salah klien")
        assert queries.consents_of(work, episode_id) == ()
    assert _papers(store, episode_id)["programme"].state is PaperState.MISSING
    with store.writing(CLERK) as work:
        service.restore_consent(work, series_id, 2, "benar")
        with pytest.raises(StaleRecord):
            service.restore_consent(work, series_id, 3, "benar")
        service.withdraw(work, series_id, 3, WithdrawalDraft())
        with pytest.raises(RuleBroken, match=r"consent\.already_withdrawn"):
            service.bin_consent(work, series_id, 4, "salah klien")
        assert [row.is_withdrawn for row in queries.consents_of(work, episode_id)] == [True]
    assert deeds(store, CLERK)[-4:] == ["consent.record", "consent.bin", "consent.restore", "consent.withdraw"]
