"""A client's timeline on paper, and the words of its events, which the screen says the same way.

Words are made from codes; nothing that was said in a meeting or on the telephone stands here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

from rehab_app.clinic.assessment.rows import InstrumentRow
from rehab_app.clinic.episodes.rules import STATE_LABELS, State
from rehab_app.clinic.timeline.rows import KIND_WORDS, EventKind, EventRow
from rehab_app.foundation.dates import format_full, format_short, month_name
from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.instruments import registry
from rehab_app.instruments.instrument import ScaleInfo
from rehab_app.instruments.trend import Taken, series
from rehab_app.office.lists.choices import ValueLists
from rehab_app.papers import charts
from rehab_app.papers.blocks import Align, Block, Column, Document, Figure, Heading
from rehab_app.papers.charts import Picture
from rehab_app.papers.sheets.table_report import table_report

GAP: Final = " \u00b7 "
VOID: Final = "void"
WITHDRAWN: Final = "withdrawn"
_FEWEST_DAYS: Final = 2
CHART_WIDTH: Final = 380.0
CHART_HEIGHT: Final = 150.0


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one instrument: what it is called, and its chart."""

    name: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class TimelineFacts:
    """What the paper says: whose timeline (initials and RM), on which day, her events with who, and the courses."""

    clinic: str
    day: date
    initials: str
    rm_number: str
    events: tuple[EventRow, ...]
    names: Mapping[UUID, str]
    courses: tuple[Course, ...]
    is_practice: bool = False


def event_text(event: EventRow, lists: ValueLists, words: Words) -> str:
    """Return what happened in words: labels of the value lists, numbers, and the mark of a corrected entry."""

    def label(name: str, code: str) -> str:
        return lists.label(name, code, words.language) if code else ""

    parts = [part for part in _TEXTS[event.kind](event, label, words) if part]
    if event.is_corrected and event.kind is not EventKind.PLAN:
        parts.append(words.say("corrected"))
    return GAP.join(parts)


def courses(rows: Sequence[InstrumentRow], words: Words) -> tuple[Course, ...]:
    """Return the chart of each instrument that was taken on two days or more, scales of one range together."""
    found = []
    for instrument in dict.fromkeys(row.instrument for row in rows):
        taken = [row for row in rows if row.instrument == instrument]
        if len({row.taken_on for row in taken}) < _FEWEST_DAYS or instrument not in registry.form_names():
            continue
        scales = registry.scales(instrument, taken[0].key_version)
        scopes = dict.fromkeys((scale.lowest, scale.highest) for scale in scales if scale.is_charted)
        for scope in scopes:
            picture = _trend([one for one in scales if (one.lowest, one.highest) == scope], taken, words)
            if picture is not None:
                found.append(Course(registry.form(instrument).name, picture))
    return tuple(found)


def timeline_sheet(facts: TimelineFacts, lists: ValueLists) -> Document:
    """Return the timeline on A4: the courses above, below them the events of each month, the latest first."""
    words = Words.of(INDONESIAN)
    columns = (
        Column(words.say("Day"), 1.2, Align.CENTRE),
        Column(words.say("Kind"), 2.0),
        Column(words.say("What"), 5.0),
        Column(words.say("Who"), 2.2),
    )
    rows: list[tuple[str, ...]] = []
    for (year, month), events in groupby(facts.events, key=lambda one: (one.day.year, one.day.month)):
        month_row = f"{month_name(month)} {year}"
        for event in events:
            day = f"{month_row}\n{_day(event)}" if month_row else _day(event)
            rows.append((day, words.say(KIND_WORDS[event.kind]), event_text(event, lists, words), _who(facts, event)))
            month_row = ""
    lines = [facts.clinic, f"{facts.initials}{GAP}RM {facts.rm_number}", format_full(facts.day)]
    document = table_report(
        words.say("Timeline"), lines, columns, rows, is_landscape=False, is_practice=facts.is_practice
    )
    figures: list[Block] = [Figure(course.picture, course.name) for course in facts.courses]
    if figures:
        figures.insert(0, Heading(words.say("Course of the instruments"), level=2, align=Align.LEFT))
    place = 1 + sum(1 for line in lines if line)
    return replace(document, blocks=(*document.blocks[:place], *figures, *document.blocks[place:]))


def _day(event: EventRow) -> str:
    return f"{format_short(event.day)} {event.at:%H.%M}" if event.at is not None else format_short(event.day)


def _who(facts: TimelineFacts, event: EventRow) -> str:
    return facts.names.get(event.by, "") if event.by is not None else ""


def _trend(scales: Sequence[ScaleInfo], taken: Sequence[InstrumentRow], words: Words) -> Picture | None:
    results = [Taken(row.taken_on, row.scores, row.moment) for row in reversed(taken)]
    lines = [
        charts.Line(
            line.scale.label.say(words),
            tuple((point.day, None if point.value is None else float(point.value)) for point in line.points),
        )
        for line in series(scales, results)
    ]
    if not lines:
        return None
    low, high = float(scales[0].lowest), float(scales[0].highest)
    return charts.trend(lines, low, high, width=CHART_WIDTH, height=CHART_HEIGHT)


# The words of each kind.

_Label = Callable[[str, str], str]


def _step(event: EventRow, _label: _Label, words: Words) -> Sequence[str]:
    state = words.say(STATE_LABELS[State(event.code)]) if event.code in set(State) else event.code
    return state, event.text


def _consent(event: EventRow, label: _Label, words: Words) -> Sequence[str]:
    return label("consent_kind", event.code), words.say("withdrawn") if event.other == WITHDRAWN else ""


def _paper(event: EventRow, label: _Label, words: Words) -> Sequence[str]:
    copies = words.say_many("{count} copy", "{count} copies", event.number) if event.number else words.say("original")
    return label("document", event.code), copies


def _attachment(event: EventRow, label: _Label, _words: Words) -> Sequence[str]:
    return (label("attachment_kind", event.code),)


def _card(event: EventRow, _label: _Label, words: Words) -> Sequence[str]:
    return event.text, words.say("Masa perawatan {period}", period=event.number)


def _instrument(event: EventRow, label: _Label, _words: Words) -> Sequence[str]:
    known = event.code in registry.form_names()
    return registry.form(event.code).name if known else event.code, label("instrument_moment", event.other)


def _use_profile(event: EventRow, label: _Label, _words: Words) -> Sequence[str]:
    return label("substance", event.code), event.text


def _examination(_event: EventRow, _label: _Label, words: Words) -> Sequence[str]:
    return (words.say("vital signs and findings"),)


def _urine(event: EventRow, label: _Label, words: Words) -> Sequence[str]:
    found = ", ".join(label("urine_parameter", code) for code in event.code.split(",") if code)
    result = words.say("positive: {parameters}", parameters=found) if found else words.say("no positive result")
    return result, label("urine_occasion", event.other)


def _diagnosis(event: EventRow, _label: _Label, _words: Words) -> Sequence[str]:
    return f"{event.code} {event.text}".strip(), ""


def _plan(event: EventRow, label: _Label, words: Words) -> Sequence[str]:
    return words.say("version {number}", number=event.number), label("modality", event.code)


def _session(event: EventRow, label: _Label, words: Words) -> Sequence[str]:
    number = words.say("Meeting {number}", number=event.number) if event.number else ""
    return number, label("session_type", event.other), label("attendance", event.code) or words.say("planned")


def _call(event: EventRow, label: _Label, _words: Words) -> Sequence[str]:
    return label("call_outcome", event.code), label("call_channel", event.other)


def _summons(event: EventRow, label: _Label, _words: Words) -> Sequence[str]:
    return label("summons_kind", event.code), f"ke-{event.number}" if event.number else ""


def _tat(event: EventRow, label: _Label, _words: Words) -> Sequence[str]:
    return label("tat_state", event.code), label("tat_recommendation", event.other), event.text


def _duty(event: EventRow, _label: _Label, words: Words) -> Sequence[str]:
    return words.say("report of the duty"), event.text


def _referral(event: EventRow, label: _Label, _words: Words) -> Sequence[str]:
    return (label("referral_state", event.code),)


def _reply(event: EventRow, label: _Label, _words: Words) -> Sequence[str]:
    return label("referral_reply", event.code), label("reply_way", event.other)


def _handover(event: EventRow, _label: _Label, words: Words) -> Sequence[str]:
    return words.say("client and papers handed over"), event.text


def _aftercare(event: EventRow, label: _Label, _words: Words) -> Sequence[str]:
    return label("aftercare_activity", event.code), label("recovery_condition", event.other)


def _letter(event: EventRow, _label: _Label, words: Words) -> Sequence[str]:
    return event.text, words.say("void") if event.other == VOID else ""


def _request(event: EventRow, label: _Label, _words: Words) -> Sequence[str]:
    return label("request_kind", event.code), label("request_decision", event.other)


_TEXTS: Final[Mapping[EventKind, Callable[[EventRow, _Label, Words], Sequence[str]]]] = {
    EventKind.STEP: _step,
    EventKind.CONSENT: _consent,
    EventKind.PAPER: _paper,
    EventKind.ATTACHMENT: _attachment,
    EventKind.CARD: _card,
    EventKind.INSTRUMENT: _instrument,
    EventKind.USE_PROFILE: _use_profile,
    EventKind.EXAMINATION: _examination,
    EventKind.URINE: _urine,
    EventKind.DIAGNOSIS: _diagnosis,
    EventKind.PLAN: _plan,
    EventKind.SESSION: _session,
    EventKind.CALL: _call,
    EventKind.SUMMONS: _summons,
    EventKind.TAT: _tat,
    EventKind.DUTY: _duty,
    EventKind.REFERRAL: _referral,
    EventKind.REPLY: _reply,
    EventKind.HANDOVER: _handover,
    EventKind.AFTERCARE: _aftercare,
    EventKind.LETTER: _letter,
    EventKind.REQUEST: _request,
}
