"""Gives a kartu lapor diri: only after the assessment of the episode (PP 25/2011 Pasal 10), which other rooms hold."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Table, func, select

from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.documents import service as documents
from rehab_app.clinic.documents.draft import CardDraft
from rehab_app.clinic.documents.rows import IssuedCard
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

ASSESSMENT: Final = "asi"
"""The instrument that is the assessment: the Formulir Asesmen Wajib Lapor."""
COMPLETE: Final = "complete"
_SCREENING: Final[Table] = Screening.__table__  # type: ignore[attr-defined]
_PROFILE: Final[Table] = UseProfile.__table__  # type: ignore[attr-defined]


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def assessed_on(work: Work, episode_id: UUID) -> date | None:
    """Return the first day on which the client of an episode was assessed, or None; only the day, nothing of what was found.

    A complete Formulir Asesmen Wajib Lapor counts, and the use profile that sums an assessment up.
    """
    forms = select(func.min(_SCREENING.c.taken_on)).where(
        _SCREENING.c.episode_id == episode_id,
        _SCREENING.c.instrument == ASSESSMENT,
        _SCREENING.c.status == COMPLETE,
        is_current(_SCREENING),
    )
    profiles = select(func.min(_PROFILE.c.assessed_on)).where(_PROFILE.c.episode_id == episode_id, is_current(_PROFILE))
    days = [work.connection.execute(query).scalar_one() for query in (forms, profiles)]
    return min((day for day in days if day is not None), default=None)


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def issue_card(work: Work, episode_id: UUID, draft: CardDraft) -> IssuedCard:
    """Give a card to the client of an episode; raises ``documents.not_assessed``, and as ``documents.record_card`` does."""
    day = assessed_on(work, episode_id)
    if day is None:
        raise RuleBroken("documents.not_assessed")
    return documents.record_card(work, episode_id, draft, day)
