"""Jadwal dan kartu kontrol: the meetings planned, with day, hour and counsellor, and a place to initial each."""

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from rehab_app.foundation.dates import format_full
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.blocks import Align, Column, Document, Table, Text
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.letters.templates import template
from rehab_app.papers.letters.values import counted
from rehab_app.papers.statements.by_hand import FormFacts
from rehab_app.papers.statements.statement import composed_of, on_sheet, values_of
from rehab_app.papers.texts.fields import Blocks, Value
from rehab_app.papers.texts.kinds_statements import CONTROL_CARD

_ROWS_TO_WRITE: Final = 12
_TO_WRITE: Final = "\u00a0\n\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeeting:
    """One meeting that is planned, in words."""

    number: int
    day: date
    at: time | None = None
    service: str = ""
    counsellor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlCardFacts(FormFacts):
    """The card of one masa perawatan; meetings up to the target that have no day yet are rows to write on."""

    client: Person | None = None
    period_number: int | None = None
    counsellor: str = ""
    target: int | None = None
    rhythm: str = ""
    meetings: tuple[PlannedMeeting, ...] = ()


def control_card(facts: ControlCardFacts, text: str = "") -> Document:
    """Return the card; ``text`` empty is the delivered one. Raises RulesBroken ``papers.client_unnamed``."""
    if not facts.is_blank and (facts.client is None or not facts.client.shown):
        raise RulesBroken([RuleBroken("papers.client_unnamed", field="client")])
    return on_sheet(composed_of(CONTROL_CARD, control_values(facts), text), facts)


def control_values(facts: ControlCardFacts) -> dict[str, Value]:
    """Return what the text of the card may name."""
    own: dict[str, Value] = {
        "masa_perawatan": str(facts.period_number) if facts.period_number is not None else "",
        "konselor": facts.counsellor.strip(),
        "jumlah_pertemuan": counted(facts.target),
        "irama": facts.rhythm.strip(),
        "jadwal_pertemuan": _meetings(facts),
    }
    return values_of(CONTROL_CARD, facts, facts.client, own)


def _meetings(facts: ControlCardFacts) -> Blocks:
    said = template("care_sheets").parts["control"]
    columns = (
        Column(said["number"], 0.5, Align.CENTRE),
        Column(said["day"], 2.2),
        Column(said["at"], 0.8, Align.CENTRE),
        Column(said["service"], 2.2),
        Column(said["counsellor"], 2),
        Column(said["client"], 1, group=said["signed"]),
        Column(said["officer"], 1, group=said["signed"]),
    )
    rows = [_row(one) for one in facts.meetings]
    last = max((one.number for one in facts.meetings), default=0)
    until = facts.target or (_ROWS_TO_WRITE if facts.is_blank or not rows else 0)
    rows += [(str(number), _TO_WRITE, "", "", "", "", "") for number in range(last + 1, until + 1)]
    return (Table(columns, tuple(rows), size=9.5),)


def _row(meeting: PlannedMeeting) -> tuple[Text, ...]:
    return (
        str(meeting.number),
        format_full(meeting.day),
        meeting.at.strftime("%H.%M") if meeting.at else "",
        meeting.service,
        meeting.counsellor,
        _TO_WRITE,
        "",
    )
