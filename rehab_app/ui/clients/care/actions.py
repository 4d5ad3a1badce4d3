"""What the section of the masa perawatan asks of the services."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft, EpisodeDraft, OutpatientDraft, ReporterDraft
from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.desk.close_episode import close_episode
from rehab_app.foundation.drafts import read_draft
from rehab_app.ui.clients.answered import answered, carried, version_in
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

Values = Mapping[str, object]


def open_outpatient(
    session: Session, episode: EpisodeRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Open outpatient care."""

    def task(work: "Work") -> None:
        draft = read_draft(OutpatientDraft, answered(values))
        episodes.open_outpatient(work, episode.id, version_in(values, episode.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def close(
    session: Session, episode: EpisodeRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """End an episode with its outcome."""

    def task(work: "Work") -> None:
        close_episode(
            work, episode.id, version_in(values, episode.row_version), read_draft(CloseDraft, answered(values))
        )

    return session.write(task, done, failed, owner=owner)


def close_examined_only(
    session: Session, episode: EpisodeRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """End the episode of a client who was only examined."""
    on, explanation = values.get("on"), str(values.get("explanation") or "")

    def task(work: "Work") -> None:
        day = on if isinstance(on, date) else None
        episodes.close_examined_only(work, episode.id, version_in(values, episode.row_version), day, explanation)

    return session.write(task, done, failed, owner=owner)


def begin_aftercare(
    session: Session, episode: EpisodeRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Move an episode to aftercare."""
    on, explanation = values.get("on"), str(values.get("explanation") or "")

    def task(work: "Work") -> None:
        day = on if isinstance(on, date) else None
        episodes.begin_aftercare(work, episode.id, version_in(values, episode.row_version), day, explanation)

    return session.write(task, done, failed, owner=owner)


def guardian_came(
    session: Session, episode: EpisodeRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Enter the parent or guardian of a client who waited for one."""

    def task(work: "Work") -> None:
        draft = read_draft(ReporterDraft, answered(values))
        episodes.guardian_came(work, episode.id, version_in(values, episode.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def came_of_age(session: Session, episode: EpisodeRow, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """End the wait of a client who is 18 by now."""
    return session.write(
        lambda work: episodes.came_of_age(work, episode.id, episode.row_version), done, failed, owner=owner
    )


def change_registration(
    session: Session, episode: EpisodeRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Correct a registration."""

    def task(work: "Work") -> None:
        kept = carried(episode, EpisodeDraft.model_fields, values)
        draft = read_draft(EpisodeDraft, {**kept, **answered(values)})
        episodes.change_episode(work, episode.id, version_in(values, episode.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def assign_counsellor(
    session: Session, episode: EpisodeRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Give an episode its counsellor."""
    counsellor_id, version = UUID(str(values["counsellor_id"])), version_in(values, episode.row_version)
    return session.write(
        lambda work: episodes.assign_counsellor(work, episode.id, version, counsellor_id), done, failed, owner=owner
    )
