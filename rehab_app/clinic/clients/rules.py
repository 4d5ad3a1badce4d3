"""What the clinic asks of a client's data: little to let a person in, and a note of all that is missing or strange."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from rehab_app.clinic.clients import names, nik
from rehab_app.clinic.clients.draft import OLDEST, ClientDraft, ContactDraft
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.phones import read_phone
from rehab_app.foundation.dates import age_on, format_short
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.words import N_
from rehab_app.office.lists.in_force import lists_in_force, unknown_codes
from rehab_app.office.places.gazetteer import gazetteer
from rehab_app.office.places.place import dotted

ADULT: Final = 18
_JKN_DIGITS: Final = 13

LISTS_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        name: name
        for name in (
            "sex",
            "identity_kind",
            "identity_missing_reason",
            "religion",
            "ethnicity",
            "marital_status",
            "education",
            "occupation",
            "blood_group",
            "citizenship",
        )
    }
)
"""The value list of each coded field."""

JKN_LENGTH: Final = "clients.jkn_length"
WARNINGS: Final[Mapping[str, str]] = MappingProxyType(
    {**nik.WARNINGS, JKN_LENGTH: N_("A JKN number has 13 digits. Compare it with the card.")}
)
"""The sentence of each warning."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A draft read: column values of the client and of each contact, telephones and numbers in one form, and every trouble.

    ``contacts`` is None where the draft says nothing of them.
    """

    values: Mapping[str, Any]
    contacts: tuple[tuple[ContactDraft, Mapping[str, Any]], ...] | None
    troubles: tuple[RuleBroken, ...]

    def refuse_troubles(self, more: Sequence[RuleBroken] = ()) -> None:
        """Raise RulesBroken where there are troubles, with those that only the store could tell (``more``)."""
        troubles = [*self.troubles, *more]
        if troubles:
            raise RulesBroken(troubles)


def age_from(birth_date: date | None, stated_age: int | None, stated_age_on: date | None, on: date) -> int | None:
    """Return the age in whole years on a day, by birth date or else by the stated age, or None where neither is known."""
    if birth_date is not None:
        return age_on(birth_date, on) if birth_date <= on else 0
    if stated_age is None:
        return None
    since = stated_age_on or on
    return stated_age + (age_on(since, on) if since <= on else -age_on(on, since))


def age_of(person: Client | ClientDraft, on: date) -> int | None:
    """Return a person's age on a day as ``age_from`` does."""
    return age_from(person.birth_date, person.stated_age, person.stated_age_on, on)


def is_minor(person: Client | ClientDraft, on: date) -> bool:
    """Whether a person is under 18 on a day (UU 35/2009 Pasal 55 ayat 1); not where no age is known at all."""
    age = age_of(person, on)
    return age is not None and age < ADULT


def identity_gaps(person: Client | ClientDraft) -> tuple[str, ...]:
    """Return the fields that keep an identity from being complete: name, birth date, NIK or another paper, address, place."""
    has_other_paper = person.identity_kind not in {"", "none"} and bool(person.identity_number)
    known = {
        "full_name": bool(person.full_name),
        "birth_date": person.birth_date is not None,
        "nik": bool(person.nik) or (has_other_paper and not _carries_nik(person.identity_kind)),
        "address": bool(person.address),
        "place_code": bool(person.place_code or person.place_text),
    }
    return tuple(field for field, is_known in known.items() if not is_known)


def is_identity_complete(person: Client | ClientDraft) -> bool:
    """Whether nothing is missing; otherwise the identity counts as "belum lengkap", which keeps nobody from care."""
    return not identity_gaps(person)


def warnings_of(draft: ClientDraft, today: date) -> list[str]:
    """Return the codes of ``WARNINGS`` that a draft deserves: to be looked at, never refused."""
    found: list[str] = []
    if draft.nik:
        try:
            found += nik.check(draft.nik, birth_date=draft.birth_date, sex=draft.sex, kk=draft.kk_number, today=today)
        except RuleBroken:
            found = []  # what cannot be a NIK is told by ``examine``
    if draft.jkn_number and len(digits_of(draft.jkn_number)) != _JKN_DIGITS:
        found.append(JKN_LENGTH)
    return found


def examine(draft: ClientDraft, today: date) -> Examined:
    """Return what a draft comes to, with all that refuses it."""
    desk = _Desk([])
    desk.troubles.extend([*_missing(draft), *_impossible_dates(draft, today), *unknown_codes(draft, LISTS_OF)])
    values = _values(draft, today, desk)
    contacts = None
    if draft.contacts is not None:
        contacts = tuple((one, _contact_values(one, place, desk)) for place, one in enumerate(draft.contacts))
    return Examined(values, contacts, tuple(desk.troubles))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Reads field after field and puts the troubles on one heap."""

    troubles: list[RuleBroken]

    def read(self, reader: Callable[[str, str], str], text: str, field: str) -> str:
        """Return what ``reader`` makes of a text that is not empty; a trouble is kept, and the text is not known then."""
        if not text:
            return ""
        try:
            return reader(text, field)
        except RuleBroken as trouble:
            self.troubles.append(trouble)
            return ""


def _missing(draft: ClientDraft) -> list[RuleBroken]:
    troubles = []
    if not (draft.full_name or draft.initials):
        troubles.append(RuleBroken("clients.name_or_initials", field="full_name"))
    if not draft.sex:
        troubles.append(RuleBroken("draft.required", field="sex"))
    if draft.birth_date is None and draft.stated_age is None:
        troubles.append(RuleBroken("clients.birth_date_or_age", field="birth_date"))
    return troubles


def _impossible_dates(draft: ClientDraft, today: date) -> list[RuleBroken]:
    troubles = []
    if draft.birth_date is not None and draft.birth_date > today:
        troubles.append(RuleBroken("dates.in_future", field="birth_date", today=format_short(today)))
    if draft.stated_age_on is not None and draft.stated_age_on > today:
        troubles.append(RuleBroken("clients.stated_in_future", field="stated_age_on", today=format_short(today)))
    if draft.birth_date and draft.birth_date <= today and age_on(draft.birth_date, today) > OLDEST:
        troubles.append(RuleBroken("dates.too_long_ago", field="birth_date", years=OLDEST))
    return troubles


def _values(draft: ClientDraft, today: date, desk: _Desk) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(draft, name) for name in ClientDraft.model_fields}
    del values["contacts"], values["rm_number"]
    values["initials"] = draft.initials or names.initials(draft.full_name)
    values["nik"] = desk.read(nik.read_nik, draft.nik, "nik") or None
    values["kk_number"] = desk.read(nik.read_kk, draft.kk_number, "kk_number")
    if values["nik"] and values["nik"] == values["kk_number"]:
        desk.troubles.append(RuleBroken("nik.same_as_kk", field="nik"))
    for field in ("phone", "other_phone"):
        values[field] = desk.read(read_phone, getattr(draft, field), field)
    values["place_code"] = desk.read(_read_place, draft.place_code, "place_code")
    values["jkn_number"] = digits_of(draft.jkn_number) or draft.jkn_number
    if draft.stated_age is None:
        values["stated_age_on"] = None
    elif draft.stated_age_on is None:
        values["stated_age_on"] = today
    values["is_identity_complete"] = is_identity_complete(draft)
    return values


def _contact_values(contact: ContactDraft, place: int, desk: _Desk) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(contact, name) for name in ContactDraft.model_fields}
    del values["id"]
    field = f"contacts.{place}"
    if not contact.name:
        desk.troubles.append(RuleBroken("draft.required", field=f"{field}.name"))
    if contact.relation and lists_in_force().get("relation", contact.relation) is None:
        desk.troubles.append(
            RuleBroken("lists.unknown", field=f"{field}.relation", list="relation", value=contact.relation)
        )
    values["nik"] = desk.read(nik.read_nik, contact.nik, f"{field}.nik")
    values["phone"] = desk.read(read_phone, contact.phone, f"{field}.phone")
    return values


def _read_place(text: str, field: str) -> str:
    """Return a known Kemendagri code with its points; raises RuleBroken ``clients.unknown_place``."""
    if gazetteer().get(text) is None:
        raise RuleBroken("clients.unknown_place", field=field)
    return dotted(text)


def _carries_nik(kind: str) -> bool:
    """Whether a paper of this kind bears the NIK itself, so that its number is no substitute for one."""
    choice = lists_in_force().get("identity_kind", kind)
    return choice is not None and choice.is_marked("has_nik")


def digits_of(text: str) -> str:
    """Return the digits of a number, without what people type between them."""
    return "".join(sign for sign in text if sign.isdecimal() and sign.isascii())
