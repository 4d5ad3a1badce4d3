"""Every label, remark and refusal of the instruments has its sentence, and the sentence fits its facts."""

import ast
import string
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import rehab_app.instruments
from rehab_app.foundation.resources import resource
from rehab_app.foundation.words import Words
from rehab_app.instruments import assist, registry
from rehab_app.instruments.instrument import Remark
from rehab_app.instruments.wording import Wording

FOLDER = Path(rehab_app.instruments.__file__).parent
SOURCES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.py"))]


def _catalogue(language: str) -> dict[str, str]:
    with resource("words", language, "instruments.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, language) if message.id}


def _called(names: set[str]) -> list[ast.Call]:
    return [
        node
        for source in SOURCES
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def _first_text(call: ast.Call) -> str:
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _words(language: str) -> Words:
    """Return the words of this room alone, compiled here."""
    with resource("words", language, "instruments.po").open("rb") as file:
        compiled = BytesIO()
        write_mo(compiled, read_po(file, language))
    compiled.seek(0)
    return Words(language, GNUTranslations(compiled))


MARKED = {text for call in _called({"N_"}) if (text := _first_text(call))}
RAISED = {
    text: {keyword.arg for keyword in call.keywords if keyword.arg and keyword.arg != "field"}
    for call in _called({"RuleBroken", "Trouble"})
    if (text := _first_text(call))
}
CODES = {f"error/{code}" for code in RAISED}


def _facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_the_sources_were_read() -> None:
    assert "Strong urge to use" in MARKED
    assert {"error/instruments.impossible_answer", "error/instruments.unknown_substance"} <= CODES


def test_indonesian_has_every_message_and_no_leftover() -> None:
    catalogue = _catalogue("id")
    assert set(catalogue) == MARKED | CODES
    assert all(catalogue.values())


def test_english_has_every_refusal_and_no_leftover() -> None:
    catalogue = _catalogue("en")
    assert set(catalogue) == CODES
    assert all(catalogue.values())


@pytest.mark.parametrize("language", ["id", "en"])
def test_refusals_use_only_the_facts_they_get(language: str) -> None:
    catalogue = _catalogue(language)
    for code, facts in RAISED.items():
        assert _facts(catalogue[f"error/{code}"]) <= facts, code


def test_translations_keep_the_facts_of_their_message() -> None:
    for message, translation in _catalogue("id").items():
        if not message.startswith("error/"):
            assert _facts(translation) == _facts(message), message


def _messages(value: object) -> Iterator[str]:
    """Yield every message id anywhere inside a form or a scale."""
    if isinstance(value, Wording):
        yield value.message
    elif isinstance(value, Mapping):
        yield from (text for one in value.values() for text in _messages(one))
    elif isinstance(value, tuple):
        yield from (text for one in value for text in _messages(one))
    elif is_dataclass(value):
        yield from (text for one in fields(value) for text in _messages(getattr(value, one.name)))


def test_every_label_of_every_form_and_scale_is_translated() -> None:
    catalogue = _catalogue("id")
    for name in registry.form_names():
        said = {text for text in _messages((registry.form(name), registry.scales(name))) if text}
        assert said <= set(catalogue)
        assert bool(said) == (name == "assist"), "only assist speaks from the catalogue, the others from their key"


def test_every_label_of_assist_is_translated() -> None:
    described = assist.description()
    labels = {described.guidance, *(skip.label for skip in described.skips)}
    labels |= {text for subject in described.subjects for text in (subject.label, subject.examples)}
    labels |= {question.label for question in described.questions}
    labels |= {option.label for question in described.questions for option in question.options}
    assert labels <= set(_catalogue("id"))


def test_a_wording_is_said_in_the_language_of_the_screen() -> None:
    both, office, message = Wording("Ya", "Yes"), Wording("Teks kantor"), Wording(message="Whole life")
    assert [one.say(_words("id")) for one in (both, office, message)] == ["Ya", "Teks kantor", "Sepanjang hidup"]
    assert [one.say(_words("en")) for one in (both, office, message)] == ["Yes", "Teks kantor", "Whole life"]
    assert [bool(one) for one in (both, office, message, Wording(), Wording(english="x"))] == [True] * 3 + [False, True]


def test_substances_have_the_forms_own_indonesian_names() -> None:
    catalogue = _catalogue("id")
    shown = [
        f"{subject.mark}. {catalogue[subject.label]} ({catalogue[subject.examples]})"
        for subject in assist.description().subjects
    ]
    assert shown == [
        "a. Tembakau (rokok, cerutu, kretek, dll.)",
        "b. Minuman beralkohol (bir, anggur, miras, dll.)",
        "c. Kanabis (marijuana, ganja, gelek, cimeng, pot, dll.)",
        "d. Kokain (coke, crack, dll.)",
        "e. Stimulan jenis amfetamin (ekstasi, shabu, dll.)",
        "f. Inhalansia (lem, bensin, tiner, dll.)",
        "g. Sedativa atau obat tidur (Benzodiazepin, Lexotan, Rohypnol, Mogadon, BK, Alprazolam, dll.)",
        "h. Halusinogen (LSD, jamur, kecubung, PCP, dll.)",
        "i. Opioid (heroin, putaw, morfin, metadon, kodein, buprenorphine, dll.)",
        "j. Zat lain (dextro, CTM, LL, dll.)",
    ]


def test_a_reason_is_said_with_the_numbers_of_its_questions() -> None:
    reason = assist.load().score({"substances": {"cocaine": {"q2": 0}}}).reasons["cocaine"]
    assert reason == Remark("unanswered", reason.message, questions=("q6", "q7"))
    assert reason.say(_words("id")) == "Belum ada skor: Q6, Q7 belum dijawab."
    assert reason.say(_words("en")) == "No score: Q6, Q7 not answered."


def test_a_missing_item_of_a_questionnaire_is_said_by_its_number() -> None:
    reason = registry.load("dast10").score({"items": {str(number): 0 for number in range(3, 11)}}).reasons["total"]
    assert reason.say(_words("id")) == "Belum ada skor: butir 1, 2 belum dijawab."
    assert reason.say(_words("en")) == "No score: items 1, 2 not answered."


def test_a_note_of_a_key_is_said_in_both_languages() -> None:
    (note,) = registry.load("dast10").score({"items": {str(number): 0 for number in range(1, 11)}}).notes
    assert "butir 3" in note.say(_words("id"))
    assert "item 3" in note.say(_words("en"))
