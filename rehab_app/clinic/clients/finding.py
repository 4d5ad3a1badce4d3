"""The statements that show clients whom the text index knows by their numbers: one shape of row for every way of finding."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, Uuid, bindparam, column, func, select, table

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.rows import MatchedBy
from rehab_app.clinic.clients.search_index import CLIENTS
from rehab_app.store.direct import Direct
from rehab_app.store.text_search import size_of


class Shown(NamedTuple):
    """One row of ``showing``, its columns in their order; made at every keystroke, hence no more than a tuple."""

    id: UUID
    rm_number: str
    initials: str
    full_name: str
    aliases: str
    sex: str
    birth_date: date | None
    stated_age: int | None
    stated_age_on: date | None
    place_code: str
    is_identity_complete: bool
    registration_number: str | None
    state: str | None
    number: int

    @classmethod
    def of(cls, row: Sequence[Any]) -> "Shown":
        """Read a row that begins with the columns of ``showing``."""
        return cls._make(row[:_SHOWN])


_SHOWN: Final = len(Shown._fields)

Found = dict[int, tuple[Shown, MatchedBy]]
"""What was found, by its number in the index, in the order in which it is shown."""

CLIENT: Final = Client.__table__  # type: ignore[attr-defined]
# The rooms above are not imported; what is known of the last episode is read from its table by name.
EPISODE: Final = table(
    "episode", column("client_id", Uuid()), column("period_number"), column("registration_number"), column("state")
)

_OF_CLIENT: Final = Shown._fields[: Shown._fields.index("registration_number")]


def showing(number: ColumnElement[int]) -> Select[Any]:
    """Return the selection of what is shown of the clients whose ``number`` in the index a table or subquery holds."""
    last = select(func.max(EPISODE.c.period_number)).where(EPISODE.c.client_id == CLIENT.c.id)
    is_last = (EPISODE.c.client_id == CLIENT.c.id) & (
        EPISODE.c.period_number == last.correlate(CLIENT).scalar_subquery()
    )
    entry, source = CLIENTS.entry, number.table
    joined = entry if source is entry else source.join(entry, entry.c.number == number)
    return select(
        *(CLIENT.c[name] for name in _OF_CLIENT), EPISODE.c.registration_number, EPISODE.c.state, number.label("number")
    ).select_from(joined.join(CLIENT, CLIENT.c.id == entry.c.record_id).outerjoin(EPISODE, is_last))


@cache
def shown(builder: Callable[..., Select[Any]], *shape: Any) -> Select[Any]:  # noqa: ANN401 - whatever the builder takes
    """Return the statement that shows the clients whom a search of ``text_search`` finds, put together once for each shape.

    Rows come in the order of the search, by ``place`` first where there is one, then as the search itself orders; what the search
    selects beside the number stands behind the columns of ``showing``.
    """
    hits = builder(CLIENTS, *shape).subquery("hits")
    extra = [part for name, part in hits.c.items() if name != "number"]
    return showing(hits.c.number).add_columns(*extra).order_by(*extra, hits.c.number)


@cache
def shown_directly(builder: Callable[..., Select[Any]], *shape: Any) -> Direct:  # noqa: ANN401 - as above
    """Return the same statement for the driver; for searches whose text depends on their shape alone."""
    return Direct(shown(builder, *shape))


BY_NUMBER: Final = showing(CLIENTS.entry.c.number).where(
    CLIENTS.entry.c.number.in_(bindparam("numbers", expanding=True))
)


@cache
def by_numbers(size: int) -> Direct:
    """Return the statement that shows the clients of ``size`` numbers."""
    wanted = [bindparam(f"number_{place}", type_=Integer()) for place in range(size)]
    return Direct(showing(CLIENTS.entry.c.number).where(CLIENTS.entry.c.number.in_(wanted)))


def numbers_of(numbers: Sequence[int]) -> dict[str, int]:
    """Return the parameters for ``numbers``, the last repeated until there are as many as ``size_of`` says."""
    return {f"number_{place}": numbers[min(place, len(numbers) - 1)] for place in range(size_of(numbers))}
