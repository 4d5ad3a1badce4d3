"""Makers of pictures and PDFs as scanners and telephones make them."""

from io import BytesIO
from time import gmtime

from PIL import Image
from pypdf import PdfReader, PdfWriter

MADE_ON = gmtime(0)


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 80), *, noise: bool = False, turned: bool = False
) -> bytes:
    """Return a picture; ``noise`` makes one that cannot be packed small, ``turned`` one whose camera was held upright."""
    image = Image.new("RGB", size, "teal")
    if noise:
        image = Image.effect_noise(size, 120).convert("RGB")
    written = BytesIO()
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6  # turn by 90 degrees to the right
        exif[0x010F] = "Telepon Klien"
    options = {"exif": exif, "quality": 100} if kind == "JPEG" else {}
    image.save(written, kind, **options)
    return written.getvalue()


def pdf(pages: int = 1, *, password: str = "", noise: bool = False) -> bytes:
    """Return a PDF of scanned pages, behind a password where one is given."""
    sheets = [Image.open(BytesIO(picture(size=(1600, 2200), noise=noise))) for _ in range(pages)]
    written = BytesIO()
    # One day for all, or two files of one second and the next would differ.
    made = {"creationDate": MADE_ON, "modDate": MADE_ON}
    sheets[0].save(written, "PDF", save_all=True, append_images=sheets[1:], quality=100, resolution=100, **made)
    if not password:
        return written.getvalue()
    writer = PdfWriter(clone_from=PdfReader(BytesIO(written.getvalue())))
    writer.encrypt(password, algorithm="RC4-128")
    locked = BytesIO()
    writer.write(locked)
    return locked.getvalue()
