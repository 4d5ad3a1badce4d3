"""What following up asks of the services, in the file and in the room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.clients import contacts
from rehab_app.clinic.clients import service as clients
from rehab_app.clinic.clients.contacts import SafeContactDraft, SafeContactRow
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.clinic.followup import queries, service, summonses, watch
from rehab_app.clinic.followup.draft import CallDraft, SummonsDraft
from rehab_app.clinic.followup.rows import AbsentRow, CallRow, CallTarget, SummonsRow, Tried
from rehab_app.desk import close_episode as closing
from rehab_app.desk import follow_up as papers
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.accounts.names import names_of
from rehab_app.office.calendar.days import closed_days
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.clients.day_time import typed_time
from rehab_app.ui.clients.keeping import Past, Shown, keep
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

OWN: Final = "own"
"""The answer that means the client's own number; a contact is named by her id."""
OUTCOME: Final = "dropped_out"
SUMMONSES: Final = Past(queries.summons_versions, names_of)
_LOOK_AHEAD: Final = timedelta(days=14)
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Calling:
    """What whoever calls has before her: the client, the numbers with their rules, the calls so far, the next open day."""

    client_id: UUID
    episode_id: UUID
    name: str
    initials: str
    rm_number: str
    targets: tuple[CallTarget, ...]
    calls: tuple[CallRow, ...]
    next_day: date


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What the file shows: why the client is on the list now, calls, summonses, contacts with their rules, who entered them."""

    absent: AbsentRow | None
    calls: tuple[CallRow, ...]
    summonses: tuple[SummonsRow, ...]
    contacts: tuple[SafeContactRow, ...]
    targets: tuple[CallTarget, ...]
    names: Mapping[UUID, str]
    next_day: date


@dataclass(frozen=True, slots=True)
class DropOut:
    """What stands before the decision on a drop-out: the episode in its present version, and what was tried."""

    episode: EpisodeRow
    tried: Tried


def read(
    session: Session, client_id: UUID, episode_id: UUID, done: Done[FollowUps], failed: Failed, owner: QObject
) -> Job:
    """Read what the section shows."""

    def task(work: "Work") -> FollowUps:
        calls = queries.calls_of_episode(work, episode_id)
        sent = queries.summonses_of_episode(work, episode_id)
        return FollowUps(
            absent=next((row for row in watch.absent(work) if row.episode_id == episode_id), None),
            calls=calls,
            summonses=sent,
            contacts=contacts.safe_contacts(work, [client_id]),
            targets=watch.targets_of(work, client_id, episode_id),
            names=names_of(work, list({row.entered_by for row in calls} | {row.entered_by for row in sent})),
            next_day=_next_open_day(work),
        )

    return session.read(task, done, failed, owner=owner)


def open_calling(
    session: Session, client_id: UUID, episode_id: UUID, done: Done[Calling], failed: Failed, owner: QObject
) -> Job:
    """Open what a call needs: the client's name and numbers are seen, so it is entered into the audit as a look at her file."""

    def task(work: "Work") -> Calling:
        file = clients.open_file(work, client_id)
        return Calling(
            client_id=client_id,
            episode_id=episode_id,
            name=file.draft.full_name or file.draft.initials,
            initials=file.draft.initials,
            rm_number=file.rm_number,
            targets=watch.targets_of(work, client_id, episode_id),
            calls=queries.calls_of_episode(work, episode_id),
            next_day=_next_open_day(work),
        )

    return session.write(task, done, failed, owner=owner)


def read_calls(
    session: Session, episode_id: UUID, done: Done[Sequence[CallRow]], failed: Failed, owner: QObject
) -> Job:
    """Read the calls of an episode."""
    return session.read(lambda work: queries.calls_of_episode(work, episode_id), done, failed, owner=owner)


def read_call_versions(
    session: Session,
    series_id: UUID,
    done: Done[tuple[Sequence[CallRow], Mapping[UUID, str]]],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Read every version of a call, and who entered them."""

    def task(work: "Work") -> tuple[Sequence[CallRow], Mapping[UUID, str]]:
        rows = queries.call_versions(work, series_id)
        return rows, names_of(work, list({row.entered_by for row in rows}))

    return session.read(task, done, failed, owner=owner)


def keep_call(
    session: Session,
    episode_id: UUID,
    shown: CallRow | None,
    values: Values,
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Record a call, or write the next version of ``shown`` with its reason."""
    typed = {name: value for name, value in values.items() if not (name == "contact_id" and value == OWN)}
    return keep(
        session,
        CallDraft,
        typed,
        None if shown is None else Shown(shown.series_id, shown.row_version),
        done,
        failed,
        owner,
        record=lambda work, draft: service.record_call(work, episode_id, draft),
        correct=service.correct_call,
    )


def bin_call(session: Session, row: CallRow, reason: str, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Put a call into the recycle bin."""
    return session.write(
        lambda work: service.bin_call(work, row.series_id, row.row_version, reason), done, failed, owner=owner
    )


def prepare(
    session: Session,
    episode_id: UUID,
    kind: str,
    values: Values,
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job | None:
    """Prepare a summons or a notice, and hand its row to ``done``; a time that cannot be read is told to ``failed`` at once."""
    typed = answered(values)
    try:
        typed["new_at"] = typed_time(str(values.get("new_at") or ""), "new_at")
    except RuleBroken as trouble:
        failed(trouble)
        return None

    def task(work: "Work") -> object:
        series_id = summonses.prepare_summons(work, episode_id, kind, read_draft(SummonsDraft, typed))
        return queries.summons(work, series_id)

    return session.write(task, done, failed, owner=owner)


def mark_sent(
    session: Session, row: SummonsRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Enter the day on which a summons was sent, and hand its row to ``done``."""
    day = values.get("sent_on")

    def task(work: "Work") -> object:
        version = version_in(values, row.row_version)
        summonses.mark_sent(work, row.series_id, version, day if isinstance(day, date) else None)
        return queries.summons(work, row.series_id)

    return session.write(task, done, failed, owner=owner)


def cancel(session: Session, row: SummonsRow, reason: str, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Cancel a summons with the reason."""
    return session.write(
        lambda work: summonses.cancel_summons(work, row.series_id, row.row_version, reason), done, failed, owner=owner
    )


def read_summons(session: Session, series_id: UUID, done: Done[SummonsRow], failed: Failed, owner: QObject) -> Job:
    """Read a summons in its present version."""
    return session.read(lambda work: queries.summons(work, series_id), done, failed, owner=owner)


def read_summonses(
    session: Session, episode_id: UUID, done: Done[tuple[SummonsRow, ...]], failed: Failed, owner: QObject
) -> Job:
    """Read the summonses and notices of an episode, the latest first."""
    return session.read(lambda work: queries.summonses_of_episode(work, episode_id), done, failed, owner=owner)


def draw_summons(session: Session, series_id: UUID, done: Done[bytes], failed: Failed, owner: QObject) -> Job:
    """Draw the paper of a summons."""
    return session.read(lambda work: papers.summons_pdf(work, series_id, session.lists), done, failed, owner=owner)


def note_summons(session: Session, series_id: UUID, deed: str, done: Done[None], failed: Failed, owner: QObject) -> Job:
    """Enter into the audit that the paper of a summons leaves the program."""
    return session.write(lambda work: papers.note_summons(work, series_id, deed), done, failed, owner=owner)


def read_drop_out(session: Session, episode_id: UUID, done: Done[DropOut], failed: Failed, owner: QObject) -> Job:
    """Read the episode and what was tried since the client last came."""
    return session.read(
        lambda work: DropOut(episodes.episode(work, episode_id), queries.tried(work, episode_id)),
        done,
        failed,
        owner=owner,
    )


def drop_out(
    session: Session, episode: EpisodeRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """End an episode as dropped out, with the day and the reason of the decision."""

    def task(work: "Work") -> None:
        draft = read_draft(CloseDraft, {**answered(values), "outcome": OUTCOME})
        closing.close_episode(work, episode.id, version_in(values, episode.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def read_contacts(
    session: Session, client_id: UUID, done: Done[Sequence[SafeContactRow]], failed: Failed, owner: QObject
) -> Job:
    """Read who stands by a client, with the rules for calling them."""
    return session.read(lambda work: contacts.safe_contacts(work, [client_id]), done, failed, owner=owner)


def keep_rules(
    session: Session, contact: SafeContactRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Keep the rules for calling one contact."""

    def task(work: "Work") -> None:
        draft = read_draft(SafeContactDraft, answered(values))
        contacts.set_safe_contact(work, contact.id, version_in(values, contact.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def _next_open_day(work: "Work") -> date:
    """Return the next day on which the clinic is open; tomorrow where the whole time ahead is closed."""
    tomorrow = work.clock.today() + timedelta(days=1)
    closed = closed_days(work, tomorrow, tomorrow + _LOOK_AHEAD)
    days = (tomorrow + timedelta(days=number) for number in range(_LOOK_AHEAD.days))
    return next((day for day in days if day not in closed), tomorrow)
