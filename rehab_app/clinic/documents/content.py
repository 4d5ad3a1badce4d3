"""What an attachment really is, read from its content alone: a JPEG, a PNG or a PDF, whole and not too large.

The name and the ending of a file say nothing here. Originals are kept byte for byte; only ``shrunk`` writes them anew, and only
where whoever attaches has agreed to it.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.pdfium import PDFIUM

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 25 * MEGABYTE
"""The most bytes one attachment may have."""
MOST_PIXELS: Final = 120_000_000
"""The most pixels one picture may have: A4 at 600 dpi has 35 million."""
MOST_PAGES: Final = 300

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
PDF: Final = "application/pdf"

# A picture written anew is as sharp as A4 at 300 dpi, a page of a PDF at 150 dpi: both can be read and printed.
_LONGEST_EDGE: Final = 3508
_PAGE_SCALE: Final = 150 / 72
_PAGE_DPI: Final = 150
_QUALITY: Final = 82

_PDF_WITHIN: Final = 1024  # some printers write a few bytes before the mark
_BRAND_AT: Final = slice(4, 8)
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif", b"avif"})


@dataclass(frozen=True, slots=True)
class Content:
    """What was read off the bytes of a file: its media type, size in bytes, and pages where it is a PDF."""

    media_type: str
    size: int
    pages: int | None


def read_content(content: bytes) -> Content:
    """Return what ``content`` is.

    Raises RuleBroken beside ``content``: ``documents.empty``, ``documents.too_large`` (``size`` and ``most`` in megabytes),
    ``documents.heic``, ``documents.office_file``, ``documents.unknown_type``, ``documents.unreadable``, ``documents.encrypted``,
    ``documents.too_many_pixels`` or ``documents.too_many_pages``.
    """
    media_type = media_type_of(content)
    if len(content) > LARGEST:
        size, most = round(len(content) / MEGABYTE), LARGEST // MEGABYTE
        raise RuleBroken("documents.too_large", field="content", size=size, most=most)
    if media_type == PDF:
        return Content(media_type, len(content), _count_pages(content))
    _require_whole_picture(content)
    return Content(media_type, len(content), None)


def media_type_of(content: bytes) -> str:
    """Return the media type that the first bytes show; raises as ``read_content`` does for what is not taken."""
    if not content:
        raise RuleBroken("documents.empty", field="content")
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return PDF
    if content[_BRAND_AT] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        raise RuleBroken("documents.heic", field="content")
    if content.startswith((_ZIP, _OLE)):
        raise RuleBroken("documents.office_file", field="content")
    raise RuleBroken("documents.unknown_type", field="content")


def shrunk(content: bytes) -> bytes:
    """Return a picture or a scanned PDF written anew, small enough to keep; call it only where the user agreed.

    A picture is turned as its camera says, made no larger than A4 at 300 dpi and kept as JPEG, without what the camera noted
    (place, time); the pages of a PDF become pictures at 150 dpi. Raises as ``read_content`` does, the size apart, and
    ``documents.cannot_shrink`` where it stays too large or grows.
    """
    smaller = _pdf_anew(content) if media_type_of(content) == PDF else _picture_anew(content)
    if len(smaller) >= len(content) or len(smaller) > LARGEST:
        raise RuleBroken("documents.cannot_shrink", field="content")
    return smaller


def _count_pages(content: bytes) -> int:
    with _opened_pdf(content) as document:
        return len(document)


@contextmanager
def _opened_pdf(content: bytes) -> Iterator["PdfDocument"]:
    import pypdfium2  # noqa: PLC0415 - not on the way to the sign-in window
    from pypdfium2 import raw  # noqa: PLC0415 - as above

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            is_locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
            code = "documents.encrypted" if is_locked else "documents.unreadable"
            raise RuleBroken(code, field="content") from None
        try:
            # A PDF that opens with an empty password but is locked against printing would be lost to the office all the same.
            if raw.FPDF_GetSecurityHandlerRevision(document) >= 0:
                raise RuleBroken("documents.encrypted", field="content")
            if not len(document):
                raise RuleBroken("documents.unreadable", field="content")
            if len(document) > MOST_PAGES:
                raise RuleBroken("documents.too_many_pages", field="content", pages=len(document), most=MOST_PAGES)
            yield document
        except pypdfium2.PdfiumError:
            raise RuleBroken("documents.unreadable", field="content") from None
        finally:
            document.close()


def _require_whole_picture(content: bytes) -> None:
    with _opened_picture(content) as picture:
        picture.draft("L", (picture.width // 8, picture.height // 8))  # a JPEG is read through, yet not in full size
        picture.load()


@contextmanager
def _opened_picture(content: bytes) -> Iterator["Image"]:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - not on the way to the sign-in window

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
        with picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RuleBroken("documents.too_many_pixels", field="content", most=MOST_PIXELS // 1_000_000)
            yield picture
    except Image.DecompressionBombError:
        raise RuleBroken("documents.too_many_pixels", field="content", most=MOST_PIXELS // 1_000_000) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise RuleBroken("documents.unreadable", field="content") from None


def _picture_anew(content: bytes) -> bytes:
    from PIL import ImageOps  # noqa: PLC0415 - not on the way to the sign-in window

    with _opened_picture(content) as picture:
        picture.draft("RGB", (_LONGEST_EDGE, _LONGEST_EDGE))
        upright = _without_holes(ImageOps.exif_transpose(picture))
        upright.thumbnail((_LONGEST_EDGE, _LONGEST_EDGE))
        written = BytesIO()
        upright.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()


def _without_holes(picture: "Image") -> "Image":
    """Return a picture in colours a JPEG can hold, on white where it was transparent."""
    from PIL import Image  # noqa: PLC0415 - not on the way to the sign-in window

    if picture.mode in {"L", "RGB"}:
        return picture.copy()
    whole = picture.convert("RGBA")
    white = Image.new("RGB", whole.size, "white")
    white.paste(whole, mask=whole.getchannel("A"))
    return white


def _pdf_anew(content: bytes) -> bytes:
    written = BytesIO()
    with _opened_pdf(content) as document:
        pages = (_page_picture(document, number) for number in range(len(document)))
        first = next(pages)
        first.save(written, "PDF", save_all=True, append_images=pages, resolution=_PAGE_DPI, quality=_QUALITY)
    return written.getvalue()


def _page_picture(document: "PdfDocument", number: int) -> "Image":
    """Return one page as a picture, at 150 dpi or less where the page is huge."""
    page = document[number]
    width, height = page.get_size()
    scale = min(_PAGE_SCALE, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale)
    picture: Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    page.close()
    return picture
