"""WHO-ASSIST v3.1: risk from each substance over the last three months, asked by an interviewer.

A substance's score is q2 + q3 + q4 + q5 + q6 + q7 (tobacco has no q5); q1 (ever used) and q8 (ever injected)
are kept, never scored, and there is no total over substances. Source: the key's ``source``. Answers have the
shape ``{"substances": {"amphetamine": {"q2": 4, ...}}, "q8": 0}``, each the points of the form; q1 is 0 (no)
or 1 (yes), q8 is 0 (never), 2 (in the past 3 months) or 1 (before). What was not answered is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.instruments import interview, keys, routing
from rehab_app.instruments.answers import read_answer, read_object, shown_name
from rehab_app.instruments.engine import Bands, Item, Measure, Scale
from rehab_app.instruments.form import Choice, Form, Kind, Row, Section
from rehab_app.instruments.form import Item as FormItem
from rehab_app.instruments.instrument import (
    NO_CHOICES,
    Better,
    Description,
    Option,
    Question,
    Remark,
    ScaleInfo,
    Scope,
    Scored,
    ScoringChoices,
    Skip,
    Subject,
)
from rehab_app.instruments.interview import Asking, Given
from rehab_app.instruments.routing import Band, Routing, RoutingSettings
from rehab_app.instruments.wording import Wording

_SUBSTANCE_GRID: Final = "substances"
_EVER_USED: Final = "q1"
_INJECTED: Final = "q8"
_INJECTED_RECENTLY: Final = 2
_ONCE: Final = ""
_DEFAULT_ROUTING: Final = RoutingSettings()

_QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "q1": N_("Ever used"),
        "q2": N_("Use in the past 3 months"),
        "q3": N_("Strong urge to use"),
        "q4": N_("Problems from use"),
        "q5": N_("Duties not met"),
        "q6": N_("Others concerned"),
        "q7": N_("Could not cut down"),
        "q8": N_("Ever injected a drug"),
    }
)
_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ever": (N_("No"), N_("Yes")),
        "frequency": (
            N_("Never"),
            N_("Once or twice"),
            N_("Every month"),
            N_("Every week"),
            N_("Daily or almost daily"),
        ),
        "recency": (N_("Never"), N_("In the past 3 months"), N_("Before the past 3 months")),
    }
)
_SUBSTANCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "tobacco": (N_("Tobacco"), N_("cigarettes, cigars, kretek, etc.")),
        "alcohol": (N_("Alcoholic drinks"), N_("beer, wine, spirits, etc.")),
        "cannabis": (N_("Cannabis"), N_("marijuana, ganja, gelek, cimeng, pot, etc.")),
        "cocaine": (N_("Cocaine"), N_("coke, crack, etc.")),
        "amphetamine": (N_("Amphetamine-type stimulants"), N_("ecstasy, shabu, etc.")),
        "inhalants": (N_("Inhalants"), N_("glue, petrol, thinner, etc.")),
        "sedatives": (
            N_("Sedatives or sleeping pills"),
            N_("benzodiazepines, Lexotan, Rohypnol, Mogadon, BK, alprazolam, etc."),
        ),
        "hallucinogens": (N_("Hallucinogens"), N_("LSD, mushrooms, kecubung, PCP, etc.")),
        "opioids": (N_("Opioids"), N_("heroin, putaw, morphine, methadone, codeine, buprenorphine, etc.")),
        "other": (N_("Other substances"), N_("dextro, CTM, LL, etc.")),
    }
)
_SKIPS: Final[Mapping[tuple[str, Scope], str]] = MappingProxyType(
    {
        ("q1", Scope.EACH): N_("Never used: nothing more is asked about this substance."),
        ("q1", Scope.ALL): N_("No substance was ever used: the interview ends."),
        ("q2", Scope.EACH): N_("Not used in the past 3 months: Q3 to Q5 are left out; never for all: go on to Q6."),
    }
)
_GUIDANCE: Final = N_("Ask in an interview; the client does not fill it in alone. Count only use that is not medical.")
_GRID: Final = N_("Substances and questions")
_UNANSWERED: Final = N_("No score: {questions} not answered.")
_RECENT_INJECTING: Final = N_("Injected in the past 3 months: higher risk. Offer HIV and hepatitis tests.")
_ANSWERED_WITHOUT_USE: Final = N_("{questions} answered although not used in the past 3 months: check the answers.")


@dataclass(frozen=True, slots=True)
class _Substance:
    """One substance of the key: what the form shows of it, and the scale its answers make."""

    subject: Subject
    items: Mapping[str, Item]
    scale: Scale


class Assist:
    """ASSIST in one version of its key; build it with ``load``."""

    def __init__(self, key: keys.Key) -> None:
        """Read the key; Trouble names an entry that cannot be used."""
        self.name = key.instrument
        self.version = key.version
        questions = keys.read_questions(key.table)
        self._substances = _read_substances(key.table, questions)
        self._once = {question.item.name: question.item for question in questions if question.is_asked_once}
        self._description = Description(
            instrument=key.instrument,
            version=key.version,
            name=key.name,
            guidance=_GUIDANCE,
            credit=key.credit,
            licence=key.licence,
            subjects=tuple(substance.subject for substance in self._substances.values()),
            questions=tuple(_labelled(question, key.table) for question in questions),
            skips=_read_skips(key.table),
        )

    def description(self) -> Description:
        """Return the substances, questions, answers and skip rules for a form to draw."""
        return self._description

    def form(self) -> Form:
        """Return the interview as a form: a grid of substances and questions, for paper and for a pack's text."""
        return _form(self._description)

    def scales(self) -> tuple[ScaleInfo, ...]:
        """Return a scale for each substance, from 0 to its highest score; there is no total."""
        return tuple(
            ScaleInfo(
                name=subject.name,
                label=Wording(message=subject.label),
                lowest=Fraction(0),
                highest=Fraction(subject.highest),
                better=Better.DOWN,
                is_charted=True,
            )
            for subject in self._description.subjects
        )

    def score(self, answers: object) -> Scored:
        """Score each substance that was ever used.

        A missing answer leaves its substance without a score, with the reason; q3 to q5 count 0 where q2 is
        0. RuleBroken names the item of an answer the form does not have, and refuses answers that name no
        substance.
        """
        given = self._read(answers)
        if given.keys() <= {_ONCE}:
            raise RuleBroken("instruments.no_answers", field="substances", item="substances")
        measures = {
            name: self._measure(substance, given[name])
            for name, substance in self._substances.items()
            if name in given and given[name].get(_EVER_USED) != 0
        }
        return Scored(
            instrument=self.name,
            version=self.version,
            scores={name: measure.score() for name, measure in measures.items()},
            bands={name: measure.band for name, measure in measures.items()},
            reasons={
                name: Remark("unanswered", _UNANSWERED, questions=measure.missing)
                for name, measure in measures.items()
                if measure.value is None
            },
            notes=self._notes(given),
        )

    def missing(self, answers: object) -> tuple[str, ...]:
        """Return the places of ``needed_questions`` on the form: ``substances.cannabis.q2``, ``q8``."""
        needed = self.needed_questions(answers)
        return tuple(
            f"{_SUBSTANCE_GRID}.{one.subject}.{one.question}" if one.subject else one.question for one in needed
        )

    def explain(self, answers: object, codes: Mapping[str, str]) -> dict[str, Remark]:
        """Return kept reasons in full; an office has no choice here that could have changed them."""
        return {name: reason for name, reason in self.score(answers).reasons.items() if name in codes}

    def needed_questions(self, answers: object) -> tuple[Asking, ...]:
        """Return the questions still known to need an answer, in the interview's order; none means complete.

        Every substance is asked about (q1) until it has an answer. RuleBroken as for ``score``; no answers
        yet are fine.
        """
        given = self._read(answers)
        asked = {
            subject: {_EVER_USED: 1, **found} if subject != _ONCE and found else found
            for subject, found in given.items()
        }
        return interview.needed_questions(self._description, asked)

    def propose(self, scored: Scored, settings: RoutingSettings = _DEFAULT_ROUTING) -> Routing:
        """Return the routing proposal; tobacco never routes, alcohol only where the setting says so."""
        return routing.propose(scored, self._description.subjects, settings)

    def document(self, scored: Scored) -> dict[str, object]:
        """Return the whole JSON answer for a result, with the routing proposal under the default setting."""
        return {**scored.document(), "routing": self.propose(scored).document()}

    def _read(self, document: object) -> Given:
        """Return the checked answers by substance; what is asked once stands under ""."""
        entries = read_object(document, "answers")
        for entry in entries:
            if entry != "substances" and entry not in self._once:
                item, known = shown_name(entry), ", ".join(["substances", *self._once])
                raise RuleBroken("instruments.unknown_entry", field=item, item=item, known=known)
        given: dict[str, dict[str, int]] = {}
        for name, found in read_object(entries.get("substances", {}), "substances").items():
            if not isinstance(name, str) or name not in self._substances:
                item, known = shown_name(name), ", ".join(self._substances)
                raise RuleBroken("instruments.unknown_substance", field=item, item=item, known=known)
            given[name] = self._read_substance(self._substances[name], found)
        once = {name: read_answer(entries[name], item, name) for name, item in self._once.items() if name in entries}
        return given | ({_ONCE: once} if once else {})

    def _read_substance(self, substance: _Substance, found: object) -> dict[str, int]:
        name = substance.subject.name
        answers: dict[str, int] = {}
        for question, value in read_object(found, name).items():
            item = f"{name}.{shown_name(question)}"
            if question in substance.subject.not_asked:
                raise RuleBroken("instruments.not_asked", field=item, item=item)
            if not isinstance(question, str) or question not in substance.items:
                known = ", ".join(substance.items)
                raise RuleBroken("instruments.unknown_question", field=item, item=item, known=known)
            answers[question] = read_answer(value, substance.items[question], item)
        if answers.get(_EVER_USED) == 0 and any(answers.values()):
            item = f"{name}.{_EVER_USED}"
            answered = ", ".join(f"{name}.{question}" for question, points in answers.items() if points)
            raise RuleBroken("instruments.never_used", field=item, item=item, answered=answered)
        return answers

    def _measure(self, substance: _Substance, answers: Mapping[str, int]) -> Measure:
        skipped = interview.skipped_questions(self._description.skips, answers)
        return substance.scale.measure({**dict.fromkeys(skipped, 0), **answers})

    def _notes(self, given: Given) -> tuple[Remark, ...]:
        """Return what the counsellor should see beside the scores."""
        notes = []
        if given.get(_ONCE, {}).get(_INJECTED) == _INJECTED_RECENTLY:
            notes.append(Remark("recent_injecting", _RECENT_INJECTING))
        for name in self._substances:
            answers = given.get(name, {})
            skipped = interview.skipped_questions(self._description.skips, answers)
            if odd := tuple(question for question in sorted(skipped) if answers.get(question)):
                notes.append(Remark("answered_without_use", _ANSWERED_WITHOUT_USE, subject=name, questions=odd))
        return tuple(notes)


def read(key: keys.Key, choices: ScoringChoices = NO_CHOICES) -> Assist:
    """Build the instrument from a key; the registry calls this. RuleBroken: any choice, because ASSIST leaves none."""
    if choices.missing_rule:
        item = shown_name(choices.missing_rule)
        raise RuleBroken("instruments.unknown_missing_rule", field="missing_rule", item=item, known="-")
    if choices.cutoffs:
        raise RuleBroken("instruments.no_cutoffs", field="cutoffs", item=key.instrument)
    return Assist(key)


def load(version: str | None = None) -> Assist:
    """Return ASSIST in ``version`` of its key, the newest where none is named."""
    return read(keys.load("assist", version))


def description() -> Description:
    """Return the newest version's description, for a form to draw."""
    return load().description()


def needed_questions(answers: object) -> tuple[Asking, ...]:
    """Return the questions still to be asked in the newest version, in the interview's order."""
    return load().needed_questions(answers)


def _read_substances(table: keys.Table, questions: tuple[keys.QuestionKey, ...]) -> dict[str, _Substance]:
    bands = keys.read_bands(table)
    if any(found.names != tuple(Band) for found in bands.values()):
        raise table.damaged("bands")
    repeated = [question for question in questions if not question.is_asked_once]
    found: dict[str, _Substance] = {}
    for entry in table.tables("substances"):
        if entry.text("name") not in _SUBSTANCES or entry.text("bands") not in bands or entry.text("name") in found:
            raise entry.damaged("name")
        asked = [question for question in repeated if question.item.name not in entry.texts("not_asked")]
        found[entry.text("name")] = _read_substance(entry, asked, bands[entry.text("bands")])
    return found


def _read_substance(entry: keys.Table, asked: list[keys.QuestionKey], bands: Bands) -> _Substance:
    name = entry.text("name")
    label, examples = _SUBSTANCES[name]
    scale = Scale(name, tuple(question.item for question in asked if question.is_scored), bands=bands)
    subject = Subject(
        name=name,
        mark=entry.text("letter"),
        label=label,
        examples=examples,
        icd10=entry.text("icd10"),
        not_asked=entry.texts("not_asked"),
        highest=scale.highest,
    )
    return _Substance(subject, {question.item.name: question.item for question in asked}, scale)


def _labelled(question: keys.QuestionKey, table: keys.Table) -> Question:
    labels = _ANSWERS.get(question.answers, ())
    if question.item.name not in _QUESTIONS or len(labels) != len(question.item.points):
        raise table.damaged(f"questions.{question.item.name}")
    return Question(
        name=question.item.name,
        label=_QUESTIONS[question.item.name],
        options=tuple(Option(points, label) for points, label in zip(question.item.points, labels, strict=True)),
        is_scored=question.is_scored,
        is_asked_once=question.is_asked_once,
    )


def _read_skips(table: keys.Table) -> tuple[Skip, ...]:
    found = []
    for skip in keys.read_skips(table):
        label = _SKIPS.get((skip.question, skip.scope))
        if label is None:
            raise table.damaged(f"skips.{skip.question}")
        found.append(Skip(skip.question, skip.points, skip.skipped, skip.scope, label))
    return tuple(found)


def _form(described: Description) -> Form:
    """Return the description as a form whose answers have the shape that ``Assist.score`` takes."""
    rows = tuple(
        Row(
            name=subject.name,
            number=subject.mark,
            label=Wording(message=subject.label),
            hint=Wording(message=subject.examples),
            not_asked=subject.not_asked,
        )
        for subject in described.subjects
    )
    repeated = tuple(_form_item(question) for question in described.questions if not question.is_asked_once)
    once = tuple(_form_item(question) for question in described.questions if question.is_asked_once)
    grid = FormItem(_SUBSTANCE_GRID, Kind.GRID, Wording(message=_GRID), rows=rows, columns=repeated)
    return Form(
        instrument=described.instrument,
        version=described.version,
        name=described.name,
        credit=described.credit,
        licence=described.licence,
        sections=(Section("interview", Wording(message=_GRID), (grid, *once)),),
        guidance=Wording(message=described.guidance),
        entry="",
        is_licensed=True,
    )


def _form_item(question: Question) -> FormItem:
    return FormItem(
        name=question.name,
        kind=Kind.CHOICE,
        label=Wording(message=question.label),
        number=question.name.removeprefix("q"),
        answer_set=question.name,
        choices=tuple(Choice(option.points, Wording(message=option.label)) for option in question.options),
    )
