"""The pages of an endless list that are known, and the few of them whose rows are held in memory."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable
from itertools import accumulate
from typing import Generic, TypeVar

from rehab_app.ui.kit.job import Job

Row = TypeVar("Row")


class HeldPage(Generic[Row]):
    """A page the list knows of; ``rows`` is None once they were let go, and they are fetched again when looked at."""

    __slots__ = ("after", "count", "is_stale", "job", "rows")

    def __init__(self, after: object | None, rows: tuple[Row, ...]) -> None:
        self.after = after
        self.count = len(rows)
        self.rows: tuple[Row, ...] | None = rows
        self.is_stale = False
        self.job: Job | None = None

    def drop_job(self) -> None:
        """Ask no more for the rows of this page."""
        job, self.job = self.job, None
        if job is not None:
            job.drop()

    def let_go(self) -> None:
        """Hold the rows no longer; their number and their place stay known."""
        self.drop_job()
        self.rows = None


class PageWindow(Generic[Row]):
    """Pages in order, with the rows of the ``most`` that were looked at last."""

    def __init__(self, most: int) -> None:
        self._most = max(3, most)
        self.pages: list[HeldPage[Row]] = []
        self._starts: list[int] = []
        self._recent: OrderedDict[int, None] = OrderedDict()

    @property
    def row_count(self) -> int:
        """The number of rows known, held or not."""
        return self._starts[-1] + self.pages[-1].count if self.pages else 0

    @property
    def held_rows(self) -> int:
        """The number of rows in memory."""
        return sum(page.count for page in self.pages if page.rows is not None)

    @property
    def looked_at(self) -> list[int]:
        """The two pages looked at last: at most two are in view."""
        return list(self._recent)[-2:]

    def replace(self, pages: list[HeldPage[Row]]) -> None:
        """Start anew with ``pages``."""
        self.pages = pages
        self.count_again()
        self._recent = OrderedDict.fromkeys(range(len(pages)))

    def append(self, page: HeldPage[Row]) -> None:
        """Add the page that follows."""
        self._starts.append(self.row_count)
        self.pages.append(page)
        self.look(len(self.pages) - 1)

    def cut_after(self, number: int) -> None:
        """Forget every page after ``number``."""
        for page in self.pages[number + 1 :]:
            page.drop_job()
        del self.pages[number + 1 :], self._starts[number + 1 :]
        for later in [each for each in self._recent if each > number]:
            del self._recent[later]

    def count_again(self) -> None:
        """Reckon where each page starts, after one of them has grown or shrunk."""
        self._starts = [0, *accumulate(page.count for page in self.pages[:-1])] if self.pages else []

    def start(self, number: int) -> int:
        """Return the place of the first row of page ``number``."""
        return self._starts[number]

    def locate(self, index: int) -> tuple[int, int]:
        """Return the page of the row at ``index`` and its place in it."""
        number = bisect_right(self._starts, index) - 1
        return number, index - self._starts[number]

    def look(self, number: int) -> None:
        """Note that page ``number`` is looked at, and let go those that were not for the longest."""
        if number in self._recent:
            self._recent.move_to_end(number)
            return
        self._recent[number] = None
        while len(self._recent) > self._most:
            oldest, _ = self._recent.popitem(last=False)
            self.pages[oldest].let_go()

    def let_go_unseen(self) -> None:
        """Let go every page but those in view, and mark these as stale: what they hold may have changed."""
        seen = self.looked_at
        for number, page in enumerate(self.pages):
            page.is_stale = True
            if number not in seen:
                page.let_go()
        self._recent = OrderedDict.fromkeys(seen)

    def find(self, key: Callable[[Row], Hashable], wanted: Hashable) -> int:
        """Return where the row with the key ``wanted`` stands among those held, or -1."""
        for start, page in zip(self._starts, self.pages, strict=True):
            for number, row in enumerate(page.rows or ()):
                if key(row) == wanted:
                    return start + number
        return -1
