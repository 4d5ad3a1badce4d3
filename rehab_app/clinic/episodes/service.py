"""Episodes: opened, corrected, moved through their states and ended. Every change of state leaves a step."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from rehab_app.clinic.clients.search_index import add_registration
from rehab_app.clinic.episodes import rules
from rehab_app.clinic.episodes.draft import CloseDraft, EpisodeDraft, OutpatientDraft, ReporterDraft
from rehab_app.clinic.episodes.facts import EpisodeChanged, EpisodeOpened
from rehab_app.clinic.episodes.loading import (
    last_step_day,
    loaded_client,
    loaded_episode,
    person_of,
    require_caring_account,
    require_not_closed,
)
from rehab_app.clinic.episodes.model import Episode, EpisodeStep
from rehab_app.clinic.episodes.rows import Opened
from rehab_app.clinic.episodes.rules import Earlier, Modality, Person, State
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken
from rehab_app.office.numbers.counters import take_number
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

REGISTRATION_SERIES: Final = "registration"


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def open_episode(work: Work, client_id: UUID, draft: EpisodeDraft) -> Opened:
    """Register a client for a masa perawatan and return its numbers with what should be said.

    The registration number is the next of the year of ``registered_on``; the masa perawatan is counted per person. Raises
    RulesBroken with every rule that refuses the draft; ``episodes.open_exists`` where the client has an episode that has not
    ended. A third period is registered with a notice, never refused.
    """
    client = loaded_client(work, client_id)
    person = person_of(client)
    before = _episodes_of(work, client_id)
    troubles = _troubles(work, draft, person, before)
    if troubles or draft.registered_on is None:
        raise RulesBroken(troubles)
    day = draft.registered_on
    is_waiting = rules.waits_for_guardian(draft, person, day, work.clock.today())
    episode = Episode(
        id=work.new_id(),
        client_id=client_id,
        registration_number=_next_number(work, day.year),
        period_number=len(before) + 1,
        is_waiting_guardian=is_waiting,
        age_at_registration=person.age(day),
        sex_at_registration=person.sex,
        place_code_at_registration=person.place_code,
        occupation_at_registration=person.occupation,
        education_at_registration=person.education,
        **rules.tidied(draft),
    )
    work.add(episode, "episodes.open")
    add_registration(work.connection, client_id, episode.registration_number)
    _add_step(work, episode, "", State.REGISTERED, day, "")
    work.publish(EpisodeOpened(episode.id, client_id))
    notices = rules.notices(episode.period_number, is_waiting_guardian=is_waiting)
    return Opened(episode.id, episode.registration_number, episode.period_number, is_waiting, notices)


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def change_episode(work: Work, episode_id: UUID, row_version: int, draft: EpisodeDraft) -> None:
    """Correct a registration. Its number and period stay; age is reckoned anew where the day changed.

    Raises RulesBroken as ``open_episode`` does, and ``episodes.step_before`` where a later step lies before the new day.
    """
    episode = loaded_episode(work, episode_id, row_version)
    client = loaded_client(work, episode.client_id)
    person = person_of(client)
    others = [other for other in _episodes_of(work, client.id) if other.period_number < episode.period_number]
    troubles = _troubles(work, draft, person, others)
    if draft.registered_on is not None and (first := _first_move(work, episode)) and first < draft.registered_on:
        troubles.append(RuleBroken("episodes.step_before", field="registered_on", day=format_short(first)))
    if troubles or draft.registered_on is None:
        raise RulesBroken(troubles)
    if draft.registered_on != episode.registered_on:
        _correct_registration_step(work, episode, draft.registered_on)
    for name, value in rules.tidied(draft).items():
        setattr(episode, name, value)
    _reckon_anew(work, episode, person)
    _changed(work, episode, "episodes.change")


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def complete_registrations(work: Work, client_id: UUID) -> int:
    """Bring a client's registrations up to what is known of her now; return how many episodes changed.

    Sex and age are reckoned anew, because a corrected birth date was true then too. Place, occupation and education are
    filled only where they were empty, so that a later move changes no figure.
    """
    person = person_of(loaded_client(work, client_id))
    changed = 0
    for episode in _episodes_of(work, client_id):
        for name in ("place_code", "occupation", "education"):
            if not getattr(episode, f"{name}_at_registration"):
                setattr(episode, f"{name}_at_registration", getattr(person, name))
        _reckon_anew(work, episode, person)
        if work.session.is_modified(episode):
            changed += 1
            _changed(work, episode, "episodes.complete")
    return changed


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def guardian_came(work: Work, episode_id: UUID, row_version: int, draft: ReporterDraft) -> None:
    """Enter the parent or guardian as pelapor and end the wait; why she waited and who brought her stay on record."""
    episode = loaded_episode(work, episode_id, row_version)
    _require_waiting(episode)
    troubles = rules.reporter_troubles(draft)
    if not draft.reporter_name:
        troubles.append(RuleBroken("draft.required", field="reporter_name"))
    if not rules.is_guardian(draft.reporter_relation):
        troubles.append(RuleBroken("episodes.not_a_guardian", field="reporter_relation"))
    if troubles:
        raise RulesBroken(troubles)
    for name, value in rules.tidied(draft).items():
        setattr(episode, name, value)
    episode.reporting_kind = "guardian"
    episode.is_waiting_guardian = False
    _changed(work, episode, "episodes.guardian_came")


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def came_of_age(work: Work, episode_id: UUID, row_version: int) -> None:
    """End the wait for a guardian of a client who is 18 by now; refused while she is younger."""
    episode = loaded_episode(work, episode_id, row_version)
    _require_waiting(episode)
    if person_of(loaded_client(work, episode.client_id)).is_minor(work.clock.today()):
        raise RuleBroken("episodes.still_minor")
    episode.is_waiting_guardian = False
    _changed(work, episode, "episodes.came_of_age")


@needs(DataClass.KLINIS, Right.INPUT)
def assign_counsellor(work: Work, episode_id: UUID, row_version: int, counsellor_id: UUID) -> None:
    """Give an episode its counsellor, who may then read its notes.

    An episode that has one is handed on by her or by the Subkoordinator alone; NotAllowed otherwise.
    """
    episode = loaded_episode(work, episode_id, row_version)
    _require_may_assign(work, episode, counsellor_id)
    episode.counsellor_id = counsellor_id
    _changed(work, episode, "episodes.assign_counsellor")


@needs(DataClass.KLINIS, Right.INPUT)
def open_outpatient(work: Work, episode_id: UUID, row_version: int, draft: OutpatientDraft) -> None:
    """Open rawat jalan with a target of sessions (the office's setting where none is given) and a counsellor."""
    episode = loaded_episode(work, episode_id, row_version)
    counsellor_id = draft.counsellor_id or episode.counsellor_id
    if counsellor_id is None:
        raise RuleBroken("draft.required", field="counsellor_id")
    _require_may_assign(work, episode, counsellor_id)
    day = _step_day(work, episode, State.OUTPATIENT, draft.on, draft.explanation)
    episode.counsellor_id = counsellor_id
    _begin_outpatient(work, episode, day, draft.target_sessions)
    _move(work, episode, State.OUTPATIENT, day, draft.explanation)


@needs(DataClass.KLINIS, Right.INPUT)
def set_target_sessions(work: Work, episode_id: UUID, target_sessions: int) -> None:
    """Set how many sessions an episode aims at; called by what follows the care plan. Nothing is written where it is the same."""
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    if episode.target_sessions != target_sessions:
        episode.target_sessions = target_sessions
        _changed(work, episode, "episodes.set_target")


@needs(DataClass.SURAT, Right.INPUT)
def mark_referred(work: Work, episode_id: UUID, on: date, explanation: str = "") -> None:
    """Move an episode to the referred; called by what issues the referral letter. Waits for a minor's guardian."""
    episode = loaded_episode(work, episode_id)
    rules.require_guardian_present(episode)
    day = _step_day(work, episode, State.REFERRED, on, explanation)
    episode.modality = Modality.REFERRAL.value
    _move(work, episode, State.REFERRED, day, explanation)


@needs(DataClass.KLINIS, Right.INPUT)
def return_from_referral(work: Work, episode_id: UUID, on: date, explanation: str) -> None:
    """Take a client who was refused, or who came back early, into outpatient care; called by what follows the referral."""
    episode = loaded_episode(work, episode_id)
    day = _step_day(work, episode, State.OUTPATIENT, on, explanation)
    if episode.state != State.REFERRED:
        raise RuleBroken("episodes.no_such_step", start=episode.state, end=State.OUTPATIENT.value)
    _begin_outpatient(work, episode, day, None)
    _move(work, episode, State.OUTPATIENT, day, explanation)


@needs(DataClass.KLINIS, Right.INPUT)
def begin_aftercare(work: Work, episode_id: UUID, row_version: int, on: date | None, explanation: str = "") -> None:
    """Move an outpatient or one who came back from a referral to aftercare (bina lanjut)."""
    episode = loaded_episode(work, episode_id, row_version)
    day = _step_day(work, episode, State.AFTERCARE, on, explanation)
    _move(work, episode, State.AFTERCARE, day, explanation)


@needs(DataClass.KLINIS, Right.INPUT)
def close(work: Work, episode_id: UUID, row_version: int, draft: CloseDraft, attended: int) -> None:
    """End an episode with its outcome; ``attended`` is how many sessions she came to (``desk.close_episode`` counts them).

    A completion before the target is allowed with a reason (domain: four of eight may do if the goals are met). Where aftercare
    ends, the outcome of recovery is said in SIRENA's words.
    """
    episode = loaded_episode(work, episode_id, row_version)
    rules.require_step(State(episode.state), State.CLOSED, draft.reason, field="reason")
    rules.require_outcome(draft, attended, episode.target_sessions)
    rules.require_recovery_outcome(draft, episode.state)
    day = _step_day(work, episode, State.CLOSED, draft.on, draft.reason)
    episode.ended_on, episode.outcome, episode.end_reason = day, draft.outcome, draft.reason
    episode.recovery_outcome = draft.recovery_outcome
    _move(work, episode, State.CLOSED, day, draft.reason)


@needs(DataClass.KLINIS, Right.INPUT)
def close_examined_only(work: Work, episode_id: UUID, row_version: int, on: date | None, explanation: str) -> None:
    """End the episode of a client who was only examined (TAT saja): no care was given, so there is no outcome of care."""
    episode = loaded_episode(work, episode_id, row_version)
    if episode.modality:
        raise RuleBroken("episodes.care_was_given")
    day = _step_day(work, episode, State.CLOSED, on, explanation)
    episode.modality = Modality.EXAMINED_ONLY.value
    episode.ended_on, episode.end_reason = day, explanation
    _move(work, episode, State.CLOSED, day, explanation)


def _troubles(work: Work, draft: EpisodeDraft, person: Person, before: list[Episode]) -> list[RuleBroken]:
    still_open = next((episode for episode in before if episode.state != State.CLOSED), None)
    if still_open:
        troubles = rules.registration_troubles(draft, person, work.clock.today())
        return [RuleBroken("episodes.open_exists", number=still_open.registration_number), *troubles]
    last = max(before, key=lambda episode: episode.period_number, default=None)
    earlier = Earlier(last.registration_number, last.ended_on or last.registered_on) if last else None
    return rules.registration_troubles(draft, person, work.clock.today(), earlier)


def _episodes_of(work: Work, client_id: UUID) -> list[Episode]:
    query = select(Episode).where(Episode.client_id == client_id).order_by(col(Episode.period_number))
    return list(work.session.exec(query))


def _next_number(work: Work, year: int) -> str:
    number = take_number(work, REGISTRATION_SERIES, year)
    return str(setting(work, "registration_pattern")).format(number=number, year=year)


def _reckon_anew(work: Work, episode: Episode, person: Person) -> None:
    """Reckon sex, age and the need of a guardian at the day of registration from what is known of the client now."""
    reporter = ReporterDraft(reporter_name=episode.reporter_name, reporter_relation=episode.reporter_relation)
    day = episode.registered_on
    episode.sex_at_registration = person.sex or episode.sex_at_registration
    episode.age_at_registration = person.age(day)
    episode.is_waiting_guardian = rules.waits_for_guardian(reporter, person, day, work.clock.today())


def _require_waiting(episode: Episode) -> None:
    require_not_closed(episode)
    if not episode.is_waiting_guardian:
        raise RuleBroken("episodes.not_waiting")


def _require_may_assign(work: Work, episode: Episode, counsellor_id: UUID) -> None:
    """Whoever becomes the counsellor reads the notes: so nobody takes over another's client by herself."""
    require_not_closed(episode)
    is_free = episode.counsellor_id in {None, counsellor_id, work.actor.user_id}
    if not is_free and not work.actor.has(Role.SUBKOORDINATOR):
        raise NotAllowed("episodes.other_counsellor", field="counsellor_id")
    require_caring_account(work, counsellor_id, "counsellor_id")


def _begin_outpatient(work: Work, episode: Episode, day: date, target: int | None) -> None:
    episode.target_sessions = target or episode.target_sessions or int(setting(work, "target_sessions"))
    episode.modality = Modality.OUTPATIENT.value
    episode.outpatient_since = episode.outpatient_since or day


def _step_day(work: Work, episode: Episode, end: State, on: date | None, explanation: str) -> date:
    rules.require_step(State(episode.state), end, explanation)
    return rules.require_step_day(on, last_step_day(work, episode), work.clock.today())


def _move(work: Work, episode: Episode, end: State, day: date, explanation: str) -> None:
    start = episode.state
    episode.state = end.value
    _changed(work, episode, f"episodes.to_{end.value}")
    _add_step(work, episode, start, end, day, explanation)


def _add_step(work: Work, episode: Episode, start: str, end: State, day: date, explanation: str) -> None:
    step = EpisodeStep(
        id=work.new_id(),
        episode_id=episode.id,
        from_state=start,
        to_state=end.value,
        happened_on=day,
        explanation=explanation,
    )
    work.add(step, "episodes.step")


def _first_move(work: Work, episode: Episode) -> date | None:
    days = select(col(EpisodeStep.happened_on)).where(
        EpisodeStep.episode_id == episode.id, EpisodeStep.from_state != ""
    )
    return min(work.session.exec(days), default=None)


def _correct_registration_step(work: Work, episode: Episode, day: date) -> None:
    table = EpisodeStep.__table__  # type: ignore[attr-defined]
    query = select(EpisodeStep).where(
        EpisodeStep.episode_id == episode.id, EpisodeStep.from_state == "", is_current(table)
    )
    old = work.session.exec(query).one()
    new = EpisodeStep(id=work.new_id(), episode_id=episode.id, from_state="", to_state=old.to_state, happened_on=day)
    work.correct(old, new, "episodes.step", "registered_on")


def _changed(work: Work, episode: Episode, action: str) -> None:
    work.change(episode, action)
    work.publish(EpisodeChanged(episode.id, episode.client_id, episode.state))
