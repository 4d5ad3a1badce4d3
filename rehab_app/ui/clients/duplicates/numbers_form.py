"""The form that names two records by their No. Rekam Medis, for people whom the list of possible duplicates does not show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject

from rehab_app.foundation.words import N_
from rehab_app.ui.clients.duplicates import actions
from rehab_app.ui.clients.duplicates.actions import ShownMerge
from rehab_app.ui.kit.field_spec import FieldSpec, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.layout import SidePanel
from rehab_app.ui.shell.session import Session

KEPT: Final = "kept_rm"
MERGED: Final = "merged_rm"
_LONGEST: Final = 40
_SPECS: Final = (
    FieldSpec(
        name=KEPT,
        label=N_("No. Rekam Medis that stays"),
        is_required=True,
        width=Width.MEDIUM,
        longest=_LONGEST,
    ),
    FieldSpec(
        name=MERGED,
        label=N_("No. Rekam Medis that is taken in"),
        help=N_("Nothing is merged yet: both records are shown side by side first."),
        is_required=True,
        width=Width.MEDIUM,
        longest=_LONGEST,
    ),
)


class NumbersForm(QObject):
    """Opens in ``panel``; ``found`` gets both records side by side. It writes nothing, so it keeps no draft."""

    def __init__(self, session: Session, panel: SidePanel, found: Callable[[ShownMerge], None]) -> None:
        super().__init__(panel)
        self._session = session
        self._panel = panel
        self._found = found
        self.form: Form | None = None
        panel.closed.connect(self._on_closed)

    def open_form(self, kept_rm: str = "") -> None:
        """Ask for both numbers, or for the other one where ``kept_rm`` is known."""
        say = self._session.say
        form = Form(_SPECS, self._session.context, save_text=say("Look at both side by side"))
        if kept_rm:
            form.fill({KEPT: kept_rm})
        form.save_asked.connect(self._look)
        form.left.connect(lambda _how: self._panel.close_panel())
        self.form = form
        self._panel.open_panel(say("Merge by number"), form)
        if kept_rm:
            form.field(MERGED).focus_editor()
        else:
            form.focus_first()

    def forget(self) -> None:
        """Take the form away."""
        self.form = None
        self._panel.close_panel()

    def _look(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - the signal's own argument
        form = self.form
        if form is None:
            return

        def done(seen: ShownMerge) -> None:
            form.mark_saved()
            self.forget()
            self._found(seen)

        kept_rm, merged_rm = str(draft[KEPT] or ""), str(draft[MERGED] or "")
        actions.open_named(self._session, kept_rm, merged_rm, done, form.show_troubles, form)

    def _on_closed(self) -> None:
        self.form = None
