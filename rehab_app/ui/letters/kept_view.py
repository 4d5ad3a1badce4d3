"""One paper of the register on the screen: its number, who signed it, how often it left, and the preview."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.desk.agenda_paper import PrintLine
from rehab_app.foundation.dates import format_instant, format_short
from rehab_app.papers.register.rows import LetterRow
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.preview import Gate, Preview
from rehab_app.ui.letters.words import AGAIN, MARKS, WAYS
from rehab_app.ui.shell.session import Session

_SHOWN: Final = 3


class KeptView(QWidget):
    """A line about the letter, its print history, and the paper."""

    def __init__(self, session: Session, gate: Gate, back: Callable[[], None]) -> None:
        super().__init__()
        theme = session.context.theme
        self._session = session
        self.preview = Preview(session.context, gate)
        self.about = label("", "muted")
        self.history = label("", "muted")
        line = QHBoxLayout()
        line.addWidget(button(theme, session.say("Back to the register"), look="link", icon="back", clicked=back))
        line.addSpacing(theme.space(2))
        line.addWidget(self.about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(line)
        column.addWidget(self.history)
        column.addWidget(self.preview, 1)

    def show_letter(self, row: LetterRow, content: bytes, history: Sequence[PrintLine]) -> None:
        """Show a letter with what the register says of it."""
        say = self._session.say
        said = [say("Signed by {name}", name=row.signer_name)] if row.signer_name else []
        if row.copies:
            said.append(say("Tembusan: {names}", names=", ".join(row.copies)))
        if row.voided_on is not None:
            said.append(say("Void since {day}: {reason}", day=format_short(row.voided_on), reason=row.void_reason))
        self.about.setText(" · ".join(said))
        self.show_history(history)
        self.preview.show_pdf(content, row.number_text.replace("/", "-"))

    def show_book(self, title: str, content: bytes) -> None:
        """Show the book or its check."""
        self.about.clear()
        self.history.setVisible(False)
        self.preview.show_pdf(content, title)

    def show_history(self, history: Sequence[PrintLine]) -> None:
        """Say how often the letter left, the last times by name; all of them in the tool tip."""
        say = self._session.say
        lines = [self._line(one) for one in history]
        last = "; ".join(reversed(lines[-_SHOWN:]))
        said = say("Print history ({count}): {last}", count=len(lines), last=last)
        self.history.setText(said if lines else say("Not printed yet."))
        self.history.setToolTip("\n".join(reversed(lines)))
        self.history.setVisible(True)

    def forget(self) -> None:
        """Blank everything."""
        for line in (self.about, self.history):
            line.clear()
        self.history.setToolTip("")
        self.preview.forget()

    def _line(self, one: PrintLine) -> str:
        say = self._session.say
        parts = [say(WAYS[one.row.how])]
        if one.row.is_again:
            parts.append(say(AGAIN))
        if one.row.copy_mark:
            parts.append(say(MARKS[one.row.copy_mark]))
        return f"{' '.join(parts)} {format_instant(one.row.at, self._session.context.clock.zone)} {one.name}".strip()
