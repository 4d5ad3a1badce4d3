"""The list of clients: everybody page by page, the episodes of one state, or the records that lack an item of Pasal 18."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget

from rehab_app.clinic.assessment.facts import UseProfileRecorded
from rehab_app.clinic.clients.facts import ClientChanged, ClientRegistered
from rehab_app.clinic.clients.rows import ClientRow
from rehab_app.clinic.episodes.facts import EpisodeChanged, EpisodeOpened
from rehab_app.clinic.episodes.rules import STATE_LABELS
from rehab_app.clinic.episodes.rules import State as EpisodeState
from rehab_app.desk.pasal_18 import IncompleteRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.ui.clients import actions
from rehab_app.ui.clients.actions import MINE, WAITING, ListWish
from rehab_app.ui.clients.columns import client_columns, episode_columns, incomplete_columns
from rehab_app.ui.clients.file_facts import EpisodeLine
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.subjects import FileSection, NewClient
from rehab_app.ui.kit.columns import Records, RowsModel
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.paged import PagedModel
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

EVERYBODY: Final = ""
IDENTITY: Final = "identity"
PASAL_18: Final = "pasal_18"
BY_NAME: Final = "name"

Row = TypeVar("Row")


class ClientListPage(RoomPage):
    """Initials, RM and where each client stands; Enter opens her file."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Clients"))
        context = self.context
        self._order = BY_NAME
        self._is_reversed = False
        self.model: PagedModel[ClientRow] = PagedModel(context, client_columns(session), key=lambda row: row.id)
        self.episodes: RowsModel[EpisodeLine] = RowsModel(
            context, episode_columns(session), key=lambda line: line.row.id
        )
        self.incomplete: RowsModel[IncompleteRow] = RowsModel(
            context, incomplete_columns(session), key=lambda row: row.episode_id
        )
        self.table = self._table(self.model, session.say("Clients"), "everybody")
        self.episode_table = self._table(self.episodes, session.say("My clients"), "episodes")
        self.incomplete_table = self._table(
            self.incomplete, session.say("Records that lack an item of Pasal 18"), "pasal_18"
        )
        self.filter = QComboBox()
        self._count = label("", "muted", wraps=False)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def wished(self) -> str:
        """What is shown: everybody, a state, those who wait, an incomplete identity, or incomplete records."""
        return str(self.filter.currentData() or EVERYBODY)

    def arrive(self, subject: object = None) -> None:
        """Show the list; ``subject`` may name what it shall show (``pasal_18``, ``identity``, a state)."""
        if isinstance(subject, str) and (place := self.filter.findData(subject)) >= 0:
            self.filter.setCurrentIndex(place)
        self._show()
        shown = self._stack.currentWidget()
        if shown is not None:
            shown.setFocus()

    def forget(self) -> None:
        """Drop the rows."""
        self.model.forget()
        self.episodes.set_rows(())
        self.incomplete.set_rows(())

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        say = self.session.say
        found = [Command(say("Choose what is shown"), self.filter.setFocus, "Ctrl+J", "filter")]
        if self.session.may(DataClass.ADMINISTRATIF, Right.INPUT):
            found.append(Command(say("Register a client"), self._register, "Ctrl+N", "register"))
        if self._may_merge:
            found.append(Command(say("Possible duplicates"), self._duplicates, "", "clients"))
        return found

    def _table(self, model: Records[Row], title: str, name: str) -> Table[Row]:
        return Table(model, title, name=f"clients.list.{name}", view_state=self.session.view_state)

    def _lay_out(self) -> None:
        theme, say = self.context.theme, self.session.say
        for key, text in self._wishes():
            self.filter.addItem(text, key)
        self.filter.setAccessibleName(say("Show"))
        bind(self.filter, "Ctrl+J", self.filter.setFocus)
        caption = label(say("Show"), "label", wraps=False)
        caption.setBuddy(self.filter)
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        row.addWidget(caption)
        row.addWidget(self.filter)
        row.addWidget(self._count)
        row.addStretch(1)
        self.body.addLayout(row)
        for table in (self.table, self.episode_table, self.incomplete_table):
            self._stack.addWidget(table)
        self.body.addWidget(self._stack, 1)
        if self._may_merge:
            self.add_action(button(theme, say("Possible duplicates"), icon="clients", clicked=self._duplicates))
        if self.session.may(DataClass.ADMINISTRATIF, Right.INPUT):
            made = button(theme, say("Register a client"), look="main", icon="register", clicked=self._register)
            bind(made, "Ctrl+N", self._register)
            made.setToolTip(f"{say('Register a client')} (Ctrl+N)")
            self.add_action(made)
        self._say_empty()

    def _say_empty(self) -> None:
        say = self.session.say
        may_register = self.session.may(DataClass.ADMINISTRATIF, Right.INPUT)
        verb = say("Register a client") if may_register else ""
        self.table.set_empty(
            say("No client fits"), say("Choose another list above, or register a client."), verb, self._register
        )
        self.episode_table.set_empty(say("Nobody stands here now"), say("Choose another list above."))
        self.incomplete_table.set_empty(
            say("Every record is complete"), say("All items of Pasal 18 are there for this year and the last.")
        )

    def _wishes(self) -> list[tuple[str, str]]:
        say = self.session.say
        found = [(EVERYBODY, say("All clients"))]
        if self.session.may(DataClass.KLINIS, Right.INPUT):
            found.append((MINE, say("My clients")))
        found += [(state.value, say(STATE_LABELS[state])) for state in EpisodeState]
        found += [(WAITING, say("Waiting for a guardian")), (IDENTITY, say("Identity incomplete"))]
        if self.session.may(DataClass.KLINIS, Right.MELIHAT):
            found.append((PASAL_18, say("Pasal 18 incomplete")))
        return found

    def _connect(self) -> None:
        go = self.session.go.to
        self.filter.currentIndexChanged.connect(lambda _index: self._show())
        self.table.opened.connect(lambda row: go("clients.file", row.id))
        self.table.sort_asked.connect(self._sort)
        self.episode_table.opened.connect(lambda line: go("clients.file", line.row.client_id))
        self.incomplete_table.opened.connect(lambda row: go("clients.file", _place_of(row)))
        hear = self.context.facts.hear
        hear(ClientRegistered, lambda _fact: self._refresh(), self)
        hear(ClientChanged, lambda _fact: self._refresh(), self)
        hear(EpisodeOpened, lambda _fact: self._refresh(), self)
        hear(EpisodeChanged, lambda _fact: self._refresh(), self)
        hear(UseProfileRecorded, lambda _fact: self._refresh(), self)

    def _sort(self, name: str, is_reversed: bool) -> None:  # noqa: FBT001 - the signal's own argument
        self._order, self._is_reversed = name, is_reversed
        self._show()

    def _show(self) -> None:
        """Show the list that is wished, from its start."""
        self._count.clear()
        wished = self.wished
        if wished == PASAL_18:
            self._stack.setCurrentWidget(self.incomplete_table)
            self._read()
        elif wished in {WAITING, MINE}:
            self._stack.setCurrentWidget(self.episode_table)
            self._read()
        else:
            self._stack.setCurrentWidget(self.table)
            self.table.header.mark_sorted(self._order, is_descending=self._is_reversed)
            wish = ListWish("" if wished == IDENTITY else wished, wished == IDENTITY, self._order, self._is_reversed)
            self.model.show(actions.page_of_clients(self.session, wish))

    def _refresh(self) -> None:
        """Read again what is looked at, where the page is in front."""
        if not self.isVisible():
            return
        if self._stack.currentWidget() is self.table:
            self.model.refresh()
        else:
            self._read()

    def _read(self) -> None:
        wished = self.wished
        if wished == PASAL_18:
            failed = self.incomplete.load_failed.emit
            actions.incomplete_records(self.session, self._take(self.incomplete), failed, self)
        else:
            failed = self.episodes.load_failed.emit
            actions.episodes_to_show(self.session, wished, self._take(self.episodes), failed, self)

    def _take(self, model: RowsModel[Row]) -> Callable[[Sequence[Row]], None]:
        wished = self.wished

        def take(rows: Sequence[Row]) -> None:
            if wished != self.wished:
                return
            model.set_rows(rows)
            count = self.session.context.words.say_many("{count} client", "{count} clients", len(rows))
            self._count.setText(count if rows else "")

        return take

    @property
    def _may_merge(self) -> bool:
        return self.session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN)

    def _duplicates(self) -> None:
        self.session.go.to("clients.duplicates")

    def _register(self) -> None:
        self.session.go.to("clients.register", NewClient())


def _place_of(row: IncompleteRow) -> FileSection:
    """Return the section where what is missing can be entered."""
    return FileSection(row.client_id, "identity" if row.missing == ("identity",) else "profile")
