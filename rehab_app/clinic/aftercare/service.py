"""Aftercare: planned, visited, recorded and corrected, each as a version that keeps the earlier one."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select

from rehab_app.clinic.aftercare import rules
from rehab_app.clinic.aftercare.draft import AftercarePlanDraft, VisitDraft, VisitPlanDraft
from rehab_app.clinic.aftercare.facts import AftercareChanged
from rehab_app.clinic.aftercare.model import AftercarePlan, AftercareVisit
from rehab_app.clinic.aftercare.queries import may_read_notes, plan_of_episode
from rehab_app.clinic.episodes.loading import loaded_episode, require_caring_account, require_not_closed
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import copy_of, loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work


@needs(DataClass.KLINIS, Right.INPUT)
def record_plan(work: Work, episode_id: UUID, draft: AftercarePlanDraft) -> UUID:
    """Write the plan of bina lanjut of an episode that stands in aftercare, and return its series; one for each episode."""
    episode = _in_aftercare(work, episode_id)
    if plan_of_episode(work, episode_id) is not None:
        raise RuleBroken("aftercare.plan_exists")
    plan = _plan(work, episode, draft)
    work.add(plan, "aftercare.plan")
    _publish(work, plan)
    return plan.series_id


@needs(DataClass.KLINIS, Right.INPUT)
def change_plan(work: Work, series_id: UUID, row_version: int, draft: AftercarePlanDraft, reason: str) -> None:
    """Write a new version of a plan, with the reason; the earlier one stays readable."""
    old = loaded_current(work, AftercarePlan, series_id, row_version)
    said = required(reason)
    new = _plan(work, loaded_episode(work, old.episode_id), draft)
    work.correct(old, new, "aftercare.change_plan", said)
    _publish(work, new)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def bin_plan(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a plan that was entered by mistake into the recycle bin."""
    _publish(work, put_in_bin(work, AftercarePlan, series_id, row_version, "aftercare.bin_plan", required(reason)))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore_plan(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a plan out of the recycle bin as it was; refused where the episode has another by now."""
    text = required(reason)
    table: Table = AftercarePlan.__table__  # type: ignore[attr-defined]
    latest = select(table.c.episode_id).where(table.c.series_id == series_id).limit(1)
    episode_id = work.connection.execute(latest).scalar_one()
    if plan_of_episode(work, episode_id) is not None:
        raise RuleBroken("aftercare.plan_exists")
    _publish(work, take_from_bin(work, AftercarePlan, series_id, row_version, "aftercare.restore_plan", text))


@needs(DataClass.KLINIS, Right.INPUT)
def plan_visit(work: Work, episode_id: UUID, draft: VisitPlanDraft) -> UUID:
    """Plan one visit and return its series."""
    visit = _visit(work, _in_aftercare(work, episode_id), draft)
    work.add(visit, "aftercare.plan_visit")
    _publish(work, visit)
    return visit.series_id


@needs(DataClass.KLINIS, Right.INPUT)
def plan_visits(work: Work, episode_id: UUID, draft: VisitPlanDraft) -> int:
    """Plan the visits of an episode's plan from ``due_on`` in its rhythm, as many as it asks for; return how many."""
    episode = _in_aftercare(work, episode_id)
    plan = plan_of_episode(work, episode_id)
    if plan is None:
        raise RuleBroken("aftercare.no_plan")
    first = _visit(work, episode, draft)
    days = rules.visit_days(plan.rhythm, first.due_on, plan.target_visits or 1, plan.until)
    for day in days:
        visit = _visit(work, episode, draft.model_copy(update={"due_on": day}))
        work.add(visit, "aftercare.plan_visit")
        _publish(work, visit)
    return len(days)


@needs(DataClass.KLINIS, Right.INPUT)
def replan_visit(work: Work, series_id: UUID, row_version: int, draft: VisitPlanDraft) -> None:
    """Move a visit that was not yet recorded to another day, kind or visitor."""
    old = loaded_current(work, AftercareVisit, series_id, row_version)
    if old.attendance:
        raise RuleBroken("aftercare.already_recorded")
    new = _visit(work, _in_aftercare(work, old.episode_id), draft)
    work.correct(old, new, "aftercare.replan_visit", "")
    _publish(work, new)


@needs(DataClass.KLINIS, Right.INPUT)
def record_visit(work: Work, series_id: UUID, row_version: int, draft: VisitDraft) -> None:
    """Record what came of a planned visit; what was recorded is changed by ``correct_visit``.

    Words that the acting user may not read can be kept (None), never replaced: NotAllowed ``aftercare.note_withheld``.
    """
    old = loaded_current(work, AftercareVisit, series_id, row_version)
    if old.attendance:
        raise RuleBroken("aftercare.already_recorded")
    new = _recorded(work, old, _in_aftercare(work, old.episode_id), draft)
    work.correct(old, new, "aftercare.record_visit", "")
    _publish(work, new)


@needs(DataClass.KLINIS, Right.INPUT)
def record_unplanned(work: Work, episode_id: UUID, planned: VisitPlanDraft, draft: VisitDraft) -> UUID:
    """Record a visit that was not planned, with what came of it, and return its series."""
    episode = _in_aftercare(work, episode_id)
    due_on = planned.due_on or draft.held_on
    visit = _visit(work, episode, planned.model_copy(update={"due_on": due_on}))
    _apply(work, visit, episode.registered_on, draft)
    work.add(visit, "aftercare.record_visit")
    _publish(work, visit)
    return visit.series_id


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_visit(work: Work, series_id: UUID, row_version: int, draft: VisitDraft, reason: str) -> None:
    """Correct what was recorded of a visit, with the reason; after the end of the episode too."""
    old = loaded_current(work, AftercareVisit, series_id, row_version)
    if not old.attendance:
        raise RuleBroken("aftercare.not_recorded")
    said = required(reason)
    new = _recorded(work, old, loaded_episode(work, old.episode_id), draft)
    work.correct(old, new, "aftercare.correct_visit", said)
    _publish(work, new)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def bin_visit(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a visit that was entered by mistake into the recycle bin."""
    _publish(work, put_in_bin(work, AftercareVisit, series_id, row_version, "aftercare.bin_visit", required(reason)))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore_visit(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a visit out of the recycle bin as it was."""
    text = required(reason)
    _publish(work, take_from_bin(work, AftercareVisit, series_id, row_version, "aftercare.restore_visit", text))


def _in_aftercare(work: Work, episode_id: UUID) -> Episode:
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    if episode.state != State.AFTERCARE:
        raise RuleBroken("aftercare.not_begun")
    return episode


def _plan(work: Work, episode: Episode, draft: AftercarePlanDraft) -> AftercarePlan:
    troubles = rules.plan_troubles(draft, episode.registered_on, work.clock.today())
    troubles += _account_troubles(work, draft.facilitator_id, "facilitator_id")
    if troubles:
        raise RulesBroken(troubles)
    return AftercarePlan(id=work.new_id(), client_id=episode.client_id, episode_id=episode.id, **draft.model_dump())


def _visit(work: Work, episode: Episode, draft: VisitPlanDraft) -> AftercareVisit:
    visitor = draft.visited_by or work.actor.user_id
    troubles = rules.visit_plan_troubles(draft, episode.registered_on, work.clock.today())
    troubles += _account_troubles(work, visitor, "visited_by")
    if troubles or draft.due_on is None:
        raise RulesBroken(troubles)
    return AftercareVisit(
        id=work.new_id(),
        client_id=episode.client_id,
        episode_id=episode.id,
        due_on=draft.due_on,
        kind=draft.kind,
        visited_by=visitor,
    )


def _recorded(work: Work, old: AftercareVisit, episode: Episode, draft: VisitDraft) -> AftercareVisit:
    new = copy_of(work, old)
    _apply(work, new, episode.registered_on, draft)
    return new


def _apply(work: Work, visit: AftercareVisit, begun_on: date, draft: VisitDraft) -> None:
    troubles = rules.visit_troubles(draft, visit.due_on, begun_on, work.clock.today())
    if troubles:
        raise RulesBroken(troubles)
    _refuse_replacing_unread(work, visit, draft)
    values: dict[str, Any] = draft.model_dump(exclude={"note", "next_plan"})
    words = {"note": draft.note, "next_plan": draft.next_plan}
    for name, value in (values | {name: text for name, text in words.items() if text is not None}).items():
        setattr(visit, name, value)


def _refuse_replacing_unread(work: Work, visit: AftercareVisit, draft: VisitDraft) -> None:
    replaced = (draft.note is not None and visit.note) or (draft.next_plan is not None and visit.next_plan)
    if replaced and not may_read_notes(work, visit.episode_id):
        raise NotAllowed("aftercare.note_withheld", field="note")


def _account_troubles(work: Work, account_id: UUID | None, field: str) -> list[RuleBroken]:
    if account_id is None:
        return []
    try:
        require_caring_account(work, account_id, field)
    except RuleBroken as trouble:
        return [trouble]
    return []


def _publish(work: Work, record: AftercarePlan | AftercareVisit) -> None:
    work.publish(AftercareChanged(record.series_id, record.client_id, record.episode_id))
