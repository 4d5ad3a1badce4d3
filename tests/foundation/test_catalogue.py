"""The searched catalogue: it says what the loaded one says, and takes nothing else for a catalogue."""

import gettext
from io import BytesIO

import pytest

from rehab_app.foundation.catalogue import Catalogue
from rehab_app.foundation.resources import resource
from rehab_app.foundation.words import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_found_as_the_loaded_catalogue_has_it(language: str) -> None:
    content = resource("words", f"{language}.mo").read_bytes()
    loaded, searched = gettext.GNUTranslations(BytesIO(content)), Catalogue(content)
    messages = {key[0] if isinstance(key, tuple) else key for key in loaded._catalog if key}  # type: ignore[attr-defined]
    assert len(messages) > 100
    for message in messages:
        assert searched.gettext(message) == loaded.gettext(message)
    for message in ("", "nobody ever says this", "Aaaa", "zzzz", "error/", "é"):
        assert searched.gettext(message) == loaded.gettext(message)


def test_plurals_are_those_of_the_loaded_catalogue() -> None:
    content = resource("words", "en.mo").read_bytes()
    searched = Catalogue(content)
    assert searched.ngettext("{count} day", "{count} days", 1) == "{count} day"
    assert searched.ngettext("{count} day", "{count} days", 3) == "{count} days"


@pytest.mark.parametrize("content", [b"not a catalogue at all, but long enough", bytes(20)])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a compiled catalogue"):
        Catalogue(content)
