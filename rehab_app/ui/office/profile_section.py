"""The office profile: what stands on letters, where the office works, who signs, where backups go."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.field_spec import FieldSpec, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel
from rehab_app.ui.office.actions import ProfileShown, read_profile, save_profile
from rehab_app.ui.office.section import Section
from rehab_app.ui.office.specs import profile_specs, profile_values
from rehab_app.ui.shell.forms import make_flush
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.ui.office.actions import Profile

_BACKUPS: Final = FieldSpec(
    name="backup_place",
    label=N_("Place of backups"),
    width=Width.WIDE,
    group=N_("Backups"),
    help=N_("A folder, best on another disk or a stick. Empty: in the folder for the data."),
)


class ProfileSection(Section):
    """The profile's form; made once the profile is read."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        self.form: Form | None = None
        self._journal: DraftJournal | None = None

    def arrive(self) -> None:
        """Read the profile."""
        read_profile(self.session, self._show, self)

    def journals(self) -> list[DraftJournal]:
        """Return the form's journal."""
        return [self._journal] if self._journal is not None else []

    def _show(self, shown: ProfileShown) -> None:
        if self.form is None:
            self._make_form(shown)
        if self.form is not None:
            self.form.fill(_filled(shown.profile))

    def _make_form(self, shown: ProfileShown) -> None:
        context = self.session.context
        self.form = Form((*profile_specs(shown.regencies), _BACKUPS), context)
        make_flush(self.form)
        self.form.fill(_filled(shown.profile))
        self.form.save_asked.connect(self._save)
        self.form.bar.cancel_button.setVisible(False)
        may_change = self.session.may(DataClass.PENGATURAN, Right.PERBAIKAN)
        self.form.column.setEnabled(may_change)
        self.form.bar.setVisible(may_change)
        self._journal = DraftJournal(self.form, self.session.clinic.drafts, context.jobs.write, name="office.profile")
        self._journal.offer()
        self.column.addWidget(self.form, 1)

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        version = draft.pop("row_version")
        save_profile(self.session, profile_values(draft), int(str(version)), self._on_saved, self._on_refused, self)

    def _on_saved(self, profile: Profile) -> None:
        if self.form is not None:
            self.form.mark_saved({"row_version": profile.row_version})
        self.tell(self.session.say("The profile is saved. Letters issued before keep what was printed on them."))

    def _on_refused(self, trouble: RuleBroken) -> None:
        if self.form is None:
            return
        self.form.show_troubles(trouble)
        if isinstance(trouble, StaleRecord):
            form = self.form
            read_profile(
                self.session, lambda shown: form.show_other_version(_filled(shown.profile), is_open=True), self
            )


def _filled(profile: Profile) -> dict[str, object]:
    values: dict[str, object] = asdict(profile)
    values["letterhead"] = "\n".join(profile.letterhead)
    values["working_area"] = list(profile.working_area)
    return values
