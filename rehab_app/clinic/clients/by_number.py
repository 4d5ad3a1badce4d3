"""How clients are found by a number, however it is typed: whole, or by the beginning of a NIK or a telephone."""

import re
from typing import Any, Final

from sqlalchemy import Connection

from rehab_app.clinic.clients.finding import Found, Shown, shown
from rehab_app.clinic.clients.phones import phone_fragment
from rehab_app.clinic.clients.rows import MatchedBy
from rehab_app.clinic.clients.search_index import KeyKind, number_keys, words_joined
from rehab_app.store import text_search
from rehab_app.store.text_search import LAST_SIGN

_LEAST_BEGINNING: Final = 3
_WHOLE: Final = 8
_DIGIT: Final = re.compile(r"[0-9]")
_ONLY_A_NUMBER: Final = re.compile(r"[0-9\s./()+-]+")
_KINDS: Final = {
    KeyKind.RM: MatchedBy.RM,
    KeyKind.REGISTRATION: MatchedBy.REGISTRATION,
    KeyKind.NIK: MatchedBy.NIK,
    KeyKind.PHONE: MatchedBy.PHONE,
    KeyKind.CONTACT_PHONE: MatchedBy.CONTACT_PHONE,
    KeyKind.IDENTITY: MatchedBy.IDENTITY,
}
_OF_PAPERS: Final = (KeyKind.NIK, KeyKind.IDENTITY)
_OF_PHONES: Final = (KeyKind.PHONE, KeyKind.CONTACT_PHONE)


def holds_digits(text: str) -> bool:
    """Whether a number may be meant."""
    return bool(_DIGIT.search(text))


def is_only_a_number(text: str) -> bool:
    """Whether nothing but a number can be meant."""
    return holds_digits(text) and bool(_ONLY_A_NUMBER.fullmatch(text))


def by_number(connection: Connection, text: str, limit: int) -> Found:
    """Return at most ``limit`` clients with exactly that number; of a short one, or nobody's, also those that begin so."""
    keys = {*number_keys(text), words_joined(text), phone_fragment(text)} - {""}
    found = _found(connection, shown(text_search.of_keys), {"keys": sorted(keys)}, limit)
    if is_only_a_number(text) and (not found or len(text) < _WHOLE):
        for kinds, beginning in ((_OF_PAPERS, words_joined(text)), (_OF_PHONES, phone_fragment(text))):
            # Neither a NIK nor what follows the 0 of a telephone begins with 0: that is a No. Rekam Medis.
            if len(beginning) >= _LEAST_BEGINNING and beginning[0] != "0" and len(found) < limit:
                values = {"low": beginning, "high": beginning + LAST_SIGN, "kinds": kinds, "limit": limit}
                more = _found(connection, shown(text_search.from_key), values, limit)
                found |= {number: one for number, one in more.items() if number not in found}
    return dict(list(found.items())[:limit])


def _found(connection: Connection, statement: Any, values: dict[str, Any], limit: int) -> Found:  # noqa: ANN401 - a Select
    """Return what a statement finds, by kind of number; a kind that is only for likely matches is passed over."""
    found: Found = {}
    for row in connection.execute(statement, values).all():
        matched_by = _KINDS.get(row.kind)
        if matched_by is not None and len(found) < limit:
            found.setdefault(row.number, (Shown.of(row), matched_by))
    return found
