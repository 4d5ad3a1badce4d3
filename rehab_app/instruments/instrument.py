"""What every instrument offers: a description a form can draw, and scores with bands and reasons.

Labels are message ids for ``Words.say``; the full wording of licensed questions is not shipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, Protocol

from rehab_app.foundation.words import N_, Words
from rehab_app.instruments.form import Form
from rehab_app.instruments.wording import NOTHING, Wording

SUICIDE_ALERT: Final = N_("Thoughts of suicide or an attempt were told: speak with the client about it now.")
"""What is said where an answer raised an alert; no setting switches it off."""


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
    """What the interview of an instrument that repeats its questions for each subject needs, with its skip rules."""

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
    """Something said about answers: a code for programs, words for people, and what it is about.

    The words are a ``message`` of our catalogue, or the ``wording`` of a key.
    """

    code: str
    message: str
    subject: str = ""
    questions: tuple[str, ...] = ()
    wording: Wording = NOTHING

    @property
    def spoken_questions(self) -> str:
        """The questions by their number on the form: ``Q3, Q4``."""
        return ", ".join(name.upper() for name in self.questions)

    def say(self, words: Words) -> str:
        """Return the sentence in the language of ``words``; it names questions by their number."""
        return self.wording.say(words) if self.wording else words.say(self.message, questions=self.spoken_questions)

    def document(self) -> dict[str, object]:
        """Return the remark for a JSON answer, without what is empty."""
        found: dict[str, object] = {"code": self.code}
        if self.subject:
            found["subject"] = self.subject
        if self.questions:
            found["questions"] = list(self.questions)
        return found


class Better(StrEnum):
    """Which way of a scale is the better one for the client."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class ScaleInfo:
    """What a chart and a page need of one scale: its label, its ends, and by name the labels of its bands and what they advise.

    ``is_charted`` where a line chart shows it unasked; ``places`` are the decimals it is shown with.
    """

    name: str
    label: Wording
    lowest: Fraction
    highest: Fraction
    better: Better
    is_charted: bool
    places: int = 0
    band_labels: Mapping[str, Wording] = field(default_factory=dict)
    band_advice: Mapping[str, Wording] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scored:
    """The result: per scale (for ASSIST: per substance) a score and a band, or None and a reason.

    ``alerts`` are the items whose answer may not be overlooked (thoughts of suicide), whatever the scores are.
    """

    instrument: str
    version: str
    scores: Mapping[str, int | Decimal | None]
    bands: Mapping[str, str | None]
    reasons: Mapping[str, Remark] = field(default_factory=dict)
    notes: tuple[Remark, ...] = ()
    alerts: tuple[str, ...] = ()

    def document(self) -> dict[str, object]:
        """Return the result for a JSON answer.

        A scale without a score is null; ``reasons`` says why for each, ``reason`` is the code of the first. These, ``notes`` and
        ``alerts`` stand there only where there are any.
        """
        found: dict[str, object] = {
            "instrument": self.instrument,
            "version": self.version,
            "scores": {
                name: float(score) if isinstance(score, Decimal) else score for name, score in self.scores.items()
            },
            "bands": dict(self.bands),
        }
        if self.reasons:
            found["reason"] = next(iter(self.reasons.values())).code
            found["reasons"] = {name: reason.document() for name, reason in self.reasons.items()}
        if self.notes:
            found["notes"] = [note.document() for note in self.notes]
        if self.alerts:
            found["alerts"] = list(self.alerts)
        return found


@dataclass(frozen=True, slots=True)
class ScoringChoices:
    """What an office may choose about scoring: a named rule for missing answers, and where the adjustable bands change.

    Empty means what the key says. ``cutoffs`` rise; the first band has none.
    """

    missing_rule: str = ""
    cutoffs: tuple[int | float, ...] = ()


NO_CHOICES: Final = ScoringChoices()


class Instrument(Protocol):
    """One instrument in one version of its key."""

    @property
    def name(self) -> str:
        """The instrument's name in files and commands, e.g. ``assist``."""

    @property
    def version(self) -> str:
        """The version of its key, kept with every stored result."""

    def form(self) -> Form:
        """Return what a page or a paper needs to draw it."""

    def scales(self) -> tuple[ScaleInfo, ...]:
        """Return its scales, in the order in which they are shown."""

    def score(self, answers: object) -> Scored:
        """Score ``answers`` in the instrument's own shape; RuleBroken names the item of an impossible one."""

    def missing(self, answers: object) -> tuple[str, ...]:
        """Return the places known to need an answer still, in the form's order; none means complete."""

    def explain(self, answers: object, codes: Mapping[str, str]) -> dict[str, Remark]:
        """Return kept reasons (``codes`` by scale) in full, from the answers they were kept with."""

    def document(self, scored: Scored) -> dict[str, object]:
        """Return the whole JSON answer for a result, with what only this instrument adds."""
