"""The papers of following up: the call sheet of a day, a summons and a notice to the penyidik, gathered from the record.

A summons is prepared here as a draft without a number; it gets one when it is issued as a letter.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.phones import show_phone
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.clinic.followup import queries as followup
from rehab_app.clinic.followup.rows import AbsentRow, CallSheetRow, CallTarget, SummonsRow
from rehab_app.clinic.followup.rules import COMPULSORY, NOTICE, SUMMONS
from rehab_app.clinic.followup.watch import call_sheet as rows_of
from rehab_app.desk.letter_facts import LetterFrame, frame_of, person_facts, signer_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import day_of, format_short, format_time
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.blocks import Document
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.summons import Sent, SummonsFacts, investigator_notice, summons_letter
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.sheets.call_sheet import CallLine, CallNumber, CallSheet, call_sheet
from rehab_app.papers.texts import kinds_letters
from rehab_app.papers.texts.service import text_to_print
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work

_REASONS: Final = "reasons"


@needs(DataClass.KLINIS, Right.MELIHAT)
def call_sheet_document(work: Work, day: date, lists: ValueLists, *, has_names: bool = False) -> Document:
    """Return the call sheet of a day; clients by initials and RM, with names only where ``has_names`` asks for them."""
    lines = tuple(_line(work, row, lists) for row in rows_of(work, day))
    sheet = CallSheet(
        clinic=profile(work).clinic_name,
        day=day,
        caller=work.actor.name,
        lines=lines,
        has_names=has_names,
        is_practice=is_practice_clinic(work.connection),
    )
    return call_sheet(sheet)


@needs(DataClass.KLINIS, Right.MELIHAT)
def call_sheet_pdf(work: Work, day: date, lists: ValueLists, *, has_names: bool = False) -> bytes:
    """Return the call sheet of a day as PDF; see ``call_sheet_document``."""
    return draw(call_sheet_document(work, day, lists, has_names=has_names))


@needs(DataClass.KLINIS, Right.MELIHAT)
def note_call_sheet(work: Work, deed: str, *, has_names: bool = False) -> None:
    """Enter that a call sheet left the program (``deed``: print or save), and whether it held names."""
    work.note(f"followup.{deed}_call_sheet{'.with_names' if has_names else ''}")


@needs(DataClass.KLINIS, Right.MELIHAT)
def summons_document(work: Work, series_id: UUID, lists: ValueLists) -> Document:
    """Return a prepared summons, or the notice to the penyidik, as an unnumbered draft that is marked so.

    Raises RuleBroken ``followup.unknown_summons`` and ``papers.signer_missing``, RulesBroken with what the paper lacks.
    """
    row = followup.summons(work, series_id)
    frame = frame_of(work)
    facts = _summons_facts(work, row, lists, frame)
    if row.kind == NOTICE:
        return frame.sized(investigator_notice(facts, text_to_print(work, kinds_letters.INVESTIGATOR_NOTICE.code).body))
    return frame.sized(summons_letter(facts, text_to_print(work, kinds_letters.SUMMONS.code).body))


@needs(DataClass.KLINIS, Right.MELIHAT)
def summons_pdf(work: Work, series_id: UUID, lists: ValueLists) -> bytes:
    """Return a prepared summons as PDF; see ``summons_document``."""
    return draw(summons_document(work, series_id, lists))


@needs(DataClass.KLINIS, Right.MELIHAT)
def note_summons(work: Work, series_id: UUID, deed: str) -> None:
    """Enter that the draft of a summons left the program (``deed``: print or save)."""
    work.note(f"followup.{deed}_summons", "summons", series_id)


def _summons_facts(work: Work, row: SummonsRow, lists: ValueLists, frame: LetterFrame) -> SummonsFacts:
    office = profile(work)
    episode = episodes.episode(work, row.episode_id)
    client = work.session.get_one(Client, row.client_id)
    tried = followup.tried(work, row.episode_id)
    return SummonsFacts(
        **frame.sheet(),
        signer=signer_of(office),
        day=row.dated_on,
        client=person_facts(client, lists, row.dated_on),
        place_in_row=row.number,
        missed_on=row.missed_on,
        quiet_since=tried.last_attended_on or episode.outpatient_since or episode.registered_on,
        earlier=_earlier(tried.summonses, row),
        new_on=row.new_on,
        new_at=row.new_at,
        zone=format_time(work.clock.now(), work.clock.zone).rpartition(" ")[2],
        phone=show_phone(office.phone),
        addressee=(row.addressee,) if row.addressee else (),
        registration_number=episode.registration_number,
        report_number=episode.police_report_number,
        recommendation=_recommendation(episode),
        is_compulsory=episode.channel == COMPULSORY,
    )


def _earlier(summonses: tuple[SummonsRow, ...], row: SummonsRow) -> tuple[Sent, ...]:
    """Return the summons that were sent before this paper, the first one first; a notice names all of them."""
    before = [
        Sent(one.number, one.sent_on)
        for one in summonses
        if one.kind == SUMMONS and one.sent_on is not None and (row.kind == NOTICE or one.number < row.number)
    ]
    return tuple(sorted(before, key=lambda one: one.number))


def _recommendation(episode: EpisodeRow) -> str:
    if not episode.tat_number:
        return ""
    dated = f" tanggal {format_short(episode.tat_date)}" if episode.tat_date is not None else ""
    return f"{episode.tat_number}{dated}"


def _line(work: Work, row: CallSheetRow, lists: ValueLists) -> CallLine:
    words = template("call_sheet").parts
    said = words[_REASONS]
    return CallLine(
        initials=row.absent.initials,
        rm_number=row.absent.rm_number,
        reasons=tuple(filled(said[reason.code.rpartition(".")[2]], **reason.facts) for reason in row.absent.reasons),
        so_far=tuple(_so_far(work, row, lists)),
        numbers=tuple(_number(target, lists) for target in row.targets),
        name=row.full_name,
    )


def _so_far(work: Work, row: CallSheetRow, lists: ValueLists) -> Iterator[str]:
    said, absent = template("call_sheet").parts["so_far"], row.absent
    if absent.is_compulsory:
        yield said["compulsory"]
    if absent.last_called_at is None:
        yield said["never_called"]
    else:
        day = format_short(day_of(absent.last_called_at, work.clock.zone))
        outcome = lists.label("call_outcome", absent.last_outcome)
        yield filled(said["last_call"], day=day, outcome=outcome)
        if row.tries:
            yield filled(said["tries"], count=row.tries)
    if summoned := _summoned(absent):
        yield summoned
    if absent.next_planned_on is None:
        yield said["no_next"]
    else:
        yield filled(said["next"], day=format_short(absent.next_planned_on))


def _summoned(absent: AbsentRow) -> str:
    said = template("call_sheet").parts["so_far"]
    if not absent.summons_number:
        return ""
    if absent.summons_sent_on is None:
        return filled(said["summons_prepared"], number=absent.summons_number)
    return filled(said["summons_sent"], number=absent.summons_number, day=format_short(absent.summons_sent_on))


def _number(target: CallTarget, lists: ValueLists) -> CallNumber:
    return CallNumber(
        phone=show_phone(target.phone),
        name=target.name,
        relation=lists.label("relation", target.relation) if target.relation else "",
        is_own=target.contact_id is None,
        is_informed=target.is_informed,
        who_may_answer=target.who_may_answer,
        call_times=target.call_times,
        sentence=target.discreet_sentence,
        may_leave_message=target.may_leave_message,
        last_outcome=lists.label("call_outcome", target.last_outcome) if target.last_outcome else "",
    )
