"""What the section of substances and diagnosis asks of the services."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.assessment import queries as assessment
from rehab_app.clinic.assessment import service as assessments
from rehab_app.clinic.assessment.draft import UseProfileDraft
from rehab_app.clinic.assessment.rows import UseProfileRow
from rehab_app.clinic.diagnoses import queries as diagnoses
from rehab_app.clinic.diagnoses.rows import DiagnosisRow
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.clients.keeping import Past, Shown, keep
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

PROFILES: Final = Past(assessment.use_profile_versions, names_of)


def keep_profile(
    session: Session,
    episode_id: UUID,
    profile: UseProfileRow | None,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Record the use profile of an episode, or write the next version of ``profile`` with its reason."""
    return keep(
        session,
        UseProfileDraft,
        values,
        None if profile is None else Shown(profile.series_id, profile.row_version),
        done,
        failed,
        owner,
        record=lambda work, draft: assessments.record_use_profile(work, episode_id, draft),
        correct=assessments.correct_use_profile,
    )


def read_diagnoses(
    session: Session,
    episode_id: UUID,
    day: date,
    done: Done[tuple[DiagnosisRow, ...]],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Read the diagnoses that the doctor holds on ``day``, the main one first."""
    return session.read(lambda work: diagnoses.held_diagnoses(work, episode_id, day), done, failed, owner=owner)
