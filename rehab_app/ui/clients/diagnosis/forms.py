"""The fields of a diagnosis: a code that is typed, or substance and state from two short lists; each fills in the other."""

from collections.abc import Sequence
from typing import Final

from rehab_app.clinic.diagnoses.codes import tables
from rehab_app.clinic.diagnoses.rows import DiagnosisRow
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.clinical_section import reason_spec, remark_spec
from rehab_app.ui.clients.diagnosis.codes import CodeFinder, group_options, needs_title, state_options
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Width, as_raw
from rehab_app.ui.kit.form import Form
from rehab_app.ui.shell.session import Session

GROUP: Final = "substance_group"
STATE: Final = "use_state"
_WHAT: Final = N_("Diagnosis")
_HOW: Final = N_("How it counts")


def diagnosis_specs(session: Session, finder: CodeFinder, *, is_correction: bool) -> Sequence[FieldSpec]:
    """Return the fields of a diagnosis; a correction asks for its reason."""
    groups, states = group_options(session), state_options(session)
    specs = [
        FieldSpec(
            name="code",
            label=N_("Code of ICD-10"),
            help=N_("Type a code or a word: F15.2, f152, sabu. Or choose substance and state below."),
            kind=Kind.PICK,
            group=_WHAT,
            is_required=True,
            width=Width.WIDE,
            find=finder,
        ),
        FieldSpec(
            name=GROUP, label=N_("Substance"), kind=Kind.CHOICE, group=_WHAT, options=lambda: groups, width=Width.WIDE
        ),
        FieldSpec(
            name=STATE, label=N_("State"), kind=Kind.CHOICE, group=_WHAT, options=lambda: states, width=Width.WIDE
        ),
        FieldSpec(
            name="title",
            label=N_("Title of the diagnosis"),
            group=_WHAT,
            width=Width.WIDE,
            longest=200,
            visible_when=lambda answers: needs_title(answers.get("code")) or bool(answers.get("title")),
        ),
        FieldSpec(name="is_main", label=N_("Main diagnosis"), kind=Kind.YES_NO, group=_HOW),
        FieldSpec(
            name="severity", label=N_("Severity"), kind=Kind.RADIO, group=_HOW, options=choices(session, "risk_class")
        ),
        FieldSpec(name="made_on", label=N_("Made on"), kind=Kind.DATE, group=_HOW, is_required=True, width=Width.SHORT),
        remark_spec(_HOW),
    ]
    return [*specs, reason_spec()] if is_correction else specs


def end_specs() -> Sequence[FieldSpec]:
    """Return what is asked where a diagnosis ends."""
    return [
        FieldSpec(
            name="ended_on", label=N_("No longer held from"), kind=Kind.DATE, is_required=True, width=Width.SHORT
        ),
        FieldSpec(
            name="reason", label=N_("Why it is no longer held"), kind=Kind.LINES, is_required=True, width=Width.WIDE
        ),
    ]


def diagnosis_values(finder: CodeFinder, row: DiagnosisRow) -> dict[str, object]:
    """Return a diagnosis as its form takes it up, with the version that is shown."""
    names = ("title", "is_main", "severity", "made_on", "remark")
    group, state = parts_of(row.code)
    values = {name: getattr(row, name) for name in names}
    return {**values, "code": finder.pick(row.code), GROUP: group, STATE: state, VERSION: row.row_version}


def parts_of(code: str) -> tuple[str | None, str | None]:
    """Return substance and state of a code of use, None twice for every other code."""
    group, _, state = code.partition(".")
    known = tables()
    return (group, state) if group in known.groups and state in known.states else (None, None)


def follow(form: Form, finder: CodeFinder) -> None:
    """Let the code fill in the two lists, and the two lists together the code."""

    def from_code() -> None:
        code = form.answers_of(["code"]).get("code")
        if isinstance(code, str) and code:
            group, state = parts_of(code)
            _put(form, {GROUP: group, STATE: state})

    def from_lists() -> None:
        answers = form.answers_of([GROUP, STATE])
        group, state = answers.get(GROUP), answers.get(STATE)
        if isinstance(group, str) and isinstance(state, str):
            _put(form, {"code": finder.pick(f"{group}.{state}")})

    form.field("code").edited.connect(from_code)
    form.field(GROUP).edited.connect(from_lists)
    form.field(STATE).edited.connect(from_lists)


def _put(form: Form, values: dict[str, object]) -> None:
    """Put values into fields without their telling it back to each other."""
    form.column.fill({name: as_raw(value) for name, value in values.items()}, values)
    form.changed.emit()
