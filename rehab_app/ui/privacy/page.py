"""The page of the data requests: what is open with its clock above, all that one client asked below."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt

from rehab_app.clinic.privacy.facts import ClientErased, RequestChanged
from rehab_app.clinic.privacy.rows import OpenRequestRow, RequestRow
from rehab_app.clinic.privacy.rules import DECIDES, ERASURE, GRANTED
from rehab_app.desk.erase_client import BACKUPS_REMAIN, Erased
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_instant, format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.consent.signed_list import hours_text
from rehab_app.ui.clients.form_panel import FormPanel
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import ask_reason, tell_trouble
from rehab_app.ui.kit.job import Cancelled, Fault
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.privacy import actions
from rehab_app.ui.privacy.actions import ClientRequests
from rehab_app.ui.privacy.client_asked import ClientAsked, Deeds
from rehab_app.ui.privacy.correcting import Correcting
from rehab_app.ui.privacy.deciding import Deciding
from rehab_app.ui.privacy.erasing import EraseDialog
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

_HERE: Final = Qt.ShortcutContext.WidgetShortcut
_ROWS: Final = 4
_LAST_DAY_OF_GRACE: Final = 24


class PrivacyPage(RoomPage):
    """Opened with a client it shows what she asked; else what is open, the first due first. Enter decides or carries out."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Data requests"), session.say("Rights of the client, UU 27/2022"))
        self._client_id: UUID | None = None
        self.shown: ClientRequests | None = None
        self.forms = FormPanel(session, self.panel)
        self.deciding = Deciding(session, self.forms, self.notice.tell, self._refuse)
        self.model: RowsModel[OpenRequestRow] = RowsModel(self.context, self._columns(), key=lambda row: row.series_id)
        self.table: Table[OpenRequestRow] = Table(
            self.model, session.say("Data requests"), name="privacy.open", view_state=session.view_state
        )
        self.correcting = Correcting(session, self, self.forms, self.notice.tell, self._refuse)
        steps = Deeds(
            self.open_file,
            self.ask_to_erase,
            self._decide,
            self.deciding.carry_out,
            self.correcting.correct,
            self.correcting.show_versions,
        )
        self.asked = ClientAsked(session, steps)
        self._lay_out()
        self.context.facts.hear(RequestChanged, lambda _fact: self._refresh(), self)
        self.context.facts.hear(ClientErased, self._on_erased, self)
        self.context.privacy.changed.connect(self._show_client)

    @property
    def may_decide(self) -> bool:
        """Whether the signed-in person answers for the clinic as controller of the data."""
        return self.session.actor.has(*DECIDES)

    def arrive(self, subject: object = None) -> None:
        """Show what is open; ``subject`` may be the client whose requests are wanted."""
        if isinstance(subject, UUID):
            self._client_id = subject
        self._read()
        self.table.setFocus()

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the form at the side."""
        return list(self.forms.journals)

    def forget(self) -> None:
        """Drop the rows and what was typed."""
        self.forms.forget()
        self.model.set_rows(())
        self.shown, self._client_id = None, None
        self.asked.clear()

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        found = [Command(self.session.say("Open the client's file"), self.open_file, "Ctrl+O", "client")]
        return found if self._client_id is not None else []

    def open_file(self) -> None:
        """Open the file of the client that is shown."""
        if self._client_id is not None:
            self.session.go.to("clients.file", self._client_id)

    # Reading.

    def _read(self) -> None:
        actions.read_open(self.session, self._show_open, self._refuse, self)

    def _refresh(self) -> None:
        if self.isVisible():
            self._read()

    def _show_open(self, rows: Sequence[OpenRequestRow]) -> None:
        self.model.set_rows(rows)
        wanted = self._client_id or (rows[0].client_id if rows else None)
        current = self.table.current_row
        if current is None or current.client_id != wanted:
            self.table.choose(next((place for place, row in enumerate(rows) if row.client_id == wanted), -1))
        self._read_client(wanted)

    def _read_client(self, client_id: UUID | None) -> None:
        self._client_id = client_id
        if client_id is None:
            self.shown = None
            self.asked.clear()
            return
        actions.read_client(self.session, client_id, self._take_client, self._refuse, self)

    def _take_client(self, found: ClientRequests) -> None:
        if found.client_id == self._client_id:
            self.shown = found
            self._show_client()

    def _on_chosen(self, row: OpenRequestRow | None) -> None:
        if row is not None and row.client_id != self._client_id:
            self._read_client(row.client_id)

    def _on_erased(self, fact: ClientErased) -> None:
        if fact.client_id == self._client_id:
            self._client_id, self.shown = None, None
            self.asked.clear()
        self._refresh()

    # What may be done.

    def act(self, row: OpenRequestRow) -> None:
        """Take the next step of a request: decide it, carry it out, or erase."""
        request = self._request(row.series_id)
        if request is None:
            return
        if not request.decision:
            self._decide(request)
        elif request.kind == ERASURE and request.decision == GRANTED:
            self.ask_to_erase()
        else:
            self.deciding.carry_out(request)

    def _decide(self, request: RequestRow) -> None:
        if self.may_decide:
            self.deciding.decide(request)
        else:
            self._refuse(RuleBroken("privacy.who_decides"))

    def correct(self) -> None:
        """Show the marked request to be corrected, while it is not decided."""
        request = self._marked()
        if request is not None:
            self.correcting.correct(request)

    def show_earlier(self) -> None:
        """Show the versions of the marked request beside each other."""
        request = self._marked()
        if request is not None:
            self.correcting.show_versions(request)

    def put_in_bin(self) -> None:
        """Put the marked request into the recycle bin, where it was entered by mistake."""
        request = self._marked()
        if request is None or request.decision or not self.session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN):
            return
        say = self.session.say

        def give(reason: str) -> None:
            text = say("It lies in the recycle bin now.")
            actions.REQUESTS.put_in_bin(
                self.session, request, reason, lambda _done: self.notice.tell(text, State.OK), self._refuse, self
            )

        ask_reason(
            self.context,
            self.window(),
            say("Put into the recycle bin: {what}", what=self.session.label("request_kind", request.kind)),
            say("For entries made by mistake. It no longer counts, stays readable in the bin and can be taken back."),
            verb=say("Put into the recycle bin"),
            done=give,
        )

    def ask_to_erase(self) -> None:
        """Ask for the No. RM, and erase; for Kepala and Subkoordinator, once the record need not be kept."""
        shown = self.shown
        if shown is None or shown.client is None:
            return
        if not self.may_decide:
            self._refuse(RuleBroken("privacy.who_decides"))
            return
        if not shown.retention.is_over(self.context.clock.today()):
            self._refuse(RuleBroken("privacy.kept_until", until=format_short(shown.retention.keep_until)))
            return
        dialog = EraseDialog(self.session, self.window(), shown.client.rm_number)
        dialog.confirmed.connect(lambda: self._erase(shown.client_id))
        dialog.open()

    def _erase(self, client_id: UUID) -> None:
        actions.erase(self.session, client_id, self._on_erased_records, self._refuse, self)

    def _on_erased_records(self, erased: Erased) -> None:
        """Let the files go in a second write: the records are on disk now."""
        say = self.session.say

        def done(files: int) -> None:
            text = say("Erased: {rows} records and {files} files.", rows=erased.rows, files=files)
            self.notice.tell(f"{text} {say(BACKUPS_REMAIN)}", State.WARNING)

        def failed(trouble: RuleBroken) -> None:
            text = say("The records are erased; her files are not yet removed.")
            self.notice.tell(f"{text} {self.context.trouble(trouble)}", State.DANGER)
            self._files_left.setVisible(True)

        actions.remove_files(self.session, done, failed, self)

    def _remove_files(self) -> None:
        def done(files: int) -> None:
            self._files_left.setVisible(False)
            self.notice.tell(self.session.say("{files} files are removed.", files=files), State.OK)

        actions.remove_files(self.session, done, self._refuse, self)

    def _refuse(self, trouble: RuleBroken) -> None:
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self.context, self.window(), trouble)

    def _marked(self) -> RequestRow | None:
        row = self.table.current_row
        return self._request(row.series_id) if row is not None else None

    def _request(self, series_id: UUID) -> RequestRow | None:
        rows = self.shown.requests if self.shown is not None else ()
        return next((row for row in rows if row.series_id == series_id), None)

    # What is shown.

    def _lay_out(self) -> None:
        say, theme = self.session.say, self.context.theme
        self._files_left = button(theme, say("Remove what is left of erased files"), clicked=self._remove_files)
        self._files_left.setVisible(False)
        self.add_action(self._files_left)
        self.table.set_empty(
            say("No request is open"),
            say("A request about data is recorded in the client's file, under Papers and consent."),
        )
        self.table.opened.connect(self.act)
        self.table.chosen.connect(self._on_chosen)
        bind(self.table, "E", self.correct, _HERE)
        bind(self.table, "V", self.show_earlier, _HERE)
        bind(self.table, "Del", self.put_in_bin, _HERE)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + _ROWS * self.table.verticalHeader().defaultSectionSize() + 6)
        self.body.addWidget(self.table)
        keys = say("On a request: Enter takes its next step, E correct, V versions, Delete recycle bin.")
        self.body.addWidget(label(keys, "hint"))
        self.body.addWidget(self.asked, 1)

    def _show_client(self) -> None:
        if self.shown is not None:
            self.asked.show_client(self.shown)
        else:
            self.asked.clear()

    def _columns(self) -> list[Column[OpenRequestRow]]:
        session, zone = self.session, self.context.clock.zone

        def clock(row: OpenRequestRow) -> str:
            return (
                session.say("decided")
                if row.decision
                else hours_text(session, row.hours_left, is_overdue=row.is_overdue)
            )

        def state(row: OpenRequestRow) -> State:
            if row.decision:
                return State.INFO
            if row.is_overdue:
                return State.DANGER
            return State.WARNING if row.hours_left < _LAST_DAY_OF_GRACE else State.NEUTRAL

        def step(row: OpenRequestRow) -> str:
            if not row.decision:
                return session.say("to be decided")
            return session.say("to be carried out")

        return [
            Column(N_("Initials"), lambda row: row.initials, width=10, is_private=True),
            Column(N_("RM"), lambda row: row.rm_number, width=10),
            Column(N_("What is asked"), lambda row: session.label("request_kind", row.kind), width=26, stretches=True),
            Column(N_("Next step"), step, width=20),
            Column(N_("3 x 24 hours"), clock, width=18, state=state),
            Column(N_("Due by"), lambda row: format_instant(row.due_at, zone), width=22),
        ]
