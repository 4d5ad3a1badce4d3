"""The folders of replaced data: what a restore, an upgrade or a new data key put aside, and removing one by typing its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.words import N_
from rehab_app.ui.backups.actions import remove_folder, size_text
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.field_spec import FieldSpec, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.layout import Card, button, label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.forms import make_flush
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.ui.backups.actions import ReplacedRow

_HEIGHT = 18  # steps of the grid: the header and three rows


class ReplacedList(Card):
    """Lists the folders; hidden while there is none. Enter, or the button, asks to remove the chosen one."""

    def __init__(self, session: Session, asked: Callable[[ReplacedRow], None], parent: QWidget | None = None) -> None:
        context, say = session.context, session.say
        super().__init__(context.theme, say("Replaced data"), parent)
        zone = context.clock.zone
        columns: list[Column[ReplacedRow]] = [
            Column(N_("Put aside"), lambda row: format_instant(row.at, zone), width=24),
            Column(N_("Size"), lambda row: size_text(row.size), width=12, align="right"),
            Column(N_("Folder"), lambda row: row.path.name, stretches=True),
        ]
        self._asked = asked
        self.model: RowsModel[ReplacedRow] = RowsModel(context, columns, key=lambda row: row.path)
        self.table = Table(self.model, say("Replaced data"), name="replaced", view_state=session.view_state)
        self.table.setFixedHeight(context.theme.space(_HEIGHT))
        self.table.opened.connect(asked)
        text = say(
            "What a restore, an upgrade or a new data key put aside. It opens with the passphrases of its day; remove it once "
            "all is well."
        )
        self.body.addWidget(label(text, "muted"))
        self.body.addWidget(self.table)
        remove = button(context.theme, say("Remove…"), icon="cancelled", clicked=self.ask)
        self.body.addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(False)

    def show_rows(self, rows: Sequence[ReplacedRow]) -> None:
        """Show ``rows``, and nothing at all where there are none."""
        self.model.set_rows(rows)
        self.setVisible(bool(rows))
        if rows and not self.table.currentIndex().isValid():
            self.table.choose(0)

    def ask(self) -> None:
        """Ask to remove the chosen folder."""
        row = self.table.current_row
        if row is not None:
            self._asked(row)


class RemovePanel(Form):
    """In the side panel: the name must be typed, because what is removed cannot be brought back."""

    def __init__(
        self,
        session: Session,
        row: ReplacedRow,
        left: Callable[[], None],
        removed: Callable[[ReplacedRow], None],
    ) -> None:
        context, say = session.context, session.say
        typed = FieldSpec(
            name="typed",
            label=N_("Name of the folder"),
            width=Width.WIDE,
            help=N_("Type it to confirm: a folder that was removed cannot be brought back."),
            is_required=True,
        )
        super().__init__((typed,), context, save_text=say("Remove for good"))
        make_flush(self)
        context.theme.icons.put(self.bar.save_button, "cancelled", "on_accent")
        layout = self.column.layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(0, label(f"{row.path.name} · {size_text(row.size)}", "strong"))
        self._session, self._row, self._left, self._removed = session, row, left, removed
        self.save_asked.connect(self._remove)

    @override
    def leave(self) -> None:
        """Close the panel without a question: nothing typed here is worth keeping."""
        self._left()

    def _remove(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        remove_folder(self._session, self._row, str(draft["typed"]), self._on_removed, self.show_troubles, self)

    def _on_removed(self, _nothing: None) -> None:
        self.mark_saved()
        self._removed(self._row)
