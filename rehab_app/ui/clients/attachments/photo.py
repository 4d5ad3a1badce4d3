"""The client's photograph above her file: small, behind a sign while names are masked."""

from typing import Final
from uuid import UUID

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.documents.rows import AttachmentContent, AttachmentRow
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.attachments import actions
from rehab_app.ui.clients.attachments.pictures import decoded
from rehab_app.ui.kit.job import Job
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.shell.session import Session

WIDTH: Final = 54
HEIGHT: Final = 72
_SHARPNESS: Final = 3
_SIGN: Final = 28


class Photo(QWidget):
    """Shows the latest photograph of a client, 3 by 4; hidden where there is none, so that nothing is missed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._client_id: UUID | None = None
        self._shown: tuple[UUID, int] | None = None
        self._image = QImage()
        self._job: Job | None = None
        self.setFixedSize(WIDTH, HEIGHT)
        self.setAccessibleName(session.say("Photograph of the client"))
        self.setVisible(False)
        session.context.privacy.changed.connect(self.update)
        session.context.theme.changed.connect(self.update)

    @property
    def has_picture(self) -> bool:
        """Whether a photograph is shown."""
        return not self._image.isNull()

    def show_client(self, client_id: UUID) -> None:
        """Look which photograph of the client is the latest; it is read only where it is another one than is shown."""
        if client_id != self._client_id:
            self.forget()
            self._client_id = client_id
        self._drop()
        self._job = actions.photo_of(self._session, client_id, self._found, self._missed, self)

    def forget(self) -> None:
        """Blank the photograph."""
        self._drop()
        self._client_id, self._shown, self._image = None, None, QImage()
        self.setVisible(False)

    @override
    def sizeHint(self) -> QSize:
        """Ask for its size."""
        return QSize(WIDTH, HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photograph, or the sign of a masked one."""
        theme = self._session.context.theme
        painter = QPainter(self)
        if self._session.context.privacy.is_on:
            painter.fillRect(self.rect(), theme.colour("sunken"))
            place = QRect(0, 0, _SIGN, _SIGN)
            place.moveCenter(self.rect().center())
            theme.icons.icon("private", "muted").paint(painter, place)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self._image)
        painter.setPen(theme.colour("border"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _found(self, row: AttachmentRow | None) -> None:
        self._job = None
        if row is None:
            self._shown, self._image = None, QImage()
            self.setVisible(False)
        elif (row.series_id, row.row_version) != self._shown:
            self._shown = (row.series_id, row.row_version)
            self._job = actions.look_at(self._session, row.series_id, self._read, self._missed, self)

    def _read(self, content: AttachmentContent) -> None:
        self._job = self._session.context.jobs.draw(
            lambda: _cut(decoded(content.content, WIDTH * HEIGHT * _SHARPNESS * _SHARPNESS * 2)),
            self._take,
            self._missed,
            owner=self,
        )

    def _take(self, image: QImage) -> None:
        self._job, self._image = None, image
        self.setVisible(True)
        self.update()

    def _missed(self, _trouble: RuleBroken) -> None:
        """Show none: a damaged photograph is told of where it is opened, among the attachments."""
        self._job = None
        self.setVisible(False)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None


def _cut(image: QImage) -> QImage:
    """Return the middle of a picture, 3 by 4, the upper part of one that is too high."""
    width = min(image.width(), image.height() * WIDTH // HEIGHT)
    height = min(image.height(), width * HEIGHT // WIDTH)
    part = image.copy((image.width() - width) // 2, (image.height() - height) // 4, width, height)
    size = QSize(WIDTH * _SHARPNESS, HEIGHT * _SHARPNESS)
    return part.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
