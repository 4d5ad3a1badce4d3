"""Two records side by side before they become one: what differs with a choice for each field, what moves, what refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rehab_app.clinic.clients.merging import companions
from rehab_app.desk.merge_clients import MergePreview
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.duplicates.actions import ShownMerge
from rehab_app.ui.clients.duplicates.side_table import SideTable
from rehab_app.ui.clients.duplicates.words import FIELD_WORDS, KIND_WORDS, OPEN_FIELDS, value_text
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import Badge, Card, button, label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

MOST_OPEN: Final = 1
FACTS_WIDTH: Final = 340


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field as it reads in both records, and whether the other's is taken over."""

    field: str
    kept: str
    merged: str
    is_taken: bool


class MergeView(QWidget):
    """``merge_asked``: the two shall become one; ``swapped``: the other one shall be kept; ``left``: back to the list."""

    merge_asked = Signal()
    swapped = Signal()
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.seen: MergePreview | None = None
        self.taken: set[str] = set()
        self._places: Mapping[str, str] = {}
        say, theme = session.say, session.context.theme
        self.model: RowsModel[FieldLine] = RowsModel(session.context, self._columns(), key=lambda row: row.field)
        self.table: SideTable[FieldLine] = SideTable(self.model, say("What differs"))
        self.table.set_empty(
            say("The kept record lacks nothing"), say("The other record says nothing that the kept one does not.")
        )
        self.table.decided.connect(self._decide)
        self.table.turned.connect(lambda row: self._decide(row, not row.is_taken))
        self.table.opened.connect(lambda row: self._decide(row, not row.is_taken))
        self._heading = label("", "heading")
        self._about = label("", "muted")
        self._keys = label(
            say(
                "Left keeps what stands, Right takes it from the other record. Fields that belong together go together."
            ),
            "hint",
        )
        self._refusal = Badge(theme, "", State.DANGER)
        self._why = label("")
        self._moves = label("")
        self._order = label("")
        self._merge = button(theme, say("Merge"), look="main", icon="clients", clicked=self.ask)
        self._lay_out()

    @property
    def may_merge(self) -> bool:
        """Whether nothing known refuses the merge."""
        return self.seen is not None and len(self.seen.open_episodes) <= MOST_OPEN

    def show_preview(self, shown: ShownMerge, about: str) -> None:
        """Show two records as they stand now, with what is proposed; ``about`` says why they may be one person."""
        self._about.setText(about)
        self._about.setVisible(bool(about))
        seen = self.seen = shown.preview
        self._places = shown.places
        self.taken = {one.field for one in seen.differences if one.is_taken}
        say = self.session.say
        self._heading.setText(say("RM {merged} is taken into RM {kept}", merged=seen.merged_rm, kept=seen.kept_rm))
        self._draw()
        self._say_what_moves(seen)
        self._refusal.setVisible(not self.may_merge)
        self._why.setVisible(not self.may_merge)
        if not self.may_merge:
            self._refusal.show_state(say("Cannot be merged yet"), State.DANGER)
            numbers = ", ".join(seen.open_episodes)
            self._why.setText(self.session.context.trouble(RuleBroken("merge.two_open", numbers=numbers)))
        self._merge.setEnabled(self.may_merge)
        self.table.choose(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Blank both records."""
        self.seen, self.taken, self._places = None, set(), {}
        self.model.set_rows(())
        for words in (self._heading, self._about, self._moves, self._order, self._why):
            words.clear()

    def ask(self) -> None:
        """Ask for the merge, where it may be."""
        if self.may_merge:
            self.merge_asked.emit()

    def _decide(self, row: FieldLine, is_taken: bool) -> None:  # noqa: FBT001 - a signal's argument
        together = (
            {one.field for one in self.seen.differences if one.field in companions(row.field)} if self.seen else set()
        )
        self.taken = self.taken | together if is_taken else self.taken - together
        self._draw()

    def _draw(self) -> None:
        seen, current = self.seen, self.table.currentIndex().row()
        if seen is None:
            return
        self.model.set_rows(
            [
                FieldLine(
                    one.field,
                    self._text(one.field, one.kept),
                    self._text(one.field, one.merged),
                    one.field in self.taken,
                )
                for one in seen.differences
            ]
        )
        self.table.choose(max(0, current))

    def _text(self, field: str, value: object) -> str:
        text = value_text(self.session, field, value)
        return self._places.get(text, text) if field == "place_code" else text

    def _say_what_moves(self, seen: MergePreview) -> None:
        say = self.session.say
        lines = [
            say(
                "{what}: {kept} here, {merged} come from the other",
                what=say(KIND_WORDS[one.table]),
                kept=one.kept,
                merged=one.merged,
            )
            for one in seen.counted
            if one.merged
        ]
        self._moves.setText("\n".join(lines) or say("Nothing hangs on the other record."))
        order = [
            say("Masa perawatan ke-{place}: {number}", place=place, number=number)
            for place, number in enumerate(seen.periods, 1)
        ]
        self._order.setText("\n".join(order) or say("Neither has a masa perawatan."))

    def _lay_out(self) -> None:
        say, theme = self.session.say, self.session.context.theme
        back = button(theme, say("Back to the list"), look="link", icon="back", clicked=self.left.emit)
        swap = button(theme, say("Keep the other one"), icon="reload", clicked=self.swapped.emit)
        swap.setToolTip("Ctrl+T")
        self._merge.setToolTip("Ctrl+Return")
        bind(self, "Ctrl+T", self.swapped.emit)
        bind(self, "Ctrl+Return", self.ask)
        deeds = QWidget()
        lane = FlowLayout(theme.space(1), theme.space(1), deeds)
        for made in (self._merge, swap):
            lane.addWidget(made)
        facts = QWidget()
        facts.setProperty("look", "plain")
        column = QVBoxLayout(facts)
        column.setContentsMargins(0, 0, theme.space(1), 0)
        column.setSpacing(theme.space(2))
        for title, words in ((say("What moves"), self._moves), (say("New order"), self._order)):
            card = Card(theme, title)
            card.body.addWidget(words)
            column.addWidget(card)
        column.addWidget(
            label(say("Nothing is deleted: the old RM keeps opening the file, and the merge can be undone."), "hint")
        )
        column.addStretch(1)
        scroll = QScrollArea()  # on a low window the words stay whole
        scroll.setWidgetResizable(True)
        scroll.setFixedWidth(FACTS_WIDTH)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(say("What moves"))
        scroll.setWidget(facts)
        left = QVBoxLayout()
        left.setSpacing(theme.space(1))
        left.addWidget(self.table, 1)
        left.addWidget(self._keys)
        both = QHBoxLayout()
        both.setSpacing(theme.space(2))
        both.addLayout(left, 1)
        both.addWidget(scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space(1.5))
        whole.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._heading)
        whole.addWidget(deeds)
        whole.addWidget(self._about)
        whole.addWidget(self._refusal)
        whole.addWidget(self._why)
        whole.addLayout(both, 1)

    def _columns(self) -> list[Column[FieldLine]]:
        def masked(row: FieldLine, text: str) -> str:
            return text if row.field in OPEN_FIELDS else self.session.context.privacy.mask(text)

        return [
            Column(N_("Field"), lambda row: self.session.say(FIELD_WORDS[row.field]), width=18),
            Column(
                N_("Kept record"),
                lambda row: masked(row, row.kept),
                width=18,
                tooltip=lambda row: masked(row, row.kept),
            ),
            Column(
                N_("Other record"),
                lambda row: masked(row, row.merged),
                width=18,
                tooltip=lambda row: masked(row, row.merged),
            ),
            Column(
                N_("Will stand"),
                lambda row: masked(row, row.merged if row.is_taken else row.kept),
                width=20,
                stretches=True,
                tooltip=lambda row: masked(row, row.merged if row.is_taken else row.kept),
                icon=lambda row: "right" if row.is_taken else "left",
                state=lambda row: State.INFO if row.is_taken else State.NEUTRAL,
            ),
        ]
