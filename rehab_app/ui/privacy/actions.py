"""What the page of the data requests asks of the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.clients import queries as clients
from rehab_app.clinic.clients.rows import FoundClient
from rehab_app.clinic.privacy import queries, service
from rehab_app.clinic.privacy.draft import DecisionDraft, RequestDraft
from rehab_app.clinic.privacy.rows import OpenRequestRow, RequestRow
from rehab_app.desk import erase_client, retention
from rehab_app.desk.erase_client import Erased
from rehab_app.desk.retention import Retention
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.clients.consent.actions import asked_values
from rehab_app.ui.clients.keeping import Keeper, Shown, keep
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

REQUESTS: Final = Keeper(queries.request_versions, service.bin_request, names_of)


@dataclass(frozen=True, slots=True)
class ClientRequests:
    """All that one client asked, the latest first, and how long her record is kept."""

    client_id: UUID
    client: FoundClient | None
    requests: tuple[RequestRow, ...]
    retention: Retention
    names: Mapping[UUID, str]


def read_open(session: Session, done: Done[tuple[OpenRequestRow, ...]], failed: Failed, owner: QObject) -> Job:
    """Read the requests that are undecided, or granted and not carried out, the first due first."""
    return session.read(queries.open_requests, done, failed, owner=owner)


def read_client(session: Session, client_id: UUID, done: Done[ClientRequests], failed: Failed, owner: QObject) -> Job:
    """Read all that one client asked."""

    def task(work: "Work") -> ClientRequests:
        requests = queries.requests_of_client(work, client_id)
        found = clients.find_by_ids(work, [client_id])
        names = names_of(work, [row.decided_by for row in requests if row.decided_by is not None])
        kept = retention.retention(work, client_id)
        return ClientRequests(client_id, found[0] if found else None, requests, kept, names)

    return session.read(task, done, failed, owner=owner)


def proposed_ground(
    session: Session, row: RequestRow, decision: str, done: Done[Notice | None], failed: Failed, owner: QObject
) -> Job:
    """Read the ground to propose for a decision."""
    return session.read(
        lambda work: retention.proposed_ground(work, row.client_id, row.kind, decision), done, failed, owner=owner
    )


def decide(
    session: Session,
    row: RequestRow,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Decide a request."""

    def task(work: "Work") -> None:
        draft = read_draft(DecisionDraft, answered(values))
        retention.decide_request(work, row.series_id, version_in(values, row.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def carry_out(
    session: Session,
    row: RequestRow,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Enter that what was granted has been done."""
    known = answered(values)

    done_on = known.get("done_on")

    def task(work: "Work") -> None:
        day = done_on if isinstance(done_on, date) else None
        version = version_in(values, row.row_version)
        service.carry_out(work, row.series_id, version, day, str(known.get("remark", "")))

    return session.write(task, done, failed, owner=owner)


def correct(
    session: Session,
    row: RequestRow,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job | None:
    """Correct what was recorded of a request, with the reason; None where the time cannot be read."""
    try:
        known = asked_values(session, values)
    except RuleBroken as trouble:
        failed(trouble)
        return None
    if known.get("asked_at") == row.asked_at.replace(second=0, microsecond=0):
        del known["asked_at"]  # the form knows no seconds: untouched, the instant stays as it was
    shown = Shown(row.series_id, row.row_version)
    return keep(
        session,
        RequestDraft,
        known,
        shown,
        done,
        failed,
        owner,
        record=lambda work, draft: service.record_request(work, row.client_id, draft),
        correct=service.correct_request,
    )


def erase(session: Session, client_id: UUID, done: Done[Erased], failed: Failed, owner: QObject) -> Job:
    """Erase a client's records; her files go by ``remove_files`` once this is on disk."""
    return session.write(lambda work: erase_client.erase_client(work, client_id), done, failed, owner=owner)


def remove_files(session: Session, done: Done[int], failed: Failed, owner: QObject) -> Job:
    """Remove the files that no record names any more, and hand over how many."""
    files = session.clinic.attachments
    return session.write(lambda work: erase_client.remove_files(work, files), done, failed, owner=owner)
