"""What the section of the instruments asks of the services."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.assessment import filled, instruments
from rehab_app.clinic.assessment.draft import InstrumentDraft
from rehab_app.clinic.assessment.rows import InstrumentRow
from rehab_app.clinic.assessment.wordings import instrument_form
from rehab_app.desk import instrument_paper
from rehab_app.foundation.drafts import read_draft
from rehab_app.instruments import registry
from rehab_app.instruments.form import Form
from rehab_app.instruments.instrument import ScaleInfo, Scored
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

Key = tuple[str, str]
"""An instrument and the version of its key."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The filled instruments of all episodes of a client, the latest first, with what is needed to say them.

    ``left`` says by series how many places of what was filled in part are still open.
    """

    rows: tuple[InstrumentRow, ...]
    forms: Mapping[Key, Form]
    scales: Mapping[Key, Sequence[ScaleInfo]]
    names: Mapping[UUID, str]
    left: Mapping[UUID, int]

    def form(self, row: InstrumentRow) -> Form:
        """Return the form that a row was filled on."""
        return self.forms[row.instrument, row.key_version]

    def scales_of(self, row: InstrumentRow) -> Sequence[ScaleInfo]:
        """Return the scales of the key that scored a row."""
        return self.scales[row.instrument, row.key_version]


@dataclass(frozen=True, slots=True)
class Opened:
    """A form to fill in, in the words in use, with its scales and its versions so far."""

    form: Form
    scales: Sequence[ScaleInfo]


def read_taken(session: Session, client_id: UUID, done: Done[Taken], failed: Failed, owner: QObject) -> Job:
    """Read every filled instrument of a client."""

    def task(work: "Work") -> Taken:
        rows = filled.instruments_of_client(work, client_id)
        keys = {(row.instrument, row.key_version) for row in rows}
        partial = [row for row in rows if not row.is_complete]
        return Taken(
            rows=rows,
            forms={key: registry.form(*key) for key in keys},
            left={
                row.series_id: len(registry.missing(row.instrument, row.key_version, row.answers)) for row in partial
            },
            scales={key: registry.scales(*key) for key in keys},
            names=names_of(work, list({row.taken_by for row in rows})),
        )

    return session.read(task, done, failed, owner=owner)


def open_form(
    session: Session, instrument: str, version: str | None, done: Done[Opened], failed: Failed, owner: QObject
) -> Job:
    """Read the form of an instrument in the words in use here."""

    def task(work: "Work") -> Opened:
        form = instrument_form(work, instrument, version)
        return Opened(form, registry.scales(form.instrument, form.version))

    return session.read(task, done, failed, owner=owner)


def score(
    session: Session,
    form: Form,
    document: Mapping[str, object],
    done: Done[Scored | None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Score the answers so far under the office's choices; nothing is kept."""

    def task(work: "Work") -> Scored | None:
        return instruments.score_instrument(work, form.instrument, document, form.version)

    return session.read(task, done, failed, owner=owner)


def keep(
    session: Session,
    episode_id: UUID,
    instrument: str,
    shown: InstrumentRow | None,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Record a filled instrument, or write the next version of what is ``shown``, with the reason where one is asked."""
    known = answered(values)
    reason = str(known.pop("reason", ""))

    def task(work: "Work") -> UUID:
        draft = read_draft(InstrumentDraft, known)
        if shown is None:
            return instruments.record_instrument(work, episode_id, instrument, draft)
        version = version_in(values, shown.row_version)
        instruments.continue_instrument(work, shown.series_id, version, draft, reason)
        return shown.series_id

    return session.write(task, done, failed, owner=owner)


def put_in_bin(
    session: Session, row: InstrumentRow, reason: str, done: Done[None], failed: Failed, owner: QObject
) -> Job:
    """Put a filled instrument into the recycle bin."""

    def task(work: "Work") -> None:
        instruments.bin_instrument(work, row.series_id, row.row_version, reason)

    return session.write(task, done, failed, owner=owner)


def versions(
    session: Session, series_id: UUID, done: Done[Sequence[InstrumentRow]], failed: Failed, owner: QObject
) -> Job:
    """Read every version of one filled instrument, the first one first."""
    return session.read(lambda work: filled.instrument_versions(work, series_id), done, failed, owner=owner)


def draw_filled(session: Session, row: InstrumentRow, done: Done[bytes], failed: Failed, owner: QObject) -> Job:
    """Draw the paper of one version of a filled instrument."""

    def task(work: "Work") -> bytes:
        return instrument_paper.filled_pdf(work, row.series_id, row.row_version, session.lists)

    return session.read(task, done, failed, owner=owner)


def draw_blank(session: Session, instrument: str, done: Done[bytes], failed: Failed, owner: QObject) -> Job:
    """Draw the paper of a blank instrument."""
    return session.read(
        lambda work: instrument_paper.blank_pdf(work, instrument, session.lists), done, failed, owner=owner
    )


def note_paper(
    session: Session, series_id: UUID | None, deed: str, go: Callable[[], None], failed: Failed, owner: QObject
) -> Job:
    """Enter that a paper leaves the program, then let it go."""

    def task(work: "Work") -> None:
        instrument_paper.note_instrument_paper(work, series_id, deed)

    return session.write(task, lambda _result: go(), failed, owner=owner)
