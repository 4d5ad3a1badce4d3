"""The endless list: fetched page by page by key on the reading lane, held only around where the user looks."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QObject

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.columns import ROOT, Column, Index, Records
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.jobs import Cancelled, Fault, Job
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.page_window import HeldPage, PageWindow

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
        self._fetch: Fetch[Row] | None = None
        self._window: PageWindow[Row] = PageWindow(window)
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
        return not self.is_loading and self._next_key is None

    @property
    def held_rows(self) -> int:
        """The number of rows in memory."""
        return self._window.held_rows

    def show(self, fetch: Fetch[Row]) -> None:
        """Show the list that ``fetch`` reads, from its start."""
        self._fetch = fetch
        self._drop_jobs()
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
        if self._first is not None or not self._window.pages:
            self.reload()
            return
        self._is_halted = False
        self._window.let_go_unseen()
        for number in self._window.looked_at:
            self._refetch(number)

    def forget(self) -> None:
        """Drop all rows and what is being fetched, at lock."""
        self._drop_jobs()
        self._fetch = None
        self._replace([], None)

    @override
    def find(self, wanted: Hashable) -> int:
        """Return where the row with the key ``wanted`` stands among those held, or -1; fetches nothing."""
        return -1 if self.key is None else self._window.find(self.key, wanted)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows known so far."""
        return 0 if parent.isValid() else self._window.row_count

    @override
    def row_at(self, index: int) -> Row | None:
        """Return the row at ``index``; None while it is fetched again. Looking near the end fetches what follows."""
        if not 0 <= index < self._window.row_count:
            return None
        number, place = self._window.locate(index)
        page = self._window.pages[number]
        self._window.look(number)
        if page.rows is None or page.is_stale:
            self._refetch(number)
        if page is self._window.pages[-1] and place >= page.count // 2:
            self.fetchMore()
        return None if page.rows is None else page.rows[place]

    @override
    def canFetchMore(self, parent: Index = ROOT) -> bool:
        """Return whether more rows follow the known ones."""
        return not parent.isValid() and self._next_key is not None and not self._is_halted and self._first is None

    @override
    def fetchMore(self, parent: Index = ROOT) -> None:
        """Fetch the page after the last known one, unless it is on its way."""
        if self._more is None and self.canFetchMore(parent):
            after = self._next_key
            self._more = self._read(
                after, lambda page: self._take_more(after, page), lambda trouble: self._on_page_failed(None, trouble)
            )

    def _read(
        self, after: object | None, done: Callable[[RowPage[Row]], None], failed: Callable[[RuleBroken], None]
    ) -> Job:
        fetch, limit = self._fetch, self._page_rows
        if fetch is None:
            raise RuntimeError("nothing is shown")
        return self.context.jobs.read(lambda: fetch(after, limit), done, failed, owner=self)

    def _drop_jobs(self) -> None:
        for job in (self._first, self._more):
            if job is not None:
                job.drop()
        self._first = self._more = None
        for page in self._window.pages:
            page.drop_job()

    def _take_first(self, page: RowPage[Row]) -> None:
        self._first = None
        self._replace([HeldPage(None, page.rows)] if page.rows else [], page.next_key)

    def _replace(self, pages: list[HeldPage[Row]], next_key: object | None) -> None:
        self.beginResetModel()
        self._window.replace(pages)
        self._next_key = next_key
        self.endResetModel()
        self.loading_changed.emit(False)

    def _take_more(self, after: object | None, page: RowPage[Row]) -> None:
        self._more = None
        self._next_key = page.next_key
        if page.rows:
            start = self.rowCount()
            self.beginInsertRows(ROOT, start, start + len(page.rows) - 1)
            self._window.append(HeldPage(after, page.rows))
            self.endInsertRows()

    def _refetch(self, number: int) -> None:
        page = self._window.pages[number]
        if page.job is None and not self._is_halted and self._first is None:
            page.job = self._read(
                page.after,
                lambda fresh: self._take_again(page, fresh),
                lambda trouble: self._on_page_failed(page, trouble),
            )

    def _take_again(self, page: HeldPage[Row], fresh: RowPage[Row]) -> None:
        """Put fresh rows into a known page; where its end has moved, what followed is read again when it is looked at."""
        page.job = None
        page.is_stale = False
        pages = self._window.pages
        number = pages.index(page)
        if fresh.next_key != (self._next_key if page is pages[-1] else pages[number + 1].after):
            self._cut_after(number, fresh.next_key)
        self._resize(number, fresh.rows)
        page.rows = fresh.rows
        start = self._window.start(number)
        if page.count:
            self.dataChanged.emit(self.index(start, 0), self.index(start + page.count - 1, len(self.columns) - 1))

    def _resize(self, number: int, fresh: tuple[Row, ...]) -> None:
        """Add to a page or take from its end as many rows as it has more or fewer now; the others stay for the moment."""
        page, start = self._window.pages[number], self._window.start(number)
        known, old, new = page.rows, page.count, len(fresh)
        if new > old:
            self.beginInsertRows(ROOT, start + old, start + new - 1)
        elif new < old:
            self.beginRemoveRows(ROOT, start + new, start + old - 1)
        page.count = new
        page.rows = None if known is None else known[:new] + fresh[old:]
        self._window.count_again()
        if new > old:
            self.endInsertRows()
        elif new < old:
            self.endRemoveRows()

    def _cut_after(self, number: int, next_key: object | None) -> None:
        """Forget every page after ``number``; the rows follow again from ``next_key``."""
        if self._more is not None:
            self._more.drop()
            self._more = None
        self._next_key = next_key
        end = self._window.start(number) + self._window.pages[number].count
        if end < self.rowCount():
            self.beginRemoveRows(ROOT, end, self.rowCount() - 1)
            self._window.cut_after(number)
            self.endRemoveRows()
        else:
            self._window.cut_after(number)

    def _on_first_failed(self, trouble: RuleBroken) -> None:
        self._first = None
        self._is_halted = True
        self._replace([], None)
        if not isinstance(trouble, Cancelled):
            self.load_failed.emit(trouble)

    def _on_page_failed(self, page: HeldPage[Row] | None, trouble: RuleBroken) -> None:
        """Fetch nothing more until the user asks again: a repaint must not repeat a failing read."""
        if page is None:
            self._more = None
        else:
            page.job = None
        self._is_halted = True
        if not isinstance(trouble, Cancelled | Fault):
            self.context.jobs.unheard.emit(trouble)
