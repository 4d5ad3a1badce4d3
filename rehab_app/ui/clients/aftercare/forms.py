"""The fields of aftercare: its plan, a visit that is planned, what came of one."""

from dataclasses import replace
from typing import Final

from rehab_app.clinic.aftercare.rows import AftercarePlanRow, VisitRow
from rehab_app.clinic.clients.draft import LONGEST_NAME, LONGEST_TEXT
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.aftercare.actions import SERIES
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.care.forms import counsellor_spec
from rehab_app.ui.clients.clinical_section import reason_spec
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Width
from rehab_app.ui.shell.session import Session

_PLAN_FIELDS: Final = ("kind", "started_on", "until", "target_visits", "rhythm", "goals", "remark")


def plan_specs(session: Session, facts: FileFacts, *, is_change: bool) -> list[FieldSpec]:
    """Return what a plan says; a changed one says why."""
    specs = [
        FieldSpec(
            name="kind",
            label=N_("Kind of aftercare"),
            kind=Kind.RADIO,
            is_required=True,
            options=choices(session, "aftercare_kind"),
        ),
        FieldSpec(name="started_on", label=N_("From"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(name="until", label=N_("Until"), kind=Kind.DATE, width=Width.SHORT),
        FieldSpec(
            name="target_visits",
            label=N_("Target of visits"),
            kind=Kind.INTEGER,
            lowest=1,
            highest=100,
            width=Width.SHORT,
        ),
        FieldSpec(name="rhythm", label=N_("Rhythm"), kind=Kind.CHOICE, options=choices(session, "rhythm")),
        _account(facts, "facilitator_id", N_("Facilitator")),
        _lines("goals", N_("Goals")),
        _lines("remark", N_("Remark")),
    ]
    return [*specs, reason_spec()] if is_change else specs


def plan_values(plan: AftercarePlanRow) -> dict[str, object]:
    """Return a plan as its form takes it up, with the version that is shown."""
    facilitator = str(plan.facilitator_id) if plan.facilitator_id else None
    values = {name: getattr(plan, name) for name in _PLAN_FIELDS}
    return {**values, "facilitator_id": facilitator, VERSION: plan.row_version}


def visit_plan_specs(session: Session, facts: FileFacts, *, may_be_series: bool = False) -> list[FieldSpec]:
    """Return what is asked about a planned visit; ``may_be_series``: whether all visits of the plan may be planned at once."""
    series = FieldSpec(
        name=SERIES,
        label=N_("Plan all visits of the plan from this day?"),
        help=N_("In the plan's rhythm, as many as its target says."),
        kind=Kind.YES_NO,
    )
    return [
        FieldSpec(name="due_on", label=N_("Day"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        _activity(session),
        _account(facts, "visited_by", N_("Who goes")),
        *([series] if may_be_series else []),
    ]


def visit_plan_values(row: VisitRow) -> dict[str, object]:
    """Return the plan of a visit as its form takes it up, with the version that is shown."""
    return {"due_on": row.due_on, "kind": row.kind, "visited_by": str(row.visited_by), VERSION: row.row_version}


def visit_specs(session: Session, *, writes_notes: bool, is_correction: bool) -> list[FieldSpec]:
    """Return what is asked about what came of a visit; words only where they may be written."""

    def was_held(answers: Answers) -> bool:
        return answers.get("attendance") in held_codes()

    words = [_lines("note", N_("Note"), 4), _lines("next_plan", N_("Plan for the next time"))]
    specs = [
        FieldSpec(
            name="attendance",
            label=N_("Attendance"),
            kind=Kind.RADIO,
            is_required=True,
            options=choices(session, "attendance"),
        ),
        FieldSpec(name="held_on", label=N_("Visited on"), kind=Kind.DATE, width=Width.SHORT, visible_when=was_held),
        FieldSpec(
            name="condition",
            label=N_("State of recovery"),
            kind=Kind.RADIO,
            options=choices(session, "recovery_condition"),
            visible_when=was_held,
        ),
        FieldSpec(
            name="is_working",
            label=N_("Does she work or learn (productive)?"),
            kind=Kind.YES_NO,
            visible_when=was_held,
        ),
        FieldSpec(
            name="met_name",
            label=N_("Who was met"),
            kind=Kind.NAME,
            is_identity=True,
            width=Width.WIDE,
            longest=LONGEST_NAME,
        ),
        *(words if writes_notes else []),
    ]
    return [*specs, reason_spec()] if is_correction else specs


def visit_values(row: VisitRow, *, has_notes: bool) -> dict[str, object]:
    """Return what came of a visit as its form takes it up, with the version that is shown; words only where they may be read."""
    names = (
        "attendance",
        "held_on",
        "condition",
        "is_working",
        "met_name",
        *(("note", "next_plan") if has_notes else ()),
    )
    return {**{name: getattr(row, name) for name in names}, VERSION: row.row_version}


def unplanned_specs(session: Session, facts: FileFacts) -> list[FieldSpec]:
    """Return what is asked about a visit that was not planned."""
    return [
        _activity(session),
        _account(facts, "visited_by", N_("Who goes")),
        *visit_specs(session, writes_notes=True, is_correction=False),
    ]


def _activity(session: Session) -> FieldSpec:
    return FieldSpec(
        name="kind",
        label=N_("Activity"),
        kind=Kind.RADIO,
        is_required=True,
        options=choices(session, "aftercare_activity"),
    )


def _account(facts: FileFacts, name: str, caption: str) -> FieldSpec:
    return replace(counsellor_spec(facts, caption, is_required=False), name=name)


def _lines(name: str, caption: str, lines: int = 2) -> FieldSpec:
    return FieldSpec(name=name, label=caption, kind=Kind.LINES, lines=lines, width=Width.WIDE, longest=LONGEST_TEXT)
