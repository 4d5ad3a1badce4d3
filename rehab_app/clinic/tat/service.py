"""Integrated assessments: opened, moved on, corrected and ended; the duty to report planned and followed."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, select

from rehab_app.clinic.episodes.loading import loaded_client, loaded_episode, require_not_closed
from rehab_app.clinic.tat import rules
from rehab_app.clinic.tat.draft import CaseDraft, DutyDraft, ReportDraft
from rehab_app.clinic.tat.facts import TatChanged
from rehab_app.clinic.tat.model import DutyReport, TatCase
from rehab_app.clinic.tat.queries import open_cases_in, pending_of
from rehab_app.clinic.tat.rules import CaseState
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.words import N_
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import copy_of, is_current, loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work

_CASE: Final[Table] = TatCase.__table__  # type: ignore[attr-defined]
_REPORT: Final[Table] = DutyReport.__table__  # type: ignore[attr-defined]
RENEWED: Final = N_("The duty to report was planned anew.")
ENDED: Final = N_("The duty to report has ended.")


@needs(DataClass.KLINIS, Right.INPUT)
def open_case(work: Work, episode_id: UUID, draft: CaseDraft, explanation: str = "") -> UUID:
    """Enter the request for an integrated assessment and return the case's series.

    One case of an episode is open at a time (``tat.open_exists``). A voluntary client has one only with an explanation, which is
    kept as the reason of the first version.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    if open_cases_in(work, episode_id):
        raise RuleBroken("tat.open_exists")
    if episode.channel != rules.COMPULSORY and not explanation.strip():
        raise RuleBroken("tat.voluntary_needs_reason", field="explanation")
    values = _values(work, episode.client_id, draft, CaseState.REQUESTED)
    case = TatCase(id=work.new_id(), client_id=episode.client_id, episode_id=episode_id, **values)
    case.reason = explanation.strip()
    work.add(case, "tat.open")
    _publish(work, case)
    return case.series_id


@needs(DataClass.KLINIS, Right.INPUT)
def move_case(work: Work, series_id: UUID, row_version: int, to_state: str, draft: CaseDraft, said: str = "") -> None:
    """Move a case on to its next state, with what is known of it then; ``said`` is asked where a request was withdrawn.

    The duty to report is begun by ``plan_duty`` and a case ended by ``end_case``.
    """
    old = loaded_current(work, TatCase, series_id, row_version)
    require_not_closed(loaded_episode(work, old.episode_id))
    state = rules.require_step(old.state, to_state)
    if state in {CaseState.DUTY, CaseState.ENDED}:
        raise RuleBroken("tat.no_such_step", start=old.state, end=state.value)
    reason = required(said, "said") if state is CaseState.WITHDRAWN else said.strip()
    new = _changed(work, old, _values(work, old.client_id, draft, state))
    new.state = state.value
    work.correct(old, new, f"tat.to_{state.value}", reason)
    _publish(work, new)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_case(work: Work, series_id: UUID, row_version: int, draft: CaseDraft, reason: str) -> None:
    """Correct what is said of a case, with the reason; its state stays, and what that state asks for must still be there."""
    old = loaded_current(work, TatCase, series_id, row_version)
    said = required(reason)
    values = _values(work, old.client_id, draft, CaseState(old.state))
    if old.duty_from and draft.recommended_on and old.duty_from < draft.recommended_on:
        raise RulesBroken([RuleBroken("tat.after_duty_began", field="recommended_on", day=format_short(old.duty_from))])
    new = _changed(work, old, values)
    work.correct(old, new, "tat.correct", said)
    _publish(work, new)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def bin_case(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a case that was entered by mistake into the recycle bin, its reports that are still to come with it."""
    said = required(reason)
    case = put_in_bin(work, TatCase, series_id, row_version, "tat.bin", said)
    _bin_pending(work, case.episode_id, said)
    _publish(work, case)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore_case(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a case out of the recycle bin as it was; refused where the episode has another that is open.

    Its reports that were put aside stay there: the duty is planned anew.
    """
    restored = take_from_bin(work, TatCase, series_id, row_version, "tat.restore", required(reason))
    if restored.state in rules.OPEN and open_cases_in(work, restored.episode_id) > 1:
        raise RuleBroken("tat.open_exists")
    _publish(work, restored)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore_report(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a report that was put aside out of the recycle bin; refused where another of the episode is due on its day."""
    restored = take_from_bin(work, DutyReport, series_id, row_version, "tat.restore_report", required(reason))
    same_day = select(_REPORT.c.id).where(
        _REPORT.c.episode_id == restored.episode_id, _REPORT.c.due_on == restored.due_on, is_current(_REPORT)
    )
    if len(work.connection.execute(same_day).all()) > 1:
        raise RuleBroken("tat.report_exists", day=format_short(restored.due_on))
    work.publish(TatChanged(restored.series_id, restored.client_id, restored.episode_id))


@needs(DataClass.KLINIS, Right.INPUT)
def plan_duty(work: Work, series_id: UUID, row_version: int, draft: DutyDraft) -> int:
    """Begin the duty to report of a recommended case, or renew it, and return how many reports it has now.

    A renewed duty leaves what was recorded and puts the reports that were still to come aside; days on which a report was
    recorded are not planned again.
    """
    old = loaded_current(work, TatCase, series_id, row_version)
    require_not_closed(loaded_episode(work, old.episode_id))
    if old.state != CaseState.DUTY:
        rules.require_step(old.state, CaseState.DUTY)
    troubles = rules.duty_troubles(draft, old.recommended_on)
    if troubles or draft.begins_on is None or draft.until is None:
        raise RulesBroken(troubles)
    _bin_pending(work, old.episode_id, RENEWED)
    known = _recorded_days(work, old.episode_id)
    days = [day for day in rules.duty_days(draft.rhythm, draft.begins_on, draft.until) if day not in known]
    for day in days:
        report = DutyReport(
            id=work.new_id(), client_id=old.client_id, episode_id=old.episode_id, due_on=day, place=draft.place
        )
        work.add(report, "tat.plan_report")
    began = old.duty_from if old.state == CaseState.DUTY and old.duty_from else draft.begins_on
    new = _changed(
        work,
        old,
        {
            "state": CaseState.DUTY.value,
            "duty_rhythm": draft.rhythm,
            "duty_from": min(began, draft.begins_on),
            "duty_until": draft.until,
        },
    )
    work.correct(old, new, "tat.to_duty", "")
    _publish(work, new)
    return len(days) + len(known)


@needs(DataClass.KLINIS, Right.INPUT)
def record_report(work: Work, series_id: UUID, row_version: int, draft: ReportDraft) -> None:
    """Record that a client reported, or that she did not; what was recorded is changed by ``correct_report``."""
    old = loaded_current(work, DutyReport, series_id, row_version)
    if old.is_kept is not None:
        raise RuleBroken("tat.already_recorded")
    require_not_closed(loaded_episode(work, old.episode_id))
    _report(work, old, draft, "tat.record_report", "")


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_report(work: Work, series_id: UUID, row_version: int, draft: ReportDraft, reason: str) -> None:
    """Correct what was recorded of a report, with the reason."""
    old = loaded_current(work, DutyReport, series_id, row_version)
    if old.is_kept is None:
        raise RuleBroken("tat.not_recorded")
    _report(work, old, draft, "tat.correct_report", required(reason))


@needs(DataClass.KLINIS, Right.INPUT)
def end_case(work: Work, series_id: UUID, row_version: int, on: date | None, reason: str) -> None:
    """End a recommended case, or its duty to report, with the day and the reason; reports still to come are put aside.

    Allowed after the end of the episode too: the penyidik may be told later.
    """
    old = loaded_current(work, TatCase, series_id, row_version)
    rules.require_step(old.state, CaseState.ENDED)
    day = rules.require_end_day(on, old.duty_from or old.recommended_on, work.clock.today())
    said = required(reason)
    new = _changed(work, old, {"state": CaseState.ENDED.value, "duty_ended_on": day, "duty_end_reason": said})
    _bin_pending(work, old.episode_id, ENDED)
    work.correct(old, new, "tat.to_ended", said)
    _publish(work, new)


def _values(work: Work, client_id: UUID, draft: CaseDraft, state: CaseState) -> dict[str, Any]:
    client = loaded_client(work, client_id)
    troubles = rules.case_troubles(draft, state, client.birth_date, work.clock.today())
    if troubles:
        raise RulesBroken(troubles)
    return draft.model_dump()


def _changed(work: Work, old: TatCase, values: dict[str, Any]) -> TatCase:
    new = copy_of(work, old)
    for name, value in values.items():
        setattr(new, name, value)
    return new


def _report(work: Work, old: DutyReport, draft: ReportDraft, action: str, reason: str) -> None:
    troubles = rules.report_troubles(draft, old.due_on, _duty_from(work, old.episode_id), work.clock.today())
    if troubles:
        raise RulesBroken(troubles)
    new = copy_of(work, old)
    new.is_kept = draft.is_kept
    new.reported_on = draft.reported_on
    new.place = draft.place or old.place
    new.remark = draft.remark
    work.correct(old, new, action, reason)
    work.publish(TatChanged(new.series_id, new.client_id, new.episode_id))


def _duty_from(work: Work, episode_id: UUID) -> date | None:
    query = select(_CASE.c.duty_from).where(_CASE.c.episode_id == episode_id, is_current(_CASE))
    days = [day for day in work.connection.execute(query).scalars() if day is not None]
    return min(days, default=None)


def _recorded_days(work: Work, episode_id: UUID) -> set[date]:
    query = select(_REPORT.c.due_on).where(
        _REPORT.c.episode_id == episode_id, _REPORT.c.is_kept.is_not(None), is_current(_REPORT)
    )
    return set(work.connection.execute(query).scalars())


def _bin_pending(work: Work, episode_id: UUID, reason: str) -> None:
    for series_id, row_version in work.connection.execute(pending_of(episode_id)).all():
        put_in_bin(work, DutyReport, series_id, row_version, "tat.bin_report", reason)


def _publish(work: Work, case: TatCase) -> None:
    work.publish(TatChanged(case.series_id, case.client_id, case.episode_id))
