"""The referral of one client of the practice clinic: prepared, its letter issued, and what the destination answered."""

from datetime import date, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.capacity import note_capacity
from rehab_app.clinic.referrals.draft import ReferralDraft
from rehab_app.clinic.referrals.handovers import record_handover
from rehab_app.clinic.referrals.reply_codes import code_from
from rehab_app.clinic.referrals.reply_draft import CapacityDraft, HandoverDraft, ReplyDraft
from rehab_app.desk import refer, referral_replies
from rehab_app.desk.close_episode import close_episode
from rehab_app.desk.practice.cases import SEED, weekday_from
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
    story.enter(day, 105, counsellor, _ask_for_places(story, day))
    story.enter(day, 130, counsellor, _issue(story))
    waits = place % 2 == 1
    if waits:
        day = _answer(story, day, 4, "menunggu_tempat")
        if day > _STILL_WAITING_FROM:
            return
    day = _answer(story, day, 15 if waits else 5, "diterima")
    day = _answer(story, day, 6, "masuk")
    story.enter(day, 145, counsellor, _hand_over(story, day))
    _answer(story, day, 40, "perkembangan")
    day = _answer(story, day, 95, "selesai")
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
        chance = Random(f"{SEED}/{story.case.place}/slip")  # noqa: S311 - invented people, no secrets
        code = code_from(UUID(int=chance.getrandbits(128)))
        refer.issue_referral_letter(
            work, stage.clinic.attachments, story.referral_id, stage.lists, today, reply_code=code
        )

    return act


def _ask_for_places(story: Story, on: date) -> Act:
    """Ask the destination on the telephone how many places it has, before the client is sent."""
    chance = Random(f"{SEED}/{story.case.place}/places")  # noqa: S311 - invented people, no secrets
    has_place = story.case.place % 2 == 0

    def act(work: Work, stage: Stage) -> None:
        draft = CapacityDraft(
            destination_id=stage.destinations[story.case.destination],
            noted_on=on,
            free_places=chance.randint(1, 6) if has_place else 0,
            waiting_days=None if has_place else chance.choice((14, 21, 30)),
            told_by=in_turn("referral", "tellers", story.case.place),
        )
        note_capacity(work, draft)

    return act


def _answer(story: Story, day: date, days: int, kind: str) -> date:
    """Write down what the destination answers ``days`` later, and return the day."""
    on = weekday_from(day + timedelta(days=days))
    chance = Random(f"{SEED}/{story.case.place}/{kind}")  # noqa: S311 - invented people, no secrets

    def act(work: Work, _stage: Stage) -> None:
        version = referrals.referral(work, story.referral_id).row_version
        draft = ReplyDraft(
            kind=kind,
            happened_on=on,
            received_on=on,
            how=chance.choice(("slip", "letter", "phone", "whatsapp")),
            told_by=in_turn("referral", "tellers", story.case.place),
            expected_on=_expected(kind, on),
            condition=told("referral", kind) if kind in {"perkembangan", "selesai"} else "",
        )
        referral_replies.record_reply(work, story.referral_id, version, draft)

    story.enter(on, 140, story.case.counsellor, act)
    return on


def _expected(kind: str, on: date) -> date | None:
    """Return the day the destination names: of a free place, or of the discharge."""
    days = {"menunggu_tempat": 14, "masuk": 90}.get(kind)
    return None if days is None else on + timedelta(days=days)


def _hand_over(story: Story, on: date) -> Act:
    def act(work: Work, stage: Stage) -> None:
        row = referrals.referral(work, story.referral_id)
        draft = HandoverDraft(
            handed_on=on,
            handed_at=time(10, 30),
            place=row.destination,
            handed_by=stage.actors[story.case.counsellor].name,
            handed_by_title=told("referral", "escort_title"),
            received_by=in_turn("referral", "tellers", story.case.place),
            received_by_title=told("referral", "receiver_title"),
            condition=told("referral", "handed_over"),
            belongings=told("referral", "belongings"),
            documents=list(DOCUMENTS),
        )
        record_handover(work, story.referral_id, draft)

    return act


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
