"""The letter register: search it, look at a letter again, keep, enter and void numbers, check the year, print the book."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rehab_app.clinic.referrals.facts import ReferralChanged
from rehab_app.desk.agenda_paper import AGENDA, CHECK
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.register.check import CheckRow, YearCheck
from rehab_app.papers.register.facts import RegisterChanged
from rehab_app.papers.register.rows import LetterRow, LetterState
from rehab_app.ui.clients.form_panel import FormPanel
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.columns import RowsModel
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.letters import actions
from rehab_app.ui.letters.actions import Desk, Kept
from rehab_app.ui.letters.check_view import CheckView
from rehab_app.ui.letters.columns import letter_columns
from rehab_app.ui.letters.entering import Entering
from rehab_app.ui.letters.filters import LetterFilters
from rehab_app.ui.letters.kept_view import KeptView
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

_NAME: Final = "letters.register"
_REGISTER, _PAPER, _CHECK = range(3)


class LettersPage(RoomPage):
    """Number, day, addressee and a subject with initials only; Enter shows the letter as it was issued."""

    gives_way = True

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Letters"), session.say("The register, newest first"))
        self._opened: LetterRow | None = None
        self._book = ""
        self.filters = LetterFilters(session)
        self.model: RowsModel[LetterRow] = RowsModel(self.context, letter_columns(session), key=lambda row: row.id)
        self.table: Table[LetterRow] = Table(
            self.model, session.say("Letters"), name=_NAME, view_state=session.view_state
        )
        self.kept = KeptView(session, self._gate, self._show_register)
        self.preview = self.kept.preview
        self.check = CheckView(session, self._show_register, self._draw_check)
        self.forms = FormPanel(session, self.panel)
        self.entering = Entering(session, self.forms, self)
        self._stack = QStackedWidget()
        self._may_enter = session.may(DataClass.SURAT, Right.INPUT)
        self._may_correct = session.may(DataClass.SURAT, Right.PERBAIKAN)
        self._lay_out()
        self.context.facts.hear(ReferralChanged, lambda _fact: self._refresh(), self)
        self.context.facts.hear(RegisterChanged, lambda _fact: self._refresh(), self)

    def arrive(self, subject: object = None) -> None:
        """Show the register of the chosen year; ``subject`` may be a year."""
        self.filters.year.choose(subject)
        self._show_register()
        actions.read_desk(self.session, self._take_desk, self._refused, self)
        self._read()

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the open form."""
        return self.forms.journals

    def forget(self) -> None:
        """Drop the rows, the letter that was shown, and what was searched for."""
        self._opened = None
        self.forms.forget()
        self.filters.forget()
        self.model.set_rows(())
        self.kept.forget()
        self.check.forget()

    def commands(self) -> list[Command]:
        """Return what can be done in the register."""
        say = self.session.say
        found = [
            Command(say("Show the letter"), self._open_current, "Enter", "letter"),
            Command(say("Search the register"), self._search, "Ctrl+Shift+F", "search"),
            Command(say("Check of the numbers"), self._ask_check, "Ctrl+Shift+K", "done"),
            Command(say("Buku agenda"), self._ask_agenda, "Ctrl+Shift+A", "print"),
        ]
        if self._may_enter:
            found.append(Command(say("Reserve a number"), self._reserve, "Ctrl+N", "add"))
            found.append(Command(say("Letter from elsewhere"), self._outside, "Ctrl+Shift+N", "letter"))
        if self._may_correct:
            found.append(Command(say("Put in a letter"), self._insert, "Ctrl+I", "edit"))
            found.append(Command(say("Void the letter"), self._ask_void, "Ctrl+Del", "cancelled"))
        return found

    def _lay_out(self) -> None:
        theme, say = self.context.theme, self.session.say
        deeds = QWidget()
        lane = FlowLayout(theme.space(1), theme.space(1), deeds)
        offered = [
            (say("Check of the numbers"), "done", self._ask_check),
            (say("Buku agenda"), "print", self._ask_agenda),
        ]
        if self._may_correct:
            offered.insert(0, (say("Put in a letter"), "edit", self._insert))
        for text, icon, act in offered:
            lane.addWidget(button(theme, text, icon=icon, clicked=act))
        register = QWidget()
        column = QVBoxLayout(register)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        for widget in (self.filters, deeds):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        for view in (register, self.kept, self.check):
            self._stack.addWidget(view)
        self.body.addWidget(self._stack, 1)
        self.filters.changed.connect(self._read)
        self.table.opened.connect(self._open)
        self.check.table.opened.connect(self._open_found)
        self._say_empty()
        self._add_actions()

    def _add_actions(self) -> None:
        """Put the deeds into the title row, as far as this person may do them."""
        theme, say = self.context.theme, self.session.say
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for command in self.commands():
            if command.keys != "Enter":
                bind(self, command.keys, command.act, within)
        if self._may_correct:
            self.add_action(button(theme, say("Void the letter"), icon="cancelled", clicked=self._ask_void))
        if self._may_enter:
            self.add_action(button(theme, say("Letter from elsewhere"), icon="letter", clicked=self._outside))
            self.add_action(button(theme, say("Reserve a number"), look="main", icon="add", clicked=self._reserve))

    # Reading.

    def _read(self) -> None:
        wanted = self.filters.wanted

        def done(rows: Sequence[LetterRow]) -> None:
            if wanted == self.filters.wanted:
                self._say_empty()
                self.model.set_rows(rows)

        actions.read_register(self.session, wanted, done, self._refused, self)

    def _refresh(self) -> None:
        if self.isVisible():
            self._read()

    def _take_desk(self, desk: Desk) -> None:
        self.entering.desk = desk
        self.filters.offer(desk.types)

    def _say_empty(self) -> None:
        say = self.session.say
        if self.filters.is_narrowed:
            self.table.set_empty(say("Nothing in the register answers this"), say("Search in another year or state."))
            return
        self.table.set_empty(
            say("No letter was issued in this year"),
            say("A referral letter is issued in the client's file, under Referral."),
        )

    def _search(self) -> None:
        self._show_register()
        self.filters.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.text.selectAll()

    # Looking.

    def _open_current(self) -> None:
        row = self.table.current_row
        if row is not None:
            self._open(row)

    def _open(self, row: LetterRow) -> None:
        if row.state is LetterState.RESERVED and self._may_enter:
            self.entering.register_outside(row.type_code, self._entered, row)
            return
        if not row.has_file:
            self.notice.tell(
                self.session.say(
                    "{number} has no file: the program did not write this letter.", number=row.number_text
                ),
                State.INFO,
            )
            return

        def done(kept: Kept) -> None:
            self._opened = row
            self.kept.show_letter(row, kept.content, kept.history)
            self._stack.setCurrentIndex(_PAPER)
            self.preview.setFocus()

        actions.read_kept(self.session, row.id, done, self._refused, self)

    def _open_found(self, found: CheckRow) -> None:
        place = self.model.find(found.letter_id) if found.letter_id is not None else -1
        if place < 0:
            return
        self._show_register()
        self.table.choose(place)

    def _show_register(self) -> None:
        self._stack.setCurrentIndex(_REGISTER)
        self._opened, self._book = None, ""
        self.kept.forget()
        self.check.forget()
        self.table.setFocus()

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        row = self._opened
        if row is not None:

            def gone() -> None:
                go()
                actions.read_history(self.session, row.id, self.kept.show_history, self._refused, self)

            pages = self.preview.page_count
            actions.note_letter(self.session, row.id, leaving.value, pages, gone, self._refused, self)
        elif self._book:
            actions.note_book(self.session, self._book, leaving.value, go, self._refused, self)

    # The book and its check.

    def _ask_check(self) -> None:
        def done(check: YearCheck) -> None:
            self._opened, self._book = None, ""
            self._stack.setCurrentIndex(_CHECK)
            self.check.show_check(check)

        actions.read_check(self.session, self.filters.year.year, done, self._refused, self)

    def _draw_check(self) -> None:
        year, say = self.filters.year.year, self.session.say
        title = say("Check of the numbers of {year}", year=year)
        actions.draw_check(self.session, year, lambda pdf: self._show_book(CHECK, title, pdf), self._refused, self)

    def _ask_agenda(self) -> None:
        year = self.filters.year.year
        title = self.session.say("Buku agenda {year}", year=year)
        self.entering.ask_agenda(year, lambda pdf: self._show_book(AGENDA, title, pdf))

    def _show_book(self, kind: str, title: str, content: bytes) -> None:
        self._opened, self._book = None, kind
        self.kept.show_book(title, content)
        self._stack.setCurrentIndex(_PAPER)
        self.preview.setFocus()

    # Numbers.

    def _reserve(self) -> None:
        self.entering.reserve(self._chosen_type(), self._entered)

    def _outside(self) -> None:
        self.entering.register_outside(self._chosen_type(), self._entered)

    def _insert(self) -> None:
        self.entering.insert_late(self.table.current_row, self._chosen_type(), self._entered)

    def _chosen_type(self) -> str:
        return self.filters.wanted.type_code

    def _entered(self, sentence: str) -> None:
        self.notice.tell(sentence, State.OK)
        self._read()

    def _ask_void(self) -> None:
        row = self._opened or self.table.current_row
        if row is None or row.voided_on is not None:
            return
        say = self.session.say

        def void(reason: str) -> None:
            actions.void_letter(self.session, row, reason, lambda _done: self._voided(row), self._refused, self)

        is_reserved = row.state is LetterState.RESERVED
        title = say("Give up number {number}?", number=row.number_text)
        text = say("The number stays taken, marked as void with your reason; no letter gets it any more.")
        if not is_reserved:
            title = say("Void letter {number}?", number=row.number_text)
            text = say("The number stays taken and the letter stays readable, marked as void with your reason.")
        verb = say("Give up the number") if is_reserved else say("Void the letter")
        ask_reason(self.context, self.window(), title, text, verb=verb, done=void)

    def _voided(self, row: LetterRow) -> None:
        said = self.session.say("Letter {number} is void.", number=row.number_text)
        if row.state is LetterState.RESERVED:
            said = self.session.say("Number {number} is given up.", number=row.number_text)
        self.notice.tell(said, State.OK)
        self._read()

    def _refused(self, trouble: RuleBroken) -> None:
        self.notice.tell(self.context.trouble(trouble), State.DANGER)
