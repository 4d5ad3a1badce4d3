"""The logo of the letterhead: a picture that is checked by its content and kept beside the database, found by its digest."""

import warnings
from io import BytesIO
from typing import Final

from sqlmodel import select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.office.profile.model import OfficeProfile
from rehab_app.office.rights.needs import needs, open_to_all
from rehab_app.store.attachments import Attachments
from rehab_app.store.work import Work

LARGEST: Final = 2 * 1024 * 1024
"""The most bytes a logo may have: it goes into every letter."""
MOST_PIXELS: Final = 16_000_000
LEAST_SIDE: Final = 80
"""The least pixels of the longer side; less cannot be read at the size of a letterhead."""
_STARTS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def set_logo(work: Work, attachments: Attachments, content: bytes) -> str:
    """Keep ``content`` as the logo and return its digest; letters already issued keep what was printed on them.

    Raises RuleBroken beside ``logo``: ``profile.logo_kind`` (no PNG or JPEG), ``profile.logo_too_large``,
    ``profile.logo_too_small`` and ``profile.logo_unreadable``; Trouble where the disk refuses.
    """
    check_logo(content)
    row = work.session.exec(select(OfficeProfile)).one()
    digest = attachments.put(content)
    if row.logo_digest != digest:
        row.logo_digest = digest
        work.change(row, "profile.set_logo")
    return digest


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def remove_logo(work: Work) -> None:
    """Print letters without a logo from now on; the picture itself stays, for the history names it."""
    row = work.session.exec(select(OfficeProfile)).one()
    if row.logo_digest:
        row.logo_digest = ""
        work.change(row, "profile.remove_logo")


@open_to_all
def logo_of(work: Work) -> bytes | None:
    """Return the logo, None where the office has none.

    Raises Trouble ``profile.logo_missing`` or ``profile.logo_damaged`` where it cannot be read, or is no picture any more.
    """
    digest = work.session.exec(select(OfficeProfile.logo_digest)).one()
    if not digest:
        return None
    if work.attachments is None:
        raise Trouble("profile.logo_missing", field="logo")
    try:
        content = work.attachments.get(digest)
        check_logo(content)
    except Trouble as trouble:
        code = "profile.logo_missing" if trouble.code == "attachments.missing" else "profile.logo_damaged"
        raise Trouble(code, field="logo") from None
    except RuleBroken:
        raise Trouble("profile.logo_damaged", field="logo") from None
    return content


def check_logo(content: bytes) -> None:
    """Raise as ``set_logo`` does for what cannot be a logo; the name of its file says nothing."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - not on the way to the sign-in window

    if not content.startswith(_STARTS):
        raise RuleBroken("profile.logo_kind", field="logo")
    if len(content) > LARGEST:
        raise RuleBroken("profile.logo_too_large", field="logo", most=LARGEST // (1024 * 1024))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
        with picture:
            _check_pixels(picture.width, picture.height)
            picture.load()
    except Image.DecompressionBombError:
        raise RuleBroken("profile.logo_too_large", field="logo", most=LARGEST // (1024 * 1024)) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise RuleBroken("profile.logo_unreadable", field="logo") from None


def _check_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise RuleBroken("profile.logo_too_large", field="logo", most=LARGEST // (1024 * 1024))
    if max(width, height) < LEAST_SIDE:
        raise RuleBroken("profile.logo_too_small", field="logo", least=LEAST_SIDE)
