"""The fields of an examination: vital signs first, each with what is unusual said at once, then signs and findings."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Final

from rehab_app.clinic.examination.rows import ExaminationRow
from rehab_app.clinic.examination.rules import LIMITS, notices
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.clinical_section import LONGEST_TEXT, reason_spec
from rehab_app.ui.clients.day_time import time_text
from rehab_app.ui.clients.examination.actions import FINDING, TENTHS, tenths
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Warned, Width
from rehab_app.ui.shell.session import Session

VITALS: Final = (
    ("systolic", N_("Systolic pressure (mmHg)")),
    ("diastolic", N_("Diastolic pressure (mmHg)")),
    ("pulse", N_("Pulse (a minute)")),
    ("respiration", N_("Breathing (a minute)")),
    ("temperature", N_("Temperature (°C)")),
    ("saturation", N_("Oxygen saturation (%)")),
    ("weight", N_("Weight (kg)")),
    ("height", N_("Height (cm)")),
)
"""The vital signs in the order in which a nurse takes them, with their units."""
_WHEN: Final = N_("When")
_VITAL: Final = N_("Vital signs")
_SIGNS: Final = N_("Consciousness and signs")
_ILLNESS: Final = N_("Illness and medicine")
_FINDINGS: Final = N_("Findings by body system")
_PLAIN: Final = (
    "examined_on",
    "systolic",
    "diastolic",
    "pulse",
    "respiration",
    "saturation",
    "height",
    "consciousness",
    "pupils",
    "signs",
    "comorbidities",
    "medicines",
    "remark",
)


def examination_specs(session: Session, *, is_correction: bool) -> Sequence[FieldSpec]:
    """Return the fields; the vital signs come first, because they are what is entered each time."""
    specs = [_vital(name, said) for name, said in VITALS]
    specs += [
        FieldSpec(
            name="examined_on",
            label=N_("Examined on"),
            kind=Kind.DATE,
            is_required=True,
            width=Width.SHORT,
            group=_WHEN,
        ),
        FieldSpec(name="examined_at", label=N_("Time (WITA)"), width=Width.SHORT, group=_WHEN),
        _choice(session, "consciousness", N_("Consciousness"), "consciousness", Kind.CHOICE, _SIGNS),
        _choice(session, "pupils", N_("Pupils"), "pupils", Kind.CHOICE, _SIGNS),
        _choice(session, "signs", N_("Signs of use"), "use_sign", Kind.MANY, _SIGNS),
        _choice(session, "comorbidities", N_("Accompanying illnesses"), "comorbidity", Kind.TAGS, _ILLNESS),
        _lines("medicines", N_("Medicines taken now"), _ILLNESS),
        _lines("remark", N_("Remark"), _ILLNESS),
    ]
    language = session.context.words.language
    specs += [
        FieldSpec(
            name=f"{FINDING}{system.code}",
            label=system.label(language),
            width=Width.WIDE,
            group=_FINDINGS,
            longest=LONGEST_TEXT,
        )
        for system in session.lists.of("body_system")
        if not system.is_retired or is_correction
    ]
    return [*specs, reason_spec()] if is_correction else specs


def examination_values(row: ExaminationRow) -> dict[str, object]:
    """Return an examination as its form takes it up, with the version that is shown."""
    values: dict[str, object] = {name: getattr(row, name) for name in _PLAIN}
    for name in TENTHS:
        value = getattr(row, name)
        values[name] = None if value is None else Decimal(value) / 10
    values["examined_at"] = time_text(row.examined_at)
    values |= {f"{FINDING}{system}": words for system, words in row.findings.items()}
    return {**values, VERSION: row.row_version}


def warn_of(name: str, answers: Answers, tell: Callable[[Sequence[Warned]], None]) -> None:
    """Tell what is unusual in one vital sign; it refuses nothing, and what cannot be read is told by its field."""
    measured = {}
    for vital, _said in VITALS:
        value = answers.get(vital)
        try:
            measured[vital] = tenths(value, vital) if vital in TENTHS else value
        except RuleBroken:
            measured[vital] = None
    tell([notice for notice in notices(SimpleNamespace(**measured)) if notice.field == name])


def _vital(name: str, said: str) -> FieldSpec:
    limits = LIMITS[name]
    is_fine = name in TENTHS
    return FieldSpec(
        name=name,
        label=said,
        kind=Kind.DECIMAL if is_fine else Kind.INTEGER,
        group=_VITAL,
        width=Width.SHORT,
        lowest=None if is_fine else limits.least,
        highest=None if is_fine else limits.greatest,
        warn=partial(warn_of, name),
    )


def _choice(session: Session, name: str, said: str, codes: str, kind: Kind, group: str) -> FieldSpec:
    return FieldSpec(name=name, label=said, kind=kind, group=group, options=choices(session, codes))


def _lines(name: str, said: str, group: str) -> FieldSpec:
    return FieldSpec(
        name=name, label=said, kind=Kind.LINES, lines=2, group=group, width=Width.WIDE, longest=LONGEST_TEXT
    )
