"""What the section of the screening asks of the services."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.assessment import queries
from rehab_app.clinic.assessment import service as assessments
from rehab_app.clinic.assessment.draft import ScreeningDraft
from rehab_app.clinic.assessment.rows import ScreeningRow
from rehab_app.clinic.assessment.rules import Result
from rehab_app.ui.clients.keeping import Shown, keep
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session


def score(session: Session, answers: Mapping[str, object], done: Done[Result], failed: Failed, owner: QObject) -> Job:
    """Score the answers so far under the office's settings; nothing is kept."""
    return session.read(lambda work: assessments.score_answers(work, answers), done, failed, owner=owner)


def keep_screening(
    session: Session,
    episode_id: UUID,
    corrected: ScreeningRow | None,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Record a screening, or write the next version of ``corrected`` with its reason."""
    return keep(
        session,
        ScreeningDraft,
        values,
        None if corrected is None else Shown(corrected.series_id, corrected.row_version),
        done,
        failed,
        owner,
        record=lambda work, draft: assessments.record_screening(work, episode_id, draft),
        correct=assessments.correct_screening,
    )


def versions(
    session: Session, series_id: UUID, done: Done[Sequence[ScreeningRow]], failed: Failed, owner: QObject
) -> Job:
    """Read every version of one screening, the first one first."""
    return session.read(lambda work: queries.screening_versions(work, series_id), done, failed, owner=owner)
