"""Draws the pages of a paper that are in view, off the UI thread, and drops what was asked for and is no longer seen."""

from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.paper_view import PaperView


class Drawable(Protocol):
    """An opened file whose pages can be drawn, on the drawing lane alone."""

    def picture(self, page: int, scale: float) -> QImage:
        """Return a page (from 0) in pixels: ``scale`` of them for each point."""

    def close(self) -> None:
        """Give back what was opened."""


class PageDrawing:
    """Gives ``view`` the pictures it wants of the file that was handed over last; ``owner`` is who the jobs belong to."""

    def __init__(self, jobs: Jobs, view: PaperView, failed: Failed, owner: QObject) -> None:
        self._jobs = jobs
        self._view = view
        self._failed = failed
        self._owner = owner
        self._file: Drawable | None = None
        self._running: dict[int, tuple[float, Job]] = {}
        view.wanted.connect(self._draw)

    def begin(self, file: Drawable) -> None:
        """Draw the pages of ``file`` from now on."""
        self._file = file

    def forget(self) -> None:
        """Drop what is being drawn, and close the file."""
        for _, job in self._running.values():
            job.drop()
        self._running.clear()
        if self._file is not None:
            self._jobs.draw(self._file.close)
        self._file = None

    def _draw(self, first: int, last: int) -> None:
        """Draw the pages in view at the present scale."""
        file, scale = self._file, self._view.scale
        if file is None:
            return
        for page in [p for p, (at, _) in self._running.items() if at != scale or not first <= p <= last]:
            self._running.pop(page)[1].drop()
        for page in range(first, last + 1):
            if page not in self._running and page not in self._view.pictured:
                self._running[page] = (scale, self._draw_page(file, page, scale))

    def _draw_page(self, file: Drawable, page: int, scale: float) -> Job:
        def take(image: QImage) -> None:
            self._running.pop(page, None)
            self._view.set_picture(page, scale, image)

        return self._jobs.draw(lambda: file.picture(page, scale), take, self._failed, owner=self._owner)
