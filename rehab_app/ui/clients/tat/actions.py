"""What the section of the TAT asks of the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.tat import queries, service
from rehab_app.clinic.tat.draft import CaseDraft, DutyDraft, ReportDraft
from rehab_app.clinic.tat.rows import CaseRow, ReportRow
from rehab_app.foundation.drafts import read_draft
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

MOST_MEMBERS: Final = 8
MEMBER_FIELDS: Final = ("part", "name", "rank", "staff_number", "title")
EXPLANATION: Final = "explanation"
SAID: Final = "said"
REASON: Final = "reason"
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of an episode, the latest first, the reports of its duty, the first due first, and who entered them."""

    rows: tuple[CaseRow, ...]
    reports: tuple[ReportRow, ...]
    names: Mapping[UUID, str]

    @property
    def case(self) -> CaseRow | None:
        """The case that was opened last."""
        return self.rows[0] if self.rows else None


def read(session: Session, episode_id: UUID, done: Done[Cases], failed: Failed, owner: QObject) -> Job:
    """Read what the section shows."""

    def task(work: "Work") -> Cases:
        rows = queries.cases_of_episode(work, episode_id)
        return Cases(
            rows,
            queries.reports_of_episode(work, episode_id),
            names_of(work, list({row.entered_by for row in rows})),
        )

    return session.read(task, done, failed, owner=owner)


def read_case_versions(
    session: Session,
    series_id: UUID,
    done: Done[tuple[Sequence[CaseRow], Mapping[UUID, str]]],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Read every version of a case, and who entered them."""

    def task(work: "Work") -> tuple[Sequence[CaseRow], Mapping[UUID, str]]:
        rows = queries.case_versions(work, series_id)
        return rows, names_of(work, list({row.entered_by for row in rows}))

    return session.read(task, done, failed, owner=owner)


def read_report_versions(
    session: Session,
    series_id: UUID,
    done: Done[tuple[Sequence[ReportRow], Mapping[UUID, str]]],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Read every version of a report, and who entered them."""

    def task(work: "Work") -> tuple[Sequence[ReportRow], Mapping[UUID, str]]:
        rows = queries.report_versions(work, series_id)
        return rows, names_of(work, list({row.entered_by for row in rows}))

    return session.read(task, done, failed, owner=owner)


def open_case(
    session: Session, episode_id: UUID, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Enter the request for an integrated assessment."""
    explanation = str(values.get(EXPLANATION) or "")

    def task(work: "Work") -> object:
        return service.open_case(work, episode_id, _case(values), explanation)

    return session.write(task, done, failed, owner=owner)


def move_case(
    session: Session,
    row: CaseRow,
    to_state: str,
    values: Values,
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Move a case on to ``to_state`` with what is known of it then."""
    told, version = str(values.get(SAID) or ""), version_in(values, row.row_version)

    def task(work: "Work") -> None:
        service.move_case(work, row.series_id, version, to_state, _case(values), told)

    return session.write(task, done, failed, owner=owner)


def correct_case(
    session: Session, row: CaseRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Correct what is said of a case, with the reason."""
    reason, version = str(values.get(REASON) or ""), version_in(values, row.row_version)

    def task(work: "Work") -> None:
        service.correct_case(work, row.series_id, version, _case(values), reason)

    return session.write(task, done, failed, owner=owner)


def bin_case(session: Session, row: CaseRow, reason: str, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Put a case into the recycle bin."""
    return session.write(
        lambda work: service.bin_case(work, row.series_id, row.row_version, reason), done, failed, owner=owner
    )


def plan_duty(
    session: Session, row: CaseRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Begin the duty to report, or renew it; hands the number of its reports to ``done``."""

    def task(work: "Work") -> object:
        draft = read_draft(DutyDraft, answered(values))
        return service.plan_duty(work, row.series_id, version_in(values, row.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def end_case(session: Session, row: CaseRow, values: Values, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """End a case, or its duty to report, with the day and the reason."""
    on, reason = values.get("on"), str(values.get(REASON) or "")
    day, version = on if isinstance(on, date) else None, version_in(values, row.row_version)
    return session.write(
        lambda work: service.end_case(work, row.series_id, version, day, reason), done, failed, owner=owner
    )


def keep_report(
    session: Session, row: ReportRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Record a report, or correct one that was recorded, with the reason."""
    known = answered(values)
    reason, version = str(known.pop(REASON, "")), version_in(values, row.row_version)

    def task(work: "Work") -> None:
        draft = read_draft(ReportDraft, known)
        if row.is_kept is None:
            service.record_report(work, row.series_id, version, draft)
        else:
            service.correct_report(work, row.series_id, version, draft, reason)

    return session.write(task, done, failed, owner=owner)


def team_in(values: Values) -> list[dict[str, object]]:
    """Return the team that the form holds: its members with a name, or of whom anything but the part was typed."""
    found = []
    for number in range(MOST_MEMBERS):
        member = {name: values.get(f"team.{number}.{name}") or "" for name in MEMBER_FIELDS}
        if any(value for name, value in member.items() if name != "part"):
            found.append(member)
    return found


def _case(values: Values) -> CaseDraft:
    """Return the whole case: what the form asked, and what it carried along."""
    known = {name: value for name, value in answered(values).items() if not name.startswith("team.")}
    if any(name.startswith("team.") for name in values):
        known["team"] = team_in(values)
    for name in (EXPLANATION, SAID, REASON):
        known.pop(name, None)
    return read_draft(CaseDraft, known)
