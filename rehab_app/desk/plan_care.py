"""Makes and renews the care plan together with the episode's target of sessions, so that both always say the same."""

from uuid import UUID

from rehab_app.clinic.episodes import queries as episode_queries
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.rules import Modality, State
from rehab_app.clinic.plans import queries as plan_queries
from rehab_app.clinic.plans import service as plans
from rehab_app.clinic.plans.draft import PlanDraft
from rehab_app.clinic.plans.rows import PlanRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work


@needs(DataClass.KLINIS, Right.INPUT)
def make_plan(work: Work, episode_id: UUID, draft: PlanDraft) -> UUID:
    """Make the plan of an episode, move the episode's target along, and return the plan's series; see ``plans.record_plan``."""
    series_id = plans.record_plan(work, episode_id, draft)
    _move_target(work, plan_queries.plan_versions(work, series_id)[-1])
    return series_id


@needs(DataClass.KLINIS, Right.INPUT)
def renew_plan(work: Work, series_id: UUID, row_version: int, draft: PlanDraft, progress: str) -> None:
    """Renew a plan with the client's progress, and move the episode's target along; see ``plans.renew_plan``."""
    plans.renew_plan(work, series_id, row_version, draft, progress)
    _move_target(work, plan_queries.plan_versions(work, series_id)[-1])


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_plan(work: Work, series_id: UUID, row_version: int, draft: PlanDraft, reason: str) -> None:
    """Correct a plan with the reason, and move the target of an episode that has not ended along; see ``plans.correct_plan``."""
    plans.correct_plan(work, series_id, row_version, draft, reason)
    _move_target(work, plan_queries.plan_versions(work, series_id)[-1])


def _move_target(work: Work, plan: PlanRow) -> None:
    is_open = episode_queries.episode(work, plan.episode_id).state != State.CLOSED
    if is_open and plan.modality == Modality.OUTPATIENT and plan.target_sessions is not None:
        episodes.set_target_sessions(work, plan.episode_id, plan.target_sessions)
