"""The endless list: fetched page by page by key on the reading lane, held only around where the user looks."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QObject

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.columns import ROOT, Column, Index, Records
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.jobs import Cancelled, Fault, Job
from rehab_app.ui.kit.overriding import override

Row = TypeVar("Row")

PAGE_ROWS: Final = 100
WINDOW_PAGES: Final = 12


@dataclass(frozen=True, slots=True)
class RowPage(Generic[Row]):
    """Some rows in order; ``next_key`` is the key after which the next ones follow, None at the end of the list."""

    rows: tuple[Row, ...]
    next_key: object | None = None


Fetch = Callable[[object | None, int], RowPage[Row]]
"""``fetch(after_key, limit)``: at most ``limit`` rows after ``after_key`` (from the start where None). Runs off the UI thread."""


class _Held(Generic[Row]):
    """A page the list knows of; ``rows`` is None once they were let go, and they are fetched again when looked at."""

    __slots__ = ("after", "count", "is_stale", "job", "rows")

    def __init__(self, after: object | None, rows: tuple[Row, ...]) -> None:
        self.after = after
        self.count = len(rows)
        self.rows: tuple[Row, ...] | None = rows
        self.is_stale = False
        self.job: Job | None = None


class PagedModel(Records[Row]):
    """Shows what ``fetch`` gives, however much that is; keeps at most ``window`` pages of ``page_rows`` rows in memory.

    A new ``show`` leaves the old rows on the screen until the first new ones are there. Stale answers are cancelled.
    """

    def __init__(
        self,
        context: ScreenContext,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable] | None = None,
        page_rows: int = PAGE_ROWS,
        window: int = WINDOW_PAGES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(context, columns, key=key, parent=parent)
        self._page_rows = page_rows
        self._window = max(3, window)
        self._fetch: Fetch[Row] | None = None
        self._pages: list[_Held[Row]] = []
        self._starts: list[int] = []
        self._recent: OrderedDict[int, None] = OrderedDict()
        self._next_key: object | None = None
        self._first: Job | None = None
        self._more: Job | None = None
        self._is_halted = False

    @property
    @override
    def is_loading(self) -> bool:
        """Whether the first page has not been asked for yet or is still on its way."""
        return self._first is not None or self._fetch is None

    @property
    def is_complete(self) -> bool:
        """Whether the end of the list is known."""
        return self._first is None and self._fetch is not None and self._next_key is None

    @override
    def find(self, wanted: Hashable) -> int:
        """Return where the row with the key ``wanted`` stands among those held, or -1; fetches nothing."""
        for start, page in zip(self._starts, self._pages, strict=True):
            for number, row in enumerate(page.rows or ()):
                if self.key is not None and self.key(row) == wanted:
                    return start + number
        return -1

    @property
    def held_rows(self) -> int:
        """The number of rows in memory."""
        return sum(page.count for page in self._pages if page.rows is not None)

    def show(self, fetch: Fetch[Row]) -> None:
        """Show the list that ``fetch`` reads, from its start."""
        self._fetch = fetch
        self._cancel_jobs()
        self._is_halted = False
        self._first = self._read(None, self._take_first, self._on_first_failed)
        self.loading_changed.emit(True)

    @override
    def reload(self) -> None:
        """Read the list again from its start."""
        if self._fetch is not None:
            self.show(self._fetch)

    def refresh(self) -> None:
        """Read again what is looked at, and stay there: something in the list has changed."""
        if self._first is not None or not self._pages:
            self.reload()
            return
        self._is_halted = False
        looked_at = list(self._recent)[-2:]
        for number, page in enumerate(self._pages):
            page.is_stale = True
            if number not in looked_at:
                self._let_go(number)
        for number in looked_at:
            self._refetch(number)

    def forget(self) -> None:
        """Drop all rows and what is being fetched, at lock."""
        self._cancel_jobs()
        self._fetch = None
        self._replace([], None)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows known so far."""
        return 0 if parent.isValid() or not self._pages else self._starts[-1] + self._pages[-1].count

    @override
    def row_at(self, index: int) -> Row | None:
        """Return the row at ``index``; None while it is fetched again. Looking near the end fetches what follows."""
        if not 0 <= index < self.rowCount():
            return None
        number = bisect_right(self._starts, index) - 1
        page = self._pages[number]
        self._note_look(number)
        if page.rows is None or page.is_stale:
            self._refetch(number)
        if number == len(self._pages) - 1 and index - self._starts[number] >= page.count // 2:
            self.fetchMore()
        return None if page.rows is None else page.rows[index - self._starts[number]]

    @override
    def canFetchMore(self, parent: Index = ROOT) -> bool:
        """Return whether more rows follow the known ones."""
        return not parent.isValid() and self._next_key is not None and not self._is_halted and self._first is None

    @override
    def fetchMore(self, parent: Index = ROOT) -> None:
        """Fetch the page after the last known one, unless it is on its way."""
        if self._more is None and self.canFetchMore(parent):
            after = self._next_key
            self._more = self._read(after, lambda page: self._take_more(after, page), self._on_more_failed)

    def _read(
        self, after: object | None, done: Callable[[RowPage[Row]], None], failed: Callable[[RuleBroken], None]
    ) -> Job:
        fetch, limit = self._fetch, self._page_rows
        if fetch is None:
            raise RuntimeError("nothing is shown")
        return self.context.jobs.read(lambda: fetch(after, limit), done, failed, owner=self)

    def _cancel_jobs(self) -> None:
        jobs = [self._first, self._more, *(page.job for page in self._pages)]
        self._first = self._more = None
        for page in self._pages:
            page.job = None
        for job in jobs:
            if job is not None:
                job.drop()

    def _take_first(self, page: RowPage[Row]) -> None:
        self._first = None
        self._replace([_Held(None, page.rows)] if page.rows else [], page.next_key)

    def _replace(self, pages: list[_Held[Row]], next_key: object | None) -> None:
        self.beginResetModel()
        self._pages, self._next_key = pages, next_key
        self._starts = [0] * len(pages)
        self._recent.clear()
        self._recent.update(dict.fromkeys(range(len(pages))))
        self.endResetModel()
        self.loading_changed.emit(False)

    def _take_more(self, after: object | None, page: RowPage[Row]) -> None:
        self._more = None
        self._next_key = page.next_key
        if page.rows:
            start = self.rowCount()
            self.beginInsertRows(ROOT, start, start + len(page.rows) - 1)
            self._pages.append(_Held(after, page.rows))
            self._starts.append(start)
            self.endInsertRows()
            self._note_look(len(self._pages) - 1)

    def _refetch(self, number: int) -> None:
        page = self._pages[number]
        if page.job is None and not self._is_halted and self._first is None:
            page.job = self._read(
                page.after,
                lambda fresh: self._take_again(page, fresh),
                lambda trouble: self._on_again_failed(page, trouble),
            )

    def _take_again(self, page: _Held[Row], fresh: RowPage[Row]) -> None:
        """Put fresh rows into a known page; where its end has moved, what followed is read again when it is looked at."""
        page.job = None
        page.is_stale = False
        number = self._pages.index(page)
        is_last = number == len(self._pages) - 1
        if fresh.next_key != (self._next_key if is_last else self._pages[number + 1].after):
            self._cut_after(number, fresh.next_key)
        start, old, new = self._starts[number], page.count, len(fresh.rows)
        if new > old:
            self.beginInsertRows(ROOT, start + old, start + new - 1)
        elif new < old:
            self.beginRemoveRows(ROOT, start + new, start + old - 1)
        page.rows, page.count = fresh.rows, new
        self._starts = [0, *accumulate(each.count for each in self._pages[:-1])]
        if new > old:
            self.endInsertRows()
        elif new < old:
            self.endRemoveRows()
        if new:
            self.dataChanged.emit(self.index(start, 0), self.index(start + new - 1, len(self.columns) - 1))

    def _cut_after(self, number: int, next_key: object | None) -> None:
        """Forget every page after ``number``; the rows follow again from ``next_key``."""
        gone = self._pages[number + 1 :]
        for page in gone:
            if page.job is not None:
                page.job.drop()
        if self._more is not None:
            self._more.drop()
            self._more = None
        for later in [each for each in self._recent if each > number]:
            del self._recent[later]
        self._next_key = next_key
        if gone:
            self.beginRemoveRows(ROOT, self._starts[number + 1], self.rowCount() - 1)
            del self._pages[number + 1 :], self._starts[number + 1 :]
            self.endRemoveRows()

    def _note_look(self, number: int) -> None:
        """Note that page ``number`` is looked at, and let go the page that was not for the longest."""
        if number in self._recent:
            self._recent.move_to_end(number)
            return
        self._recent[number] = None
        while len(self._recent) > self._window:
            oldest, _ = self._recent.popitem(last=False)
            self._let_go(oldest)

    def _let_go(self, number: int) -> None:
        page = self._pages[number]
        if page.job is not None:
            page.job.drop()
            page.job = None
        page.rows = None
        self._recent.pop(number, None)

    def _on_first_failed(self, trouble: RuleBroken) -> None:
        self._first = None
        self._is_halted = True
        self._replace([], None)
        if not isinstance(trouble, Cancelled):
            self.load_failed.emit(trouble)

    def _on_more_failed(self, trouble: RuleBroken) -> None:
        self._more = None
        self._halt(trouble)

    def _on_again_failed(self, page: _Held[Row], trouble: RuleBroken) -> None:
        page.job = None
        self._halt(trouble)

    def _halt(self, trouble: RuleBroken) -> None:
        """Fetch nothing more until the user asks again: a repaint must not repeat a failing read."""
        self._is_halted = True
        if not isinstance(trouble, Cancelled | Fault):
            self.context.jobs.unheard.emit(trouble)
