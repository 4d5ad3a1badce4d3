"""The page of possible duplicates: pairs with what speaks for and against, and the merges that stand and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rehab_app.clinic.clients.facts import ClientChanged
from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.duplicates import actions
from rehab_app.ui.clients.duplicates.actions import MergeLine, PairRow
from rehab_app.ui.clients.duplicates.merge_view import MergeView
from rehab_app.ui.clients.duplicates.numbers_form import NumbersForm
from rehab_app.ui.clients.duplicates.part_view import PartView
from rehab_app.ui.clients.duplicates.words import reasons_text
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.showing import day_text, joined
from rehab_app.ui.clients.subjects import MERGE_KEYS, MergeWith
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.tab_line import TabLine
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

PAIRS: Final = 0
MERGES: Final = 1


class DuplicatesPage(RoomPage):
    """Enter looks at a pair side by side, Ctrl+D tells it apart; Enter on a merge shows what undoing it would do.

    Two whom the list does not show are named by their numbers (Ctrl+M).
    """

    gives_way: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            session.say("Possible duplicates"),
            session.say("One person must have one file: her history hangs on it."),
        )
        context, say = session.context, session.say
        self._looked_at: tuple[UUID, UUID] | None = None
        self._is_stale = True
        self.tabs = TabLine(context.theme, [say("Possible duplicates"), say("Merged records")], say("Sections"))
        self.pairs: RowsModel[PairRow] = RowsModel(context, _pair_columns(session), key=_key_of)
        self.table = Table(
            self.pairs, say("Possible duplicates"), name="clients.duplicates", view_state=session.view_state
        )
        self.merges: RowsModel[MergeLine] = RowsModel(context, _merge_columns(session), key=lambda line: line.row.id)
        self.merge_table = Table(
            self.merges, say("Merged records"), name="clients.merges", view_state=session.view_state
        )
        self.merge_view = MergeView(session)
        self.part_view = PartView(session)
        self.numbers = NumbersForm(session, self.panel, self._show_merge)
        self._count = label("", "muted")
        self._apart = button(context.theme, say("Not the same person"), icon="cancelled", clicked=self.tell_apart)
        self._stack = QStackedWidget()
        self._lists = QWidget()
        self._lay_out()
        self._connect()

    def arrive(self, subject: object = None) -> None:
        """Read both lists; ``subject`` "merges" shows the merges, a ``MergeWith`` asks for the record to be taken into one."""
        if subject == "merges":
            self.tabs.choose(MERGES)
        self._read()
        if isinstance(subject, MergeWith):
            self.numbers.open_form(subject.rm_number)
        else:
            self._table().setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Blank the pairs, the merges and what was looked at."""
        self.pairs.set_rows(())
        self.merges.set_rows(())
        self.merge_view.forget()
        self.part_view.forget()
        self.numbers.forget()
        self._show_lists()

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        say = self.session.say
        found = [
            Command(say("Look for duplicates again"), self._read, "F5", "reload"),
            Command(say("Merge by number"), self.numbers.open_form, MERGE_KEYS, "clients"),
        ]
        if self._stack.currentWidget() is self._lists and self.tabs.current == PAIRS:
            found.append(Command(say("Not the same person"), self.tell_apart, "Ctrl+D", "cancelled"))
        return found

    def tell_apart(self) -> None:
        """Ask why the pair that is marked are different people."""
        pair = self.table.current_row
        if pair is None or self.tabs.current != PAIRS:
            return
        say = self.session.say

        def done(_nothing: None) -> None:
            self.notice.tell(say("They are kept as different people and no longer listed."))
            self._read()

        def reasoned(reason: str) -> None:
            actions.tell_apart(self.session, pair, reason, done, self._refused, self)

        text = say(
            "RM {first} and RM {second} are no longer shown as possible duplicates.",
            first=pair.first.rm_number,
            second=pair.second.rm_number,
        )
        ask_reason(
            self.context, self, say("Why are they different people?"), text, verb=say("Keep apart"), done=reasoned
        )

    def _lay_out(self) -> None:
        say, theme = self.session.say, self.context.theme
        self.table.set_empty(
            say("No client seems to be registered twice"),
            say("The list is looked through anew each time you come here."),
        )
        self.merge_table.set_empty(
            say("No record was merged"), say("A merge is listed here and can be undone at any time.")
        )
        tables = QStackedWidget()
        tables.addWidget(self.table)
        tables.addWidget(self.merge_table)
        self.tabs.changed.connect(tables.setCurrentIndex)
        self.tabs.changed.connect(lambda _place: self._follow())
        named = button(theme, say("Merge by number"), icon="clients", clicked=self.numbers.open_form)
        named.setToolTip(f"{say('Merge by number')} ({MERGE_KEYS})")
        self._apart.setToolTip(f"{say('Not the same person')} (Ctrl+D)")
        head = QWidget()
        lane = FlowLayout(theme.space(1), theme.space(1), head)
        for made in (named, self._apart):
            lane.addWidget(made)
        column = QVBoxLayout(self._lists)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.tabs)
        column.addWidget(head)
        column.addWidget(self._count)
        column.addWidget(tables, 1)
        for page in (self._lists, self.merge_view, self.part_view):
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            bind(self._lists, keys, partial(self.tabs.turn, step))
        bind(self._lists, "Ctrl+D", self.tell_apart)
        bind(self, "F5", self._read)
        bind(self, MERGE_KEYS, self.numbers.open_form)
        for view in (self.merge_view, self.part_view):
            bind(view, "Escape", self._show_lists, Qt.ShortcutContext.WidgetWithChildrenShortcut)
            view.left.connect(self._show_lists)
        self.table.opened.connect(lambda pair: self._look(pair.first.id, pair.second.id))
        self.merge_table.opened.connect(lambda line: self._look_at_merge(line.row.id))
        self.merge_view.merge_asked.connect(self._ask_merge)
        self.merge_view.swapped.connect(self._swap)
        self.part_view.part_asked.connect(self._ask_part)
        self.context.facts.hear(ClientChanged, lambda _fact: self._refresh(), self)

    def _table(self) -> QWidget:
        return self.table if self.tabs.current == PAIRS else self.merge_table

    def _follow(self) -> None:
        is_pairs = self.tabs.current == PAIRS
        self.notice.let_go()
        self._apart.setVisible(is_pairs)
        self._say_count()
        self._table().setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_count(self) -> None:
        words, is_pairs = self.session.context.words, self.tabs.current == PAIRS
        count = self.pairs.rowCount() if is_pairs else self.merges.rowCount()
        said = (
            words.say_many("{count} pair, the likeliest first", "{count} pairs, the likeliest first", count)
            if is_pairs
            else words.say_many("{count} merge", "{count} merges", count)
        )
        self._count.setText(said if count else "")
        self._apart.setEnabled(bool(self.pairs.rowCount()))

    def _read(self) -> None:
        def pairs(rows: Sequence[PairRow]) -> None:
            self.pairs.set_rows(rows)
            if not self.table.currentIndex().isValid():
                self.table.choose(0)
            self._say_count()

        def merges(lines: Sequence[MergeLine]) -> None:
            self.merges.set_rows(lines)
            if not self.merge_table.currentIndex().isValid():
                self.merge_table.choose(0)
            self._say_count()

        if self._stack.currentWidget() is self._lists and self.pairs.rowCount() == 0:
            self._count.setText(self.session.say("Looking through all clients..."))
        actions.read_pairs(self.session, pairs, self._refused, self)
        actions.read_merges(self.session, merges, self._refused, self)

    def _refresh(self) -> None:
        if self.isVisible() and self._stack.currentWidget() is self._lists:
            self._read()

    def _look(self, kept_id: UUID, merged_id: UUID) -> None:
        actions.open_merge(self.session, kept_id, merged_id, self._show_merge, self._refused, self)

    def _show_merge(self, seen: actions.ShownMerge) -> None:
        """Show two records side by side."""
        preview = seen.preview
        self._looked_at = (preview.kept_id, preview.merged_id)
        self.notice.let_go()
        self._stack.setCurrentWidget(self.merge_view)
        self.merge_view.show_preview(seen, self._about(*self._looked_at))

    def _about(self, one: UUID, other: UUID) -> str:
        """Return why two clients may be one, and what speaks against it."""
        say = self.session.say
        pair = next((pair for pair in self.pairs.rows if {pair.first.id, pair.second.id} == {one, other}), None)
        if pair is None:
            return ""
        because = say("Because: {reasons}", reasons=reasons_text(self.session, pair.reasons))
        but = say("But: {doubts}", doubts=reasons_text(self.session, pair.doubts)) if pair.doubts else ""
        return joined([because, but])

    def _swap(self) -> None:
        if self._looked_at is not None:
            self._look(self._looked_at[1], self._looked_at[0])

    def _ask_merge(self) -> None:
        seen, say = self.merge_view.seen, self.session.say
        if seen is None:
            return

        def done(_merge_id: UUID) -> None:
            self._show_lists()
            self.notice.tell(say("RM {merged} is now part of RM {kept}.", merged=seen.merged_rm, kept=seen.kept_rm))

        def reasoned(reason: str) -> None:
            taken = self.merge_view.taken
            actions.merge(self.session, seen, taken, reason, done, self._merge_refused, self)

        text = say(
            "Everything of RM {merged} moves to RM {kept}. It can be undone.", merged=seen.merged_rm, kept=seen.kept_rm
        )
        ask_reason(self.context, self, say("Why are they one person?"), text, verb=say("Merge"), done=reasoned)

    def _merge_refused(self, trouble: RuleBroken) -> None:
        """Say the refusal; where a record was changed since, show both again as they are now."""
        self._refused(trouble)
        if isinstance(trouble, StaleRecord) and self._looked_at is not None:
            self._look(*self._looked_at)

    def _look_at_merge(self, merge_id: UUID) -> None:
        def done(seen: actions.PartPreview) -> None:
            self.notice.let_go()
            self._stack.setCurrentWidget(self.part_view)
            self.part_view.show_preview(seen)

        actions.open_part(self.session, merge_id, done, self._refused, self)

    def _ask_part(self) -> None:
        seen, say = self.part_view.seen, self.session.say
        if seen is None:
            return

        def done(_nothing: None) -> None:
            self._show_lists()
            self.notice.tell(
                say("RM {merged} and RM {kept} stand apart again.", merged=seen.merged_rm, kept=seen.kept_rm)
            )

        def refused(trouble: RuleBroken) -> None:
            self._refused(trouble)
            if isinstance(trouble, StaleRecord):
                self._look_at_merge(seen.merge_id)

        def reasoned(reason: str) -> None:
            going_back = self.part_view.going_back
            actions.part(self.session, seen, going_back, reason, done, refused, self)

        text = say("What moved goes back to RM {merged}.", merged=seen.merged_rm)
        ask_reason(self.context, self, say("Why is the merge undone?"), text, verb=say("Undo the merge"), done=reasoned)

    def _show_lists(self) -> None:
        self._stack.setCurrentWidget(self._lists)
        self.merge_view.forget()
        self.part_view.forget()
        if self.isVisible():
            self._read()
            self._table().setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, trouble: RuleBroken) -> None:
        self.notice.tell(self.context.trouble(trouble), State.DANGER)


def _key_of(pair: PairRow) -> tuple[UUID, UUID]:
    return pair.first.id, pair.second.id


def _pair_columns(session: Session) -> list[Column[PairRow]]:
    def person(which: str, value: Callable[[actions.PersonRow], str]) -> Callable[[PairRow], str]:
        return lambda pair: value(getattr(pair, which))

    columns: list[Column[PairRow]] = []
    for which, suffix in (("first", "1"), ("second", "2")):
        columns += [
            Column(
                N_("Initials"),
                person(which, lambda one: one.initials),
                width=9,
                is_private=True,
                name=f"initials_{suffix}",
            ),
            Column(N_("RM"), person(which, lambda one: one.rm_number), width=7, name=f"rm_{suffix}"),
            Column(
                N_("Birth date"),
                person(which, lambda one: day_text(one.birth_date)),
                width=11,
                is_private=True,
                name=f"birth_{suffix}",
            ),
        ]
    return [
        *columns,
        Column(
            N_("What speaks for it"),
            lambda pair: reasons_text(session, pair.reasons),
            width=34,
            stretches=True,
            tooltip=lambda pair: reasons_text(session, pair.reasons),
        ),
        Column(
            N_("What speaks against"),
            lambda pair: reasons_text(session, pair.doubts) or session.say("nothing known"),
            width=18,
            state=lambda pair: State.WARNING if pair.doubts else State.NEUTRAL,
            icon=lambda pair: "warning" if pair.doubts else "neutral",
            tooltip=lambda pair: reasons_text(session, pair.doubts),
        ),
    ]


def _merge_columns(session: Session) -> list[Column[MergeLine]]:
    zone = session.context.clock.zone
    return [
        Column(
            N_("Merged on"), lambda line: format_instant(line.row.at, zone), width=21, order=lambda line: line.row.at
        ),
        Column(N_("Kept record"), lambda line: f"RM {line.row.kept_rm}", width=14),
        Column(N_("Taken in"), lambda line: f"RM {line.row.merged_rm}", width=14),
        Column(N_("By"), lambda line: line.by, width=22),
        Column(N_("Reason"), lambda line: line.row.reason, width=30, stretches=True),
    ]
