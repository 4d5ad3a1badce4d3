"""A one-time passphrase, shown once to be handed over."""

from collections.abc import Sequence

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QWidget

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.dialogs import Dialog
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.actions import HandedOver


class HandingOver(Dialog):
    """Shows one-time passphrases with their sign-in names; they are nowhere else and gone when this closes."""

    def __init__(self, context: ScreenContext, handed: Sequence[HandedOver], parent: QWidget | None = None) -> None:
        super().__init__(context, parent, context.say("Hand this over"), State.INFO)
        say = context.say
        self.add_text(
            say("Write it down for the person, or let her copy it here. It is shown only now and serves once:")
        )
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(context.theme.space(3))
        for column, heading in enumerate((say("Sign-in name"), say("One-time passphrase"))):
            grid.addWidget(label(heading, "label", wraps=False), 0, column)
        self.passphrases = []
        for row, each in enumerate(handed, 1):
            text = label(each.passphrase, "strong", wraps=False)
            text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            self.passphrases.append(text)
            grid.addWidget(label(each.login, "strong", wraps=False), row, 0)
            grid.addWidget(text, row, 1)
        self.body.addWidget(sheet)
        self.add_text(say("At the first sign-in the program asks for a passphrase of her own."), "muted")
        self.add_button(say("It is written down"), self.accept, look="main", is_default=True)
