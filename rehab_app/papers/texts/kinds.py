"""Every paper whose text the office may edit, by its code."""

from collections.abc import Mapping
from typing import Final

from rehab_app.papers.texts.kind import (
    BLOCKS,
    CLIENT,
    CONDITION,
    GUARDIAN,
    HIDDEN_CLIENT,
    NUMBERED,
    OFFICE,
    PERSON,
    SIGNED,
    WORDS,
    PaperKind,
)
from rehab_app.papers.texts.kinds_letters import LETTERS
from rehab_app.papers.texts.kinds_statements import CARE_SHEETS, STATEMENTS

__all__ = [
    "BLOCKS",
    "CLIENT",
    "CONDITION",
    "GUARDIAN",
    "HIDDEN_CLIENT",
    "KINDS",
    "NUMBERED",
    "OFFICE",
    "PERSON",
    "SIGNED",
    "WORDS",
    "PaperKind",
]

KINDS: Final[Mapping[str, PaperKind]] = {kind.code: kind for kind in (*LETTERS, *STATEMENTS, *CARE_SHEETS)}
