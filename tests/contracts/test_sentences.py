"""Every trouble's Indonesian sentence is whole, fills with the facts that are given, and says what to do."""

import re
import string
from collections.abc import Mapping

import pytest

from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.words import ENGLISH, INDONESIAN, Words
from tests.contracts.source import ROOT
from tests.messages import find
from tests.words import ERRORS, merge

LEAST_WORDS = 3
VERBS = frozenset(
    {
        "ambil",
        "baca",
        "bandingkan",
        "batalkan",
        "beri",
        "berikan",
        "betulkan",
        "buat",
        "buka",
        "cari",
        "catat",
        "cetak",
        "coba",
        "cocokkan",
        "daftarkan",
        "ganti",
        "gantilah",
        "gunakan",
        "hapus",
        "isi",
        "jangan",
        "kembalikan",
        "ketik",
        "kosongkan",
        "laporkan",
        "lengkapi",
        "lihat",
        "masuk",
        "minta",
        "muat",
        "mulailah",
        "pakai",
        "pasang",
        "pendekkan",
        "perbaiki",
        "periksa",
        "pilih",
        "pindahkan",
        "pulihkan",
        "salin",
        "sambungkan",
        "sebut",
        "sebutkan",
        "sederhanakan",
        "selesaikan",
        "siapkan",
        "simpan",
        "singkat",
        "susun",
        "tambahkan",
        "tekan",
        "tentukan",
        "terbitkan",
        "tulis",
        "tuliskan",
        "tunggu",
        "tutup",
        "ulangi",
    }
)
# These say by themselves what is asked for (a limit, a missing answer): a verb would only repeat it. None is a Trouble.
LIMITS = frozenset({"draft.several", "passphrase.fair", "passphrase.short", "field.too_high", "field.too_low"})
# What a rule of another room says of the field: its own sentence fills the whole.
QUOTING = frozenset({"clients.look_at", "questionnaire.unreadable", "schedule_ui.member"})

SENTENCES: Mapping[str, Mapping[str, str]] = {
    language: {
        message.removeprefix(ERRORS): forms[0]
        for (message, _), forms in merge(ROOT / "resources" / "words", language).sentences.items()
        if message.startswith(ERRORS)
    }
    for language in (INDONESIAN, ENGLISH)
}
CODES = sorted(SENTENCES[INDONESIAN])


def _troubles_of_the_world() -> set[str]:
    """Return the codes that the source raises as Trouble."""
    made = re.compile(r"\bTrouble\(\s*(?:_coded\()?\"([a-z_0-9]+\.[a-z_0-9]+)\"")
    texts = (path.read_text("utf-8") for path in (ROOT / "rehab_app").rglob("*.py"))
    return {code for text in texts for code in made.findall(text)}


def _filled(sentence: str) -> str:
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    return sentence.format(**dict.fromkeys(names, "contoh"))


def test_there_is_a_sentence_for_every_trouble_that_is_raised() -> None:
    raised = {one.code for one in find(ROOT).raised}
    assert len(raised) > 100
    for language, sentences in SENTENCES.items():
        assert raised - set(sentences) == set(), language


@pytest.mark.parametrize("language", [INDONESIAN, ENGLISH])
@pytest.mark.parametrize("code", CODES)
def test_a_sentence_is_whole_and_leaves_no_fact_unfilled(language: str, code: str) -> None:
    sentence = SENTENCES[language][code]
    filled = _filled(sentence)
    assert filled == filled.strip()
    if code in QUOTING:
        return
    assert len(filled.split()) >= LEAST_WORDS
    assert filled.endswith(".")
    assert filled[0].isupper() or sentence.startswith("{")
    assert not re.search(r"\{[a-z_]*\}|  |\.\.$|%[sd]|\bTODO\b", filled)


@pytest.mark.parametrize("code", [code for code in CODES if code not in QUOTING | LIMITS])
def test_an_indonesian_sentence_says_what_to_do(code: str) -> None:
    words = set(re.findall(r"[a-z]+", SENTENCES[INDONESIAN][code].lower()))
    assert words & VERBS, SENTENCES[INDONESIAN][code]


def test_whatever_the_world_refuses_is_told_with_a_way_out() -> None:
    troubles = _troubles_of_the_world()
    assert len(troubles) > 30
    assert troubles <= set(CODES)
    assert troubles & (LIMITS | QUOTING) == set()


def test_the_sentence_reaches_the_screen_with_its_facts() -> None:
    told = Words.of(INDONESIAN).trouble(Trouble("store.window_open", seat="PC-LOKET", since="16/01/2023 09.30"))
    assert "PC-LOKET" in told
    assert "16/01/2023 09.30" in told
    assert "Tutup" in told
