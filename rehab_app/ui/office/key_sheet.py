"""The recovery key, shown once: to print or to write down, then two of its groups typed back from the paper.

Typing back is asked rather than a tick: it proves that the paper is there and can be read, and costs ten signs. The key is
hidden meanwhile and can be shown again as often as wanted, until this page is left.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec, Width
from rehab_app.ui.kit.layout import NoticeLine, button, focus_first, label
from rehab_app.ui.kit.preview import Preview
from rehab_app.ui.kit.theme import State, dress
from rehab_app.ui.office.actions import draw_key_sheet
from rehab_app.ui.shell.step_form import StepForm

if TYPE_CHECKING:
    from rehab_app.store.keys.recovery import RecoveryKey

_GROUP_LABELS: Final = (
    N_("Group 1"),
    N_("Group 2"),
    N_("Group 3"),
    N_("Group 4"),
    N_("Group 5"),
    N_("Group 6"),
    N_("Group 7"),
    N_("Group 8"),
)
_IN_A_ROW: Final = 2
_ALIKE: Final = str.maketrans("OIL", "011")
_LEFT_STEPS: Final = 44


def asked_groups(count: int) -> tuple[int, int]:
    """Return which two of ``count`` groups are typed back, from 0 and in order."""
    first, second = sorted(random.sample(range(count), 2))
    return first, second


class KeySheet(QWidget):
    """Shows ``key`` on its sheet; ``confirmed`` once two groups were typed back."""

    confirmed = Signal()

    def __init__(
        self, context: ScreenContext, key: RecoveryKey, office: str, *, is_practice: bool = False, next_text: str = ""
    ) -> None:
        super().__init__()
        self._context = context
        self._groups = key.groups
        self.asked = asked_groups(len(self._groups))
        self.preview = Preview(context)
        self.notice = NoticeLine(context)
        self.form = StepForm(self._specs(), context, next_text or context.say("Next"))
        self.form.bar.cancel_button.setText(context.say("Show the key again"))
        self.form.save_asked.connect(self._check)
        self.form.back_asked.connect(self.show_key)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._shown_side())
        self._stack.addWidget(self._typing_side())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)
        draw_key_sheet(context, key, office, self.preview.show_pdf, self, is_practice=is_practice)

    def show_key(self) -> None:
        """Show the key."""
        self._stack.setCurrentIndex(0)
        self._to_typing.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_groups(self) -> None:
        """Hide the key and ask for two of its groups."""
        self._stack.setCurrentIndex(1)
        focus_first(self.form)
        self.form.focus_first()

    def forget(self) -> None:
        """Blank the key."""
        self._groups = ()
        self.preview.forget()
        for text in self._group_labels:
            text.clear()

    def _specs(self) -> list[FieldSpec]:
        return [
            FieldSpec(name=f"group_{place}", label=_GROUP_LABELS[place], width=Width.SHORT, is_required=True)
            for place in self.asked
        ]

    def _shown_side(self) -> QWidget:
        theme, say = self._context.theme, self._context.say
        left = QVBoxLayout()
        left.setSpacing(theme.space(1.5))
        left.addWidget(
            label(
                say("This key opens the data when every passphrase is forgotten. It is shown only now, here."), "strong"
            )
        )
        left.addWidget(
            label(
                say(
                    "Print the sheet, seal it in an envelope and lock it in the safe, away from this PC. Without a printer, "
                    "copy the eight groups by hand. A PDF of it must not stay on this PC."
                )
            )
        )
        left.addWidget(self._group_frame())
        left.addStretch(1)
        self._to_typing = button(theme, say("I have it on paper"), look="main", icon="forward", clicked=self.ask_groups)
        self._to_typing.setAutoDefault(True)  # Enter presses it
        left.addWidget(self._to_typing, 0, Qt.AlignmentFlag.AlignLeft)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(theme.space(_LEFT_STEPS))
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(3))
        row.addWidget(side)
        row.addWidget(self.preview, 1)
        return both

    def _group_frame(self) -> QFrame:
        frame = QFrame()
        dress(frame, look="sunken")
        grid = QGridLayout(frame)
        grid.setContentsMargins(*(self._context.theme.space(2),) * 4)
        grid.setHorizontalSpacing(self._context.theme.space(3))
        grid.setVerticalSpacing(self._context.theme.space(1))
        self._group_labels = []
        for place, group in enumerate(self._groups):
            text = label(f"{place + 1}.  {group}", "number", wraps=False)
            font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            text.setFont(font)
            self._group_labels.append(text)
            grid.addWidget(text, place // _IN_A_ROW, place % _IN_A_ROW)
        return frame

    def _typing_side(self) -> QWidget:
        theme, say = self._context.theme, self._context.say
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(label(say("Type these two groups from the paper in your hand."), "strong"))
        column.addWidget(label(say("Capitals and small letters count the same; O counts as 0, I and L as 1."), "muted"))
        column.addWidget(self.form, 1)
        return side

    def _check(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        wrong = [
            RuleBroken("first_run.wrong_group", field=f"group_{place}")
            for place in self.asked
            if _plain(str(draft[f"group_{place}"])) != self._groups[place]
        ]
        if wrong:
            self.form.show_troubles(RulesBroken(wrong))
            return
        self.form.accept()
        self.confirmed.emit()

    def tell(self, text: str, state: State = State.INFO) -> None:
        """Say something above the sheet."""
        self.notice.tell(text, state)


def _plain(typed: str) -> str:
    return "".join(sign for sign in typed.upper().translate(_ALIKE) if sign.isalnum())
