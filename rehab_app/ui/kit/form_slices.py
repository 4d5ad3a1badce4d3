"""Building the fields of a long form in slices, so that the window keeps turning while they are made.

The first group stands at once, the cursor can go there and typing works; every further turn of the event loop makes a few fields
more. Whoever needs all of them before that calls ``finish``: the rest is then made on the spot.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from rehab_app.ui.kit.field import Field
from rehab_app.ui.kit.field_spec import FieldSpec, Surroundings
from rehab_app.ui.kit.fields import make_field
from rehab_app.ui.kit.layout import label

AT_ONCE: Final = 12
SLICE_MS: Final = 8.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How a form is built: one of at most ``at_once`` fields in one go, of a longer one its first group, no more than that.

    After that each turn of the event loop makes fields for ``slice_ms`` milliseconds, but at least one.
    """

    at_once: int = AT_ONCE
    slice_ms: float = SLICE_MS

    def first(self, specs: Sequence[FieldSpec]) -> int:
        """Return how many fields of ``specs`` are made in the constructor."""
        if len(specs) <= self.at_once:
            return len(specs)
        group = next((place for place, spec in enumerate(specs) if spec.group != specs[0].group), len(specs))
        return max(1, min(group, self.at_once))


USUAL_PACE: Final = Pace()


@dataclass(slots=True)
class Group:
    """The heading of a group and those of its fields that are made."""

    heading: QLabel
    fields: list[Field] = field(default_factory=list)


class Slices(QObject):
    """Makes the fields of ``specs`` in ``column``, in their order, and hands each to ``take``.

    ``turned`` tells that another slice stands, ``over`` that no field is left to be made. A field that cannot be made (a bug)
    stays the next one: neither is the form without it, nor does the loop try it over and over by itself.
    """

    turned = Signal()
    over = Signal()

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        around: Surroundings,
        column: QWidget,
        take: Callable[[Field], None],
        pace: Pace,
    ) -> None:
        super().__init__(column)
        self._specs = specs
        self._around = around
        self._column = column
        self._take = take
        self._pace = pace
        self._next = 0
        self._last_stop: QWidget | None = None
        self._last_made: QWidget | None = None
        self.groups: list[Group] = []
        self._lane = QVBoxLayout(column)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_slice)

    @property
    def is_over(self) -> bool:
        """Whether every field is made."""
        return self._next >= len(self._specs)

    def begin(self) -> None:
        """Make what stands at once; the rest follows by itself."""
        for _ in range(self._pace.first(self._specs)):
            self._make_next()
        if not self.is_over:
            self._timer.start()

    def finish(self) -> None:
        """Make what is left, on the spot; nothing happens where all is made."""
        if self.is_over:
            return
        self._timer.stop()
        for _ in self.rest():
            self._make_next()
        self._tell()

    def rest(self) -> Sequence[FieldSpec]:
        """Return the specs whose fields are not made yet."""
        return self._specs[self._next :]

    def _make_slice(self) -> None:
        self._timer.stop()
        until = time.perf_counter() + self._pace.slice_ms / 1000
        for _ in self.rest():
            self._make_next()
            if time.perf_counter() >= until:
                break
        if not self.is_over:
            self._timer.start()
        self._tell()

    def _tell(self) -> None:
        self.turned.emit()
        if self.is_over:
            self.over.emit()

    def _lay_out(self) -> None:
        space = self._around.theme.space
        self._lane.setContentsMargins(space(3), space(2), space(3), space(3))
        self._lane.setSpacing(space(1.5))
        if any(spec.is_required for spec in self._specs):
            self._add(label(self._around.words.say("* must be filled in"), "hint", wraps=False))
        self._lane.addStretch(1)

    def _make_next(self) -> None:
        spec = self._specs[self._next]
        made = make_field(spec, self._around, self._column)
        before = self._specs[self._next - 1].group if self._next else ""
        if spec.group and spec.group != before:
            self._add(self._heading(spec.group))
        if spec.group:
            self.groups[-1].fields.append(made)
        self._next += 1
        self._add(made)
        self._chain(made)
        self._take(made)

    def _heading(self, group: str) -> QLabel:
        space = self._around.theme.space
        made = label(self._around.words.say(group), "heading", wraps=False)
        made.setContentsMargins(0, space(1.5) if self.groups else 0, 0, 0)
        self.groups.append(Group(made))
        return made

    def _add(self, widget: QWidget) -> None:
        """Put ``widget`` below what was made last: a page may have put something of its own below the fields."""
        place = self._lane.indexOf(self._last_made) + 1 if self._last_made is not None else 0
        self._lane.insertWidget(place, widget)
        self._last_made = widget

    def _chain(self, made: Field) -> None:
        """Let Tab come to ``made`` after the field before it: Qt puts what is made later behind the actions of the form."""
        for widget in made.findChildren(QWidget):
            if widget.focusPolicy() is Qt.FocusPolicy.NoFocus:
                continue
            if self._last_stop is not None:
                QWidget.setTabOrder(self._last_stop, widget)
            self._last_stop = widget
