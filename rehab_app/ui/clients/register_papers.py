"""The registration's fields of her family, her papers, and what may be known besides."""

from collections.abc import Callable
from functools import partial
from typing import Final

from rehab_app.clinic.clients.draft import LONGEST_LINE, LONGEST_NAME, LONGEST_TEXT
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.listed import choice, choices
from rehab_app.ui.clients.register_person import LookUps
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Width
from rehab_app.ui.shell.session import Session

FAMILY: Final = N_("Family or contact")
PAPERS: Final = N_("Identity papers")
OTHER: Final = N_("Other data")


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
        choice(session, "client.identity_kind", N_("Identity paper"), "identity_kind", PAPERS),
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
        *(choice(session, name, caption, codes, OTHER) for name, caption, codes in coded),
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
