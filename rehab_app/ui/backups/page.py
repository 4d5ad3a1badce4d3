"""The page of backups: the last proved one, the list, making one, and restoring after seeing what changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.backups.actions import BackupsShown, bring_back, look_into, make_backup, read_backups, size_text
from rehab_app.ui.backups.replaced_list import RemovePanel, ReplacedList
from rehab_app.ui.backups.restore_card import RestoreCard
from rehab_app.ui.backups.restore_form import BY_PASSPHRASE, beside_field, opened_by_of, path_of, restore_specs
from rehab_app.ui.backups.told import restored_sentence
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import confirm
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.job import Cancelled
from rehab_app.ui.kit.layout import button, hide_unless
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.progress_line import ProgressLine
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.actions import OLD_AFTER
from rehab_app.ui.shell.choosing import choose_file, choose_folder
from rehab_app.ui.shell.forms import add_below, make_flush
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.office.backups.making import BackupReport
    from rehab_app.office.backups.preview import RestorePreview
    from rehab_app.office.backups.restore import RestoreReport
    from rehab_app.ui.backups.actions import BackupRow, ReplacedRow


class RestorePanel(Form):
    """In the side panel: which backup, who opens it, and once it was looked into what it brings."""

    def __init__(self, page: BackupsPage, file: str) -> None:
        context, say = page.context, page.context.say
        super().__init__(restore_specs(context, asks_folder=False), context, save_text=say("Look into the backup"))
        make_flush(self)
        context.theme.icons.put(self.bar.save_button, "search", "on_accent")
        self._page = page
        self._context = context
        self._draft: dict[str, object] = {}
        self.fill({"file": file, "opened_by": BY_PASSPHRASE})
        self.save_asked.connect(self._look)
        self.changed.connect(self._drop_card)
        self.card: RestoreCard | None = None
        self.restore_button = button(
            context.theme, say("Restore this backup"), look="danger", icon="backup", clicked=self._ask
        )
        self.restore_button.setVisible(False)
        add_below(self, button(context.theme, say("Choose another file…"), icon="episode", clicked=self._choose))
        add_below(self, self.restore_button)

    @override
    def leave(self) -> None:
        """Close the panel without a question: nothing typed here is worth keeping."""
        self._page.panel.close_panel()

    def _look(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self.bar.tell(self._context.say("Opening and counting…"), State.NEUTRAL)
        self._draft = dict(draft)
        clinic = self._page.session.clinic
        look_into(
            self._context, path_of(draft, "file"), opened_by_of(draft), self._show, self._refuse, self, clinic=clinic
        )

    def _show(self, preview: RestorePreview) -> None:
        self.is_saving = False
        self.bar.tell("", State.NEUTRAL)
        self._drop_card()
        self.card = RestoreCard(self._context, preview)
        add_below(self, self.card)
        add_below(self, self.restore_button)
        self.restore_button.setVisible(True)
        self.restore_button.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self.restore_button, lambda: self._scroll.ensureWidgetVisible(self.restore_button))

    def _refuse(self, trouble: RuleBroken) -> None:
        self._drop_card()
        self.show_troubles(beside_field(trouble))

    def _ask(self) -> None:
        say = self._context.say
        confirm(
            self._context,
            self.window(),
            say("Restore this backup?"),
            say("The present data is backed up and kept beside. Then everybody signs in as on the day of the backup."),
            verb=say("Restore the backup"),
            yes=lambda: self._page.bring_back(self._draft),
            is_destructive=True,
        )

    def _drop_card(self) -> None:
        if self.card is not None:
            self.card.setParent(None)
            self.card.deleteLater()
            self.card = None
        self.restore_button.setVisible(False)

    def _choose(self) -> None:
        say = self._context.say

        def take(path: str) -> None:
            self.column.fill({"file": path}, ["file"])
            self._drop_card()

        start = str(self.answers().get("file") or Path.home())
        choose_file(self, say("Choose the backup"), start, f"{say('Backups')} (*.rbk)", take)


class BackupsPage(RoomPage):
    """Backups of this clinic in the office's place."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Backups"))
        say = session.say
        self.model: RowsModel[BackupRow] = RowsModel(session.context, self._columns(), key=lambda row: row.path)
        self.table = Table(self.model, say("Backups"), name="backups", view_state=session.view_state)
        self.progress = ProgressLine(session.context)
        self.proven = NoteLine(session.context.theme, State.NEUTRAL, look="")
        self.restore_panel: RestorePanel | None = None
        self.remove_panel: RemovePanel | None = None
        self.replaced = ReplacedList(session, self._ask_removal)
        self._place = ""
        self._may_restore = session.may(DataClass.PENGATURAN, Right.PERBAIKAN)
        self._lay_out()
        for keys, act in (("Ctrl+B", self.back_up), ("F5", self.reload)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def arrive(self, subject: object = None) -> None:
        """Read the list."""
        del subject
        self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read the list again."""
        read_backups(self.session, self._show, self._on_unread, self)

    def forget(self) -> None:
        """Blank the list and what was typed."""
        self.model.set_rows(())
        self.replaced.show_rows(())
        self.panel.close_panel()

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        say = self.session.say
        found = [
            Command(say("Back up now"), self.back_up, "Ctrl+B", "backup"),
            Command(say("Back up to another folder"), self.back_up_elsewhere, icon="export"),
        ]
        if self._may_restore:
            found.append(Command(say("Restore a backup"), self.restore, icon="undo"))
        return found

    def back_up(self) -> None:
        """Make and prove a backup in the office's place."""
        self._back_up(None)

    def back_up_elsewhere(self) -> None:
        """Ask for a folder, and make a backup there."""
        choose_folder(
            self, self.session.say("Choose a folder"), str(Path.home()), lambda path: self._back_up(Path(path))
        )

    def restore(self) -> None:
        """Open the panel for the chosen backup, or for a file that is chosen there."""
        row = self.table.current_row
        self._open(row)

    def bring_back(self, draft: dict[str, object]) -> None:
        """Restore what was looked into; the window goes back to the gate then."""
        progress = self.progress.begin(self.session.say("Restoring; the present data is backed up first…"))
        self.panel.setEnabled(False)
        clinic = self.session.clinic
        job = bring_back(
            self.context,
            clinic.store.bus,
            path_of(draft, "file"),
            clinic.folder,
            opened_by_of(draft),
            self._on_restored,
            self._on_not_restored,
            progress,
            clinic=clinic,
            is_window_held=True,
        )
        self.progress.follow(job)

    def _back_up(self, to: Path | None) -> None:
        self._backup_button.setEnabled(False)
        progress = self.progress.begin(self.session.say("Backing up and opening the backup again…"))
        self.progress.follow(make_backup(self.session, to, self._on_backed_up, self._on_not_backed_up, self, progress))

    def _on_backed_up(self, report: BackupReport) -> None:
        self._end_backup()
        self.notice.tell(
            self.session.say(
                "The backup is made, was opened and counted: {records} records in {file}",
                records=sum(report.counts.values()),
                file=report.path,
            )
        )

    def _on_not_backed_up(self, trouble: RuleBroken) -> None:
        self._end_backup()
        if isinstance(trouble, Cancelled):
            self.notice.tell(self.session.say("Stopped. No backup was made."), State.NEUTRAL)
        else:
            self.notice.tell(self.context.trouble(trouble), State.DANGER)

    def _end_backup(self) -> None:
        self._backup_button.setEnabled(True)
        self.progress.end()
        self.session.to_window.settings_changed.emit()
        self.reload()

    def _on_restored(self, report: RestoreReport) -> None:
        self.session.to_window.leave_asked.emit(restored_sentence(self.context, report))

    def _on_not_restored(self, trouble: RuleBroken) -> None:
        self.progress.end()
        self.panel.setEnabled(True)
        if self.session.clinic.is_locked:
            self.session.to_window.leave_asked.emit(self.context.trouble(trouble))
            return
        if isinstance(trouble, Cancelled):
            self.notice.tell(self.session.say("Stopped. The present data stands as it was."), State.NEUTRAL)
            self.reload()  # the backup made just before stays
            return
        self.notice.tell(self.context.trouble(trouble), State.DANGER)

    def _open(self, row: BackupRow | None) -> None:
        if not self._may_restore:
            return
        self.restore_panel = RestorePanel(self, str(row.path) if row is not None else "")
        self.panel.open_panel(self.session.say("Restore a backup"), self.restore_panel)
        self.restore_panel.field("login" if row is not None else "file").focus_editor()

    def _ask_removal(self, row: ReplacedRow) -> None:
        self.remove_panel = RemovePanel(self.session, row, self.panel.close_panel, self._on_removed)
        self.panel.open_panel(self.session.say("Remove replaced data"), self.remove_panel)
        self.remove_panel.focus_first()

    def _on_removed(self, row: ReplacedRow) -> None:
        self.panel.close_panel()
        self.notice.tell(self.session.say("{folder} is removed.", folder=row.path.name))
        self.reload()

    def _show(self, shown: BackupsShown) -> None:
        self._place = shown.place
        self.set_title(self.session.say("Backups"), self.session.say("In {place}", place=shown.place))
        self.model.set_rows(shown.rows)
        self.replaced.show_rows(shown.replaced)
        if not self.table.currentIndex().isValid():
            self.table.choose(0)
        clock = self.context.clock
        if shown.proven_at is None:
            self.proven.say(self.session.say("No backup has been proved yet. Make one now."), State.WARNING)
            return
        is_old = clock.now() - shown.proven_at > OLD_AFTER
        text = self.session.say(
            "Last made, opened and counted: {when}.", when=format_instant(shown.proven_at, clock.zone)
        )
        self.proven.say(text, State.WARNING if is_old else State.OK)

    def _on_unread(self, trouble: RuleBroken) -> None:
        if not isinstance(trouble, Cancelled):
            self.model.set_rows(())
            self.notice.tell(self.context.trouble(trouble), State.WARNING)

    def _columns(self) -> list[Column[BackupRow]]:
        zone = self.session.context.clock.zone
        return [
            Column(N_("Made"), lambda row: format_instant(row.at, zone), width=24),
            Column(N_("Size"), lambda row: size_text(row.size), width=12, align="right"),
            Column(N_("Program version"), lambda row: row.program, width=16),
            Column(N_("File"), lambda row: row.path.name, stretches=True),
        ]

    def _lay_out(self) -> None:
        theme, say = self.context.theme, self.session.say
        restore = button(theme, say("Restore…"), icon="undo", clicked=self.restore)
        self.add_action(restore)  # what is shown before it has a place is a window of its own for a moment
        hide_unless(self._may_restore, restore)
        self.add_action(button(theme, say("To another folder…"), icon="export", clicked=self.back_up_elsewhere))
        self._backup_button = button(theme, say("Back up now"), look="main", icon="backup", clicked=self.back_up)
        self._backup_button.setToolTip(f"{say('Back up now')} (Ctrl+B)")
        self.add_action(self._backup_button)
        self.body.addWidget(self.proven)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.replaced)
        self.table.opened.connect(self._open)
        self.table.set_empty(
            say("No backup in this place yet"),
            say("A backup holds everything, encrypted, and is opened and counted before it is called good."),
            say("Back up now"),
            self.back_up,
        )
