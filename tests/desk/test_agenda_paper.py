"""The buku agenda on paper: its columns, its order, a part of the year, long texts, the check, and nobody's name."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from rehab_app.desk import agenda_paper
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Table
from rehab_app.papers.register import entering, service
from rehab_app.papers.register.prints import prints_of
from rehab_app.papers.sheets.agenda import agenda_sheet
from rehab_app.store.attachments import Attachments
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.store import Store
from tests.clinic.makers import deeds
from tests.makers import START
from tests.papers.register.makers import HEAD, TODAY, entry, make_office, order, printed

COLUMNS = [
    "No. agenda",
    "Tujuan",
    "Nomor surat",
    "Isi/perihal",
    "Kode",
    "Tanggal surat",
    "Tanggal catat",
    "File",
    "Keterangan",
    "Pengguna",
]


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: SetClock) -> Store:
    store = make_office(tmp_path, clock)
    files = Attachments(tmp_path / "attachments", DataKey.new())
    with store.writing(HEAD) as work:
        service.issue(work, files, order("R"), printed)
        clock.advance(timedelta(minutes=1))
        entering.register_outside(work, entry(dated_on=date(2022, 2, 1), addressee="Kapolresta " * 16))
        clock.advance(timedelta(minutes=1))
        kept = entering.reserve(work, "UND", TODAY, "Rapat", "menunggu tanggal")
        service.void(work, kept.letter_id, 1, "rapat batal")
        clock.advance(timedelta(minutes=1))
        entering.insert_late(work, entry(after_number=1, reason="tercecer", dated_on=date(2022, 2, 10)))
    return store


def _rows(store: Store, first: date | None = None, last: date | None = None) -> list[tuple[str, ...]]:
    with store.reading(HEAD) as work:
        sheet = agenda_sheet(agenda_paper.agenda(work, 2022, first, last))
    table = next(block for block in sheet.blocks if isinstance(block, Table))
    assert [column.heading for column in table.columns] == COLUMNS
    assert sheet.is_landscape
    return [tuple(str(cell) for cell in row) for row in table.rows]


def test_the_book_has_the_columns_that_offices_keep_in_the_order_of_entry(store: Store) -> None:
    rows = _rows(store)
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert [row[2].split("/")[1] for row in rows] == ["1", "1", "UND-1", "1.1"]
    assert [row[4] for row in rows] == ["R", "B", "B", "B"]
    assert [row[7] for row in rows] == ["ada", "tidak", "tidak", "tidak"]
    assert rows[0][5:7] == ("01/03/2022", "01/03/2022")
    assert rows[2][8].startswith("Nomor dilepas 01/03/2022: rapat batal")
    assert rows[3][8].startswith("Nomor sisipan: tercecer; ditulis di luar aplikasi")


def test_a_part_of_the_year_keeps_the_agenda_numbers_of_the_year(store: Store) -> None:
    assert [row[0] for row in _rows(store, date(2022, 2, 1), date(2022, 2, 28))] == ["2", "4"]
    assert [row[0] for row in _rows(store, date(2022, 2, 2), None)] == ["1", "3", "4"]
    with pytest.raises(RuleBroken, match=r"letters\.period_backwards"), store.reading(HEAD) as work:
        agenda_paper.agenda(work, 2022, date(2022, 2, 2), date(2022, 2, 1))


def test_book_and_check_are_drawn_and_their_titles_name_nobody(store: Store) -> None:
    with store.reading(HEAD) as work:
        book = pypdf.PdfReader(BytesIO(agenda_paper.agenda_pdf(work, 2022)))
        check = pypdf.PdfReader(BytesIO(agenda_paper.check_pdf(work, 2022)))
        empty = pypdf.PdfReader(BytesIO(agenda_paper.agenda_pdf(work, 2019)))
        clean = pypdf.PdfReader(BytesIO(agenda_paper.check_pdf(work, 2019)))
    assert book.metadata is not None
    assert book.metadata.title == "Buku agenda surat keluar tahun 2022"
    assert book.pages[0].mediabox.width > book.pages[0].mediabox.height
    assert "4 nomor, di antaranya 1 batal" in book.pages[0].extract_text()
    assert "Pesanan dilepas" in check.pages[0].extract_text()
    assert "Belum ada surat keluar" in empty.pages[0].extract_text()
    assert "Semua nomor berurutan" in clean.pages[0].extract_text()


def test_what_leaves_is_entered_and_a_letter_tells_who_let_it_go(store: Store) -> None:
    with store.writing(HEAD) as work:
        agenda_paper.note_book(work, agenda_paper.AGENDA, "print")
        letter_id = next(row.id for row in service.register_of(work, 2022) if row.has_file)
        service.note_leaving(work, letter_id, "print", "archive", 1)
        (line,) = agenda_paper.print_history(work, letter_id)
        assert prints_of(work, letter_id) == [line.row]
    assert deeds(store, HEAD)[-2:] == ["papers.print.agenda", "letters.reprint.print"]
