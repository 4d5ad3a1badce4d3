"""Reads what stands in the one sheet of an .xlsx file, cell by cell, with the kind a spreadsheet program takes it for."""

import re
import zipfile
from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_EPOCH = date(1899, 12, 30)

Read = str | int | date | None


def cells(content: bytes) -> dict[tuple[int, int], Read]:
    """Return the cells by row and column from 0; a number under a date format is a day. Fails on a formula."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        strings = _strings(archive.read("xl/sharedStrings.xml"))
        days = _date_styles(archive.read("xl/styles.xml"))
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    found: dict[tuple[int, int], Read] = {}
    for cell in sheet.iter(f"{_MAIN}c"):
        assert cell.find(f"{_MAIN}f") is None, "a formula"
        value = cell.find(f"{_MAIN}v")
        if value is None or value.text is None:
            continue
        place = _place(cell.attrib["r"])
        if cell.get("t") == "s":
            found[place] = strings[int(value.text)]
        elif int(cell.get("s", "0")) in days:
            found[place] = _EPOCH + timedelta(days=int(value.text))
        else:
            found[place] = int(value.text)
    return found


def names_in(content: bytes) -> list[str]:
    """Return the names of the files inside."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.namelist()


def _strings(content: bytes) -> list[str]:
    root = ET.fromstring(content)  # noqa: S314 - our own file
    return ["".join(part.text or "" for part in one.iter(f"{_MAIN}t")) for one in root.iter(f"{_MAIN}si")]


def _date_styles(content: bytes) -> set[int]:
    root = ET.fromstring(content)  # noqa: S314 - our own file
    formats = {one.attrib["numFmtId"] for one in root.iter(f"{_MAIN}numFmt") if "yyyy" in one.attrib["formatCode"]}
    styles = root.find(f"{_MAIN}cellXfs")
    assert styles is not None
    return {at for at, one in enumerate(styles) if one.get("numFmtId") in formats}


def _place(reference: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z]+)(\d+)", reference)
    assert found is not None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
