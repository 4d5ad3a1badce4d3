"""The checklist of what is handed in: one key a row says received, original held, given back."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.documents.rows import ChecklistRow, PaperRow, PaperState
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.clinical_section import reason_spec
from rehab_app.ui.clients.consent import actions, forms
from rehab_app.ui.clients.consent.actions import Papers
from rehab_app.ui.clients.consent.base import MarkedDeeds, PapersSection
from rehab_app.ui.clients.consent.held import held_text
from rehab_app.ui.clients.form_panel import Refused, Saved
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.section import Deed
from rehab_app.ui.clients.showing import day_text
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_HERE: Final = Qt.ShortcutContext.WidgetShortcut
STATE_WORDS: Final = {
    PaperState.MISSING: N_("not there"),
    PaperState.HANDED: N_("received"),
    PaperState.HELD: N_("original held"),
    PaperState.RETURNED: N_("given back"),
}
_STATES: Final = {
    PaperState.MISSING: State.NEUTRAL,
    PaperState.HANDED: State.OK,
    PaperState.HELD: State.WARNING,
    PaperState.RETURNED: State.INFO,
}


class Checklist:
    """Lists every kind of paper; a tick goes on to the next row at once, what is on its way is not ticked twice."""

    def __init__(self, section: PapersSection) -> None:
        self._section = section
        self._session = section.session
        self._on_the_way: set[str] = set()

    def draw(self, rows: Sequence[ChecklistRow], *, may_tick: bool) -> list[QWidget]:
        """Return the list with its buttons."""
        section, say = self._section, self._session.say
        self._may_tick = may_tick
        self.table: Table[ChecklistRow] = section.table_of(
            say("Document checklist"), "clients.checklist", _columns(self._session), rows, lambda row: row.kind
        )
        self.table.opened.connect(self.open)
        section.follow_row(self.table)
        for keys, act in (
            ("T", self.receive),
            ("1", self.receive),
            ("A", self.hold),
            ("2", self.hold),
            ("K", self.give_back),
            ("3", self.give_back),
            ("V", self.show_versions),
            ("Del", self.put_in_bin),
        ):
            bind(self.table, keys, act, _HERE)
        look = "main" if may_tick else ""
        deeds = [
            (Deed(say("Received (T)"), self.receive, "", "done", look), lambda: self._may_tick),
            (Deed(say("Original held (A)"), self.hold, "", "key"), lambda: self._may_tick),
            (Deed(say("Given back (K)"), self.give_back, "", "undo"), lambda: bool(self._held())),
            (Deed(say("Versions"), self.show_versions, "", "timeline"), lambda: self._last() is not None),
        ]
        self._deeds = MarkedDeeds(section, deeds)
        self.table.chosen.connect(lambda _row: self._deeds.follow())
        self._deeds.follow()
        self.held = NoteLine(self._session.context.theme, State.WARNING)
        self._tell_held(rows)
        return [self.held, self.table, self._deeds.row]

    def renew(self, rows: Sequence[ChecklistRow], *, may_tick: bool) -> None:
        """Show the papers as they stand now."""
        self._may_tick = may_tick
        self._on_the_way.clear()
        if isinstance(self.table.records, RowsModel):
            self.table.records.set_rows(rows)
        self._tell_held(rows)
        self._deeds.follow()

    # One key a row.

    def receive(self) -> None:
        """Enter that the marked paper was received today, in as many copies as are usual."""
        row = self.table.current_row
        if row is not None and row.state in {PaperState.MISSING, PaperState.RETURNED} and not row.copies:
            self._record(row, {"copies": row.copies_asked})
        self._step()

    def hold(self) -> None:
        """Enter that the original of the marked paper is held here from today."""
        row = self.table.current_row
        if row is not None and row.state is not PaperState.HELD:
            self._record(row, {"copies": 0, "is_original_held": True})
        self._step()

    def give_back(self) -> None:
        """Enter that the original that is held was given back today."""
        row, held, facts = self.table.current_row, self._held(), self._section.facts
        if row is None or facts is None:
            return
        if not held:
            text = self._session.say("No original of this paper is held here.")
            self._section.desk.tell(text, State.INFO)
        elif self._begin(row.kind):
            done, failed = self._ends(row.kind)
            actions.give_back(self._session, held, facts.today, done, failed, self._section)
        self._step()

    def open(self, row: ChecklistRow) -> None:
        """Show what was entered last of a kind of paper to be corrected, or ask for the details of a new one."""
        if row.papers and self._section.may_correct:
            self._correct(row.papers[-1])
        elif not row.papers and self._may_tick:
            self._ask(row)

    def put_in_bin(self) -> None:
        """Put what was ticked for the marked kind of paper into the recycle bin."""
        row = self.table.current_row
        if row is not None and row.papers and self._section.may_correct:
            self._section.ask_to_bin(
                self._session.label("document", row.kind),
                lambda reason, done, failed: actions.bin_papers(
                    self._session, row.papers, reason, done, failed, self._section
                ),
            )

    def show_versions(self) -> None:
        """Show the versions of what was entered last of the marked kind of paper."""
        paper = self._last()
        if paper is not None:
            title = self._session.label("document", paper.kind)
            self._section.open_versions_of(actions.PAPERS, paper, title, self._content)

    def _last(self) -> PaperRow | None:
        row = self.table.current_row
        return row.papers[-1] if row is not None and row.papers else None

    def _content(self, paper: PaperRow) -> dict[str, str]:
        say = self._session.say
        return {
            say("Document"): self._session.label("document", paper.kind),
            say("Copies"): str(paper.copies),
            say("Is the original held here?"): say("Yes") if paper.is_original_held else say("No"),
            say("Handed in on"): format_short(paper.handed_on),
            say("Given back on"): day_text(paper.returned_on),
            say("Remark"): paper.remark,
        }

    def _record(self, row: ChecklistRow, values: dict[str, object]) -> None:
        facts = self._section.facts
        if facts is None or facts.episode is None or not self._may_tick or not self._begin(row.kind):
            return
        done, failed = self._ends(row.kind)
        given = {"kind": row.kind, "handed_on": facts.today, **values}
        actions.keep_paper(self._session, facts.episode.id, None, given, done, failed, self._section)

    def _begin(self, kind: str) -> bool:
        if kind in self._on_the_way:
            return False
        self._on_the_way.add(kind)
        return True

    def _ends(self, kind: str) -> tuple[Done[object], Failed]:
        def failed(trouble: RuleBroken) -> None:
            self._on_the_way.discard(kind)
            self._section.refuse(trouble)

        return (lambda _done: None), failed

    def _step(self) -> None:
        self.table.choose(self.table.currentIndex().row() + 1)

    def _tell_held(self, rows: Sequence[ChecklistRow]) -> None:
        """Name the originals that are held: they must go back."""
        kinds = [row.kind for row in rows if row.state is PaperState.HELD]
        if kinds:
            self.held.say(held_text(self._session, kinds), State.WARNING)
        # Without a parent it would be shown as a window of its own; then it comes with the section.
        if not kinds or self.held.parentWidget() is not None:
            self.held.setVisible(bool(kinds))

    def _held(self) -> list[PaperRow]:
        row = self.table.current_row
        may = self._session.may(*forms.ENTERS)
        papers = row.papers if row is not None and may else ()
        return [paper for paper in papers if paper.is_original_held and paper.returned_on is None]

    # In full.

    def _ask(self, row: ChecklistRow) -> None:
        facts, session = self._section.facts, self._session
        if facts is None or facts.episode is None:
            return
        episode_id = facts.episode.id

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_paper(session, episode_id, None, draft, saved, refused, self._section.desk.forms)

        self._section.open_form(
            session.say("Paper handed in"),
            "documents.hand_in",
            episode_id,
            forms.paper_specs(session),
            {"kind": row.kind, "copies": row.copies_asked, "handed_on": facts.today},
            save,
            said=session.say("The paper is entered."),
        )

    def _correct(self, paper: PaperRow) -> None:
        session, section = self._session, self._section

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_paper(session, paper.episode_id, paper, draft, saved, refused, section.desk.forms)

        def read(done: Done[Papers], failed: Failed) -> Job:
            owner = section.desk.forms
            return actions.read(session, paper.client_id, paper.episode_id, done, failed, owner)

        def latest(found: Papers) -> dict[str, object] | None:
            rows = [one for row in found.checklist for one in row.papers]
            now = next((one for one in rows if one.series_id == paper.series_id), None)
            return None if now is None else forms.paper_values(now)

        section.open_form(
            session.say("Correct the paper"),
            "documents.correct_paper",
            paper.series_id,
            [*forms.paper_specs(session), reason_spec()],
            forms.paper_values(paper),
            save,
            said=session.say("The paper is corrected."),
            reread=section.reread_of(read, latest),
        )


def _columns(session: Session) -> list[Column[ChecklistRow]]:
    def days(pick: Callable[[PaperRow], date | None]) -> Callable[[ChecklistRow], str]:
        def shown(row: ChecklistRow) -> str:
            found = [day for paper in row.papers if (day := pick(paper)) is not None]
            return format_short(max(found)) if found else ""

        return shown

    def copies(row: ChecklistRow) -> str:
        if not row.papers:
            return ""
        return session.say("{count} of {usual}", count=row.copies, usual=row.copies_asked)

    def remark(row: ChecklistRow) -> str:
        return "; ".join(paper.remark for paper in row.papers if paper.remark)

    return [
        Column(
            N_("Document"),
            lambda row: session.label("document", row.kind),
            width=28,
            stretches=True,
        ),
        Column(
            N_("State"),
            lambda row: session.say(STATE_WORDS[row.state]),
            width=16,
            state=lambda row: _STATES[row.state],
        ),
        Column(N_("Copies"), copies, width=11),
        Column(N_("Handed in on"), days(lambda paper: paper.handed_on), width=13),
        Column(N_("Given back on"), days(lambda paper: paper.returned_on), width=13),
        Column(N_("Remark"), remark, width=13, tooltip=remark),
    ]
