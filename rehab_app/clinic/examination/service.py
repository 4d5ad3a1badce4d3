"""Examinations: recorded, corrected and put aside, each as a version that keeps the earlier one."""

from uuid import UUID

from rehab_app.clinic.episodes.loading import loaded_client, loaded_episode, person_of, require_not_closed
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.examination import rules
from rehab_app.clinic.examination.draft import ExaminationDraft
from rehab_app.clinic.examination.facts import ExaminationRecorded
from rehab_app.clinic.examination.model import Examination
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RulesBroken
from rehab_app.foundation.notices import Notice, Recorded
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work


@needs(DataClass.KLINIS, Right.INPUT)
def record_examination(work: Work, episode_id: UUID, draft: ExaminationDraft) -> Recorded:
    """Record an examination and return its series with what is unusual in it.

    RulesBroken with every rule that refuses it; ``episodes.closed`` on an episode that has ended. Allowed while a client under
    18 waits for a guardian: it is urgent care.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    examination = _examination(work, episode, draft, work.actor.user_id)
    work.add(examination, "examination.record")
    _publish(work, examination)
    return Recorded(examination.series_id, rules.notices(draft))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_examination(
    work: Work, series_id: UUID, row_version: int, draft: ExaminationDraft, reason: str
) -> tuple[Notice, ...]:
    """Write a corrected version with the reason, and return what is unusual in it; who examined stays."""
    old = loaded_current(work, Examination, series_id, row_version)
    text = required(reason)
    new = _examination(work, loaded_episode(work, old.episode_id), draft, old.examined_by)
    work.correct(old, new, "examination.correct", text)
    _publish(work, new)
    return rules.notices(draft)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def bin_examination(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put an examination that was entered by mistake into the recycle bin, with the reason."""
    text = required(reason)
    _publish(work, put_in_bin(work, Examination, series_id, row_version, "examination.bin", text))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore_examination(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take an examination out of the recycle bin as it was, with the reason."""
    text = required(reason)
    _publish(work, take_from_bin(work, Examination, series_id, row_version, "examination.restore", text))


def _examination(work: Work, episode: Episode, draft: ExaminationDraft, examined_by: UUID) -> Examination:
    person = person_of(loaded_client(work, episode.client_id))
    troubles = rules.examination_troubles(draft, person, episode.registered_on, work.clock.today())
    if troubles or draft.examined_on is None:
        raise RulesBroken(troubles)
    values = draft.model_dump() | {
        "signs": list(dict.fromkeys(draft.signs)),
        "comorbidities": list(dict.fromkeys(draft.comorbidities)),
        "findings": {system: words for system, words in draft.findings.items() if words},
    }
    return Examination(
        id=work.new_id(), client_id=episode.client_id, episode_id=episode.id, examined_by=examined_by, **values
    )


def _publish(work: Work, examination: Examination) -> None:
    work.publish(ExaminationRecorded(examination.series_id, examination.episode_id, examination.client_id))
