"""The local pack of an office: the full text of a licensed instrument, which the office supplies and answers for.

The format is described in ``resources/instruments/PACK.md``: a TOML file with the instrument, the versions of key and pack, the
language, the credit line, the licence, the text of every item by its number, and optionally the text of the answers.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import INDONESIAN, LANGUAGES, Words
from rehab_app.instruments import registry
from rehab_app.instruments.answers import shown, shown_name
from rehab_app.instruments.form import Form

_LARGEST: Final = 512 * 1024
_LONGEST: Final = 2000
_TEXTS: Final = ("instrument", "key_version", "pack_version", "language", "credit", "licence")
_ENTRIES: Final = (*_TEXTS, "items", "answers")


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that fits its instrument: ``items`` by number, ``answers`` by set and points (both as text, ready for JSON)."""

    instrument: str
    key_version: str
    pack_version: str
    language: str
    credit: str
    licence: str
    items: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]


def read_pack(data: bytes) -> Pack:
    """Read and check a pack file.

    RuleBroken, each with a fact ``item`` that names the place: no TOML text, too large, an entry missing or unknown, an unknown
    instrument, version or language, an item number the form does not have, an item without its text, an answer set or
    points the form does not have.
    """
    entries = _parsed(data)
    for name in entries:
        if name not in _ENTRIES:
            raise RuleBroken("instruments.unknown_entry", item=shown_name(name), known=", ".join(_ENTRIES))
    instrument, key_version, pack_version, language, credit, licence = (_text(entries, name, name) for name in _TEXTS)
    if language not in LANGUAGES:
        raise RuleBroken("instruments.pack_language", item=shown_name(language), known=", ".join(LANGUAGES))
    form = registry.form(instrument, key_version)
    return Pack(
        instrument=instrument,
        key_version=key_version,
        pack_version=pack_version,
        language=language,
        credit=credit,
        licence=licence,
        items=_items(form, _table(entries, "items")),
        answers=_answers(form, _table(entries, "answers") if "answers" in entries else {}),
    )


def empty_pack(form: Form) -> str:
    """Return a pack of a licensed form for the office to write its texts into, each entry with what belongs there.

    Our own short labels stand in remarks beside the items, and as the text of the answers, which may be left out.
    """
    words = Words.of(INDONESIAN)
    lines = [
        f"# Paket teks {form.name}. Isi setiap tanda kutip kosong, simpan sebagai UTF-8, lalu impor lewat Kantor, Alat ukur.",
        "# Kantor bertanggung jawab atas isi dan izinnya. Nomor butir mengikuti formulir asli; jangan mengubah angka di kiri.",
        f'instrument = "{form.instrument}"',
        f'key_version = "{form.version}"',
        'pack_version = ""  # versi paket, bebas, misalnya 2026-1',
        'language = "id"  # id atau en',
        'credit = ""  # baris kredit; selalu tampil di layar dan kertas',
        'licence = ""  # dasar pemakaian teks, misalnya nomor surat izin',
        "",
        "[items]  # setiap butir harus ada",
        *(f'{item.number} = ""  # {item.label.say(words)}' for item in form.numbered()),
    ]
    for item in {item.answer_set: item for item in form.numbered() if item.answer_set}.values():
        lines += ["", f"[answers.{item.answer_set}]  # boleh dihapus; kiri: angka jawaban, kanan: teksnya"]
        lines += [f'{choice.value} = "{choice.label.say(words)}"' for choice in item.choices]
    return "\n".join([*lines, ""])


def _parsed(data: bytes) -> Mapping[str, object]:
    if len(data) > _LARGEST:
        raise RuleBroken("instruments.pack_too_large", item="pack", most_kb=_LARGEST // 1024)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as refused:
        raise RuleBroken("instruments.pack_unreadable", item="pack") from refused


def _table(entries: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = entries.get(name)
    if not isinstance(found, dict):
        raise RuleBroken("instruments.pack_entry_missing", item=name)
    return found


def _text(entries: Mapping[str, object], name: str, place: str) -> str:
    value = entries.get(name)
    if not isinstance(value, str) or not value.strip():
        raise RuleBroken("instruments.pack_entry_missing", item=place)
    if len(value) > _LONGEST:
        raise RuleBroken("instruments.text_too_long", item=place, longest=_LONGEST)
    return value.strip()


def _items(form: Form, given: Mapping[str, object]) -> dict[str, str]:
    """Return the text of every item, by number in the form's order."""
    numbers = [item.number for item in form.numbered()]
    if not form.is_licensed:
        raise RuleBroken("instruments.pack_not_taken", item=form.instrument)
    for number in given:
        if number not in numbers:
            raise RuleBroken(
                "instruments.pack_item_unknown", item=shown_name(number), first=numbers[0], last=numbers[-1]
            )
    if left := [number for number in numbers if number not in given]:
        raise RuleBroken("instruments.pack_items_missing", item=", ".join(left[:5]), count=len(left))
    return {number: _text(given, number, f"items.{number}") for number in numbers}


def _answers(form: Form, given: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """Return the text of the answers that the pack gives, by set and points; a set it leaves out keeps our labels."""
    sets = {item.answer_set: [str(value) for value in item.values] for item in form.numbered() if item.answer_set}
    found: dict[str, dict[str, str]] = {}
    for name in given:
        if name not in sets:
            raise RuleBroken("instruments.pack_answers_unknown", item=shown_name(name), known=", ".join(sets))
        labels = _table(given, name)
        if odd := [points for points in labels if points not in sets[name]]:
            item, known = f"answers.{name}.{shown_name(odd[0])}", ", ".join(sets[name])
            raise RuleBroken("instruments.impossible_answer", item=item, value=shown(odd[0]), allowed=known)
        found[name] = {points: _text(labels, points, f"answers.{name}.{points}") for points in labels}
    return found
