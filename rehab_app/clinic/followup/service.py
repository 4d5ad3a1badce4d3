"""Calls to those who stay away: recorded, and corrected with a reason; each version is kept."""

from uuid import UUID

from sqlmodel import select

from rehab_app.clinic.clients.model import ClientContact
from rehab_app.clinic.episodes.loading import loaded_episode, require_not_closed
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.followup import rules
from rehab_app.clinic.followup.draft import CallDraft
from rehab_app.clinic.followup.facts import FollowupChanged
from rehab_app.clinic.followup.model import ContactCall
from rehab_app.clinic.sessions.queries import may_read_notes
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work


@needs(DataClass.KLINIS, Right.INPUT)
def record_call(work: Work, episode_id: UUID, draft: CallDraft) -> UUID:
    """Record an attempt to reach a client and return its series; raises RulesBroken with what refuses the draft.

    ``episodes.closed`` where the episode has ended.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    call = _call(work, episode, draft)
    work.add(call, "followup.call")
    _publish(work, call)
    return call.series_id


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_call(work: Work, series_id: UUID, row_version: int, draft: CallDraft, reason: str) -> None:
    """Write a corrected version of a call, with the reason; the instant stays where the draft gives none.

    What was said is kept from those who may not read it: NotAllowed ``followup.said_withheld`` where they would replace it.
    """
    old = loaded_current(work, ContactCall, series_id, row_version)
    reason = required(reason)
    is_mine = old.created_by == work.actor.user_id
    if old.said and draft.said != old.said and not (is_mine or may_read_notes(work, old.episode_id)):
        raise NotAllowed("followup.said_withheld", field="said")
    kept = draft if draft.called_at is not None else draft.model_copy(update={"called_at": old.called_at})
    new = _call(work, loaded_episode(work, old.episode_id), kept, old.contact_id)
    work.correct(old, new, "followup.correct_call", reason)
    _publish(work, new)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def bin_call(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a call that was entered by mistake into the recycle bin, with the reason."""
    reason = required(reason)
    _publish(work, put_in_bin(work, ContactCall, series_id, row_version, "followup.bin_call", reason))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore_call(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a call out of the recycle bin as it was."""
    reason = required(reason)
    _publish(work, take_from_bin(work, ContactCall, series_id, row_version, "followup.restore_call", reason))


def _call(work: Work, episode: Episode, draft: CallDraft, kept: UUID | None = None) -> ContactCall:
    """Return a call that no rule refuses; ``kept`` is a contact that the earlier version named, and may be removed since."""
    now = work.clock.now()
    troubles = rules.call_troubles(draft, episode.registered_on, now, work.clock.zone)
    if draft.contact_id is not None and not _stands_by(work, episode.client_id, draft.contact_id, kept):
        troubles.append(RuleBroken("followup.unknown_contact", field="contact_id"))
    if troubles:
        raise RulesBroken(troubles)
    values = draft.model_dump() | {"called_at": draft.instant(now)}
    return ContactCall(id=work.new_id(), client_id=episode.client_id, episode_id=episode.id, **values)


def _stands_by(work: Work, client_id: UUID, contact_id: UUID, kept: UUID | None) -> bool:
    contact = work.session.exec(select(ClientContact).where(ClientContact.id == contact_id)).first()
    if contact is None or contact.client_id != client_id:
        return False
    return not contact.is_removed or contact.id == kept


def _publish(work: Work, call: ContactCall) -> None:
    work.publish(FollowupChanged(call.series_id, call.episode_id, call.client_id))
