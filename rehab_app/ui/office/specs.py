"""The fields of the office profile and of an account, for the first run and for the office's page alike."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.words import N_, Words
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option, Width

ROLE_WORDS: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.PENDAFTARAN: N_("Registration desk"),
        Role.KONSELOR: N_("Counsellor"),
        Role.DOKTER: N_("Doctor"),
        Role.PERAWAT: N_("Nurse"),
        Role.PSIKOLOG: N_("Psychologist"),
        Role.SUBKOORDINATOR: N_("Subkoordinator"),
        Role.KEPALA: N_("Kepala"),
        Role.OPERATOR_SIRENA: N_("SIRENA operator"),
        Role.ADMIN: N_("Admin (no client data)"),
    }
)
CLASS_WORDS: Final[Mapping[DataClass, str]] = MappingProxyType(
    {
        DataClass.ADMINISTRATIF: N_("Administrative data"),
        DataClass.KLINIS: N_("Clinical data"),
        DataClass.SURAT: N_("Letters"),
        DataClass.LAPORAN: N_("Reports"),
        DataClass.IBM: N_("IBM"),
        DataClass.IKM: N_("IKM"),
        DataClass.PENGATURAN: N_("Settings and accounts"),
    }
)
RIGHT_WORDS: Final[Mapping[Right, str]] = MappingProxyType(
    {Right.INPUT: N_("Enter"), Right.PERBAIKAN: N_("Correct"), Right.MELIHAT: N_("See")}
)
ZONES: Final = (("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT"))

_HEAD: Final = N_("Letterhead")
_PLACE: Final = N_("Address")
_AREA: Final = N_("Area and numbers")
_SIGNER: Final = N_("Who signs letters")
_PERSON: Final = N_("Person")
_WORK: Final = N_("Work")

Regencies = Sequence[tuple[str, str]]
"""Code and name of each regency that may be chosen."""


def role_options(words: Words) -> list[Option]:
    """Return every role in the language of the screen."""
    return [Option(role.value, words.say(said)) for role, said in ROLE_WORDS.items()]


def profile_specs(regencies: Regencies) -> tuple[FieldSpec, ...]:
    """Return the fields of the office profile; ``letterhead`` is one text of several lines here."""
    places = [Option(code, name) for code, name in regencies]
    zones = [Option(code, name) for code, name in ZONES]
    return (
        FieldSpec(
            name="letterhead",
            label=N_("Lines of the letterhead"),
            kind=Kind.LINES,
            lines=3,
            width=Width.WIDE,
            group=_HEAD,
            help=N_("One line each, from the top, as they stand on the office's letters."),
            is_required=True,
        ),
        FieldSpec(name="unit_name", label=N_("Name of the office"), group=_HEAD, width=Width.WIDE, is_required=True),
        FieldSpec(name="clinic_name", label=N_("Name of the clinic"), group=_HEAD, width=Width.WIDE),
        FieldSpec(name="address", label=N_("Street address"), kind=Kind.LINES, lines=2, group=_PLACE, width=Width.WIDE),
        FieldSpec(name="city", label=N_("City"), group=_PLACE, is_required=True),
        FieldSpec(name="phone", label=N_("Telephone"), group=_PLACE),
        FieldSpec(name="email", label=N_("E-mail"), group=_PLACE),
        FieldSpec(name="website", label=N_("Website"), group=_PLACE),
        FieldSpec(
            name="unit_code",
            label=N_("Unit code in letter numbers"),
            group=_AREA,
            help=N_("The last part of a letter number, for example BNNK-BPP."),
            is_required=True,
        ),
        FieldSpec(
            name="time_zone",
            label=N_("Time zone"),
            kind=Kind.RADIO,
            group=_AREA,
            options=lambda: zones,
            is_required=True,
        ),
        FieldSpec(
            name="home_regency",
            label=N_("City whose kecamatan the figures show"),
            kind=Kind.CHOICE,
            group=_AREA,
            options=lambda: places,
            is_required=True,
        ),
        FieldSpec(
            name="working_area",
            label=N_("Working area"),
            kind=Kind.MANY,
            group=_AREA,
            options=lambda: places,
            help=N_("Addresses in these are offered first, down to the kelurahan."),
        ),
        FieldSpec(name="head_name", label=N_("Name of the head"), group=_SIGNER, width=Width.WIDE),
        FieldSpec(name="head_title", label=N_("Title in letters"), group=_SIGNER, width=Width.WIDE),
        FieldSpec(name="head_rank", label=N_("Rank"), group=_SIGNER),
        FieldSpec(name="head_staff_number", label=N_("NIP or NRP"), group=_SIGNER),
    )


def account_specs(words: Words) -> tuple[FieldSpec, ...]:
    """Return the fields of an account, without its passphrase."""
    roles = role_options(words)
    return (
        FieldSpec(
            name="login",
            label=N_("Sign-in name"),
            group=_PERSON,
            help=N_("Small letters and digits, for example siti or siti.r. It cannot be changed later."),
            is_required=True,
        ),
        FieldSpec(
            name="full_name", label=N_("Full name with titles"), group=_PERSON, width=Width.WIDE, is_required=True
        ),
        FieldSpec(
            name="roles",
            label=N_("Roles"),
            kind=Kind.MANY,
            group=_WORK,
            options=lambda: roles,
            help=N_("A person may hold several. Kepala and Subkoordinator give others access."),
            is_required=True,
        ),
        FieldSpec(name="title", label=N_("Position"), group=_WORK, width=Width.WIDE),
        FieldSpec(name="rank", label=N_("Rank"), group=_WORK),
        FieldSpec(name="staff_number", label=N_("NIP or NRP"), group=_WORK),
    )


def profile_values(draft: Mapping[str, object]) -> dict[str, object]:
    """Return what a profile draft class takes for the form's clean content."""
    values: dict[str, object] = {name: "" if value is None else value for name, value in draft.items()}
    values["letterhead"] = [line.strip() for line in str(values["letterhead"]).splitlines() if line.strip()]
    values["working_area"] = list(values["working_area"]) if isinstance(values["working_area"], tuple | list) else []
    return values


def account_values(draft: Mapping[str, object]) -> dict[str, object]:
    """Return what an account draft class takes for the form's clean content; a sign-in name is written small."""
    names = ("login", "full_name", "title", "rank", "staff_number")
    values: dict[str, object] = {name: str(draft.get(name) or "").strip() for name in names}
    values["login"] = str(values["login"]).casefold()
    roles = draft.get("roles")
    values["roles"] = list(roles) if isinstance(roles, tuple | list) else []
    return values
