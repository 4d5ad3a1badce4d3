"""A document as text shows all that is on it, and the same each time."""

import pytest

from rehab_app.papers.blocks import (
    Addressee,
    Banner,
    Block,
    Column,
    CopyList,
    Document,
    FieldTable,
    Heading,
    HeadLine,
    KeepTogether,
    KeyGroups,
    Letterhead,
    LetterOpening,
    ListStyle,
    NumberedList,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    SignatureBlock,
    Spacer,
    Table,
    list_label,
    texts,
)
from rehab_app.papers.plain import is_blank, to_text, words_of

EVERY_BLOCK: tuple[tuple[Block, tuple[str, ...]], ...] = (
    (Letterhead((HeadLine("KANTOR"),), ("Jalan Satu",)), ("KANTOR", "Jalan Satu")),
    (
        LetterOpening((("Nomor", "12"),), "Kota, 1 Mei 2026", Addressee(("Kepala",), "Tempat")),
        ("Nomor : 12", "Kota, 1 Mei 2026", "Yth. Kepala", "Tempat"),
    ),
    (Addressee(("Kepala", "Bagian"), "Tempat"), ("Yth. Kepala", "Bagian", "Tempat")),
    (Heading("JUDUL", is_underlined=True), ("JUDUL", "-----")),
    (Paragraph((Run("tebal", bold=True), Run(" garis", underline=True))), ("**tebal**_ garis_",)),
    (FieldTable((("Nama", "Ani"), ("Alamat", "Jalan")), heading="Klien"), ("Klien", "Nama   : Ani", "Alamat : Jalan")),
    (NumberedList(("satu", "dua"), ListStyle.LETTERS, start=2), ("b. satu", "c. dua")),
    (Table((Column("A", group="G"), Column("B")), (("1", "2"),)), ("G", "A | B", "1 | 2")),
    (
        SignatureBlock((Signature(("KEPALA,",), "Nama", ("NIP 1",), ("Kota,",)),), copies=CopyList(("Arsip",))),
        ("KEPALA,", "Nama", "NIP 1", "Kota,", "Tembusan:", "1. Arsip"),
    ),
    (CopyList(("Arsip",)), ("Tembusan:", "1. Arsip")),
    (Banner("AWAS"), ("[ AWAS ]",)),
    (KeyGroups(("AA", "BB", "CC"), per_line=2), ("AA   BB", "CC")),
    (KeepTogether((Paragraph("dalam"),)), ("dalam",)),
)


@pytest.mark.parametrize(("block", "expected"), EVERY_BLOCK, ids=lambda value: type(value).__name__)
def test_every_block_shows_its_words(block: Block, expected: tuple[str, ...]) -> None:
    text = to_text(Document(title="Surat", blocks=(block,)))
    assert [line for line in expected if line not in text] == []


def test_the_head_tells_the_page_and_what_stands_on_each() -> None:
    document = Document(title="Surat", blocks=(Paragraph("isi"),), classification="RAHASIA", banner="LATIHAN")
    head = to_text(document).split("\n\n")[0]
    assert head.splitlines() == [
        "title: Surat",
        "language: id-ID",
        "page: A4 210 x 297 mm",
        "font: PT Serif 11",
        "page numbers: from_second",
        "each page: RAHASIA",
        "each page: LATIHAN",
    ]


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        (Spacer(10), PageBreak()),
        (Paragraph(" \n\t"),),
        (FieldTable((("", ""),)),),
        (Letterhead(()),),
        (KeepTogether((NumberedList(()),)),),
        (CopyList(()), SignatureBlock(()), KeyGroups(()), Banner("")),
    ],
)
def test_a_document_without_words_is_blank(blocks: tuple[Block, ...]) -> None:
    assert is_blank(Document(title="Surat", blocks=blocks, banner="LATIHAN"))


def test_one_word_anywhere_is_not_blank() -> None:
    assert not is_blank(Document(title="Surat", blocks=(Spacer(1), KeepTogether((Paragraph("x"),)))))


def test_words_of_a_document_hold_what_stands_on_each_page() -> None:
    said = list(
        words_of(Document(title="Judul", blocks=(Paragraph("isi"),), classification="RAHASIA", banner="LATIHAN"))
    )
    assert {"Judul", "RAHASIA", "LATIHAN", "isi"} <= set(said)


def test_list_labels_go_on_after_the_alphabet() -> None:
    assert [list_label(ListStyle.LETTERS, number) for number in (1, 26, 27, 52, 53)] == [
        "a.",
        "z.",
        "aa.",
        "az.",
        "ba.",
    ]
    assert list_label(ListStyle.NUMBERS, 12) == "12."
    assert list_label(ListStyle.DASHES, 5) == "\u2013"


def test_texts_drops_the_blank_ones() -> None:
    assert texts([" a ", "", "  ", "b"]) == ("a", "b")
