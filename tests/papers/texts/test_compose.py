"""A text and its values become blocks; what has no value is left out, and no value is read as a mark."""

from rehab_app.papers.blocks import (
    Column,
    FieldTable,
    Heading,
    KeepTogether,
    ListStyle,
    NumberedList,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    SignatureBlock,
    Table,
)
from rehab_app.papers.texts.compose import Composed, compose, filled_words
from rehab_app.papers.texts.fields import Value
from rehab_app.papers.texts.language import read

SIGNED = SignatureBlock((Signature(("KEPALA,",), "Contoh"),))


def made(body: str, **values: Value) -> Composed:
    """Return the paper of ``body`` below a short head."""
    return compose(read(f"Judul: Surat\nPerihal: Hal a.n. {{inisial?}}\n---\n{body}"), values)


def test_a_value_that_looks_like_a_mark_is_printed_as_it_is() -> None:
    (block,) = made("Kepada **{nama}**.", nama="A**B** {kota} __C__", kota="X").blocks
    assert block == Paragraph((Run("Kepada "), Run("A**B** {kota} __C__", bold=True), Run(".")))


def test_what_names_an_empty_field_is_left_out() -> None:
    paper = made("Satu {a}.\n\nDua {b?}.\n\nNama : {a}\nUmur : {b?}\n\n- {a}\n- tetap\n\n{a}", b="")
    assert [type(one) for one in paper.blocks] == [Paragraph, FieldTable, NumberedList]
    assert paper.blocks[0] == Paragraph("Dua.")
    assert isinstance(paper.blocks[1], FieldTable)
    assert [label for label, _ in paper.blocks[1].rows] == ["Umur"]


def test_points_are_numbered_over_those_left_out() -> None:
    paper = made("1. Satu.\n\n2. Dua {kosong}.\n\n3. Tiga.\n\nAntara.\n\n1. Lagi.")
    numbers = [one.start for one in paper.blocks if isinstance(one, NumberedList)]
    assert numbers == [1, 2, 1]


def test_a_point_that_leads_to_nothing_is_left_out() -> None:
    paper = made("1. Daftar:\n{kosong}\n\n2. Daftar:\n- isi")
    assert [one.items for one in paper.blocks if isinstance(one, NumberedList)] == [("Daftar:",), ("isi",)]
    assert paper.blocks[0] == NumberedList(("Daftar:",), start=1, label_width=6, space_after=0.4)


def test_ten_points_have_room_for_two_digits() -> None:
    few, many = (made("\n\n".join(f"{at}. Isi." for at in range(1, last))) for last in (10, 11))
    widths = [{one.label_width for one in paper.blocks if isinstance(one, NumberedList)} for paper in (few, many)]
    assert widths == [{6}, {7.5}]


def test_a_list_that_lost_its_last_item_still_ends_in_a_full_stop() -> None:
    (block,) = made("a. satu;\na. dua;\na. {kosong}.").blocks
    assert isinstance(block, NumberedList)
    assert block.items == ("satu;", "dua.")


def test_boxes_to_tick_are_a_list_of_their_own() -> None:
    first, second = made("[ ] ya\n[ ] tidak\n- lain").blocks
    assert isinstance(first, NumberedList)
    assert (first.style, first.items) == (ListStyle.BOXES, ("ya", "tidak"))
    assert isinstance(second, NumberedList)
    assert second.style is ListStyle.DASHES


def test_conditions_keep_or_leave_out() -> None:
    body = "[bila ada] ya\n\n[bila tidak ada] tidak"
    assert made(body, ada=True).blocks == (Paragraph("ya"),)
    assert made(body, ada=False).blocks == (Paragraph("tidak"),)
    assert made(body).blocks == (Paragraph("tidak"),)
    assert made(body, ada="kata").blocks == (Paragraph("ya"),)
    assert made(body, ada=()).blocks == (Paragraph("tidak"),)


def test_blocks_below_a_point_move_to_the_right_with_it() -> None:
    table = Table((Column("A"),), (("1",),))
    paper = made("1. Isi:\n{tabel}\n{rinci}", tabel=(table,), rinci=(FieldTable((("A", "B"),)),))
    assert isinstance(paper.blocks[1], Table)
    assert isinstance(paper.blocks[2], FieldTable)
    assert (paper.blocks[1].indent, paper.blocks[2].indent) == (6, 6)


def test_a_signature_stays_on_the_page_of_the_words_before_it() -> None:
    assert made("Isi.\n\nTerima kasih.\n{ttd}", ttd=(SIGNED,)).blocks == (
        Paragraph("Isi."),
        KeepTogether((Paragraph("Terima kasih."), SIGNED)),
    )
    several = (KeepTogether((Table((Column("A"),), (("1",),)), SIGNED)),)
    (kept,) = made("Terima kasih.\n{ttd}", ttd=several).blocks
    assert isinstance(kept, KeepTogether)
    assert kept.blocks == (Paragraph("Terima kasih."), *several[0].blocks)


def test_titles_stand_in_the_middle_and_may_be_underlined() -> None:
    assert made("# __SURAT__\n## Bagian\n===").blocks == (
        Heading("SURAT", is_underlined=True),
        *made("## Bagian").blocks,
        PageBreak(),
    )


def test_the_subject_keeps_the_initials_on_its_line() -> None:
    assert made("Isi.", inisial="B.S.").subject == "Hal a.n.\u00a0B.S."


def test_words_with_a_field_without_value_are_none() -> None:
    assert filled_words("Isi {nama}", {}) is None
    assert filled_words("Isi {nama?}", {}) == "Isi"
    assert filled_words("pukul {jam?} di {tempat}", {"tempat": "X"}) == "pukul di X"
    assert filled_words("({jam?}) di", {}) == "() di"
    assert filled_words("Isi {nama}", {"nama": "  "}) is None
