"""The fields of a case: each step asks what it needs; of its duty to report; of one report."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rehab_app.clinic.clients.draft import LONGEST_LINE, LONGEST_NAME, LONGEST_TEXT
from rehab_app.clinic.tat.draft import CaseDraft, MemberDraft
from rehab_app.clinic.tat.rows import CaseRow, ReportRow
from rehab_app.clinic.tat.rules import INPATIENT, OUTPATIENT, CaseState
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.clinical_section import reason_spec
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.clients.tat.actions import EXPLANATION, MEMBER_FIELDS, MOST_MEMBERS, SAID
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Width
from rehab_app.ui.shell.session import Session

PARTS: Final = {"chair": N_("Chair"), "medical": N_("Medical team"), "legal": N_("Legal team")}
_REQUEST: Final = N_("Request")
_TEAM: Final = N_("Team")
_FINDINGS: Final = N_("What the team found")
_RESULT: Final = N_("Conclusion and recommendation")
_FIRST_PARTS: Final = ("chair", "medical", "legal")


def _text(name: str, label: str, group: str = "", *, is_required: bool = False) -> FieldSpec:
    return FieldSpec(
        name=name, label=label, group=group, width=Width.WIDE, longest=LONGEST_LINE, is_required=is_required
    )


def _lines(name: str, label: str, group: str = "", *, is_required: bool = False) -> FieldSpec:
    return FieldSpec(
        name=name,
        label=label,
        group=group,
        kind=Kind.LINES,
        lines=2,
        width=Width.WIDE,
        longest=LONGEST_TEXT,
        is_required=is_required,
    )


def _day(name: str, label: str, group: str = "", *, is_required: bool = False) -> FieldSpec:
    return FieldSpec(name=name, label=label, group=group, kind=Kind.DATE, width=Width.SHORT, is_required=is_required)


def request_specs(*, is_voluntary: bool = False) -> list[FieldSpec]:
    """Return what is asked about the request; of a voluntary client why there is a TAT at all."""
    why = _lines(EXPLANATION, N_("Why a voluntary client has a TAT"), _REQUEST, is_required=True)
    return [
        _text("agency", N_("Agency"), _REQUEST, is_required=True),
        _text("investigator", N_("Investigator"), _REQUEST),
        _day("requested_on", N_("Requested on"), _REQUEST, is_required=True),
        _text("request_number", N_("Number of the request"), _REQUEST),
        *([why] if is_voluntary else []),
        _lines("remark", N_("Remark"), _REQUEST),
    ]


def verified_specs() -> list[FieldSpec]:
    """Return what is asked when the papers were verified."""
    return [_text("request_number", N_("Number of the request"), _REQUEST, is_required=True)]


def assessed_specs(session: Session) -> list[FieldSpec]:
    """Return what is asked when the team has assessed her."""
    return [
        _text("register_number", N_("Register number"), N_("Assessment"), is_required=True),
        _day("assessed_on", N_("Assessed on"), N_("Assessment"), is_required=True),
        *_team_specs(session),
        _lines("medical_facts", N_("Medical facts"), _FINDINGS),
        _lines("legal_facts", N_("Legal facts"), _FINDINGS),
        _lines("evidence", N_("Evidence"), _FINDINGS),
        _text("substance", N_("Substance"), _FINDINGS),
        _text("severity", N_("Severity of use"), _FINDINGS),
        _text("diagnosis", N_("Diagnosis"), _FINDINGS),
        FieldSpec(
            name="network",
            label=N_("Involvement in a network"),
            kind=Kind.RADIO,
            group=_FINDINGS,
            options=choices(session, "tat_network"),
        ),
    ]


def recommended_specs(session: Session) -> list[FieldSpec]:
    """Return what is asked when the recommendation was issued."""
    return [
        _day("plenary_on", N_("Plenary meeting on"), _RESULT),
        _lines("conclusion", N_("Conclusion"), _RESULT, is_required=True),
        FieldSpec(
            name="recommendation",
            label=N_("Recommendation"),
            kind=Kind.RADIO,
            group=_RESULT,
            is_required=True,
            options=choices(session, "tat_recommendation"),
        ),
        FieldSpec(
            name="months",
            label=N_("Least months of inpatient care"),
            kind=Kind.INTEGER,
            group=_RESULT,
            lowest=1,
            highest=60,
            width=Width.SHORT,
            visible_when=lambda answers: answers.get("recommendation") == INPATIENT,
        ),
        FieldSpec(
            name="sessions",
            label=N_("Least meetings of outpatient care"),
            kind=Kind.INTEGER,
            group=_RESULT,
            lowest=1,
            highest=200,
            width=Width.SHORT,
            visible_when=lambda answers: answers.get("recommendation") == OUTPATIENT,
        ),
        _text("place", N_("Place of rehabilitation"), _RESULT),
        FieldSpec(
            name="is_prosecution_continued", label=N_("Does the prosecution go on?"), kind=Kind.YES_NO, group=_RESULT
        ),
        _text("recommendation_number", N_("Number of the recommendation"), _RESULT, is_required=True),
        _day("recommended_on", N_("Recommended on"), _RESULT, is_required=True),
    ]


def withdrawal_specs() -> list[FieldSpec]:
    """Return why a request was withdrawn."""
    return [_lines(SAID, N_("Why the request was withdrawn"), is_required=True)]


def step_specs(session: Session, to_state: CaseState) -> list[FieldSpec]:
    """Return what is asked at the step to ``to_state``."""
    match to_state:
        case CaseState.VERIFIED:
            return verified_specs()
        case CaseState.ASSESSED:
            return assessed_specs(session)
        case CaseState.RECOMMENDED:
            return recommended_specs(session)
        case _:
            return withdrawal_specs()


def correction_specs(session: Session, state: CaseState) -> list[FieldSpec]:
    """Return everything that a case in ``state`` may say by now, and why it is corrected."""
    specs = request_specs()
    if state not in {CaseState.REQUESTED, CaseState.VERIFIED}:
        specs += assessed_specs(session)
    if state in {CaseState.RECOMMENDED, CaseState.DUTY, CaseState.ENDED}:
        specs += recommended_specs(session)
    # A request that was withdrawn early lacks what later steps ask; the service asks for what its state needs.
    if state is CaseState.WITHDRAWN:
        specs = [
            spec if spec.name in {"agency", "requested_on"} else replace(spec, is_required=False) for spec in specs
        ]
    return [*specs, reason_spec()]


def case_values(row: CaseRow) -> dict[str, object]:
    """Return a whole case as a form takes it up, its team member by member, with the version that is shown."""
    values: dict[str, object] = {name: getattr(row, name) for name in CaseDraft.model_fields if name != "team"}
    return {**values, **team_values(row), VERSION: row.row_version}


def carried_values(row: CaseRow) -> dict[str, object]:
    """Return a whole case for a form that does not ask the team and carries it along."""
    values: dict[str, object] = {name: getattr(row, name) for name in CaseDraft.model_fields if name != "team"}
    team = [{name: getattr(one, name) for name in MemberDraft.model_fields} for one in row.team]
    return {**values, "team": team, VERSION: row.row_version}


def team_values(row: CaseRow) -> dict[str, object]:
    """Return the members of the team by field; where none is known the parts of the first three are begun."""
    if not row.team:
        return {f"team.{number}.part": part for number, part in enumerate(_FIRST_PARTS)}
    return {
        f"team.{number}.{name}": getattr(one, name)
        for number, one in enumerate(row.team[:MOST_MEMBERS])
        for name in MEMBER_FIELDS
    }


def duty_specs(session: Session) -> list[FieldSpec]:
    """Return what is asked about the duty to report."""
    return [
        FieldSpec(
            name="rhythm",
            label=N_("Rhythm"),
            kind=Kind.RADIO,
            is_required=True,
            options=choices(session, "rhythm"),
        ),
        _day("begins_on", N_("First report on"), is_required=True),
        _day("until", N_("Until"), is_required=True),
        _text("place", N_("Where she reports")),
    ]


def end_specs() -> list[FieldSpec]:
    """Return day and reason of the end."""
    return [_day("on", N_("Ended on"), is_required=True), _lines("reason", N_("Reason"), is_required=True)]


def report_specs(*, is_correction: bool) -> list[FieldSpec]:
    """Return what is asked about one report."""
    specs = [
        FieldSpec(name="is_kept", label=N_("Did she report?"), kind=Kind.YES_NO, is_required=True),
        FieldSpec(
            name="reported_on",
            label=N_("Reported on"),
            kind=Kind.DATE,
            width=Width.SHORT,
            visible_when=lambda answers: answers.get("is_kept") is True,
        ),
        _text("place", N_("Where she reported")),
        _lines("remark", N_("Remark")),
    ]
    return [*specs, reason_spec()] if is_correction else specs


def report_values(row: ReportRow) -> dict[str, object]:
    """Return a report as its form takes it up, with the version that is shown."""
    names = ("is_kept", "reported_on", "place", "remark")
    return {**{name: getattr(row, name) for name in names}, VERSION: row.row_version}


def _team_specs(session: Session) -> list[FieldSpec]:
    return [spec for number in range(MOST_MEMBERS) for spec in _member_specs(session, number)]


def _member_specs(session: Session, number: int) -> Sequence[FieldSpec]:
    """Return the fields of one member; from the fourth on they stand once the member before has a name."""

    def is_asked(answers: Answers) -> bool:
        return number < len(_FIRST_PARTS) or bool(answers.get(f"team.{number - 1}.name"))

    def has_name(answers: Answers) -> bool:
        return is_asked(answers) and bool(answers.get(f"team.{number}.name"))

    def offered() -> Sequence[Option]:
        return [Option(code, session.say(label)) for code, label in PARTS.items()]

    place = f"team.{number}."
    return [
        FieldSpec(
            name=f"{place}part",
            label=N_("Part in the team"),
            kind=Kind.RADIO,
            group=_TEAM,
            options=offered,
            visible_when=is_asked,
        ),
        FieldSpec(
            name=f"{place}name",
            label=N_("Name"),
            kind=Kind.NAME,
            group=_TEAM,
            width=Width.WIDE,
            longest=LONGEST_NAME,
            visible_when=is_asked,
        ),
        *(
            replace(_text(f"{place}{name}", label, _TEAM), visible_when=has_name)
            for name, label in (
                ("rank", N_("Rank")),
                ("staff_number", N_("NIP / NRP")),
                ("title", N_("Title")),
            )
        ),
    ]
