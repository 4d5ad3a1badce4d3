"""The forms of a referral on its way: the destination's answer, the handover, and what it says of its places."""

from collections.abc import Callable, Mapping, Sequence
from datetime import time
from typing import Final

from rehab_app.clinic.episodes.rules import STATE_LABELS
from rehab_app.clinic.referrals.rows import CapacityRow, HandoverRow, ReferralRow, ReplyRow
from rehab_app.clinic.referrals.rules import LETTER, PROGRESS, TAKES_ON, fitting_replies
from rehab_app.desk.referral_replies import AFTER_RETURN
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.clinical_section import reason_spec
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Width
from rehab_app.ui.shell.session import Session

_LONGEST: Final = 2000
_EXPECTS: Final = ("menunggu_tempat", "diterima", "masuk")
_TELLS_HOW_SHE_IS: Final = (PROGRESS, "masuk", "selesai", "kembali")
_MOST_PLACES: Final = 10_000
_MOST_DAYS: Final = 3_650
_REPLY_FIELDS: Final = (
    "kind",
    "happened_on",
    "received_on",
    "how",
    "told_by",
    "explanation",
    "expected_on",
    "condition",
    "taken_on_in",
)
_HANDOVER_FIELDS: Final = (
    "handed_on",
    "place",
    "handed_by",
    "handed_by_title",
    "received_by",
    "received_by_title",
    "witness_name",
    "condition",
    "belongings",
    "remark",
)


def reply_specs(session: Session, row: ReferralRow, shown: ReplyRow | None = None) -> Sequence[FieldSpec]:
    """Return the fields of an answer: those kinds alone that fit now, of one that is corrected its own."""
    kinds = fitting_replies(row.state) if shown is None else (shown.kind,)

    def where() -> Sequence[Option]:
        return [Option(state.value, session.say(STATE_LABELS[state])) for state in AFTER_RETURN]

    specs = [
        FieldSpec(
            name="kind",
            label=N_("What it answers"),
            kind=Kind.RADIO,
            is_required=True,
            options=lambda: [Option(code, session.label("referral_reply", code)) for code in kinds],
        ),
        FieldSpec(name="happened_on", label=N_("Since or on"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(
            name="expected_on",
            label=N_("Expected on"),
            help=N_("The day a place is free, she is expected, or the discharge; the list counts from it."),
            kind=Kind.DATE,
            width=Width.SHORT,
            visible_when=_is_one_of(_EXPECTS),
        ),
        FieldSpec(
            name="condition",
            label=N_("How the client is"),
            kind=Kind.LINES,
            width=Width.WIDE,
            longest=_LONGEST,
            visible_when=_is_one_of(_TELLS_HOW_SHE_IS),
        ),
        FieldSpec(
            name="explanation",
            label=N_("Reason or remark"),
            help=N_("Needed for a refusal, and where she is sent back before the end."),
            kind=Kind.LINES,
            width=Width.WIDE,
            longest=_LONGEST,
        ),
        FieldSpec(
            name="taken_on_in",
            label=N_("Taken on in"),
            help=N_("Leave it empty as long as she has not come back to the clinic."),
            kind=Kind.RADIO,
            options=where,
            visible_when=_is_one_of(TAKES_ON),
        ),
        FieldSpec(name="told_by", label=N_("Told by"), kind=Kind.NAME, width=Width.WIDE, longest=120),
        FieldSpec(
            name="how",
            label=N_("How it came"),
            kind=Kind.CHOICE,
            options=lambda: _listed(session, "reply_way"),
        ),
        FieldSpec(name="received_on", label=N_("Received on"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
    ]
    return [*specs, reason_spec()] if shown is not None else specs


def new_reply_values(session: Session, row: ReferralRow, how: str = "") -> dict[str, object]:
    """Return what a new answer begins with: today, and the one kind where only one fits."""
    today, kinds = session.context.clock.today(), fitting_replies(row.state)
    values: dict[str, object] = {"happened_on": today, "received_on": today, VERSION: row.row_version}
    if how:
        values["how"] = how
    return values | ({"kind": kinds[0]} if len(kinds) == 1 else {})


def reply_values(row: ReplyRow) -> dict[str, object]:
    """Return an answer as its form takes it up, with the version that is shown."""
    return {**{name: getattr(row, name) or None for name in _REPLY_FIELDS}, VERSION: row.row_version}


def reply_content(session: Session, row: ReplyRow) -> Mapping[str, str]:
    """Return an answer as its versions are compared, by caption."""
    say = session.say
    expected = format_short(row.expected_on) if row.expected_on is not None else ""
    return {
        say("What it answers"): session.label("referral_reply", row.kind),
        say("Since or on"): format_short(row.happened_on),
        say("Expected on"): expected,
        say("How the client is"): row.condition,
        say("Reason or remark"): row.explanation,
        say("Told by"): row.told_by,
        say("How it came"): session.label("reply_way", row.how),
        say("Received on"): format_short(row.received_on),
    }


def handover_specs(session: Session, *, is_correction: bool = False) -> Sequence[FieldSpec]:
    """Return the fields of a berita acara serah terima."""

    def documents() -> Sequence[Option]:
        return [option for option in _listed(session, "document") if option.code != LETTER]

    wide = Width.WIDE
    specs = [
        FieldSpec(name="handed_on", label=N_("Handed over on"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(name="handed_at", label=N_("At (hour)"), help=N_("For example 10.30."), width=Width.SHORT, longest=5),
        FieldSpec(name="place", label=N_("Place"), width=wide, longest=200),
        FieldSpec(name="handed_by", label=N_("Handed over by"), kind=Kind.NAME, is_required=True, width=wide),
        FieldSpec(name="handed_by_title", label=N_("Her title"), width=wide, longest=120),
        FieldSpec(name="received_by", label=N_("Received by"), kind=Kind.NAME, is_required=True, width=wide),
        FieldSpec(name="received_by_title", label=N_("Title of the receiver"), width=wide, longest=120),
        FieldSpec(name="witness_name", label=N_("Witness or family"), kind=Kind.NAME, width=wide),
        FieldSpec(name="documents", label=N_("Papers handed over"), kind=Kind.MANY, options=documents),
        FieldSpec(name="condition", label=N_("How the client is"), kind=Kind.LINES, width=wide, longest=_LONGEST),
        FieldSpec(
            name="belongings",
            label=N_("Belongings"),
            help=N_("One thing a line."),
            kind=Kind.LINES,
            width=wide,
            longest=_LONGEST,
        ),
        FieldSpec(name="remark", label=N_("Remark"), kind=Kind.LINES, lines=2, width=wide, longest=_LONGEST),
    ]
    return [*specs, reason_spec()] if is_correction else specs


def new_handover_values(session: Session, row: ReferralRow) -> dict[str, object]:
    """Return what a new handover begins with: what the referral knows already."""
    return {
        "handed_on": session.context.clock.today(),
        "place": row.destination,
        "handed_by": row.escort or session.actor.name,
        "documents": list(row.documents),
    }


def handover_values(row: HandoverRow) -> dict[str, object]:
    """Return a handover as its form takes it up, with the version that is shown."""
    values: dict[str, object] = {name: getattr(row, name) or None for name in _HANDOVER_FIELDS}
    at = f"{row.handed_at:%H.%M}" if row.handed_at is not None else None
    return {**values, "handed_at": at, "documents": list(row.documents), VERSION: row.row_version}


def handover_content(session: Session, row: HandoverRow) -> Mapping[str, str]:
    """Return a handover as its versions are compared, by caption."""
    say = session.say
    return {
        say("Handed over on"): format_short(row.handed_on),
        say("Place"): row.place,
        say("Handed over by"): row.handed_by,
        say("Received by"): row.received_by,
        say("Papers handed over"): ", ".join(session.label("document", code) for code in row.documents),
        say("How the client is"): row.condition,
        say("Belongings"): row.belongings,
        say("Remark"): row.remark,
    }


def read_hour(text: object) -> time | None:
    """Return a typed hour (10.30, 10:30 or 10), None where it is empty; raises ValueError where it is none."""
    plain = str(text or "").strip().replace(".", ":")
    if not plain:
        return None
    return time.fromisoformat(f"{plain.zfill(2)}:00" if ":" not in plain else plain.zfill(5))


def capacity_specs() -> Sequence[FieldSpec]:
    """Return the fields of a note on free places."""
    return [
        FieldSpec(name="noted_on", label=N_("Asked on"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(
            name="free_places",
            label=N_("Free places"),
            kind=Kind.INTEGER,
            lowest=0,
            highest=_MOST_PLACES,
            width=Width.SHORT,
        ),
        FieldSpec(
            name="waiting_days",
            label=N_("Days until a place is free"),
            kind=Kind.INTEGER,
            lowest=0,
            highest=_MOST_DAYS,
            width=Width.SHORT,
        ),
        FieldSpec(name="told_by", label=N_("Told by"), kind=Kind.NAME, width=Width.WIDE),
        FieldSpec(name="remark", label=N_("Remark"), kind=Kind.LINES, lines=2, width=Width.WIDE, longest=_LONGEST),
    ]


def capacity_text(session: Session, row: CapacityRow | None) -> str:
    """Return what a destination last said of its places, with how old it is."""
    say, words = session.say, session.context.words
    if row is None:
        return say("Nobody has asked for free places yet.")
    parts = []
    if row.free_places is not None:
        parts.append(words.say_many("{count} free place", "{count} free places", row.free_places))
    if row.waiting_days is not None:
        parts.append(words.say_many("a place in {count} day", "a place in {count} days", row.waiting_days))
    parts += [row.remark] if row.remark else []
    age = words.say_many("{count} day ago", "{count} days ago", row.age_days) if row.age_days else say("today")
    told = say("told by {name}, {age}", name=row.told_by, age=age) if row.told_by else age
    old = say("Old: ask again.") if row.is_old else ""
    return " ".join(part for part in (f"{', '.join(parts)} ({told}).", old) if part)


def _listed(session: Session, name: str) -> Sequence[Option]:
    language = session.context.words.language
    return [Option(choice.code, choice.label(language)) for choice in session.lists.offered(name)]


def _is_one_of(kinds: Sequence[str]) -> Callable[[Answers], bool]:
    return lambda answers: answers.get("kind") in kinds
