"""The reply slip: its code can be read by eye and by scanner, it is whole on one page, and it is torn off or goes along."""

from dataclasses import replace

import pypdfium2
import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.papers.blocks import CodeMark, Document
from rehab_app.papers.draw import draw
from rehab_app.papers.draw.marks import qr_modules
from rehab_app.papers.letters.referral import referral
from rehab_app.papers.letters.reply_slip import reply_slip, slip_blocks
from rehab_app.papers.plain import to_text
from tests.papers.letter_samples import SLIP
from tests.papers.pdf import pages, words
from tests.papers.samples import FACTS, OFFICE

QUIET = 4


def test_the_code_stands_large_on_the_slip_and_can_be_searched() -> None:
    assert "R7K2-MXQ4" in words(draw(reply_slip(SLIP)))
    assert "[QR R7K2-MXQ4] R7K2-MXQ4" in to_text(reply_slip(SLIP))


@pytest.mark.parametrize("code", ["R7K2-MXQ4", "A", "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"])
def test_the_drawn_qr_is_that_of_the_code(code: str) -> None:
    side = 40.0
    document = Document(title="Kode", blocks=(CodeMark(code, side=side),))
    page = pypdfium2.PdfDocument(draw(document))[0]
    scale = 6.0
    picture = page.render(scale=scale).to_pil().convert("L")
    modules = qr_modules(code)
    module = side / 25.4 * 72 * scale / (len(modules) + 2 * QUIET)
    left, top = document.margins.left / 25.4 * 72 * scale, document.margins.top / 25.4 * 72 * scale
    seen = tuple(
        tuple(
            picture.getpixel((int(left + (column + QUIET + 0.5) * module), int(top + (row + QUIET + 0.5) * module)))
            < 128
            for column in range(len(modules))
        )
        for row in range(len(modules))
    )
    assert seen == modules


def test_different_codes_have_different_marks() -> None:
    assert qr_modules("R7K2-MXQ4") != qr_modules("R7K2-MXQ5")


def test_the_three_answers_can_be_ticked() -> None:
    text = to_text(reply_slip(SLIP))
    for answer in ("\u25a1 diterima dan masuk", "\u25a1 masuk daftar tunggu", "\u25a1 belum dapat diterima, karena"):
        assert answer in text


def test_the_slip_says_where_to_send_it() -> None:
    text = to_text(reply_slip(SLIP))
    for part in (SLIP.office.clinic, SLIP.office.address[0], SLIP.office.phone, "26 Januari 2026", SLIP.number):
        assert part in text
    bare = to_text(reply_slip(replace(SLIP, office=replace(OFFICE, phone=""), reply_by=None)))
    assert "Telepon" not in bare
    assert "paling lambat" not in bare


def test_the_slip_is_torn_off_the_letter_and_never_parted() -> None:
    for sentences in range(0, 40, 4):
        facts = replace(FACTS, reason="Klien memerlukan perawatan. " * (1 + sentences))
        drawn = pages(draw(referral(facts, slip=slip_blocks(SLIP))))
        with_slip = [page for page in drawn if "LEMBAR JAWABAN RUJUKAN" in page]
        assert len(with_slip) == 1
        assert "potong di sini" in with_slip[0]
        assert "tanda tangan, cap" in with_slip[0]


def test_a_slip_of_its_own_has_no_line_to_cut_along() -> None:
    assert "potong di sini" not in to_text(reply_slip(SLIP))


@pytest.mark.parametrize(
    ("facts", "trouble"),
    [
        (replace(SLIP, code=" "), ("papers.reply_code_missing", "code")),
        (replace(SLIP, destination=""), ("papers.destination_missing", "destination")),
    ],
)
def test_a_slip_that_could_not_come_back_is_refused(facts: object, trouble: tuple[str, str]) -> None:
    with pytest.raises(RulesBroken) as refused:
        slip_blocks(facts)  # type: ignore[arg-type] # facts of a slip
    assert [(one.code, one.field) for one in refused.value.troubles] == [trouble]
