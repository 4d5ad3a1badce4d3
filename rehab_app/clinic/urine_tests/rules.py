"""The rules of a urine test: every parameter of the panel has a result, and a medicine explains positives alone."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Final

from rehab_app.clinic.episodes.entries import care_day_troubles
from rehab_app.clinic.episodes.rules import Person
from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import N_
from rehab_app.office.lists.in_force import lists_in_force, unknown_codes

KIT_EXPIRED: Final = N_("The kit expired on {day}, before the test. Repeat the test with another kit.")
SAMPLE_DOUBTED: Final = N_("The sample is doubted. Repeat the test, watched by an officer.")
NOT_VALID: Final = N_("Without a valid result: {parameters}. Repeat the test.")


class Shown(StrEnum):
    """What a strip shows; codes of the list ``urine_result``."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    INVALID = "invalid"
    NOT_TESTED = "not_tested"


def urine_troubles(
    draft: UrineTestDraft, panel: Collection[str], person: Person, registered_on: date, today: date
) -> list[RuleBroken]:
    """Return every rule that refuses this test of ``person``, each beside its field.

    A parameter of ``panel`` that was left out was forgotten: what was not tested is said to be so.
    """
    troubles = care_day_troubles(draft.taken_on, "taken_on", person, registered_on, today)
    troubles += unknown_codes(draft, {"occasion": "urine_occasion"})
    troubles += _result_troubles(draft, panel)
    troubles += _medicine_troubles(draft)
    return troubles


def _result_troubles(draft: UrineTestDraft, panel: Collection[str]) -> list[RuleBroken]:
    lists = lists_in_force()
    for name, codes in (("urine_parameter", draft.results), ("urine_result", draft.results.values())):
        if unknown := [code for code in codes if lists.get(name, code) is None]:
            return [RuleBroken("lists.unknown", field="results", list=name, value=unknown[0])]
    if missing := [parameter for parameter in panel if parameter not in draft.results]:
        return [RuleBroken("urine_tests.result_missing", field="results", parameters=", ".join(missing))]
    if all(result == Shown.NOT_TESTED for result in draft.results.values()):
        return [RuleBroken("urine_tests.nothing_tested", field="results")]
    return []


def _medicine_troubles(draft: UrineTestDraft) -> list[RuleBroken]:
    wrong = [parameter for parameter in draft.explained if draft.results.get(parameter) != Shown.POSITIVE]
    if wrong:
        return [RuleBroken("urine_tests.explained_not_positive", field="explained", parameters=", ".join(wrong))]
    if draft.explained and not draft.medicines:
        return [RuleBroken("urine_tests.explained_needs_medicine", field="medicines")]
    return []


def notices(draft: UrineTestDraft) -> tuple[Notice, ...]:
    """Return what should be looked at in a test that no rule refuses: a kit past its day, a doubted sample, invalid strips."""
    found = []
    if draft.expires_on is not None and draft.taken_on is not None and draft.expires_on < draft.taken_on:
        found.append(Notice(KIT_EXPIRED, "expires_on", {"day": format_short(draft.expires_on)}))
    if draft.is_sample_doubted:
        found.append(Notice(SAMPLE_DOUBTED, "is_sample_doubted"))
    if invalid := [parameter for parameter, result in draft.results.items() if result == Shown.INVALID]:
        found.append(Notice(NOT_VALID, "results", {"parameters": ", ".join(invalid)}))
    return tuple(found)
