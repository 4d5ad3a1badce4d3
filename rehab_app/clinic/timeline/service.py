"""Reads the whole history of one client in one statement, the latest first."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    Table,
    Time,
    Uuid,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    null,
    select,
    table,
    true,
    union_all,
)
from sqlalchemy.sql.selectable import FromClause, Select

from rehab_app.clinic.aftercare.model import AftercareVisit
from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.documents.model import Attachment, HandedPaper, ReportCard
from rehab_app.clinic.episodes.model import Episode, EpisodeStep
from rehab_app.clinic.examination.model import Examination
from rehab_app.clinic.followup.model import ContactCall, Summons
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.privacy.model import SubjectRequest
from rehab_app.clinic.referrals.model import Handover, Referral, ReferralReply, ReferralStep
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.tat.model import DutyReport, TatCase
from rehab_app.clinic.timeline.rows import EventKind, EventRow
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.record import Record, UtcTime
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

MOST: Final = 1000
POSITIVE: Final = "positive"
_KINDS: Final = {str(kind): kind for kind in EventKind}
# The register of letters stands on a floor above; what is known of a letter is read from its table by name.
_LETTER: Final = table(
    "issued_letter",
    column("id", Uuid()),
    column("client_id", Uuid()),
    column("episode_id", Uuid()),
    column("dated_on", Date()),
    column("kind", String()),
    column("number_text", String()),
    column("voided_on", Date()),
    column("created_by", Uuid()),
)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where events of one kind come from: a selection's parts, and the class of data they are seen with."""

    kind: EventKind
    data: DataClass
    select: Select[Any]


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def events(work: Work, client_id: UUID, kinds: Collection[EventKind] = (), limit: int = MOST) -> tuple[EventRow, ...]:
    """Return the newest ``limit`` events of a client's life with the clinic, the latest first; ``kinds`` narrows it to some.

    Clinical events are there for those alone who may see clinical data, letters likewise. ``code`` and ``other`` by kind: step
    (to_state; from_state), consent (list consent_kind; ``withdrawn``), paper (document), attachment (attachment_kind), instrument
    (its name; its moment), use profile (substance), urine (positive parameters with commas; urine_occasion), diagnosis
    (ICD-10; severity), plan (modality), session (attendance; session_type), call (call_outcome; call_channel), summons
    (summons_kind), tat (tat_state; tat_recommendation), referral (referral_state; the one before), reply (referral_reply;
    reply_way), aftercare (aftercare_activity; recovery_condition), letter (its kind; ``void``), request (request_kind;
    request_decision).
    """
    seen = frozenset(data for data in DataClass if work.actor.may(data, Right.MELIHAT))
    wanted = frozenset(kinds) or frozenset(EventKind)
    statement = _statement(seen, wanted)
    if statement is None:
        return ()
    found = [_event(row, work.clock.zone) for row in statement.rows(work.connection, {"of_client": client_id})]
    # Put in order here: a part of the days is reckoned from instants, in the office's own time.
    found.sort(key=lambda one: (one.day, one.at or time.min, one.kind, one.key.int), reverse=True)
    return tuple(found[:limit])


def _event(row: Sequence[Any], zone: ZoneInfo) -> EventRow:
    kind, day, instant, at, episode_id, key, code, other, text, number, by, is_corrected = row
    if day is None and instant is not None:
        there = instant.astimezone(zone)
        day, at = there.date(), time(there.hour, there.minute)
    if kind == EventKind.URINE:
        code, text = _positive(text), ""
    return EventRow(_KINDS[kind], day, at, episode_id, key, code, other, text, number, by, is_corrected)


def _positive(results: str) -> str:
    """Return the positive parameters with commas; the JSON of results is read only where there is one."""
    if POSITIVE not in results:
        return ""
    return ",".join(name for name, result in json.loads(results).items() if result == POSITIVE)


@cache
def _statement(seen: frozenset[DataClass], kinds: frozenset[EventKind]) -> Direct | None:
    """Return the one statement over all kinds, put together once for each set of rights and kinds."""
    parts = [source.select for source in _sources() if source.data in seen and source.kind in kinds]
    return Direct(union_all(*parts)) if parts else None


def _sources() -> Iterable[_Source]:
    """Yield every source; the first one gives the union its types."""
    yield from _administrative()
    yield from _clinical()
    letter = _LETTER.c
    state = _either(letter.voided_on.is_(None), "", "void")
    yield _Source(
        EventKind.LETTER,
        DataClass.SURAT,
        _part(
            EventKind.LETTER,
            _LETTER,
            day=letter.dated_on,
            key=letter.id,
            code=letter.kind,
            other=state,
            text=letter.number_text,
            by=letter.created_by,
            episode=letter.episode_id,
        ),
    )


def _administrative() -> Iterable[_Source]:
    step, episode = _of(EpisodeStep), _of(Episode)
    of_episode = step.join(episode, step.c.episode_id == episode.c.id)
    yield _Source(
        EventKind.STEP,
        DataClass.ADMINISTRATIF,
        _part(
            EventKind.STEP,
            of_episode,
            client=episode.c.client_id,
            day=step.c.happened_on,
            key=step.c.series_id,
            code=step.c.to_state,
            other=step.c.from_state,
            text=episode.c.registration_number,
            number=episode.c.period_number,
            by=step.c.created_by,
            episode=step.c.episode_id,
            version=step.c.row_version,
        ).where(is_current(step)),
    )
    consent = _of(Consent)
    withdrawn = _either(consent.c.is_withdrawn == true(), "withdrawn", "")
    yield _whole(EventKind.CONSENT, Consent, "signed_on", code="kind", other=withdrawn)
    yield _whole(EventKind.PAPER, HandedPaper, "handed_on", code="kind", number="copies")
    yield _whole(EventKind.ATTACHMENT, Attachment, "taken_on", instant="created_at", code="kind", text="title")
    yield _whole(EventKind.CARD, ReportCard, "issued_on", text="number", number="period_number")
    yield _whole(
        EventKind.REQUEST, SubjectRequest, None, instant="asked_at", code="kind", other="decision", episode=False
    )


def _clinical() -> Iterable[_Source]:
    def whole(kind: EventKind, model: type[Record], day: _Named | None, **named: _Named) -> _Source:
        return _whole(kind, model, day, data=DataClass.KLINIS, **named)

    yield whole(EventKind.INSTRUMENT, Screening, "taken_on", code="instrument", other="moment", by="taken_by")
    yield whole(EventKind.USE_PROFILE, UseProfile, "assessed_on", code="main_substance", text="diagnosis")
    yield whole(EventKind.EXAMINATION, Examination, "examined_on", at="examined_at", by="examined_by")
    results = cast(_of(UrineTest).c.results, String())
    yield whole(EventKind.URINE, UrineTest, "taken_on", at="taken_at", other="occasion", by="tested_by", text=results)
    yield whole(EventKind.DIAGNOSIS, Diagnosis, "made_on", code="code", other="severity", text="title", by="made_by")
    yield whole(EventKind.PLAN, CarePlan, "made_on", code="modality", number="row_version", by="made_by")
    yield whole(
        EventKind.SESSION,
        CareSession,
        "held_on",
        at="held_at",
        code="attendance",
        other="service",
        number="number",
        by="counsellor_id",
    )
    yield whole(EventKind.CALL, ContactCall, None, instant="called_at", code="outcome", other="channel")
    yield whole(EventKind.SUMMONS, Summons, "dated_on", code="kind", number="number")
    tat = _of(TatCase).c
    yield whole(
        EventKind.TAT,
        TatCase,
        func.coalesce(tat.recommended_on, tat.assessed_on, tat.requested_on, type_=Date()),
        instant="created_at",
        code="state",
        other="recommendation",
        text="request_number",
    )
    duty = _of(DutyReport).c
    yield whole(EventKind.DUTY, DutyReport, func.coalesce(duty.reported_on, duty.due_on, type_=Date()), text="place")
    step, referral = _of(ReferralStep), _of(Referral)
    yield _Source(
        EventKind.REFERRAL,
        DataClass.KLINIS,
        _part(
            EventKind.REFERRAL,
            step.join(referral, step.c.referral_id == referral.c.id),
            client=referral.c.client_id,
            day=step.c.happened_on,
            key=step.c.series_id,
            code=step.c.to_state,
            other=step.c.from_state,
            by=step.c.created_by,
            episode=referral.c.episode_id,
            version=step.c.row_version,
        ).where(is_current(step)),
    )
    yield whole(EventKind.REPLY, ReferralReply, "happened_on", code="kind", other="how")
    yield whole(EventKind.HANDOVER, Handover, "handed_on", at="handed_at", text="place")
    visit = _of(AftercareVisit).c
    yield whole(
        EventKind.AFTERCARE,
        AftercareVisit,
        func.coalesce(visit.held_on, visit.due_on, type_=Date()),
        code="kind",
        other="condition",
        by="visited_by",
    )


_Named = str | bool | ColumnElement[Any]


def _whole(
    kind: EventKind,
    model: type[Record],
    day: _Named | None,
    *,
    data: DataClass = DataClass.ADMINISTRATIF,
    **named: _Named,
) -> _Source:
    """Return the source of one clinical table in its current versions; parts are columns, or names of its own."""
    found = _of(model)
    parts = {name: _column(found, part) for name, part in named.items() if not isinstance(part, bool)}
    if named.get("episode", True):
        parts["episode"] = found.c.episode_id
    parts.setdefault("by", found.c.created_by)
    if day is not None:
        parts["day"] = _column(found, day)
    made = _part(kind, found, key=found.c.series_id, version=found.c.row_version, **parts)
    return _Source(kind, data, made.where(is_current(found)))


def _part(
    kind: EventKind,
    source: FromClause,
    *,
    key: ColumnElement[Any],
    day: ColumnElement[Any] | None = None,
    instant: ColumnElement[Any] | None = None,
    client: ColumnElement[Any] | None = None,
    at: ColumnElement[Any] | None = None,
    episode: ColumnElement[Any] | None = None,
    code: ColumnElement[Any] | None = None,
    other: ColumnElement[Any] | None = None,
    text: ColumnElement[Any] | None = None,
    number: ColumnElement[Any] | None = None,
    by: ColumnElement[Any] | None = None,
    version: ColumnElement[Any] | None = None,
) -> Select[Any]:
    """Return one part of the union; the day is reckoned from ``instant`` where there is none."""
    nothing = literal("", String())
    owner = source.c.client_id if client is None else client
    return (
        select(
            literal(kind.value, String()).label("kind"),
            (cast(null(), Date()) if day is None else day).label("day"),
            (cast(null(), UtcTime()) if instant is None else instant).label("instant"),
            (cast(null(), Time()) if at is None else at).label("at"),
            (cast(null(), Uuid()) if episode is None else episode).label("episode_id"),
            key.label("key"),
            (nothing if code is None else code).label("code"),
            (nothing if other is None else other).label("other"),
            (nothing if text is None else text).label("text"),
            (cast(null(), Integer()) if number is None else number).label("number"),
            (cast(null(), Uuid()) if by is None else by).label("by"),
            (literal(1, Integer()) if version is None else version).label("version") > 1,
        )
        .select_from(source)
        .where(owner == bindparam("of_client", type_=Uuid()))
    )


def _column(found: Table, named: _Named) -> ColumnElement[Any]:
    return found.c[named] if isinstance(named, str) else named  # type: ignore[return-value]  # a flag never comes here


def _either(condition: ColumnElement[bool], yes: str, no: str) -> ColumnElement[str]:
    return case((condition, literal(yes, String())), else_=literal(no, String()))


def _of(model: type[Record]) -> Table:
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found
