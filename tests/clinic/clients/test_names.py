"""Every usual spelling of a name finds the same person, and other names stay other names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab_app.clinic.clients.names import Name, fold, initials, real_words, similarity

SAME = {
    "muhammad": [
        "Muhammad Rizky", "Moh. Rizky", "Moch. Rizki", "Muh. Riski", "M. Rizqi", "Mhd Rizky", "Mohamad Rizki", "Mochammad Rizky",
        "Mokhamad Rizky", "Moehammad Rizky", "MUHAMAD RIZKY", "Moh.Rizky", "H.M. Rizky", "HM Rizky", "M Rizky",
    ],
    "abdul": [
        "Abdul Rahman", "Abdurrahman", "Abdurahman", "Abdulrahman", "Abd. Rahman", "Abdur Rachman", "Abdoel Rachman",
        "Abd Rakhman",
    ],
    "abdul aziz": ["Abdul Aziz", "Abdulaziz", "Abd. Azis", "Abdoel Azis"],
    "abdul latif": ["Abdul Latif", "Abdullatif", "Abdulatif", "Abd. Latief"],
    "abdus salam": ["Abdus Salam", "Abdussalam", "Abdul Salam", "Abdusalam"],
    "ahmad": ["Ahmad Fauzi", "Achmad Fauzi", "Akhmad Fauzi", "Ach. Fauzi", "Ahmat Fausi"],
    "old u": ["Soekarno", "Sukarno"],
    "old j": ["Djoko Soesilo", "Joko Susilo"],
    "old c": ["Tjokro", "Cokro"],
    "sy": ["Syahrir", "Sjahrir", "Sahrir", "Shahrir"],
    "kh": ["Khairul", "Chairul", "Hairul", "Khoirul", "Choirul", "Khaerul", "Khoerul"],
    "v": ["Novi", "Nopi", "Nofi", "Novie"],
    "z": ["Aziz", "Azis", "Asis"],
    "q": ["Taufiq", "Taufik", "Taupik", "Taufiek"],
    "h": ["Aisyah", "Aisya", "Aisah"],
    "y": ["Heriyanto", "Herianto", "Heryanto"],
    "uw": ["Soewarno", "Suwarno", "Suarno"],
    "double": ["Fattah", "Fatah", "Fatta"],
    "ai": ["Saiful", "Saeful", "Syaiful"],
    "apostrophe": ["Ma'ruf", "Maruf", "Ma’ruf", "Ma`ruf"],
    "accent": ["José", "Jose"],
    "siti": ["Siti Aminah", "St. Aminah", "Sitti Aminah", "siti  AMINA"],
    "ch": ["Chandra", "Candra"],
    "chr": ["Christian", "Kristian"],
    "hyphen": ["Nur-Aini", "Nur Aini", "Noer Aini", "Nor Aini"],
    "full width": ["ＲＩＺＫＹ", "Rizky"],
    "invisible": ["Riz\u200bky", "Rizky"],
}  # fmt: skip


@pytest.mark.parametrize("names", SAME.values(), ids=SAME.keys())
def test_spellings_of_one_name_fold_into_one(names: list[str]) -> None:
    assert {fold(name) for name in names} == {fold(names[0])}
    assert min(similarity(names[0], name) for name in names) >= 0.96


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("dr. H. Moh. Rizky, S.Ked., Sp.PD", ("muhamad", "riski")),
        ("Prof. Dr. Ir. Budi Santoso, M.Sc., Ph.D.", ("budi", "santoso")),
        ("Drs. H. Abd. Kadir, M.Si.", ("abdul", "kadir")),
        ("Hj. Siti Aminah binti Saleh", ("siti", "amina", "sale")),
        ("KH. Hasan bin Ali", ("hasan", "ali")),
        ("Rizky, S.Kom", ("riski",)),
        ("Rizky S. Kom.", ("riski",)),
        ("Rizky Saputra S. Kom", ("riski", "saputra")),
        ("Rizky Saputra SH", ("riski", "saputra")),
        ("Rizky Saputra, S. H., M. Kn.", ("riski", "saputra")),
        ("Rizky Saputra S.E., M.M.", ("riski", "saputra")),
        ("Rizky alias Kiki", ("riski", "kiki")),
        ("S.H. Mintardja", ("s", "h", "mintarja")),
        ("Ma Sin Fo", ("ma", "sin", "po")),
        ("Rizky H.", ("riski", "h")),
        ("Haji", ("haji",)),
        ("Abdul", ("abdul",)),
        ("Abdullah", ("abdula",)),
        ("Mahmud", ("mahmud",)),
        ("I Made Wirawan", ("i", "made", "wirawan")),
        ("R2 D2", ("r2", "d2")),
        ("", ()),
        ("   ", ()),
        ("...", ("...",)),
        ("🙂", ("🙂",)),
        ("Budi 🙂 Santoso", ("budi", "santoso")),
        ("علي حسن", ("علي", "حسن")),
        ("\u202eعلي حسن\u202c", ("علي", "حسن")),
        ("陈 大文", ("陈", "大文")),
    ],
)
def test_titles_fall_away_and_no_name_is_lost(typed: str, words: tuple[str, ...]) -> None:
    assert fold(typed) == words


def test_old_j_for_y_is_left_alone_in_search_and_found_when_compared() -> None:
    assert fold("Soerjadi") != fold("Suryadi")
    assert fold("Soejono") == fold("Sujono")
    for old, new in [
        ("Soerjadi", "Suryadi"),
        ("Jusuf", "Yusuf"),
        ("Tjahjo", "Cahyo"),
        ("Widjaja", "Wijaya"),
        ("Zainal", "Jaenal"),
    ]:
        assert similarity(old, new) >= 0.94, (old, new)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Moh. Rizky bin Saleh", "MRS"),
        ("dr. H. Budi Santoso, Sp.PD", "BS"),
        ("Suparman", "S"),
        ("Abdurrahman", "A"),
        ("ma'ruf amin", "MA"),
        ("élan", "E"),
        ("R. S.", "RS"),
        ("علي حسن", "عح"),
        ("🙂", "🙂"),
        ("", ""),
        ("Straße", "S"),
        ("A B C D E F G H", "ABCDEFGH"),
    ],
)
def test_initials_are_those_of_the_real_words(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("first", "second", "least"),
    [
        ("M. Rizki", "Muhammad Rizky", 0.98),
        ("Rizky Muhammad", "Muhammad Rizki", 0.96),
        ("Nurhidayah", "Nur Hidayah", 0.95),
        ("Sriwahyuni", "Sri Wahyuni", 0.95),
        ("Ahmad S.", "Ahmad Saputra", 0.85),
        ("A. Saputra", "Ahmad Saputra", 0.9),
        ("Suparman", "Suparmn", 0.85),
        ("Kurniawan Adi", "Kurnaiwan Adi", 0.9),
        ("Ramadhan", "Romadhon", 0.9),
        ("Husain", "Husen", 0.9),
        ("Rizky", "Muhammad Rizky", 0.85),
        ("Budi Santoso", "Budi Santoso Wijaya", 0.85),
    ],
)
def test_near_spellings_are_near(first: str, second: str, least: float) -> None:
    assert least <= similarity(first, second) < 1


@pytest.mark.parametrize(
    ("first", "second", "most"),
    [
        ("Budi Santoso", "Agus Wijaya", 0.0),
        ("Muhammad Rizky", "Muhammad Fauzi", 0.4),
        ("Siti Aminah", "Siti Aisyah", 0.4),
        ("Abdul Rahman", "Abdul Rahim", 0.4),
        ("Budi Santoso", "Rudi Santoso", 0.6),
        ("Jumiati", "Sumiati", 0.0),
        ("Joni", "Sony", 0.0),
        ("Ahmad Rizky", "Rizky Saputra", 0.7),
        ("", "Budi", 0.0),
        ("", "", 0.0),
        ("علي", "Ali", 0.0),
    ],
)
def test_other_names_stay_apart(first: str, second: str, most: float) -> None:
    assert similarity(first, second) <= most


def test_what_is_still_being_typed_counts_as_the_word_it_begins() -> None:
    assert similarity("Muhammad Riz", "Moh. Rizky Saputra", is_typing=True) > 0.7
    assert similarity("Muhammad Riz", "Moh. Rizky Saputra") < 0.4


def test_the_exact_spelling_stands_before_another_spelling_of_the_name() -> None:
    assert similarity("Moh. Rizky", "Moh. Rizky") == 1
    assert similarity("Moh. Rizky", "Rizky, Moh.") == 1
    assert 0.96 < similarity("Moh. Rizky", "Muhammad Riski") < 1


PIECES = ["Moh.", "Siti", "Abdurrahman", "bin", "H.", "Rizky", "S.H.", "Zainal", "Jaenal", "B", "Nur", "Nurul"]
names = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))


@settings(deadline=None)
@given(names, names)
def test_similarity_is_the_same_both_ways_and_between_0_and_1(first: str, second: str) -> None:
    score = similarity(first, second)
    assert 0 <= score <= 1
    assert score == pytest.approx(similarity(second, first))
    assert score == similarity(Name.of(first), Name.of(second))


@settings(deadline=None)
@given(names.filter(str.strip))
def test_every_name_is_searchable_and_equal_to_itself(name: str) -> None:
    assert fold(name)
    assert all(fold(name))
    assert similarity(name, name) == 1
    assert len(initials(name)) <= len(real_words(name) or name.split())


def test_a_name_of_sixty_letters_in_ten_words_is_kept_whole() -> None:
    name = "Raden Ajeng Siti Nurhaliza Kusuma Wardhani Putri Ayu Dewi Lestari"
    assert len(fold(name)) == 10
    assert initials(name) == "RASNKWPADL"
