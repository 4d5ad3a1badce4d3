"""What a restore would change, in plain words and numbers, before anything is done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGridLayout, QWidget

from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.words import N_
from rehab_app.ui.backups.actions import size_text
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.layout import Card, label
from rehab_app.ui.kit.theme import State

if TYPE_CHECKING:
    from rehab_app.office.backups.preview import RestorePreview

_COUNTED: Final = (
    ("client", N_("Clients")),
    ("episode", N_("Episodes")),
    ("care_session", N_("Session versions")),
    ("referral", N_("Referrals")),
    ("issued_letter", N_("Letters")),
    ("account", N_("Accounts")),
    ("audit_entry", N_("Audit entries")),
)


class RestoreCard(Card):
    """Shows one preview."""

    def __init__(self, context: ScreenContext, preview: RestorePreview, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, context.say("What this backup brings"), parent)
        self._context = context
        say = context.say
        made = say(
            "Made {when}, {size}, opened and counted.", when=self._when(preview.at), size=size_text(preview.size)
        )
        self.body.addWidget(label(made))
        for text, state in self.sentences(preview):
            note = NoteLine(context.theme, state, look="")
            note.say(text, state)
            self.body.addWidget(note)
        self.body.addLayout(self._grid(preview))

    def sentences(self, preview: RestorePreview) -> list[tuple[str, State]]:
        """Return what is remarkable about a preview."""
        say = self._context.say
        told: list[tuple[str, State]] = []
        if preview.is_other_store:
            told.append((say("This backup is of another clinic."), State.DANGER))
        if preview.head_now is None:
            told.append((say("There is no present data to compare it with, or it cannot be read."), State.INFO))
        elif preview.entries_after:
            text = self._context.words.say_many(
                "{count} deed was entered since this backup and will be missing afterwards.",
                "{count} deeds were entered since this backup and will be missing afterwards.",
                preview.entries_after,
            )
            told.append((text, State.WARNING))
        elif preview.is_ancestor is False:
            told.append((say("Present data and backup went different ways after an earlier restore."), State.WARNING))
        elif preview.entries_after == 0:
            told.append((say("The present data holds nothing that the backup lacks."), State.OK))
        if preview.missing:
            text = self._context.words.say_many(
                "{count} attachment is missing in it.", "{count} attachments are missing in it.", preview.missing
            )
            told.append((text, State.WARNING))
        if preview.needs_upgrade:
            told.append((say("It was made by an older version and is brought up to this one."), State.INFO))
        told.append((say("The present data is kept: as a backup, and whole in a folder beside."), State.OK))
        return told

    def _grid(self, preview: RestorePreview) -> QGridLayout:
        say, grid = self._context.say, QGridLayout()
        grid.setHorizontalSpacing(self._context.theme.space(3))
        grid.setVerticalSpacing(self._context.theme.space(0.5))
        for column, heading in enumerate((say("Kind of record"), say("Now"), say("In the backup"))):
            grid.addWidget(label(heading, "label", wraps=False), 0, column)
        known = {change.table: change for change in preview.counts}
        row = 1
        for table, said in _COUNTED:
            change = known.get(table)
            if change is None:
                continue
            now = "-" if change.now is None else f"{change.now:,}".replace(",", ".")
            for column, text in enumerate((say(said), now, f"{change.then:,}".replace(",", "."))):
                grid.addWidget(label(text, "strong" if change.now != change.then else "", wraps=False), row, column)
            row += 1
        grid.setColumnStretch(3, 1)
        return grid

    def _when(self, at: datetime) -> str:
        return format_instant(at, self._context.clock.zone)
