"""The registration's fields of how she came and who reports her, and when they are asked."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from rehab_app.clinic.clients.draft import LONGEST_LINE, LONGEST_NAME, LONGEST_TEXT
from rehab_app.clinic.episodes.rules import is_guardian
from rehab_app.foundation.dates import age_on
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.listed import choice, choices
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Width
from rehab_app.ui.shell.session import Session

ADULT: Final = 18
ARRIVAL: Final = N_("How the client came")
AUTHORITY: Final = N_("Authority (compulsory)")
REPORTER: Final = N_("Reporter (pelapor)")
GUARDIAN: Final = N_("Parent or guardian")


def is_compulsory(answers: Answers) -> bool:
    """Whether the client is brought by an authority."""
    return answers.get("episode.channel") == "compulsory"


def is_reported(answers: Answers) -> bool:
    """Whether somebody else reports the client."""
    return answers.get("episode.reporting_kind") in {"family", "guardian"}


def is_minor(answers: Answers, today: date) -> bool:
    """Whether the birth date or the age that was typed is that of somebody under 18."""
    born, stated = answers.get("client.birth_date"), answers.get("client.stated_age")
    if isinstance(born, date) and born <= today:
        return age_on(born, today) < ADULT
    return isinstance(stated, int) and stated < ADULT


def asks_for_reporter(answers: Answers, today: date, *, is_known_minor: bool = False) -> bool:
    """Whether the reporter's fields are shown: somebody reports, or must report, the client."""
    return is_known_minor or is_reported(answers) or is_minor(answers, today)


def is_without_guardian(answers: Answers, today: date, *, is_known_minor: bool = False) -> bool:
    """Whether a client under 18 has come without parent or guardian as pelapor."""
    is_young = is_known_minor or is_minor(answers, today)
    relation = answers.get("episode.reporter_relation")
    is_there = bool(answers.get("episode.reporter_name")) and isinstance(relation, str) and is_guardian(relation)
    return is_young and not is_there


def arrival_specs(session: Session) -> list[FieldSpec]:
    """Return how she came, and for a compulsory client who sent her."""
    line: Callable[..., FieldSpec] = partial(FieldSpec, group=AUTHORITY, longest=LONGEST_LINE)
    return [
        FieldSpec(
            name="episode.channel",
            label=N_("Channel"),
            kind=Kind.RADIO,
            group=ARRIVAL,
            is_required=True,
            options=choices(session, "channel"),
        ),
        FieldSpec(
            name="episode.registered_on",
            label=N_("Registered on"),
            kind=Kind.DATE,
            group=ARRIVAL,
            is_required=True,
            keeps=True,
            width=Width.SHORT,
        ),
        choice(session, "episode.source", N_("Came from"), "source", ARRIVAL),
        FieldSpec(
            name="episode.sender",
            label=N_("Sent by"),
            group=ARRIVAL,
            width=Width.WIDE,
            help=N_("The person or institution that sent the client, where there is one."),
            longest=LONGEST_LINE,
        ),
        FieldSpec(
            name="episode.reporting_kind",
            label=N_("Kind of report"),
            kind=Kind.RADIO,
            group=ARRIVAL,
            options=choices(session, "reporting_kind"),
        ),
        FieldSpec(
            name="episode.category",
            label=N_("Category"),
            kind=Kind.RADIO,
            group=ARRIVAL,
            options=choices(session, "category"),
        ),
        choice(session, "episode.funding", N_("Funding"), "funding", ARRIVAL),
        line(name="episode.agency", label=N_("Agency"), visible_when=is_compulsory, width=Width.WIDE),
        line(name="episode.investigator", label=N_("Investigator"), visible_when=is_compulsory),
        line(name="episode.police_report_number", label=N_("Police report number (LP)"), visible_when=is_compulsory),
        line(name="episode.tat_number", label=N_("TAT recommendation number"), visible_when=is_compulsory),
        FieldSpec(
            name="episode.tat_date",
            label=N_("TAT recommendation date"),
            kind=Kind.DATE,
            group=AUTHORITY,
            width=Width.SHORT,
            visible_when=is_compulsory,
        ),
    ]


def reporter_specs(
    session: Session, asks: Callable[[Answers], bool], waits: Callable[[Answers], bool] | None = None
) -> list[FieldSpec]:
    """Return who reports her; for a client under 18 parent or guardian, or why she waits and who brought her."""
    part: Callable[..., FieldSpec] = partial(FieldSpec, group=REPORTER, visible_when=asks)
    specs = [
        part(
            name="episode.reporter_name",
            label=N_("Reporter's name"),
            kind=Kind.NAME,
            width=Width.WIDE,
            is_identity=True,
            longest=LONGEST_NAME,
        ),
        part(
            name="episode.reporter_relation",
            label=N_("Relation to the client"),
            kind=Kind.CHOICE,
            options=choices(session, "relation"),
        ),
        part(name="episode.reporter_phone", label=N_("Reporter's telephone"), kind=Kind.PHONE, is_identity=True),
        part(name="episode.reporter_nik", label=N_("Reporter's NIK"), kind=Kind.NIK, is_identity=True),
        part(
            name="episode.reporter_address",
            label=N_("Reporter's address"),
            kind=Kind.LINES,
            lines=2,
            width=Width.WIDE,
            is_identity=True,
            longest=LONGEST_TEXT,
        ),
    ]
    if waits is None:
        return specs
    return [
        *specs,
        FieldSpec(
            name="episode.waiting_reason",
            label=N_("Why no parent or guardian has come"),
            kind=Kind.LINES,
            lines=2,
            group=GUARDIAN,
            width=Width.WIDE,
            help=N_("The client is under 18: enter parent or guardian as reporter above, or say here why she waits."),
            visible_when=waits,
            longest=LONGEST_TEXT,
        ),
        FieldSpec(
            name="episode.brought_by",
            label=N_("Who brought the client"),
            group=GUARDIAN,
            width=Width.WIDE,
            visible_when=waits,
            is_identity=True,
            longest=LONGEST_LINE,
        ),
    ]
