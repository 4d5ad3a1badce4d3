"""The section of the papers that can be printed from a client's record, each with why it cannot and where to mend it."""

from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtWidgets import QCheckBox

from rehab_app.desk.client_papers.rows import PaperLine
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.clinical_section import ClinicalSection
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.printing import actions
from rehab_app.ui.clients.printing.actions import Lines
from rehab_app.ui.clients.printing.paper_view import ClientPaper
from rehab_app.ui.clients.section import Deed, FileDesk, Part, Section
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

NAME: Final = "printing"
_MENDED_IN: Final = {
    "papers.client_unnamed": next_step.IDENTITY,
    "statements.guardian_missing": next_step.IDENTITY,
    "statements.guarantor_missing": next_step.IDENTITY,
    "statements.guarantor_is_client": next_step.CONSENT,
    "statements.no_papers": next_step.CONSENT,
    "statements.card_before_assessment": next_step.INSTRUMENTS,
    "client_papers.no_card": next_step.CONSENT,
    "client_papers.none_planned": next_step.MEETINGS,
    "client_papers.none_held": next_step.MEETINGS,
    "plans.none": "plan",
}
"""The section in which what is missing is entered, by the code of the trouble."""


class PrintingPanel(ClinicalSection[Lines]):
    """Every paper of the episode with how it stands; Enter shows it as it would be printed."""

    name: ClassVar[str] = NAME
    title: ClassVar[str] = N_("Papers to print")
    part: ClassVar[Part] = Part.HISTORY
    keys: ClassVar[str] = "Ctrl+Shift+K"
    is_clinical: ClassVar[bool] = False

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.table: Table[PaperLine] | None = None
        self.model: RowsModel[PaperLine] | None = None
        self.paper: ClientPaper | None = None
        self.initials: QCheckBox | None = None
        self._is_redacted = False

    def read(self, facts: FileFacts, done: Callable[[Lines], None], failed: Failed) -> Job:
        """Read which papers can be printed."""
        episode_id = facts.episode.id if facts.episode is not None else None
        return actions.read_papers(self.session, episode_id, done, failed, self)

    def show_facts(self, facts: FileFacts) -> None:
        """Show the papers; one that is looked at stays until it is closed."""
        is_same = self.facts is not None and self.facts.client.id == facts.client.id
        if self.paper is not None and is_same:
            self.facts = facts
            return
        self._drop_paper()
        super().show_facts(facts)

    def draw_read(self, facts: FileFacts, found: Lines) -> None:
        """Show the list, and what its keys do."""
        say = self.session.say
        if facts.episode is None:
            self.say_no_episode()
            return
        self.initials = QCheckBox(say("Initials and RM in place of the name, where the paper allows it"))
        self.initials.setChecked(self._is_redacted)
        self.initials.toggled.connect(self._redact)
        self.table = self.table_of(
            say("Papers to print"), "clients.printing", self._columns(), found, lambda row: row.key
        )
        self.model = self.table.records if isinstance(self.table.records, RowsModel) else None
        self.table.opened.connect(self.open_paper)
        self.add_deeds(
            [
                Deed(say("Show the paper"), self.open_marked, "", "print", "main"),
                Deed(say("Enter what is missing"), self.mend_marked, "Ctrl+Return", "edit"),
                Deed(say("Blank forms"), lambda: self.session.go.to("blank_forms"), "", "document"),
            ]
        )
        self.body.addWidget(self.initials)
        self.body.addWidget(self.table)
        self.follow_row(self.table)
        text = say("Enter shows a paper as it would be printed; printing and saving are entered in the audit.")
        self.body.addWidget(label(text, "hint"))

    def renew(self, facts: FileFacts, found: Lines) -> bool:
        """Show the papers anew in their places; where there are more or fewer of them, all is drawn anew."""
        model = self.model
        if self.table is None or model is None or facts.episode is None or model.rowCount() != len(found):
            return False
        model.set_rows(found)
        return True

    def enter(self) -> None:
        """Take the focus: on the list, or on the paper that is looked at."""
        if self.paper is not None:
            self.paper.preview.setFocus()
        elif self.table is not None:
            self.table.setFocus()
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section and the paper."""
        self._drop_paper()
        self.table, self.model, self.initials, self._is_redacted = None, None, None, False
        super().forget()

    def open_marked(self) -> None:
        """Show the marked paper."""
        row = self.table.current_row if self.table is not None else None
        if row is not None:
            self.open_paper(row)

    def open_paper(self, row: PaperLine) -> None:
        """Show a paper in place of the list; one that cannot be printed says why and what to do."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        if row.trouble is not None:
            self.desk.tell(self.session.context.trouble(row.trouble), State.WARNING)
            return
        self.table, self.model, self.initials = None, None, None
        self.paper = ClientPaper(self.session, facts.episode.id, row, self._title(row), is_redacted=self._is_redacted)
        self.paper.closed.connect(self._close_paper)
        self.setWidget(self.paper)
        self.paper.show()
        self.desk.clear_room(True)
        self.paper.begin()

    def mend_marked(self) -> None:
        """Go to where what the marked paper lacks is entered."""
        row = self.table.current_row if self.table is not None else None
        if row is None or row.trouble is None:
            return
        where = _MENDED_IN.get(row.trouble.code)
        if where is None:
            self.desk.tell(self.session.context.trouble(row.trouble), State.WARNING)
        else:
            self.desk.go(where)

    def _redact(self, is_on: bool) -> None:  # noqa: FBT001 - the signal's own argument
        self._is_redacted = is_on

    def _close_paper(self) -> None:
        """Go back to the list, read anew: it has been printed perhaps."""
        facts, row = self.facts, self.paper.line if self.paper is not None else None
        self._drop_paper()
        if facts is None:
            return
        Section.show_facts(self, facts)
        if self.table is not None and row is not None:
            self.table.choose(self.table.records.find(row.key))
        self.enter()
        self.show_facts(facts)

    def _drop_paper(self) -> None:
        if self.paper is not None:
            self.paper.forget()
            self.paper = None
            self.desk.clear_room(False)

    def _title(self, row: PaperLine) -> str:
        say = self.session.say
        if row.number is None or row.held_on is None:
            return say(row.label)
        return say(
            "{paper}: meeting {number}, {day}", paper=say(row.label), number=row.number, day=format_short(row.held_on)
        )

    def _columns(self) -> list[Column[PaperLine]]:
        say, context = self.session.say, self.session.context

        def state(row: PaperLine) -> str:
            return context.trouble(row.trouble) if row.trouble is not None else say("can be printed")

        def names(row: PaperLine) -> str:
            return say("can be left out") if row.may_redact else say("stays")

        return [
            Column(N_("Paper to print"), self._title, width=50, name="paper"),
            Column(
                N_("State"),
                state,
                width=30,
                stretches=True,
                state=lambda row: State.WARNING if row.trouble is not None else State.OK,
                tooltip=state,
            ),
            Column(N_("Name on it"), names, width=21, name="redaction"),
            Column(N_("Printed"), lambda row: say("{count} times", count=row.times) if row.times else "", width=10),
        ]
