"""The fields of a urine test: the results first, one key each; what was used last for kit, lot and expiry."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.clinic.urine_tests.rows import KitRow, UrineTestRow
from rehab_app.clinic.urine_tests.rules import Shown, notices
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import shown_values
from rehab_app.ui.clients.clinical_section import LONGEST_TEXT, reason_spec, remark_spec
from rehab_app.ui.clients.day_time import time_text
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.clients.showing import joined
from rehab_app.ui.clients.urine.actions import KNOWN_KIT
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Result, Warned, Width
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

KEYS: Final = {Shown.NEGATIVE: "N", Shown.POSITIVE: "P", Shown.INVALID: "I", Shown.NOT_TESTED: "T"}
RESULT_STATES: Final[Mapping[str, State]] = {
    Shown.NEGATIVE: State.OK,
    Shown.POSITIVE: State.DANGER,
    Shown.INVALID: State.WARNING,
    Shown.NOT_TESTED: State.NEUTRAL,
}
_RESULTS: Final = N_("Results")
_POSITIVE: Final = N_("Positive results")
_SAMPLE: Final = N_("Sample")
_KIT: Final = N_("Kit")
_WHEN: Final = N_("When")


def urine_specs(
    session: Session, parameters: Sequence[str], kits: Sequence[KitRow], *, is_correction: bool
) -> Sequence[FieldSpec]:
    """Return the fields of a test of ``parameters``; a correction asks for its reason."""
    rows = [Option(code, session.label("urine_parameter", code)) for code in parameters]
    results = tuple(
        Result(shown, session.label("urine_result", shown), key, RESULT_STATES[shown]) for shown, key in KEYS.items()
    )
    specs = [
        FieldSpec(
            name="results",
            label=N_("Result of each parameter"),
            help=N_("One key each: N, P, I or T, or the digits 1 to 4. Delete takes it back."),
            kind=Kind.RESULTS,
            group=_RESULTS,
            is_required=True,
            options=lambda: rows,
            results=results,
            width=Width.WIDE,
            warn=lambda answers, tell: warn("results", answers, tell),
        ),
        FieldSpec(
            name="medicines",
            label=N_("Prescribed medicine that may explain it"),
            kind=Kind.LINES,
            lines=2,
            group=_POSITIVE,
            width=Width.WIDE,
            longest=LONGEST_TEXT,
            visible_when=has_positive,
        ),
        FieldSpec(
            name="explained",
            label=N_("Explained by this medicine"),
            kind=Kind.MANY,
            group=_POSITIVE,
            options=lambda: rows,
            visible_when=has_positive,
        ),
        FieldSpec(name="watched_by", label=N_("Watched by"), kind=Kind.NAME, group=_SAMPLE, width=Width.WIDE),
        FieldSpec(
            name="is_sample_doubted",
            label=N_("Is the sample doubted?"),
            kind=Kind.YES_NO,
            group=_SAMPLE,
            warn=lambda answers, tell: warn("is_sample_doubted", answers, tell),
        ),
        FieldSpec(
            name="occasion",
            label=N_("Occasion"),
            kind=Kind.CHOICE,
            group=_SAMPLE,
            options=choices(session, "urine_occasion"),
        ),
        *_kit_specs(kits),
        FieldSpec(
            name="taken_on", label=N_("Taken on"), kind=Kind.DATE, is_required=True, width=Width.SHORT, group=_WHEN
        ),
        FieldSpec(name="taken_at", label=N_("Time (WITA)"), width=Width.SHORT, group=_WHEN),
        remark_spec(_WHEN),
    ]
    return [*specs, reason_spec()] if is_correction else specs


def _kit_specs(kits: Sequence[KitRow]) -> list[FieldSpec]:
    offered = [Option(str(number), kit_text(kit)) for number, kit in enumerate(kits)]
    known = FieldSpec(
        name=KNOWN_KIT,
        label=N_("A kit used before"),
        help=N_("Fills in kit, lot and expiry."),
        kind=Kind.CHOICE,
        group=_KIT,
        options=lambda: offered,
        width=Width.WIDE,
    )
    # One kit alone is filled in from the beginning.
    return [
        *([known] if len(kits) > 1 else []),
        FieldSpec(name="kit", label=N_("Name of the kit"), group=_KIT, width=Width.WIDE),
        FieldSpec(name="lot", label=N_("Lot number"), group=_KIT),
        FieldSpec(
            name="expires_on",
            label=N_("Expires on"),
            kind=Kind.DATE,
            width=Width.SHORT,
            group=_KIT,
            warn=lambda answers, tell: warn("expires_on", answers, tell),
            watches=("taken_on",),
        ),
    ]


def has_positive(answers: Answers) -> bool:
    """Whether a parameter is positive, so that it is asked what may explain it."""
    given = answers.get("results")
    return isinstance(given, Mapping) and Shown.POSITIVE in given.values()


def warn(field: str, answers: Answers, tell: Callable[[Sequence[Warned]], None]) -> None:
    """Tell what should be looked at beside ``field``; it refuses nothing."""
    given = answers.get("results")
    draft = UrineTestDraft.model_construct(
        taken_on=_day(answers, "taken_on"),
        expires_on=_day(answers, "expires_on"),
        is_sample_doubted=answers.get("is_sample_doubted") is True,
        results=dict(given) if isinstance(given, Mapping) else {},
    )
    tell([notice for notice in notices(draft) if notice.field == field])


def first_values(kits: Sequence[KitRow]) -> dict[str, object]:
    """Return the kit that was used last, as the form takes it up; empty where none is known."""
    return kit_values(kits[0]) if kits else {}


def kit_values(kit: KitRow) -> dict[str, object]:
    """Return a kit as the form takes it up."""
    return {"kit": kit.kit, "lot": kit.lot, "expires_on": kit.expires_on}


def kit_text(kit: KitRow) -> str:
    """Return ``Strip 6 · A12 · 31/01/2024``."""
    return joined([kit.kit, kit.lot, format_short(kit.expires_on) if kit.expires_on else ""])


def urine_values(row: UrineTestRow) -> dict[str, object]:
    """Return a test as its form takes it up, with the version that is shown."""
    values = shown_values(UrineTestDraft, row)
    return {**values, "results": dict(row.results), "taken_at": time_text(row.taken_at)}


def _day(answers: Answers, name: str) -> date | None:
    day = answers.get(name)
    return day if isinstance(day, date) else None
