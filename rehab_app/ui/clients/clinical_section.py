"""What the sections of clinical records share: who may enter and correct, their forms, the recycle bin, earlier versions."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import ClassVar, Final, TypeVar
from uuid import UUID

from PySide6.QtWidgets import QLabel

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import FormOrder, Refused, Reread, Saved, Values
from rehab_app.ui.clients.keeping import Entered, Keeper, Past, Record
from rehab_app.ui.clients.section import ReadingSection
from rehab_app.ui.clients.versions import Version, show_versions
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

Read = TypeVar("Read")
Row = TypeVar("Row")
Found = TypeVar("Found")
Save = Callable[[dict[str, object], Saved, Refused], None]
Bin = Callable[[str, Done[object], Failed], Job]
ReadVersions = Callable[[Done[Sequence[Version]], Failed], Job]

_LEAST_ROWS: Final = 3
_MOST_ROWS: Final = 9
LONGEST_TEXT: Final = 2000
"""The most letters of a text in a form of a file."""


class ClinicalSection(ReadingSection[Read]):
    """The base of the sections of examination, urine tests, diagnoses and care plan."""

    is_clinical: ClassVar[bool] = True

    def may_enter(self, facts: FileFacts) -> bool:
        """Whether something new may be entered: the episode is open, and the right is there."""
        return facts.is_open and self.session.may(DataClass.KLINIS, Right.INPUT)

    @property
    def may_correct(self) -> bool:
        """Whether what is entered may be corrected and put aside."""
        return self.session.may(DataClass.KLINIS, Right.PERBAIKAN)

    def say_no_episode(self) -> None:
        """Say that a masa perawatan comes first."""
        self.body.addWidget(label(self.session.say("Register a masa perawatan first."), "muted"))

    def open_form(
        self,
        title: str,
        name: str,
        subject: object,
        specs: Sequence[FieldSpec],
        values: Mapping[str, object],
        save: Save,
        *,
        said: str = "",
        saved: Saved | None = None,
        reread: Reread | None = None,
        save_text: str = "",
        lead: str = "",
    ) -> Form | None:
        """Open a form at the side; ``title`` and ``said`` are said already. None where another one is unsaved."""
        return self.desk.forms.open_form(
            FormOrder(
                title=title,
                name=name,
                subject=str(subject),
                specs=specs,
                values=values,
                save=save,
                save_text=save_text,
                lead=lead,
                saved=saved or (lambda _done: self.desk.tell(said, State.OK)),
                reread=reread,
            )
        )

    def reread_of(
        self, read: Callable[[Done[Found], Failed], Job], values_of: Callable[[Found], Values | None]
    ) -> Reread:
        """Return what reads a record anew where another seat was faster, and shows it beside what is typed."""

        def reread(show: Callable[[Values], None]) -> None:
            def done(found: Found) -> None:
                values = values_of(found)
                if values is not None:
                    show(values)

            read(done, self.refuse)

        return reread

    def ask_to_bin(self, what: str, put: Bin) -> None:
        """Ask why ``what`` (already said) was a mistake, and put it into the recycle bin."""
        say = self.session.say

        def give(reason: str) -> None:
            put(reason, lambda _done: self.desk.tell(say("It lies in the recycle bin now."), State.OK), self.refuse)

        ask_reason(
            self.session.context,
            self.window(),
            say("Put into the recycle bin: {what}", what=what),
            say("For entries made by mistake. It no longer counts, stays readable in the bin and can be taken back."),
            verb=say("Put into the recycle bin"),
            done=give,
        )

    def open_versions(self, title: str, read: ReadVersions) -> None:
        """Read the versions of a record and show them beside each other."""
        read(lambda versions: self._show_versions(title, versions), self.refuse)

    def bin_record(self, keeper: Keeper[Record], row: Record, what: str) -> None:
        """Ask why a record (``what``, already said) was a mistake, and put it into the recycle bin."""
        self.ask_to_bin(
            what, lambda reason, done, failed: keeper.put_in_bin(self.session, row, reason, done, failed, self)
        )

    def open_versions_of(
        self, past: Past[Record], row: Record, title: str, content_of: Callable[[Record], Mapping[str, str]]
    ) -> None:
        """Read the versions of a record and show them beside each other, each by its ``content_of`` caption."""

        def show(found: tuple[Sequence[Record], Mapping[UUID, str]]) -> None:
            rows, names = found
            versions = [
                Version(row.row_version, row.entered_at, names.get(row.entered_by, ""), row.reason, content_of(row))
                for row in rows
            ]
            self._show_versions(title, versions)

        past.read_versions(self.session, row.series_id, show, self.refuse, self)

    def version_hint(self, row: Entered) -> QLabel:
        """Return which version is shown and why it was corrected."""
        text = self.session.say("Version {version}: {reason}", version=row.row_version, reason=row.reason)
        return label(text, "hint")

    def tell_notices(self, said: str, notices: Sequence[Notice]) -> None:
        """Say that something was kept, and what should be looked at in it."""
        text = " ".join([said, *(self.notice_text(notice) for notice in notices)])
        self.desk.tell(text, State.WARNING if notices else State.OK)

    def notice_text(self, notice: Notice) -> str:
        """Return the sentence of a notice."""
        return self.session.say(notice.message, **notice.facts)

    def notice_line(self, text: str, state: State = State.WARNING) -> NoteLine:
        """Return a sentence with the icon of its state."""
        line = NoteLine(self.session.context.theme, state)
        line.say(text)
        return line

    def table_of(
        self, title: str, name: str, columns: list[Column[Row]], rows: Sequence[Row], key: Callable[[Row], Hashable]
    ) -> Table[Row]:
        """Return a list as high as its rows need, of which the first one is marked."""
        session = self.session
        model: RowsModel[Row] = RowsModel(session.context, columns, rows, key=key)
        table: Table[Row] = Table(model, title, name=name, view_state=session.view_state)
        shown = max(_LEAST_ROWS, min(len(rows), _MOST_ROWS)) if rows else _MOST_ROWS
        head = table.horizontalHeader().sizeHint().height()
        # With room for the bar below, which stands there while a form takes half of the width.
        bar = table.horizontalScrollBar().sizeHint().height()
        rows_height = shown * table.verticalHeader().defaultSectionSize()
        table.setFixedHeight(head + rows_height + bar + 2 * table.frameWidth())
        table.choose(0)
        return table

    def _show_versions(self, title: str, versions: Sequence[Version]) -> None:
        show_versions(self.session, self.window(), title, versions)


def reason_spec() -> FieldSpec:
    """Return the question why something is corrected."""
    return FieldSpec(
        name="reason",
        label=N_("Reason of the correction"),
        kind=Kind.LINES,
        lines=2,
        is_required=True,
        width=Width.WIDE,
        longest=LONGEST_TEXT,
    )


def remark_spec(group: str = "") -> FieldSpec:
    """Return the room for what no other question asks."""
    return FieldSpec(
        name="remark",
        label=N_("Remark"),
        kind=Kind.LINES,
        lines=2,
        group=group,
        width=Width.WIDE,
        longest=LONGEST_TEXT,
    )


def values_now(rows: Iterable[Record], shown: Record, values_of: Callable[[Record], Values]) -> Values | None:
    """Return the values of a record as it stands in ``rows``, None where it is gone."""
    now = next((row for row in rows if row.series_id == shown.series_id), None)
    return None if now is None else values_of(now)


def labels(session: Session, name: str, codes: Sequence[str]) -> str:
    """Return the labels of several codes with commas between."""
    return ", ".join(session.label(name, code) for code in codes)
