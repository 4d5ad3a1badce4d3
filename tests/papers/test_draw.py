"""Drawing: the PDF holds what the document says, whatever letters it holds, and is the same each time."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.papers.blocks import (
    A4,
    F4,
    Align,
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
    NumberedList,
    Numbering,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Signature,
    SignatureBlock,
    Spacer,
    Table,
)
from rehab_app.papers.draw import draw, page_count, replaced
from rehab_app.papers.draw.ink import ink
from rehab_app.papers.fonts import Family, faces
from tests.papers.pdf import fonts, pages, reader, words
from tests.papers.samples import logo

MILLIMETRE = 72 / 25.4
LONG_WORD = "Supercalifragilistik" * 30


def document(*blocks: Block, **properties: object) -> Document:
    """Return a document of ``blocks``."""
    return Document(title="Surat", blocks=blocks, **properties)  # type: ignore[arg-type] # given by name in each test


@pytest.mark.parametrize("blocks", [(), (Spacer(5),), (Paragraph("  "),), (PageBreak(), Spacer(2))])
def test_an_empty_paper_is_refused(blocks: tuple[Block, ...]) -> None:
    with pytest.raises(RuleBroken) as refused:
        draw(document(*blocks, classification="RAHASIA", banner="LATIHAN"))
    assert refused.value.code == "papers.empty"


def test_properties_name_the_kind_of_paper_and_the_language() -> None:
    file = reader(draw(document(Paragraph("isi"))))
    assert file.metadata is not None
    assert (file.metadata.title, file.metadata.author, file.metadata.producer) == ("Surat", "rehab_app", "rehab_app")
    assert file.trailer["/Root"]["/Lang"] == "id-ID"  # type: ignore[index] # pypdf types it as any object
    assert file.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index] # the same


@pytest.mark.parametrize("family", [Family.PT_SERIF, Family.LATO])
def test_every_font_is_embedded(family: Family) -> None:
    block = Paragraph((Run("biasa "), Run("tebal", bold=True)))
    used = fonts(draw(document(block, font=family, numbering=Numbering.OF_TOTAL, banner="LATIHAN")))
    assert len(used) == 2
    assert all(used.values()), used


def test_no_block_brings_in_another_font() -> None:
    used = fonts(draw(everything()))
    assert {name.split("+")[1] for name in used} == {"PTSerif-Regular", "PTSerif-Bold"}
    assert all(used.values()), used


def test_an_absent_font_is_replaced_by_pt_serif() -> None:
    used = fonts(draw(document(Paragraph("isi"), font="Tidak Ada")))
    assert [name for name in used if "PTSerif" in name or "PT_Serif" in name] == list(used)


@pytest.mark.parametrize(("paper", "is_landscape"), [(A4, False), (A4, True), (F4, False), (F4, True)])
def test_the_page_has_the_size_of_its_paper(paper: Paper, *, is_landscape: bool) -> None:
    box = reader(draw(document(Paragraph("isi"), paper=paper, is_landscape=is_landscape))).pages[0].mediabox
    sides = (paper.height, paper.width) if is_landscape else (paper.width, paper.height)
    assert (float(box.width), float(box.height)) == pytest.approx([side * MILLIMETRE for side in sides])


def everything() -> Document:
    """Return a document with every kind of block."""
    return document(
        Letterhead((HeadLine("KANTOR"), HeadLine("(OFFICE)", is_small=True)), ("Jalan",), logo()),
        Heading("JUDUL", is_underlined=True),
        Banner("AWAS"),
        FieldTable((("Nama", "Añi & <b>Budi</b>"),), heading="Klien"),
        NumberedList(("satu", (Run("dua", bold=True, underline=True),))),
        Table(
            (Column("A", group="G"), Column("B", align=Align.RIGHT)), (("1", "2"), ("x " * 300, "3")), has_total=True
        ),
        KeyGroups(("AB", "CD", "EF", "GH", "IJ")),
        PageBreak(),
        KeepTogether((Paragraph("akhir"), SignatureBlock((Signature(("KEPALA,",), "Nama"),)))),
        CopyList(("Arsip",)),
        numbering=Numbering.OF_TOTAL,
        banner="LATIHAN",
        classification="RAHASIA",
    )


def test_equal_documents_give_equal_bytes_whatever_was_drawn_before() -> None:
    first = draw(everything())
    draw(document(Paragraph("lain ňčů"), font=Family.LATO))
    assert draw(everything()) == first


def test_equal_documents_give_equal_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from rehab_app.papers.draw import draw; from tests.papers.test_draw import everything;"
        "print(hashlib.sha256(draw(everything())).hexdigest())"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        env={"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == sha256(draw(everything())).hexdigest()


def test_documents_drawn_at_once_do_not_disturb_each_other() -> None:
    papers = [document(Paragraph(f"surat {number} ňáěř ẞ ễ"), font=family) for number in range(6) for family in Family]
    alone = [draw(paper) for paper in papers]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(draw, papers)) == alone


def test_letters_are_numbered_from_the_second_page() -> None:
    first, second, third = pages(
        draw(document(Paragraph("satu"), PageBreak(), Paragraph("dua"), PageBreak(), Paragraph("tiga")))
    )
    assert (first, sorted(second.split()), sorted(third.split())) == ("satu", ["2", "dua"], ["3", "tiga"])


def test_reports_count_their_pages() -> None:
    paper = document(Paragraph("satu"), PageBreak(), Paragraph("dua"), numbering=Numbering.OF_TOTAL)
    first, second = pages(draw(paper))
    assert "Halaman 1 dari 2" in first
    assert "Halaman 2 dari 2" in second
    assert page_count(paper) == 2


def test_a_paper_without_numbers_has_none() -> None:
    paper = document(Paragraph("satu"), PageBreak(), Paragraph("dua"), numbering=Numbering.NONE)
    assert pages(draw(paper)) == ["satu", "dua"]


def test_banner_and_classification_stand_on_every_page() -> None:
    said = pages(draw(everything()))
    assert len(said) == 2
    assert all("LATIHAN" in page and page.count("RAHASIA") == 2 for page in said)


def test_table_headings_return_on_every_page_and_no_row_is_lost() -> None:
    rows = tuple((str(number), f"nama{number}x") for number in range(1, 201))
    columns = (Column("No", group="Kepala"), Column("Nama", 3, group="Kepala"))
    said = pages(draw(document(Table(columns, rows, has_column_numbers=True))))
    assert len(said) > 2
    assert all("Kepala No Nama (1) (2)" in page for page in said)
    assert [name for _, name in rows if name not in " ".join(said)] == []


def test_a_row_taller_than_a_page_goes_on_over_the_next() -> None:
    said = pages(draw(document(Table((Column("A"), Column("B")), (("kata " * 4000, "akhir"),)))))
    assert len(said) > 1
    assert sum(page.count("kata") for page in said) == 4000


def test_a_row_that_does_not_match_its_columns_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zip"):
        draw(document(Table((Column("A"), Column("B")), (("1",),))))


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(LONG_WORD),
        FieldTable((("Nama", LONG_WORD),)),
        NumberedList((LONG_WORD,)),
        Table((Column("A"), Column("B")), ((LONG_WORD, LONG_WORD),)),
        SignatureBlock((Signature((LONG_WORD,), LONG_WORD),)),
        Letterhead((HeadLine(LONG_WORD),)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_words_longer_than_a_line_are_broken_and_stay_on_the_page(block: Block) -> None:
    said = words(draw(document(block))).replace(" ", "")
    assert LONG_WORD in said or said.count("Superca") >= 30


@pytest.mark.parametrize(
    "block",
    [
        SignatureBlock((Signature(("KEPALA,",), "kata " * 4000),)),
        Letterhead((HeadLine("KANTOR"),), ("jalan " * 4000,), logo()),
        Banner("kata " * 4000),
    ],
    ids=lambda block: type(block).__name__,
)
def test_what_cannot_be_broken_and_is_taller_than_a_page_is_refused_without_quoting_it(block: Block) -> None:
    with pytest.raises(RuleBroken) as refused:
        draw(document(block))
    assert refused.value.code == "papers.too_long"
    assert refused.value.__cause__ is None
    assert "kata" not in str(refused.value)


def test_a_heading_stays_with_what_follows() -> None:
    for height in range(220, 262, 2):
        said = pages(draw(document(Spacer(height), Heading("JUDUL"), Paragraph("isi"), numbering=Numbering.NONE)))
        assert [page for page in said if "JUDUL" in page] == [page for page in said if "isi" in page]


def test_a_damaged_logo_is_told() -> None:
    for data in (b"", b"no picture", logo()[:200]):
        with pytest.raises(Trouble) as trouble:
            draw(document(Letterhead((HeadLine("KANTOR"),), logo=data)))
        assert (trouble.value.code, trouble.value.field) == ("papers.logo_unreadable", "logo")


def test_a_damaged_font_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "damaged.ttf"
    damaged.write_bytes(b"no font")
    found = replace(faces(Family.LATO), regular=damaged)
    monkeypatch.setattr("rehab_app.papers.draw.ink.faces", lambda _: found)
    with pytest.raises(Trouble) as trouble:
        ink("Damaged")
    assert (trouble.value.code, trouble.value.facts) == ("papers.font_unreadable", {"font": "damaged.ttf"})


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Budi \U0001f600 Setiawan", "Budi \u25a1 Setiawan"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467 keluarga", "\u25a1 keluarga"),
        ("\U0001f44d\U0001f3fd baik", "\u25a1 baik"),
        ("\u0645\u062d\u0645\u062f Ali", "\u25a1\u25a1\u25a1\u25a1 Ali"),
        ("\u05d3\u05d5\u05d3", "\u25a1\u25a1\u25a1"),
        ("\u65e5\u672c", "\u25a1\u25a1"),
        ("Nguy\u1ec5n V\u0103n \u0110\u1eb7ng", "Nguy\u1ec5n V\u0103n \u0110\u1eb7ng"),
        ("e\u0301", "\u00e9"),
        ("\uff22\uff35\uff24\uff29", "BUDI"),
        ("a\u202ebc\u200b\ufeff", "abc"),
        ("a\x00b\tc", "a b c"),
        ("\ud800x", "\u25a1x"),
        ("<b>&amp;</b> {0} %s", "<b>&amp;</b> {0} %s"),
    ],
)
def test_letters_that_cannot_be_drawn_are_replaced_where_they_stand(text: str, drawn: str) -> None:
    for block in (
        Paragraph(text),
        FieldTable((("Nama", text),)),
        Table((Column("A"),), ((text,),)),
        Banner(text),
    ):
        assert drawn in words(draw(document(block)))


def test_the_screen_can_ask_which_letters_are_replaced() -> None:
    assert replaced("Budi \U0001f600\U0001f600 \u0645\u062f", Family.PT_SERIF) == "\U0001f600\u0645\u062f"
    assert replaced("Nguy\u1ec5n \u25a1", Family.PT_SERIF) == ""


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_no_text_can_break_the_drawing(text: str, name: str) -> None:
    paper = document(
        Paragraph("isi"),
        Paragraph((Run(text, bold=True, underline=True), Run(name))),
        FieldTable(((name, text),)),
        Table((Column(name), Column("B", 0.3)), ((text, text),)),
        SignatureBlock((Signature((name,), name),), copies=CopyList((text,))),
    )
    assert draw(paper).startswith(b"%PDF")


def test_a_long_table_is_drawn_as_a_short_one_is_its_cells_wrapped_and_its_sum_bold() -> None:
    columns = (Column("No", 1, Align.RIGHT), Column("Nama", 2, Align.CENTRE), Column("Uraian", 3))
    rows = tuple(
        (
            str(number),
            f"nama{number}x",
            f"kata pertama nomor {number} dan kata berikutnya sampai kata ke-{number}terakhir",
        )
        for number in range(1, 151)
    )
    rows += (("", "Jumlah", "Ğüłşah ニ " + "p" * 90),)
    data = draw(document(Table(columns, rows, has_total=True)))
    said = pages(data)
    assert len(said) > 3
    whole = f" {' '.join(said)} "
    assert [row[1] for row in rows if whole.count(f" {row[1]} ") != 1] == []
    assert all(f"ke-{number}terakhir" in whole for number in range(1, 151))
    assert all("No Nama Uraian" in page for page in said)
    assert any("Bold" in name for name in fonts(data))


def test_a_long_table_with_a_row_of_another_length_is_a_bug() -> None:
    rows = (*(("1", "2") for _ in range(100)), ("1",))
    with pytest.raises(ValueError, match="zip"):
        draw(document(Table((Column("A"), Column("B")), rows)))


def test_a_row_taller_than_a_page_in_a_long_table_goes_on_over_the_next() -> None:
    rows = (*((str(number), "x") for number in range(100)), ("kata " * 4000, "akhir"))
    said = pages(draw(document(Table((Column("A"), Column("B")), rows))))
    assert len(said) > 4
    assert " ".join(said).count("kata") == 4000
