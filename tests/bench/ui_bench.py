"""The screen: a keystroke to the repainted list against a bare item model, and the longest gap in a scripted walk."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView, QVBoxLayout, QWidget

from rehab_app.app import Program
from rehab_app.clinic.clients.queries import find
from rehab_app.clinic.clients.rows import FoundClient
from rehab_app.store.keys.data_key import DATABASE
from rehab_app.ui.clients.finder import SEARCH_AFTER_MS, Finder
from rehab_app.ui.clients.list_page import ClientListPage
from rehab_app.ui.clients.register_page import RegisterPage
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.paged import PagedModel, RowPage
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.shell import Shell
from tests.bench.bare import Bare, Statement, statements_of_read
from tests.bench.build import DataSet
from tests.bench.desktop import Turns, activate, leave, signed_in
from tests.bench.home_run import wait_until
from tests.bench.measuring import Figure, Times, in_turns, timed
from tests.bench.people import Person, people
from tests.bench.scale import Scale
from tests.bench.story import id_of

ROWS: Final = 50
_LONGEST_GAP_MS: Final = 50.0
_ROOMS: Final = (
    "home",
    "clients",
    "clients.register",
    "schedule",
    "followup",
    "referrals",
    "letters",
    "figures",
    "audit",
    "backups",
    "office",
)
Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


def measure(data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figures of the screen."""
    program, shell = signed_in(data)
    known = list(people(min(data.clients, 20_000)))
    found = [
        *_walked(program, shell, data),
        _keystrokes(program, data, known, scale),
        _search_box(program, shell, known, scale),
    ]
    leave(program)
    return found


def _walked(program: Program, shell: Shell, data: DataSet) -> list[Figure]:
    """Walk through every room, find and open clients, scroll the list: first when nothing is loaded, then again."""
    found = []
    for name in ("first", "second"):
        turns = Turns()
        for room in _ROOMS:
            turns.walk(f"to {room}", partial(shell.visit, room), lambda: _is_shown(program, shell))
            if room == "clients":
                _scroll(program, shell, turns)
        for place in (1, data.clients // 2, data.clients - 1):
            show = partial(shell.visit, "clients.file", id_of("client", place))
            turns.walk("open a file", show, lambda: program.jobs.is_idle)
        _find(program, shell, turns)
        worst = max(turns.longest, key=turns.longest.__getitem__)
        longest = turns.longest[worst]
        ordered = sorted(turns.longest.items(), key=lambda one: -one[1])[1:4]
        note = f"worst: {worst}; then " + ", ".join(f"{step} {gap:.0f}" for step, gap in ordered)
        found.append(
            Figure(
                f"longest gap between event-loop turns, {name} walk through every room",
                f"<= {_LONGEST_GAP_MS:g} ms",
                longest <= _LONGEST_GAP_MS,
                longest,
                note=note,
            )
        )
    return found


def _is_shown(program: Program, shell: Shell) -> bool:
    """Whether the page has all it has asked for, and its form all fields."""
    page = shell.page
    return program.jobs.is_idle and (not isinstance(page, RegisterPage) or page.form.is_built)


def _scroll(program: Program, shell: Shell, turns: Turns) -> None:
    page = shell.page
    assert isinstance(page, ClientListPage)
    for _ in range(8):
        bar = page.table.verticalScrollBar()
        turns.walk("scroll the list", lambda bar=bar: bar.setValue(bar.maximum()), lambda: program.jobs.is_idle)  # type: ignore[misc]


def _find(program: Program, shell: Shell, turns: Turns) -> None:
    finder = shell.finder
    assert isinstance(finder, Finder)
    activate(program)
    shell.open_search()
    for letter in "budi sa":
        turns.walk("type in the search box", lambda letter=letter: QTest.keyClicks(finder.edit, letter), lambda: True)  # type: ignore[misc]
    turns.walk("hits in the search box", lambda: None, lambda: finder.edit.is_open)
    turns.walk("close the hits", lambda: QTest.keyClick(finder.edit, Qt.Key.Key_Escape), lambda: program.jobs.is_idle)


class _Repaints(QObject):
    """Counts how often a viewport was painted."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.count = 0
        viewport.installEventFilter(self)

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


class BareModel(QAbstractTableModel):
    """An item model that holds one page of plain rows."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__()
        self._columns = columns
        self._rows: Sequence[Sequence[Any]] = ()

    def show(self, rows: Sequence[Sequence[Any]]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            value = self._rows[index.row()][index.column()]
            return "" if value is None else str(value)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._columns[section] if is_title else None


class _TypedList(QWidget):
    """A search field above a list, as large as the program's."""

    def __init__(self, view: QTableView) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.repaints = _Repaints(view.viewport())
        column = QVBoxLayout(self)
        column.addWidget(self.edit)
        column.addWidget(view)
        self.resize(1000, 600)
        self.show()


def _keystrokes(program: Program, data: DataSet, known: Sequence[Person], scale: Scale) -> Figure:
    """One letter typed, everything up to the painted hits: read on the lane and shown by the kit, or all bare on one thread."""
    clinic = program.clinic
    assert clinic is not None
    bare = Bare(data.folder.database, clinic.keys.data_key.derive(DATABASE))
    chance = Random(5)  # noqa: S311 - what is typed
    texts = [chance.choice(known).full_name.split()[-1][:4].lower() for _ in range(scale.keystrokes)]
    statements = {
        text: statements_of_read(clinic.store, clinic.actor, lambda work, text=text: find(work, text, ROWS))  # type: ignore[misc]
        for text in texts
    }
    model: PagedModel[FoundClient] = PagedModel(program.context, _columns(), page_rows=ROWS)
    table: Table[FoundClient] = Table(model, "hits")
    ours = _TypedList(table)

    def fetch(text: str) -> Callable[[object | None, int], RowPage[FoundClient]]:
        def read(_after: object | None, limit: int) -> RowPage[FoundClient]:
            with clinic.reading() as work:
                return RowPage(tuple(find(work, text, limit)))

        return read

    ours.edit.textEdited.connect(lambda text: model.show(fetch(text)))
    titles = [column.title for column in _columns()]
    bare_model, view = BareModel(titles), QTableView()
    view.setModel(bare_model)
    limit = _TypedList(view)
    limit.edit.textEdited.connect(lambda text: bare_model.show(_rows(bare, statements[text])))

    def typed(form: _TypedList, text: str, is_shown: Callable[[], bool]) -> None:
        form.edit.setText(text[:-1])
        before = form.repaints.count
        QTest.keyClicks(form.edit, text[-1])
        wait_until(lambda: is_shown() and form.repaints.count > before)

    times = in_turns(
        texts,
        lambda text: typed(ours, text, lambda: not model.is_loading),
        lambda text: typed(limit, text, lambda: True),
        warm=5,
    )
    for form in (ours, limit):
        form.close()
        form.deleteLater()
    model.forget()
    bare.close()
    return times.against(
        f"keystroke to repainted list of {ROWS} hits",
        1.5,
        note="the program's list and reading lane; its patience apart",
    )


def _rows(bare: Bare, statements: Sequence[Statement]) -> Sequence[Sequence[Any]]:
    rows: Sequence[Sequence[Any]] = ()
    for one in statements:
        rows = bare.fetched(one) or rows
    return [row[1:8] for row in rows]


def _search_box(program: Program, shell: Shell, known: Sequence[Person], scale: Scale) -> Figure:
    """The window's own search box: a letter to the open list of hits, its deliberate patience with it."""
    finder = shell.finder
    assert isinstance(finder, Finder)
    chance = Random(6)  # noqa: S311 - what is typed
    times = Times()
    for _ in range(max(3, scale.keystrokes // 6)):
        text = chance.choice(known).full_name.split()[-1][:4].lower()
        activate(program)
        shell.open_search()
        finder.edit.setText(text[:-1])

        def act(letter: str = text[-1]) -> None:
            QTest.keyClicks(finder.edit, letter)
            wait_until(lambda: finder.edit.is_open)

        times.ours.append(timed(act))
        QTest.keyClick(finder.edit, Qt.Key.Key_Escape)
        wait_until(lambda: program.jobs.is_idle and not finder.edit.is_open)
    return times.told(
        "keystroke to the hits of the search box", note=f"of these {SEARCH_AFTER_MS} ms wait for the next letter"
    )


def _columns() -> list[Column[FoundClient]]:
    return [
        Column("Initials", lambda row: row.initials, width=10, is_private=True),
        Column("RM", lambda row: row.rm_number, width=9),
        Column("Sex", lambda row: row.sex, width=11),
        Column("Age", lambda row: "" if row.age is None else str(row.age), align="right", width=5),
        Column("District", lambda row: row.district, width=20, stretches=True),
        Column("Registration no.", lambda row: row.registration_number, width=14),
        Column("State", lambda row: row.state, width=18),
    ]
