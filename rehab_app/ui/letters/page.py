"""The letter register of a year: look at a letter again, print the same bytes, void one with its reason."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.clinic.referrals.facts import ReferralChanged
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.papers.register.rows import LetterRow
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.kit.year_box import YearBox
from rehab_app.ui.letters import actions
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

_NAME: Final = "letters.register"


class LettersPage(RoomPage):
    """Number, day, addressee and a subject with initials only; Enter shows the letter as it was issued."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Letters"), session.say("The register, newest first"))
        self._opened: LetterRow | None = None
        self.year = YearBox(self.context)
        self.model: RowsModel[LetterRow] = RowsModel(self.context, _columns(session), key=lambda row: row.id)
        self.table: Table[LetterRow] = Table(
            self.model, session.say("Letters"), name=_NAME, view_state=session.view_state
        )
        self.preview = Preview(self.context, self._gate)
        self._stack = QStackedWidget()
        self._heading = label("", "heading", wraps=False)
        self._lay_out()
        self.context.facts.hear(ReferralChanged, lambda _fact: self._refresh(), self)

    def arrive(self, subject: object = None) -> None:
        """Show the register of the chosen year; ``subject`` may be a year."""
        self.year.choose(subject)
        self._show_register()
        self._read()

    def forget(self) -> None:
        """Drop the rows and the letter that was shown."""
        self._opened = None
        self.model.set_rows(())
        self._heading.clear()
        self.preview.forget()

    def commands(self) -> list[Command]:
        """Return what can be done with the chosen letter."""
        found = [Command(self.session.say("Show the letter"), self._open_current, "Enter", "letter")]
        if self.session.may(DataClass.SURAT, Right.PERBAIKAN):
            found.append(Command(self.session.say("Void the letter"), self._ask_void, "Ctrl+Del", "cancelled"))
        return found

    def _lay_out(self) -> None:
        theme, say = self.context.theme, self.session.say
        self.year.chosen.connect(lambda _year: self._read())
        head = QHBoxLayout()
        head.setSpacing(theme.space(1))
        head.addWidget(label(say("Year"), "label", wraps=False))
        head.addWidget(self.year)
        head.addStretch(1)
        register = QWidget()
        column = QVBoxLayout(register)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        paper = QWidget()
        below = QVBoxLayout(paper)
        below.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.addWidget(
            button(theme, say("Back to the register"), look="link", icon="back", clicked=self._show_register)
        )
        line.addWidget(self._heading, 1, Qt.AlignmentFlag.AlignRight)
        below.addLayout(line)
        below.addWidget(self.preview, 1)
        self._stack.addWidget(register)
        self._stack.addWidget(paper)
        self.body.addWidget(self._stack, 1)
        self.table.opened.connect(self._open)
        self.table.set_empty(
            say("No letter was issued in this year"),
            say("A referral letter is issued in the client's file, under Referral."),
        )
        if self.session.may(DataClass.SURAT, Right.PERBAIKAN):
            void = button(theme, say("Void the letter"), icon="cancelled", clicked=self._ask_void)
            void.setShortcut("Ctrl+Del")
            self.add_action(void)

    def _read(self) -> None:
        def done(rows: Sequence[LetterRow]) -> None:
            self.model.set_rows(rows)

        actions.read_register(self.session, self.year.year, done, self._refused, self)

    def _refresh(self) -> None:
        if self.isVisible():
            self._read()

    def _open_current(self) -> None:
        row = self.table.current_row
        if row is not None:
            self._open(row)

    def _open(self, row: LetterRow) -> None:
        def done(content: bytes) -> None:
            self._opened = row
            self._heading.setText(row.number_text)
            self.preview.show_pdf(content, row.number_text.replace("/", "-"))
            self._stack.setCurrentIndex(1)
            self.preview.setFocus()

        actions.read_kept(self.session, row.id, done, self._refused, self)

    def _show_register(self) -> None:
        self._stack.setCurrentIndex(0)
        self._opened = None
        self.preview.forget()
        self.table.setFocus()

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        if self._opened is not None:
            actions.note_letter(self.session, self._opened.id, leaving.value, go, self._refused, self)

    def _ask_void(self) -> None:
        row = self._opened or self.table.current_row
        if row is None or row.voided_on is not None:
            return
        say = self.session.say

        def void(reason: str) -> None:
            actions.void_letter(self.session, row, reason, lambda _done: self._voided(row), self._refused, self)

        ask_reason(
            self.context,
            self.window(),
            say("Void letter {number}?", number=row.number_text),
            say("The number stays taken and the letter stays readable, marked as void with your reason."),
            verb=say("Void the letter"),
            done=void,
        )

    def _voided(self, row: LetterRow) -> None:
        self.notice.tell(self.session.say("Letter {number} is void.", number=row.number_text), State.OK)
        self._read()

    def _refused(self, trouble: RuleBroken) -> None:
        self.notice.tell(self.context.trouble(trouble), State.DANGER)


def _columns(session: Session) -> list[Column[LetterRow]]:
    say = session.say

    def state(row: LetterRow) -> str:
        return say("void since {day}", day=format_short(row.voided_on)) if row.voided_on else say("issued")

    return [
        Column(N_("Number"), lambda row: row.number_text, width=34, order=lambda row: row.number_text),
        Column(N_("Dated"), lambda row: format_short(row.dated_on), width=11, order=lambda row: row.dated_on),
        Column(
            N_("State"),
            state,
            width=13,
            state=lambda row: State.WARNING if row.voided_on else State.OK,
            tooltip=lambda row: row.void_reason,
            order=lambda row: bool(row.voided_on),
        ),
        Column(N_("Addressee"), lambda row: row.addressee, width=24, stretches=True, order=lambda row: row.addressee),
        Column(N_("Subject"), lambda row: row.subject, width=32, is_private=True, order=lambda row: row.subject),
    ]
