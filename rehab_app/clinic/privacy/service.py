"""Requests about personal data: recorded, decided with a ground, carried out; each a version that keeps the earlier one."""

from datetime import date
from uuid import UUID

from sqlmodel import select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.privacy import rules
from rehab_app.clinic.privacy.draft import DecisionDraft, RequestDraft
from rehab_app.clinic.privacy.facts import RequestChanged
from rehab_app.clinic.privacy.model import SubjectRequest
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import day_of, format_short
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import copy_of, loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def record_request(work: Work, client_id: UUID, draft: RequestDraft) -> UUID:
    """Record what a client asks about her data and return the series; its clock of 3 x 24 hours runs from the asking."""
    if work.session.exec(select(Client.id).where(Client.id == client_id)).first() is None:
        raise RuleBroken("clients.unknown")
    now = work.clock.now()
    troubles = rules.request_troubles(draft, now)
    if troubles:
        raise RulesBroken(troubles)
    asked_at = draft.asked_at or now
    values = draft.model_dump() | {"asked_at": asked_at, "due_at": asked_at + rules.ANSWER_WITHIN}
    request = SubjectRequest(id=work.new_id(), client_id=client_id, **values)
    work.add(request, "privacy.ask")
    _publish(work, request)
    return request.series_id


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def correct_request(work: Work, series_id: UUID, row_version: int, draft: RequestDraft, reason: str) -> None:
    """Correct what was recorded of a request that is not decided, with the reason; its clock follows the asking."""
    old = loaded_current(work, SubjectRequest, series_id, row_version)
    said = required(reason)
    if old.decision:
        raise RuleBroken("privacy.already_decided")
    troubles = rules.request_troubles(draft, work.clock.now())
    if troubles:
        raise RulesBroken(troubles)
    asked_at = draft.asked_at or old.asked_at
    new = copy_of(work, old)
    for name, value in (draft.model_dump() | {"asked_at": asked_at, "due_at": asked_at + rules.ANSWER_WITHIN}).items():
        setattr(new, name, value)
    work.correct(old, new, "privacy.correct", said)
    _publish(work, new)


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def bin_request(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a request that was entered by mistake into the recycle bin; one that was decided stays on record."""
    if loaded_current(work, SubjectRequest, series_id, row_version).decision:
        raise RuleBroken("privacy.already_decided")
    _publish(work, put_in_bin(work, SubjectRequest, series_id, row_version, "privacy.bin", required(reason)))


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def restore_request(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a request out of the recycle bin as it was."""
    _publish(work, take_from_bin(work, SubjectRequest, series_id, row_version, "privacy.restore", required(reason)))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def decide(work: Work, series_id: UUID, row_version: int, draft: DecisionDraft, keep_until: date) -> None:
    """Decide a request with its ground; by Kepala or Subkoordinator. ``desk.retention.decide_request`` knows ``keep_until``.

    An erasure is not granted while the record must be kept: RulesBroken with ``privacy.kept_until``.
    """
    rules.require_decider(work.actor)
    old = loaded_current(work, SubjectRequest, series_id, row_version)
    if old.decision:
        raise RuleBroken("privacy.already_decided")
    troubles = rules.decision_troubles(draft, old.kind, keep_until, work.clock.today())
    if troubles:
        raise RulesBroken(troubles)
    new = copy_of(work, old)
    new.decision, new.ground = draft.decision, draft.ground
    new.decided_at, new.decided_by = work.clock.now(), work.actor.user_id
    new.remark = draft.remark or old.remark
    work.correct(old, new, "privacy.decide", "")
    _publish(work, new)


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def carry_out(work: Work, series_id: UUID, row_version: int, done_on: date | None, remark: str = "") -> None:
    """Record that what was granted has been done; an erasure is carried out by ``desk.erase_client`` and leaves no request."""
    old = loaded_current(work, SubjectRequest, series_id, row_version)
    if old.decision not in {rules.GRANTED, rules.PARTLY}:
        raise RuleBroken("privacy.not_granted")
    if old.kind == rules.ERASURE and old.decision == rules.GRANTED:
        raise RuleBroken("privacy.erase_instead")
    if done_on is None:
        raise RuleBroken("draft.required", field="done_on")
    if done_on > work.clock.today():
        raise RuleBroken("privacy.done_in_future", field="done_on")
    asked_on = day_of(old.asked_at, work.clock.zone)
    if done_on < asked_on:
        raise RuleBroken("privacy.done_too_early", field="done_on", day=format_short(asked_on))
    new = copy_of(work, old)
    new.done_on = done_on
    new.remark = remark.strip() or old.remark
    work.correct(old, new, "privacy.carry_out", "")
    _publish(work, new)


def _publish(work: Work, request: SubjectRequest) -> None:
    work.publish(RequestChanged(request.series_id, request.client_id))
