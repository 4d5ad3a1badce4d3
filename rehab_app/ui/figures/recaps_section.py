"""The recaps an office owes: choose one and its period, look at it, print it, save it for Excel, sign it; and those signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.desk.pasal_18 import ITEM_WORDS, IncompleteRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short, month_name
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.numbers import format_number
from rehab_app.foundation.words import N_
from rehab_app.papers.recaps.rules import LENGTHS, Kind, Length, Naming, Period, Wish, period_of, periods_in
from rehab_app.papers.recaps.signed import ClientChange, SignedRow, may_name, may_see
from rehab_app.ui.figures import actions
from rehab_app.ui.figures.section import FiguresSection
from rehab_app.ui.figures.signed_view import SignedView
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import confirm
from rehab_app.ui.kit.layout import Card, SidePanel, button, hide_unless, label
from rehab_app.ui.kit.pdf import save_file
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.kit.year_box import YearBox
from rehab_app.ui.shell.session import Session

KIND_WORDS: Final = {
    Kind.PERKA_4: N_("Client recapitulation (Perka BNN 4/2015)"),
    Kind.NEW_PATIENTS: N_("New patients (17 columns)"),
    Kind.PATIENTS_OF_YEAR: N_("Patients of a year (28 columns)"),
}
LENGTH_WORDS: Final = {Length.WEEK: N_("Week"), Length.MONTH: N_("Month"), Length.YEAR: N_("Year")}
NAMING_WORDS: Final = {
    Naming.HIDDEN: N_("Name column hidden"),
    Naming.INITIALS: N_("Initials in the name column"),
    Naming.NAMES: N_("Names in the name column"),
}


class RecapsSection(FiguresSection):
    """Enter on a signed recap shows what changed since, and from there its paper."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel, self._gate)
        say = session.say
        self._opened: SignedRow | None = None
        self._is_signed_paper = False
        self.kind, self.length = QComboBox(), QComboBox()
        self.year = YearBox(session.context)
        self.period, self.naming = QComboBox(), QComboBox()
        for box, name in (
            (self.kind, N_("Recap")),
            (self.length, N_("Length")),
            (self.period, N_("Time span")),
            (self.naming, N_("Names")),
        ):
            box.setAccessibleName(say(name))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for kind, said in KIND_WORDS.items():
            if may_see(session.actor, kind):
                self.kind.addItem(say(said), kind)
        for naming, said in NAMING_WORDS.items():
            if naming is not Naming.NAMES or may_name(session.actor):
                self.naming.addItem(say(said), naming)
        self.model: RowsModel[SignedRow] = RowsModel(session.context, self._columns(), key=lambda row: row.id)
        self.table = Table(self.model, say("Signed recaps"), name="figures.recaps", view_state=session.view_state)
        self.table.set_empty(
            say("No recap has been signed yet"), say("Choose a recap and its period above, look at it, then sign it.")
        )
        self.signed = SignedView(session)
        self._lay_out()
        self._fill_lengths()
        self.kind.currentIndexChanged.connect(lambda _index: self._fill_lengths())
        self.length.currentIndexChanged.connect(lambda _index: self._fill_periods())
        self.year.chosen.connect(lambda _year: self._fill_periods())
        self.table.opened.connect(self._open)
        self.signed.left.connect(self.show_figures)
        self.signed.paper_asked.connect(self._show_signed_paper)

    @property
    def wish(self) -> Wish | None:
        """The recap that is chosen; None where there is no period of its length in the year yet."""
        kind, period = self._kind(), self.period.currentData()
        if kind is None or period is None:
            return None
        naming = Naming(self.naming.currentData()) if kind is Kind.NEW_PATIENTS else Naming.HIDDEN
        return Wish(kind, period, naming)

    def arrive(self, subject: object = None) -> None:
        """Read the signed recaps; ``subject`` may be ``week/2022-11-18``, the length and a day of what is due, or a year."""
        self.show_figures()
        if isinstance(subject, str) and "/" in subject:
            self._choose_due(subject)
        elif isinstance(subject, int):
            self.year.choose(subject)
        self.refresh()
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the signed recaps again."""

        def done(rows: Sequence[SignedRow]) -> None:
            self.model.set_rows(rows)
            if rows and not self.table.currentIndex().isValid():
                self.table.choose(0)

        actions.read_signed(self.session, done, self.tell_trouble, self)

    def draw_sheet(self) -> None:
        """Draw the chosen recap and show it; what is shown of a signed one is its kept paper."""
        wish = self.wish
        if wish is None:
            return
        if self.stack.currentWidget() is self.signed:
            self._show_signed_paper()
            return

        def done(content: bytes) -> None:
            self._is_signed_paper = False
            self.show_sheet(content, self._file_name(wish))

        actions.draw_recap(self.session, wish, done, self.tell_trouble, self)

    def save_workbook(self) -> None:
        """Ask for a place, and save the chosen recap there as a spreadsheet."""
        wish, say = self.wish, self.session.say
        if wish is None:
            return
        dialog = QFileDialog(
            self, say("Save for Excel"), f"{self._file_name(wish)}.xlsx", f"{say('Spreadsheets')} (*.xlsx)"
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda path: self.save_workbook_to(wish, Path(path)))
        dialog.open()

    def save_workbook_to(self, wish: Wish, path: Path) -> None:
        """Save a recap as the spreadsheet ``path``, whole or not at all."""
        say = self.session.say

        def written(done: Path) -> None:
            self.told.emit(say("Saved as {name}", name=done.name), State.OK)

        def made(content: bytes) -> None:
            self.session.context.jobs.write(lambda: save_file(path, content), written, self.tell_trouble, owner=self)

        actions.make_recap_file(self.session, wish, made, self.tell_trouble, self)

    def ask_to_sign(self) -> None:
        """Ask whether the chosen recap is to be signed as it is now."""
        wish, say = self.wish, self.session.say
        if wish is None:
            return
        confirm(
            self.session.context,
            self,
            say("Sign this recap?"),
            say(
                "{recap}, {period}. Its numbers, clients and paper are kept as they are now. Later changes of the record are "
                "shown beside it; a further edition can be signed.",
                recap=say(KIND_WORDS[wish.kind]),
                period=self._said(wish.period),
            ),
            verb=say("Sign"),
            yes=partial(self.sign, wish),
        )

    def sign(self, wish: Wish) -> None:
        """Sign a recap; where records are incomplete, list them instead."""

        def done(_recap_id: UUID) -> None:
            self.told.emit(self.session.say("The recap is signed and kept."), State.OK)
            self.refresh()

        def failed(trouble: RuleBroken) -> None:
            if isinstance(trouble, RulesBroken):
                actions.read_lacking(self.session, wish, self._show_lacking, self.tell_trouble, self)
            else:
                self.tell_trouble(trouble)

        actions.sign(self.session, wish, done, failed, self)

    def forget(self) -> None:
        """Blank the lists and the paper."""
        super().forget()
        self._opened = None
        self.model.set_rows(())
        self.signed.forget()

    def _lay_out(self) -> None:
        say, theme = self.session.say, self.session.context.theme
        choice = QHBoxLayout()
        choice.setSpacing(theme.space(1.5))
        for box in (self.kind, self.length, self.year, self.period, self.naming):
            choice.addWidget(box)
        choice.addStretch(1)
        self._save = button(theme, say("Save for Excel"), icon="save", clicked=self.save_workbook)
        self._sign = button(theme, say("Sign"), icon="edit", clicked=self.ask_to_sign)
        hide_unless(self.session.may(DataClass.LAPORAN, Right.INPUT), self._sign)
        deeds = QHBoxLayout()
        deeds.setSpacing(theme.space(1))
        for each in (self._save, self._sign):
            deeds.addWidget(each)
        deeds.addStretch(1)
        self._hint = label("", "hint")
        signed = Card(theme, say("Signed recaps"))
        signed.body.addWidget(self.table, 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(choice)
        column.addWidget(self._hint)
        column.addLayout(deeds)
        column.addWidget(signed, 1)
        for part in (page, self.sheet, self.signed):
            self.stack.addWidget(part)

    def _kind(self) -> Kind | None:
        """Return the chosen recap; Qt hands the code back as a bare text."""
        chosen = self.kind.currentData()
        return Kind(chosen) if chosen is not None else None

    def _fill_lengths(self) -> None:
        kind, say = self._kind(), self.session.say
        self.length.blockSignals(True)
        self.length.clear()
        for length in LENGTHS[kind] if kind is not None else ():
            self.length.addItem(say(LENGTH_WORDS[length]), length)
        self.length.blockSignals(False)
        self.length.setVisible(self.length.count() > 1)
        self.naming.setVisible(kind is Kind.NEW_PATIENTS)
        self._hint.setText(
            {
                Kind.PERKA_4: say(
                    "Provisional form; the settings choose its further columns. Clients by initials and RM."
                ),
                Kind.NEW_PATIENTS: say(
                    "The name column stays empty unless you choose otherwise; names are noted in the audit."
                ),
                Kind.PATIENTS_OF_YEAR: say("Counts only: one row for each month and the sum."),
            }[kind]
            if kind is not None
            else ""
        )
        self._fill_periods()

    def _fill_periods(self) -> None:
        chosen = self.length.currentData()
        length = Length(chosen) if chosen is not None else None
        self.period.clear()
        today = self.session.context.clock.today()
        for period in periods_in(length, self.year.year, today) if length is not None else ():
            self.period.addItem(self._said(period), period)
        self.period.setVisible(length is not Length.YEAR)
        self._tell_possible()

    def _tell_possible(self) -> None:
        for each in (self._save, self._sign):
            each.setEnabled(self.wish is not None)

    def _choose_due(self, subject: str) -> None:
        """Choose the client recapitulation of the period that a reminder names."""
        named, _, day = subject.partition("/")
        length = Length(named)
        period = period_of(length, date.fromisoformat(day))
        self.kind.setCurrentIndex(max(0, self.kind.findData(Kind.PERKA_4)))
        self.length.setCurrentIndex(max(0, self.length.findData(length)))
        self.year.choose(period.last.year)
        places = [place for place in range(self.period.count()) if self.period.itemData(place) == period]
        self.period.setCurrentIndex(places[0] if places else 0)

    def _said(self, period: Period) -> str:
        if period.length is Length.WEEK:
            return f"{format_short(period.first)} \u2013 {format_short(period.last)}"
        if period.length is Length.MONTH:
            return f"{month_name(period.first.month, self.session.context.words.language)} {period.first.year}"
        return str(period.first.year)

    def _file_name(self, wish: Wish) -> str:
        period = wish.period
        return self.session.say(
            "recap-{kind}-{first}-{last}",
            kind=wish.kind.value.replace("_", "-"),
            first=period.first.isoformat(),
            last=period.last.isoformat(),
        )

    def _show_lacking(self, rows: Sequence[IncompleteRow]) -> None:
        """List whose record keeps the recap from being signed; Enter opens it."""
        say, words = self.session.say, self.session.context.words
        columns: list[Column[IncompleteRow]] = [
            Column(N_("RM"), lambda row: row.rm_number, width=8),
            Column(N_("Initials"), lambda row: row.initials, width=9, is_private=True),
            Column(N_("Missing"), lambda row: ", ".join(say(ITEM_WORDS[one]) for one in row.missing), stretches=True),
        ]
        model: RowsModel[IncompleteRow] = RowsModel(self.session.context, columns, key=lambda row: row.episode_id)
        model.set_rows(rows)
        shown: Table[IncompleteRow] = Table(model, say("Records to complete"))
        shown.opened.connect(lambda row: self.session.go.to("clients.file", row.client_id))
        self.told.emit(
            words.say_many(
                "Not signed: {count} client lacks an item of Pasal 18. Complete the record, then sign.",
                "Not signed: {count} clients lack an item of Pasal 18. Complete the records, then sign.",
                len(rows),
            ),
            State.WARNING,
        )
        self.panel.open_panel(say("Records to complete"), shown)

    def _open(self, row: SignedRow) -> None:
        def done(changes: Sequence[ClientChange]) -> None:
            self._opened = row
            self.panel.close_panel()
            self.signed.show_changes(self._title(row), row, changes)
            self.stack.setCurrentWidget(self.signed)
            self.signed.setFocus(Qt.FocusReason.OtherFocusReason)

        actions.read_changes(self.session, row.id, done, self.tell_trouble, self)

    def _show_signed_paper(self) -> None:
        row = self._opened
        if row is None:
            return

        def done(content: bytes) -> None:
            self._is_signed_paper = True
            self.show_sheet(content, self._file_name(row.wish))

        actions.look_at_signed(self.session, row.id, done, self.tell_trouble, self)

    def _title(self, row: SignedRow) -> str:
        return self.session.say(
            "{recap}, {period}, edition {edition}",
            recap=self.session.say(KIND_WORDS[row.wish.kind]),
            period=self._said(row.wish.period),
            edition=row.edition,
        )

    def _gate(self, leaving: object, go: object) -> None:
        """Enter in the audit that the paper on the screen leaves, then let it go."""
        if not callable(go):
            raise TypeError("a way out")
        if self._is_signed_paper and self._opened is not None:
            actions.note_signed_leaving(self.session, self._opened.id, str(leaving), go, self.tell_trouble, self)
        elif self.wish is not None:
            actions.note_recap_leaving(self.session, self.wish, str(leaving), go, self.tell_trouble, self)

    def _columns(self) -> list[Column[SignedRow]]:
        say = self.session.say
        return [
            Column(N_("Recap"), lambda row: say(KIND_WORDS[row.wish.kind]), width=34, stretches=True),
            Column(N_("Time span"), lambda row: self._said(row.wish.period), width=22),
            Column(N_("Edition"), lambda row: format_number(row.edition), align="right", width=9),
            Column(N_("Clients"), lambda row: format_number(row.clients), align="right", width=9),
            Column(N_("Signed on"), lambda row: format_short(row.signed_on), width=13),
            Column(N_("Signed by"), lambda row: row.signer_name, width=22),
        ]
