"""What an attachment is, is read from its bytes; what cannot be kept is refused with a way out."""

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from rehab_app.clinic.documents import content as contents
from rehab_app.clinic.documents.content import JPEG, LARGEST, MEGABYTE, PDF, PNG, read_content, shrunk
from rehab_app.foundation.errors import RuleBroken
from tests.clinic.documents.makers import pdf, picture

HEIC = b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)


def _word_file() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("word/document.xml", "<w:document/>")
    return written.getvalue()


def _refused(content: bytes) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        read_content(content)
    assert refused.value.field == "content"
    return refused.value


@pytest.mark.parametrize(
    ("content", "media_type", "pages"),
    [(picture(), JPEG, None), (picture("PNG"), PNG, None), (pdf(), PDF, 1), (pdf(3), PDF, 3)],
)
def test_the_content_tells_its_type_and_pages(content: bytes, media_type: str, pages: int | None) -> None:
    found = read_content(content)
    assert (found.media_type, found.size, found.pages) == (media_type, len(content), pages)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "documents.empty"),
        (HEIC, "documents.heic"),
        (_word_file(), "documents.office_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "documents.office_file"),
        (b"MZ\x90\x00" + bytes(200), "documents.unknown_type"),
        (b"<html><body>foto.jpg</body></html>", "documents.unknown_type"),
        (picture()[:300], "documents.unreadable"),
        (picture("PNG")[:60], "documents.unreadable"),
        (b"\xff\xd8\xff" + bytes(500), "documents.unreadable"),
        (b"%PDF-1.7 " + bytes(500), "documents.unreadable"),
        (pdf(password="rahasia"), "documents.encrypted"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_what_is_in_it(content: bytes, code: str) -> None:
    assert _refused(content).code == code


def test_a_picture_cut_off_near_its_end_is_found() -> None:
    whole = picture(size=(400, 400), noise=True)
    assert read_content(whole).media_type == JPEG
    assert _refused(whole[: len(whole) * 3 // 4]).code == "documents.unreadable"


def test_a_file_of_40_megabytes_is_refused_by_its_size_before_it_is_read() -> None:
    trouble = _refused(picture() + bytes(40 * MEGABYTE))
    assert (trouble.code, trouble.facts) == ("documents.too_large", {"size": 40, "most": 25})


def test_a_picture_of_too_many_pixels_is_refused_by_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_PIXELS", 10_000)
    assert _refused(picture(size=(200, 200))).code == "documents.too_many_pixels"
    bomb = bytearray(picture("PNG"))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    assert _refused(bytes(bomb)).code in {"documents.too_many_pixels", "documents.unreadable"}


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_PAGES", 2)
    trouble = _refused(pdf(3))
    assert (trouble.code, trouble.facts) == ("documents.too_many_pages", {"pages": 3, "most": 2})


def test_a_picture_made_smaller_is_upright_and_without_what_the_camera_noted() -> None:
    large = picture(size=(4400, 3200), noise=True, turned=True)
    small = shrunk(large)
    assert read_content(small).media_type == JPEG
    assert len(small) < len(large)
    with Image.open(BytesIO(small)) as image:
        assert image.height > image.width
        assert max(image.size) == 3508
        assert not image.getexif()
    assert b"Telepon" in large
    assert b"Telepon" not in small


def test_a_transparent_picture_gets_white_paper() -> None:
    image = Image.effect_noise((900, 900), 80).convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    written = BytesIO()
    image.save(written, "PNG")
    with Image.open(BytesIO(shrunk(written.getvalue()))) as small:
        assert small.mode == "RGB"
        assert min(small.getpixel((10, 10))) > 250  # type: ignore[arg-type]


def test_a_scanned_pdf_made_smaller_keeps_its_pages() -> None:
    large = pdf(2, noise=True)
    small = shrunk(large)
    assert len(small) < len(large)
    assert read_content(small).pages == 2
    assert len(small) <= LARGEST


def test_what_grows_or_is_no_picture_cannot_be_made_smaller() -> None:
    with pytest.raises(RuleBroken, match=r"documents\.cannot_shrink"):
        shrunk(picture("PNG", size=(4, 4)))
    with pytest.raises(RuleBroken, match=r"documents\.office_file"):
        shrunk(_word_file())
