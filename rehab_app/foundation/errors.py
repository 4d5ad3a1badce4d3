"""The known troubles of the program: each is a code with facts, never a sentence.

The sentence is found by ``Words.trouble`` in the catalogue under ``error/<code>``, in the language of the screen. Every other
exception is a bug. ``str()`` of a known trouble is its code alone, so a log line cannot carry a client's data.
"""

from typing import Self


class RuleBroken(Exception):  # noqa: N818 - a broken rule is an answer to the user, not a failure of the program
    """A rule of the clinic, of the office or of the store refuses what was asked.

    ``code`` is ``<room>.<what>``; ``field`` names the draft's field it should be shown beside, or is empty; ``facts`` fill
    the sentence.
    """

    def __init__(self, code: str, *, field: str = "", **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts

    def beside(self, field: str) -> Self:
        """Return this trouble, to be shown beside ``field``."""
        self.field = field
        return self


class RulesBroken(RuleBroken):
    """Several rules refuse one draft; each stands beside its own field in ``troubles``."""

    def __init__(self, troubles: list[RuleBroken]) -> None:
        super().__init__("draft.several", count=len(troubles))
        self.troubles = troubles


class NotAllowed(RuleBroken):
    """The acting user lacks a right (``data_class``, ``right``) or a relation to the record."""


class StaleRecord(RuleBroken):
    """Somebody else saved a newer version of this record; what was typed must be kept and compared."""


class Trouble(RuleBroken):
    """The world refuses: a full disk, a damaged file, a wrong passphrase, a locked folder.

    Shown like a broken rule, with a sentence that says what to do.
    """
