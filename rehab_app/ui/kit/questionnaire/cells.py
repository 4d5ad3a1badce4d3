"""The answers of a grid or a table by row and column: one shape for both, whatever the item keeps them as. No Qt."""

from collections.abc import Mapping, Sequence

from rehab_app.instruments.form import NO_VALUE, Item, Kind, NoValue, Row
from rehab_app.instruments.form_answers import no_value_of


class Cells:
    """The cells of one item. A grid has the rows of its form, a table those that were written and an empty one below them."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.is_grid = item.kind is Kind.GRID
        self._rows: list[dict[str, object]] = []
        self.take(None)

    @property
    def columns(self) -> Sequence[Item]:
        """What each row asks."""
        return self.item.columns

    @property
    def count(self) -> int:
        """How many rows are shown."""
        return len(self._rows)

    def row(self, number: int) -> Row | None:
        """Return the form's row of a grid, None for a table."""
        return self.item.rows[number] if self.is_grid else None

    def is_asked(self, number: int, column: int) -> bool:
        """Whether a cell is asked at all."""
        row = self.row(number)
        return row is None or self.columns[column].name not in row.not_asked

    def of(self, number: int, column: int) -> object:
        """Return the raw answer of a cell; the state of its row where that has no value."""
        cells = self._rows[number]
        return cells if NO_VALUE in cells else cells.get(self.columns[column].name)

    def row_state(self, number: int) -> NoValue | None:
        """Return why a row has no value, None where it has, or is open."""
        return no_value_of(self._rows[number])

    def put(self, number: int, column: int, raw: object) -> None:
        """Take the raw answer of a cell; it ends the state of its row."""
        cells = {name: value for name, value in self._rows[number].items() if name != NO_VALUE}
        if raw is None:
            cells.pop(self.columns[column].name, None)
        else:
            cells[self.columns[column].name] = raw
        self._rows[number] = cells
        self._keep_one_open()

    def put_row(self, number: int, state: NoValue | None) -> None:
        """Say that a whole row has no value, or take that back; only a grid has such rows."""
        if self.is_grid:
            self._rows[number] = {} if state is None else {NO_VALUE: state.value}

    def drop_row(self, number: int) -> None:
        """Take a row out of a table."""
        if not self.is_grid:
            del self._rows[number]
            self._keep_one_open()

    def take(self, raw: object) -> None:
        """Take the raw answer of the whole item."""
        if self.is_grid:
            given = raw if isinstance(raw, Mapping) and NO_VALUE not in raw else {}
            found = [given.get(row.name) for row in self.item.rows]
        else:
            found = list(raw) if isinstance(raw, list) else []
        self._rows = [dict(cells) if isinstance(cells, Mapping) else {} for cells in found]
        self._keep_one_open()

    def raw(self) -> object:
        """Return the raw answer of the whole item, None where nothing is answered."""
        if self.is_grid:
            named = {row.name: dict(cells) for row, cells in zip(self.item.rows, self._rows, strict=True) if cells}
            return named or None
        return [dict(cells) for cells in self._rows if cells] or None

    def _keep_one_open(self) -> None:
        if not self.is_grid and (not self._rows or self._rows[-1]):
            self._rows.append({})
