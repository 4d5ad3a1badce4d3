"""What the section of papers and consent asks of the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.consent import queries as signed
from rehab_app.clinic.consent import service as consents
from rehab_app.clinic.consent.draft import ConsentDraft, WithdrawalDraft
from rehab_app.clinic.consent.rows import ConsentRow, IntakePaper, PaperState
from rehab_app.clinic.consent.rules import clock_of
from rehab_app.clinic.documents import queries as papers
from rehab_app.clinic.documents import service as documents
from rehab_app.clinic.documents.draft import CardDraft, PaperDraft
from rehab_app.clinic.documents.rows import CardRow, ChecklistRow, PaperRow
from rehab_app.clinic.privacy import queries as requested
from rehab_app.clinic.privacy import service as privacy
from rehab_app.clinic.privacy.draft import RequestDraft
from rehab_app.clinic.privacy.rows import RequestRow
from rehab_app.desk import issue_card
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.clients.day_time import typed_time
from rehab_app.ui.clients.keeping import Keeper, Past, Shown, keep
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

CONSENTS: Final = Keeper(signed.consent_versions, consents.bin_consent, names_of)
PAPERS: Final = Past(papers.paper_versions, names_of)
CARDS: Final = Past(papers.card_versions, names_of)


@dataclass(frozen=True, slots=True)
class Papers:
    """All the papers of one episode, and of its client the cards and her requests; ``assessed_on`` opens the way to a card."""

    signed: tuple[IntakePaper, ...]
    checklist: tuple[ChecklistRow, ...]
    cards: tuple[CardRow, ...]
    requests: tuple[RequestRow, ...]
    assessed_on: date | None
    now: datetime


def read(
    session: Session, client_id: UUID, episode_id: UUID | None, done: Done[Papers], failed: Failed, owner: QObject
) -> Job:
    """Read what the section shows; without an episode the cards and requests of the client alone."""
    kinds = [one.code for one in session.lists.of("consent_kind") if not one.is_retired]

    def task(work: "Work") -> Papers:
        cards, requests = papers.cards_of_client(work, client_id), requested.requests_of_client(work, client_id)
        now = work.clock.now()
        if episode_id is None:
            return Papers((), (), cards, requests, None, now)
        rows = _signed(work, episode_id, kinds)
        day = issue_card.assessed_on(work, episode_id)
        return Papers(rows, papers.checklist(work, episode_id), cards, requests, day, now)

    return session.read(task, done, failed, owner=owner)


def _signed(work: "Work", episode_id: UUID, kinds: Sequence[str]) -> tuple[IntakePaper, ...]:
    """Return the papers of intake, every other consent of the episode, and the kinds that may still be signed."""
    intake = signed.intake_papers(work, episode_id)
    shown = {paper.consent.series_id for paper in intake if paper.consent is not None}
    others = [row for row in signed.consents_of(work, episode_id) if row.series_id not in shown]
    known = {paper.kind for paper in intake} | {row.kind for row in others}
    missing = (IntakePaper(kind, False, PaperState.MISSING, None, None) for kind in kinds if kind not in known)
    return (*intake, *(_other(row, work.clock.now()) for row in others), *missing)


def _other(row: ConsentRow, now: datetime) -> IntakePaper:
    if row.withdrawn_at is None:
        return IntakePaper(row.kind, False, PaperState.SIGNED, row, None)
    return IntakePaper(row.kind, False, PaperState.WITHDRAWN, row, clock_of(row.withdrawn_at, row.stopped_at, now))


# What is signed.


def keep_consent(
    session: Session,
    episode_id: UUID,
    corrected: ConsentRow | None,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Record a signed consent, or write the next version of ``corrected`` with its reason."""
    return keep(
        session,
        ConsentDraft,
        values,
        None if corrected is None else Shown(corrected.series_id, corrected.row_version),
        done,
        failed,
        owner,
        record=lambda work, draft: consents.record_consent(work, episode_id, draft),
        correct=consents.correct_consent,
    )


def guarantor(
    session: Session, client_id: UUID, contact_id: UUID, done: Done[ConsentDraft], failed: Failed, owner: QObject
) -> Job:
    """Read what is known of somebody who stands by the client, as the pernyataan penjamin prints it."""
    return session.read(lambda work: signed.guarantor_from(work, client_id, contact_id), done, failed, owner=owner)


def withdraw(
    session: Session,
    consent: ConsentRow,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Withdraw a consent as from now; returns when processing must have stopped."""

    def task(work: "Work") -> object:
        draft = read_draft(WithdrawalDraft, answered(values))
        return consents.withdraw(work, consent.series_id, version_in(values, consent.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def report_stopped(
    session: Session, consent: ConsentRow, said: str, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Report that what a withdrawal asked to stop has stopped."""
    return session.write(
        lambda work: consents.report_stopped(work, consent.series_id, consent.row_version, said),
        done,
        failed,
        owner=owner,
    )


# What is handed in.


def keep_paper(
    session: Session,
    episode_id: UUID,
    corrected: PaperRow | None,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Record a paper that was handed in, or write the next version of ``corrected`` with its reason."""
    return keep(
        session,
        PaperDraft,
        values,
        None if corrected is None else Shown(corrected.series_id, corrected.row_version),
        done,
        failed,
        owner,
        record=lambda work, draft: documents.record_paper(work, episode_id, draft),
        correct=documents.correct_paper,
    )


def read_held(
    session: Session, episode_id: UUID, done: Done[tuple[PaperRow, ...]], failed: Failed, owner: QObject
) -> Job:
    """Read the originals of an episode that were not yet given back."""
    return session.read(lambda work: papers.originals_held(work, episode_id), done, failed, owner=owner)


def give_back(
    session: Session, papers_held: Sequence[PaperRow], day: date, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Record that held originals were given back."""

    def task(work: "Work") -> None:
        for paper in papers_held:
            documents.return_paper(work, paper.series_id, paper.row_version, day)

    return session.write(task, done, failed, owner=owner)


def bin_papers(
    session: Session, rows: Sequence[PaperRow], reason: str, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Put what was ticked for one kind of paper into the recycle bin."""

    def task(work: "Work") -> None:
        for paper in rows:
            documents.bin_paper(work, paper.series_id, paper.row_version, reason)

    return session.write(task, done, failed, owner=owner)


# The kartu lapor diri.


def issue(
    session: Session, episode_id: UUID, values: Mapping[str, object], done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Give a card; hands an ``IssuedCard`` to ``done``."""
    return session.write(
        lambda work: issue_card.issue_card(work, episode_id, read_draft(CardDraft, answered(values))),
        done,
        failed,
        owner=owner,
    )


def revoke(session: Session, card: CardRow, reason: str, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Revoke a card; its number is never given again."""
    return session.write(
        lambda work: documents.revoke_card(work, card.series_id, card.row_version, reason), done, failed, owner=owner
    )


# Requests about data.


def asked_values(session: Session, values: Mapping[str, object]) -> dict[str, object]:
    """Return the answers about a request with the instant that its day and time make; raises RuleBroken for no time."""
    known = dict(values)
    day = known.pop("asked_at", None)
    at = typed_time(str(known.pop("asked_time", "") or ""), "asked_time")
    if isinstance(day, date):
        known["asked_at"] = datetime.combine(day, at or datetime.min.time(), session.context.clock.zone)
    return known


def record_request(
    session: Session, client_id: UUID, values: Mapping[str, object], done: Done[object], failed: Failed, owner: QObject
) -> Job | None:
    """Record what a client asks about her data, on a day and at a time; now where neither was typed."""
    try:
        known = asked_values(session, answered(values))
    except RuleBroken as trouble:
        failed(trouble)
        return None
    return session.write(
        lambda work: privacy.record_request(work, client_id, read_draft(RequestDraft, known)),
        done,
        failed,
        owner=owner,
    )
