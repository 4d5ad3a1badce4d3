"""The registration's fields of who she is and where she lives."""

from dataclasses import dataclass
from typing import Final

from rehab_app.clinic.clients.draft import LONGEST_CODE, LONGEST_LINE, LONGEST_NAME
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.kit.field_spec import FieldSpec, Finder, Kind, Warner, Width
from rehab_app.ui.shell.session import Session

IDENTITY: Final = N_("Identity")
ADDRESS: Final = N_("Address")


@dataclass(frozen=True, slots=True)
class LookUps:
    """What the form asks while it is typed into, each off the UI thread: places, and what is strange about the numbers."""

    find_place: Finder
    warn_nik: Warner
    warn_jkn: Warner


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
