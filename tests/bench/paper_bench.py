"""The referral letter against the same page straight in platypus, and a recap of 1,000 rows against the bare canvas."""

from rehab_app.papers.draw import draw
from rehab_app.papers.letters.referral import referral
from rehab_app.papers.sheets.table_report import table_report
from tests.bench.build import DataSet
from tests.bench.measuring import Figure, in_turns
from tests.bench.recap_bare import COLUMNS, LINES, WRAPPED, bare
from tests.bench.scale import Scale
from tests.papers.samples import FACTS
from tests.papers.straight import Straight


def measure(_data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figures of the letter and of the recap."""
    straight = Straight(referral(FACTS))
    times = in_turns(range(scale.letters), lambda _: draw(referral(FACTS)), lambda _: straight(), warm=3)
    return [times.against("referral letter", 1.4), *_recaps(scale)]


def _recaps(scale: Scale) -> list[Figure]:
    """Return the figures of a recap of a thousand rows, its cells on one line each and wrapped, against the bare canvas."""
    rounds = range(max(3, scale.letters // 10))
    found = []
    for name, rows, most in (("recap of 1,000 rows", LINES, 1.25), ("recap of 1,000 rows, wrapped", WRAPPED, 3)):
        times = in_turns(
            rounds,
            lambda _, rows=rows: draw(table_report("REKAPITULASI", (), COLUMNS, rows)),  # type: ignore[misc]
            lambda _: bare(LINES),
            warm=1,
        )
        found.append(times.against(name, most))
    return found
