"""The one search box of the window: name, alias, NIK, telephone, No. Rekam Medis or No. Registrasi; Enter opens the file.

A code of a reply slip, typed or scanned, opens the answer to its referral instead.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rehab_app.clinic.clients.rows import MATCHED_BY_WORDS, FoundClient
from rehab_app.clinic.referrals.reply_codes import is_like_code
from rehab_app.desk.referral_replies import FoundSlip
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.ui.clients import actions
from rehab_app.ui.clients.referral.loop import actions as loop_actions
from rehab_app.ui.clients.showing import joined, name_of, sex_and_age, state_label
from rehab_app.ui.clients.subjects import AnswerOf, NewClient, recent_ids
from rehab_app.ui.kit.field_spec import Pick
from rehab_app.ui.kit.job import Job
from rehab_app.ui.kit.line_edit import is_plain_enter
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.suggestions import SuggestEdit
from rehab_app.ui.shell.session import Session

SEARCH_AFTER_MS: Final = 60
WIDEST: Final = 720
REGISTER: Final = "register"
SLIP: Final = "slip"


class FinderEdit(SuggestEdit):
    """The edit of the search box. Esc clears it; Enter before the hits are there opens the first of them when they come."""

    hurried = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_list()
            self.clear()
            self.textEdited.emit("")
            return
        if is_plain_enter(event) and not self.is_open:
            self.hurried.emit()
            return
        super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.MouseFocusReason}:
            self.begin()

    def begin(self) -> None:
        """Mark what is typed, or ask for the clients that were opened last where nothing is."""
        self.selectAll()
        if not self.text():
            self.asked.emit()


class Finder(QWidget):
    """The search box. It searches on the reading lane; an answer that was overtaken is dropped."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._search: Job | None = None
        self._hits: Sequence[FoundClient] = ()
        self._answered = ""
        self._slip: FoundSlip | None = None
        self._is_hurried = False
        self.edit = FinderEdit(session.context.theme, has_arrow=False, parent=self)
        self.edit.setPlaceholderText(
            session.say("Find a client: name, NIK, telephone, RM or registration no. (Ctrl+F)")
        )
        self.edit.setAccessibleName(session.say("Find a client"))
        self.edit.setMaximumWidth(WIDEST)
        self.edit.addAction(
            session.context.theme.icons.icon("search", "muted"), FinderEdit.ActionPosition.LeadingPosition
        )
        self.setFocusProxy(self.edit)
        self.setEnabled(session.may(DataClass.ADMINISTRATIF, Right.MELIHAT))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SEARCH_AFTER_MS)
        self._patience.timeout.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit, 1)
        row.addStretch(0)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.asked.connect(self._on_asked)
        self.edit.picked.connect(self._on_picked)
        self.edit.hurried.connect(self._on_hurried)
        session.context.privacy.changed.connect(self._mask)

    @override
    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Take the focus; the shortcut begins anew where the box has it already."""
        if reason is Qt.FocusReason.ShortcutFocusReason and self.edit.hasFocus():
            self.edit.begin()
        else:
            super().setFocus(reason)

    def forget(self) -> None:
        """Blank the box, at lock."""
        self._drop_search()
        self._hits, self._slip = (), None
        self.edit.close_list()
        self.edit.clear()

    def _on_typed(self, text: str) -> None:
        self._slip = None
        self._is_hurried = False
        self._drop_search()
        if text.strip():
            self._patience.start()
        else:
            self._patience.stop()
            self.edit.close_list()

    def _on_asked(self) -> None:
        """Show the hits again, or in an empty box the clients that were opened last."""
        if self.edit.text().strip():
            self._ask()
            return
        ids = recent_ids(self._session)
        if ids:
            self._search = actions.recent_clients(self._session, ids, self._on_recent, self)

    def _on_hurried(self) -> None:
        if self.edit.text().strip():
            self._is_hurried = True
            self._ask()

    def _ask(self) -> None:
        self._patience.stop()
        self._drop_search()
        text = self.edit.text()
        if is_like_code(text) and self._session.may(DataClass.KLINIS, Right.INPUT):
            # A slip that was scanned: its referral is looked for first, by a service that checks the right itself.
            self._search = loop_actions.find_slip(
                self._session, text, lambda slip: self._on_slip(text, slip), lambda _trouble: self._find(text), self
            )
            return
        self._find(text)

    def _find(self, text: str) -> None:
        self._search = actions.find_clients(self._session, text, lambda hits: self._on_found(text, hits), self)

    def _on_slip(self, text: str, slip: FoundSlip | None) -> None:
        """Open the answer of the referral whose code it was; what is no slip's code is looked for as anything else."""
        self._search = None
        if text != self.edit.text():
            return
        if slip is None:
            self._find(text)
        elif self._is_hurried:
            self._is_hurried = False
            self._answer(slip.referral.id)
        elif self.edit.hasFocus():
            self._hits, self._answered = (), text
            self._slip = slip
            self.edit.offer(self._picks(), is_first_current=True)

    def _answer(self, referral_id: UUID) -> None:
        self.edit.close_list()
        self.edit.clear()
        self._slip = None
        self._session.go.to("referrals", AnswerOf(referral_id, "slip"))

    def _on_found(self, text: str, hits: Sequence[FoundClient]) -> None:
        self._search = None
        if text != self.edit.text():
            return
        self._hits, self._answered = hits, text
        self._slip = None
        if self._is_hurried and hits:
            self._is_hurried = False
            self._open(str(hits[0].id))
        elif self.edit.hasFocus():
            self._is_hurried = False
            self.edit.offer(self._picks(), is_first_current=not self._is_mistyped)

    @property
    def _is_mistyped(self) -> bool:
        """Whether what was typed can only be a code of a reply slip, and is none."""
        return self._slip is None and not self._hits and is_like_code(self._answered)

    def _on_recent(self, hits: Sequence[FoundClient]) -> None:
        self._search = None
        if self.edit.hasFocus() and not self.edit.text():
            self._hits, self._answered = hits, ""
            self.edit.offer(self._picks(), is_first_current=False)

    def _picks(self) -> list[Pick]:
        if self._slip is not None:
            row, say = self._slip.referral, self._session.say
            who = f"{self._session.context.privacy.mask(row.initials)}, RM {row.rm_number}"
            text = say("Enter the answer to code {slip}", slip=self._slip.code)
            return [Pick(SLIP, text, joined([row.destination, who]))]
        picks = [Pick(str(hit.id), name_of(self._session, hit), self._detail(hit)) for hit in self._hits]
        if self._is_mistyped:
            return [*picks, self._mistyped_pick()]
        if self._answered and self._session.may(DataClass.ADMINISTRATIF, Right.INPUT):
            name = self._session.context.privacy.mask(self._answered.strip())
            text = self._session.say("Register a new client “{name}”", name=name)
            detail = "" if picks else self._session.say("nobody found")
            picks.append(Pick(REGISTER, text, detail))
        return picks

    def _mistyped_pick(self) -> Pick:
        """Return what is said of a code that is none, or that is not for this person to answer."""
        say, code = self._session.say, self._answered.strip()
        if not self._session.may(DataClass.KLINIS, Right.INPUT):
            return Pick(SLIP, say("A code of a reply slip?"), say("answers are entered by those who treat"))
        return Pick(SLIP, say("Code {slip}: mistyped?", slip=code), say("compare it with the slip, or scan it again"))

    def _detail(self, hit: FoundClient) -> str:
        say = self._session.say
        parts = [
            f"RM {hit.rm_number}",
            sex_and_age(self._session, hit),
            hit.district,
            state_label(self._session, hit.state),
        ]
        return joined([*parts, say(MATCHED_BY_WORDS[hit.matched_by]) if self._answered else ""])

    def _on_picked(self, pick: Pick) -> None:
        if pick.key == SLIP:
            if self._slip is not None:
                self._answer(self._slip.referral.id)
            return
        if pick.key == REGISTER:
            name = self._answered.strip()
            self.edit.clear()
            self._session.go.to("clients.register", NewClient(name))
        else:
            self._open(pick.key)

    def _open(self, client_id: str) -> None:
        self.edit.close_list()
        self.edit.clear()
        self._session.go.to("clients.file", UUID(client_id))

    def _mask(self) -> None:
        """Mask or show the names of an open list, and what was typed."""
        self.edit.set_masked(is_masked=self._session.context.privacy.is_on)
        if self.edit.is_open:
            self.edit.offer(self._picks(), is_first_current=bool(self._answered))

    def _drop_search(self) -> None:
        if self._search is not None:
            self._search.drop()
            self._search = None
