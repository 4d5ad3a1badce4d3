"""How rows of the register are read: a letter as it is shown, and the counter that its number came from."""

from typing import Final

from sqlmodel.sql.expression import SelectOfScalar

from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.rows import LetterRow, LetterState
from rehab_app.store.work import Work

SERIES: Final = "letter."


def series_of(series: str) -> str:
    """Return the counter of a series of letters: R, B, UND, ... each run by themselves."""
    return f"{SERIES}{series}"


def letter_row(row: IssuedLetter) -> LetterRow:
    """Return a letter as it is shown; one from before there were types is of the type that its counter is named for."""
    taken = {"state", "type_code", "copies", "has_file", "security"}
    values = {name: getattr(row, name) for name in LetterRow.__slots__ if name not in taken}
    series = row.series.removeprefix(SERIES)
    return LetterRow(
        **values,
        state=LetterState.VOID if row.voided_on is not None else LetterState(row.state),
        type_code=row.type_code or series,
        security=row.security or series,
        copies=tuple(row.copies),
        has_file=bool(row.digest),
    )


def letter_rows(work: Work, query: SelectOfScalar[IssuedLetter]) -> list[LetterRow]:
    """Return the letters that ``query`` finds, as they are shown."""
    return [letter_row(row) for row in work.session.exec(query)]
