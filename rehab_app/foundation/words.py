"""The words of screen, paper and rules: English message ids, Indonesian the complete default.

Catalogues are gettext files, one ``.po`` per room under ``resources/words/<language>/``, compiled into
``resources/words/<language>.mo`` by ``python -m tests.words``. Known troubles have their sentence under ``error/<code>`` in
both languages.
"""

import gettext
from typing import Final

from rehab_app.foundation.catalogue import Catalogue
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.resources import resource

INDONESIAN: Final = "id"
ENGLISH: Final = "en"
LANGUAGES: Final = (INDONESIAN, ENGLISH)


def N_(message: str) -> str:  # noqa: N802 - gettext's own mark
    """Mark ``message`` for the catalogue and return it unchanged; it is said later by ``Words.say``."""
    return message


class Words:
    """One language's sentences."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    @classmethod
    def of(cls, language: str) -> "Words":
        """Load the catalogue of ``language`` ("id" or "en")."""
        return cls(language, Catalogue(resource("words", f"{language}.mo").read_bytes()))

    def say(self, message: str, **facts: object) -> str:
        """Return ``message`` in this language, with ``{facts}`` filled in."""
        said = self._catalogue.gettext(message)
        return said.format(**facts) if facts else said

    def say_many(self, one: str, many: str, count: int, **facts: object) -> str:
        """Return the singular or plural for ``count``; ``{count}`` is filled in."""
        return self._catalogue.ngettext(one, many, count).format(count=count, **facts)

    def trouble(self, trouble: RuleBroken) -> str:
        """Return the sentence of a known trouble."""
        return self.say(f"error/{trouble.code}", **trouble.facts)
