"""A recap as a spreadsheet: the same cells as on paper, numbers as numbers, days as days, and text always as text.

Nothing is written to the disk while it is made, and no cell is ever taken for a formula, whatever a name begins with.
"""

from datetime import UTC, datetime, time
from io import BytesIO
from itertools import groupby
from typing import Any, Final

import xlsxwriter

from rehab_app.papers.blocks import PRACTICE_BANNER, Align
from rehab_app.papers.recaps.rows import NOT_SAID, Cell, Recap
from rehab_app.papers.recaps.rules import Kind
from rehab_app.papers.recaps.sheets import Confirmed

DATE_FORMAT: Final = "dd/mm/yyyy"
_TEXT: Final = "@"
_A4: Final = 9
_NUMBERED: Final = frozenset({Kind.NEW_PATIENTS, Kind.PATIENTS_OF_YEAR})
_CHARACTERS_A_PAGE: Final = 190
_LEAST_WIDTH: Final = 5
_OPTIONS: Final = {
    "in_memory": True,  # no temporary file with clients in it
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_PROGRAM: Final = "rehab_app"


def recap_workbook(recap: Recap, confirmed: Confirmed) -> bytes:
    """Return the recap as the bytes of an .xlsx file with one sheet."""
    output = BytesIO()
    book = xlsxwriter.Workbook(output, _OPTIONS)
    made = datetime.combine(confirmed.day, time(), UTC).replace(tzinfo=None)
    book.set_properties({"title": recap.title, "author": _PROGRAM, "created": made})
    _Sheet(book, recap, confirmed).write()
    book.close()
    return output.getvalue()


class _Sheet:
    """Writes one recap downwards."""

    def __init__(self, book: Any, recap: Recap, confirmed: Confirmed) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self._recap = recap
        self._confirmed = confirmed
        self._sheet = book.add_worksheet("Rekap")
        self._row = 0
        border = {"border": 1, "valign": "top", "text_wrap": True}
        head = {
            "bold": True,
            "align": "center",
            "valign": "vcenter",
            "border": 1,
            "text_wrap": True,
            "bg_color": "#E9EDF2",
        }
        self._title = book.add_format({"bold": True, "align": "center"})
        self._line = book.add_format({"align": "center"})
        self._head = book.add_format(head)
        self._note = book.add_format({"italic": True})
        self._formats = {
            (kind, align, is_total): book.add_format(
                {
                    **border,
                    "num_format": number_format,
                    "align": "left" if align is Align.JUSTIFY else align.value.replace("centre", "center"),
                    "bold": is_total,
                }
            )
            for kind, number_format in ((str, _TEXT), (int, "0"), (object, DATE_FORMAT))
            for align in Align
            for is_total in (False, True)
        }

    def write(self) -> None:
        """Write title, lines, headings, rows and notes, and set the page."""
        recap, sheet = self._recap, self._sheet
        if self._confirmed.is_practice:
            self._across(PRACTICE_BANNER, self._title)
        self._across(recap.title, self._title)
        for line in recap.lines:
            self._across(line, self._line)
        self._row += 1
        first_head = self._row
        self._headings()
        last_head = self._row - 1
        for at, row in enumerate(recap.rows):
            is_total = recap.has_total and at == len(recap.rows) - 1
            for place, cell in enumerate(row):
                self._cell(place, cell, is_total=is_total)
            self._row += 1
        self._row += 1
        for note in recap.notes:
            sheet.write_string(self._row, 0, note, self._note)
            self._row += 1
        self._page(first_head, last_head)

    def _across(self, text: str, how: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        if text:
            self._sheet.merge_range(self._row, 0, self._row, len(self._recap.columns) - 1, "", how)
            self._sheet.write_string(self._row, 0, text, how)
            self._row += 1

    def _headings(self) -> None:
        columns = self._recap.columns
        if any(column.group for column in columns):
            for group, pairs in groupby(enumerate(columns), key=lambda pair: pair[1].group):
                places = [place for place, _ in pairs]
                self._group(group, places)
            self._row += 1
        for place, column in enumerate(columns):
            if column.group or not any(one.group for one in columns):
                self._sheet.write_string(self._row, place, column.heading, self._head)
        self._row += 1
        if self._recap.wish.kind in _NUMBERED:
            for place in range(len(columns)):
                self._sheet.write_string(self._row, place, f"({place + 1})", self._head)
            self._row += 1

    def _group(self, group: str, places: list[int]) -> None:
        """Write a heading over several columns; a column without one stands over both rows."""
        spans = [(group, places[0], places[-1], self._row)] if group else []
        if not group:
            spans = [(self._recap.columns[place].heading, place, place, self._row + 1) for place in places]
        for text, first, last, until in spans:
            if (first, self._row) != (last, until):
                self._sheet.merge_range(self._row, first, until, last, "", self._head)
            self._sheet.write_string(self._row, first, text, self._head)

    def _cell(self, place: int, cell: Cell, *, is_total: bool) -> None:
        align, sheet = self._recap.columns[place].align, self._sheet
        if cell is None or isinstance(cell, str):
            text = NOT_SAID if cell is None else cell
            how = self._formats[str, align, is_total]
            if text:
                sheet.write_string(self._row, place, text, how)
            else:
                sheet.write_blank(self._row, place, None, how)
        elif isinstance(cell, int):
            sheet.write_number(self._row, place, cell, self._formats[int, align, is_total])
        else:
            moment = datetime.combine(cell, time(), UTC).replace(tzinfo=None)
            sheet.write_datetime(self._row, place, moment, self._formats[object, align, is_total])

    def _page(self, first_head: int, last_head: int) -> None:
        sheet, columns = self._sheet, self._recap.columns
        total = sum(column.weight for column in columns)
        for place, column in enumerate(columns):
            width = max(_LEAST_WIDTH, _CHARACTERS_A_PAGE * column.weight / total)
            sheet.set_column(place, place, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(first_head, last_head)
        sheet.freeze_panes(last_head + 1, 0)
        sheet.set_footer("&R Halaman &P dari &N")
