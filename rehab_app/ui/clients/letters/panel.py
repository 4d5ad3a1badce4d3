"""The section of the letters that were issued about a client."""

from collections.abc import Callable
from typing import ClassVar, Final

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.papers.register.rows import LetterRow
from rehab_app.ui.clients.clinical_section import ClinicalSection
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.letters import actions
from rehab_app.ui.clients.letters.letter_paper import LetterPaper
from rehab_app.ui.clients.section import Deed, FileDesk, Part, Section
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

NAME: Final = "letters"


class LettersPanel(ClinicalSection[tuple[LetterRow, ...]]):
    """Number, day and subject of each letter over all episodes; Enter shows it as it was issued, to be printed again."""

    name: ClassVar[str] = NAME
    title: ClassVar[str] = N_("Letters")
    part: ClassVar[Part] = Part.HISTORY
    is_clinical: ClassVar[bool] = False

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.table: Table[LetterRow] | None = None
        self.paper: LetterPaper | None = None

    @classmethod
    def is_offered(cls, session: Session) -> bool:
        """Whether somebody may see what the register keeps."""
        return session.may(DataClass.SURAT, Right.MELIHAT)

    def read(self, facts: FileFacts, done: Callable[[tuple[LetterRow, ...]], None], failed: Failed) -> Job:
        """Read the letters."""
        return actions.read_letters(self.session, facts.client.id, done, failed, self)

    def show_facts(self, facts: FileFacts) -> None:
        """Show the letters; one that is looked at stays until it is closed."""
        is_same = self.facts is not None and self.facts.client.id == facts.client.id
        if self.paper is not None and is_same:
            self.facts = facts
            return
        self._drop_paper()
        super().show_facts(facts)

    def draw_read(self, facts: FileFacts, found: tuple[LetterRow, ...]) -> None:
        """Show the list, and what its keys do."""
        del facts
        say = self.session.say
        self.table = self.table_of(say("Letters"), "clients.letters", self._columns(), found, lambda row: row.id)
        self.table.set_empty(
            say("No letter was issued about this client"),
            say("A referral letter is prepared under Referral; what is issued stands here with its number."),
        )
        self.table.opened.connect(self.open_letter)
        self.body.addWidget(self.table)
        if found:
            self.add_deeds([Deed(say("Look at the letter"), self.open_marked, "Ctrl+Shift+L", "letter")])
            text = say("Enter shows a letter; there it is printed again, the same to the last byte.")
            self.body.addWidget(label(text, "hint"))

    def enter(self) -> None:
        """Take the focus: on the list, or on the letter that is looked at."""
        if self.paper is not None:
            self.paper.preview.setFocus()
        elif self.table is not None:
            self.table.setFocus()
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section and the letter."""
        self._drop_paper()
        self.table = None
        super().forget()

    def open_marked(self) -> None:
        """Show the marked letter."""
        row = self.table.current_row if self.table is not None else None
        if row is not None:
            self.open_letter(row)

    def open_letter(self, row: LetterRow) -> None:
        """Show a letter in place of the list; a number without a file says where its letter is."""
        if not row.has_file:
            text = self.session.say(
                "{number} was written elsewhere: its paper is in the folder.", number=row.number_text
            )
            self.desk.tell(text, State.INFO)
            return
        self.table = None
        self.paper = LetterPaper(self.session, row)
        self.paper.closed.connect(self._close_paper)
        self.setWidget(self.paper)
        self.paper.show()
        self.desk.clear_room(True)
        self.paper.begin()

    def _close_paper(self) -> None:
        row, facts = self.paper.row if self.paper is not None else None, self.facts
        self._drop_paper()
        if facts is not None:
            Section.show_facts(self, facts)
        if self.table is not None and row is not None:
            found = self.found or ()
            self.table.choose(next((place for place, one in enumerate(found) if one.id == row.id), 0))
        self.enter()

    def _drop_paper(self) -> None:
        if self.paper is not None:
            self.paper.forget()
            self.paper = None
            self.desk.clear_room(False)

    def _columns(self) -> list[Column[LetterRow]]:
        say = self.session.say

        def state(row: LetterRow) -> str:
            return say("void since {day}", day=format_short(row.voided_on)) if row.voided_on else say("issued")

        return [
            Column(N_("Number"), lambda row: row.number_text, width=30),
            Column(N_("Dated"), lambda row: format_short(row.dated_on), width=11),
            Column(N_("Subject"), lambda row: row.subject, width=32, stretches=True, is_private=True),
            Column(
                N_("State"),
                state,
                width=16,
                state=lambda row: State.WARNING if row.voided_on else State.OK,
                tooltip=lambda row: row.void_reason,
            ),
            Column(N_("Addressee"), lambda row: row.addressee, width=24),
        ]
