"""What the section of the masa perawatan asks of the services."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel
from PySide6.QtCore import QObject

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft, EpisodeDraft, OutpatientDraft, ReporterDraft
from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.desk import close_episode as closing
from rehab_app.foundation.drafts import read_draft
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

Values = Mapping[str, object]
D = TypeVar("D", bound=BaseModel)


class Deed(Protocol):
    """What a form of this section does with its answers."""

    def __call__(
        self,
        session: Session,
        episode: EpisodeRow,
        values: Values,
        done: Done[object],
        failed: Failed,
        owner: QObject,
    ) -> Job:
        """Do it in one writing unit of work."""


def _drafted(kind: type[D], deed: Callable[["Work", UUID, int, D], object]) -> Deed:
    """Return what reads the answers as a draft of ``kind`` and hands it to ``deed``, with the version that was shown."""

    def act(
        session: Session, episode: EpisodeRow, values: Values, done: Done[object], failed: Failed, owner: QObject
    ) -> Job:
        def task(work: "Work") -> None:
            draft = read_draft(kind, answered(values))
            deed(work, episode.id, version_in(values, episode.row_version), draft)

        return session.write(task, done, failed, owner=owner)

    return act


def _dated(deed: Callable[["Work", UUID, int, date | None, str], object]) -> Deed:
    """Return what hands day and explanation to ``deed``, with the version that was shown."""

    def act(
        session: Session, episode: EpisodeRow, values: Values, done: Done[object], failed: Failed, owner: QObject
    ) -> Job:
        on, explanation = values.get("on"), str(values.get("explanation") or "")
        day, version = on if isinstance(on, date) else None, version_in(values, episode.row_version)
        return session.write(lambda work: deed(work, episode.id, version, day, explanation), done, failed, owner=owner)

    return act


open_outpatient = _drafted(OutpatientDraft, episodes.open_outpatient)
close = _drafted(CloseDraft, closing.close_episode)
guardian_came = _drafted(ReporterDraft, episodes.guardian_came)
change_registration = _drafted(EpisodeDraft, episodes.change_episode)
"""Its form was filled with the whole registration and carries what it does not show."""
close_examined_only = _dated(closing.close_examined_only)
begin_aftercare = _dated(episodes.begin_aftercare)


def came_of_age(session: Session, episode: EpisodeRow, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """End the wait of a client who is 18 by now."""
    return session.write(
        lambda work: episodes.came_of_age(work, episode.id, episode.row_version), done, failed, owner=owner
    )


def assign_counsellor(
    session: Session, episode: EpisodeRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Give an episode its counsellor."""
    counsellor_id, version = UUID(str(values["counsellor_id"])), version_in(values, episode.row_version)
    return session.write(
        lambda work: episodes.assign_counsellor(work, episode.id, version, counsellor_id), done, failed, owner=owner
    )
