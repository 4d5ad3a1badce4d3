"""Diagnoses: made by the doctor, corrected, ended and put aside, each as a version that keeps the earlier one.

An episode may have several, at most one of those still held is the main one, and none is held twice.
"""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Table
from sqlmodel import col, select

from rehab_app.clinic.diagnoses import rules
from rehab_app.clinic.diagnoses.draft import DiagnosisDraft
from rehab_app.clinic.diagnoses.facts import DiagnosisRecorded
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.episodes.loading import loaded_client, loaded_episode, person_of, require_not_closed
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import copy_of, is_current, loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work

_DIAGNOSIS: Final[Table] = Diagnosis.__table__  # type: ignore[attr-defined]


@needs(DataClass.KLINIS, Right.INPUT)
def record_diagnosis(work: Work, episode_id: UUID, draft: DiagnosisDraft) -> UUID:
    """Keep a diagnosis of the acting doctor and return its series; made main, it takes that place from the earlier one.

    NotAllowed ``diagnoses.doctor_only`` for everybody else; RulesBroken with every rule that refuses it, ``diagnoses.twice``
    among them where the code is held already; ``episodes.closed`` on an episode that has ended.
    """
    rules.require_doctor(work.actor)
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    diagnosis = _diagnosis(work, episode, draft, work.actor.user_id, None)
    _give_way(work, diagnosis, None)
    work.add(diagnosis, "diagnoses.record")
    _publish(work, diagnosis)
    return diagnosis.series_id


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_diagnosis(work: Work, series_id: UUID, row_version: int, draft: DiagnosisDraft, reason: str) -> None:
    """Write a corrected version with the reason; who made it and when it ended stay. Raises as ``record_diagnosis`` does."""
    rules.require_doctor(work.actor)
    old = loaded_current(work, Diagnosis, series_id, row_version)
    text = required(reason)
    new = _diagnosis(work, loaded_episode(work, old.episode_id), draft, old.made_by, old)
    _give_way(work, new, series_id)
    work.correct(old, new, "diagnoses.correct", text)
    _publish(work, new)


@needs(DataClass.KLINIS, Right.INPUT)
def end_diagnosis(work: Work, series_id: UUID, row_version: int, ended_on: date | None, reason: str) -> None:
    """Write from which day the doctor no longer holds a diagnosis, and why; ``diagnoses.ended`` where that stands already."""
    rules.require_doctor(work.actor)
    old = loaded_current(work, Diagnosis, series_id, row_version)
    text = required(reason)
    if old.ended_on is not None:
        raise RuleBroken("diagnoses.ended")
    new = copy_of(work, old)
    new.ended_on = rules.require_end(ended_on, old.made_on, work.clock.today())
    work.correct(old, new, "diagnoses.end", text)
    _publish(work, new)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def resume_diagnosis(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Hold a diagnosis again that was ended by mistake; the main place stays with the one that has it by now."""
    rules.require_doctor(work.actor)
    old = loaded_current(work, Diagnosis, series_id, row_version)
    text = required(reason)
    if old.ended_on is None:
        raise RuleBroken("diagnoses.not_ended")
    new = copy_of(work, old)
    new.ended_on = None
    _fit_in(work, new, series_id)
    work.correct(old, new, "diagnoses.resume", text)
    _publish(work, new)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def bin_diagnosis(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a diagnosis that was entered by mistake into the recycle bin, with the reason."""
    rules.require_doctor(work.actor)
    text = required(reason)
    _publish(work, put_in_bin(work, Diagnosis, series_id, row_version, "diagnoses.bin", text))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore_diagnosis(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a diagnosis out of the recycle bin; ``diagnoses.twice`` where its code is held again by now.

    Where another is the main one by now, it comes back as a further one.
    """
    rules.require_doctor(work.actor)
    text = required(reason)
    restored = take_from_bin(work, Diagnosis, series_id, row_version, "diagnoses.restore", text)
    if restored.ended_on is None:
        fitted = copy_of(work, restored)
        _fit_in(work, fitted, series_id)
        if fitted.is_main != restored.is_main:
            work.correct(restored, fitted, "diagnoses.not_main", text)
    _publish(work, restored)


def _diagnosis(
    work: Work, episode: Episode, draft: DiagnosisDraft, made_by: UUID, corrected: Diagnosis | None
) -> Diagnosis:
    """Return a diagnosis that no rule refuses, with the end of the one it corrects; raises RulesBroken."""
    person = person_of(loaded_client(work, episode.client_id))
    troubles = rules.diagnosis_troubles(draft, person, episode.registered_on, work.clock.today())
    ended_on = corrected.ended_on if corrected else None
    if ended_on is None and _is_held(work, episode.id, draft.code, corrected.series_id if corrected else None):
        troubles.append(RuleBroken("diagnoses.twice", field="code"))
    if ended_on is not None and draft.made_on is not None and draft.made_on > ended_on:
        troubles.append(RuleBroken("diagnoses.made_after_end", field="made_on"))
    if troubles or draft.made_on is None:
        raise RulesBroken(troubles)
    return Diagnosis(
        id=work.new_id(),
        client_id=episode.client_id,
        episode_id=episode.id,
        made_by=made_by,
        ended_on=ended_on,
        **draft.model_dump(),
    )


def _held(work: Work, episode_id: UUID, but: UUID | None) -> list[Diagnosis]:
    """Return the diagnoses of an episode that are still held, all but one series."""
    query = select(Diagnosis).where(
        Diagnosis.episode_id == episode_id, col(Diagnosis.ended_on).is_(None), is_current(_DIAGNOSIS)
    )
    return [held for held in work.session.exec(query) if held.series_id != but]


def _is_held(work: Work, episode_id: UUID, code: str, but: UUID | None) -> bool:
    return any(held.code == code for held in _held(work, episode_id, but))


def _give_way(work: Work, diagnosis: Diagnosis, but: UUID | None) -> None:
    """Let the earlier main diagnosis become a further one where ``diagnosis`` is main and still held."""
    if not diagnosis.is_main or diagnosis.ended_on is not None:
        return
    for earlier in _held(work, diagnosis.episode_id, but):
        if earlier.is_main:
            new = copy_of(work, earlier)
            new.is_main = False
            work.correct(earlier, new, "diagnoses.not_main", f"diagnosis utama: {diagnosis.code}")
            _publish(work, new)


def _fit_in(work: Work, diagnosis: Diagnosis, series_id: UUID) -> None:
    """Refuse a diagnosis that is held again and whose code another holds; leave the main place to the one that has it."""
    others = _held(work, diagnosis.episode_id, series_id)
    if any(held.code == diagnosis.code for held in others):
        raise RuleBroken("diagnoses.twice", field="code")
    diagnosis.is_main = diagnosis.is_main and not any(held.is_main for held in others)


def _publish(work: Work, diagnosis: Diagnosis) -> None:
    work.publish(DiagnosisRecorded(diagnosis.series_id, diagnosis.episode_id, diagnosis.client_id))
