"""Preparing referrals, following them state by state, and keeping the list of destinations."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Table
from sqlmodel import col, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.loading import loaded_episode
from rehab_app.clinic.episodes.rules import State, require_guardian_present
from rehab_app.clinic.referrals.draft import DestinationDraft, ReferralDraft, StepDraft
from rehab_app.clinic.referrals.due_days import due_day
from rehab_app.clinic.referrals.model import Destination, Referral, ReferralStep
from rehab_app.clinic.referrals.rows import DestinationRow, ReferralRow, StepRow
from rehab_app.clinic.referrals.rules import (
    AWAITING_REPLY,
    BY_TASK,
    CANCELLED,
    DRAFT,
    LETTER,
    OPEN,
    ORDER,
    RETURNED,
    SUBMITTED,
    check_step,
)
from rehab_app.clinic.referrals.slips import new_reply_code
from rehab_app.clinic.referrals.stepping import enter_step, loaded_referral, tell
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_STEP: Final[Table] = ReferralStep.__table__  # type: ignore[attr-defined]
# Put together once: every opened file, and the first page, ask it.
_FOUND: Final = (
    select(Referral, Client, Destination)
    .join(Client, col(Client.id) == Referral.client_id)
    .join(Destination, col(Destination.id) == Referral.destination_id)
    .order_by(col(Referral.created_at).desc())
)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def destinations(work: Work, *, with_retired: bool = False) -> list[DestinationRow]:
    """Return the destinations by name."""
    query = select(Destination).order_by(col(Destination.name))
    if not with_retired:
        query = query.where(col(Destination.is_retired).is_(False))
    return [_destination_row(row) for row in work.session.exec(query)]


@needs(DataClass.PENGATURAN, Right.INPUT)
def seed_destinations(work: Work, lists: ValueLists) -> None:
    """Enter the delivered destinations that are not there yet; called when a clinic is made."""
    known = set(work.session.exec(select(Destination.code)))
    for choice in lists.of("destination"):
        if choice.code not in known:
            draft = DestinationDraft(
                name=choice.label_id,
                kind=choice.text("kind"),
                addressee=choice.text("addressee"),
                place=choice.text("place"),
                checklist=list(choice.codes("checklist")),
                remark=choice.text("remark"),
            )
            work.add(Destination(id=work.new_id(), code=choice.code, **draft.model_dump()), "destinations.add")


@needs(DataClass.PENGATURAN, Right.INPUT)
def add_destination(work: Work, draft: DestinationDraft, lists: ValueLists) -> UUID:
    """Add a destination of the office's own."""
    draft.check(lists)
    destination = Destination(id=work.new_id(), code=work.new_id().hex, **draft.model_dump())
    return work.add(destination, "destinations.add").id


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def change_destination(
    work: Work, destination_id: UUID, row_version: int, draft: DestinationDraft, lists: ValueLists
) -> None:
    """Change or retire a destination; letters already issued keep what was printed on them."""
    draft.check(lists)
    destination = work.session.get_one(Destination, destination_id)
    if destination.row_version != row_version:
        raise StaleRecord("store.stale", table="destination")
    for name, value in draft.model_dump().items():
        setattr(destination, name, value)
    work.change(destination, "destinations.change")


@needs(DataClass.KLINIS, Right.INPUT)
def prepare(work: Work, episode_id: UUID, draft: ReferralDraft, lists: ValueLists) -> UUID:
    """Prepare a referral of an open episode and return its id; it is submitted when its letter is issued.

    Raises RuleBroken where the episode is closed or waits for a guardian, or another referral of it is still open.
    """
    draft.check(lists)
    episode = loaded_episode(work, episode_id)
    if episode.state == State.CLOSED:
        raise RuleBroken("referrals.episode_closed")
    require_guardian_present(episode)
    _refuse_second(work, episode_id)
    _require_offered(work, draft)
    values = draft.model_dump() | {"documents": list(dict.fromkeys(draft.documents))}
    referral = Referral(
        id=work.new_id(),
        client_id=episode.client_id,
        episode_id=episode.id,
        state=DRAFT,
        state_on=work.clock.today(),
        **values,
    )
    work.add(referral, "referrals.prepare")
    tell(work, referral)
    return referral.id


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def change_prepared(work: Work, referral_id: UUID, row_version: int, draft: ReferralDraft, lists: ValueLists) -> None:
    """Change a referral that was not submitted yet; of a submitted one only the documents and the escort.

    Refused once it came to its end.
    """
    draft.check(lists)
    referral = loaded_referral(work, referral_id, row_version)
    if referral.state not in OPEN:
        raise RuleBroken("referrals.ended")
    if referral.state != DRAFT and (draft.destination_id, draft.reason) != (referral.destination_id, referral.reason):
        raise RuleBroken("referrals.already_submitted")
    _require_offered(work, draft, kept=referral.destination_id)
    values = draft.model_dump() | {"documents": list(dict.fromkeys(draft.documents))}
    for name, value in values.items():
        setattr(referral, name, value)
    work.change(referral, "referrals.change")
    tell(work, referral)


@needs(DataClass.SURAT, Right.INPUT)
def submit(work: Work, referral_id: UUID, letter_id: UUID, on: date, reply_code: str = "") -> None:
    """Mark a prepared referral as submitted by its letter of the day ``on``; called by the task that issues the letter.

    From then on an answer is expected. ``reply_code`` is the one that stands in the letter; without it one is made.
    """
    referral = work.session.get_one(Referral, referral_id)
    if referral.state != DRAFT:
        raise RuleBroken("referrals.already_submitted")
    code = reply_code or new_reply_code(work)
    due_on = due_day(work, referral.destination_id, SUBMITTED, on)
    enter_step(work, referral, SUBMITTED, on, "", letter_id=letter_id, reply_code=code, sent_on=on, reply_due_on=due_on)


@needs(DataClass.KLINIS, Right.INPUT)
def move(work: Work, referral_id: UUID, row_version: int, draft: StepDraft) -> str:
    """Enter what the destination answered as the next state, with its day; returns the state it left.

    A cancellation and a return have tasks of their own (``desk.refer``), because letter and episode follow them.
    """
    if draft.to_state in BY_TASK:
        raise RuleBroken("referrals.has_own_task", field="to_state")
    return _moved(work, referral_id, row_version, draft)


@needs(DataClass.KLINIS, Right.INPUT)
def cancel(work: Work, referral_id: UUID, row_version: int, on: date, explanation: str) -> None:
    """Cancel a referral with the reason; called by the task that voids its letter."""
    draft = StepDraft(to_state=CANCELLED, happened_on=on, explanation=explanation)
    _moved(work, referral_id, row_version, draft)


@needs(DataClass.KLINIS, Right.INPUT)
def take_back(work: Work, referral_id: UUID, row_version: int, on: date, explanation: str) -> None:
    """Enter that the client came back; called by the task that takes the episode on."""
    draft = StepDraft(to_state=RETURNED, happened_on=on, explanation=explanation)
    _moved(work, referral_id, row_version, draft)


@needs(DataClass.KLINIS, Right.MELIHAT)
def referral(work: Work, referral_id: UUID) -> ReferralRow:
    """Return one referral."""
    return _rows(work, col(Referral.id) == referral_id)[0]


@needs(DataClass.KLINIS, Right.MELIHAT)
def of_episode(work: Work, episode_id: UUID) -> list[ReferralRow]:
    """Return the referrals of one episode, newest first."""
    return _rows(work, col(Referral.episode_id) == episode_id)


@needs(DataClass.KLINIS, Right.MELIHAT)
def open_referrals(work: Work) -> list[ReferralRow]:
    """Return every referral that is not at its end, those longest in their state first."""
    return sorted(_rows(work, col(Referral.state).in_(OPEN)), key=lambda row: row.state_on)


@needs(DataClass.KLINIS, Right.MELIHAT)
def awaiting_reply(work: Work) -> list[ReferralRow]:
    """Return the submitted referrals whose client has not been admitted yet, oldest first."""
    return sorted(_rows(work, col(Referral.state).in_(AWAITING_REPLY)), key=lambda row: row.state_on)


@needs(DataClass.KLINIS, Right.MELIHAT)
def steps(work: Work, referral_id: UUID) -> list[StepRow]:
    """Return the steps of one referral, first to last."""
    query = select(ReferralStep).where(ReferralStep.referral_id == referral_id, is_current(_STEP))
    return [
        StepRow(step.from_state, step.to_state, step.happened_on, step.explanation, step.created_by)
        for step in sorted(work.session.exec(query), key=lambda step: ORDER.index(step.to_state))
    ]


def _moved(work: Work, referral_id: UUID, row_version: int, draft: StepDraft) -> str:
    referral = loaded_referral(work, referral_id, row_version)
    left = referral.state
    check_step(left, draft.to_state, referral.state_on, draft.happened_on, work.clock.today(), draft.explanation)
    due_on = due_day(work, referral.destination_id, draft.to_state, draft.happened_on)
    enter_step(work, referral, draft.to_state, draft.happened_on, draft.explanation, reply_due_on=due_on)
    return left


def _refuse_second(work: Work, episode_id: UUID) -> None:
    query = select(Referral.id).where(Referral.episode_id == episode_id, col(Referral.state).in_(OPEN))
    if work.session.exec(query).first():
        raise RuleBroken("referrals.open_exists")


def _require_offered(work: Work, draft: ReferralDraft, kept: UUID | None = None) -> None:
    destination = work.session.get(Destination, draft.destination_id)
    if destination is None or (destination.is_retired and destination.id != kept):
        raise RuleBroken("referrals.unknown_destination", field="destination_id")


def _rows(work: Work, condition: ColumnElement[bool]) -> list[ReferralRow]:
    today = work.clock.today()
    return [
        ReferralRow(
            id=referral.id,
            row_version=referral.row_version,
            client_id=referral.client_id,
            episode_id=referral.episode_id,
            rm_number=client.rm_number,
            initials=client.initials,
            destination_id=referral.destination_id,
            destination=destination.name,
            reason=referral.reason,
            escort=referral.escort,
            documents=tuple(referral.documents),
            missing_documents=_missing(referral, destination),
            state=referral.state,
            state_on=referral.state_on,
            days=(today - referral.state_on).days,
            letter_id=referral.letter_id,
            reply_code=referral.reply_code or "",
            sent_on=referral.sent_on,
            reply_due_on=referral.reply_due_on,
            ready_documents=_ready(referral),
        )
        for referral, client, destination in work.session.exec(_FOUND.where(condition))
    ]


def _missing(referral: Referral, destination: Destination) -> tuple[str, ...]:
    """Return what the destination asks for and is not there; the letter is there once it was issued."""
    ready = _ready(referral)
    return tuple(code for code in destination.checklist if code not in ready)


def _ready(referral: Referral) -> tuple[str, ...]:
    return (*([LETTER] if referral.letter_id else []), *referral.documents)


def _destination_row(row: Destination) -> DestinationRow:
    return DestinationRow(
        id=row.id,
        row_version=row.row_version,
        code=row.code,
        name=row.name,
        kind=row.kind,
        addressee=row.addressee,
        place=row.place,
        address=row.address,
        phone=row.phone,
        checklist=tuple(row.checklist),
        remark=row.remark,
        is_retired=row.is_retired,
        reply_days=row.reply_days,
    )
