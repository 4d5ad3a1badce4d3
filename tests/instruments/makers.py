"""Answers of questionnaires as a file brings them."""

from collections.abc import Iterable, Sequence

from rehab_app.instruments import registry
from rehab_app.instruments.instrument import NO_CHOICES, Scored, ScoringChoices

WHOQOL_RAW = [4, 4, 4, 5, 4, 3, 4, 5, 3, 4, 5, 3, 4, 3, 4, 3, 4, 4, 5, 4, 3, 5, 4, 3, 4, 4]
DOMAINS = ("physical", "psychological", "social", "environment")
DOMAIN_ITEMS = {
    "physical": (3, 4, 10, 15, 16, 17, 18),
    "psychological": (5, 6, 7, 11, 19, 26),
    "social": (20, 21, 22),
    "environment": (8, 9, 12, 13, 14, 23, 24, 25),
}
URICA_ITEMS = {
    "precontemplation": (1, 5, 11, 13, 23, 26, 29),
    "contemplation": (2, 8, 12, 15, 19, 21, 24),
    "action": (3, 7, 10, 14, 17, 25, 30),
    "maintenance": (6, 16, 18, 22, 27, 28, 32),
}
COUNTS = {"dast10": 10, "audit": 10, "urica": 32, "whoqol": 26, "srq20": 20}
POINTS = {"dast10": (0, 1), "audit": (0, 1, 2, 3, 4), "urica": range(1, 6), "whoqol": range(1, 6), "srq20": (0, 1)}


def filled(values: Sequence[int], left_out: Iterable[int] = ()) -> dict[str, dict[str, int]]:
    """Return a document that answers items 1, 2, ... with ``values``, without the numbers left out."""
    gone = set(left_out)
    return {"items": {str(number): value for number, value in enumerate(values, start=1) if number not in gone}}


def scored(
    name: str, values: Sequence[int], left_out: Iterable[int] = (), choices: ScoringChoices = NO_CHOICES
) -> Scored:
    """Return the result of such a document."""
    return registry.load(name, choices=choices).score(filled(values, left_out))
