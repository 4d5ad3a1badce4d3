"""Summons 1-2-3 and notices to the penyidik: prepared, marked as sent, cancelled; each change is a version of its own."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Table, false, func, select

from rehab_app.clinic.episodes.loading import loaded_episode, require_not_closed
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.followup import rules
from rehab_app.clinic.followup.draft import SummonsDraft
from rehab_app.clinic.followup.facts import FollowupChanged
from rehab_app.clinic.followup.model import Summons
from rehab_app.clinic.followup.queries import missed_days
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.versions import copy_of, is_current, loaded_current
from rehab_app.store.work import Work

_SUMMONS: Final[Table] = Summons.__table__  # type: ignore[attr-defined]
_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]


@needs(DataClass.KLINIS, Right.INPUT)
def prepare_summons(work: Work, episode_id: UUID, kind: str, draft: SummonsDraft) -> UUID:
    """Prepare a summons, or a notice to the penyidik (``kind`` of the list ``summons_kind``), and return its series.

    A summons takes the next number since the client last came: the second only after the first was sent and the setting's
    ``summons_after_days`` are over, no fourth. The penyidik is told of compulsory clients alone
    (``followup.notice_only_compulsory``); her agency and investigator are the addressee where none is typed. The days of the
    missed meetings are taken from the record. Raises RulesBroken or RuleBroken with what refuses it.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    troubles = rules.summons_troubles(draft, episode.registered_on, work.clock.today())
    if kind not in {rules.SUMMONS, rules.NOTICE}:
        troubles.append(RuleBroken("lists.unknown", field="kind", list="summons_kind", value=kind))
    if kind == rules.NOTICE:
        troubles += _notice_troubles(episode, draft)
    if troubles or draft.dated_on is None:
        raise RulesBroken(troubles)
    summons = Summons(
        id=work.new_id(),
        client_id=episode.client_id,
        episode_id=episode.id,
        kind=kind,
        number=_number(work, episode_id, kind, draft.dated_on),
        missed_on=[day.isoformat() for day in missed_days(work, episode_id)],
        **draft.model_dump() | {"addressee": draft.addressee or _addressee(episode, kind)},
    )
    work.add(summons, "followup.prepare_summons")
    _publish(work, summons)
    return summons.series_id


@needs(DataClass.KLINIS, Right.INPUT)
def mark_sent(
    work: Work, series_id: UUID, row_version: int, sent_on: date | None, letter_id: UUID | None = None
) -> None:
    """Enter the day on which a prepared summons was sent, with its issued letter where it has one.

    The day lies between that of the summons and today. Raises RuleBroken ``followup.already_sent`` or ``followup.cancelled``.
    """
    old = _open(work, series_id, row_version)
    require_not_closed(loaded_episode(work, old.episode_id))
    if sent_on is None:
        raise RuleBroken("draft.required", field="sent_on")
    if not old.dated_on <= sent_on <= work.clock.today():
        raise RuleBroken("followup.sent_on_wrong_day", field="sent_on", day=format_short(old.dated_on))
    new = copy_of(work, old)
    new.sent_on, new.letter_id = sent_on, letter_id
    work.correct(old, new, "followup.send_summons", "")
    _publish(work, new)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def cancel_summons(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Cancel a summons with the reason; its number is given again.

    One that a later summons stands on stays: RuleBroken("followup.later_exists").
    """
    old = loaded_current(work, Summons, series_id, row_version)
    if old.is_cancelled:
        raise RuleBroken("followup.cancelled")
    reason = required(reason)
    if any(later.number > old.number for later in _row_of(work, old.episode_id, old.kind)):
        raise RuleBroken("followup.later_exists")
    new = copy_of(work, old)
    new.is_cancelled = True
    work.correct(old, new, "followup.cancel_summons", reason)
    _publish(work, new)


def _open(work: Work, series_id: UUID, row_version: int) -> Summons:
    summons = loaded_current(work, Summons, series_id, row_version)
    if summons.is_cancelled:
        raise RuleBroken("followup.cancelled")
    if summons.sent_on is not None:
        raise RuleBroken("followup.already_sent")
    return summons


def _number(work: Work, episode_id: UUID, kind: str, dated_on: date) -> int:
    earlier = _row_of(work, episode_id, kind)
    if kind == rules.SUMMONS:
        return rules.next_number(earlier, dated_on, int(setting(work, "summons_after_days")))
    return max((one.number for one in earlier), default=0) + 1


def _row_of(work: Work, episode_id: UUID, kind: str) -> list[rules.Earlier]:
    """Return the summons of a kind since the client last came, those that were cancelled left out."""
    came = (
        select(func.max(_SESSION.c.held_on))
        .where(_SESSION.c.episode_id == episode_id, _SESSION.c.attendance.in_(held_codes()), is_current(_SESSION))
        .scalar_subquery()
    )
    query = select(_SUMMONS.c.number, _SUMMONS.c.sent_on).where(
        _SUMMONS.c.episode_id == episode_id,
        _SUMMONS.c.kind == kind,
        _SUMMONS.c.is_cancelled == false(),
        _SUMMONS.c.dated_on > func.coalesce(came, date.min),
        is_current(_SUMMONS),
    )
    return [rules.Earlier(row.number, row.sent_on) for row in work.connection.execute(query)]


def _notice_troubles(episode: Episode, draft: SummonsDraft) -> list[RuleBroken]:
    if episode.channel != rules.COMPULSORY:
        return [RuleBroken("followup.notice_only_compulsory", field="kind")]
    if not draft.addressee and not _addressee(episode, rules.NOTICE):
        return [RuleBroken("draft.required", field="addressee")]
    return []


def _addressee(episode: Episode, kind: str) -> str:
    """Return whom the episode names: the penyidik and her agency; a summons goes to the client herself."""
    if kind != rules.NOTICE:
        return ""
    return ", ".join(part for part in (episode.investigator.strip(), episode.agency.strip()) if part)


def _publish(work: Work, summons: Summons) -> None:
    work.publish(FollowupChanged(summons.series_id, summons.episode_id, summons.client_id))
