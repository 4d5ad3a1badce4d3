"""The course of outpatient care in the practice clinic: the plan made, signed and renewed, and the urine tests between."""

from datetime import date, timedelta
from random import Random
from typing import Final

from rehab_app.clinic.plans import service as plans
from rehab_app.clinic.plans.draft import PlanDraft, ProblemDraft, SignatureDraft
from rehab_app.clinic.plans.queries import plan_of_episode
from rehab_app.clinic.urine_tests import service as urine_tests
from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.desk.plan_care import make_plan, renew_plan
from rehab_app.desk.practice.cases import SEED, weekday_from
from rehab_app.desk.practice.diary import Act, Stage
from rehab_app.desk.practice.stays import Stay
from rehab_app.desk.practice.story import Story
from rehab_app.desk.practice.urine import care_test
from rehab_app.desk.practice.words import drawn, story_table
from rehab_app.store.work import Work

_TESTED_AT: Final = (2, 5, 8)
"""After how many meetings she attended her urine is tested again."""
_RENEWED_AT: Final = 5
_NOT_RENEWED: Final = 5  # of every five, one plan is not renewed in time
_NOT_SIGNED_BY_HEAD: Final = 7
_DOMAINS: Final = ("drug", "family", "employment", "psychiatric", "legal")
_ACTIONS: Final = ("relapse_prevention", "cbt", "family_support_group", "motivational_interview")


def tell_care(story: Story) -> None:
    """Write down plan and urine tests of each stay."""
    chance = Random(f"{SEED}/{story.case.place}/care")  # noqa: S311 - invented people, no secrets
    for stay in story.stays:
        _plan(story, stay, chance)
        _test(story, stay, chance)


def _plan(story: Story, stay: Stay, chance: Random) -> None:
    case, day, who = story.case, stay.opened_on, story.case.counsellor
    drafted = _drafted(day, stay.target, chance)
    story.enter(day, 100, who, lambda work, _: make_plan(work, story.episode_id, drafted))
    signed = SignatureDraft(party="client", signed_on=day)
    story.enter(day, 102, who, _sign(story, signed))
    if case.minor is not None or case.source == "family":
        mother = SignatureDraft(party="guardian", signed_on=day, name=case.person.mother_name, relation="mother")
        story.enter(day, 103, who, _sign(story, mother))
    if case.place % _NOT_SIGNED_BY_HEAD:
        later = weekday_from(day + timedelta(days=4))
        story.enter(later, 104, who, _sign(story, SignatureDraft(party="head", signed_on=later)))
    if len(stay.attended) >= _RENEWED_AT and case.place % _NOT_RENEWED:
        _renew(story, stay, chance)


def _renew(story: Story, stay: Stay, chance: Random) -> None:
    on, who = stay.attended[_RENEWED_AT - 1].day, story.case.counsellor
    drafted, progress = _drafted(on, stay.target, chance, is_renewed=True), drawn("plan", "progress", chance)

    def act(work: Work, _stage: Stage) -> None:
        known = plan_of_episode(work, story.episode_id)
        if known is not None:
            renew_plan(work, known.series_id, known.row_version, drafted, progress)

    story.enter(on, 140, who, act)
    story.enter(on, 141, who, _sign(story, SignatureDraft(party="client", signed_on=on)))


def _drafted(day: date, target: int, chance: Random, *, is_renewed: bool = False) -> PlanDraft:
    """Return a plan of two or three problems; in a renewed one the first goal is reached."""
    words = story_table()["plan"]
    places = chance.sample(range(len(words["problems"])), chance.choice((2, 3)))
    problems = [
        ProblemDraft(
            domain=_DOMAINS[number],
            problem=words["problems"][place],
            goal=words["goals"][place],
            interventions=[_ACTIONS[place % len(_ACTIONS)]],
            action=chance.choice(words["actions"]),
            state="reached" if is_renewed and not number else "open",
        )
        for number, place in enumerate(places)
    ]
    return PlanDraft(made_on=day, modality="outpatient", target_sessions=target, rhythm="weekly", problems=problems)


def _sign(story: Story, draft: SignatureDraft) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        known = plan_of_episode(work, story.episode_id)
        if known is not None:
            plans.sign_plan(work, known.series_id, known.row_version, draft)

    return act


def _test(story: Story, stay: Stay, chance: Random) -> None:
    """Test after some of the meetings; the test on the day the programme is completed is its last."""
    for number, meeting in enumerate(one for one in stay.attended if one.came in _TESTED_AT):
        is_last = stay.is_completed and meeting.day == stay.last_day
        draft = care_test(story.case, meeting.day, number, chance, is_last=is_last)
        story.enter(meeting.day, 110, "perawat", _tested(story, draft))


def _tested(story: Story, draft: UrineTestDraft) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        urine_tests.record_urine_test(work, story.episode_id, draft)

    return act
