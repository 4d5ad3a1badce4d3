"""The quiet line at the foot: who is signed in, at which PC, the last proven backup, and whether work goes on."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session


class StatusLine(QFrame):
    """One line of facts; nothing in it blinks."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        theme = session.context.theme
        self.setProperty("look", "footer")
        self.setAccessibleName(session.say("Status"))
        who = session.say("{name} at {seat}", name=session.actor.name, seat=session.actor.seat)
        self._who = label(who, "hint", wraps=False)
        self._backup = NoteLine(theme, State.NEUTRAL)
        self._busy = label("", "hint", wraps=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(0.5))
        row.setSpacing(theme.space(3))
        row.addWidget(self._who)
        row.addWidget(self._backup, 1)
        row.addWidget(self._busy)
        session.context.jobs.busy.connect(self._show_busy)

    def show_backup(self, proven_at: datetime | None, *, is_old: bool) -> None:
        """Show when a backup was last opened and counted; none or an old one is a warning."""
        if proven_at is None:
            self._backup.say(self._session.say("No backup has been proved yet"), State.WARNING)
            return
        local = proven_at.astimezone(self._session.context.clock.zone)
        text = self._session.say("Last proven backup: {when}", when=f"{local:%d/%m/%Y %H.%M}")
        self._backup.say(text, State.WARNING if is_old else State.OK)

    def _show_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self._busy.setText(self._session.say("Working…") if is_busy else "")
