"""Pictures in memory: of the clipboard as bytes, and bytes as a picture to be shown. Everything here runs off the UI thread."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from rehab_app.foundation.errors import Trouble
from rehab_app.ui.kit.pdf import MOST_PIXELS

_POINTS: Final = 72 / 96
_MOST_HELD: Final = 24_000_000
_MEGABYTES: Final = 512


class PictureFile:
    """A picture that can be shown like a PDF of one page: its size in points, and itself at a scale."""

    def __init__(self, image: QImage) -> None:
        self._image = image
        self.sizes = ((image.width() * _POINTS, image.height() * _POINTS),)

    @classmethod
    def open(cls, content: bytes) -> "PictureFile":
        """Open the bytes of a JPEG or PNG, upright; Trouble ``kit.picture_damaged`` where they cannot be shown."""
        return cls(decoded(content, _MOST_HELD))

    def picture(self, page: int, scale: float) -> QImage:
        """Return the picture at ``scale`` pixels a point."""
        width, height = self.sizes[page]
        scale = min(scale, (MOST_PIXELS / (width * height)) ** 0.5)
        size = QSize(max(1, round(width * scale)), max(1, round(height * scale)))
        return self._image.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )

    def close(self) -> None:
        """Forget the picture."""
        self._image = QImage()


def decoded(content: bytes, most_pixels: int) -> QImage:
    """Return a JPEG or PNG turned as its camera says, with at most ``most_pixels``; Trouble where it cannot be shown."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(_MEGABYTES)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > most_pixels:
        share = (most_pixels / (size.width() * size.height())) ** 0.5
        reader.setScaledSize(QSize(max(1, round(size.width() * share)), max(1, round(size.height() * share))))
    image = reader.read()
    if image.isNull():
        raise Trouble("kit.picture_damaged")
    return image


def as_png(picture: QImage) -> bytes:
    """Return a picture as the bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide's stub knows bytes alone, Qt takes the text
    return bytes(buffer.data().data())
