"""What destinations answer: each answer is kept, and makes the step of the referral it tells of, in one transaction."""

from typing import Final
from uuid import UUID

from sqlalchemy import Table, bindparam, select
from sqlmodel import col
from sqlmodel import select as select_records

from rehab_app.clinic.referrals import rules
from rehab_app.clinic.referrals.due_days import due_day
from rehab_app.clinic.referrals.model import Referral, ReferralReply, ReferralStep
from rehab_app.clinic.referrals.reply_draft import ReplyDraft
from rehab_app.clinic.referrals.rows import ReplyRow
from rehab_app.clinic.referrals.stepping import change_referral, enter_step, loaded_referral
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import copy_of, is_current, loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work

_REPLY: Final[Table] = ReferralReply.__table__  # type: ignore[attr-defined]
_STEP: Final[Table] = ReferralStep.__table__  # type: ignore[attr-defined]
_DEED: Final = "referrals.reply"
_WHOLE: Final = select(*shown_columns(ReplyRow, _REPLY))
_OF_EPISODE: Final = Direct(
    _WHOLE.where(_REPLY.c.episode_id == bindparam("of_episode"), is_current(_REPLY)).order_by(
        _REPLY.c.happened_on, _REPLY.c.created_at
    )
)
_VERSIONS: Final = Direct(_WHOLE.where(_REPLY.c.series_id == bindparam("of_series")).order_by(_REPLY.c.row_version))


@needs(DataClass.KLINIS, Right.INPUT)
def record(work: Work, referral_id: UUID, row_version: int, draft: ReplyDraft) -> UUID:
    """Keep an answer with the step it makes and return its series; ``desk.referral_replies`` takes the episode along.

    RulesBroken with what refuses it; a kind that does not fit the state is told with those that do. StaleRecord where the
    referral has changed since it was shown.
    """
    referral = loaded_referral(work, referral_id, row_version)
    sent_on = referral.sent_on or referral.state_on
    troubles = rules.reply_troubles(draft, referral.state, referral.state_on, sent_on, work.clock.today())
    if troubles:
        raise RulesBroken(troubles)
    reply = ReferralReply(
        id=work.new_id(),
        referral_id=referral.id,
        client_id=referral.client_id,
        episode_id=referral.episode_id,
        **draft.model_dump(),
    )
    _make_step(work, referral, reply)
    work.add(reply, _DEED)
    return reply.series_id


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct(work: Work, series_id: UUID, row_version: int, draft: ReplyDraft, reason: str) -> None:
    """Correct what is kept of an answer, with the reason; the step it made takes its day along.

    Its kind stays (``referrals.reply_kind_stays``): an answer of another kind is another answer. So does where the client was
    taken on, and the day she was (``referrals.taken_on_stays``).
    """
    old = loaded_current(work, ReferralReply, series_id, row_version)
    said = required(reason)
    if draft.kind != old.kind:
        raise RuleBroken("referrals.reply_kind_stays", field="kind")
    if draft.taken_on_in != old.taken_on_in or (old.taken_on_in and draft.happened_on != old.happened_on):
        raise RuleBroken("referrals.taken_on_stays", field="happened_on")
    step = _step_of(work, old)
    troubles = _troubles_of_correction(work, old, step, draft)
    if troubles:
        raise RulesBroken(troubles)
    new = copy_of(work, old)
    for name, value in draft.model_dump().items():
        setattr(new, name, value)
    work.correct(old, new, "referrals.correct_reply", said)
    referral = work.session.get_one(Referral, old.referral_id)
    if step is not None and step.happened_on != new.happened_on:
        moved = copy_of(work, step)
        moved.happened_on = new.happened_on
        work.correct(step, moved, "referrals.step", said)
    _settle(work, referral, "referrals.correct_reply")


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def put_aside(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put an answer that was entered by mistake into the recycle bin: the referral is again where it was before it.

    Refused where a later step stands on it (``referrals.reply_not_last``), or the client was taken on again because of it
    (``referrals.reply_took_on``).
    """
    said = required(reason)
    old = loaded_current(work, ReferralReply, series_id, row_version)
    referral, step = work.session.get_one(Referral, old.referral_id), _step_of(work, old)
    if old.taken_on_in:
        raise RuleBroken("referrals.reply_took_on")
    if step is not None:
        if _steps_of(work, referral.id)[-1].series_id != step.series_id:
            raise RuleBroken("referrals.reply_not_last")
        put_in_bin(work, ReferralStep, step.series_id, step.row_version, "referrals.step", said)
    put_in_bin(work, ReferralReply, series_id, row_version, "referrals.bin_reply", said)
    _settle(work, referral, "referrals.bin_reply")


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take an answer out of the recycle bin with its step; refused where the referral has gone another way since."""
    said = required(reason)
    reply = take_from_bin(work, ReferralReply, series_id, row_version, "referrals.restore_reply", said)
    referral = work.session.get_one(Referral, reply.referral_id)
    if reply.step_series_id is not None:
        step = _latest_step(work, reply.step_series_id)
        if step.from_state != referral.state or step.happened_on < referral.state_on:
            raise RuleBroken("referrals.reply_fits_no_longer")
        take_from_bin(work, ReferralStep, step.series_id, step.row_version, "referrals.step", said)
    elif referral.state not in rules.REPLIED:
        raise RuleBroken("referrals.reply_fits_no_longer")
    _settle(work, referral, "referrals.restore_reply")


@needs(DataClass.KLINIS, Right.MELIHAT)
def of_episode(work: Work, episode_id: UUID) -> tuple[ReplyRow, ...]:
    """Return the answers to an episode's referrals in their current versions, in the order in which they came about."""
    return tuple(ReplyRow(*row) for row in _OF_EPISODE.rows(work.connection, {"of_episode": episode_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def versions(work: Work, series_id: UUID) -> tuple[ReplyRow, ...]:
    """Return every version of an answer, the first one first."""
    return tuple(ReplyRow(*row) for row in _VERSIONS.rows(work.connection, {"of_series": series_id}))


def _make_step(work: Work, referral: Referral, reply: ReferralReply) -> None:
    """Move the referral on as the answer says; one that says nothing new only sets when the next is expected."""
    to_state = rules.REPLY_STATES.get(reply.kind, referral.state)
    due_on = due_day(work, referral.destination_id, to_state, reply.received_on, reply.expected_on)
    if to_state == referral.state:
        change_referral(work, referral, _DEED, reply_due_on=due_on)
        return
    said = reply.explanation or reply.condition
    step = enter_step(work, referral, to_state, reply.happened_on, said, _DEED, reply_due_on=due_on)
    reply.step_series_id = step.series_id
    if to_state == rules.FINISHED and reply.taken_on_in:
        enter_step(work, referral, rules.RETURNED, reply.happened_on, "", _DEED, reply_due_on=None)


def _settle(work: Work, referral: Referral, deed: str) -> None:
    """Set state, day and the next answer's day by the steps and answers that count now."""
    last, reply = _steps_of(work, referral.id)[-1], _last_reply(work, referral.id)
    since = reply.received_on if reply is not None else referral.sent_on or last.happened_on
    expected = reply.expected_on if reply is not None else None
    due_on = due_day(work, referral.destination_id, last.to_state, since, expected)
    change_referral(work, referral, deed, state=last.to_state, state_on=last.happened_on, reply_due_on=due_on)


def _troubles_of_correction(
    work: Work, old: ReferralReply, step: ReferralStep | None, draft: ReplyDraft
) -> list[RuleBroken]:
    """Return what refuses a correction: the day stays between the steps before and after."""
    referral = work.session.get_one(Referral, old.referral_id)
    steps = _steps_of(work, referral.id)
    sent_on = referral.sent_on or steps[0].happened_on
    before, after = sent_on, None
    if step is not None:
        place = next(place for place, one in enumerate(steps) if one.series_id == step.series_id)
        before = max(sent_on, steps[place - 1].happened_on) if place else sent_on
        after = steps[place + 1].happened_on if place + 1 < len(steps) else None
    is_early = step is not None and step.from_state == rules.ADMITTED
    troubles = [
        *rules.day_troubles(draft, before, work.clock.today()),
        *rules.said_troubles(draft, is_early_return=is_early),
    ]
    if after is not None and draft.happened_on is not None and draft.happened_on > after:
        day = after.strftime("%d/%m/%Y")
        troubles.append(RuleBroken("referrals.step_after_next", field="happened_on", until=day))
    return troubles


def _steps_of(work: Work, referral_id: UUID) -> list[ReferralStep]:
    query = select_records(ReferralStep).where(ReferralStep.referral_id == referral_id, is_current(_STEP))
    return sorted(work.session.exec(query), key=lambda step: rules.ORDER.index(step.to_state))


def _step_of(work: Work, reply: ReferralReply) -> ReferralStep | None:
    return None if reply.step_series_id is None else _latest_step(work, reply.step_series_id)


def _latest_step(work: Work, series_id: UUID) -> ReferralStep:
    query = select_records(ReferralStep).where(ReferralStep.series_id == series_id)
    return work.session.exec(query.order_by(col(ReferralStep.row_version).desc()).limit(1)).one()


def _last_reply(work: Work, referral_id: UUID) -> ReferralReply | None:
    query = (
        select_records(ReferralReply)
        .where(ReferralReply.referral_id == referral_id, is_current(_REPLY))
        .order_by(col(ReferralReply.received_on).desc(), col(ReferralReply.created_at).desc())
    )
    return work.session.exec(query).first()
