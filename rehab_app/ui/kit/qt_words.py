"""Qt's own menus and dialogs in the language of the screen: PySide6 ships no Indonesian catalogue of them.

Qt's messages stand in our catalogue under ``qt/<message>``, apart from ours: Qt's "Open" is a verb, ours may be a state.
"""

from typing import Final

from PySide6.QtCore import QObject, QTranslator

from rehab_app.foundation.words import Words
from rehab_app.ui.kit.overriding import override

FAMILY: Final = "qt/"
# Names of keys (QShortcut) stay as they are printed on the keyboard.
CONTEXTS: Final = frozenset(
    {
        "QAbstractSpinBox",
        "QFileDialog",
        "QFileSystemModel",
        "QLineEdit",
        "QPlatformTheme",
        "QPrintDialog",
        "QPrintSettingsOutput",
        "QPrintWidget",
        "QWidgetTextControl",
    }
)


class QtWords(QTranslator):
    """Answers Qt from our own catalogue; installed on the application by ``app.py``, once per language."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    @override
    def isEmpty(self) -> bool:
        """Tell Qt that there is something to ask."""
        return False

    @override
    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """Return our words for a message of Qt's, or None where we have none: Qt then keeps its own."""
        said = self._words.say(f"qt/{sourceText}") if context in CONTEXTS else FAMILY
        return None if said.startswith(FAMILY) else said
