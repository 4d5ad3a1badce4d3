"""The registration's fields: little is needed to let a person in; everything else may follow.

A field is named after the part of the draft that it fills (``client.nik``, ``episode.channel``), as the troubles are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from rehab_app.clinic.clients.draft import LONGEST_CODE, LONGEST_LINE, LONGEST_NAME, LONGEST_TEXT
from rehab_app.clinic.episodes.rules import is_guardian
from rehab_app.foundation.dates import age_on
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Finder, Kind, Option, Options, Warner, Width
from rehab_app.ui.shell.session import Session

ADULT: Final = 18
IDENTITY: Final = N_("Identity")
ADDRESS: Final = N_("Address")
ARRIVAL: Final = N_("How the client came")
AUTHORITY: Final = N_("Authority (compulsory)")
REPORTER: Final = N_("Reporter (pelapor)")
GUARDIAN: Final = N_("Parent or guardian")
FAMILY: Final = N_("Family or contact")
PAPERS: Final = N_("Identity papers")
OTHER: Final = N_("Other data")

MATCHED: Final = (
    "client.full_name",
    "client.aliases",
    "client.nik",
    "client.birth_date",
    "client.phone",
    "client.mother_name",
    "client.sex",
)
"""What is looked at for people who may be registered already."""


@dataclass(frozen=True, slots=True)
class LookUps:
    """What the form asks while it is typed into, each off the UI thread: places, and what is strange about the numbers."""

    find_place: Finder
    warn_nik: Warner
    warn_jkn: Warner


def choices(session: Session, name: str) -> Options:
    """Return what offers the choices of a value list."""
    language = session.context.words.language

    def offered() -> Sequence[Option]:
        return [Option(choice.code, choice.label(language)) for choice in session.lists.offered(name)]

    return offered


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


def registration(session: Session, look_up: LookUps) -> list[FieldSpec]:
    """Return the fields of a new client with her episode."""
    today = session.context.clock.today()
    return [
        *identity_specs(session, look_up),
        *address_specs(look_up),
        *arrival_specs(session),
        *reporter_specs(session, partial(asks_for_reporter, today=today), partial(is_without_guardian, today=today)),
        *family_specs(session),
        *paper_specs(session, look_up),
        *other_specs(session),
        FieldSpec(
            name="client.rm_number",
            label=N_("No. Rekam Medis of the paper file"),
            group=OTHER,
            help=N_("Only where the client has a number already; left empty, the next one is given."),
            width=Width.SHORT,
            longest=LONGEST_CODE,
        ),
    ]


def readmission(session: Session, *, is_known_minor: bool) -> list[FieldSpec]:
    """Return the fields of another episode of a client who is known."""
    today = session.context.clock.today()
    asks = partial(asks_for_reporter, today=today, is_known_minor=is_known_minor)
    waits = partial(is_without_guardian, today=today, is_known_minor=is_known_minor)
    return [*arrival_specs(session), *reporter_specs(session, asks, waits)]


def identity_change(session: Session, look_up: LookUps) -> list[FieldSpec]:
    """Return the fields of a known client's identity."""
    return [
        *identity_specs(session, look_up),
        *address_specs(look_up),
        *family_specs(session),
        *paper_specs(session, look_up),
        *other_specs(session),
    ]


def identity_specs(session: Session, look_up: LookUps) -> list[FieldSpec]:
    """Return who she is: name, sex, birth date, NIK, telephone."""
    return [
        FieldSpec(
            name="client.full_name",
            label=N_("Full name *"),
            kind=Kind.NAME,
            width=Width.WIDE,
            group=IDENTITY,
            help=N_("As on the identity paper. Where the name is not known, initials are enough (below, Other data)."),
            is_identity=True,
            longest=LONGEST_NAME,
        ),
        FieldSpec(
            name="client.sex",
            label=N_("Sex"),
            kind=Kind.RADIO,
            group=IDENTITY,
            is_required=True,
            options=choices(session, "sex"),
        ),
        FieldSpec(
            name="client.birth_date",
            also="client.stated_age",
            label=N_("Birth date"),
            kind=Kind.BIRTH,
            group=IDENTITY,
            is_required=True,
            is_birth=True,
        ),
        FieldSpec(
            name="client.nik",
            label=N_("NIK"),
            kind=Kind.NIK,
            group=IDENTITY,
            is_identity=True,
            warn=look_up.warn_nik,
            watches=("client.birth_date", "client.stated_age", "client.sex", "client.kk_number"),
        ),
        FieldSpec(
            name="client.phone", label=N_("Telephone / WhatsApp"), kind=Kind.PHONE, group=IDENTITY, is_identity=True
        ),
    ]


def address_specs(look_up: LookUps) -> list[FieldSpec]:
    """Return where she lives."""
    return [
        FieldSpec(
            name="client.place_code",
            label=N_("Kelurahan / desa"),
            kind=Kind.PICK,
            width=Width.WIDE,
            group=ADDRESS,
            help=N_("Type a part of the name; outside the working area the kecamatan or city is enough."),
            find=look_up.find_place,
        ),
        FieldSpec(
            name="client.place_text",
            label=N_("Place in words"),
            width=Width.WIDE,
            group=ADDRESS,
            help=N_("Only where the list has no such place, e.g. abroad."),
            is_identity=True,
            longest=LONGEST_LINE,
        ),
        FieldSpec(
            name="client.address",
            label=N_("Street and number"),
            width=Width.WIDE,
            group=ADDRESS,
            is_identity=True,
            longest=LONGEST_LINE,
        ),
        FieldSpec(name="client.rt", label=N_("RT"), width=Width.SHORT, group=ADDRESS, longest=LONGEST_CODE),
        FieldSpec(name="client.rw", label=N_("RW"), width=Width.SHORT, group=ADDRESS, longest=LONGEST_CODE),
        FieldSpec(name="client.postcode", label=N_("Postcode"), width=Width.SHORT, group=ADDRESS, longest=LONGEST_CODE),
    ]


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
        _choice(session, "episode.source", N_("Came from"), "source", ARRIVAL),
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
        _choice(session, "episode.funding", N_("Funding"), "funding", ARRIVAL),
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


def family_specs(session: Session) -> list[FieldSpec]:
    """Return the mother's name, which tells people of one name apart, and one relative or other contact."""
    part: Callable[..., FieldSpec] = partial(FieldSpec, group=FAMILY)
    return [
        part(
            name="client.mother_name",
            label=N_("Mother's name"),
            kind=Kind.NAME,
            is_identity=True,
            width=Width.WIDE,
            longest=LONGEST_NAME,
        ),
        part(
            name="client.contacts.0.name",
            label=N_("Contact's name"),
            kind=Kind.NAME,
            width=Width.WIDE,
            is_identity=True,
            longest=LONGEST_NAME,
        ),
        part(
            name="client.contacts.0.relation",
            label=N_("Contact's relation"),
            kind=Kind.CHOICE,
            options=choices(session, "relation"),
        ),
        part(name="client.contacts.0.phone", label=N_("Contact's telephone"), kind=Kind.PHONE, is_identity=True),
    ]


def paper_specs(session: Session, look_up: LookUps) -> list[FieldSpec]:
    """Return the papers that prove who she is, or why there are none."""

    def is_other_paper(answers: Answers) -> bool:
        return answers.get("client.identity_kind") not in {None, "none", "ktp", "kia", "kk"}

    def is_missing(answers: Answers) -> bool:
        return answers.get("client.identity_kind") == "none"

    return [
        _choice(session, "client.identity_kind", N_("Identity paper"), "identity_kind", PAPERS),
        FieldSpec(
            name="client.identity_number",
            label=N_("Number of the paper"),
            group=PAPERS,
            visible_when=is_other_paper,
            is_identity=True,
            longest=LONGEST_LINE,
        ),
        FieldSpec(
            name="client.identity_missing_reason",
            label=N_("Why there is no paper"),
            kind=Kind.CHOICE,
            group=PAPERS,
            options=choices(session, "identity_missing_reason"),
            visible_when=is_missing,
        ),
        FieldSpec(name="client.kk_number", label=N_("Family card number (KK)"), kind=Kind.NIK, group=PAPERS),
        FieldSpec(
            name="client.jkn_number",
            label=N_("JKN / BPJS number"),
            group=PAPERS,
            warn=look_up.warn_jkn,
            longest=LONGEST_LINE,
        ),
    ]


def other_specs(session: Session) -> list[FieldSpec]:
    """Return what may be known besides."""
    part: Callable[..., FieldSpec] = partial(FieldSpec, group=OTHER, longest=LONGEST_LINE)
    coded = [
        ("client.education", N_("Education"), "education"),
        ("client.occupation", N_("Occupation"), "occupation"),
        ("client.marital_status", N_("Marital status"), "marital_status"),
        ("client.religion", N_("Religion"), "religion"),
        ("client.ethnicity", N_("Ethnic group"), "ethnicity"),
        ("client.blood_group", N_("Blood group"), "blood_group"),
        ("client.citizenship", N_("Citizenship"), "citizenship"),
    ]
    return [
        part(name="client.birth_place", label=N_("Birth place"), is_identity=True),
        *(_choice(session, name, caption, codes, OTHER) for name, caption, codes in coded),
        part(
            name="client.initials",
            label=N_("Initials"),
            help=N_("Left empty, they are made from the name."),
            width=Width.SHORT,
            is_identity=True,
        ),
        part(
            name="client.aliases", label=N_("Also known as"), is_identity=True, help=N_("Several with commas between.")
        ),
        part(name="client.father_name", label=N_("Father's name"), kind=Kind.NAME, is_identity=True, width=Width.WIDE),
        part(name="client.other_phone", label=N_("Other telephone"), kind=Kind.PHONE, is_identity=True),
        part(name="client.country", label=N_("Country")),
        FieldSpec(
            name="client.remark",
            label=N_("Remark"),
            kind=Kind.LINES,
            group=OTHER,
            width=Width.WIDE,
            longest=LONGEST_TEXT,
        ),
    ]


def _choice(session: Session, name: str, caption: str, codes: str, group: str) -> FieldSpec:
    return FieldSpec(name=name, label=caption, kind=Kind.CHOICE, group=group, options=choices(session, codes))
