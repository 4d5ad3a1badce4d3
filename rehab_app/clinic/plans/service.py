"""Care plans: made, renewed as the client gets on, corrected and signed, each as a version that keeps the earlier one.

A plan whose contents change is signed anew: a renewal and a correction carry no signature over.
"""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table
from sqlmodel import select

from rehab_app.clinic.episodes.loading import loaded_client, loaded_episode, person_of, require_not_closed
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import Modality
from rehab_app.clinic.plans import rules
from rehab_app.clinic.plans.draft import PlanDraft, SignatureDraft
from rehab_app.clinic.plans.facts import PlanRecorded
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.profile.model import OfficeProfile
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.versions import copy_of, is_current, loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work

_PLAN: Final[Table] = CarePlan.__table__  # type: ignore[attr-defined]


@needs(DataClass.KLINIS, Right.INPUT)
def record_plan(work: Work, episode_id: UUID, draft: PlanDraft) -> UUID:
    """Make the plan of an episode and return its series; ``desk.plan_care`` moves the episode's target along.

    RulesBroken with every rule that refuses it; ``plans.exists`` where there is one, ``episodes.closed`` where the episode has
    ended.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    _require_none(work, episode_id)
    plan = _plan(work, episode, draft, work.actor.user_id)
    work.add(plan, "plans.record")
    _publish(work, plan)
    return plan.series_id


@needs(DataClass.KLINIS, Right.INPUT)
def renew_plan(work: Work, series_id: UUID, row_version: int, draft: PlanDraft, progress: str) -> None:
    """Write the next version of a plan, with how the client has got on (perkembangan); it is signed anew.

    ``plans.renewed_too_early`` where its day lies before that of the version it follows.
    """
    old = loaded_current(work, CarePlan, series_id, row_version)
    text = required(progress, "progress")
    episode = loaded_episode(work, old.episode_id)
    require_not_closed(episode)
    if draft.made_on is not None and draft.made_on < old.made_on:
        raise RuleBroken("plans.renewed_too_early", field="made_on", day=format_short(old.made_on))
    new = _plan(work, episode, draft, work.actor.user_id)
    new.number, new.progress = old.number + 1, text
    work.correct(old, new, "plans.renew", text)
    _publish(work, new)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_plan(work: Work, series_id: UUID, row_version: int, draft: PlanDraft, reason: str) -> None:
    """Write a corrected version with the reason; who made the plan stays, signatures do not."""
    old = loaded_current(work, CarePlan, series_id, row_version)
    text = required(reason)
    new = _plan(work, loaded_episode(work, old.episode_id), draft, old.made_by)
    new.number, new.progress = old.number, old.progress
    work.correct(old, new, "plans.correct", text)
    _publish(work, new)


@needs(DataClass.KLINIS, Right.INPUT)
def sign_plan(work: Work, series_id: UUID, row_version: int, draft: SignatureDraft) -> None:
    """Enter that client, guardian or head has signed the paper, and on which day.

    RulesBroken with what refuses the signature: see ``rules.signature_troubles``.
    """
    old = loaded_current(work, CarePlan, series_id, row_version)
    episode = loaded_episode(work, old.episode_id)
    require_not_closed(episode)
    person = person_of(loaded_client(work, episode.client_id))
    head_name = (draft.name or _head_of_office(work)) if draft.party == rules.HEAD else ""
    troubles = rules.signature_troubles(draft, old, person, work.clock.today())
    if draft.party == rules.HEAD and not head_name:
        troubles.append(RuleBroken("draft.required", field="name"))
    if troubles:
        raise RulesBroken(troubles)
    new = copy_of(work, old)
    setattr(new, rules.SIGNED_FIELDS[draft.party], draft.signed_on)
    if draft.party == rules.GUARDIAN:
        new.guardian_name, new.guardian_relation = draft.name, draft.relation
    if draft.party == rules.HEAD:
        new.head_name = head_name
    work.correct(old, new, "plans.sign", "")
    _publish(work, new)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def bin_plan(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a plan that was entered by mistake into the recycle bin, with the reason; the episode may then have another."""
    text = required(reason)
    _publish(work, put_in_bin(work, CarePlan, series_id, row_version, "plans.bin", text))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore_plan(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a plan out of the recycle bin as it was; ``plans.exists`` where the episode has another by now."""
    text = required(reason)
    restored = take_from_bin(work, CarePlan, series_id, row_version, "plans.restore", text)
    _require_none(work, restored.episode_id, but=series_id)
    _publish(work, restored)


def _plan(work: Work, episode: Episode, draft: PlanDraft, made_by: UUID) -> CarePlan:
    """Return a plan that no rule refuses, with what the draft left empty filled in; raises RulesBroken."""
    person = person_of(loaded_client(work, episode.client_id))
    troubles = rules.plan_troubles(draft, person, episode.registered_on, work.clock.today())
    if troubles or draft.made_on is None:
        raise RulesBroken(troubles)
    values: dict[str, Any] = draft.model_dump()
    modality = draft.modality or Modality.OUTPATIENT.value
    target = draft.target_sessions or episode.target_sessions or int(setting(work, "target_sessions"))
    values |= {
        "modality": modality,
        "target_sessions": target if modality == Modality.OUTPATIENT else draft.target_sessions,
        "review_on": draft.review_on or draft.made_on + timedelta(days=int(setting(work, "plan_review_days"))),
    }
    return CarePlan(id=work.new_id(), client_id=episode.client_id, episode_id=episode.id, made_by=made_by, **values)


def _head_of_office(work: Work) -> str:
    return work.session.exec(select(OfficeProfile.head_name)).first() or ""


def _require_none(work: Work, episode_id: UUID, but: UUID | None = None) -> None:
    """Refuse a second plan of an episode beside the series ``but``."""
    known = work.session.exec(select(CarePlan.series_id).where(CarePlan.episode_id == episode_id, is_current(_PLAN)))
    if any(series_id != but for series_id in known):
        raise RuleBroken("plans.exists")


def _publish(work: Work, plan: CarePlan) -> None:
    work.publish(PlanRecorded(plan.series_id, plan.episode_id, plan.client_id, plan.review_on))
