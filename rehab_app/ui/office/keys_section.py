"""The keys of the data: a new recovery sheet, and a new data key where somebody may have taken a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.dialogs import confirm
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Width
from rehab_app.ui.kit.job import Cancelled
from rehab_app.ui.kit.layout import Card, SidePanel, button, label
from rehab_app.ui.kit.progress_line import ProgressLine
from rehab_app.ui.office.actions import HandedOver, new_data_key, read_profile, renew_recovery_key
from rehab_app.ui.office.handing_over import HandingOver
from rehab_app.ui.office.key_sheet import KeySheet
from rehab_app.ui.office.section import Section
from rehab_app.ui.shell.forms import SnugForm
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.office.backups.rekey import RekeyReport
    from rehab_app.store.keys.recovery import RecoveryKey


class KeysSection(Section):
    """Two cards, and the sheet of a key that was just made."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        self._office = ""
        self.sheet: KeySheet | None = None
        self.progress = ProgressLine(session.context)
        self._handed: list[HandedOver] = []
        self._sentence = ""
        self._stack = QStackedWidget()
        self._stack.addWidget(self._cards())
        self.column.addWidget(self.progress)
        self.column.addWidget(self._stack, 1)

    def arrive(self) -> None:
        """Read the office's name for the sheet."""
        read_profile(
            self.session, lambda shown: self._take_office(shown.profile.clinic_name or shown.profile.unit_name), self
        )

    def forget(self) -> None:
        """Blank a key that is shown."""
        if self.sheet is not None:
            self.sheet.forget()

    def renew(self) -> None:
        """Make a new recovery key, after asking."""
        say = self.session.say
        text = say(
            "The old sheet then no longer opens this data; destroy it. Older backups still open with the old sheet."
        )

        def go() -> None:
            renew_recovery_key(self.session, self._show_sheet, self.tell_trouble, self)

        confirm(
            self.session.context,
            self.window(),
            say("Make a new recovery key?"),
            text,
            verb=say("Make a new one"),
            yes=go,
        )

    def _take_office(self, name: str) -> None:
        self._office = name

    def _show_sheet(self, key: RecoveryKey) -> None:
        is_practice = self.session.clinic.is_practice
        self.sheet = KeySheet(
            self.session.context, key, self._office, is_practice=is_practice, next_text=self.session.say("Done")
        )
        self.sheet.confirmed.connect(self._end_sheet)
        self._stack.addWidget(self.sheet)
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.show_key()

    def _end_sheet(self) -> None:
        sheet, self.sheet = self.sheet, None
        self._stack.setCurrentIndex(0)
        if sheet is not None:
            sheet.forget()
            self._stack.removeWidget(sheet)
            sheet.deleteLater()
        if self._sentence:
            self._hand_over()
        else:
            self.tell(self.session.say("The new recovery key holds. Destroy the old sheet."))

    # A new data key.

    def _ask_rekey(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        say, passphrase = self.session.say, str(draft["passphrase"])
        self.form.is_saving = False
        text = say(
            "Everything is sealed anew: database, attachments, drafts. You keep your passphrase; everybody else gets a one-time "
            "one, and a new recovery sheet is printed. Backups made until today and the folder of the old data still open "
            "with the old passphrases: lock them away or destroy them."
        )
        confirm(
            self.session.context,
            self.window(),
            say("Make a new data key?"),
            text,
            verb=say("Seal everything anew"),
            yes=lambda: self._rekey(passphrase),
            is_destructive=True,
        )

    def _rekey(self, passphrase: str) -> None:
        self.form.is_saving = True
        progress = self.progress.begin(self.session.say("Sealing everything anew; this may take minutes…"))
        self.progress.follow(new_data_key(self.session, passphrase, self._on_rekeyed, self._on_refused, progress))

    def _on_rekeyed(self, report: RekeyReport) -> None:
        self.progress.end()
        self.form.field("passphrase").fill({})
        self.form.is_saving = False
        self._handed = [HandedOver(login, passphrase) for login, passphrase in report.one_time.items()]
        self._sentence = self.session.say(
            "Everything is sealed under a new data key. The old data is kept in {folder}; destroy it when all is well.",
            folder=report.replaced,
        )
        self._show_sheet(report.recovery)

    def _on_refused(self, trouble: RuleBroken) -> None:
        self.progress.end()
        is_stopped = isinstance(trouble, Cancelled)
        sentence = self.session.say("Stopped. The data stands as it was, under the old key.") if is_stopped else ""
        if self.session.clinic.is_locked:
            self.session.to_window.leave_asked.emit(sentence or self.session.context.trouble(trouble))
            return
        if is_stopped:
            self.form.is_saving = False
            self.tell(sentence)
            return
        beside = trouble.code == "keys.wrong_passphrase"
        self.form.show_troubles(trouble.beside("passphrase") if beside else trouble)

    def _hand_over(self) -> None:
        """Show the one-time passphrases, then lock: the clinic is closed and everybody signs in anew."""
        if not self._handed:
            self.session.to_window.leave_asked.emit(self._sentence)
            return
        dialog = HandingOver(self.session.context, self._handed, self.window())
        self._handed = []
        dialog.finished.connect(lambda _code: self.session.to_window.leave_asked.emit(self._sentence))
        dialog.open()

    def _cards(self) -> QWidget:
        context, say = self.session.context, self.session.say
        recovery = Card(context.theme, say("Recovery key"))
        recovery.body.addWidget(
            label(
                say(
                    "The printed sheet that opens the data when passphrases are lost. Renew it when the envelope was opened."
                )
            )
        )
        recovery.body.addWidget(
            button(context.theme, say("Make a new recovery key"), icon="key", clicked=self.renew),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        data = Card(context.theme, say("Data key"))
        data.body.addWidget(
            label(
                say(
                    "Retiring an account shuts it out of this data, not out of a copy it may have taken. A new data key does: "
                    "whoever has an old copy cannot read anything that is written from then on."
                )
            )
        )
        spec = FieldSpec(
            name="passphrase", label=N_("Your passphrase"), kind=Kind.PASSPHRASE, width=Width.WIDE, is_required=True
        )
        self.form = SnugForm((spec,), context, save_text=say("Make a new data key"), icon="key", tells_required=False)
        self.form.bar.cancel_button.setVisible(False)
        self.form.save_asked.connect(self._ask_rekey)
        data.body.addWidget(self.form)
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.space(2))
        column.addWidget(recovery)
        column.addWidget(data)
        column.addStretch(1)
        return cards
