"""Papers: attached, handed in and given back; the kartu lapor diri given and revoked. Each change is a new version."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Table, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.documents import rules
from rehab_app.clinic.documents.content import read_content
from rehab_app.clinic.documents.draft import AttachmentDraft, CardDraft, PaperDraft
from rehab_app.clinic.documents.facts import DocumentsChanged
from rehab_app.clinic.documents.model import Attachment, HandedPaper, ReportCard
from rehab_app.clinic.documents.rows import AttachmentContent, IssuedCard
from rehab_app.clinic.episodes.loading import loaded_client, loaded_episode, require_not_closed
from rehab_app.clinic.episodes.rules import PROTECTED_PERIODS, THIRD_PERIOD, require_guardian_present
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.numbers.counters import take_number
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.attachments import Attachments
from rehab_app.store.versions import copy_of, is_current, loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work

CARD_SERIES: Final = "report_card"
CARD_PATTERN: Final = "KLD-{number:04d}/{year}"
_CARD: Final[Table] = ReportCard.__table__  # type: ignore[attr-defined]


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def attach(
    work: Work,
    attachments: Attachments,
    client_id: UUID,
    episode_id: UUID | None,
    draft: AttachmentDraft,
    content: bytes,
) -> UUID:
    """Keep a photograph, a scan or a PDF of a client and return its series; its type is read from the content.

    Needs the right of input over the class of its kind (``rules.class_of``). Raises as ``content.read_content`` does for the
    bytes, RulesBroken for the draft, Trouble where the disk refuses.
    """
    work.actor.require(rules.class_of(draft.kind), Right.INPUT)
    client = loaded_client(work, client_id)
    _require_episode_of(work, client, episode_id)
    found = read_content(content)
    _refuse(rules.attachment_troubles(draft, found.media_type, client.birth_date, work.clock.today()))
    attachment = Attachment(
        id=work.new_id(),
        client_id=client_id,
        episode_id=episode_id,
        media_type=found.media_type,
        size=found.size,
        pages=found.pages,
        digest=attachments.put(content),
        **draft.model_dump(),
    )
    work.add(attachment, "documents.attach")
    _publish(work, attachment)
    return attachment.series_id


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def content_of(work: Work, attachments: Attachments, series_id: UUID) -> AttachmentContent:
    """Return the content of an attachment, to be viewed inside, and write into the audit that it was looked at.

    Raises RuleBroken ``documents.unknown``; Trouble ``attachments.damaged`` or ``attachments.missing`` where the file is not what
    was attached.
    """
    table: Table = Attachment.__table__  # type: ignore[attr-defined]
    latest = select(table).where(table.c.series_id == series_id).order_by(table.c.row_version.desc()).limit(1)
    row = work.connection.execute(latest).first()
    if row is None:
        raise RuleBroken("documents.unknown")
    work.actor.require(rules.class_of(row.kind), Right.MELIHAT)
    content = attachments.get(row.digest)
    work.note("documents.view", "attachment", row.id)
    return AttachmentContent(row.media_type, row.file_name, content)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def correct_attachment(work: Work, series_id: UUID, row_version: int, draft: AttachmentDraft, reason: str) -> None:
    """Correct what is said of an attachment, with the reason; its content stays. Needs the right of correction."""
    old = loaded_current(work, Attachment, series_id, row_version)
    for kind in (old.kind, draft.kind):
        work.actor.require(rules.class_of(kind), Right.PERBAIKAN)
    said = required(reason)
    client = loaded_client(work, old.client_id)
    _refuse(rules.attachment_troubles(draft, old.media_type, client.birth_date, work.clock.today()))
    new = copy_of(work, old)
    for name, value in draft.model_dump().items():
        setattr(new, name, value)
    work.correct(old, new, "documents.correct_attachment", said)
    _publish(work, new)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def bin_attachment(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put an attachment that belongs elsewhere into the recycle bin; its content is kept. Needs the right of correction."""
    old = loaded_current(work, Attachment, series_id, row_version)
    work.actor.require(rules.class_of(old.kind), Right.PERBAIKAN)
    _publish(work, put_in_bin(work, Attachment, series_id, row_version, "documents.bin_attachment", required(reason)))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def restore_attachment(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take an attachment out of the recycle bin as it was. Needs the right of correction over its class."""
    restored = take_from_bin(work, Attachment, series_id, row_version, "documents.restore_attachment", required(reason))
    work.actor.require(rules.class_of(restored.kind), Right.PERBAIKAN)
    _publish(work, restored)


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def record_paper(work: Work, episode_id: UUID, draft: PaperDraft) -> UUID:
    """Record a paper that was handed in and return its series."""
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    _refuse(rules.paper_troubles(draft, episode.registered_on, work.clock.today()))
    paper = HandedPaper(id=work.new_id(), client_id=episode.client_id, episode_id=episode_id, **draft.model_dump())
    work.add(paper, "documents.hand_in")
    _publish(work, paper)
    return paper.series_id


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def correct_paper(work: Work, series_id: UUID, row_version: int, draft: PaperDraft, reason: str) -> None:
    """Correct what is said of a paper, with the reason."""
    old = loaded_current(work, HandedPaper, series_id, row_version)
    said = required(reason)
    episode = loaded_episode(work, old.episode_id)
    _refuse(rules.paper_troubles(draft, episode.registered_on, work.clock.today()))
    new = copy_of(work, old)
    for name, value in draft.model_dump().items():
        setattr(new, name, value)
    work.correct(old, new, "documents.correct_paper", said)
    _publish(work, new)


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def return_paper(work: Work, series_id: UUID, row_version: int, returned_on: date | None, remark: str = "") -> None:
    """Record that a held original was given back; after the end of the episode too. ``remark`` says to whom."""
    old = loaded_current(work, HandedPaper, series_id, row_version)
    if old.returned_on is not None:
        raise RuleBroken("documents.already_returned", field="returned_on")
    troubles = rules.return_troubles(
        returned_on, old.handed_on, work.clock.today(), is_original_held=old.is_original_held
    )
    _refuse(troubles)
    new = copy_of(work, old)
    new.returned_on = returned_on
    new.remark = remark.strip() or old.remark
    work.correct(old, new, "documents.return_paper", "")
    _publish(work, new)


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def bin_paper(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a paper that was entered by mistake into the recycle bin."""
    _publish(work, put_in_bin(work, HandedPaper, series_id, row_version, "documents.bin_paper", required(reason)))


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def restore_paper(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a paper out of the recycle bin as it was."""
    text = required(reason)
    _publish(work, take_from_bin(work, HandedPaper, series_id, row_version, "documents.restore_paper", text))


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def record_card(work: Work, episode_id: UUID, draft: CardDraft, assessed_on: date) -> IssuedCard:
    """Give a kartu lapor diri to a client who was assessed on ``assessed_on`` (``desk.issue_card`` finds the day).

    Not on an episode that has ended, not while a minor waits for a guardian, and not while another card of the episode counts.
    The card protects during two masa perawatan (PP 25/2011; UU 35/2009 Pasal 128): a later one is given with a notice.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    require_guardian_present(episode)
    _refuse_second_card(work, episode_id)
    _refuse(rules.card_troubles(draft, assessed_on, work.clock.today()))
    day = draft.issued_on or work.clock.today()
    valid_until = draft.valid_until or rules.months_later(day, int(setting(work, "card_months")))
    card = ReportCard(
        id=work.new_id(),
        client_id=episode.client_id,
        episode_id=episode_id,
        number=CARD_PATTERN.format(number=take_number(work, CARD_SERIES, day.year), year=day.year),
        issued_on=day,
        period_number=episode.period_number,
        valid_until=valid_until,
        remark=draft.remark,
    )
    work.add(card, "documents.issue_card")
    _publish(work, card)
    notices = (THIRD_PERIOD,) if episode.period_number > PROTECTED_PERIODS else ()
    return IssuedCard(card.series_id, card.number, card.period_number, valid_until, notices)


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def revoke_card(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Revoke a card that was lost, given wrongly or is no longer deserved; its number is never given again."""
    old = loaded_current(work, ReportCard, series_id, row_version)
    if old.is_revoked:
        raise RuleBroken("documents.card_already_revoked")
    new = copy_of(work, old)
    new.is_revoked = True
    work.correct(old, new, "documents.revoke_card", required(reason))
    _publish(work, new)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def note_card_printed(work: Work, series_id: UUID) -> int:
    """Enter that a card was printed; ``queries.card_printings`` counts the entries. Returns the entry's number."""
    return work.note("documents.print_card", "report_card", series_id)


def _refuse_second_card(work: Work, episode_id: UUID) -> None:
    """Refuse another card while one of the episode is neither revoked nor has run out."""
    query = select(_CARD.c.number, _CARD.c.valid_until).where(
        _CARD.c.episode_id == episode_id, ~_CARD.c.is_revoked, is_current(_CARD)
    )
    for number, valid_until in work.connection.execute(query):
        if valid_until is None or valid_until >= work.clock.today():
            raise RuleBroken("documents.card_exists", number=number)


def _require_episode_of(work: Work, client: Client, episode_id: UUID | None) -> None:
    if episode_id is not None and loaded_episode(work, episode_id).client_id != client.id:
        raise RuleBroken("documents.other_client")


def _refuse(troubles: list[RuleBroken]) -> None:
    if troubles:
        raise RulesBroken(troubles)


def _publish(work: Work, record: Attachment | HandedPaper | ReportCard) -> None:
    work.publish(DocumentsChanged(record.series_id, record.client_id, record.episode_id))
