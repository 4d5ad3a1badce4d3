"""Papers read for the file: attachments by right, the checklist of an episode, and its cards."""

from typing import Final
from uuid import UUID

from sqlalchemy import Table, bindparam, func, select

from rehab_app.clinic.documents.model import Attachment, HandedPaper, ReportCard
from rehab_app.clinic.documents.rows import AttachmentRow, CardRow, ChecklistRow, PaperRow
from rehab_app.clinic.documents.rules import PHOTO, clinical_kinds, state_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.lists.in_force import lists_in_force
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.ledger import AUDIT_ENTRY
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_ATTACHMENT: Final[Table] = Attachment.__table__  # type: ignore[attr-defined]
_PAPER: Final[Table] = HandedPaper.__table__  # type: ignore[attr-defined]
_CARD: Final[Table] = ReportCard.__table__  # type: ignore[attr-defined]
_ATTACHED: Final = select(*shown_columns(AttachmentRow, _ATTACHMENT))
_HANDED: Final = select(*shown_columns(PaperRow, _PAPER))
_ISSUED: Final = select(*shown_columns(CardRow, _CARD))
_BY_NUMBER: Final = (_CARD.c.issued_on.desc(), _CARD.c.number.desc())
# Put together once: every opened file asks them.
_ATTACHED_TO: Final = Direct(
    _ATTACHED.where(_ATTACHMENT.c.client_id == bindparam("of_client"), is_current(_ATTACHMENT)).order_by(
        _ATTACHMENT.c.created_at.desc()
    )
)
_PAPERS_OF: Final = Direct(
    _HANDED.where(_PAPER.c.episode_id == bindparam("of_episode"), is_current(_PAPER)).order_by(
        _PAPER.c.handed_on, _PAPER.c.created_at
    )
)
_CARDS_OF: Final = Direct(
    _ISSUED.where(_CARD.c.client_id == bindparam("of_client"), is_current(_CARD)).order_by(*_BY_NUMBER)
)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def attachments_of_client(work: Work, client_id: UUID) -> tuple[AttachmentRow, ...]:
    """Return a client's attachments, the latest first; clinical kinds for those who may see clinical data."""
    rows = _ATTACHED_TO.made(work.connection, AttachmentRow, {"of_client": client_id})
    if work.actor.may(DataClass.KLINIS, Right.MELIHAT):
        return rows
    hidden = frozenset(clinical_kinds())
    return tuple(row for row in rows if row.kind not in hidden)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def attachment_versions(work: Work, series_id: UUID) -> tuple[AttachmentRow, ...]:
    """Return every version of one attachment, the first one first; none of a clinical kind without the right to see it."""
    query = _ATTACHED.where(_ATTACHMENT.c.series_id == series_id).order_by(_ATTACHMENT.c.row_version)
    if not work.actor.may(DataClass.KLINIS, Right.MELIHAT):
        query = query.where(_ATTACHMENT.c.kind.not_in(clinical_kinds()))
    return tuple(AttachmentRow(*row) for row in work.connection.execute(query))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def photo_of(work: Work, client_id: UUID) -> AttachmentRow | None:
    """Return the client's latest photograph, or None; one without a day counts by when it was attached."""
    photos = [row for row in attachments_of_client(work, client_id) if row.kind == PHOTO]
    return max(photos, key=lambda row: (row.taken_on or row.entered_at.date(), row.entered_at), default=None)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def papers_of_episode(work: Work, episode_id: UUID) -> tuple[PaperRow, ...]:
    """Return the papers handed in for an episode, the first one first."""
    return _PAPERS_OF.made(work.connection, PaperRow, {"of_episode": episode_id})


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def paper_versions(work: Work, series_id: UUID) -> tuple[PaperRow, ...]:
    """Return every version of one paper, the first one first."""
    query = _HANDED.where(_PAPER.c.series_id == series_id).order_by(_PAPER.c.row_version)
    return tuple(PaperRow(*row) for row in work.connection.execute(query))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def checklist(work: Work, episode_id: UUID) -> tuple[ChecklistRow, ...]:
    """Return every kind of the list ``document`` with how it stands; a retired kind only where a paper of it is here."""
    papers = papers_of_episode(work, episode_id)
    rows = []
    for choice in lists_in_force().of("document"):
        here = tuple(paper for paper in papers if paper.kind == choice.code)
        if here or not choice.is_retired:
            copies = sum(paper.copies for paper in here)
            asked = int(choice.text("copies") or 1)
            rows.append(ChecklistRow(choice.code, state_of(here), copies, asked, here))
    return tuple(rows)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def originals_held(work: Work, episode_id: UUID) -> tuple[PaperRow, ...]:
    """Return the originals of an episode (barang titipan) that were not yet given back."""
    papers = papers_of_episode(work, episode_id)
    return tuple(paper for paper in papers if paper.is_original_held and paper.returned_on is None)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def cards_of_client(work: Work, client_id: UUID) -> tuple[CardRow, ...]:
    """Return every kartu lapor diri of a client, revoked ones too, the latest first."""
    return _CARDS_OF.made(work.connection, CardRow, {"of_client": client_id})


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def card_versions(work: Work, series_id: UUID) -> tuple[CardRow, ...]:
    """Return every version of one card, the first one first."""
    query = _ISSUED.where(_CARD.c.series_id == series_id).order_by(_CARD.c.row_version)
    return tuple(CardRow(*row) for row in work.connection.execute(query))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def card_printings(work: Work, series_id: UUID) -> int:
    """Return how often a card was printed: the first time and every reprint."""
    query = select(func.count()).where(
        AUDIT_ENTRY.c.record_id == series_id, AUDIT_ENTRY.c.action == "documents.print_card"
    )
    return int(work.connection.execute(query).scalar_one())
