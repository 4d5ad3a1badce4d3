"""Calls: recorded with their outcome and next try, corrected with a reason, read by those who may."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.followup import queries, service
from rehab_app.clinic.followup.draft import CallDraft
from rehab_app.clinic.followup.facts import FollowupChanged
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from tests.clinic.followup.makers import RINA, SITI, TODAY, Clinic, at
from tests.clinic.makers import codes, deeds

YESTERDAY = date(2022, 2, 28)


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path)


@pytest.fixture
def episode_id(clinic: Clinic) -> UUID:
    return clinic.client()


def test_a_call_is_kept_with_all_that_was_entered(clinic: Clinic, episode_id: UUID) -> None:
    contact_id = clinic.contact(episode_id)
    with clinic.store.writing(SITI) as work:
        draft = CallDraft(
            called_at=at(YESTERDAY),
            contact_id=contact_id,
            channel="whatsapp",
            reached_name="Sari",
            outcome="family_passes_on",
            said="Ibu akan menyampaikan.",
            promised_on=date(2022, 3, 4),
            next_try_on=date(2022, 3, 2),
        )
        series_id = service.record_call(work, episode_id, draft)
        facts = [fact for fact in work.facts if isinstance(fact, FollowupChanged)]
    assert [(fact.series_id, fact.episode_id) for fact in facts] == [(series_id, episode_id)]
    with clinic.store.reading(SITI) as work:
        (row,) = queries.calls_of_episode(work, episode_id)
    assert (row.contact_id, row.channel, row.outcome, row.said) == (
        contact_id,
        "whatsapp",
        "family_passes_on",
        "Ibu akan menyampaikan.",
    )
    assert (row.called_at, row.promised_on, row.next_try_on) == (at(YESTERDAY), date(2022, 3, 4), date(2022, 3, 2))


def test_without_an_hour_the_call_was_made_now(clinic: Clinic, episode_id: UUID) -> None:
    with clinic.store.writing(SITI) as work:
        service.record_call(work, episode_id, CallDraft(outcome="refuses"))
    with clinic.store.reading(SITI) as work:
        assert queries.calls_of_episode(work, episode_id)[0].called_at == clinic.clock.now()


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"outcome": ""}, "outcome", "draft.required"),
        ({"channel": ""}, "channel", "draft.required"),
        ({"outcome": "vanished"}, "outcome", "lists.unknown"),
        ({"channel": "pigeon"}, "channel", "lists.unknown"),
        ({"called_at": at(TODAY, 10)}, "called_at", "followup.called_in_future"),
        ({"called_at": at(date(2022, 1, 30))}, "called_at", "followup.before_registration"),
        ({"outcome": "no_answer"}, "next_try_on", "followup.next_try_missing"),
        ({"next_try_on": YESTERDAY}, "next_try_on", "followup.day_not_after_call"),
        ({"promised_on": YESTERDAY}, "promised_on", "followup.day_not_after_call"),
        ({"promised_on": date(2032, 3, 1)}, "promised_on", "followup.day_not_after_call"),
        ({"contact_id": uuid4()}, "contact_id", "followup.unknown_contact"),
    ],
)
def test_each_wrong_call_is_told_beside_its_field(
    clinic: Clinic, episode_id: UUID, typed: dict[str, object], field: str, code: str
) -> None:
    draft = CallDraft.model_validate({"outcome": "will_come", **typed})
    with pytest.raises(RulesBroken) as refused, clinic.store.writing(SITI) as work:
        service.record_call(work, episode_id, draft)
    assert codes(refused.value) == {field: code}


def test_an_instant_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValidationError):
        CallDraft.model_validate({"called_at": datetime(2022, 2, 28, 9)})  # noqa: DTZ001 - the bad input


def test_somebody_elses_contact_and_a_removed_one_are_not_called(clinic: Clinic, episode_id: UUID) -> None:
    strange = clinic.contact(clinic.client())
    removed = clinic.contact(episode_id, is_removed=True)
    for contact_id in (strange, removed):
        with pytest.raises(RulesBroken) as refused:
            clinic.call(episode_id, "will_come", contact_id=contact_id)
        assert codes(refused.value) == {"contact_id": "followup.unknown_contact"}


def test_a_call_is_corrected_with_a_reason_and_the_earlier_version_stays(clinic: Clinic, episode_id: UUID) -> None:
    series_id = clinic.call(episode_id, "will_come", at(YESTERDAY), said="Akan datang.")
    draft = CallDraft(outcome="refuses", said="Tidak mau.")
    with pytest.raises(RuleBroken, match=r"draft\.required"), clinic.store.writing(SITI) as work:
        service.correct_call(work, series_id, 1, draft, " ")
    with clinic.store.writing(SITI) as work:
        service.correct_call(work, series_id, 1, draft, "salah pilih")
    with clinic.store.reading(SITI) as work:
        first, second = queries.call_versions(work, series_id)
    assert (first.outcome, second.outcome, second.reason) == ("will_come", "refuses", "salah pilih")
    assert second.called_at == at(YESTERDAY)
    with pytest.raises(StaleRecord), clinic.store.writing(SITI) as work:
        service.correct_call(work, series_id, 1, draft, "salah pilih")


def test_what_was_said_is_for_those_who_read_the_notes(clinic: Clinic, episode_id: UUID) -> None:
    series_id = clinic.call(episode_id, "refuses", said="Sedang memakai lagi.")
    with clinic.store.reading(RINA) as work:
        (row,) = queries.calls_of_episode(work, episode_id)
    assert (row.said, row.is_said_withheld, row.outcome) == ("", True, "refuses")
    with pytest.raises(NotAllowed, match=r"followup\.said_withheld"), clinic.store.writing(RINA) as work:
        service.correct_call(work, series_id, 1, CallDraft(outcome="refuses", said="Lain."), "ralat")


def test_who_called_reads_what_she_wrote(clinic: Clinic, episode_id: UUID) -> None:
    with clinic.store.writing(RINA) as work:
        service.record_call(work, episode_id, CallDraft(outcome="refuses", said="Menutup telepon."))
    with clinic.store.reading(RINA) as work:
        assert queries.calls_of_episode(work, episode_id)[0].said == "Menutup telepon."


def test_a_mistaken_call_goes_into_the_bin_and_comes_back(clinic: Clinic, episode_id: UUID) -> None:
    series_id = clinic.call(episode_id, "will_come")
    assert clinic.absent() == ()
    with clinic.store.writing(SITI) as work:
        service.bin_call(work, series_id, 1, "salah klien")
    assert len(clinic.absent()) == 1
    with clinic.store.writing(SITI) as work:
        service.restore_call(work, series_id, 2, "ternyata benar")
    assert clinic.absent() == ()
    for attempt in (service.bin_call, service.restore_call):
        with pytest.raises(RuleBroken, match=r"draft\.required"), clinic.store.writing(SITI) as work:
            attempt(work, series_id, 3, "")
    assert [deed for deed in deeds(clinic.store, SITI) if deed.startswith("followup.")] == [
        "followup.call",
        "followup.bin_call",
        "followup.restore_call",
    ]


def test_an_ended_episode_takes_no_call_and_lets_one_be_corrected(clinic: Clinic, episode_id: UUID) -> None:
    series_id = clinic.call(episode_id, "will_come")
    with clinic.store.writing(SITI) as work:
        draft = CloseDraft(on=TODAY, outcome="moved", reason="pindah")
        episodes.close(work, episode_id, 2, draft, attended=0)
    with pytest.raises(RuleBroken, match=r"episodes\.closed"):
        clinic.call(episode_id, "will_come")
    with clinic.store.writing(SITI) as work:
        service.correct_call(work, series_id, 1, CallDraft(outcome="refuses"), "salah pilih")
    with clinic.store.reading(SITI) as work:
        assert queries.calls_of_episode(work, episode_id)[0].outcome == "refuses"
