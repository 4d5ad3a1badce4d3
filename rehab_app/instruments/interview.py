"""Which questions of an instrument are still to be asked, and which its skip rules leave out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rehab_app.instruments.instrument import Description, Scope, Skip

Given = Mapping[str, Mapping[str, int]]
"""Checked answers: subject -> question -> answer; the subject of a question that is asked once is ""."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One question to ask, of one subject, or of none where it is asked once."""

    question: str
    subject: str = ""


def skipped_questions(skips: Iterable[Skip], answers: Mapping[str, int]) -> frozenset[str]:
    """Return the questions that one subject's ``answers`` leave out."""
    return frozenset(
        name
        for skip in skips
        if skip.scope is Scope.EACH and answers.get(skip.question) == skip.points
        for name in skip.skipped
    )


def needed_questions(description: Description, given: Given) -> tuple[Asking, ...]:
    """Return the questions known to need an answer, in the order of the interview.

    A question that a skip rule could still leave out is not among them until the deciding question is
    answered.
    """
    not_asked = {subject.name: subject.not_asked for subject in description.subjects}
    return tuple(
        Asking(question.name, subject)
        for question in description.questions
        for subject in ([""] if question.is_asked_once or not not_asked else not_asked)
        if question.name not in given.get(subject, {})
        and question.name not in not_asked.get(subject, ())
        and all(_is_past(skip, subject, given) for skip in description.skips if question.name in skip.skipped)
    )


def _is_past(skip: Skip, subject: str, given: Given) -> bool:
    """Whether the answers so far already show that ``skip`` does not apply."""
    looked_at = [subject] if skip.scope is Scope.EACH else list(given)
    return any(given.get(name, {}).get(skip.question, skip.points) != skip.points for name in looked_at)
