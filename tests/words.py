"""Keeps the catalogues whole: merges the fragments, compiles them, lists what is missing or wrong.

``python -m tests.words`` compiles and lists; ``--check`` writes nothing and tells a stale catalogue.
A part of a path or of a message id as argument (``python -m tests.words clients``) lists that part only.
"""

import argparse
import fnmatch
import gettext
import io
import os
import re
import string
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from rehab_app.foundation.resources import resource
from rehab_app.foundation.words import ENGLISH, INDONESIAN, LANGUAGES, Words
from tests.messages import Found, find

ROOT = Path(__file__).resolve().parents[1]
ERRORS = "error/"
DEEDS = "deed/"
STRETCH = 0.4

# The field says pulih (recovered): an addiction is not called cured.
FORBIDDEN_WORDS = {INDONESIAN: re.compile(r"sembuh", re.IGNORECASE)}

# Babel does not know that Indonesian has one form for every number.
PLURAL_FORMS = {INDONESIAN: "nplurals=1; plural=0;", ENGLISH: "nplurals=2; plural=(n != 1);"}
FORMS = {INDONESIAN: 1, ENGLISH: 2}

Id = tuple[str, str]
"""A message and its plural, which is empty where there is none."""


@dataclass(slots=True)
class Language:
    """The merged sentences of one language: by id their forms and the fragment they come from."""

    name: str
    sentences: dict[Id, tuple[str, ...]] = field(default_factory=dict)
    places: dict[Id, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class _Compiled(Catalog):
    """A catalogue with the least header, so that the same sentences give the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", PLURAL_FORMS[str(self.locale_identifier)]),
        ]


def merge(folder: Path, language: str) -> Language:
    """Read every fragment ``folder/<language>/*.po``; of two sentences for one message the first counts."""
    merged = Language(language)
    for path in sorted((folder / language).glob("*.po")):
        place = f"{language}/{path.name}"
        try:
            text = path.read_text("utf-8")
            catalogue = read_po(io.StringIO(text), locale=language, abort_invalid=True)
        except (PoFileError, ValueError) as error:
            merged.problems.append(f"{place}: cannot be read: {error}")
            continue
        ids = len(re.findall(r"^msgid (?!\"\"\nmsgstr)", text, re.MULTILINE))
        if ids != len(catalogue):
            merged.problems.append(f"{place}: {ids} messages are written but {len(catalogue)} are different ones")
        for message in catalogue:
            if message.id:
                _take(merged, place, message)
    return merged


def _take(merged: Language, place: str, message: Message) -> None:
    identity = (message.id, "") if isinstance(message.id, str) else (message.id[0], message.id[1])
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    forms = forms[: FORMS[merged.name]]
    label = f"{place}: {identity[0]!r}"
    if message.fuzzy:
        merged.problems.append(f"{label} is marked fuzzy")
    if message.context:
        merged.problems.append(f"{label} has a context, which Words does not know")
    if not forms or not all(forms):
        return
    known = merged.sentences.setdefault(identity, forms)
    first = merged.places.setdefault(identity, place)
    if known != forms:
        merged.problems.append(f"{label} is said otherwise in {first}")


def names_in(text: str) -> frozenset[str]:
    """Return the names of the ``{facts}`` in ``text``; raises ValueError where its braces do not close."""
    fields = (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    return frozenset(re.split(r"[.\[]", name)[0] for name in fields)


def problems(root: Path = ROOT) -> list[str]:
    """List what is wrong with the sentences of the checkout at ``root``, each in one line with its place."""
    found = find(root)
    found.families.add(ERRORS)
    languages = {name: merge(root / "resources" / "words", name) for name in LANGUAGES}
    listed = [*found.unclear]
    for language in languages.values():
        listed += language.problems
        listed += _missing(language, found, languages)
        listed += _extra(language, found)
        listed += _wrong(language, found)
    listed += _facts_of_messages(found)
    listed += _facts_of_errors(found, languages.values())
    return list(dict.fromkeys(listed))


def _is_of_family(message: str, found: Found) -> bool:
    return any(message.startswith(family) for family in found.families)


def _wanted(language: str, found: Found, languages: dict[str, Language]) -> Iterator[tuple[Id, str]]:
    """Yield what a language must have: Indonesian all, English the ids that are no sentences themselves."""
    for raised in found.raised:
        yield (ERRORS + raised.code, ""), raised.place
    for said in found.said:
        if language == INDONESIAN or _is_of_family(said.message, found):
            yield (said.message, said.plural), said.place
    for other in languages.values():
        for identity, place in other.places.items():
            if _is_of_family(identity[0], found):
                yield identity, place


def _missing(language: Language, found: Found, languages: dict[str, Language]) -> Iterator[str]:
    for identity, place in _wanted(language.name, found, languages):
        if identity not in language.sentences:
            yield f"{place}: missing in {language.name}: {identity[0]!r}" + (
                f" / {identity[1]!r}" if identity[1] else ""
            )


def _extra(language: Language, found: Found) -> Iterator[str]:
    used = {(said.message, said.plural) for said in found.said} | {
        (ERRORS + raised.code, "") for raised in found.raised
    }
    begun = _begun(found.names)
    for identity, place in language.places.items():
        if identity in used:
            if language.name == ENGLISH and not _is_of_family(identity[0], found):
                yield f"{place}: {identity[0]!r} is an English sentence already"
        elif identity[0].startswith(ERRORS) or not _is_of_family(identity[0], found):
            yield f"{place}: nobody says {identity[0]!r}"
        elif identity[0].startswith(DEEDS) and not any(
            fnmatch.fnmatchcase(identity[0].removeprefix(DEEDS), name) for name in begun
        ):
            yield f"{place}: nobody does {identity[0]!r}"


def _begun(names: Iterable[str]) -> frozenset[str]:
    """Return the names with all their beginnings, for a deed is entered with more behind it: ``letters.issue.referral``."""
    ends = ((name, match.start()) for name in names for match in re.finditer(r"[.:]|$", name))
    return frozenset(name[:end] for name, end in ends if "*" not in name.partition(".")[0])


def _wrong(language: Language, found: Found) -> Iterator[str]:
    forbidden = FORBIDDEN_WORDS.get(language.name)
    for identity, forms in language.sentences.items():
        label = f"{language.places[identity]}: {identity[0]!r}"
        try:
            given = names_in(identity[0]) | names_in(identity[1])
            for form in forms:
                filled = names_in(form)
                if not _is_of_family(identity[0], found) and filled - {"count"} != given - {"count"}:
                    yield f"{label} asks for {sorted(given)}, its sentence for {sorted(filled)}"
        except ValueError as error:
            yield f"{label} has braces that do not close: {error}"
        if forbidden and any(forbidden.search(form) for form in forms):
            yield f"{label} uses a word that the field avoids ({forbidden.pattern})"


def _facts_of_messages(found: Found) -> Iterator[str]:
    for said in found.said:
        if said.facts is None or _is_of_family(said.message, found):
            continue
        asked = names_in(said.message) | names_in(said.plural)
        if asked - said.facts or (said.facts - {"count"}) - asked:
            yield f"{said.place}: {said.message!r} asks for {sorted(asked)} and is given {sorted(said.facts)}"


def _facts_of_errors(found: Found, languages: Iterable[Language]) -> Iterator[str]:
    for language in languages:
        for raised in found.raised:
            forms = language.sentences.get((ERRORS + raised.code, ""), ())
            try:
                asked = frozenset().union(*(names_in(form) for form in forms))
            except ValueError:
                continue
            if raised.facts is not None and asked - raised.facts:
                yield (
                    f"{raised.place}: the {language.name} words of {raised.code!r} asks for {sorted(asked)} "
                    f"and gets {sorted(raised.facts)}"
                )


def compiled(language: Language) -> bytes:
    """Return the sentences as the bytes of a gettext catalogue; the same sentences give the same bytes."""
    catalogue = _Compiled(locale=language.name)
    for (message, plural), forms in sorted(language.sentences.items()):
        if plural:
            catalogue.add((message, plural), forms)
        else:
            catalogue.add(message, forms[0])
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def write_all(root: Path = ROOT) -> None:
    """Compile both languages into ``resources/words/<language>.mo``, each put in place whole."""
    folder = root / "resources" / "words"
    for name in LANGUAGES:
        target = folder / f"{name}.mo"
        data = compiled(merge(folder, name))
        if target.exists() and target.read_bytes() == data:
            continue
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)


def stale(root: Path = ROOT) -> list[str]:
    """List the compiled catalogues that do not say what their fragments say."""
    folder = root / "resources" / "words"
    return [
        f"resources/words/{name}.mo is not current: run python -m tests.words"
        for name in LANGUAGES
        if not (target := folder / f"{name}.mo").exists() or target.read_bytes() != compiled(merge(folder, name))
    ]


_ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "åçéîñøšûýžÅÇÉÎÑØŠÛÝŽ")
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]+>|&\w+;|&|%[sdn])")


def stretch(text: str) -> str:
    """Return ``text`` with accents and 40 % more length; facts, tags and mnemonics stay."""
    parts = _KEPT.split(text)
    seen = sum(len(part) for part in parts[::2])
    accented = "".join(part if index % 2 else part.translate(_ACCENTS) for index, part in enumerate(parts))
    wanted = -int(-seen * STRETCH // 1)
    filler = (" łöñgér" * (wanted // 7 + 1))[:wanted].rstrip()
    return accented + filler


class _Stretched(gettext.GNUTranslations):
    """The Indonesian catalogue, stretched: it shows what is cut off and what was not said through Words."""

    def gettext(self, message: str) -> str:
        return stretch(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return stretch(super().ngettext(msgid1, msgid2, n))


def stretched() -> Words:
    """Return Words that say everything in long accented Indonesian, for the looks."""
    with resource("words", f"{INDONESIAN}.mo").open("rb") as file:
        return Words(INDONESIAN, _Stretched(file))


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile (or only check) and list the problems; return 1 where there are any."""
    parser = argparse.ArgumentParser(prog="python -m tests.words", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; also tell a catalogue that is not current")
    parser.add_argument("part", nargs="*", help="list only the problems that name this")
    options = parser.parse_args(arguments)
    if not options.check:
        write_all()
    listed = problems() + stale()
    if options.part:
        listed = [line for line in listed if any(part in line for part in options.part)]
    sys.stdout.writelines(f"{line}\n" for line in listed)
    sys.stdout.write(
        f"{len(listed)} problems with words\n" if listed else "All sentences are there in both languages.\n"
    )
    return 1 if listed else 0


if __name__ == "__main__":
    raise SystemExit(main())
