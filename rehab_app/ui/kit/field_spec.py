"""What a form says about each of its fields, as plain data: no widget is made here.

*Raw* content is what a field holds in any state of validity, as JSON can keep it: a text, a whole number, true or false, a
list of codes, an ISO date ("1990-08-17"), ``None`` where nothing was answered, and ``{"typed": "31/2/19"}`` where what was
typed cannot be read. *Clean* content is what a draft class of the domain takes: ``date``, ``Decimal``, ``int``, ``str``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Final, Protocol

from rehab_app.foundation.clock import Clock
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import Words
from rehab_app.ui.kit.context import PrivacyMode
from rehab_app.ui.kit.theme import State, Theme

TYPED: Final = "typed"
"""The key under which raw content keeps a text that could not be read."""

Answers = Mapping[str, object]
"""Clean content by draft field; None where nothing was answered or what was typed cannot be read."""


class Kind(StrEnum):
    """The kinds of field, by what is asked."""

    TEXT = "text"
    LINES = "lines"
    SOURCE = "source"
    NAME = "name"
    PHONE = "phone"
    PASSPHRASE = "passphrase"  # noqa: S105 - the kind of field, no secret
    NIK = "nik"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BIRTH = "birth"
    CHOICE = "choice"
    RADIO = "radio"
    YES_NO = "yes_no"
    MANY = "many"
    PICK = "pick"
    ANSWERS = "answers"
    TAGS = "tags"
    RESULTS = "results"
    PICKS = "picks"
    ROSTER = "roster"


class Width(IntEnum):
    """How wide the editor is at most, in average characters of the form's font."""

    SHORT = 14
    MEDIUM = 28
    WIDE = 60


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a value list: its stored ``code`` and its ``label`` in the language of the screen.

    One that is not ``is_offered`` is shown where a record holds it, and cannot be chosen anew.
    """

    code: str
    label: str
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """One answer of a ``RESULTS`` field: its stored ``code``, its ``label``, the letter that gives it, and how it is coloured."""

    code: str
    label: str
    key: str
    state: State = State.NEUTRAL


@dataclass(frozen=True, slots=True)
class Pick:
    """One hit of a pick-list: the stored ``key``, the ``text`` that fills the field, and a quiet ``detail`` beside it."""

    key: str
    text: str
    detail: str = ""


Options = Callable[[], Sequence[Option]]
Condition = Callable[[Answers], bool]
Finder = Callable[[str, Callable[[Sequence[Pick]], None]], None]
"""``find(text, answer)``: search for ``text`` and call ``answer(picks)`` once on the UI thread, now or later."""
Warned = RuleBroken | Notice
Warner = Callable[[Answers, Callable[[Sequence[Warned]], None]], None]
"""``warn(answers, tell)``: look at the answers and call ``tell(warnings)`` once on the UI thread; warnings never block."""


def no_options() -> Sequence[Option]:
    """Return no options: for the kinds that need none."""
    return ()


def find_nothing(text: str, answer: Callable[[Sequence[Pick]], None]) -> None:
    """Answer every search with no hit: for the kinds that need no search."""
    del text
    answer(())


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of a form.

    ``name`` is the field of the draft; ``also`` is the second one that a ``BIRTH`` pair fills (the age in years). ``label``,
    ``help`` and ``group`` are message ids; a heading is drawn where ``group`` changes. ``visible_when`` hides the field but
    never empties it; a hidden field counts as not answered in the draft. ``keeps`` lets "Save and add another" keep the
    answer. ``is_birth`` reads a date as a birth date (never after today) and shows the age. ``is_identity`` masks a typed
    field in privacy mode. ``warn`` is asked when the field or one of ``watches`` changes.
    ``results`` are the answers that a ``RESULTS`` field takes for each of its ``options``.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    also: str = ""
    help: str = ""
    group: str = ""
    width: Width = Width.MEDIUM
    lines: int = 3
    longest: int = 0
    lowest: int | None = None
    highest: int | None = None
    is_required: bool = False
    is_identity: bool = False
    is_birth: bool = False
    keeps: bool = False
    options: Options = no_options
    find: Finder = find_nothing
    results: tuple[Result, ...] = ()
    visible_when: Condition | None = None
    warn: Warner | None = None
    watches: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The draft fields that this field fills."""
        return (self.name, self.also) if self.also else (self.name,)


class Surroundings(Protocol):
    """What a form needs of the page it stands on."""

    @property
    def words(self) -> Words:
        """The language of the screen."""

    @property
    def theme(self) -> Theme:
        """Colours, distances and icons."""

    @property
    def clock(self) -> Clock:
        """The office's clock."""

    @property
    def privacy(self) -> PrivacyMode:
        """Whether names are masked now."""


def typed(raw: object) -> str | None:
    """Return the text kept in raw content that could not be read, or None where the content is readable."""
    if isinstance(raw, Mapping):
        text = raw.get(TYPED)
        return text if isinstance(text, str) else None
    return None


def as_raw(value: object) -> object:
    """Return ``value``, raw or clean, as raw content; an empty text or list counts as not answered."""
    if isinstance(value, Pick):
        return {"key": value.key, "text": value.text}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (list, tuple)):
        return [as_raw(item) for item in value] or None
    return None if value == "" else value
