"""Admits a client: the person is registered, or known already, and taken into an episode, in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from rehab_app.clinic.clients import service as clients
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import EpisodeDraft
from rehab_app.clinic.episodes.loading import person_of
from rehab_app.clinic.episodes.rules import registration_troubles
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord, Trouble
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.work import Work


class RegistrationDraft(BaseModel):
    """A registration as typed or given in a file: a new person, or the id of a known one, with her episode."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    client: ClientDraft | None = Field(default=None, description="a person who is not registered yet")
    client_id: UUID | None = Field(default=None, description="a person who is registered already")
    episode: EpisodeDraft


@dataclass(frozen=True, slots=True)
class Admitted:
    """A client who was taken in, with her numbers.

    ``warnings`` are codes of ``clients.rules.WARNINGS``, ``notices`` of ``episodes.rules.NOTICES``: both are to be shown.
    """

    client_id: UUID
    rm: str
    episode_id: UUID
    registration_number: str
    period_number: int
    is_waiting_guardian: bool
    warnings: tuple[str, ...]
    notices: tuple[str, ...]


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def admit(work: Work, draft: RegistrationDraft) -> Admitted:
    """Register a person and open her episode, or neither.

    Raises RulesBroken with every trouble of both drafts; fields are named ``client.nik``, ``episode.channel`` and so on.
    """
    if (draft.client is None) == (draft.client_id is None):
        raise RuleBroken("admit.which_client", field="client_id")
    if draft.client_id is not None:
        return readmit(work, draft.client_id, draft.episode)
    return _admit_new(work, draft.client or ClientDraft(), draft.episode)


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def readmit(work: Work, client_id: UUID, draft: EpisodeDraft) -> Admitted:
    """Open another episode of a person who is registered already."""
    return _opened(work, client_id, draft, ())


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def change_client(work: Work, client_id: UUID, draft: ClientDraft, row_version: int) -> clients.Kept:
    """Change what is known of a client and bring her registrations up to it, as ``episodes.complete_registrations`` does."""
    kept = clients.update(work, client_id, draft, row_version)
    episodes.complete_registrations(work, client_id)
    return kept


def _admit_new(work: Work, person: ClientDraft, draft: EpisodeDraft) -> Admitted:
    try:
        kept = clients.register(work, person, str(setting(work, "rm_pattern")))
    except (NotAllowed, StaleRecord, Trouble):
        raise
    except RuleBroken as refused:
        others = registration_troubles(draft, person_of(person), work.clock.today())
        raise RulesBroken([*_beside("client", [refused]), *_beside("episode", others)]) from None
    return _opened(work, kept.id, draft, kept.warnings)


def _opened(work: Work, client_id: UUID, draft: EpisodeDraft, warnings: tuple[str, ...]) -> Admitted:
    try:
        opened = episodes.open_episode(work, client_id, draft)
    except RulesBroken as refused:
        raise RulesBroken(list(_beside("episode", [refused]))) from None
    return Admitted(
        client_id=client_id,
        rm=work.session.get_one(Client, client_id).rm_number,
        episode_id=opened.episode_id,
        registration_number=opened.registration_number,
        period_number=opened.period_number,
        is_waiting_guardian=opened.is_waiting_guardian,
        warnings=warnings,
        notices=opened.notices,
    )


def _beside(part: str, troubles: list[RuleBroken]) -> Iterator[RuleBroken]:
    """Yield each trouble beside its field of ``part``; one that belongs to no field stays so."""
    for trouble in troubles:
        if isinstance(trouble, RulesBroken):
            yield from _beside(part, trouble.troubles)
        else:
            yield trouble.beside(f"{part}.{trouble.field}" if trouble.field else "")
