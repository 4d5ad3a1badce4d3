"""What every page is given: words, look, lanes, facts, clock, and whether names are masked."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from rehab_app.foundation.clock import Clock
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import Words
from rehab_app.ui.kit.facts import FactBridge
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.theme import Theme

MASK: Final = "•••••"


class PrivacyMode(QObject):
    """Whether names and initials are masked, because somebody else can see the screen."""

    changed = Signal(bool)

    def __init__(self, *, is_on: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_on = is_on

    @property
    def is_on(self) -> bool:
        """Whether names are masked now."""
        return self._is_on

    def switch(self, *, on: bool) -> None:
        """Mask names or show them."""
        if on != self._is_on:
            self._is_on = on
            self.changed.emit(on)

    def mask(self, text: str) -> str:
        """Return ``text``, or while names are masked a mask that does not even tell its length."""
        return MASK if self._is_on and text else text


@dataclass(frozen=True, slots=True)
class ScreenContext:
    """The things every page needs, made once by ``app.py`` and passed on."""

    words: Words
    theme: Theme
    jobs: Jobs
    facts: FactBridge
    clock: Clock
    privacy: PrivacyMode
    is_practice: bool = False

    def say(self, message: str, **facts: object) -> str:
        """Return ``message`` in the language of the screen."""
        return self.words.say(message, **facts)

    def trouble(self, trouble: RuleBroken) -> str:
        """Return the sentence of a known trouble in the language of the screen."""
        return self.words.trouble(trouble)
