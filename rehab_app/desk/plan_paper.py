"""The care plan on paper: gathered from the record, drawn, and entered in the audit when it leaves."""

from dataclasses import replace
from uuid import UUID

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.diagnoses import queries as diagnoses
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes.loading import person_of
from rehab_app.clinic.plans import queries as plans
from rehab_app.clinic.plans.rows import PlanRow, ProblemRow
from rehab_app.clinic.plans.rules import OTHER_RHYTHM
from rehab_app.desk.letter_facts import guardian_of, office_facts, person_facts, signer_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.accounts.names import names_of
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.profile.present import Profile, profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.facts import Person, Signer
from rehab_app.papers.letters.phrases import diagnosis_in_words
from rehab_app.papers.sheets.care_plan import CarePlanFacts, PlannedProblem, care_plan_sheet
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work


@needs(DataClass.KLINIS, Right.MELIHAT)
def plan_facts(work: Work, episode_id: UUID, lists: ValueLists) -> CarePlanFacts:
    """Return what the sheet of an episode's plan says today.

    Raises RuleBroken("plans.none") where there is no plan, and ``papers.signer_missing`` where nobody is named as head.
    """
    plan = plans.plan_of_episode(work, episode_id)
    if plan is None:
        raise RuleBroken("plans.none")
    office = profile(work)
    episode = episodes.episode(work, episode_id)
    client = work.session.get_one(Client, plan.client_id)
    held = diagnoses.held_diagnoses(work, episode_id, work.clock.today())
    return CarePlanFacts(
        office=office_facts(office),
        client=person_facts(client, lists, plan.made_on),
        head=_head(office, plan),
        registration_number=episode.registration_number,
        period_number=episode.period_number,
        number=plan.number,
        made_on=plan.made_on,
        made_by=names_of(work, [plan.made_by]).get(plan.made_by, ""),
        problems=tuple(_problem(problem, lists) for problem in plan.problems),
        diagnoses=tuple(diagnosis_in_words(row.code, row.title) for row in held),
        modality=lists.label("modality", plan.modality),
        target_sessions=plan.target_sessions,
        rhythm=plan.rhythm_text if plan.rhythm == OTHER_RHYTHM else _label(lists, "rhythm", plan.rhythm),
        review_on=plan.review_on,
        progress=plan.progress,
        remark=plan.remark,
        is_minor=person_of(client).is_minor(plan.made_on),
        guardian=_family(plan, lists) or guardian_of(work, client, episode, lists),
        client_signed_on=plan.signed_by_client_on,
        guardian_signed_on=plan.signed_by_guardian_on,
        head_signed_on=plan.signed_by_head_on,
        is_practice=is_practice_clinic(work.connection),
    )


@needs(DataClass.KLINIS, Right.MELIHAT)
def plan_pdf(work: Work, episode_id: UUID, lists: ValueLists) -> bytes:
    """Return the sheet of an episode's plan as PDF; raises as ``plan_facts`` does."""
    return draw(care_plan_sheet(plan_facts(work, episode_id, lists)))


@needs(DataClass.KLINIS, Right.MELIHAT)
def note_plan_paper(work: Work, episode_id: UUID, deed: str) -> None:
    """Enter that the sheet of an episode's plan was printed or saved (``deed``: print or save)."""
    plan = plans.plan_of_episode(work, episode_id)
    if plan is None:
        raise RuleBroken("plans.none")
    work.note(f"plans.{deed}", "episode", episode_id)


def _head(office: Profile, plan: PlanRow) -> Signer:
    """Return the head of the office; somebody else who signed in her place is named without rank and number."""
    head = signer_of(office)
    if plan.head_name in {"", head.name}:
        return head
    return replace(head, name=plan.head_name, rank="", number="")


def _family(plan: PlanRow, lists: ValueLists) -> Person | None:
    """Return whoever signed for the family, None where nobody has."""
    if not plan.guardian_name:
        return None
    return Person(name=plan.guardian_name, relation=_label(lists, "relation", plan.guardian_relation))


def _problem(problem: ProblemRow, lists: ValueLists) -> PlannedProblem:
    return PlannedProblem(
        domain=lists.label("problem_domain", problem.domain),
        problem=problem.problem,
        goal=problem.goal,
        interventions=tuple(lists.label("session_type", code) for code in problem.interventions),
        action=problem.action,
        state=lists.label("goal_state", problem.state),
    )


def _label(lists: ValueLists, name: str, code: str) -> str:
    return lists.label(name, code) if code else ""
