"""Consents: recorded, corrected and withdrawn, each as a version that keeps the earlier one."""

from datetime import datetime
from uuid import UUID

from rehab_app.clinic.consent import rules
from rehab_app.clinic.consent.draft import ConsentDraft, WithdrawalDraft
from rehab_app.clinic.consent.facts import ConsentRecorded
from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.episodes.loading import loaded_client, loaded_episode, person_of
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import require_guardian_present
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import day_of
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import copy_of, loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def record_consent(work: Work, episode_id: UUID, draft: ConsentDraft) -> UUID:
    """Record a signed consent and return its series.

    Waits where a client under 18 waits for a guardian (``episodes.waiting_guardian``); RulesBroken with what refuses the
    draft.
    """
    episode = loaded_episode(work, episode_id)
    require_guardian_present(episode)
    consent = _consent(work, episode, draft)
    work.add(consent, "consent.record")
    _publish(work, consent)
    return consent.series_id


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def correct_consent(work: Work, series_id: UUID, row_version: int, draft: ConsentDraft, reason: str) -> None:
    """Write a corrected version, with the reason; a consent that was withdrawn is corrected no more."""
    old = _loaded(work, series_id, row_version)
    said = required(reason)
    new = _consent(work, loaded_episode(work, old.episode_id), draft)
    work.correct(old, new, "consent.correct", said)
    _publish(work, new)


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def withdraw(work: Work, series_id: UUID, row_version: int, draft: WithdrawalDraft) -> datetime:
    """Withdraw a consent and return when processing must have stopped.

    Nothing is disclosed on it from now on; the deadline is the law's latest (UU 27/2022: 3 x 24 hours from the request).
    """
    old = _loaded(work, series_id, row_version)
    now = work.clock.now()
    asked_at = draft.asked_at or now
    rules.require_asked_at(asked_at, old.signed_on, now, day_of(asked_at, work.clock.zone))
    new = copy_of(work, old)
    new.is_withdrawn = True
    new.withdrawn_at = asked_at
    work.correct(old, new, "consent.withdraw", draft.remark)
    _publish(work, new)
    return rules.stop_by(asked_at)


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def report_stopped(work: Work, series_id: UUID, row_version: int, said: str) -> None:
    """Report that the processing a withdrawal asked to stop has stopped, and what was done (``said``); ends its clock."""
    old = loaded_current(work, Consent, series_id, row_version)
    if not old.is_withdrawn:
        raise RuleBroken("consent.not_withdrawn")
    if old.stopped_at is not None:
        raise RuleBroken("consent.already_stopped")
    new = copy_of(work, old)
    new.stopped_at = work.clock.now()
    work.correct(old, new, "consent.stopped", required(said, "said"))
    _publish(work, new)


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def bin_consent(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a consent that was entered by mistake into the recycle bin; what was withdrawn stays on record."""
    _loaded(work, series_id, row_version)
    _publish(work, put_in_bin(work, Consent, series_id, row_version, "consent.bin", required(reason)))


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def restore_consent(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a consent out of the recycle bin as it was."""
    _publish(work, take_from_bin(work, Consent, series_id, row_version, "consent.restore", required(reason)))


def _consent(work: Work, episode: Episode, draft: ConsentDraft) -> Consent:
    person = person_of(loaded_client(work, episode.client_id))
    troubles = rules.consent_troubles(draft, person, episode.registered_on, work.clock.today())
    if troubles or draft.signed_on is None:
        raise RulesBroken(troubles)
    return Consent(id=work.new_id(), client_id=episode.client_id, episode_id=episode.id, **rules.tidied(draft))


def _loaded(work: Work, series_id: UUID, row_version: int) -> Consent:
    consent = loaded_current(work, Consent, series_id, row_version)
    if consent.is_withdrawn:
        raise RuleBroken("consent.already_withdrawn")
    return consent


def _publish(work: Work, consent: Consent) -> None:
    work.publish(ConsentRecorded(consent.series_id, consent.episode_id, consent.client_id, consent.is_withdrawn))
