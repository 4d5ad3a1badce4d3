"""The fields of a care plan: a number of problems with goal and interventions each, then rhythm and review.

A form's fields are fixed, and a plan grows: the form holds room for as many problems as a plan may have, and its count says how
many of them are shown. Adding shows one more, removing moves those that follow it up; so the draft that a journal keeps, and
another seat's version, find every answer in its place. What is not shown yet is made in slices, while the first problem is typed.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, TypeVar

from rehab_app.clinic.episodes.rules import Modality
from rehab_app.clinic.plans.draft import MOST_PROBLEMS, PlanDraft
from rehab_app.clinic.plans.rows import PlanRow
from rehab_app.clinic.plans.rules import CLIENT, GUARDIAN, HEAD, OTHER_RHYTHM
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION, answered
from rehab_app.ui.clients.clinical_section import reason_spec
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Width
from rehab_app.ui.shell.session import Session

COUNT: Final = "problem_count"
PROBLEM_FIELDS: Final = ("domain", "problem", "goal", "interventions", "action", "state")
OPEN: Final = "open"
PARTY_WORDS: Final = {
    CLIENT: N_("Client"),
    GUARDIAN: N_("Parent, guardian or family"),
    HEAD: N_("Head of the office"),
}
_LONGEST: Final = 2000
_MOST_SESSIONS: Final = 200
_MEETINGS: Final = N_("Meetings and review")
_PROGRESS: Final = N_("Progress of the client")

T = TypeVar("T")


def name_of(place: int, field: str) -> str:
    """Return the name of a problem's field, as the rules name it: ``problems.0.goal``."""
    return f"problems.{place}.{field}"


def plan_specs(
    session: Session, row: PlanRow | None, *, is_renewal: bool = False, is_correction: bool = False
) -> Sequence[FieldSpec]:
    """Return the fields of a plan; a renewal asks how the client has got on, a correction its reason."""
    # The count stands first: what is shown of the problems depends on it while the form is being built.
    first = _PROGRESS if is_renewal else session.say("Problem {number}", number=1)
    specs = [FieldSpec(name=COUNT, label=N_("Problems"), kind=Kind.INTEGER, visible_when=_never, group=first)]
    if is_renewal:
        specs.append(
            FieldSpec(
                name="progress",
                label=N_("How the client has got on"),
                kind=Kind.LINES,
                group=_PROGRESS,
                is_required=True,
                width=Width.WIDE,
                longest=_LONGEST,
            )
        )
    for place in range(MOST_PROBLEMS):
        specs += _problem_specs(session, place, has_state=row is not None)
    specs += _meeting_specs(session)
    return [*specs, reason_spec()] if is_correction else specs


def _problem_specs(session: Session, place: int, *, has_state: bool) -> list[FieldSpec]:
    group = session.say("Problem {number}", number=place + 1)
    shown = partial(_is_shown, place)

    def lines(field: str, said: str, help_text: str = "", *, is_required: bool = False) -> FieldSpec:
        return FieldSpec(
            name=name_of(place, field),
            label=said,
            help=help_text,
            kind=Kind.LINES,
            lines=2,
            group=group,
            width=Width.WIDE,
            longest=_LONGEST,
            is_required=is_required,
            visible_when=shown,
        )

    specs = [
        FieldSpec(
            name=name_of(place, "domain"),
            label=N_("Domain"),
            kind=Kind.CHOICE,
            group=group,
            is_required=True,
            options=choices(session, "problem_domain"),
            visible_when=shown,
        ),
        lines("problem", N_("Problem"), is_required=True),
        lines("goal", N_("Goal"), N_("In the client's own words."), is_required=True),
        FieldSpec(
            name=name_of(place, "interventions"),
            label=N_("Interventions"),
            kind=Kind.TAGS,
            group=group,
            width=Width.WIDE,
            options=choices(session, "session_type"),
            visible_when=shown,
        ),
        lines("action", N_("What else is done")),
    ]
    if has_state:
        state = FieldSpec(
            name=name_of(place, "state"),
            label=N_("State of the goal"),
            kind=Kind.RADIO,
            group=group,
            is_required=True,
            options=choices(session, "goal_state"),
            visible_when=shown,
        )
        specs.append(state)
    return specs


def _meeting_specs(session: Session) -> list[FieldSpec]:
    def modalities() -> Sequence[Option]:
        return [one for one in choices(session, "modality")() if one.code != Modality.EXAMINED_ONLY]

    return [
        FieldSpec(
            name="rhythm",
            label=N_("Rhythm of the meetings"),
            kind=Kind.CHOICE,
            group=_MEETINGS,
            options=choices(session, "rhythm"),
        ),
        FieldSpec(
            name="rhythm_text",
            label=N_("Rhythm in words"),
            group=_MEETINGS,
            width=Width.WIDE,
            is_required=True,
            visible_when=lambda answers: answers.get("rhythm") == OTHER_RHYTHM,
        ),
        FieldSpec(
            name="target_sessions",
            label=N_("Meetings planned"),
            kind=Kind.INTEGER,
            group=_MEETINGS,
            width=Width.SHORT,
            lowest=1,
            highest=_MOST_SESSIONS,
        ),
        FieldSpec(
            name="modality",
            label=N_("Modality"),
            kind=Kind.CHOICE,
            group=_MEETINGS,
            options=modalities,
            width=Width.WIDE,
        ),
        FieldSpec(
            name="made_on", label=N_("Made on"), kind=Kind.DATE, is_required=True, group=_MEETINGS, width=Width.SHORT
        ),
        FieldSpec(
            name="review_on",
            label=N_("To be renewed on"),
            help=N_("Left empty, the office's number of days after the plan."),
            kind=Kind.DATE,
            group=_MEETINGS,
            width=Width.SHORT,
        ),
        FieldSpec(
            name="remark",
            label=N_("Remark"),
            kind=Kind.LINES,
            lines=2,
            group=_MEETINGS,
            width=Width.WIDE,
            longest=_LONGEST,
        ),
    ]


def first_values(today: date, target: int | None) -> dict[str, object]:
    """Return a new plan as its form begins: one problem, today, outpatient care with the episode's target."""
    return {COUNT: 1, "made_on": today, "modality": Modality.OUTPATIENT.value, "target_sessions": target}


def plan_values(row: PlanRow) -> dict[str, object]:
    """Return a plan as its form takes it up, with the version that is shown."""
    names = ("made_on", "modality", "target_sessions", "rhythm", "rhythm_text", "review_on", "remark")
    values: dict[str, object] = {name: getattr(row, name) for name in names}
    for place, problem in enumerate(row.problems):
        values |= {name_of(place, field): getattr(problem, field) for field in PROBLEM_FIELDS}
    return {**values, COUNT: len(row.problems), VERSION: row.row_version}


def renewal_values(row: PlanRow, today: date) -> dict[str, object]:
    """Return a plan as the form of its renewal begins: as it stands, made today, its next review left to the office's days."""
    return {**plan_values(row), "made_on": today, "review_on": None}


def drafted(values: Mapping[str, object]) -> dict[str, object]:
    """Return the form's clean content as ``PlanDraft`` takes it."""
    known = answered(values)
    names = [name for name in PlanDraft.model_fields if name != "problems"]
    return {
        **{name: known[name] for name in names if name in known},
        "problems": [_problem(known, place) for place in _places(known)],
    }


def placed(values: Mapping[str, object], write: Callable[[], T]) -> T:
    """Call ``write`` and return its result; what it refuses about a problem is told beside the field where it stands."""
    places = dict(enumerate(_places(answered(values))))
    try:
        return write()
    except RulesBroken as refused:
        for trouble in refused.troubles:
            trouble.beside(_in_form(trouble, places))
        raise


def sign_specs(session: Session, parties: Sequence[str]) -> Sequence[FieldSpec]:
    """Return what is asked of a signature; only who has not signed yet is offered."""
    offered = [Option(party, session.say(PARTY_WORDS[party])) for party in parties]
    return [
        FieldSpec(name="party", label=N_("Who signed"), kind=Kind.RADIO, is_required=True, options=lambda: offered),
        FieldSpec(name="signed_on", label=N_("Signed on"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(
            name="name",
            label=N_("Name"),
            help=N_("Of the head only where somebody else signed in her place."),
            kind=Kind.NAME,
            is_identity=True,
            width=Width.WIDE,
            visible_when=lambda answers: answers.get("party") in {GUARDIAN, HEAD},
        ),
        FieldSpec(
            name="relation",
            label=N_("Relation to the client"),
            kind=Kind.CHOICE,
            is_required=True,
            options=choices(session, "relation"),
            visible_when=lambda answers: answers.get("party") == GUARDIAN,
        ),
    ]


def shown_count(answers: Answers) -> int:
    """Return how many problems a form shows."""
    count = answers.get(COUNT)
    return count if isinstance(count, int) else 0


def _places(known: Mapping[str, object]) -> list[int]:
    """Return the places of the problems of which anything is answered, in their order."""
    return sorted({int(name.split(".")[1]) for name, value in known.items() if name.startswith("problems.") and value})


def _problem(known: Mapping[str, object], place: int) -> dict[str, object]:
    found = {field: known.get(name_of(place, field)) for field in PROBLEM_FIELDS}
    return {
        field: list(value) if isinstance(value, tuple) else value for field, value in found.items() if value is not None
    }


def _in_form(trouble: RuleBroken, places: Mapping[int, int]) -> str:
    parts = trouble.field.split(".")
    if len(parts) > 2 and parts[0] == "problems" and parts[1].isdecimal():  # noqa: PLR2004 - problems.0.goal
        return name_of(places.get(int(parts[1]), int(parts[1])), parts[2])
    return trouble.field


def _is_shown(place: int, answers: Answers) -> bool:
    return place < shown_count(answers)


def _never(_answers: Answers) -> bool:
    return False
