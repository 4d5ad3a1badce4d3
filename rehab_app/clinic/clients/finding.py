"""The statements that show clients whom the text index knows by their numbers: one shape of row for every way of finding."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, Uuid, bindparam, column, func, select, table

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.rows import MatchedBy
from rehab_app.clinic.clients.search_index import CLIENTS

Found = dict[int, tuple[Row[Any], MatchedBy]]
"""What was found: rows of ``showing`` by their number in the index, in the order in which they are shown."""

CLIENT: Final = Client.__table__  # type: ignore[attr-defined]
# The rooms above are not imported; what is known of the last episode is read from its table by name.
EPISODE: Final = table(
    "episode", column("client_id", Uuid()), column("period_number"), column("registration_number"), column("state")
)


_PERSON: Final = (
    "id",
    "rm_number",
    "initials",
    "full_name",
    "aliases",
    "sex",
    "birth_date",
    "stated_age",
    "stated_age_on",
    "place_code",
    "is_identity_complete",
)


def showing(number: ColumnElement[int]) -> Select[Any]:
    """Return the selection of what is shown of the clients whose ``number`` in the index a table or subquery holds."""
    last = select(func.max(EPISODE.c.period_number)).where(EPISODE.c.client_id == CLIENT.c.id)
    is_last = (EPISODE.c.client_id == CLIENT.c.id) & (
        EPISODE.c.period_number == last.correlate(CLIENT).scalar_subquery()
    )
    entry, source = CLIENTS.entry, number.table
    joined = entry if source is entry else source.join(entry, entry.c.number == number)
    return select(
        *(CLIENT.c[name] for name in _PERSON), EPISODE.c.registration_number, EPISODE.c.state, number.label("number")
    ).select_from(joined.join(CLIENT, CLIENT.c.id == entry.c.record_id).outerjoin(EPISODE, is_last))


@cache
def shown(builder: Callable[..., Select[Any]], *shape: Any) -> Select[Any]:  # noqa: ANN401 - whatever the builder takes
    """Return the statement that shows the clients whom a search of ``text_search`` finds, put together once for each shape.

    Rows come in the order of the search: by ``place`` first where there is one, then as the search itself orders.
    """
    hits = builder(CLIENTS, *shape).subquery("hits")
    extra = [part for name, part in hits.c.items() if name != "number"]
    return showing(hits.c.number).add_columns(*extra).order_by(*extra, hits.c.number)


BY_NUMBER: Final = showing(CLIENTS.entry.c.number).where(
    CLIENTS.entry.c.number.in_(bindparam("numbers", expanding=True))
)
