"""Every sentence is there in both languages, and the tool that says so finds each kind of fault."""

import gettext
import io
from pathlib import Path

import pytest

from tests import words
from tests.contracts.source import ROOT

SOURCE = """
TITLE = N_("Register client")
COUNT = words.say_many("{count} client", "{count} clients", 3)
HELLO = words.say("Hello {name}", name="x")
ROLE = words.say(f"role/{role}")
def check():
    raise RuleBroken("clients.nik_taken", rm="00001")
DEED = words.say(f"deed/{code}")
ACTIONS = ["clients.change", f"clients.print.{kind}", f"clients.to_{state}"]
"""
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {}\\n"\n'
INDONESIAN_HEADER = HEADER.format("nplurals=1; plural=0;")
ENGLISH_HEADER = HEADER.format("nplurals=2; plural=(n != 1);")

REGISTER = 'msgid "Register client"\nmsgstr "Daftarkan klien"\n'
COUNT = 'msgid "{count} client"\nmsgid_plural "{count} clients"\nmsgstr[0] "{count} klien"\n'
HELLO = 'msgid "Hello {name}"\nmsgstr "Halo {name}"\n'
ROLE = 'msgid "role/konselor"\nmsgstr "Konselor"\n'
TAKEN = 'msgid "error/clients.nik_taken"\nmsgstr "NIK ini sudah dipakai klien {rm}."\n'
ENGLISH_ROLE = 'msgid "role/konselor"\nmsgstr "Counsellor"\n'
ENGLISH_TAKEN = 'msgid "error/clients.nik_taken"\nmsgstr "Client {rm} has this NIK already."\n'

INDONESIAN = [REGISTER, COUNT, HELLO, ROLE, TAKEN]
ENGLISH = [ENGLISH_ROLE, ENGLISH_TAKEN]


def build(
    folder: Path, source: str = SOURCE, indonesian: list[str] | None = None, english: list[str] | None = None
) -> Path:
    """Build a small checkout with one module and one fragment for each language."""
    (folder / "rehab_app").mkdir()
    (folder / "rehab_app" / "clients.py").write_text(source, "utf-8")
    for language, header, entries in (
        ("id", INDONESIAN_HEADER, INDONESIAN if indonesian is None else indonesian),
        ("en", ENGLISH_HEADER, ENGLISH if english is None else english),
    ):
        target = folder / "resources" / "words" / language
        target.mkdir(parents=True)
        (target / "clients.po").write_text("\n".join([header, *entries]), "utf-8")
    return folder


def without(entries: list[str], entry: str, *instead: str) -> list[str]:
    return [*(kept for kept in entries if kept != entry), *instead]


def test_every_sentence_of_the_program_is_there_in_both_languages() -> None:
    assert words.problems(ROOT) == []


def test_the_compiled_catalogues_say_what_their_fragments_say() -> None:
    assert words.stale(ROOT) == []


def test_a_whole_catalogue_has_no_problems(tmp_path: Path) -> None:
    assert words.problems(build(tmp_path)) == []


# The kind of fault, what the fragments hold, and what must be told.
FAULTY: dict[str, tuple[list[str], list[str], str]] = {
    "missing": (without(INDONESIAN, REGISTER), ENGLISH, "clients.py:2: missing in id: 'Register client'"),
    "empty": (
        without(INDONESIAN, REGISTER, 'msgid "Register client"\nmsgstr ""\n'),
        ENGLISH,
        "missing in id: 'Register client'",
    ),
    "missing plural": (without(INDONESIAN, COUNT), ENGLISH, "missing in id: '{count} client' / '{count} clients'"),
    "missing error": (INDONESIAN, without(ENGLISH, ENGLISH_TAKEN), "missing in en: 'error/clients.nik_taken'"),
    "missing of a family": (INDONESIAN, without(ENGLISH, ENGLISH_ROLE), "missing in en: 'role/konselor'"),
    "extra": ([*INDONESIAN, 'msgid "Gone"\nmsgstr "Hilang"\n'], ENGLISH, "id/clients.po: nobody says 'Gone'"),
    "extra error": (
        [*INDONESIAN, 'msgid "error/clients.gone"\nmsgstr "Hilang"\n'],
        [*ENGLISH, 'msgid "error/clients.gone"\nmsgstr "Gone"\n'],
        "nobody says 'error/clients.gone'",
    ),
    "English of English": (INDONESIAN, [*ENGLISH, REGISTER], "is an English sentence already"),
    "fuzzy": (without(INDONESIAN, HELLO, f"#, fuzzy\n{HELLO}"), ENGLISH, "'Hello {name}' is marked fuzzy"),
    "twice": ([*INDONESIAN, HELLO], ENGLISH, "id/clients.po: 6 messages are written but 5 are different ones"),
    "another fact": (
        without(INDONESIAN, HELLO, 'msgid "Hello {name}"\nmsgstr "Halo {nama}"\n'),
        ENGLISH,
        "asks for ['name'], its sentence for ['nama']",
    ),
    "a fact the trouble lacks": (
        without(INDONESIAN, TAKEN, 'msgid "error/clients.nik_taken"\nmsgstr "NIK {nik} sudah dipakai."\n'),
        ENGLISH,
        "clients.py:7: the id words of 'clients.nik_taken' asks for ['nik'] and gets ['rm']",
    ),
    "open braces": (
        without(INDONESIAN, HELLO, 'msgid "Hello {name}"\nmsgstr "Halo {name"\n'),
        ENGLISH,
        "has braces that do not close",
    ),
    "a word the field avoids": (
        without(INDONESIAN, REGISTER, 'msgid "Register client"\nmsgstr "Klien sembuh"\n'),
        ENGLISH,
        "uses a word that the field avoids",
    ),
    "a lost quote": (
        [*INDONESIAN, 'msgid "a\nmsgstr b\n'],
        ENGLISH,
        "id/clients.po: 6 messages are written but 5 are different ones",
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_fault_in_a_fragment_is_told(tmp_path: Path, fault: str) -> None:
    indonesian, english, told = FAULTY[fault]
    listed = words.problems(build(tmp_path, indonesian=indonesian, english=english))
    assert any(told in line for line in listed), listed


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('words.say("Hello {name}")', "asks for ['name'] and is given []"),
        ('words.say("Hello {name}", nama="x")', "asks for ['name'] and is given ['nama']"),
        ('words.say(f"Hello {name}")', "a message made by an f-string without a family/"),
        ('words.say("Hello" + name)', "a message put together with an operator"),
        ('Trouble("store.full")', "missing in id: 'error/store.full'"),
        ('class Odd(NotAllowed):\n    pass\nOdd("clients.odd")', "missing in en: 'error/clients.odd'"),
        ('class Odd(Trouble):\n    def __init__(self):\n        super().__init__("store.odd")', "'error/store.odd'"),
        ('CODE = "store.held"\nTrouble(CODE)', "missing in id: 'error/store.held'"),
        ('RuleBroken("a.one" if short else "a.two")', "missing in id: 'error/a.two'"),
    ],
)
def test_a_fault_in_the_source_is_told(tmp_path: Path, line: str, told: str) -> None:
    listed = words.problems(build(tmp_path, source=f"{SOURCE}\n{line}\n"))
    assert any(told in found for found in listed), listed


@pytest.mark.parametrize(
    ("deed", "is_done"),
    [
        ("clients.change", True),
        ("clients.print", True),
        ("clients.to_closed", True),
        ("clients.gone", False),
        ("episodes.change", False),
    ],
)
def test_a_deed_that_nobody_does_is_told(tmp_path: Path, deed: str, is_done: bool) -> None:
    word = f'msgid "deed/{deed}"\nmsgstr "Diubah"\n'
    listed = words.problems(build(tmp_path, indonesian=[*INDONESIAN, word], english=[*ENGLISH, word]))
    told = f"nobody does 'deed/{deed}'"
    assert listed == ([] if is_done else [f"{name}/clients.po: {told}" for name in ("id", "en")])


def test_two_fragments_that_say_otherwise_are_told(tmp_path: Path) -> None:
    root = build(tmp_path)
    other = root / "resources" / "words" / "id" / "episodes.po"
    other.write_text(f"{INDONESIAN_HEADER}\n{REGISTER}", "utf-8")
    assert words.problems(root) == []
    other.write_text(f'{INDONESIAN_HEADER}\nmsgid "Register client"\nmsgstr "Daftar"\n', "utf-8")
    assert words.problems(root) == ["id/episodes.po: 'Register client' is said otherwise in id/clients.po"]


def test_a_fragment_of_another_encoding_is_told(tmp_path: Path) -> None:
    root = build(tmp_path)
    (root / "resources" / "words" / "id" / "clients.po").write_bytes("Ñ".encode("utf-16"))
    assert any("id/clients.po: cannot be read" in line for line in words.problems(root))


def test_one_form_serves_every_number_even_without_a_header(tmp_path: Path) -> None:
    root = build(tmp_path)
    (root / "resources" / "words" / "id" / "clients.po").write_text("\n".join(INDONESIAN), "utf-8")
    assert words.problems(root) == []
    words.write_all(root)
    catalogue = gettext.GNUTranslations(io.BytesIO((root / "resources" / "words" / "id.mo").read_bytes()))
    said = [catalogue.ngettext("{count} client", "{count} clients", count) for count in (0, 1, 2, 11)]
    assert said == ["{count} klien"] * 4


def test_what_is_compiled_can_be_said(tmp_path: Path) -> None:
    words.write_all(build(tmp_path))
    catalogue = gettext.GNUTranslations(io.BytesIO((tmp_path / "resources" / "words" / "id.mo").read_bytes()))
    assert catalogue.gettext("Register client") == "Daftarkan klien"
    assert catalogue.ngettext("{count} client", "{count} clients", 1) == "{count} klien"
    assert catalogue.gettext("error/clients.nik_taken") == "NIK ini sudah dipakai klien {rm}."


def test_the_same_sentences_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    words.write_all(build(first))
    words.write_all(build(second, indonesian=INDONESIAN[::-1]))
    for name in ("id.mo", "en.mo"):
        bytes_of_first = (first / "resources" / "words" / name).read_bytes()
        assert bytes_of_first == (second / "resources" / "words" / name).read_bytes()
        assert b"Date" not in bytes_of_first


def test_a_catalogue_that_is_not_current_is_told(tmp_path: Path) -> None:
    root = build(tmp_path)
    assert len(words.stale(root)) == 2
    words.write_all(root)
    assert words.stale(root) == []
    assert sorted(path.name for path in (root / "resources" / "words").iterdir()) == ["en", "en.mo", "id", "id.mo"]
    fragment = root / "resources" / "words" / "id" / "clients.po"
    fragment.write_text(fragment.read_text("utf-8").replace("Daftarkan", "Daftar"), "utf-8")
    assert [line.partition(" ")[0] for line in words.stale(root)] == ["resources/words/id.mo"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Simpan", "Šîmpåñ łö"),
        ("{count} klien", "{count} klîéñ łö"),
        ("<b>Nama</b> &Baru &amp;", "<b>Ñåmå</b> &Bårû &amp; łöñ"),
        ("", ""),
    ],
)
def test_stretched_words_keep_facts_tags_and_mnemonics(text: str, seen: str) -> None:
    assert words.stretch(text) == seen


def test_stretched_words_are_at_least_a_third_longer() -> None:
    text = "Klien ini sudah terdaftar dengan NIK yang sama"
    assert len(text) * 1.33 < len(words.stretch(text)) < len(text) * 1.5


def test_stretched_words_say_every_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    words.write_all(build(tmp_path))
    monkeypatch.setattr(words, "resource", (tmp_path / "resources").joinpath)
    said = words.stretched()
    assert said.language == "id"
    assert said.say("Hello {name}", name="Budi").startswith("Hålø Budi ")
    assert said.say_many("{count} client", "{count} clients", 2).startswith("2 klîéñ")


def test_the_command_lists_and_answers(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "problems", lambda: ["rehab_app/a.py:1: missing", "rehab_app/b.py:1: missing"])
    monkeypatch.setattr(words, "stale", list)
    assert words.main(["--check"]) == 1
    assert "2 problems" in capsys.readouterr().out
    assert words.main(["--check", "a.py"]) == 1
    assert "b.py" not in capsys.readouterr().out
    monkeypatch.setattr(words, "problems", list)
    assert words.main(["--check"]) == 0
    assert capsys.readouterr().out.startswith("All sentences")
