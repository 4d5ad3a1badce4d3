"""What every instrument offers: a description a form can draw, and scores with bands and reasons.

Labels are message ids for ``Words.say``; the full wording of licensed questions is not shipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from rehab_app.foundation.words import Words


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be ticked: its points on the form and its label."""

    points: int
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question by its number on the form (``q2``): our short label, its answers in the form's order.

    ``is_asked_once`` marks a question that is not repeated for each subject; ``is_scored`` is false for one
    that is only kept.
    """

    name: str
    label: str
    options: tuple[Option, ...]
    is_scored: bool = True
    is_asked_once: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing the questions are repeated for, as ASSIST does for each substance.

    ``mark`` is its letter on the form, ``not_asked`` the questions it does not have, ``icd10`` the group of
    diagnoses it proposes (the doctor decides), ``highest`` its largest possible score.
    """

    name: str
    mark: str
    label: str
    examples: str
    icd10: str
    not_asked: tuple[str, ...]
    highest: int


class Scope(StrEnum):
    """Whose answer a skip rule looks at."""

    EACH = "each"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Skip:
    """A rule of the form: ``question`` answered with ``points`` leaves the ``skipped`` questions out.

    EACH looks at the one subject, ALL holds only where every subject was answered so. ``label`` says it for
    the interviewer.
    """

    question: str
    points: int
    skipped: tuple[str, ...]
    scope: Scope
    label: str


@dataclass(frozen=True, slots=True)
class Description:
    """All that a form needs to draw an instrument; ``subjects`` is empty where nothing is repeated."""

    instrument: str
    version: str
    name: str
    guidance: str
    credit: str
    licence: str
    subjects: tuple[Subject, ...]
    questions: tuple[Question, ...]
    skips: tuple[Skip, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said about answers: a code for programs, a message for people, and what it is about."""

    code: str
    message: str
    subject: str = ""
    questions: tuple[str, ...] = ()

    @property
    def spoken_questions(self) -> str:
        """The questions by their number on the form: ``Q3, Q4``."""
        return ", ".join(name.upper() for name in self.questions)

    def say(self, words: Words) -> str:
        """Return the sentence in the language of ``words``; it names questions by their number."""
        return words.say(self.message, questions=self.spoken_questions)

    def document(self) -> dict[str, object]:
        """Return the remark for a JSON answer, without what is empty."""
        found: dict[str, object] = {"code": self.code}
        if self.subject:
            found["subject"] = self.subject
        if self.questions:
            found["questions"] = list(self.questions)
        return found


@dataclass(frozen=True, slots=True)
class Scored:
    """The result: per scale (for ASSIST: per substance) a score and a band, or None and a reason."""

    instrument: str
    version: str
    scores: Mapping[str, int | Decimal | None]
    bands: Mapping[str, str | None]
    reasons: Mapping[str, Remark] = field(default_factory=dict)
    notes: tuple[Remark, ...] = ()

    def document(self) -> dict[str, object]:
        """Return the result for a JSON answer; ``reasons`` and ``notes`` only where there are any."""
        found: dict[str, object] = {
            "instrument": self.instrument,
            "version": self.version,
            "scores": {
                name: float(score) if isinstance(score, Decimal) else score for name, score in self.scores.items()
            },
            "bands": dict(self.bands),
        }
        if self.reasons:
            found["reasons"] = {name: reason.document() for name, reason in self.reasons.items()}
        if self.notes:
            found["notes"] = [note.document() for note in self.notes]
        return found


class Instrument(Protocol):
    """One instrument in one version of its key."""

    @property
    def name(self) -> str:
        """The instrument's name in files and commands, e.g. ``assist``."""

    @property
    def version(self) -> str:
        """The version of its key, kept with every stored result."""

    def description(self) -> Description:
        """Return what a form needs to draw it."""

    def score(self, answers: object) -> Scored:
        """Score ``answers`` in the instrument's own shape; RuleBroken names the item of an impossible one."""

    def document(self, scored: Scored) -> dict[str, object]:
        """Return the whole JSON answer for a result, with what only this instrument adds."""
