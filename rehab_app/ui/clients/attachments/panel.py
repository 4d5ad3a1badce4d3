"""The section of the attachments."""

from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from rehab_app.clinic.documents.draft import AttachmentDraft
from rehab_app.clinic.documents.rows import AttachmentRow
from rehab_app.clinic.documents.rules import class_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_instant, format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import shown_values
from rehab_app.ui.clients.attachments import actions
from rehab_app.ui.clients.attachments.actions import Attached
from rehab_app.ui.clients.attachments.adding import Adding, attachment_specs, size_text, type_text
from rehab_app.ui.clients.attachments.viewer import ContentView
from rehab_app.ui.clients.clinical_section import ClinicalSection, reason_spec, values_now
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import Refused, Saved
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.section import Deed, FileDesk, Part, Section
from rehab_app.ui.clients.showing import day_text
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.table import Table

_HERE: Final = Qt.ShortcutContext.WidgetShortcut


class AttachmentsPanel(ClinicalSection[Attached]):
    """A client's photographs, scans and PDFs; one is looked at in place of the list."""

    is_clinical: ClassVar[bool] = False
    name: ClassVar[str] = "attachments"
    title: ClassVar[str] = N_("Attachments")
    part: ClassVar[Part] = Part.PERSON

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.adding = Adding(self)
        self.table: Table[AttachmentRow] | None = None
        self.viewer: ContentView | None = None

    @property
    def may_add(self) -> bool:
        """Whether something may be attached: by the right over one of the two classes of data."""
        return any(self.session.may(data, Right.INPUT) for data in (DataClass.ADMINISTRATIF, DataClass.KLINIS))

    def read(self, facts: FileFacts, done: Callable[[Attached], None], failed: Failed) -> Job:
        """Read the list; no content."""
        return actions.read(self.session, facts.client.id, done, failed, self)

    def show_facts(self, facts: FileFacts) -> None:
        """Read anew; an attachment that is looked at stays on the screen, of this client alone."""
        if self.viewer is not None and self.facts is not None and self.facts.client.id == facts.client.id:
            self.facts = facts
            return
        super().show_facts(facts)

    def draw_read(self, facts: FileFacts, found: Attached) -> None:
        """Show the list."""
        del facts
        say = self.session.say
        self.setAcceptDrops(self.may_add)
        if self.may_add:
            deeds = [
                Deed(say("Attach a file"), self.add, "Ctrl+Shift+A", "attach", "main"),
                Deed(say("Paste a picture"), self.adding.paste, "Ctrl+V", "copy"),
            ]
            self.add_deeds(deeds)
        self.body.addWidget(self.adding.progress)
        title = say("Attachments")
        self.table = self.table_of(
            title, "clients.attachments", self._columns(found), found.rows, lambda row: row.series_id
        )
        self.table.set_empty(
            say("Nothing is attached yet"),
            say("Photographs, scans and PDFs; drop a file here, paste a picture, or choose one."),
            say("Attach a file") if self.may_add else "",
            self.add,
        )
        self.table.opened.connect(self.look_at)
        for keys, act in (("E", self.correct), ("V", self.show_earlier), ("Del", self.put_in_bin)):
            bind(self.table, keys, act, _HERE)
        self.body.addWidget(self.table)
        if found.rows:
            text = say("On an attachment: Enter look at it, E correct, V versions, Delete recycle bin.")
            self.body.addWidget(label(text, "hint"))
        text = say(
            "JPEG, PNG and PDF up to 25 MB. Every look at one is entered in the audit; nothing is written to the disk."
        )
        self.body.addWidget(label(text, "hint"))

    def renew(self, facts: FileFacts, found: Attached) -> bool:
        """Show the list anew in its place."""
        del facts
        model = self.table.records if self.table is not None else None
        if not isinstance(model, RowsModel) or self.viewer is not None or not model.rows or not found.rows:
            return False
        model.set_rows(found.rows)
        return True

    def enter(self) -> None:
        """Take the focus: on what is looked at, else on the list."""
        if self.viewer is not None:
            self.viewer.view.setFocus()
        elif self.table is not None:
            self.table.setFocus()
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section, and what is looked at or being read."""
        self.adding.forget()
        self.adding = Adding(self)  # its progress line goes with what is shown
        if self.viewer is not None:
            self.viewer.forget()
        self.viewer, self.table = None, None
        super().forget()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        if self.adding.take(event.mimeData()):
            event.acceptProposedAction()

    # What may be done.

    def add(self) -> None:
        """Ask for a file."""
        self.adding.choose()

    def look_at(self, row: AttachmentRow) -> None:
        """Show an attachment in place of the list."""
        self.adding.forget()
        self.adding = Adding(self)
        self.table = None
        self.viewer = ContentView(self.session, row, self._title(row))
        self.viewer.closed.connect(self.close_viewer)
        self.setWidget(self.viewer)
        self.viewer.show()
        self.desk.clear_room(True)
        self.viewer.begin()
        self.viewer.view.setFocus()

    def close_viewer(self) -> None:
        """Go back to the list."""
        if self.viewer is None:
            return
        row = self.viewer.row
        self.viewer.forget()
        self.viewer = None
        self.desk.clear_room(False)
        if self.facts is not None:
            Section.show_facts(self, self.facts)
            self.enter()
            if self.table is not None:
                self.table.choose(self.table.records.find(row.series_id))

    def correct(self) -> None:
        """Show what is said of the marked attachment to be corrected; its content stays."""
        row = self._marked()
        if row is None or not self._may_correct(row):
            return
        session = self.session

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.correct(session, row, draft, saved, refused, self.desk.forms)

        def read(done: Done[Attached], failed: Failed) -> Job:
            return actions.read(session, row.client_id, done, failed, self.desk.forms)

        self.open_form(
            session.say("Correct what is said of it"),
            "documents.correct_attachment",
            row.series_id,
            [*attachment_specs(session, Right.PERBAIKAN), reason_spec()],
            _values(row),
            save,
            said=session.say("The attachment is corrected."),
            reread=self.reread_of(read, lambda found: values_now(found.rows, row, _values)),
        )

    def put_in_bin(self) -> None:
        """Put the marked attachment into the recycle bin."""
        row = self._marked()
        if row is not None and self._may_correct(row):
            self.bin_record(actions.ATTACHMENTS, row, self._title(row))

    def show_earlier(self) -> None:
        """Show the versions of what is said of the marked attachment."""
        row = self._marked()
        if row is not None:
            self.open_versions_of(actions.ATTACHMENTS.past, row, self._title(row), self._content)

    # What is shown.

    def _marked(self) -> AttachmentRow | None:
        return self.table.current_row if self.table is not None else None

    def _may_correct(self, row: AttachmentRow) -> bool:
        return self.session.may(class_of(row.kind), Right.PERBAIKAN)

    def _title(self, row: AttachmentRow) -> str:
        return row.title or self.session.label("attachment_kind", row.kind)

    def _columns(self, found: Attached) -> list[Column[AttachmentRow]]:
        session, zone = self.session, self.session.context.clock.zone
        return [
            Column(
                N_("What it shows"),
                lambda row: session.label("attachment_kind", row.kind),
                width=22,
                icon=lambda row: "pdf" if row.pages else "attach",
            ),
            Column(N_("Title"), lambda row: row.title, width=14, stretches=True, is_private=True),
            Column(N_("Type"), lambda row: type_text(session, row.media_type, row.pages), width=16),
            Column(N_("Size"), lambda row: size_text(row.size), align="right", width=9),
            Column(N_("Of the day"), lambda row: day_text(row.taken_on), width=12),
            Column(N_("Added"), lambda row: format_instant(row.entered_at, zone), width=21),
            Column(N_("By"), lambda row: found.names.get(row.entered_by, ""), width=15),
        ]

    def _content(self, row: AttachmentRow) -> dict[str, str]:
        session, say = self.session, self.session.say
        return {
            say("What it shows"): session.label("attachment_kind", row.kind),
            say("Title"): session.context.privacy.mask(row.title),
            say("Of the day"): format_short(row.taken_on) if row.taken_on else "",
            say("Remark"): row.remark,
            say("File"): session.context.privacy.mask(row.file_name),
            say("Type"): f"{type_text(session, row.media_type, row.pages)}, {size_text(row.size)}",
        }


def _values(row: AttachmentRow) -> dict[str, object]:
    """Return an attachment as its form takes it up, with the version that is shown."""
    return shown_values(AttachmentDraft, row)
