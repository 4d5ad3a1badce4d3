"""Consents read for the file, and the one question a letter asks: whether something may be disclosed."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, select

from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.consent.rows import ConsentRow
from rehab_app.clinic.consent.rules import allows_disclosure, stop_by
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import current, is_current
from rehab_app.store.work import Work

_CONSENT: Final[Table] = Consent.__table__  # type: ignore[attr-defined]
# Put together once: every opened file asks it.
_OF_EPISODE: Final = (
    current(_CONSENT)
    .where(_CONSENT.c.episode_id == bindparam("of_episode"))
    .order_by(_CONSENT.c.signed_on.desc(), _CONSENT.c.created_at.desc())
)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def consents_of(work: Work, episode_id: UUID) -> tuple[ConsentRow, ...]:
    """Return the consents of an episode in their current versions, withdrawn ones too, the latest signed first."""
    return tuple(_row(row) for row in work.connection.execute(_OF_EPISODE, {"of_episode": episode_id}))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def consent_versions(work: Work, series_id: UUID) -> tuple[ConsentRow, ...]:
    """Return every version of one consent, the first one first."""
    query = select(_CONSENT).where(_CONSENT.c.series_id == series_id).order_by(_CONSENT.c.row_version)
    return tuple(_row(row) for row in work.connection.execute(query))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def covers(work: Work, episode_id: UUID, scope_code: str) -> bool:
    """Whether a consent of this episode that was not withdrawn lets ``scope_code`` (list ``consent_scope``) be disclosed."""
    query = select(_CONSENT.c.kind, _CONSENT.c.scope).where(
        _CONSENT.c.episode_id == episode_id, ~_CONSENT.c.is_withdrawn, is_current(_CONSENT)
    )
    return any(allows_disclosure(kind) and scope_code in scope for kind, scope in work.connection.execute(query))


def _row(row: Row[Any]) -> ConsentRow:
    return ConsentRow(
        series_id=row.series_id,
        row_version=row.row_version,
        episode_id=row.episode_id,
        client_id=row.client_id,
        kind=row.kind,
        signed_on=row.signed_on,
        signer_name=row.signer_name,
        signer_relation=row.signer_relation,
        scope=tuple(row.scope),
        remark=row.remark,
        is_withdrawn=row.is_withdrawn,
        withdrawn_at=row.withdrawn_at,
        stop_by=stop_by(row.withdrawn_at) if row.withdrawn_at else None,
        reason=row.reason,
        entered_at=row.created_at,
        entered_by=row.created_by,
    )
