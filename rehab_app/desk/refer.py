"""Sends a client to a residential centre: the letter with its number, the referral and the episode in one transaction.

A letter that was issued is never drawn again: a reprint (``papers.register.service.reprint``) gives back the kept bytes. The
destination's answers are entered by ``desk.referral_replies``; a cancellation and a return take letter and episode along.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from uuid import UUID

from rehab_app.clinic.episodes import queries as episode_queries
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.clinic.episodes.rules import State, require_guardian_present
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.due_days import due_day
from rehab_app.clinic.referrals.reply_codes import show_code
from rehab_app.clinic.referrals.rows import ReferralRow
from rehab_app.clinic.referrals.rules import DRAFT, REFUSED, SUBMITTED
from rehab_app.clinic.referrals.slips import new_reply_code
from rehab_app.desk.letter_facts import Gathered, gather
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken, StaleRecord, Trouble
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.blocks import Block
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.referral import ReferralFacts, check_referral, referral, referral_subject
from rehab_app.papers.letters.reply_slip import SlipFacts, slip_blocks
from rehab_app.papers.register import service as register
from rehab_app.papers.register.orders import About, LetterOrder, order_of
from rehab_app.papers.register.types import REFERRAL, letter_type
from rehab_app.papers.texts.kinds_letters import REPLY_SLIP
from rehab_app.papers.texts.rows import PaperTextRow
from rehab_app.papers.texts.service import text_to_print
from rehab_app.store.attachments import Attachments
from rehab_app.store.work import Work

KIND: Final = "referral"
_NO_CODE_YET: Final = "--------"
AFTER_RETURN: Final = (State.OUTPATIENT, State.AFTERCARE)
"""Where a client who comes back may be taken on."""


@dataclass(frozen=True, slots=True)
class IssuedReferral:
    """A referral letter that was issued; ``withheld`` are scopes of what is on record but was not printed for want of consent."""

    letter_id: UUID
    number_text: str
    content: bytes = field(repr=False)
    is_summary_printed: bool
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """The letter as it would be printed, without a number, and what stays out of it for want of consent.

    ``trouble`` says why the logo is missing on it, None where nothing is wrong.
    """

    content: bytes = field(repr=False)
    is_summary_printed: bool
    withheld: tuple[str, ...]
    trouble: Trouble | None = None


@needs(DataClass.KLINIS, Right.MELIHAT)
def letter_facts(work: Work, referral_id: UUID, lists: ValueLists, dated_on: date) -> ReferralFacts:
    """Return what the letter of a referral would say on ``dated_on``; raises as ``letter_facts.gather`` does."""
    return gather(work, referral_id, lists, dated_on).facts


@needs(DataClass.KLINIS, Right.MELIHAT)
def preview(work: Work, referral_id: UUID, lists: ValueLists, dated_on: date) -> LetterPreview:
    """Return the drawn letter before it is issued, with what is withheld; takes no number and only reads."""
    gathered = gather(work, referral_id, lists, dated_on)
    slip = _slip(work, gathered, dated_on, _NO_CODE_YET)
    text = text_to_print(work, KIND).body
    drawn = draw(gathered.frame.sized(referral(gathered.facts, text, slip=slip)))
    return LetterPreview(drawn, gathered.is_summary_printed, gathered.withheld, gathered.frame.trouble)


@needs(DataClass.SURAT, Right.INPUT)
def issue_referral_letter(
    work: Work,
    attachments: Attachments,
    referral_id: UUID,
    lists: ValueLists,
    dated_on: date,
    row_version: int | None = None,
    reply_code: str = "",
) -> IssuedReferral:
    """Issue the letter: number, printed bytes, register row, referral and episode, or nothing of it.

    ``row_version`` is the version of the referral that was previewed; ``reply_code`` that of its slip where one was drawn before.
    Raises StaleRecord where it has changed since,
    ``referrals.already_submitted``, ``episodes.closed``, ``episodes.waiting_guardian``, ``letters.dated_in_future`` or
    ``letters.dated_too_early``, and RulesBroken with what the letter lacks.
    """
    gathered = gather(work, referral_id, lists, dated_on)
    _require_issuable(work, gathered, dated_on, row_version)
    check_referral(gathered.facts)
    _mark_referred(work, gathered.episode, dated_on)
    code = reply_code or new_reply_code(work)
    text = text_to_print(work, KIND)
    drawn: list[bytes] = []

    def render(number: str) -> bytes:
        facts = replace(gathered.facts, number=number)
        letter = referral(facts, text.body, slip=_slip(work, gathered, dated_on, code, number))
        drawn.append(draw(gathered.frame.sized(letter)))
        return drawn[-1]

    letter_id, number_text = register.issue(work, attachments, _order(work, gathered, dated_on, text), render)
    referrals.submit(work, referral_id, letter_id, dated_on, code)
    return IssuedReferral(letter_id, number_text, drawn[-1], gathered.is_summary_printed, gathered.withheld)


@needs(DataClass.KLINIS, Right.INPUT)
def cancel_referral(work: Work, referral_id: UUID, row_version: int, on: date, explanation: str) -> None:
    """Cancel a referral: its letter is voided with the reason, and the client is an outpatient again.

    A referral that was only prepared has no letter; its episode stays where it is. Whoever may not correct letters is refused
    (NotAllowed) once there is one.
    """
    row = referrals.referral(work, referral_id)
    referrals.cancel(work, referral_id, row_version, on, explanation)
    if row.letter_id is None:
        return
    letter = register.letter(work, row.letter_id)
    if letter.voided_on is None:
        try:
            register.void(work, letter.id, letter.row_version, explanation)
        except RuleBroken as trouble:
            raise trouble.beside("explanation" if trouble.field else "") from None
    if _episode(work, row).state == State.REFERRED:
        episodes.return_from_referral(work, row.episode_id, on, explanation)


@needs(DataClass.KLINIS, Right.INPUT)
def return_from_referral(
    work: Work, referral_id: UUID, row_version: int, on: date, explanation: str, to: State = State.AFTERCARE
) -> None:
    """Take a client on who came back, or whom the destination refused: in aftercare or in outpatient care.

    A refused referral keeps its state. Raises RuleBroken("referrals.return_to") for any other ``to``.
    """
    if to not in AFTER_RETURN:
        raise RuleBroken("referrals.return_to", field="to")
    row = referrals.referral(work, referral_id)
    if row.row_version != row_version:
        raise StaleRecord("store.stale", table="referral")
    if row.state != REFUSED:
        referrals.take_back(work, referral_id, row_version, on, explanation)
    if to == State.OUTPATIENT:
        episodes.return_from_referral(work, row.episode_id, on, explanation)
    else:
        episodes.begin_aftercare(work, row.episode_id, _episode(work, row).row_version, on, explanation)


def _require_issuable(work: Work, gathered: Gathered, dated_on: date, row_version: int | None) -> None:
    episode = gathered.episode
    if row_version is not None and gathered.referral.row_version != row_version:
        raise StaleRecord("store.stale", table="referral")
    if gathered.referral.state != DRAFT:
        raise RuleBroken("referrals.already_submitted")
    if episode.state == State.CLOSED:
        raise RuleBroken("episodes.closed", number=episode.registration_number)
    require_guardian_present(episode)
    if dated_on > work.clock.today():
        raise RuleBroken("letters.dated_in_future", field="dated_on")
    if dated_on < episode.registered_on:
        raise RuleBroken("letters.dated_too_early", field="dated_on", day=format_short(episode.registered_on))


def _mark_referred(work: Work, episode: EpisodeRow, dated_on: date) -> None:
    """Move the episode along; one that was refused elsewhere is referred already."""
    if episode.state == State.REFERRED:
        return
    try:
        episodes.mark_referred(work, episode.id, dated_on)
    except RuleBroken as trouble:
        raise trouble.beside("dated_on" if trouble.field == "on" else trouble.field) from None


def _slip(work: Work, gathered: Gathered, dated_on: date, code: str, number: str = "") -> tuple[Block, ...]:
    """Return the reply slip at the foot of the letter."""
    told = gathered.facts
    facts = SlipFacts(
        **gathered.frame.sheet(),
        signer=told.signer,
        day=dated_on,
        number=number,
        code=show_code(code),
        client=told.client,
        destination=told.destination.name,
        reply_by=due_day(work, gathered.referral.destination_id, SUBMITTED, dated_on),
    )
    return slip_blocks(facts, text_to_print(work, REPLY_SLIP.code).body)


def _order(work: Work, gathered: Gathered, dated_on: date, text: PaperTextRow) -> LetterOrder:
    facts, office = gathered.facts, profile(work)
    return order_of(
        letter_type(work, REFERRAL),
        office.unit_code,
        facts.signer,
        kind=KIND,
        dated_on=dated_on,
        addressee=" ".join(facts.destination.addressee),
        subject=referral_subject(facts, text.body),
        copies=facts.copies,
        about=About(
            client_id=gathered.referral.client_id,
            episode_id=gathered.referral.episode_id,
            referral_id=gathered.referral.id,
            is_summary_printed=gathered.is_summary_printed,
            text_version=text.version,
        ),
    )


def _episode(work: Work, row: ReferralRow) -> EpisodeRow:
    return episode_queries.episode(work, row.episode_id)
