"""What the page of the data requests asks of the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.clients import queries as clients
from rehab_app.clinic.clients.rows import FoundClient
from rehab_app.clinic.privacy import queries, service
from rehab_app.clinic.privacy.draft import DecisionDraft
from rehab_app.clinic.privacy.rows import OpenRequestRow, RequestRow
from rehab_app.desk import erase_client, retention
from rehab_app.desk.erase_client import Erased
from rehab_app.desk.retention import Retention
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.notices import Notice
from rehab_app.office.accounts.service import names_of
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work


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


def put_in_bin(
    session: Session, row: RequestRow, reason: str, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Put a request that was entered by mistake into the recycle bin."""
    return session.write(
        lambda work: service.bin_request(work, row.series_id, row.row_version, reason), done, failed, owner=owner
    )


def erase(session: Session, client_id: UUID, done: Done[Erased], failed: Failed, owner: QObject) -> Job:
    """Erase a client's records; her files go by ``remove_files`` once this is on disk."""
    return session.write(lambda work: erase_client.erase_client(work, client_id), done, failed, owner=owner)


def remove_files(session: Session, done: Done[int], failed: Failed, owner: QObject) -> Job:
    """Remove the files that no record names any more, and hand over how many."""
    files = session.clinic.attachments
    return session.write(lambda work: erase_client.remove_files(work, files), done, failed, owner=owner)
