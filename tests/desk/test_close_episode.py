"""Ending an episode counts the meetings the client came to, and leaves no referral open."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.episodes import queries
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.draft import StepDraft
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.desk import refer
from rehab_app.desk.close_episode import close_episode, close_examined_only
from rehab_app.foundation.errors import RuleBroken
from tests.clinic.makers import TODAY, keep_accounts, make_outpatient
from tests.desk.makers import COUNSELLOR, HEAD, LISTS, Office, agree, make_assessed, make_office, prepare
from tests.makers import make_actor, make_store

SITI = make_actor()
COMPLETED = CloseDraft(on=TODAY, outcome="completed")


def test_seven_of_eight_meetings_need_a_reason_and_eight_do_not(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    keep_accounts(store, SITI)
    episode_id = make_outpatient(store, SITI, registered_on=date(2022, 2, 1))
    with store.writing(SITI) as work:
        for day in range(2, 9):
            came = AttendanceDraft(attendance="hadir")
            sessions.record_session(work, episode_id, PlanDraft(held_on=date(2022, 2, day)), came)
    with pytest.raises(RuleBroken, match="completed_early") as refused, store.writing(SITI) as work:
        close_episode(work, episode_id, 2, COMPLETED)
    assert refused.value.facts == {"attended": 7, "target": 8}
    with store.writing(SITI) as work:
        came = AttendanceDraft(attendance="hadir")
        sessions.record_session(work, episode_id, PlanDraft(held_on=TODAY), came)
        close_episode(work, episode_id, 2, COMPLETED)
    with store.reading(SITI) as work:
        assert queries.episode(work, episode_id).state == "closed"


def _version(office: Office, episode_id: UUID) -> int:
    with office.store.reading(HEAD) as work:
        return queries.episode(work, episode_id).row_version


def _referred(office: Office) -> tuple[UUID, UUID]:
    """Return an episode whose referral letter was issued, and the referral."""
    episode_id = make_assessed(office)
    agree(office, episode_id)
    referral_id = prepare(office, episode_id)
    with office.store.writing(HEAD) as work:
        refer.issue_referral_letter(work, office.attachments, referral_id, LISTS, TODAY)
    return episode_id, referral_id


def _answer(office: Office, referral_id: UUID, *states: str) -> None:
    for state in states:
        with office.store.writing(COUNSELLOR) as work:
            version = referrals.referral(work, referral_id).row_version
            step = StepDraft(to_state=state, happened_on=TODAY, explanation="penuh")
            referrals.move(work, referral_id, version, step)


@pytest.mark.parametrize("answers", [(), ("menunggu_tempat",), ("diterima",), ("masuk",)])
def test_an_open_referral_keeps_an_episode_open(tmp_path: Path, answers: tuple[str, ...]) -> None:
    office = make_office(tmp_path)
    episode_id, referral_id = _referred(office)
    _answer(office, referral_id, *answers)
    draft = CloseDraft(on=TODAY, outcome="moved", reason="pindah")
    with pytest.raises(RuleBroken) as refused, office.store.writing(COUNSELLOR) as work:
        close_episode(work, episode_id, _version(office, episode_id), draft)
    assert (refused.value.code, refused.value.field) == ("referrals.open_at_close", "outcome")
    with office.store.reading(HEAD) as work:
        assert queries.episode(work, episode_id).state == "referred"


@pytest.mark.parametrize("answers", [("ditolak",), ("masuk", "selesai")])
def test_a_referral_at_its_end_lets_the_episode_end(tmp_path: Path, answers: tuple[str, ...]) -> None:
    office = make_office(tmp_path)
    episode_id, referral_id = _referred(office)
    _answer(office, referral_id, *answers)
    with office.store.writing(COUNSELLOR) as work:
        assert referrals.open_referrals(work) == []
        draft = CloseDraft(on=TODAY, outcome="moved", reason="pindah")
        close_episode(work, episode_id, queries.episode(work, episode_id).row_version, draft)
        assert queries.episode(work, episode_id).state == "closed"


def test_the_outcome_referred_leaves_the_referral_to_the_destination(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    episode_id, referral_id = _referred(office)
    with office.store.writing(COUNSELLOR) as work:
        version = queries.episode(work, episode_id).row_version
        close_episode(work, episode_id, version, CloseDraft(on=TODAY, outcome="referred"))
        assert queries.episode(work, episode_id).state == "closed"
        assert referrals.referral(work, referral_id).state == "diajukan"


def test_a_prepared_referral_must_be_cancelled_before_an_end_without_care(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    episode_id = make_assessed(office)
    referral_id = prepare(office, episode_id)
    with pytest.raises(RuleBroken, match="open_at_close"), office.store.writing(COUNSELLOR) as work:
        close_examined_only(work, episode_id, _version(office, episode_id), TODAY, "hanya diperiksa")
    with office.store.writing(COUNSELLOR) as work:
        refer.cancel_referral(work, referral_id, 1, TODAY, "hanya diperiksa")
    with office.store.writing(COUNSELLOR) as work:
        close_examined_only(work, episode_id, queries.episode(work, episode_id).row_version, TODAY, "hanya diperiksa")
        assert queries.episode(work, episode_id).state == "closed"
