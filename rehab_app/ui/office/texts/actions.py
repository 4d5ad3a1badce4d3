"""What the section of the texts asks of the services."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from rehab_app.desk.letter_trials import TrialSheet, sample_pdf, trial_sheet
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.resources import resource
from rehab_app.papers.samples.values import USUAL
from rehab_app.papers.texts import service
from rehab_app.papers.texts.faults import Fault, faults_of
from rehab_app.papers.texts.fields import FieldKind, MergeField
from rehab_app.papers.texts.kinds import KINDS
from rehab_app.papers.texts.rows import PaperTextRow, TextSummary, TextVersion
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

__all__ = [
    "USUAL",
    "Fault",
    "FieldKind",
    "Look",
    "MergeField",
    "OpenedText",
    "PaperTextRow",
    "TextSummary",
    "TextVersion",
    "TrialSheet",
    "conditions_of",
    "differences",
    "fields_of",
    "help_text",
    "keep",
    "label_of",
    "look",
    "open_text",
    "read_texts",
    "read_versions",
    "return_to_delivered",
    "trouble_of",
]

_AROUND: Final = 1
_HEAD_LINES: Final = 2


@dataclass(frozen=True, slots=True)
class OpenedText:
    """A text as it is opened: what counts now, and the sheet its samples are drawn on."""

    row: PaperTextRow
    sheet: TrialSheet


@dataclass(frozen=True, slots=True)
class Look:
    """A text looked at while it is written: its faults; without any, the sample, or why it cannot be drawn."""

    faults: tuple[Fault, ...]
    content: bytes = field(default=b"", repr=False)
    trouble: RuleBroken | None = None


def label_of(kind: str) -> str:
    """Return the message id of a kind's name."""
    return KINDS[kind].label


def fields_of(kind: str) -> tuple[MergeField, ...]:
    """Return the merge fields of a kind that can be inserted, in their order."""
    return tuple(KINDS[kind].fields.values())


def conditions_of(kind: str) -> tuple[MergeField, ...]:
    """Return the conditions of a kind."""
    return tuple(one for one in fields_of(kind) if one.kind is FieldKind.CONDITION)


def trouble_of(fault: Fault) -> RuleBroken:
    """Return a fault as the trouble its sentence is found by."""
    trouble = RuleBroken(fault.code)
    trouble.facts = {"line": fault.line, **fault.facts}
    return trouble


def help_text() -> str:
    """Return the page about the language of the texts."""
    return resource("letters", "texts", "BACA.md").read_text(encoding="utf-8")


def read_texts(session: Session, done: Done[Sequence[TextSummary]], failed: Failed, owner: QObject) -> Job:
    """Read every kind of paper with its version."""
    return session.read(service.texts, done, failed, owner=owner)


def open_text(session: Session, kind: str, done: Done[OpenedText], failed: Failed, owner: QObject) -> Job:
    """Read the text that counts for a kind, and the sheet."""

    def task(work: "Work") -> OpenedText:
        return OpenedText(service.text_of(work, kind), trial_sheet(work))

    return session.read(task, done, failed, owner=owner)


def read_versions(
    session: Session, kind: str, done: Done[Sequence[TextVersion]], failed: Failed, owner: QObject
) -> Job:
    """Read every version of a kind's text."""
    return session.read(lambda work: service.versions(work, kind), done, failed, owner=owner)


def keep(
    session: Session,
    kind: str,
    body: str,
    reason: str,
    version_seen: int,
    done: Done[PaperTextRow],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Keep a text as the next version."""
    return session.write(
        lambda work: service.keep_text(work, kind, body, reason, version_seen), done, failed, owner=owner
    )


def return_to_delivered(
    session: Session,
    kind: str,
    reason: str,
    version_seen: int,
    done: Done[PaperTextRow],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Let the delivered text count again."""
    return session.write(
        lambda work: service.return_to_delivered(work, kind, reason, version_seen), done, failed, owner=owner
    )


def look(
    session: Session,
    kind: str,
    text: str,
    sheet: TrialSheet,
    holds: Collection[str],
    done: Done[Look],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Check a text and draw its sample, on the lane of drawing."""
    return session.context.jobs.draw(lambda: _looked(kind, text, sheet, holds), done, failed, owner=owner)


def differences(before: str, after: str) -> str:
    """Return what ``after`` adds (+) to ``before`` and takes away (-), line by line, with a line around each."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=_AROUND)
    shown = [*lines][_HEAD_LINES:]
    return "\n".join("\u2026" if line.startswith("@@") else f"{line[:1]} {line[1:]}".rstrip() for line in shown)


def _looked(kind: str, text: str, sheet: TrialSheet, holds: Collection[str]) -> Look:
    faults = faults_of(text, KINDS[kind].fields)
    if faults:
        return Look(faults)
    try:
        return Look((), sample_pdf(kind, text, sheet, holds))
    except RuleBroken as trouble:
        return Look((), trouble=trouble)
