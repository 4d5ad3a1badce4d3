"""What the sections of letter types and officers ask of the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.officers import service as officers
from rehab_app.office.officers.draft import OfficerDraft
from rehab_app.office.officers.rows import OfficerRow
from rehab_app.office.profile.present import profile
from rehab_app.papers.register import types as letter_types
from rehab_app.papers.register.draft import LetterTypeDraft
from rehab_app.papers.register.service import begin_after, last_numbers
from rehab_app.papers.register.types import TypeRow
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TypesShown:
    """The types with the last number of their counters this year, and the unit code that ends every number."""

    rows: tuple[TypeRow, ...]
    last: Mapping[str, int]
    year: int
    unit: str


def read_types(session: Session, year: int, done: Done[TypesShown], failed: Failed, owner: QObject) -> Job:
    """Read every type, retired ones too; the last numbers are empty for those who may not see letters."""
    may_see = session.may(DataClass.SURAT, Right.MELIHAT)

    def task(work: Work) -> TypesShown:
        rows = letter_types.types(work, with_retired=True)
        last = last_numbers(work, year, *{row.series for row in rows}) if may_see else {}
        return TypesShown(tuple(rows), last, year, profile(work).unit_code)

    return session.read(task, done, failed, owner=owner)


def keep_type(
    session: Session, row: TypeRow | None, values: Values, unit: str, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Keep what was typed of a type, or a new one where ``row`` is None."""
    known: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
    known["copies"] = [line.strip() for line in str(known.get("copies", "")).splitlines() if line.strip()]
    known["is_new"] = row is None
    if row is not None:
        known["code"] = row.code
    version = row.row_version if row is not None else 0
    return session.write(
        lambda work: letter_types.keep_type(work, read_draft(LetterTypeDraft, known), version, unit),
        done,
        failed,
        owner=owner,
    )


def retire_type(session: Session, row: TypeRow, done: Done[None], failed: Failed, owner: QObject) -> Job:
    """Take a type out of use, or back into it."""
    return session.write(
        lambda work: letter_types.retire_type(work, row.code, row.row_version, is_retired=not row.is_retired),
        done,
        failed,
        owner=owner,
    )


def set_start(session: Session, series: str, values: Values, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Set the last number that a counter has used in the paper register."""

    def task(work: Work) -> None:
        year, last = values.get("year"), values.get("last")
        if not isinstance(year, int) or not isinstance(last, int):
            raise RuleBroken("draft.required", field="last")
        begin_after(work, series, year, last)

    return session.write(task, done, failed, owner=owner)


def example_of(values: Values, unit: str, session: Session) -> str:
    """Return the number that what stands in a form would write, or what is wrong with it."""
    try:
        return letter_types.example(values, unit, session.context.clock.today())
    except RuleBroken as trouble:
        return session.context.trouble(trouble)


def read_officers(session: Session, done: Done[list[OfficerRow]], failed: Failed, owner: QObject) -> Job:
    """Read every officer, retired ones too."""
    return session.read(lambda work: officers.officers(work, with_retired=True), done, failed, owner=owner)


def save_officer(
    session: Session, row: OfficerRow | None, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Add an officer, or change ``row``."""
    known = {name: value for name, value in values.items() if value is not None}

    def task(work: Work) -> None:
        draft = read_draft(OfficerDraft, known)
        if row is None or row.id is None:
            officers.add_officer(work, draft)
        else:
            officers.change_officer(work, row.id, row.row_version, draft)

    return session.write(task, done, failed, owner=owner)


def retire_officer(session: Session, row: OfficerRow, done: Done[None], failed: Failed, owner: QObject) -> Job:
    """Let an officer sign no more, or again."""

    def task(work: Work) -> None:
        if row.id is not None:
            officers.retire_officer(work, row.id, row.row_version, is_retired=not row.is_retired)

    return session.write(task, done, failed, owner=owner)
