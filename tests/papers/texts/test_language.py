"""A text is read into pieces: anything can be read, and each piece knows its line."""

import pytest

from rehab_app.papers.blocks import Align, ListStyle
from rehab_app.papers.texts.language import (
    Condition,
    Item,
    NewPage,
    Piece,
    Place,
    Point,
    Property,
    Prose,
    Row,
    Title,
    all_pieces,
    fields_in,
    read,
)

HEAD = "Judul: Surat\n---\n"


def pieces(body: str) -> tuple[Piece, ...]:
    """Return the pieces of a body below a short head; its first line is line 3."""
    return read(HEAD + body).pieces


def test_the_head_is_read_with_its_lines() -> None:
    reading = read("Judul: Surat rujukan\n\nKlasifikasi:RAHASIA\nPerihal: a.n. {inisial}\n-----\nIsi.")
    assert reading.value(Property.TITLE) == "Surat rujukan"
    assert reading.value(Property.CLASSIFICATION) == "RAHASIA"
    assert reading.property_lines == {"Judul": 1, "Klasifikasi": 3, "Perihal": 4}
    assert reading.pieces == (Prose(line=6, text="Isi."),)


def test_a_text_without_a_head_is_all_body() -> None:
    reading = read("Isi saja.")
    assert reading.value(Property.TITLE) == ""
    assert reading.pieces == (Prose(line=1, text="Isi saja."),)


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("# JUDUL", Title(line=3, text="JUDUL")),
        ("## Bagian", Title(line=3, text="Bagian", level=2)),
        ("Nama : {nama}", Row(line=3, label="Nama", text="{nama}")),
        ("Jenis kelamin / pekerjaan : x", Row(line=3, label="Jenis kelamin / pekerjaan", text="x")),
        ("> Nomor: {nomor_surat}", Prose(line=3, text="Nomor: {nomor_surat}", align=Align.CENTRE)),
        ("- satu", Item(line=3, text="satu", style=ListStyle.DASHES)),
        ("b. satu", Item(line=3, text="satu", style=ListStyle.LETTERS)),
        ("[ ] diterima", Item(line=3, text="diterima", style=ListStyle.BOXES)),
        ("{tabel}", Place(line=3, name="tabel")),
        ("  {tabel?}  ", Place(line=3, name="tabel", is_optional=True)),
        ("=====", NewPage(line=3)),
        ("[bila ada] Isi.", Prose(line=3, text="Isi.", condition=Condition("ada"))),
        ("[bila tidak ada] {tabel}", Place(line=3, name="tabel", condition=Condition("ada", is_negated=True))),
        ("Dasar: hukum", Prose(line=3, text="Dasar: hukum")),
        ("pukul 10:30 WITA", Prose(line=3, text="pukul 10:30 WITA")),
        ("{Nama}", Prose(line=3, text="{Nama}")),
    ],
)
def test_each_line_is_what_its_beginning_says(line: str, piece: Piece) -> None:
    assert pieces(line) == (piece,)


def test_lines_of_one_paragraph_stay_together_and_an_empty_line_parts_them() -> None:
    assert [one.text for one in pieces("satu\ndua\n\ntiga") if isinstance(one, Prose)] == ["satu\ndua", "tiga"]


def test_a_condition_within_a_paragraph_begins_another() -> None:
    first, second = pieces("satu\n[bila ada] dua\ntiga")
    assert (first.condition, second.condition) == (None, Condition("ada"))
    assert isinstance(second, Prose)
    assert second.text == "dua\ntiga"


def test_what_follows_a_point_without_an_empty_line_belongs_to_it() -> None:
    first, second, outside = pieces("1. Dasar:\na. satu;\na. dua.\n2. Isi.\n\nLuar.")
    assert isinstance(first, Point)
    assert isinstance(second, Point)
    assert first.is_first
    assert not second.is_first
    assert [type(one) for one in first.below] == [Item, Item]
    assert second.below == ()
    assert outside == Prose(line=8, text="Luar.")
    assert [type(one) for one in all_pieces((first,))] == [Point, Item, Item]


def test_tabs_and_windows_line_ends_are_read() -> None:
    assert read("Judul: A\r\n---\r\nNama\t: B\r\n").pieces == (Row(line=3, label="Nama", text="B"),)


def test_fields_are_found_with_their_marks() -> None:
    assert [*fields_in("{satu} dan {dua?}, bukan {Tiga} atau {}")] == [("satu", False), ("dua", True)]
