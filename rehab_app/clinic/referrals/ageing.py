"""The ageing list: every referral that waits for something, the answer longest overdue first."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, Table, and_, exists, or_, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.referrals.model import Destination, Referral, ReferralReply, ReferralStep
from rehab_app.clinic.referrals.rows import AgeingRow
from rehab_app.clinic.referrals.rules import (
    ADMITTED,
    AWAITING_REPLY,
    DRAFT,
    FINISHED,
    LETTER,
    OPEN,
    REFUSED,
    SUBMITTED,
    NextStep,
    next_step,
)
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_REFERRAL: Final[Table] = Referral.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_DESTINATION: Final[Table] = Destination.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_STEP: Final[Table] = ReferralStep.__table__  # type: ignore[attr-defined]
_REPLY: Final[Table] = ReferralReply.__table__  # type: ignore[attr-defined]
_NEVER: Final = date.max


@needs(DataClass.KLINIS, Right.MELIHAT)
def ageing(work: Work) -> tuple[AgeingRow, ...]:
    """Return the referrals that wait: those overdue longest first, then by the day due, then what waits for the clinic itself.

    A referral that was refused or finished stays on the list until its client is taken on again.
    """
    replies, sent = _last_replies(work), _submitted_days(work)
    usual = int(setting(work, "referral_reply_days"))
    today = work.clock.today()
    rows = [_row(row, replies, sent, usual, today) for row in work.connection.execute(_WAITING)]
    return tuple(sorted(rows, key=lambda row: (row.due_on or _NEVER, row.sent_on or row.state_on, row.rm_number)))


@needs(DataClass.KLINIS, Right.MELIHAT)
def unanswered(work: Work) -> tuple[AgeingRow, ...]:
    """Return the rows of the ageing list on which somebody should act or wait for a word, the longest overdue first.

    Left out are those whose letter was not issued yet, and clients who are in and whose next report is not due.
    """
    quiet = {NextStep.ISSUE, NextStep.PROGRESS}
    return tuple(row for row in ageing(work) if row.next_step not in quiet)


def _waiting() -> Select[Any]:
    other = _REFERRAL.alias()
    has_open = exists(select(1).where(other.c.episode_id == _REFERRAL.c.episode_id, other.c.state.in_(OPEN)))
    newer = _REFERRAL.alias()
    has_newer = exists(
        select(1).where(newer.c.episode_id == _REFERRAL.c.episode_id, newer.c.created_at > _REFERRAL.c.created_at)
    )
    left_behind = and_(
        _REFERRAL.c.state.in_((REFUSED, FINISHED)),
        _EPISODE.c.state == State.REFERRED.value,
        ~has_open.correlate(_REFERRAL),
        ~has_newer.correlate(_REFERRAL),
    )
    joined = (
        _REFERRAL.join(_CLIENT, _CLIENT.c.id == _REFERRAL.c.client_id)
        .join(_DESTINATION, _DESTINATION.c.id == _REFERRAL.c.destination_id)
        .join(_EPISODE, _EPISODE.c.id == _REFERRAL.c.episode_id)
    )
    shown = (
        _CLIENT.c.rm_number,
        _CLIENT.c.initials,
        _DESTINATION.c.name,
        _DESTINATION.c.phone,
        _DESTINATION.c.checklist,
        _DESTINATION.c.reply_days,
    )
    named = [column for column in _REFERRAL.c if column.name not in {"reason", "escort"}]
    return select(*named, *shown).select_from(joined).where(or_(_REFERRAL.c.state.in_(OPEN), left_behind))


_WAITING: Final = _waiting()


def _submitted_days(work: Work) -> Mapping[UUID, date]:
    """Return when the open referrals were submitted; those from before the reply slips have no other day."""
    query = (
        select(_STEP.c.referral_id, _STEP.c.happened_on)
        .join(_REFERRAL, _REFERRAL.c.id == _STEP.c.referral_id)
        .where(_REFERRAL.c.sent_on.is_(None), _STEP.c.to_state == SUBMITTED, is_current(_STEP))
    )
    return {row.referral_id: row.happened_on for row in work.connection.execute(query)}


def _last_replies(work: Work) -> Mapping[UUID, tuple[str, date]]:
    query = (
        select(_REPLY.c.referral_id, _REPLY.c.kind, _REPLY.c.received_on)
        .join(_REFERRAL, _REFERRAL.c.id == _REPLY.c.referral_id)
        .where(_REFERRAL.c.state.in_((*OPEN, REFUSED, FINISHED)), is_current(_REPLY))
        .order_by(_REPLY.c.received_on, _REPLY.c.created_at)
    )
    return {row.referral_id: (row.kind, row.received_on) for row in work.connection.execute(query)}


def _row(
    row: Row[Any],
    replies: Mapping[UUID, tuple[str, date]],
    submitted: Mapping[UUID, date],
    usual: int,
    today: date,
) -> AgeingRow:
    sent_on = row.sent_on or submitted.get(row.id)
    due_on = row.reply_due_on
    if due_on is None and row.state in AWAITING_REPLY and sent_on is not None:
        due_on = max(sent_on, row.state_on) + timedelta(days=row.reply_days or usual)
    is_awaited = due_on is not None and row.state in {*AWAITING_REPLY, ADMITTED}
    late = max(0, (today - due_on).days) if is_awaited and due_on is not None else None
    kind, told_on = replies.get(row.id, ("", None))
    return AgeingRow(
        id=row.id,
        row_version=row.row_version,
        client_id=row.client_id,
        episode_id=row.episode_id,
        rm_number=row.rm_number,
        initials=row.initials,
        destination_id=row.destination_id,
        destination=row.name,
        phone=row.phone,
        state=row.state,
        state_on=row.state_on,
        letter_id=row.letter_id,
        reply_code=row.reply_code or "",
        sent_on=sent_on,
        days=(today - sent_on).days if sent_on is not None else None,
        due_on=due_on if is_awaited else None,
        late_days=late,
        last_reply=kind,
        last_reply_on=told_on,
        missing_documents=_missing(row) if row.state in {DRAFT, *AWAITING_REPLY} else (),
        next_step=next_step(row.state, is_late=bool(late)),
    )


def _missing(row: Row[Any]) -> tuple[str, ...]:
    ready = {*row.documents, *([LETTER] if row.letter_id else [])}
    return tuple(code for code in row.checklist if code not in ready)
