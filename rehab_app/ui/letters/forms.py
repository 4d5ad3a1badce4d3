"""The forms of the register's page: a number kept, a letter written elsewhere, one put in afterwards, the book's period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QObject

from rehab_app.foundation.words import N_
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Warned, Width
from rehab_app.ui.letters import actions
from rehab_app.ui.letters.actions import Desk, signer_key
from rehab_app.ui.shell.session import Session

_INITIALS: Final = N_("Initials only, never a client's name.")


def reserve_specs(session: Session, desk: Desk, owner: QObject) -> list[FieldSpec]:
    """Return what is asked of a number that is kept."""
    return [
        _type(desk),
        _day(session, owner),
        FieldSpec(
            name="subject",
            label=N_("What the letter will be about"),
            width=Width.WIDE,
            help=_INITIALS,
            is_required=True,
        ),
        FieldSpec(name="reason", label=N_("Why the number is reserved"), width=Width.WIDE, is_required=True),
    ]


def outside_specs(session: Session, desk: Desk, owner: QObject) -> list[FieldSpec]:
    """Return what is asked of a letter that was written outside the program."""
    return [_type(desk), _day(session, owner), *_letter(desk)]


def late_specs(desk: Desk) -> list[FieldSpec]:
    """Return what is asked of a letter that is put in afterwards."""
    return [
        _type(desk),
        FieldSpec(
            name="after_number",
            label=N_("After number"),
            kind=Kind.INTEGER,
            width=Width.SHORT,
            lowest=1,
            help=N_("The running number alone, for example 294. The letter becomes 294.1."),
            is_required=True,
        ),
        FieldSpec(
            name="dated_on",
            label=N_("Day of the letter"),
            kind=Kind.DATE,
            width=Width.SHORT,
            help=N_("The day it belongs to, not today."),
            is_required=True,
        ),
        FieldSpec(name="reason", label=N_("Why it is put in afterwards"), width=Width.WIDE, is_required=True),
        FieldSpec(
            name="is_reserved",
            label=N_("The program is still to write this letter"),
            kind=Kind.YES_NO,
            help=N_("The number waits until the letter is made in the client's file."),
        ),
        *_letter(desk, is_addressee_required=False),
    ]


def period_specs() -> list[FieldSpec]:
    """Return what is asked of the buku agenda: the whole year, or the days between."""
    return [
        FieldSpec(name="from_on", label=N_("From"), kind=Kind.DATE, width=Width.SHORT),
        FieldSpec(
            name="until_on",
            label=N_("Until"),
            kind=Kind.DATE,
            width=Width.SHORT,
            help=N_("Leave both empty for the whole year."),
        ),
    ]


def signer_options(desk: Desk) -> list[Option]:
    """Return who may sign, the head of the office first."""
    return [Option(signer_key(row), f"{row.delegation} {row.name} – {row.title}".strip()) for row in desk.signers]


def _letter(desk: Desk, *, is_addressee_required: bool = True) -> list[FieldSpec]:
    return [
        FieldSpec(name="addressee", label=N_("Addressee"), width=Width.WIDE, is_required=is_addressee_required),
        FieldSpec(name="subject", label=N_("Subject"), width=Width.WIDE, help=_INITIALS, is_required=True),
        FieldSpec(
            name="signer",
            label=N_("Signed by"),
            kind=Kind.CHOICE,
            width=Width.WIDE,
            options=lambda: signer_options(desk),
        ),
        FieldSpec(
            name="copies",
            label=N_("Tembusan"),
            kind=Kind.LINES,
            lines=2,
            width=Width.WIDE,
            help=N_("One line each."),
        ),
        FieldSpec(name="filing_code", label=N_("Classification code"), help=N_("Empty takes that of the type.")),
        FieldSpec(name="remark", label=N_("Remark"), kind=Kind.LINES, lines=2, width=Width.WIDE),
    ]


def _type(desk: Desk) -> FieldSpec:
    options = [Option(row.code, row.name) for row in desk.types]
    return FieldSpec(
        name="type_code", label=N_("Type of letter"), kind=Kind.CHOICE, options=lambda: options, is_required=True
    )


def _day(session: Session, owner: QObject) -> FieldSpec:
    def warn(answers: Answers, tell: Callable[[Sequence[Warned]], None]) -> None:
        day, code = answers.get("dated_on"), answers.get("type_code")
        if isinstance(day, date) and isinstance(code, str) and code:
            actions.warn_of_day(session, code, day, tell, owner)
        else:
            tell(())

    return FieldSpec(
        name="dated_on",
        label=N_("Day of the letter"),
        kind=Kind.DATE,
        width=Width.SHORT,
        is_required=True,
        warn=warn,
        watches=("type_code",),
    )
