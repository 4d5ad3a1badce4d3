"""Consent: who signs, what it covers, and what a withdrawal does."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from rehab_app.clinic.consent import queries, service
from rehab_app.clinic.consent.draft import ConsentDraft, WithdrawalDraft
from rehab_app.clinic.consent.facts import ConsentRecorded
from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.consent.rules import allows_disclosure
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import ReporterDraft
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.store import Store
from rehab_app.store.versions import loaded_current
from tests.clinic.makers import CHILD, TODAY, codes, deeds, make_client, open_episode, versions_kept
from tests.makers import START, make_actor

CLERK = make_actor(Role.PENDAFTARAN)
REGISTERED = date(2022, 2, 1)


@pytest.fixture
def episode_id(store: Store) -> UUID:
    with store.writing(CLERK) as work:
        return open_episode(work, registered_on=REGISTERED).episode_id


def _disclosure(**typed: object) -> ConsentDraft:
    given = {"kind": "disclosure", "signed_on": TODAY, "signer_name": "Budi", "scope": ["screening", "diagnosis"]}
    return ConsentDraft.model_validate({**given, **typed})


def _record(store: Store, episode_id: UUID, draft: ConsentDraft) -> UUID:
    with store.writing(CLERK) as work:
        return service.record_consent(work, episode_id, draft)


def _covers(store: Store, episode_id: UUID, scope: str) -> bool:
    with store.reading(CLERK) as work:
        rows = queries.consents_of(work, episode_id)
    told = {code for row in rows if allows_disclosure(row.kind) and not row.is_withdrawn for code in row.scope}
    return scope in told


def test_a_consent_covers_its_scope_in_its_episode_and_nothing_else(store: Store, episode_id: UUID) -> None:
    assert not _covers(store, episode_id, "screening")
    _record(store, episode_id, _disclosure())
    assert _covers(store, episode_id, "screening")
    assert not _covers(store, episode_id, "urine_test")
    with store.writing(CLERK) as work:
        other = open_episode(work).episode_id
    assert not _covers(store, other, "screening")


def test_a_consent_to_the_programme_discloses_nothing(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id, _disclosure(kind="programme", scope=[]))
    assert not _covers(store, episode_id, "screening")


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"kind": ""}, "kind", "draft.required"),
        ({"kind": "blanket"}, "kind", "lists.unknown"),
        ({"signed_on": None}, "signed_on", "draft.required"),
        ({"signed_on": date(2022, 3, 2)}, "signed_on", "consent.signed_in_future"),
        ({"signed_on": date(2022, 1, 31)}, "signed_on", "consent.signed_too_early"),
        ({"signer_name": " "}, "signer_name", "draft.required"),
        ({"signer_relation": "boss"}, "signer_relation", "lists.unknown"),
        ({"scope": []}, "scope", "consent.scope_missing"),
        ({"scope": ["everything"]}, "scope", "lists.unknown"),
        ({"kind": "programme"}, "scope", "consent.scope_not_for_kind"),
    ],
)
def test_each_wrong_entry_is_told_beside_its_field(
    store: Store, episode_id: UUID, typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, _disclosure(**typed))
    assert codes(refused.value) == {field: code}
    with store.reading(CLERK) as work:
        assert queries.consents_of(work, episode_id) == ()


def test_for_a_minor_a_parent_or_guardian_signs(store: Store) -> None:
    with store.writing(CLERK) as work:
        child = make_client(work, birth_date=CHILD)
        opened = open_episode(work, child, reporter_name="Aminah", reporter_relation="mother")
    for relation in ("", "elder_sibling"):
        with pytest.raises(RulesBroken) as refused:
            _record(store, opened.episode_id, _disclosure(signer_relation=relation))
        assert codes(refused.value) == {"signer_relation": "consent.guardian_signs"}
    _record(store, opened.episode_id, _disclosure(signer_name="Aminah", signer_relation="mother"))
    assert _covers(store, opened.episode_id, "diagnosis")


def test_consent_waits_until_the_guardian_has_come(store: Store) -> None:
    with store.writing(CLERK) as work:
        child = make_client(work, birth_date=CHILD)
        opened = open_episode(work, child, waiting_reason="orang tua di luar kota", brought_by="Ketua RT")
    draft = _disclosure(signer_name="Aminah", signer_relation="mother")
    with pytest.raises(RuleBroken, match=r"episodes\.waiting_guardian"):
        _record(store, opened.episode_id, draft)
    with store.writing(CLERK) as work:
        mother = ReporterDraft(reporter_name="Aminah", reporter_relation="mother")
        episodes.guardian_came(work, opened.episode_id, 1, mother)
    _record(store, opened.episode_id, draft)


def test_a_withdrawal_stops_disclosure_at_once_and_names_the_deadline(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _disclosure())
    asked_at = START - timedelta(hours=30)
    with pytest.raises(RuleBroken) as refused, store.writing(CLERK) as work:
        service.withdraw(work, series_id, 1, WithdrawalDraft(asked_at=asked_at))
    assert (refused.value.code, refused.value.field) == ("consent.withdrawn_too_early", "asked_at")
    asked_at = START - timedelta(hours=1)
    with store.writing(CLERK) as work:
        deadline = service.withdraw(work, series_id, 1, WithdrawalDraft(asked_at=asked_at, remark="lewat telepon"))
    assert deadline == asked_at + timedelta(hours=72)
    assert not _covers(store, episode_id, "screening")
    with store.reading(CLERK) as work:
        (row,) = queries.consents_of(work, episode_id)
        versions = queries.consent_versions(work, series_id)
    assert (row.is_withdrawn, row.withdrawn_at, row.stop_by) == (True, asked_at, deadline)
    assert (row.row_version, row.reason, row.scope) == (2, "lewat telepon", ("diagnosis", "screening"))
    assert [version.is_withdrawn for version in versions] == [False, True]


def test_without_a_time_the_withdrawal_counts_from_now_and_only_once(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _disclosure())
    with store.writing(CLERK) as work:
        assert service.withdraw(work, series_id, 1, WithdrawalDraft()) == datetime(2022, 3, 4, 1, 0, tzinfo=UTC)
    for draft in (WithdrawalDraft(), WithdrawalDraft(remark="lagi")):
        with pytest.raises(RuleBroken, match="already_withdrawn"), store.writing(CLERK) as work:
            service.withdraw(work, series_id, 2, draft)
    with pytest.raises(RuleBroken, match="already_withdrawn"), store.writing(CLERK) as work:
        service.correct_consent(work, series_id, 2, _disclosure(), "salah ketik")


def test_a_withdrawal_in_the_future_or_without_a_zone_is_refused(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _disclosure())
    with pytest.raises(RuleBroken, match="withdrawn_in_future"), store.writing(CLERK) as work:
        service.withdraw(work, series_id, 1, WithdrawalDraft(asked_at=START + timedelta(minutes=1)))
    with pytest.raises(ValidationError):
        WithdrawalDraft(asked_at=datetime(2022, 3, 1))  # noqa: DTZ001 - the bad input itself
    assert _covers(store, episode_id, "screening")


def test_another_consent_still_covers_after_one_was_withdrawn(store: Store, episode_id: UUID) -> None:
    first = _record(store, episode_id, _disclosure())
    _record(store, episode_id, _disclosure(scope=["screening"]))
    with store.writing(CLERK) as work:
        service.withdraw(work, first, 1, WithdrawalDraft())
    assert _covers(store, episode_id, "screening")
    assert not _covers(store, episode_id, "diagnosis")


def test_a_correction_needs_its_reason_and_narrows_what_is_covered(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _disclosure())
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(CLERK) as work:
        service.correct_consent(work, series_id, 1, _disclosure(scope=["diagnosis"]), " ")
    with store.writing(CLERK) as work:
        service.correct_consent(work, series_id, 1, _disclosure(scope=["diagnosis"]), "salah centang")
    assert not _covers(store, episode_id, "screening")
    with store.reading(CLERK) as work:
        assert [version.reason for version in queries.consent_versions(work, series_id)] == ["", "salah centang"]


def test_two_seats_on_one_consent_the_slower_is_told(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _disclosure())
    with store.writing(CLERK) as work:
        service.withdraw(work, series_id, 1, WithdrawalDraft())
    with pytest.raises(StaleRecord), Store(store.engine, store.clock).writing(CLERK) as work:
        service.correct_consent(work, series_id, 1, _disclosure(), "salah ketik")


def test_history_audit_and_fact_follow_each_version(store: Store, episode_id: UUID) -> None:
    heard: list[ConsentRecorded] = []
    store.bus.after_commit(ConsentRecorded, heard.append)
    series_id = _record(store, episode_id, _disclosure())
    with store.writing(CLERK) as work:
        service.withdraw(work, series_id, 1, WithdrawalDraft())
    assert [(fact.series_id, fact.is_withdrawn) for fact in heard] == [(series_id, False), (series_id, True)]
    assert deeds(store, CLERK)[-2:] == ["consent.record", "consent.withdraw"]
    assert versions_kept(store, CLERK, Consent) == 2


def test_a_consent_of_an_episode_that_is_not_there_is_a_known_trouble(store: Store) -> None:
    with pytest.raises(RuleBroken, match=r"episodes\.unknown"):
        _record(store, uuid4(), _disclosure())


def test_the_current_version_is_loaded_for_the_one_who_saw_it(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _disclosure())
    with store.writing(CLERK) as work:
        assert loaded_current(work, Consent, series_id, 1).signer_name == "Budi"
        service.correct_consent(work, series_id, 1, _disclosure(signer_name="Budi S."), "nama lengkap")
        assert loaded_current(work, Consent, series_id, 2).signer_name == "Budi S."
        with pytest.raises(StaleRecord):
            loaded_current(work, Consent, series_id, 1)
