"""The wizard of a new clinic: office, account, places, making, recovery key, first backup. Back and forth loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.words import N_
from rehab_app.ui.first_run.actions import (
    Beginnings,
    FirstBackup,
    Made,
    Plan,
    check_account,
    check_places,
    check_profile,
    first_backup,
    make_clinic,
)
from rehab_app.ui.first_run.making import WorkStep, backup_sentence
from rehab_app.ui.first_run.step_head import StepHead
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec, Width
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.office.key_sheet import KeySheet
from rehab_app.ui.office.specs import account_specs, account_values, profile_specs, profile_values
from rehab_app.ui.shell.choosing import choose_folder
from rehab_app.ui.shell.passphrases import FIRST, new_passphrase_specs, require_same
from rehab_app.ui.shell.step_form import StepForm

OFFICE, ACCOUNT, PLACES, MAKING, KEY, BACKUP = range(6)
_STEPS: Final = (
    N_("Office"),
    N_("Your account"),
    N_("Folders"),
    N_("Making"),
    N_("Recovery key"),
    N_("First backup"),
)
_FIRST_ROLES: Final = (Role.SUBKOORDINATOR.value,)
_PLACES: Final = (
    FieldSpec(
        name="folder",
        label=N_("Folder for the data"),
        width=Width.WIDE,
        help=N_("On this PC's own disk. Not on a stick, and not in a folder that a cloud copies."),
        is_required=True,
    ),
    FieldSpec(
        name="backup_place",
        label=N_("Place of backups"),
        width=Width.WIDE,
        help=N_(
            "Best on another disk or a stick. Empty: in the folder for the data, which does not help when the disk dies."
        ),
    ),
)


class NewClinic(QWidget):
    """The wizard. ``left`` goes back to the welcome, ``finished(clinic)`` hands the open clinic and its folder over."""

    left = Signal()
    finished = Signal(object, object)

    def __init__(self, context: ScreenContext, bus: Bus, folder: DataFolder, beginnings: Beginnings) -> None:
        super().__init__()
        self._context = context
        self._bus = bus
        self._made: Made | None = None
        self._accepted_doubts = ""
        self.head = StepHead(context, [context.say(step) for step in _STEPS])
        self.office = StepForm(profile_specs(beginnings.regencies), context)
        self.account = StepForm((*account_specs(context.words), *new_passphrase_specs()), context)
        self.places = StepForm(_PLACES, context, context.say("Make the clinic"))
        self.making = WorkStep(context, context.say("Making the clinic"), go_text=context.say("Next"), has_back=True)
        self.backup = WorkStep(
            context, context.say("The first backup"), go_text=context.say("Begin to work"), has_back=False
        )
        self.sheet: KeySheet | None = None
        self._stack = QStackedWidget()
        self._build()
        self._fill(folder, beginnings)
        self._connect()

    @property
    def step(self) -> int:
        """Which step is shown, from 0."""
        return self._stack.currentIndex()

    @property
    def login(self) -> str:
        """The sign-in name of the first account."""
        return str(account_values(self.account.answers())["login"])

    def go(self, step: int) -> None:
        """Show ``step``."""
        self._stack.setCurrentIndex(step)
        self.head.show_step(step)
        form = {OFFICE: self.office, ACCOUNT: self.account, PLACES: self.places}.get(step)
        if form is not None:
            form.focus_first()

    def abandon(self) -> None:
        """Forget the key of a clinic that was made but not entered: the window is closing."""
        if self._made is not None:
            self._made.clinic.forget()
            self._made = None

    def _fill(self, folder: DataFolder, beginnings: Beginnings) -> None:
        profile = dict(beginnings.profile)
        lines = profile.get("letterhead")
        profile["letterhead"] = "\n".join(str(line) for line in lines) if isinstance(lines, list) else ""
        profile.pop("backup_place", None)
        self.office.fill(profile)
        self.account.fill({"roles": list(_FIRST_ROLES)})
        self.places.fill({"folder": str(folder.root)})

    def _connect(self) -> None:
        self.office.save_asked.connect(self._check_office)
        self.office.back_asked.connect(self.left)
        self.account.save_asked.connect(self._check_account)
        self.account.back_asked.connect(lambda: self.go(OFFICE))
        self.places.save_asked.connect(self._check_places)
        self.places.back_asked.connect(lambda: self.go(ACCOUNT))
        self.making.retried.connect(self._make)
        self.making.back_asked.connect(lambda: self.go(PLACES))
        self.backup.retried.connect(self._back_up)
        self.backup.went_on.connect(self._finish)

    # The steps that ask.

    def _check_office(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self.office.begin_check()
        values = profile_values(draft)
        check_profile(
            self._context, values, lambda _: self._pass(self.office, ACCOUNT), self.office.show_troubles, self
        )

    def _check_account(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        try:
            passphrase = require_same(draft)
        except RuleBroken as trouble:
            self.account.show_troubles(trouble)
            return
        self.account.begin_check()
        check_account(
            self._context,
            account_values(draft),
            passphrase,
            lambda _: self._pass(self.account, PLACES),
            self.account.show_troubles,
            self,
        )

    def _check_places(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self.places.begin_check()
        folder, backups = str(draft["folder"] or ""), str(draft["backup_place"] or "")

        def looked(doubts: Sequence[RuleBroken]) -> None:
            if doubts and self._accepted_doubts != folder:
                # Told once; who presses the button again has read it.
                self._accepted_doubts = folder
                self.places.show_troubles(RulesBroken(list(doubts)))
                return
            self.places.accept()
            self._make()

        check_places(self._context, folder, backups, looked, self.places.show_troubles, self)

    def _pass(self, form: StepForm, step: int) -> None:
        form.accept()
        self.go(step)

    # The steps that work.

    def _make(self) -> None:
        self.go(MAKING)
        progress = self.making.begin(self._context.say("This takes a few seconds…"))
        make_clinic(self._context, self._bus, self._plan(), progress, self._on_made, self.making.show_trouble)

    def _plan(self) -> Plan:
        places, account = self.places.answers(), self.account.answers()
        profile = profile_values(self.office.answers())
        backups = str(places.get("backup_place") or "")
        profile["backup_place"] = str(Path(backups).expanduser()) if backups else ""
        folder = DataFolder(Path(str(places["folder"])).expanduser())
        return Plan(folder, profile, account_values(account), str(account[FIRST]))

    def _on_made(self, made: Made) -> None:
        self._made = made
        self.making.progress.end()
        self.sheet = KeySheet(self._context, made.key, made.office)
        self.sheet.confirmed.connect(self._back_up)
        self._stack.insertWidget(KEY, self.sheet)
        self.go(KEY)
        self.sheet.show_key()

    def _back_up(self) -> None:
        if self._made is None:
            return
        if self.sheet is not None:
            self.sheet.forget()
        self.go(BACKUP)
        self.backup.begin(self._context.say("Backing up and opening the backup again…"))
        first_backup(self._context, self._made.clinic, self._on_backed_up, self._on_no_backup, self)

    def _on_backed_up(self, backup: FirstBackup) -> None:
        self.backup.show_done(backup_sentence(self._context, backup))

    def _on_no_backup(self, trouble: RuleBroken) -> None:
        self.backup.show_trouble(trouble, may_go_on=True)

    def _finish(self) -> None:
        made, self._made = self._made, None
        if made is not None:
            self.finished.emit(made.clinic.folder, made.clinic)

    # The look.

    def _build(self) -> None:
        theme, say = self._context.theme, self._context.say
        intros = (
            (self.office, say("Who writes the letters. All of this can be changed later under Office.")),
            (self.account, say("You give others access later; at least one Kepala or Subkoordinator must exist.")),
            (self.places, say("Where everything is kept. The data is encrypted on the disk and in each backup.")),
        )
        for form, text in intros:
            self._stack.addWidget(self._with_intro(form, text))
        for step in (self.making, self.backup):
            self._stack.addWidget(step)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)

    def _with_intro(self, form: StepForm, text: str) -> QWidget:
        theme = self._context.theme
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(label(text, "muted"))
        if form is self.places:
            column.addLayout(self._choosers())
        column.addWidget(form, 1)
        return step

    def _choosers(self) -> QHBoxLayout:
        theme, say = self._context.theme, self._context.say
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        for name, text in (
            ("folder", say("Choose the folder for the data…")),
            ("backup_place", say("Choose the place of backups…")),
        ):
            row.addWidget(button(theme, text, icon="episode", clicked=lambda n=name: self._choose(n)))  # type: ignore[misc]
        row.addStretch(1)
        return row

    def _choose(self, name: str) -> None:
        start = str(self.places.answers().get(name) or Path.home())
        title = self._context.say("Choose a folder")
        choose_folder(self, title, start, lambda path: self.places.column.fill({name: path}, [name]))
