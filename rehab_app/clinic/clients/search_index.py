"""What the search box may find a client by, and how what is typed there is read.

By name: the plain and the folded words of the name and of every alias. By number: NIK, telephones, No. Rekam Medis,
No. Registrasi and the number of another identity paper, each as it is, without what people type between digits.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Final
from uuid import UUID

from sqlalchemy import Connection
from sqlmodel import SQLModel

from rehab_app.clinic.clients import names, spelling
from rehab_app.clinic.clients.model import Client, ClientContact
from rehab_app.clinic.clients.phones import phone_fragment
from rehab_app.store.text_index import Entry, TextIndex
from rehab_app.store.text_search import Token

CLIENTS: Final = TextIndex("client", SQLModel.metadata)

_ALIAS_SEPARATORS: Final = re.compile(r"[,;/\n]|\balias\b|\bals\b|\baka\b", re.IGNORECASE)
_GROUPS: Final = re.compile(r"[a-z]+|[0-9]+")
# Letters that fold otherwise where they are the last: those of a word that folds to itself change in no other place.
_CHANGING_AT_THE_END: Final = frozenset("chw")
# Signs that mean something in a pattern or in a listing.
_OF_PATTERNS: Final = re.compile(r"[%_\\|]")
_LETTERS_AND_DIGITS: Final = re.compile(r"[\W_]+")


class KeyKind(IntEnum):
    """What a number is of; the least is shown first."""

    RM = 1
    REGISTRATION = 2
    NIK = 3
    PHONE = 4
    CONTACT_PHONE = 5
    IDENTITY = 6
    MOTHER = 7


def entry_of(client: Client, contacts: Iterable[ClientContact] = (), taken_in: Sequence[Client] = ()) -> Entry:
    """Return what the index knows of a client and of those who stand by her, registrations apart.

    She is found by the names and numbers of the records that were taken into hers too.
    """
    listed = words_of(client.full_name) or words_of(words_joined(client.initials) or client.initials)
    words = index_words(listed)
    for alias in alias_names(client.aliases):
        words += index_words(words_of(alias))
    keys = list(_keys_of(client, contacts))
    for other in taken_in:
        for name in (other.full_name, *alias_names(other.aliases)):
            words += index_words(words_of(name))
        keys += _keys_of(other, ())
    return Entry.of(
        listed,
        words,
        [(key, int(kind)) for key, kind in keys if key],
        is_marked=not client.is_identity_complete,
    )


def _keys_of(client: Client, contacts: Iterable[ClientContact]) -> Iterator[tuple[str, KeyKind]]:
    for key in number_keys(client.rm_number):
        yield key, KeyKind.RM
    yield client.nik or "", KeyKind.NIK
    for phone in (client.phone, client.other_phone):
        yield phone_fragment(phone), KeyKind.PHONE
    for contact in contacts:
        if not contact.is_removed:
            yield phone_fragment(contact.phone), KeyKind.CONTACT_PHONE
    yield words_joined(client.identity_number), KeyKind.IDENTITY
    yield mother_key(client.mother_name), KeyKind.MOTHER


def add_registration(connection: Connection, client_id: UUID, registration_number: str) -> None:
    """Let a client be found by a new No. Registrasi; called in the transaction that gives the number."""
    number = CLIENTS.number_of(connection, client_id)
    if number is not None:
        CLIENTS.add_keys(connection, number, registration_keys(registration_number))


def registration_keys(registration_number: str) -> frozenset[tuple[str, int]]:
    """Return the keys of one No. Registrasi."""
    return frozenset((key, int(KeyKind.REGISTRATION)) for key in number_keys(registration_number))


def number_keys(number: str) -> list[str]:
    """Return the keys of a running number: ``1/2022`` for 0001/2022; of RM-000012 both ``rm/12`` and ``12``."""
    groups = [group.lstrip("0") or "0" if group.isdigit() else group for group in _GROUPS.findall(number.casefold())]
    digits = [group for group in groups if group.isdigit()]
    return list(dict.fromkeys(key for key in ("/".join(groups), "/".join(digits)) if key))


def words_of(name: str) -> list[str]:
    """Return the words of a name as the index keeps them; of a name without letters (an emoji) its signs."""
    return names.real_words(name) or _OF_PATTERNS.sub("", name.casefold()).split()


def index_words(words: list[str]) -> list[str]:
    """Return what the words of a name are found by: folded, and as they are where a beginning of one folds another way.

    A beginning of Rizky folds to a beginning of riski at each letter, but not one of Achmad to one of ahmad.
    """
    found: list[str] = []
    for word, parts in spelling.folded_parts(words):
        found += parts
        is_steady = len(parts) == 1 and _is_steady(word, parts[0])
        if not is_steady:
            found.append(word)
    return found


def _is_steady(word: str, folded: str) -> bool:
    """Whether every beginning of a word folds to a beginning of what the word folds to."""
    if word == folded and not _CHANGING_AT_THE_END.intersection(word):
        return True
    return all(folded.startswith(spelling.fold_letters(word[:length])) for length in range(1, len(word)))


def words_joined(text: str) -> str:
    """Return the letters and digits of ``text`` alone, in small letters."""
    return _LETTERS_AND_DIGITS.sub("", text.casefold())


def mother_key(name: str) -> str:
    """Return the key by which clients of the same mother are found: her folded name."""
    return " ".join(names.fold(name))


def alias_names(aliases: str) -> list[str]:
    """Return the single names of a field that may hold several."""
    return [name.strip() for name in _ALIAS_SEPARATORS.split(aliases) if name.strip()]


def tokens_of(text: str, most: int) -> list[Token]:
    """Return the typed words of a name, at most ``most``, each with the forms it may have in the index."""
    tokens: list[Token] = []
    for word, parts in spelling.folded_parts(words_of(text)):
        if len(parts) > 1 or (len(word) == 1 and len(parts[0]) > 1):
            # The parts of a joined Abdurrahman stand for themselves, and so does what a lone letter is short for (M. Rizky).
            tokens += [(part,) for part in parts]
        else:
            tokens.append(_least((word, *parts)))
    return list(dict.fromkeys(tokens))[:most]


def _least(token: Token) -> Token:
    """Return the forms that are not found by another form anyway."""
    forms = dict.fromkeys(form for form in token if form)
    return tuple(form for form in forms if not any(form != other and form.startswith(other) for other in forms))
