"""The base of every field: label above, editor with a quiet hint beside it, help, warnings and its error below.

What the style sheet may aim at: label ``look="label"``, hint and help ``look="hint"``, error ``look="error"`` with
``state="danger"``, warnings ``look="hint"`` with ``state="warning"``, and the editor itself ``state="danger"`` while its error
is shown.
"""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import FieldSpec, Surroundings, typed
from rehab_app.ui.kit.theme import State, dress

Values = Mapping[str, object]
"""Raw content by draft field; see ``field_spec``."""


class Field(QWidget):
    """One question of a form with its answer.

    ``edited`` tells each change by the user, ``stepped`` that she pressed Enter to go on.
    """

    edited = Signal()
    stepped = Signal()

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.around = around
        self.is_masked = False
        self.companions: list[QWidget] = []
        self.answering: list[QWidget] = []
        self._saved: dict[str, object] = {}
        self._hint: QLabel | None = None
        self._help: QLabel | None = None
        self._error: NoteLine | None = None
        self._warning: NoteLine | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(around.theme.space(0.5))
        self._row = QHBoxLayout()
        self._row.setSpacing(around.theme.space(1))
        self.editor = self.make_editor()
        self.answering = self.answering or [self.editor]
        self._lay_out()
        self._saved = self.values()

    # What a kind of field has to give.

    def make_editor(self) -> QWidget:
        """Make the widget that is answered with; called once, while the field is built.

        Widgets to its right go into ``companions``; where other widgets than the editor take the focus, ``answering`` lists them.
        """
        raise NotImplementedError

    def values(self) -> dict[str, object]:
        """Return the raw content by draft field."""
        raise NotImplementedError

    def fill(self, values: Values) -> None:
        """Take raw or clean content from ``values``; what is missing there becomes unanswered."""
        raise NotImplementedError

    def clean(self) -> dict[str, object]:
        """Return the clean content by draft field; raises RuleBroken where what was typed cannot be read."""
        raise NotImplementedError

    def shown(self, values: Values) -> str:
        """Return ``values`` as a reader would see them, for a difference view."""
        text = [typed(raw) or str(raw) for name in self.spec.names if (raw := values.get(name)) is not None]
        return ", ".join(text)

    def leave(self) -> None:
        """Tidy up when the focus goes elsewhere: tell at once what cannot be read."""
        try:
            self.clean()
        except RuleBroken as trouble:
            self.show_trouble(self.around.words.trouble(trouble))

    def set_masked(self, *, is_masked: bool) -> None:
        """Hide or show the answer, because privacy mode is on or off."""
        self.is_masked = is_masked
        if self._hint is not None:
            self._hint.setVisible(not is_masked and bool(self._hint.text()))

    # What all fields share.

    @property
    def label(self) -> str:
        """The question, in the language of the screen."""
        return self.around.words.say(self.spec.label)

    @property
    def is_dirty(self) -> bool:
        """Whether the content differs from what was last filled in or saved."""
        return self.values() != self._saved

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return all(raw is None for raw in self.values().values())

    @property
    def saved(self) -> dict[str, object]:
        """The raw content that was last filled in or saved."""
        return dict(self._saved)

    @property
    def trouble(self) -> str:
        """The error that is shown, or an empty text."""
        return self._error.text if self._error is not None else ""

    @property
    def warning(self) -> str:
        """The warnings that are shown, or an empty text."""
        return self._warning.text if self._warning is not None else ""

    @property
    def hint(self) -> str:
        """What stands beside the editor, or an empty text."""
        return self._hint.text() if self._hint is not None else ""

    def settle(self, values: Values | None = None) -> None:
        """Take ``values``, or else the present content, for saved."""
        taken = self.values() if values is None else values
        self._saved = {name: taken.get(name) for name in self.spec.names}

    def focus_editor(self) -> None:
        """Put the cursor here and select what is typed, as the Tab key would."""
        self.editor.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(self.editor, QLineEdit):
            self.editor.selectAll()

    def show_trouble(self, sentence: str) -> None:
        """Show ``sentence`` below the editor as its error; an empty one takes the error away."""
        if sentence == self.trouble:
            return
        if self._error is None:
            self._error = NoteLine(self.around.theme, State.DANGER, look="error")
            self._column.addWidget(self._error)
        self._error.say(sentence)
        self._error.setVisible(bool(sentence))
        for widget in self.answering:
            dress(widget, state=State.DANGER if sentence else State.NEUTRAL)
        self._describe()

    def show_warnings(self, sentences: list[str]) -> None:
        """Show ``sentences`` below the editor; they warn and never block."""
        text = "\n".join(sentences)
        if text == self.warning:
            return
        if self._warning is None:
            self._warning = NoteLine(self.around.theme, State.WARNING)
            self._column.addWidget(self._warning)
        self._warning.say(text)
        self._warning.setVisible(bool(text))
        self._describe()

    def set_hint(self, text: str) -> None:
        """Show ``text`` quietly beside the editor: what was understood, or a count."""
        if self._hint is None:
            if not text:
                return
            self._hint = QLabel()
            self._hint.setProperty("look", "hint")
            self._hint.setTextFormat(Qt.TextFormat.PlainText)
            self._row.insertWidget(1 + len(self.companions), self._hint)
        self._hint.setText(text)
        self._hint.setVisible(bool(text) and not self.is_masked)

    def tell_edited(self) -> None:
        """Take the error away, because its cause is being mended, and tell the form."""
        self.show_trouble("")
        self.edited.emit()

    def _lay_out(self) -> None:
        words, spec = self.around.words, self.spec
        text = self.label.replace("&", "&&")
        label = QLabel(f"{text} *" if spec.is_required else text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("look", "label")
        label.setBuddy(self.editor)
        self.editor.setAccessibleName(self.label)
        policy = self.editor.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self.editor.setSizePolicy(policy)
        self._column.addWidget(label)
        self._row.addWidget(self.editor, 1000)
        for companion in self.companions:
            self._row.addWidget(companion)
        self._row.addStretch(1)
        self._column.addLayout(self._row)
        if spec.help:
            self._help = QLabel(words.say(spec.help), self)
            self._help.setTextFormat(Qt.TextFormat.PlainText)
            self._help.setWordWrap(True)
            self._help.setProperty("look", "hint")
            self._column.addWidget(self._help)
        self._describe()

    def _describe(self) -> None:
        parts = [self.trouble, self.warning, self._help.text() if self._help is not None else ""]
        for widget in {self.editor, *self.answering}:
            widget.setAccessibleDescription(" ".join(part for part in parts if part))


class ValueField(Field):
    """A field that fills one draft field."""

    def raw(self) -> object:
        """Return the raw content."""
        raise NotImplementedError

    def put(self, raw: object) -> None:
        """Take raw or clean content."""
        raise NotImplementedError

    def read(self) -> object:
        """Return the clean content; raises RuleBroken where what was typed cannot be read."""
        raise NotImplementedError

    def values(self) -> dict[str, object]:
        """Return the raw content by draft field."""
        return {self.spec.name: self.raw()}

    def fill(self, values: Values) -> None:
        """Take raw or clean content from ``values``."""
        self.put(values.get(self.spec.name))

    def clean(self) -> dict[str, object]:
        """Return the clean content by draft field; raises RuleBroken that names this field."""
        try:
            return {self.spec.name: self.read()}
        except RuleBroken as trouble:
            trouble.beside(self.spec.name)
            raise
