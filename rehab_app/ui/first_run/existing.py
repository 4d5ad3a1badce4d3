"""Data that exists already: open its folder, or restore a backup, also on an empty PC."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.words import N_
from rehab_app.ui.backups.actions import bring_back, look_into
from rehab_app.ui.backups.restore_card import RestoreCard
from rehab_app.ui.backups.restore_form import BY_PASSPHRASE, beside_field, opened_by_of, path_of, restore_specs
from rehab_app.ui.backups.told import restored_sentence
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec, Width
from rehab_app.ui.kit.job import Cancelled
from rehab_app.ui.kit.layout import NoticeLine, button, label
from rehab_app.ui.kit.progress_line import ProgressLine
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.choosing import choose_file, choose_folder
from rehab_app.ui.shell.step_form import StepForm

if TYPE_CHECKING:
    from rehab_app.office.backups.preview import RestorePreview
    from rehab_app.office.backups.restore import RestoreReport


class OpenExisting(QWidget):
    """Asks for the folder of a clinic. ``chosen(folder)`` once one was found there, ``left`` goes back."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, context: ScreenContext, folder: DataFolder) -> None:
        super().__init__()
        self._context = context
        theme, say = context.theme, context.say
        spec = FieldSpec(
            name="folder",
            label=N_("Folder of the clinic"),
            width=Width.WIDE,
            help=N_("The folder that holds clinic.db and clinic.slots."),
            is_required=True,
        )
        self.form = StepForm((spec,), context, say("Open"))
        self.form.fill({"folder": str(folder.root)})
        self.form.save_asked.connect(self._open)
        self.form.back_asked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(label(say("Open data on this PC"), "heading"))
        row = QHBoxLayout()
        row.addWidget(button(theme, say("Choose the folder…"), icon="episode", clicked=self._choose))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.form, 1)

    def _open(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        folder = DataFolder(path_of(draft, "folder"))

        def look() -> bool:
            return folder.database.exists() or folder.slots.exists()

        def looked(is_there: bool) -> None:  # noqa: FBT001 - the answer of a job
            if not is_there:
                self.form.show_troubles(RuleBroken("first_run.no_clinic_there", field="folder"))
                return
            self.form.accept()
            self.chosen.emit(folder)

        self._context.jobs.read(look, looked, self.form.show_troubles, owner=self)

    def _choose(self) -> None:
        start = str(self.form.answers().get("folder") or Path.home())
        choose_folder(
            self, self._context.say("Choose a folder"), start, lambda path: self.form.column.fill({"folder": path})
        )


class RestoreExisting(QWidget):
    """Asks for a backup, shows what it brings, and restores it. ``restored(folder, sentence)`` at the end, ``left`` goes back."""

    restored = Signal(object, str)
    left = Signal()

    def __init__(self, context: ScreenContext, bus: Bus, folder: DataFolder, held_folder: DataFolder | None) -> None:
        super().__init__()
        self._context = context
        self._bus = bus
        self._held_folder = held_folder
        theme, say = context.theme, context.say
        self.notice = NoticeLine(context)
        self.progress = ProgressLine(context)
        self.form = StepForm(restore_specs(context, asks_folder=True), context, say("Look into the backup"))
        self.form.fill({"folder": str(folder.root), "opened_by": BY_PASSPHRASE})
        self.form.save_asked.connect(self._look)
        self.form.back_asked.connect(self.left)
        self.form.changed.connect(self._drop_card)
        self._card: RestoreCard | None = None
        self.restore = button(theme, say("Restore this backup"), look="main", icon="backup", clicked=self._restore)
        self.restore.setVisible(False)
        self.restore.setAutoDefault(True)  # Enter presses it
        self._draft: dict[str, object] = {}
        self._build()

    def _build(self) -> None:
        theme, say = self._context.theme, self._context.say
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        row.addWidget(button(theme, say("Choose the backup…"), icon="backup", clicked=self._choose_file))
        row.addWidget(button(theme, say("Choose the folder…"), icon="episode", clicked=self._choose_folder))
        row.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(theme.space(2))
        left.addWidget(label(say("Restore a backup"), "heading"))
        left.addLayout(row)
        left.addWidget(self.form, 1)
        self._right = QVBoxLayout()
        self._right.setSpacing(theme.space(2))
        self._right.addStretch(1)
        self._right.addWidget(self.restore)
        self._work = QWidget()
        both = QHBoxLayout(self._work)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(theme.space(3))
        both.addLayout(left, 3)
        both.addLayout(self._right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notice)
        column.addWidget(self.progress)
        column.addWidget(self._work, 1)

    def _look(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self.form.begin_check()
        self._draft = dict(draft)
        look_into(
            self._context,
            path_of(draft, "file"),
            opened_by_of(draft),
            self._show,
            self._refuse,
            self,
            folder=DataFolder(path_of(draft, "folder")),
        )

    def _show(self, preview: RestorePreview) -> None:
        self.form.accept()
        self._drop_card()
        self._card = RestoreCard(self._context, preview)
        self._right.insertWidget(0, self._card)
        self.restore.setVisible(True)
        self.restore.setFocus()

    def _refuse(self, trouble: RuleBroken) -> None:
        self.form.show_troubles(beside_field(trouble))

    def _restore(self) -> None:
        folder = DataFolder(path_of(self._draft, "folder"))
        progress = self.progress.begin(self._context.say("Restoring; the present data is backed up first…"))
        self._work.setEnabled(False)
        is_held = self._held_folder is not None and self._held_folder.root == folder.root
        job = bring_back(
            self._context,
            self._bus,
            path_of(self._draft, "file"),
            folder,
            opened_by_of(self._draft),
            lambda report: self._on_restored(folder, report),
            self._on_failed,
            progress,
            is_window_held=is_held,
        )
        self.progress.follow(job)

    def _on_restored(self, folder: DataFolder, report: RestoreReport) -> None:
        self.restored.emit(folder, restored_sentence(self._context, report))

    def _on_failed(self, trouble: RuleBroken) -> None:
        self._work.setEnabled(True)
        self.progress.end()
        if isinstance(trouble, Cancelled):
            self.notice.tell(self._context.say("Stopped. The present data stands as it was."), State.NEUTRAL)
            return
        self.notice.tell(self._context.trouble(trouble), State.DANGER)

    def _drop_card(self) -> None:
        if self._card is not None:
            self._card.setParent(None)
            self._card.deleteLater()
            self._card = None
        self.restore.setVisible(False)

    def _choose_file(self) -> None:
        say = self._context.say
        start = str(self.form.answers().get("file") or Path.home())
        choose_file(
            self, say("Choose the backup"), start, f"{say('Backups')} (*.rbk)", lambda path: self._put("file", path)
        )

    def _choose_folder(self) -> None:
        start = str(self.form.answers().get("folder") or Path.home())
        choose_folder(self, self._context.say("Choose a folder"), start, lambda path: self._put("folder", path))

    def _put(self, name: str, path: str) -> None:
        self.form.column.fill({name: path}, [name])
        self._drop_card()
