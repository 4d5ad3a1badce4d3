"""Consents read for the file, the papers of intake, withdrawals that are due, and the one question a letter asks.

That question is whether something may be disclosed.
"""

from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy import Table, bindparam, cast, null, select

from rehab_app.clinic.clients.model import Client, ClientContact
from rehab_app.clinic.clients.nik import decode
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.consent.rows import ConsentRow, IntakePaper, PaperState, WithdrawalRow
from rehab_app.clinic.consent.rules import (
    GUARANTOR_STATEMENT,
    INTAKE,
    clock_of,
    is_required,
    stop_by,
)
from rehab_app.clinic.episodes.queries import episode
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.record import UtcTime
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_CONSENT: Final[Table] = Consent.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_CONTACT: Final[Table] = ClientContact.__table__  # type: ignore[attr-defined]
_WHOLE: Final = select(*shown_columns(ConsentRow, _CONSENT, stop_by=cast(null(), UtcTime())))
# Put together once: every opened file asks it.
_OF_EPISODE: Final = Direct(
    _WHOLE.where(_CONSENT.c.episode_id == bindparam("of_episode"), is_current(_CONSENT)).order_by(
        _CONSENT.c.signed_on.desc(), _CONSENT.c.created_at.desc()
    )
)
_VERSIONS: Final = Direct(_WHOLE.where(_CONSENT.c.series_id == bindparam("of_series")).order_by(_CONSENT.c.row_version))

_AGAIN: Final = _CONSENT.alias()
_SIGNED_AGAIN: Final = select(_AGAIN.c.id).where(
    _AGAIN.c.episode_id == _CONSENT.c.episode_id,
    _AGAIN.c.kind == _CONSENT.c.kind,
    _AGAIN.c.created_at > _CONSENT.c.created_at,
    ~_AGAIN.c.is_withdrawn,
    is_current(_AGAIN),
)
_WITHDRAWN: Final = (
    select(
        *(_CONSENT.c[name] for name in ("series_id", "row_version", "episode_id", "client_id")),
        _CLIENT.c.initials,
        _CLIENT.c.rm_number,
        _CONSENT.c.kind,
        _CONSENT.c.withdrawn_at,
    )
    .join_from(_CONSENT, _CLIENT, _CONSENT.c.client_id == _CLIENT.c.id)
    .where(_CONSENT.c.is_withdrawn, _CONSENT.c.stopped_at.is_(None), is_current(_CONSENT), ~_SIGNED_AGAIN.exists())
    .order_by(_CONSENT.c.withdrawn_at)
)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def consents_of(work: Work, episode_id: UUID) -> tuple[ConsentRow, ...]:
    """Return the consents of an episode in their current versions, withdrawn ones too, the latest signed first."""
    return _read(work, _OF_EPISODE, of_episode=episode_id)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def consent_versions(work: Work, series_id: UUID) -> tuple[ConsentRow, ...]:
    """Return every version of one consent, the first one first."""
    return _read(work, _VERSIONS, of_series=series_id)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def intake_papers(work: Work, episode_id: UUID) -> tuple[IntakePaper, ...]:
    """Return how each paper of ``rules.INTAKE`` stands in an episode, and whether this episode must have it.

    A signed one counts before a withdrawn one, the latest before an earlier one. A paper that need not be there is in the list
    all the same: it may be signed.
    """
    here = episode(work, episode_id)
    consents = consents_of(work, episode_id)
    return tuple(
        _intake_paper(work, kind, consents, is_due=is_required(kind, here.channel, here.modality)) for kind in INTAKE
    )


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def open_withdrawals(work: Work) -> tuple[WithdrawalRow, ...]:
    """Return the withdrawals whose processing was not reported as stopped, the first due first.

    One drops off the list by that report, or where the same paper was signed again in the episode after it.
    """
    now = work.clock.now()
    return tuple(
        WithdrawalRow(
            series_id=row.series_id,
            row_version=row.row_version,
            episode_id=row.episode_id,
            client_id=row.client_id,
            initials=row.initials,
            rm_number=row.rm_number,
            kind=row.kind,
            clock=clock_of(row.withdrawn_at, None, now),
        )
        for row in work.connection.execute(_WITHDRAWN)
    )


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def guarantor_from(work: Work, client_id: UUID, contact_id: UUID) -> ConsentDraft:
    """Return a pernyataan penjamin filled with what is known of one of those who stand by the client.

    The birth date is the one her NIK says; place of birth, day and witness are left to the form. Raises RuleBroken
    ``consent.unknown_contact``.
    """
    query = select(_CONTACT).where(
        _CONTACT.c.id == contact_id, _CONTACT.c.client_id == client_id, ~_CONTACT.c.is_removed
    )
    contact = work.connection.execute(query).first()
    if contact is None:
        raise RuleBroken("consent.unknown_contact", field="signer_name")
    return ConsentDraft(
        kind=GUARANTOR_STATEMENT,
        signer_name=contact.name,
        signer_relation=contact.relation,
        signer_nik=contact.nik,
        signer_birth_date=decode(contact.nik, work.clock.today()).birth_date if contact.nik else None,
        signer_address=contact.address,
        signer_occupation=contact.occupation,
        signer_phone=contact.phone,
    )


def _intake_paper(work: Work, kind: str, consents: tuple[ConsentRow, ...], *, is_due: bool) -> IntakePaper:
    of_kind = [row for row in consents if row.kind == kind]
    found = next((row for row in of_kind if not row.is_withdrawn), of_kind[0] if of_kind else None)
    if found is None:
        return IntakePaper(kind, is_due, PaperState.MISSING, None, None)
    if found.withdrawn_at is None:
        return IntakePaper(kind, is_due, PaperState.SIGNED, found, None)
    clock = clock_of(found.withdrawn_at, found.stopped_at, work.clock.now())
    return IntakePaper(kind, is_due, PaperState.WITHDRAWN, found, clock)


def _read(work: Work, query: Direct, **values: UUID) -> tuple[ConsentRow, ...]:
    """Return consents with the hour by which processing must have stopped, where they were withdrawn."""
    return tuple(
        row if row.withdrawn_at is None else replace(row, stop_by=stop_by(row.withdrawn_at))
        for row in query.made(work.connection, ConsentRow, values)
    )
