"""The page of the audit: who did what and when, whether the chain is unbroken, and the seal of the month."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.audit.actions import SealPaper, fetch_entries, make_seal, verify_audit
from rehab_app.ui.audit.columns import GROUPS, audit_columns
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.job import Cancelled, Job
from rehab_app.ui.kit.layout import button, hide_unless, label
from rehab_app.ui.kit.paged import PagedModel
from rehab_app.ui.kit.preview import Preview
from rehab_app.ui.kit.progress_line import ProgressLine
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.office.audit.verify import Verdict
    from rehab_app.ui.audit.actions import AuditRow

_SEAL_LETTERS: Final = 30


class SealView(QWidget):
    """The seal on paper, in the place of the list until it is printed."""

    def __init__(self, session: Session, back: Callable[[], None]) -> None:
        super().__init__()
        self.preview = Preview(session.context)
        theme, say = session.context.theme, session.say
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(button(theme, say("Back to the list"), icon="back", clicked=back))
        text = say("Print it, have it signed and file it. Later the verifier finds any change against it.")
        head.addWidget(label(text, "muted"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addLayout(head)
        column.addWidget(self.preview, 1)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(back)


class AuditPage(RoomPage):
    """The audit, newest first."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session, session.say("Audit"), session.say("Who did what and when; nothing here can be changed")
        )
        say = session.say
        self.model: PagedModel[AuditRow] = PagedModel(
            session.context, audit_columns(session), key=lambda row: row.number
        )
        self.table = Table(self.model, say("Audit"), name="audit", view_state=session.view_state)
        self.filter = QComboBox()
        self.seal = QLineEdit()
        self.progress = ProgressLine(session.context)
        self.verdict = NoteLine(session.context.theme, State.NEUTRAL, look="")
        self.seal_view = SealView(session, self.show_list)
        self._stack = QStackedWidget()
        self._verifying: Job | None = None
        self._lay_out()

    def arrive(self, subject: object = None) -> None:
        """Read the newest entries."""
        del subject
        self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read the newest entries that the filter lets through."""
        self.model.show(fetch_entries(self.session, GROUPS[max(0, self.filter.currentIndex())][1]))

    def forget(self) -> None:
        """Blank the list and the seal."""
        self.model.forget()
        self.show_list()

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        say = self.session.say
        return [
            Command(say("Verify the audit"), self.verify, "Ctrl+Shift+V", "ok"),
            Command(say("Print the seal"), self.print_seal, icon="print"),
            Command(say("Read the newest entries"), self.reload, "F5", "reload"),
        ]

    def verify(self) -> None:
        """Walk the whole audit, off the UI thread; with a seal typed in, against it."""
        self.progress.begin(self.session.say("Verifying every entry…"))
        self.verdict.setVisible(False)
        self._verify.setEnabled(False)
        self._verifying = verify_audit(
            self.session, self.seal.text().strip(), self._on_verified, self._on_not_verified, self
        )
        self.progress.follow(self._verifying)

    def print_seal(self) -> None:
        """Make the seal of today and show it to be printed."""
        self._seal_button.setEnabled(False)
        make_seal(self.session, self._on_seal, self._on_no_seal, self)

    def _on_verified(self, verdict: Verdict) -> None:
        self._end_verifying()
        self.verdict.say(*verdict_words(self.session, verdict))
        self.verdict.setVisible(True)

    def _on_not_verified(self, trouble: RuleBroken) -> None:
        self._end_verifying()
        if isinstance(trouble, Cancelled):
            return
        self.verdict.say(self.context.trouble(trouble), State.DANGER)
        self.verdict.setVisible(True)
        self.seal.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_verifying(self) -> None:
        self._verifying = None
        self._verify.setEnabled(True)
        self.progress.end()

    def show_list(self) -> None:
        """Show the list again and blank the seal."""
        self.seal_view.preview.forget()
        self._stack.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_seal(self, paper: SealPaper) -> None:
        self._seal_button.setEnabled(True)
        self.seal_view.preview.show_pdf(paper.pdf, self.session.say("Audit seal {seal}", seal=paper.seal))
        self._stack.setCurrentWidget(self.seal_view)
        self.seal_view.preview.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reload()

    def _on_no_seal(self, trouble: RuleBroken) -> None:
        self._seal_button.setEnabled(True)
        self.notice.tell(self.context.trouble(trouble), State.DANGER)

    def _lay_out(self) -> None:
        theme, say = self.context.theme, self.session.say
        self._seal_button = button(theme, say("Print the seal"), icon="print", clicked=self.print_seal)
        self.add_action(self._seal_button)  # what is shown before it has a place is a window of its own for a moment
        hide_unless(self.session.may(DataClass.PENGATURAN, Right.INPUT), self._seal_button)
        self._verify = button(theme, say("Verify"), look="main", icon="ok", clicked=self.verify)
        self._verify.setToolTip(f"{say('Verify')} (Ctrl+Shift+V)")
        self.add_action(self._verify)
        for text, _ in GROUPS:
            self.filter.addItem(say(text))
        self.filter.setAccessibleName(say("Which deeds"))
        self.filter.currentIndexChanged.connect(lambda _: self.reload())
        self.seal.setPlaceholderText(say("Printed seal, e.g. 1234:9f2c…"))
        self.seal.setAccessibleName(say("Printed seal"))
        self.seal.setMinimumWidth(self.fontMetrics().averageCharWidth() * _SEAL_LETTERS)
        self.seal.returnPressed.connect(self.verify)
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        for caption, field in ((say("Show"), self.filter), (say("Check against the seal"), self.seal)):
            title = label(caption, "label", wraps=False)
            title.setBuddy(field)
            row.addWidget(title)
            row.addWidget(field)
            row.addSpacing(theme.space(2))
        row.addStretch(1)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(row)
        column.addWidget(self.progress)
        column.addWidget(self.verdict)
        self.verdict.setVisible(False)
        column.addWidget(self.table, 1)
        self._stack.addWidget(listed)
        self._stack.addWidget(self.seal_view)
        self.body.addWidget(self._stack, 1)
        self.table.set_empty(say("No such deeds"), say("Choose another group above."))
        for keys, act in (("Ctrl+Shift+V", self.verify), ("F5", self.reload)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(act))


def verdict_words(session: Session, verdict: Verdict) -> tuple[str, State]:
    """Say what the verifier found and what to do."""
    say = session.say
    seal = f"{verdict.head.number}:{verdict.head.hash[:16]}"
    if verdict.is_unbroken and verdict.is_origin_proved:
        text = say(
            "Unbroken, and it goes on from the seal: {entries} entries. Present seal {seal}",
            entries=verdict.entries,
            seal=seal,
        )
        return text, State.OK
    if verdict.is_unbroken:
        text = say(
            "Unbroken, origin not proved: {entries} entries fit together. Only a printed seal shows that none was exchanged "
            "with the whole. Present seal {seal}",
            entries=verdict.entries,
            seal=seal,
        )
        return text, State.OK
    faults = {
        "gap": say("Entry {number} is missing.", number=verdict.first_bad),
        "chain": say("Entry {number} was altered.", number=verdict.first_bad),
        "history": say("The history that entry {number} vouches for was altered.", number=verdict.first_bad),
        "live": say("The record of entry {number} was altered outside the program.", number=verdict.first_bad),
        "seal_missing": say("The audit ends before the seal: it was cut off, or older data was put back."),
        "seal_differs": say(
            "Entry {number} is not the one that was sealed: the audit was rewritten.", number=verdict.first_bad
        ),
    }
    advice = say("Enter nothing more, keep this PC as it is, and tell the Kepala.")
    return f"{faults[verdict.fault]} {advice}", State.DANGER
