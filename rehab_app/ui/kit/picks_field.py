"""The field that takes several hits of a search, such as the members of a group: each one becomes a button above the line.

It is worked as ``tags_field``: type, Enter takes the hit, Enter on the empty line goes on, Backspace there takes the last one
back. Raw content is a list of ``{"key", "text"}``, so that the texts can be shown again without a search; clean content the keys.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rehab_app.ui.kit.field import Values
from rehab_app.ui.kit.field_spec import Pick
from rehab_app.ui.kit.tags_field import TagsField


class PicksField(TagsField):
    """Several hits of the spec's ``find``, in the order in which they were chosen."""

    def make_editor(self) -> QWidget:
        """Make the line and the lane of what is chosen; the down arrow asks for everybody."""
        self._texts: dict[str, str] = {}
        self._searches = 0
        box = super().make_editor()
        self.edit.asked.disconnect()
        self.edit.asked.connect(partial(self._search, "", is_first_current=False))
        return box

    def raw(self) -> object:
        """Return key and text of each hit, None where nothing is chosen."""
        return [{"key": code, "text": self._texts.get(code, code)} for code in self._codes] or None

    def put(self, raw: object) -> None:
        """Show the hits of ``raw``."""
        hits = [one for one in raw if isinstance(one, Mapping)] if isinstance(raw, (list, tuple)) else []
        self._texts = {str(one["key"]): str(one.get("text", one["key"])) for one in hits}
        super().put([str(one["key"]) for one in hits])

    def shown(self, values: Values) -> str:
        """Return the texts, separated by commas."""
        raw = values.get(self.spec.name)
        hits = raw if isinstance(raw, (list, tuple)) else []
        return ", ".join(str(one.get("text", "")) for one in hits if isinstance(one, Mapping))

    def _labels(self) -> dict[str, str]:
        return self._texts

    def _on_typed(self, text: str) -> None:
        if text.strip():
            self._search(text, is_first_current=True)
        else:
            self._searches += 1
            self.edit.close_list()
            self.set_hint("")
        self.tell_edited()

    def _on_picked(self, pick: Pick) -> None:
        self._texts[pick.key] = pick.text
        super()._on_picked(pick)

    def _search(self, text: str, *, is_first_current: bool) -> None:
        self._searches += 1
        self.spec.find(text, partial(self._on_found, self._searches, is_first_current=is_first_current))

    def _on_found(self, number: int, picks: Sequence[Pick], *, is_first_current: bool) -> None:
        """Offer what was found and is not chosen yet, unless something else was typed since."""
        if not isValid(self) or number != self._searches or not self.edit.hasFocus():
            return
        left = [pick for pick in picks if pick.key not in self._codes]
        self.edit.offer(left, is_first_current=is_first_current)
        self.set_hint("" if left else self.around.words.say("Nothing fits"))
