"""What the section of substances and diagnosis asks of the services."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.assessment import service as assessments
from rehab_app.clinic.assessment.draft import UseProfileDraft
from rehab_app.clinic.assessment.rows import UseProfileRow
from rehab_app.foundation.drafts import read_draft
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work


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
    known = answered(values)
    reason = str(known.pop("reason", ""))

    def task(work: "Work") -> object:
        draft = read_draft(UseProfileDraft, known)
        if profile is None:
            return assessments.record_use_profile(work, episode_id, draft)
        assessments.correct_use_profile(work, profile.series_id, version_in(values, profile.row_version), draft, reason)
        return profile.series_id

    return session.write(task, done, failed, owner=owner)
