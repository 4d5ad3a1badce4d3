"""The fields that are answered by typing the beginning of an answer: a value list, or a search in something long."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.field import Values
from rehab_app.ui.kit.field_spec import TYPED, Pick, typed
from rehab_app.ui.kit.suggestions import SuggestEdit, exact, fitting
from rehab_app.ui.kit.text_fields import LineField

_KEY: Final = "key"
_TEXT: Final = "text"


class SuggestField(LineField):
    """A line whose text must be one of the answers that ``search`` finds. Nothing is ever answered by itself."""

    edit: SuggestEdit
    has_arrow = True

    def make_editor(self) -> QWidget:
        """Make the edit with its list."""
        self.edit = SuggestEdit(self.around.theme, has_arrow=self.has_arrow, parent=self)
        self.edit.setMaximumWidth(self.edit.fontMetrics().averageCharWidth() * self.spec.width)
        self.edit.entered.connect(self.stepped)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.asked.connect(self._on_asked)
        self.edit.picked.connect(self._on_picked)
        self._chosen: Pick | None = None
        self._searches = 0
        return self.edit

    def search(self, text: str, answer: Callable[[Sequence[Pick]], None]) -> None:
        """Find the answers for ``text`` and call ``answer`` with them on the UI thread, now or later."""
        raise NotImplementedError

    def kept(self, pick: Pick) -> object:
        """Return the raw content for a chosen answer."""
        raise NotImplementedError

    def raw(self) -> object:
        """Return what is kept of the chosen answer, the text where it is none of the answers, or None."""
        if self._chosen is not None:
            return self.kept(self._chosen)
        return {TYPED: self.edit.text()} if self.edit.text() else None

    def choose(self, pick: Pick | None, text: str | None = None) -> None:
        """Take ``pick`` for the answer and show it, or show a ``text`` that is none of the answers."""
        self._searches += 1
        self._chosen = pick
        self.edit.close_list()
        self.edit.setText(pick.text if pick is not None else text or "")
        self.edit.setCursorPosition(0)
        self.edit.setToolTip(" \u2013 ".join(filter(None, (pick.text, pick.detail))) if pick is not None else "")
        self.set_hint("")

    def read(self) -> object:
        """Return the code or key of the answer, None where nothing is answered; raises ``field.not_in_list``."""
        if self._chosen is not None:
            return self._chosen.key
        if not self.edit.text().strip():
            return None
        raise RuleBroken("field.not_in_list")

    def _on_typed(self, text: str) -> None:
        self._chosen = None
        self._searches += 1
        self.set_hint("")
        if text.strip():
            self.search(text, partial(self._on_found, self._searches, text))
        else:
            self.edit.close_list()
        self.tell_edited()

    def _on_found(self, number: int, text: str, picks: Sequence[Pick]) -> None:
        """Offer what was found, unless something else was typed since; settle late answers where they are exact."""
        if not isValid(self) or number != self._searches:
            return
        only = exact(text, picks)
        if self.edit.hasFocus():
            self._chosen = only
            self.edit.offer(picks, is_first_current=True)
            self.set_hint("" if picks else self.around.words.say("Nothing fits"))
            if only is not None:
                self.tell_edited()
        elif only is not None:
            self._on_picked(only)

    def _on_asked(self) -> None:
        self._searches += 1
        self.search("", partial(self._on_all_found, self._searches))

    def _on_all_found(self, number: int, picks: Sequence[Pick]) -> None:
        if isValid(self) and number == self._searches and self.edit.hasFocus():
            self.edit.offer(picks, is_first_current=False)

    def _on_picked(self, pick: Pick) -> None:
        self.choose(pick)
        self.tell_edited()


class ChoiceField(SuggestField):
    """One answer of a value list; raw and clean content are its code. The first letters of the label or the code find it."""

    def search(self, text: str, answer: Callable[[Sequence[Pick]], None]) -> None:
        """Answer at once from the value list."""
        answer(fitting(text, [Pick(option.code, option.label) for option in self.spec.options() if option.is_offered]))

    def kept(self, pick: Pick) -> object:
        """Return the code."""
        return pick.key

    def put(self, raw: object) -> None:
        """Show the label of a code, also of one that is no longer offered; a typed text or an unknown code as it is."""
        text = typed(raw)
        if raw is None or text is not None:
            self.choose(None, text)
            return
        code = str(raw)
        self.choose(Pick(code, self._labels().get(code, code)))

    def shown(self, values: Values) -> str:
        """Return the label of the code."""
        raw = values.get(self.spec.name)
        return typed(raw) or ("" if raw is None else self._labels().get(str(raw), str(raw)))

    def _labels(self) -> dict[str, str]:
        return {option.code: option.label for option in self.spec.options()}


class PickField(SuggestField):
    """One hit of a search, such as a kelurahan; raw content is its key and text, clean content its key."""

    has_arrow = False

    def search(self, text: str, answer: Callable[[Sequence[Pick]], None]) -> None:
        """Ask the spec's ``find``."""
        self.spec.find(text, answer)

    def kept(self, pick: Pick) -> object:
        """Return key and text, so that the text can be shown again without a search."""
        return {_KEY: pick.key, _TEXT: pick.text}

    def put(self, raw: object) -> None:
        """Show ``{"key": ..., "text": ...}`` or a typed text as it was."""
        if isinstance(raw, Pick):
            self.choose(raw)
        elif isinstance(raw, Mapping) and _KEY in raw:
            self.choose(Pick(str(raw[_KEY]), str(raw.get(_TEXT, raw[_KEY]))))
        else:
            self.choose(None, typed(raw))

    def shown(self, values: Values) -> str:
        """Return the text of the hit."""
        raw = values.get(self.spec.name)
        if isinstance(raw, Mapping) and _KEY in raw:
            return str(raw.get(_TEXT, raw[_KEY]))
        return typed(raw) or ""
