"""Scores any questionnaire, an instrument that is a list of items, from its key alone.

Answers have the shape ``{"items": {"1": 3, ...}}``, each the points of the form as it is printed; the key says which
items are reversed. An item left out, refused or not applicable is missing: a scale without its answers has no score.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.instruments import form_answers
from rehab_app.instruments.answers import shown, shown_name
from rehab_app.instruments.engine import Bands, half_up
from rehab_app.instruments.form import Form
from rehab_app.instruments.instrument import NO_CHOICES, Remark, ScaleInfo, Scored, ScoringChoices
from rehab_app.instruments.keys import Key
from rehab_app.instruments.questionnaire_key import MissingRule, NoteKey, NoteKind, ScaleKey, read_questionnaire

_UNANSWERED: Final = N_("No score: items {questions} not answered.")
_TOO_MANY_CODE: Final = "too_many_missing"
_TOO_MANY: Final = N_("No score: too many items of the form are not answered ({questions}).")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a scale comes to before rounding: a value, or the reason why there is none."""

    value: Fraction | None
    reason: Remark | None = None


class Questionnaire:
    """A questionnaire in one version of its key, scored with an office's choices."""

    def __init__(self, key: Key, choices: ScoringChoices = NO_CHOICES) -> None:
        """Read the key.

        Trouble names an entry that cannot be used. RuleBroken: a rule for missing answers the key does not have, or cut-offs it
        has no use for.
        """
        self.name = key.instrument
        self.version = key.version
        self._key = read_questionnaire(key)
        self._rule = self._chosen_rule(choices.missing_rule)
        self._bands = self._chosen_bands(choices.cutoffs)

    def form(self) -> Form:
        """Return the items and their answers for a page to draw."""
        return self._key.form

    def scales(self) -> tuple[ScaleInfo, ...]:
        """Return the scales, in the key's order."""
        return tuple(scale.info for scale in self._key.scales)

    def score(self, answers: object) -> Scored:
        """Score every scale.

        A scale with a missing answer has no score, unless its key's rule lets the others stand for it. RuleBroken names the
        item of an answer the form does not have.
        """
        given = form_answers.checked_answers(self._key.form, answers)
        points = _points(form_answers.items_of(self._key.form, given))
        outcomes: dict[str, _Outcome] = {}
        for scale in self._key.scales:
            outcomes[scale.info.name] = self._outcome(scale, points, outcomes)
        banded = {scale.info.name: self._bands[scale.band_set] for scale in self._key.scales if scale.band_set}
        values = {name: outcome.value for name, outcome in outcomes.items()}
        return Scored(
            instrument=self.name,
            version=self.version,
            scores={
                scale.info.name: _rounded(values[scale.info.name], scale.info.places) for scale in self._key.scales
            },
            bands={
                name: None if (value := values[name]) is None else bands.of(value) for name, bands in banded.items()
            },
            reasons={name: outcome.reason for name, outcome in outcomes.items() if outcome.reason},
            notes=tuple(self._remark(note) for note in self._key.notes if self._is_said(note, points, values)),
            alerts=form_answers.alerts(self._key.form, given),
        )

    def missing(self, answers: object) -> tuple[str, ...]:
        """Return the items that have neither an answer nor a reason for none."""
        return form_answers.missing(self._key.form, form_answers.checked_answers(self._key.form, answers))

    def explain(self, answers: object, codes: Mapping[str, str]) -> dict[str, Remark]:
        """Return kept reasons (``codes`` by scale) with the items that each is about.

        What was decided stands in the codes; no rule for missing answers is asked again, whatever an office chooses by now.
        """
        form = self._key.form
        points = _points(form_answers.items_of(form, form_answers.checked_answers(form, answers)))
        open_items = tuple(item.name for item in form.items if item.name not in points)
        own = {scale.info.name: self._item_names(scale) for scale in self._key.scales if scale.info.name in codes}
        return {
            name: _too_many(open_items)
            if codes[name] == _TOO_MANY_CODE
            else _unanswered(tuple(item for item in open_items if item in items))
            for name, items in own.items()
        }

    def document(self, scored: Scored) -> dict[str, object]:
        """Return the JSON answer for a result."""
        return scored.document()

    def _item_names(self, scale: ScaleKey) -> frozenset[str]:
        """Return the items that a scale is made of, those of its parts where it combines others."""
        if scale.scale is not None:
            return frozenset(item.name for item in scale.scale.items)
        parts = [one for one in self._key.scales if one.info.name in {*scale.plus, *scale.minus}]
        return frozenset(name for part in parts for name in self._item_names(part))

    def _outcome(self, scale: ScaleKey, points: Mapping[str, int], earlier: Mapping[str, _Outcome]) -> _Outcome:
        if scale.scale is None:
            return _combined(scale, earlier)
        name = scale.info.name
        limited = self._rule is not None and name in self._rule.least
        if limited and self._rule is not None:
            missing = tuple(item.name for item in self._key.form.items if item.name not in points)
            if len(missing) > self._rule.most_missing:
                return _Outcome(None, _too_many(missing))
        least = self._rule.least[name] if limited and self._rule is not None else None
        measure = replace(scale.scale, least=least).measure(points)
        if measure.value is None:
            return _Outcome(None, _unanswered(measure.missing))
        return _Outcome(scale.value_of(measure.value))

    def _is_said(self, note: NoteKey, points: Mapping[str, int], values: Mapping[str, Fraction | None]) -> bool:
        if note.kind is NoteKind.AT_LEAST:
            value = values[note.scale]
            return value is not None and value >= note.answer
        return [points.get(item.name) for item in self._key.form.items] == [note.answer] * len(self._key.form.items)

    def _remark(self, note: NoteKey) -> Remark:
        return Remark(note.code, "", subject=note.scale, wording=note.wording)

    def _chosen_rule(self, name: object) -> MissingRule | None:
        rules = self._key.rules
        chosen = name or self._key.default_rule
        if not chosen:
            return None
        if not isinstance(chosen, str) or chosen not in rules:
            known = ", ".join(rules) or "-"
            raise RuleBroken("instruments.unknown_missing_rule", item=shown_name(chosen), known=known)
        return rules[chosen]

    def _chosen_bands(self, cutoffs: tuple[int | float, ...]) -> dict[str, Bands]:
        """Return the bands by the name of their set, with the office's cut-offs in those that are adjustable."""
        sets = self._key.band_sets
        if not cutoffs:
            return {name: found.bands for name, found in sets.items()}
        if not any(found.is_adjustable for found in sets.values()):
            raise RuleBroken("instruments.no_cutoffs", field="cutoffs", item=self.name)
        return {
            name: self._moved(name, found.bands, cutoffs) if found.is_adjustable else found.bands
            for name, found in sets.items()
        }

    def _moved(self, name: str, bands: Bands, cutoffs: tuple[int | float, ...]) -> Bands:
        scale = next(scale.info for scale in self._key.scales if scale.band_set == name)
        borders = [Fraction(str(one)) for one in cutoffs if _is_number(one)]
        is_rising = borders == sorted(set(borders)) and all(scale.lowest <= one <= scale.highest for one in borders)
        if len(borders) != len(cutoffs) or len(borders) != len(bands.starts) - 1 or not is_rising:
            raise RuleBroken(
                "instruments.odd_cutoffs",
                field="cutoffs",
                item=self.name,
                value=", ".join(shown(one) for one in cutoffs),
                count=len(bands.starts) - 1,
                lowest=str(scale.lowest),
                highest=str(scale.highest),
            )
        starts = zip([bands.starts[0][0], *borders], bands.names, strict=True)
        return replace(bands, starts=tuple(starts))


def read(key: Key, choices: ScoringChoices = NO_CHOICES) -> Questionnaire:
    """Build the instrument from a key; the registry calls this."""
    return Questionnaire(key, choices)


def _unanswered(items: tuple[str, ...]) -> Remark:
    return Remark("unanswered", _UNANSWERED, questions=items)


def _too_many(items: tuple[str, ...]) -> Remark:
    return Remark(_TOO_MANY_CODE, _TOO_MANY, questions=items)


def _combined(scale: ScaleKey, earlier: Mapping[str, _Outcome]) -> _Outcome:
    """Return the sum of other scales; where one of them has no score, neither has this."""
    parts = [earlier[name] for name in (*scale.plus, *scale.minus)]
    missing = [question for part in parts if part.reason for question in part.reason.questions]
    if missing:
        return _Outcome(None, _unanswered(tuple(sorted(set(missing), key=int))))
    return _Outcome(_sum(earlier, scale.plus) - _sum(earlier, scale.minus))


def _sum(found: Mapping[str, _Outcome], names: tuple[str, ...]) -> Fraction:
    return sum((value for name in names if (value := found[name].value) is not None), Fraction(0))


def _rounded(value: Fraction | None, places: int) -> int | Decimal | None:
    return None if value is None else half_up(value, places)


def _points(given: Mapping[str, object]) -> dict[str, int]:
    """Return the answers that have points: not those that were refused or do not apply."""
    return {name: value for name, value in given.items() if isinstance(value, int)}


def _is_number(value: object) -> bool:
    """Whether this is a number one can compare with; a huge whole number is one, infinity is none."""
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)
