"""The figures of a year against their own statements, and whether a year that is larger costs only what it has more."""

from rehab_app.office.lists.choices import ValueLists
from rehab_app.papers.reports.figures import year_figures
from rehab_app.store.keys.data_key import DATABASE
from rehab_app.store.work import Work
from tests.bench.bare import Bare, statements_of_read
from tests.bench.build import DataSet, opened
from tests.bench.measuring import Figure, Times, in_turns
from tests.bench.scale import Scale
from tests.bench.story import FIRST_YEAR, YEAR_SHARES

_SMALL, _LARGE = FIRST_YEAR, FIRST_YEAR + len(YEAR_SHARES) - 1
_LINEAR = 1.25


def measure(data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figures of the figures."""
    clinic = opened(data)
    bare = Bare(data.folder.database, clinic.keys.data_key.derive(DATABASE))
    lists = ValueLists.load()
    store, actor = clinic.store, clinic.actor
    times: dict[int, Times] = {}
    totals: dict[int, int] = {}
    for year in (_SMALL, _LARGE):

        def task(work: Work, year: int = year) -> None:
            year_figures(work, year, lists)

        with store.reading(actor) as work:
            totals[year] = year_figures(work, year, lists).total
        statements = statements_of_read(store, actor, task)

        def ours(_: int, year: int = year) -> None:
            with store.reading(actor) as work:
                year_figures(work, year, lists)

        times[year] = in_turns(range(scale.years), ours, lambda _, known=statements: bare.run(known), warm=1)  # type: ignore[misc]
    bare.close()
    clinic.forget()
    growth = times[_LARGE].median / times[_SMALL].median
    people = totals[_LARGE] / max(1, totals[_SMALL])
    return [
        times[_LARGE].against("figures of the largest year", 1.5, note=f"{totals[_LARGE]} people"),
        times[_SMALL].against("figures of the smallest year", 1.5, note=f"{totals[_SMALL]} people"),
        Figure(
            "figures of a year, linear in its people",
            f"<= {_LINEAR:g}x of the growth in people",
            growth <= _LINEAR * people,
            ratio=growth / people,
            note=f"{people:.1f}x people cost {growth:.1f}x time",
        ),
    ]
