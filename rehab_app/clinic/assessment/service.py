"""Screenings and use profiles: scored, recorded, and corrected as versions that keep the earlier one."""

from uuid import UUID

from sqlmodel import select

from rehab_app.clinic.assessment import rules
from rehab_app.clinic.assessment.draft import ScreeningDraft, UseProfileDraft
from rehab_app.clinic.assessment.facts import ScreeningRecorded, UseProfileRecorded
from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.assessment.queries import ASSIST
from rehab_app.clinic.assessment.rows import COMPLETE, PARTIAL
from rehab_app.clinic.assessment.rules import Result
from rehab_app.clinic.episodes.loading import loaded_client, loaded_episode, person_of, require_not_closed
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken
from rehab_app.instruments import registry
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.versions import loaded_current
from rehab_app.store.work import Work


@needs(DataClass.KLINIS, Right.INPUT)
def score_answers(work: Work, answers: object) -> Result:
    """Score ASSIST answers under the office's settings without keeping anything, for the form to show as it is filled.

    Raises RuleBroken that names the item of an impossible answer.
    """
    settings = rules.routing_settings(setting(work, "routing_letters"), setting(work, "routing_classes"))
    return rules.score(answers, settings)


@needs(DataClass.KLINIS, Right.INPUT)
def record_screening(work: Work, episode_id: UUID, draft: ScreeningDraft) -> UUID:
    """Score a filled ASSIST, keep answers, scores, proposal and choice, and return its series.

    RulesBroken with every rule that refuses it; ``episodes.closed`` on an episode that has ended. Allowed while a client under
    18 waits for a guardian: it is urgent care.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    screening = _screening(work, episode, draft, work.actor.user_id)
    work.add(screening, "assessment.record_screening")
    _publish_screening(work, screening)
    return screening.series_id


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_screening(work: Work, series_id: UUID, row_version: int, draft: ScreeningDraft, reason: str) -> None:
    """Write a corrected version with the reason, scored anew; who took it stays, who corrected it is its author."""
    old = loaded_current(work, Screening, series_id, row_version)
    text = required(reason)
    new = _screening(work, loaded_episode(work, old.episode_id), draft, old.taken_by)
    work.correct(old, new, "assessment.correct_screening", text)
    _publish_screening(work, new)


@needs(DataClass.KLINIS, Right.INPUT)
def record_use_profile(work: Work, episode_id: UUID, draft: UseProfileDraft) -> UUID:
    """Keep how the client of an episode uses, and return its series; there is one for each episode.

    A diagnosis is set by a doctor (NotAllowed ``assessment.doctor_only``). ``assessment.profile_exists`` where there is one.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    if work.session.exec(select(UseProfile.id).where(UseProfile.episode_id == episode_id)).first():
        raise RuleBroken("assessment.profile_exists")
    profile = _profile(work, episode, draft, known_diagnosis="")
    work.add(profile, "assessment.record_use_profile")
    work.publish(UseProfileRecorded(profile.series_id, episode.id, episode.client_id))
    return profile.series_id


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_use_profile(work: Work, series_id: UUID, row_version: int, draft: UseProfileDraft, reason: str) -> None:
    """Write the next version, with the reason; a diagnosis is altered or taken out by a doctor alone."""
    old = loaded_current(work, UseProfile, series_id, row_version)
    text = required(reason)
    new = _profile(work, loaded_episode(work, old.episode_id), draft, known_diagnosis=old.diagnosis)
    work.correct(old, new, "assessment.correct_use_profile", text)
    work.publish(UseProfileRecorded(new.series_id, new.episode_id, new.client_id))


def _screening(work: Work, episode: Episode, draft: ScreeningDraft, taken_by: UUID) -> Screening:
    person = person_of(loaded_client(work, episode.client_id))
    result = score_answers(work, draft.answers)
    troubles = rules.screening_troubles(draft, result.proposal, person, episode.registered_on, work.clock.today())
    if troubles or draft.taken_on is None:
        raise RulesBroken(troubles)
    return Screening(
        id=work.new_id(),
        client_id=episode.client_id,
        episode_id=episode.id,
        instrument=ASSIST,
        key_version=result.key_version,
        taken_on=draft.taken_on,
        taken_by=taken_by,
        answers=draft.answers,
        scores=dict(result.scored.scores),
        bands=dict(result.scored.bands),
        main_substance=result.main_substance,
        proposal=result.proposal,
        routing=draft.routing,
        status=PARTIAL if registry.missing(ASSIST, result.key_version, draft.answers) else COMPLETE,
        reasons={name: why.code for name, why in result.scored.reasons.items()},
        override_reason=draft.override_reason if draft.routing != result.proposal else "",
    )


def _profile(work: Work, episode: Episode, draft: UseProfileDraft, known_diagnosis: str) -> UseProfile:
    if draft.diagnosis != known_diagnosis and not work.actor.has(Role.DOKTER):
        raise NotAllowed("assessment.doctor_only", field="diagnosis")
    person = person_of(loaded_client(work, episode.client_id))
    troubles = rules.profile_troubles(draft, person, episode.registered_on, work.clock.today())
    if troubles or draft.assessed_on is None:
        raise RulesBroken(troubles)
    return UseProfile(id=work.new_id(), client_id=episode.client_id, episode_id=episode.id, **draft.model_dump())


def _publish_screening(work: Work, screening: Screening) -> None:
    work.publish(ScreeningRecorded(screening.series_id, screening.episode_id, screening.client_id, screening.routing))
