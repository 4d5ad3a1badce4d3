"""The answers of an ASSIST interview while it goes on: which are there, which are asked next, which are left out.

Everything is read off the instrument's description; no rule of the form is written down here a second time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments.assist import Assist
from rehab_app.instruments.instrument import Description, Question, Subject
from rehab_app.instruments.interview import Asking, skipped_questions

NOT_ANSWERED: Final = "-"
_ONCE: Final = ""
_PART: Final = re.compile(r"([A-Za-z0-9]+):([0-9 \-]+)")


@dataclass(slots=True)
class Answers:
    """The answers by substance and question, each the points of the form; what is asked once stands under ``""``."""

    instrument: Assist
    given: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def description(self) -> Description:
        """What the form draws."""
        return self.instrument.description()

    @property
    def repeated(self) -> tuple[Question, ...]:
        """The questions that are asked of each substance."""
        return tuple(question for question in self.description.questions if not question.is_asked_once)

    @property
    def once(self) -> tuple[Question, ...]:
        """The questions that are asked one time."""
        return tuple(question for question in self.description.questions if question.is_asked_once)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been answered yet."""
        return not any(self.given.values())

    def of(self, subject: str, question: str) -> int | None:
        """Return an answer, None where there is none."""
        return self.given.get(subject, {}).get(question)

    def is_asked(self, subject: Subject | None, question: Question) -> bool:
        """Whether a question is asked: it belongs to the substance, and no earlier answer leaves it out."""
        if subject is None:
            return question.is_asked_once
        if question.name in subject.not_asked:
            return False
        return question.name not in skipped_questions(self.description.skips, self.given.get(subject.name, {}))

    def put(self, subject: str, question: str, points: int | None) -> None:
        """Answer a question, or take its answer back; answers that are left out by it go."""
        answers = self.given.setdefault(subject, {})
        if points is None:
            answers.pop(question, None)
        else:
            answers[question] = points
        for skipped in skipped_questions(self.description.skips, answers):
            answers.pop(skipped, None)
        if not answers:
            del self.given[subject]

    def clear(self) -> None:
        """Take every answer back."""
        self.given.clear()

    def next_asked(self) -> Asking | None:
        """Return what is asked next, None where the interview is complete."""
        return next(iter(self.needed()), None)

    def needed(self) -> tuple[Asking, ...]:
        """Return what is known to need an answer still, in the order of the interview."""
        try:
            return self.instrument.needed_questions(self.document())
        except RuleBroken:
            return ()

    def document(self) -> dict[str, object]:
        """Return the answers as the instrument and the record take them."""
        repeated = {name: dict(answers) for name, answers in self.given.items() if name != _ONCE}
        return {"substances": repeated, **self.given.get(_ONCE, {})}

    def take(self, document: Mapping[str, object]) -> None:
        """Take stored answers."""
        self.given.clear()
        repeated = document.get("substances")
        for name, answers in (repeated if isinstance(repeated, Mapping) else {}).items():
            self.given[str(name)] = {str(question): int(points) for question, points in answers.items()}
        once = {question.name: document[question.name] for question in self.once if question.name in document}
        if once:
            self.given[_ONCE] = {name: int(str(points)) for name, points in once.items()}

    def text(self) -> str:
        """Return the answers in one line by the letters of the form: ``e:1 6 3 - - 0 0; Q8:0``; empty where there are none."""
        parts = []
        for subject in self.description.subjects:
            if subject.name in self.given:
                points = (self.of(subject.name, question.name) for question in self.repeated)
                said = " ".join(NOT_ANSWERED if one is None else str(one) for one in points)
                parts.append(f"{subject.mark}:{said}")
        parts += [
            f"{question.name.upper()}:{self.given[_ONCE][question.name]}"
            for question in self.once
            if question.name in self.given.get(_ONCE, {})
        ]
        return "; ".join(parts)

    def read_text(self, text: str) -> None:
        """Take the answers of such a line; what it does not name is not answered."""
        self.given.clear()
        subjects = {subject.mark: subject.name for subject in self.description.subjects}
        once = {question.name.upper(): question.name for question in self.once}
        for mark, said in _PART.findall(text):
            points = said.split()
            if mark in subjects:
                for question, one in zip(self.repeated, points, strict=False):
                    if one != NOT_ANSWERED:
                        self.given.setdefault(subjects[mark], {})[question.name] = int(one)
            elif mark in once and points:
                self.given.setdefault(_ONCE, {})[once[mark]] = int(points[0])
