"""The delivered text of each paper, and reading a text of it, delivered or the office's own."""

from functools import cache, lru_cache

from rehab_app.foundation.resources import resource
from rehab_app.papers.texts.faults import check
from rehab_app.papers.texts.kind import PaperKind
from rehab_app.papers.texts.kinds import KINDS
from rehab_app.papers.texts.language import Reading

_KEPT_READINGS = 64


@cache
def delivered(code: str) -> str:
    """Return the delivered text of the paper called ``code``; raises KeyError for a paper that is none."""
    return resource("letters", "texts", f"{KINDS[code].code}.txt").read_text(encoding="utf-8")


def reading(kind: PaperKind, text: str = "") -> Reading:
    """Return ``text``, where empty the delivered one, as it was read; raises RulesBroken with the faults of a text."""
    return _read(kind.code, text or delivered(kind.code))


@lru_cache(maxsize=_KEPT_READINGS)
def _read(code: str, text: str) -> Reading:
    """Read once: a batch of letters has one text. What is read is frozen, so it may be shared."""
    return check(text, KINDS[code].fields)
