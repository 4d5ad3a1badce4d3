"""What is wrong with a text, line by line, in words that whoever edits it understands."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.texts.fields import FieldKind, MergeField
from rehab_app.papers.texts.language import (
    FIELD,
    MARK,
    RULE,
    Place,
    Property,
    Reading,
    all_pieces,
    fields_in,
    read,
    texts_of,
)

Fields = Mapping[str, MergeField]
LONGEST: Final = 40_000


class Fault(RuleBroken):
    """One fault of a text, beside the field ``body``: ``line`` is the line it stands on, from 1, or 0 for the whole text."""

    def __init__(self, code: str, *, line: int, **facts: str) -> None:
        super().__init__(code, field="body", line=str(line), **facts)
        self.line = line


def check(text: str, fields: Fields) -> Reading:
    """Return ``text`` as it was read; raises RulesBroken with each fault (field ``body``, fact ``line``)."""
    faults = faults_of(text, fields)
    if faults:
        raise RulesBroken([*faults])
    return read(text)


def faults_of(text: str, fields: Fields) -> tuple[Fault, ...]:
    """Return every fault of ``text`` by line: unknown or misplaced fields, marks without an end, what a paper must have."""
    if len(text) > LONGEST:
        return (Fault("texts.too_long", line=0, most=f"{LONGEST}"),)
    reading = read(text)
    found = [*_of_head(text, reading, fields), *_of_body(reading, fields), *_missing(reading, fields)]
    return tuple(sorted(found, key=lambda one: one.line))


def _of_head(text: str, reading: Reading, fields: Fields) -> Iterator[Fault]:
    lines = text.splitlines()
    if not any(RULE.fullmatch(line.rstrip()) for line in lines):
        yield Fault("texts.no_head", line=1)
        return
    yield from _of_properties(lines, reading)
    if not reading.value(Property.TITLE):
        yield Fault("texts.no_title", line=1)
    if FIELD.search(reading.value(Property.TITLE)):
        yield Fault("texts.field_in_title", line=reading.property_lines[Property.TITLE])
    for name, _ in fields_in(reading.value(Property.SUBJECT)):
        if name in fields and fields[name].is_personal:
            yield Fault("texts.person_in_subject", line=reading.property_lines[Property.SUBJECT], name=name)
    for name, value in reading.properties.items():
        yield from _of_words(reading.property_lines[name], value, fields)


def _of_properties(lines: list[str], reading: Reading) -> Iterator[Fault]:
    for name, line in reading.property_lines.items():
        if name not in tuple(Property):
            yield Fault("texts.unknown_property", line=line, name=name, known=", ".join(Property))
    known = set(reading.property_lines.values())
    for number, said in enumerate(lines, 1):
        if RULE.fullmatch(said.rstrip()):
            break
        if said.strip() and number not in known:
            yield Fault("texts.not_a_property", line=number, known=", ".join(Property))


def _of_body(reading: Reading, fields: Fields) -> Iterator[Fault]:
    if not reading.pieces:
        yield Fault("texts.no_body", line=0)
    for piece in all_pieces(reading.pieces):
        if piece.condition is not None:
            asked = fields.get(piece.condition.name)
            if asked is None:
                yield _unknown(piece.line, piece.condition.name, fields)
        if isinstance(piece, Place):
            yield from _of_place(piece, fields)
            continue
        for words in texts_of(piece):
            yield from _of_words(piece.line, words, fields)


def _of_place(piece: Place, fields: Fields) -> Iterator[Fault]:
    known = fields.get(piece.name)
    if known is None:
        yield _unknown(piece.line, piece.name, fields)
    elif known.kind is FieldKind.CONDITION:
        yield Fault("texts.condition_printed", line=piece.line, name=piece.name)


def _of_words(line: int, words: str, fields: Fields) -> Iterator[Fault]:
    for name, _ in fields_in(words):
        known = fields.get(name)
        if known is None:
            yield _unknown(line, name, fields)
        elif known.kind is FieldKind.BLOCKS:
            yield Fault("texts.block_in_sentence", line=line, name=name)
        elif known.kind is FieldKind.CONDITION:
            yield Fault("texts.condition_printed", line=line, name=name)
    rest = FIELD.sub("", words)
    if "{" in rest or "}" in rest:
        yield Fault("texts.brace", line=line)
    for mark in ("**", "__"):
        if MARK.findall(rest).count(mark) % 2:
            yield Fault("texts.mark_open", line=line, mark=mark)
    if words.startswith("[bila") or "[bila" in rest:
        yield Fault("texts.condition_misplaced", line=line)


def _missing(reading: Reading, fields: Fields) -> Iterator[Fault]:
    """Yield each required field that the text does not name."""
    used = {name for piece in all_pieces(reading.pieces) for words in texts_of(piece) for name, _ in fields_in(words)}
    used.update(name for value in reading.properties.values() for name, _ in fields_in(value))
    for name, known in fields.items():
        if known.is_required and name not in used:
            yield Fault("texts.required_missing", line=0, name=name)


def _unknown(line: int, name: str, fields: Fields) -> Fault:
    """Return the fault of an unknown field, with the nearest known name where there is one."""
    near = get_close_matches(name, fields, n=1, cutoff=0.6)
    if near:
        return Fault("texts.unknown_field_near", line=line, name=name, near=near[0])
    return Fault("texts.unknown_field", line=line, name=name)
