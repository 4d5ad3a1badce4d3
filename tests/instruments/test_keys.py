"""Keys are complete, versioned and licence-clean, and a damaged one is refused by name."""

import subprocess
import sys
from pathlib import Path

import pytest

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.foundation.resources import resource
from rehab_app.instruments import assist, keys, registry

SHIPPED = [(name, version) for name in registry.names() for version in registry.versions(name)]
GROUPS = {
    "a": "F17",
    "b": "F10",
    "c": "F12",
    "d": "F14",
    "e": "F15",
    "f": "F18",
    "g": "F13",
    "h": "F16",
    "i": "F11",
    "j": "F19",
}
NAMES = [
    "tobacco",
    "alcohol",
    "cannabis",
    "cocaine",
    "amphetamine",
    "inhalants",
    "sedatives",
    "hallucinogens",
    "opioids",
    "other",
]
KEY = resource("instruments", "assist-3.1.toml").read_text(encoding="utf-8")


def test_assist_is_shipped() -> None:
    assert ("assist", "3.1") in SHIPPED


@pytest.mark.parametrize(("name", "version"), SHIPPED)
def test_every_shipped_key_is_whole_and_has_its_engine(name: str, version: str) -> None:
    instrument = registry.load(name, version)
    form = instrument.form()
    assert (instrument.name, instrument.version) == (form.instrument, form.version) == (name, version)
    assert form == registry.form(name, version)
    assert list(form.numbered())
    assert instrument.scales() == registry.scales(name, version)
    key = keys.load(name, version)
    assert all((key.name, key.source, key.licence, key.credit))


def test_every_file_beside_the_keys_is_a_key() -> None:
    folder = resource("instruments")
    keyed = {path.name for path in folder.iterdir()} - {"PACK.md", "forms"}
    assert keyed == {f"{name}-{version}.toml" for name, version in SHIPPED}
    described = set(registry.form_names()) - set(registry.names())
    assert {path.name for path in (folder / "forms").iterdir()} == {f"{name}-1.toml" for name in described}


def test_assist_has_the_forms_ten_substances_with_letter_and_icd_10_group() -> None:
    subjects = assist.description().subjects
    assert [subject.name for subject in subjects] == NAMES
    assert {subject.mark: subject.icd10 for subject in subjects} == GROUPS
    assert {subject.name: subject.not_asked for subject in subjects if subject.not_asked} == {"tobacco": ("q5",)}
    assert {subject.name: subject.highest for subject in subjects} == dict.fromkeys(NAMES, 39) | {"tobacco": 31}


def test_assist_describes_its_eight_questions_for_a_form() -> None:
    described = assist.description()
    options = {question.name: [option.points for option in question.options] for question in described.questions}
    assert options == {
        "q1": [0, 1],
        "q2": [0, 2, 3, 4, 6],
        "q3": [0, 3, 4, 5, 6],
        "q4": [0, 4, 5, 6, 7],
        "q5": [0, 5, 6, 7, 8],
        "q6": [0, 6, 3],
        "q7": [0, 6, 3],
        "q8": [0, 2, 1],
    }
    assert [question.name for question in described.questions if not question.is_scored] == ["q1", "q8"]
    assert [question.name for question in described.questions if question.is_asked_once] == ["q8"]
    assert "World Health Organization 2010" in described.credit
    assert {(skip.question, skip.scope.value, skip.skipped) for skip in described.skips} == {
        ("q1", "each", ("q2", "q3", "q4", "q5", "q6", "q7")),
        ("q1", "all", ("q8",)),
        ("q2", "each", ("q3", "q4", "q5")),
    }


def test_an_answers_label_says_the_same_wherever_its_points_stand() -> None:
    labels = {
        question.name: {option.points: option.label for option in question.options}
        for question in assist.description().questions
    }
    assert labels["q6"] == {0: "Never", 6: "In the past 3 months", 3: "Before the past 3 months"}
    assert labels["q8"] == {0: "Never", 2: "In the past 3 months", 1: "Before the past 3 months"}
    assert labels["q5"][8] == labels["q2"][6] == "Daily or almost daily"


@pytest.mark.parametrize("name", ["dast", "", "ASSIST", "../assist", "assist-3.1", "keys", "x" * 99, "a\nb"])
def test_an_unknown_instrument_is_refused(name: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        registry.load(name)
    assert caught.value.code == "instruments.unknown_instrument"
    assert "assist" in str(caught.value.facts["known"])
    assert str(caught.value.facts["item"]).isprintable()


@pytest.mark.parametrize("version", ["3.0", "", "3", "../3.1"])
def test_an_unknown_version_is_refused(version: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        registry.load("assist", version)
    assert (caught.value.code, caught.value.facts["known"]) == ("instruments.unknown_version", "3.1")


def test_a_key_whose_engine_nobody_has_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "assist-3.1.toml").write_text(KEY.replace('engine = "assist"', 'engine = "steam"'), encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        registry.build(keys.load("assist", folder=tmp_path))
    assert caught.value.facts == {"file": "assist-3.1.toml", "entry": "engine"}


def test_an_unknown_instrument_has_no_versions() -> None:
    assert registry.versions("dast") == ()


def test_an_old_result_is_scored_with_the_version_it_was_made_with(tmp_path: Path) -> None:
    for version, border in (("3.1", 11), ("3.9", 12), ("3.10", 13)):
        text = KEY.replace('version = "3.1"', f'version = "{version}"').replace("moderate = 11", f"moderate = {border}")
        (tmp_path / f"assist-{version}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "notes.toml").write_text("", encoding="utf-8")
    assert keys.shipped(tmp_path) == {"assist": ("3.1", "3.9", "3.10")}
    answers = {"substances": {"alcohol": {"q2": 3, "q3": 3, "q4": 6, "q5": 0, "q6": 0, "q7": 0}}}
    results = {
        version: assist.read(keys.load("assist", version, tmp_path)).score(answers)
        for version in ("3.1", "3.9", "3.10", None)
    }
    assert {version: result.bands["alcohol"] for version, result in results.items()} == {
        "3.1": "moderate",
        "3.9": "moderate",
        "3.10": "low",
        None: "low",
    }
    assert results[None].version == "3.10"
    assert results["3.1"].version == "3.1"


@pytest.mark.parametrize(
    ("sound", "damage", "entry"),
    [
        ('instrument = "assist"', "instrument = ", "toml"),
        ('version = "3.1"', 'version = "3.2"', "version"),
        ('version = "3.1"', "version = 3.1", "version"),
        ("credit =", "debit =", "credit"),
        ("engine =", "motor =", "engine"),
        ("points = [0, 2, 3, 4, 6]", "points = [0, 2, 2, 4, 6]", "questions[1].points"),
        ("points = [0, 2, 3, 4, 6]", 'points = [0, 2, 3, 4, "6"]', "questions[1].points"),
        ("points = [0, 2, 3, 4, 6]", "points = [0, 2, 3, 4, true]", "questions[1].points"),
        ("points = [0, 2, 3, 4, 6]", "points = []", "questions[1].points"),
        ("points = [0, 2, 3, 4, 6]", "points = [0, 2, 3, 4]", "questions.q2"),
        ("is_asked_once = true", "is_asked_once = 1", "questions[7].is_asked_once"),
        ('answers = "ever"', 'answers = "sometimes"', "questions.q1"),
        ('scope = "all"', 'scope = "some"', "skips[1].scope"),
        ('question = "q2"\npoints = 0', 'question = "q2"\npoints = "0"', "skips[2].points"),
        ('skipped = ["q8"]', "skipped = [8]", "skips[1].skipped"),
        ('question = "q2"\npoints', 'question = "q6"\npoints', "skips.q6"),
        ("moderate = 11", "moderate = 28", "bands.alcohol"),
        ("moderate = 11", "medium = 11", "bands"),
        ("[bands.alcohol]", "[bands]\nalcohol = 1\n[other]", "bands.alcohol"),
        ('name = "cocaine"', 'name = "sabu"', "substances[3].name"),
        ('name = "cocaine"', 'name = "cannabis"', "substances[3].name"),
        ('letter = "a"', "letter = 1", "substances[0].letter"),
        ("[[substances]]", "[[things]]", "substances"),
    ],
)
def test_a_damaged_key_is_refused_with_the_file_and_the_entry(
    tmp_path: Path, sound: str, damage: str, entry: str
) -> None:
    assert sound in KEY
    (tmp_path / "assist-3.1.toml").write_text(KEY.replace(sound, damage), encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        assist.read(keys.load("assist", folder=tmp_path))
    assert caught.value.code == "instruments.damaged_key"
    assert caught.value.facts == {"file": "assist-3.1.toml", "entry": entry}


def test_a_key_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "assist-3.1.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Trouble, match="damaged_key"):
        keys.load("assist", folder=tmp_path)


@pytest.mark.parametrize(("substances", "entry"), [("[1]", "substances[0]"), ("[]", "substances")])
def test_a_list_of_tables_must_hold_tables(tmp_path: Path, substances: str, entry: str) -> None:
    start = KEY.split("[[substances]]", 1)[0]
    start = start.replace("[[questions]]", f"substances = {substances}\n\n[[questions]]", 1)
    (tmp_path / "assist-3.1.toml").write_text(start, encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        assist.read(keys.load("assist", folder=tmp_path))
    assert caught.value.facts["entry"] == entry


def test_scoring_needs_no_database_no_screen_and_no_pydantic() -> None:
    program = (
        "import sys\n"
        "for name in ('pydantic', 'sqlmodel', 'sqlalchemy', 'PySide6', 'sqlcipher3', 'babel'):\n"
        "    sys.modules[name] = None\n"
        "from rehab_app.instruments.registry import score_document\n"
        "print(score_document('assist', {'substances': {'cannabis': {'q2': 0, 'q6': 3, 'q7': 3}}})['scores'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{'cannabis': 6}"
