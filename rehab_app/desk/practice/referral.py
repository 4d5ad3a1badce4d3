"""The referral of one client of the practice clinic: prepared, its letter issued, and what the destination answered."""

from datetime import date, timedelta
from typing import Final

from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.draft import ReferralDraft, StepDraft
from rehab_app.desk import refer
from rehab_app.desk.close_episode import close_episode
from rehab_app.desk.practice.cases import weekday_from
from rehab_app.desk.practice.diary import Act, Stage
from rehab_app.desk.practice.story import Story
from rehab_app.desk.practice.words import in_turn, told
from rehab_app.store.work import Work

DOCUMENTS: Final = (
    "medical_assessment",
    "urine_result",
    "physical_report",
    "informed_consent",
    "ktp_copy",
    "kk_copy",
    "guardian_ktp_copy",
    "emergency_contact",
)
"""What lies ready when the letter is issued."""

_STILL_WAITING_FROM: Final = date(2022, 12, 20)
_WITHOUT_CONSENT: Final = "lido"  # who goes there wants nothing told but who he is and why he comes


def tell_referral(story: Story, from_day: date) -> None:
    """Write down the referral of ``story``'s client from ``from_day`` on."""
    counsellor, place = story.case.counsellor, story.case.place
    day = weekday_from(from_day)
    if story.case.destination != _WITHOUT_CONSENT:
        story.enter(day, 100, "pendaftaran", _agree(story))
    story.enter(day, 110, counsellor, _prepare(story))
    story.enter(day, 130, counsellor, _issue(story))
    waits = place % 2 == 1
    if waits:
        day = _step(story, day, 4, "menunggu_tempat")
        if day > _STILL_WAITING_FROM:
            return
    day = _step(story, day, 15 if waits else 5, "diterima")
    day = _step(story, day, 6, "masuk")
    day = _step(story, day, 95, "selesai")
    day = weekday_from(day + timedelta(days=3))
    story.enter(day, 140, counsellor, _take_back(story, day))
    day = weekday_from(day + timedelta(days=60))
    story.enter(day, 150, counsellor, _close(story, day))


def _agree(story: Story) -> Act:
    def act(work: Work, stage: Stage) -> None:
        story.sign(work, "disclosure", [choice.code for choice in stage.lists.of("consent_scope")])

    return act


def _prepare(story: Story) -> Act:
    def act(work: Work, stage: Stage) -> None:
        draft = ReferralDraft(
            destination_id=stage.destinations[story.case.destination],
            reason=in_turn("referral", "reasons", story.case.place),
            escort=stage.actors[story.case.counsellor].name,
            documents=list(DOCUMENTS),
        )
        story.referral_id = referrals.prepare(work, story.episode_id, draft, stage.lists)

    return act


def _issue(story: Story) -> Act:
    def act(work: Work, stage: Stage) -> None:
        today = work.clock.today()
        refer.issue_referral_letter(work, stage.clinic.attachments, story.referral_id, stage.lists, today)

    return act


def _step(story: Story, day: date, days: int, state: str) -> date:
    """Write down what the destination answers ``days`` later, and return the day."""
    on = weekday_from(day + timedelta(days=days))

    def act(work: Work, _stage: Stage) -> None:
        version = referrals.referral(work, story.referral_id).row_version
        refer.record_reply(work, story.referral_id, version, StepDraft(to_state=state, happened_on=on))

    story.enter(on, 140, story.case.counsellor, act)
    return on


def _take_back(story: Story, on: date) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        version = referrals.referral(work, story.referral_id).row_version
        refer.return_from_referral(work, story.referral_id, version, on, told("referral", "returned"))

    return act


def _close(story: Story, on: date) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        version = episodes.episode(work, story.episode_id).row_version
        draft = CloseDraft(on=on, outcome="completed", reason=told("referral", "ended"), recovery_outcome="PP")
        close_episode(work, story.episode_id, version, draft)

    return act
