"""Bina lanjut in the practice clinic: planned, visited month by month, and ended with its outcome; some are still in it."""

from datetime import date, timedelta
from random import Random
from typing import Final

from rehab_app.clinic.aftercare import queries
from rehab_app.clinic.aftercare import service as aftercare
from rehab_app.clinic.aftercare.draft import AftercarePlanDraft, VisitDraft, VisitPlanDraft
from rehab_app.clinic.aftercare.rules import proposed_outcome
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.episodes.service import begin_aftercare
from rehab_app.desk.close_episode import close_episode
from rehab_app.desk.practice.cases import SEED, weekday_from
from rehab_app.desk.practice.diary import Act, Stage
from rehab_app.desk.practice.people import happens
from rehab_app.desk.practice.story import Story
from rehab_app.desk.practice.words import drawn, told
from rehab_app.store.work import Work

_VISITS: Final = 3
_MONTH: Final = timedelta(days=30)
_DAY: Final = timedelta(days=1)
_ACTIVITIES: Final = ("home_visit", "phone", "home_visit")
_CONDITIONS: Final = {"stable": 72, "at_risk": 12, "relapsed": 16}
_WORKS: Final = 0.7


def tell_aftercare(story: Story) -> None:
    """Write down the bina lanjut of whoever goes on to it."""
    chance = Random(f"{SEED}/{story.case.place}/aftercare")  # noqa: S311 - invented people, no secrets
    for stay in story.stays:
        if stay.aftercare_from is not None:
            _tell(story, stay.aftercare_from, chance)


def _tell(story: Story, begun: date, chance: Random) -> None:
    who = story.case.counsellor
    days = [weekday_from(begun + _MONTH * number) for number in range(1, _VISITS + 1)]
    plan = AftercarePlanDraft(
        kind="regular",
        started_on=begun,
        until=days[-1] + _DAY,
        target_visits=_VISITS,
        rhythm="monthly",
        goals=told("after", "goals"),
    )

    def begin(work: Work, stage: Stage) -> None:
        version = episodes.episode(work, story.episode_id).row_version
        begin_aftercare(work, story.episode_id, version, begun)
        me = stage.actors[who].user_id
        aftercare.record_plan(work, story.episode_id, plan.model_copy(update={"facilitator_id": me}))
        for day, kind in zip(days, _ACTIVITIES, strict=True):
            aftercare.plan_visit(work, story.episode_id, VisitPlanDraft(due_on=day, kind=kind, visited_by=me))

    story.enter(begun, 150, who, begin)
    _visit(story, days, chance)
    story.enter(weekday_from(days[-1] + _DAY), 154, who, _ended(story))


def _visit(story: Story, days: list[date], chance: Random) -> None:
    """Each visit finds her well but the last, which decides."""
    condition = chance.choices(list(_CONDITIONS), list(_CONDITIONS.values()))[0]
    is_working = happens(chance, _WORKS)
    for number, day in enumerate(days):
        is_last = number == len(days) - 1
        draft = VisitDraft(
            held_on=day,
            attendance="hadir",
            met_name=story.case.person.mother_name if number == 1 else "",
            condition=condition if is_last else "stable",
            is_working=is_working,
            note=drawn("after", "notes", chance),
        )
        story.enter(day, 152, story.case.counsellor, _visited(story, day, draft))


def _visited(story: Story, day: date, draft: VisitDraft) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        visit = next(row for row in queries.visits_of_episode(work, story.episode_id) if row.due_on == day)
        aftercare.record_visit(work, visit.series_id, visit.row_version, draft)

    return act


def _ended(story: Story) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        outcome = proposed_outcome(queries.visits_of_episode(work, story.episode_id))
        version = episodes.episode(work, story.episode_id).row_version
        draft = CloseDraft(
            on=work.clock.today(), outcome="completed", reason=told("after", "early_end"), recovery_outcome=outcome
        )
        close_episode(work, story.episode_id, version, draft)

    return act
