"""The few windows that interrupt: a question with verbs on its buttons, a reason in one sentence, a known trouble, a bug.

Each is opened without a nested event loop and answers by signal. Enter presses the default, which is the harmless one; Esc
refuses. Every button has an accelerator of its own.
"""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.failures import Failures
from rehab_app.ui.kit.field_note import Mark, NoteLine
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State, dress

DIALOG_WIDTH: Final = 460
REASON_LETTERS: Final = 10
REASON_LINES: Final = 4


def with_accelerators(texts: Sequence[str]) -> list[str]:
    """Return ``texts`` with a ``&`` before a letter of their own each; an ampersand that is part of a text is kept.

    A text that finds no free letter gets none.
    """
    taken: set[str] = set()
    marked = []
    for text in texts:
        starts = [i for i, letter in enumerate(text) if letter.isalnum() and (i == 0 or not text[i - 1].isalnum())]
        others = [i for i, letter in enumerate(text) if letter.isalnum()]
        at = next((i for i in (*starts, *others) if text[i].casefold() not in taken), None)
        if at is None:
            marked.append(text.replace("&", "&&"))
            continue
        taken.add(text[at].casefold())
        marked.append(text[:at].replace("&", "&&") + "&" + text[at:].replace("&", "&&"))
    return marked


class Dialog(QDialog):
    """The base: an icon, a heading, plain sentences that wrap, and buttons on the lower right. It destroys itself when closed."""

    def __init__(self, context: ScreenContext, parent: QWidget | None, title: str, state: State) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal if parent else Qt.WindowModality.ApplicationModal)
        self.setMinimumWidth(DIALOG_WIDTH)
        self._texts: list[str] = []
        self._buttons: list[QPushButton] = []
        self.body = QVBoxLayout()
        self.body.setSpacing(context.theme.space(1))
        self._footer = QHBoxLayout()
        self._build(title, state)

    def add_text(self, text: str, look: str = "") -> QLabel:
        """Add a sentence to the body."""
        made = label(text, look)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(made)
        self._texts.append(text)
        self.setAccessibleDescription(" ".join(self._texts))
        return made

    def add_button(
        self, text: str, clicked: Callable[[], None], *, look: str = "", is_default: bool = False
    ) -> QPushButton:
        """Add a button, right of those before it; ``is_default`` is pressed by Enter and has the focus at first."""
        made = button(self.context.theme, text, look=look, clicked=clicked)
        made.setAccessibleName(text)
        made.setAutoDefault(True)
        self._buttons.append(made)
        self._footer.addWidget(made)
        for each, marked in zip(
            self._buttons, with_accelerators([b.accessibleName() for b in self._buttons]), strict=True
        ):
            each.setText(marked)
        if is_default:
            made.setDefault(True)
            made.setFocus(Qt.FocusReason.OtherFocusReason)
        return made

    @override
    def event(self, event: QEvent) -> bool:
        """Be just as high as the words need, at first and when they change."""
        is_done = super().event(event)
        if event.type() in {QEvent.Type.Show, QEvent.Type.LayoutRequest}:
            self._fit()
        return is_done

    def _fit(self) -> None:
        width = max(self.width(), self.minimumSizeHint().width())
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        if (width, height) != (self.width(), self.height()):
            self.resize(width, height)

    def _build(self, title: str, state: State) -> None:
        theme = self.context.theme
        self._mark = Mark(theme, state)
        self._mark.setFixedSize(theme.space(3), theme.space(3))
        top = QFrame()
        dress(top, look="dialog")
        row = QHBoxLayout(top)
        row.setContentsMargins(*(theme.space(3),) * 4)
        row.setSpacing(theme.space(2))
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addLayout(self.body)
        words.addStretch(1)
        row.addLayout(words, 1)
        self.body.addWidget(label(title, "heading"))
        bottom = QFrame()
        dress(bottom, look="footer")
        bottom.setLayout(self._footer)
        self._footer.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1.5))
        self._footer.setSpacing(theme.space(1))
        self._footer.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top, 1)
        column.addWidget(bottom)


def confirm(
    context: ScreenContext,
    parent: QWidget | None,
    title: str,
    text: str,
    *,
    verb: str,
    yes: Callable[[], None],
    refusal: str = "",
    is_destructive: bool = False,
) -> Dialog:
    """Ask ``title`` and call ``yes`` when ``verb`` is pressed. Where something is lost, the default is to refuse."""
    dialog = Dialog(context, parent, title, State.WARNING if is_destructive else State.INFO)
    dialog.add_text(text)
    dialog.add_button(refusal or context.say("Cancel"), dialog.reject, is_default=is_destructive)
    dialog.add_button(verb, dialog.accept, look="danger" if is_destructive else "main", is_default=not is_destructive)
    dialog.accepted.connect(yes)
    dialog.open()
    return dialog


def tell_trouble(context: ScreenContext, parent: QWidget | None, trouble: RuleBroken, *, title: str = "") -> Dialog:
    """Say a known trouble that belongs to no field."""
    dialog = Dialog(context, parent, title or context.say("This did not work"), State.WARNING)
    dialog.add_text(context.trouble(trouble))
    dialog.add_button(context.say("Close"), dialog.accept, look="main", is_default=True)
    dialog.open()
    return dialog


class ReasonDialog(Dialog):
    """Asks for a reason, which becomes part of the record: at least two words and ten letters."""

    reasoned = Signal(str)

    def __init__(self, context: ScreenContext, parent: QWidget | None, title: str, text: str, verb: str) -> None:
        super().__init__(context, parent, title, State.INFO)
        self.add_text(text)
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(context.say("Reason"))
        line = self.field.fontMetrics().lineSpacing()
        self.field.setMinimumHeight(line * REASON_LINES + context.theme.space(2))
        self.field.setMaximumHeight(self.field.minimumHeight())
        caption = label(context.say("Reason"), "label")
        caption.setBuddy(self.field)
        self.error = NoteLine(context.theme, State.DANGER, look="error")
        self.error.setVisible(False)
        for widget in (caption, self.field, self.error):
            self.body.addWidget(widget)
        self.add_button(context.say("Cancel"), self.reject)
        self.add_button(verb, self._answer, look="main", is_default=True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self) -> None:
        reason = " ".join(self.field.toPlainText().split())
        letters = sum(letter.isalpha() for letter in reason)
        if letters < REASON_LETTERS or " " not in reason:
            self.error.say(self.context.trouble(RuleBroken("kit.reason_short", letters=REASON_LETTERS)))
            self.error.setVisible(True)
            dress(self.field, state=State.DANGER)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.reasoned.emit(reason)
        self.accept()


def ask_reason(
    context: ScreenContext, parent: QWidget | None, title: str, text: str, *, verb: str, done: Callable[[str], None]
) -> ReasonDialog:
    """Ask for a reason and call ``done(reason)`` with it, as one line."""
    dialog = ReasonDialog(context, parent, title, text, verb)
    dialog.reasoned.connect(done)
    dialog.open()
    return dialog


class FailureDialogs(QObject):
    """Shows the bugs that ``failures`` reports: one dialog at a time, however many there are; and troubles nobody showed."""

    def __init__(
        self, context: ScreenContext, failures: Failures, parent: QWidget | None, quit_program: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._quit = quit_program
        self._dialog: Dialog | None = None
        failures.failed.connect(self.show_failure)
        failures.troubled.connect(self.show_trouble)

    def show_failure(self, report: str) -> None:
        """Say that the program failed, what was kept and what to do; ``report`` is the path of the report or empty."""
        if self._dialog is not None:
            return
        say = self._context.say
        dialog = Dialog(self._context, self._parent, say("The program has made a mistake"), State.DANGER)
        dialog.add_text(say("What was saved before is safe. What you are typing is kept as a draft."))
        dialog.add_text(say("Try once more. If it happens again, quit and start the program again."))
        if report:
            dialog.add_text(
                say("Give this report to whoever looks after the program; it holds no client data:"), "muted"
            )
            path = dialog.add_text(report, "hint")
            path.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        dialog.add_button(say("Quit the program"), self._leave)
        dialog.add_button(say("Go on"), dialog.accept, look="main", is_default=True)
        self._open(dialog)

    def show_trouble(self, trouble: RuleBroken) -> None:
        """Say a known trouble that no page has shown."""
        if self._dialog is None:
            self._remember(tell_trouble(self._context, self._parent, trouble))

    def _open(self, dialog: Dialog) -> None:
        dialog.open()
        self._remember(dialog)

    def _remember(self, dialog: Dialog) -> None:
        self._dialog = dialog
        dialog.finished.connect(self._forget)

    def _forget(self) -> None:
        self._dialog = None

    def _leave(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self._quit()
