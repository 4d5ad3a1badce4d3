"""The papers of a referral that is on its way: its reply slip, the reminder, the minutes of handing over, and the pack's cover.

A reminder and the minutes take a number and keep their bytes, as every letter does; slip and cover are drawn anew each time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, func, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.referrals import handovers, slips
from rehab_app.clinic.referrals.model import Destination, Referral
from rehab_app.clinic.referrals.reply_codes import show_code
from rehab_app.clinic.referrals.rows import HandoverRow
from rehab_app.clinic.referrals.rules import ADMITTED, AWAITING_REPLY, LETTER
from rehab_app.desk.letter_facts import LetterFrame, frame_of, guardian_of, office_facts, person_facts
from rehab_app.desk.signers import signer_on
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.blocks import Document
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.escalation import EscalationFacts, escalation
from rehab_app.papers.letters.facts import Officer, Signer
from rehab_app.papers.letters.handover import HandoverFacts, handover
from rehab_app.papers.letters.referral import Destination as Addressed
from rehab_app.papers.letters.reply_slip import SlipFacts, reply_slip
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.register import service as register
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.orders import About, LetterOrder, order_of
from rehab_app.papers.register.types import letter_type
from rehab_app.papers.sheets.referral_pack import PackSheet, referral_pack
from rehab_app.papers.texts.kind import PaperKind
from rehab_app.papers.texts.kinds_letters import ESCALATION, HANDOVER, REPLY_SLIP
from rehab_app.papers.texts.service import text_of
from rehab_app.store.attachments import Attachments
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work

_REMINDED: Final = (*AWAITING_REPLY, ADMITTED)


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper that was issued, with its number and the bytes that are kept."""

    letter_id: UUID
    number_text: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Known:
    """What all these papers are told of a referral."""

    referral: Referral
    client: Client
    destination: Destination
    letter_number: str
    letter_day: date | None


@needs(DataClass.SURAT, Right.INPUT)
def slip_pdf(work: Work, referral_id: UUID, lists: ValueLists) -> bytes:
    """Return the reply slip of a submitted referral as a sheet of its own; one without a code gets it now."""
    code = slips.code_for_slip(work, referral_id)
    known = _known(work, referral_id)
    frame = frame_of(work)
    slip = reply_slip(_slip_facts(work, frame, known, code, lists), text_of(work, REPLY_SLIP.code).body)
    return draw(frame.sized(slip))


@needs(DataClass.KLINIS, Right.MELIHAT)
def reminder_preview(work: Work, referral_id: UUID, lists: ValueLists, dated_on: date) -> bytes:
    """Return the reminder to a destination that has not answered, as it would be issued; takes no number."""
    return draw(_reminder(work, _reminded(work, referral_id), lists, dated_on)(""))


@needs(DataClass.SURAT, Right.INPUT)
def issue_reminder(
    work: Work,
    attachments: Attachments,
    referral_id: UUID,
    lists: ValueLists,
    dated_on: date,
    row_version: int | None = None,
) -> IssuedPaper:
    """Issue the reminder with its number; StaleRecord where the referral has changed since ``row_version`` was shown.

    Raises RuleBroken("referrals.not_awaited") where no answer is awaited, ``letters.dated_in_future``, and RulesBroken with
    what the letter lacks.
    """
    known = _reminded(work, referral_id)
    if row_version is not None and known.referral.row_version != row_version:
        raise StaleRecord("store.stale", table="referral")
    if dated_on > work.clock.today():
        raise RuleBroken("letters.dated_in_future", field="dated_on")
    make = _reminder(work, known, lists, dated_on)
    subject = _subject("reminder", known, lists, dated_on)
    order = _order(work, ESCALATION, known, dated_on, addressee=known.destination.addressee, subject=subject)
    return _issued(work, attachments, order, make)


@needs(DataClass.KLINIS, Right.MELIHAT)
def reminders_sent(work: Work, referral_id: UUID) -> tuple[date, ...]:
    """Return the days of the reminders that went out for a referral, the first one first."""
    query = select(IssuedLetter).where(
        IssuedLetter.referral_id == referral_id,
        IssuedLetter.kind == ESCALATION.code,
        col(IssuedLetter.voided_on).is_(None),
    )
    return tuple(sorted(letter.dated_on for letter in work.session.exec(query)))


@needs(DataClass.KLINIS, Right.MELIHAT)
def handover_preview(work: Work, series_id: UUID, lists: ValueLists) -> bytes:
    """Return the minutes of a handover as they would be issued; takes no number."""
    row = handovers.handover_versions(work, series_id)[-1]
    return draw(_minutes(work, row, lists)(""))


@needs(DataClass.SURAT, Right.INPUT)
def issue_handover(
    work: Work, attachments: Attachments, series_id: UUID, row_version: int, lists: ValueLists
) -> IssuedPaper:
    """Issue the minutes of a handover with the number of a berita acara; the handover remembers which.

    Raises StaleRecord where it was changed since it was shown, and ``referrals.handover_issued`` where it has its number.
    """
    row = handovers.handover_versions(work, series_id)[-1]
    if row.row_version != row_version:
        raise StaleRecord("store.stale", table="handover")
    if row.letter_id is not None:
        raise RuleBroken("referrals.handover_issued")
    known = _known(work, row.referral_id)
    subject = _subject("handover", known, lists, row.handed_on)
    order = _order(work, HANDOVER, known, row.handed_on, addressee=known.destination.name, subject=subject)
    issued = _issued(work, attachments, order, _minutes(work, row, lists))
    handovers.set_letter(work, series_id, row_version, issued.letter_id)
    return issued


@needs(DataClass.KLINIS, Right.MELIHAT)
def pack_pdf(work: Work, referral_id: UUID, lists: ValueLists) -> bytes:
    """Return the cover sheet of a referral's pack: what is asked for, what lies ready, what is missing."""
    known = _known(work, referral_id)
    referral, asked = known.referral, known.destination.checklist
    ready = {*referral.documents, *([LETTER] if referral.letter_id else [])}
    sheet = PackSheet(
        office=office_facts(profile(work)),
        day=work.clock.today(),
        initials=_initials(known, lists, work.clock.today()),
        record_number=known.client.rm_number,
        destination=known.destination.name,
        letter_number=known.letter_number,
        letter_day=known.letter_day,
        escort=referral.escort,
        asked=tuple((lists.label("document", code), code in ready) for code in asked),
        others=tuple(lists.label("document", code) for code in referral.documents if code not in asked),
        is_practice=is_practice_clinic(work.connection),
    )
    return draw(referral_pack(sheet))


@needs(DataClass.KLINIS, Right.MELIHAT)
def note_paper(work: Work, referral_id: UUID, kind: str, deed: str) -> None:
    """Enter that a slip or a cover sheet (``kind``: slip or pack) was printed or saved (``deed``: print or save)."""
    work.note(f"referrals.{kind}.{deed}", "referral", referral_id)


def _known(work: Work, referral_id: UUID) -> _Known:
    referral = work.session.exec(select(Referral).where(Referral.id == referral_id)).first()
    if referral is None:
        raise RuleBroken("referrals.unknown")
    letter = work.session.get(IssuedLetter, referral.letter_id) if referral.letter_id is not None else None
    return _Known(
        referral,
        work.session.get_one(Client, referral.client_id),
        work.session.get_one(Destination, referral.destination_id),
        "" if letter is None else letter.number_text,
        None if letter is None else letter.dated_on,
    )


def _reminded(work: Work, referral_id: UUID) -> _Known:
    known = _known(work, referral_id)
    if known.referral.state not in _REMINDED or known.letter_day is None:
        raise RuleBroken("referrals.not_awaited")
    return known


def _reminder(work: Work, known: _Known, lists: ValueLists, dated_on: date) -> Callable[[str], Document]:
    query = select(func.count()).where(
        IssuedLetter.referral_id == known.referral.id,
        IssuedLetter.kind == ESCALATION.code,
        col(IssuedLetter.voided_on).is_(None),
    )
    frame = frame_of(work)
    facts = EscalationFacts(
        **_common(work, frame, dated_on),
        destination=_addressed(known),
        client=person_facts(known.client, lists, dated_on),
        letter_number=known.letter_number,
        letter_day=known.letter_day or dated_on,
        reply_by=known.referral.reply_due_on,
        place_in_row=work.session.exec(query).one() + 1,
        code=show_code(known.referral.reply_code or ""),
    )
    text = text_of(work, ESCALATION.code).body
    return lambda number: frame.sized(escalation(replace(facts, number=number), text))


def _minutes(work: Work, row: HandoverRow, lists: ValueLists) -> Callable[[str], Document]:
    known = _known(work, row.referral_id)
    frame = frame_of(work)
    common = _common(work, frame, row.handed_on)
    title = row.handed_by_title or template("referral_pack").parts["register"]["escort"]
    facts = HandoverFacts(
        **{**common, "signer": Signer(title=title, name=row.handed_by)},
        client=person_facts(known.client, lists, row.handed_on),
        destination=known.destination.name,
        receiver=Officer(row.received_by, row.received_by_title, agency=known.destination.name),
        guardian=guardian_of(work, known.client, episodes.episode(work, row.episode_id), lists),
        at=row.handed_at,
        place=row.place,
        letter_number=known.letter_number,
        letter_day=known.letter_day,
        papers=tuple(lists.label("document", code) for code in row.documents),
        belongings=tuple(line for line in row.belongings.splitlines() if line.strip()),
        condition=row.condition,
    )
    text = text_of(work, HANDOVER.code).body
    return lambda number: frame.sized(handover(replace(facts, number=number), text))


def _slip_facts(work: Work, frame: LetterFrame, known: _Known, code: str, lists: ValueLists) -> SlipFacts:
    day = known.letter_day or work.clock.today()
    return SlipFacts(
        **_common(work, frame, day),
        number=known.letter_number,
        code=show_code(code),
        client=person_facts(known.client, lists, day),
        destination=known.destination.name,
        reply_by=known.referral.reply_due_on,
    )


def _common(work: Work, frame: LetterFrame, day: date) -> dict[str, Any]:
    """Return what every paper is told."""
    return {**frame.sheet(), "signer": signer_on(work, day), "day": day}


def _addressed(known: _Known) -> Addressed:
    return Addressed(known.destination.name, (known.destination.addressee,), known.destination.place)


def _initials(known: _Known, lists: ValueLists, day: date) -> str:
    return person_facts(known.client, lists, day).shown_initials


def _subject(name: str, known: _Known, lists: ValueLists, day: date) -> str:
    """Return what the register says a paper is about: initials only."""
    said = template("referral_pack").parts["register"][name]
    return filled(said, initials=_initials(known, lists, day)).replace("\u00a0", " ")


def _order(work: Work, kind: PaperKind, known: _Known, day: date, *, addressee: str, subject: str) -> LetterOrder:
    referral = known.referral
    return order_of(
        letter_type(work, kind.type_code),
        profile(work).unit_code,
        signer_on(work, day),
        kind=kind.code,
        dated_on=day,
        addressee=addressee,
        subject=subject,
        about=About(
            client_id=referral.client_id,
            episode_id=referral.episode_id,
            referral_id=referral.id,
            text_version=text_of(work, kind.code).version,
        ),
    )


def _issued(work: Work, attachments: Attachments, order: LetterOrder, make: Callable[[str], Document]) -> IssuedPaper:
    drawn: list[bytes] = []

    def render(number: str) -> bytes:
        drawn.append(draw(make(number)))
        return drawn[-1]

    letter_id, number_text = register.issue(work, attachments, order, render)
    return IssuedPaper(letter_id, number_text, drawn[-1])
