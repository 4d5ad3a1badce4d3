"""The referral letter, from its facts to the bytes, against the same page straight in ReportLab's platypus."""

from rehab_app.papers.draw import draw
from rehab_app.papers.letters.referral import referral
from tests.bench.build import DataSet
from tests.bench.measuring import Figure, in_turns
from tests.bench.scale import Scale
from tests.papers.samples import FACTS
from tests.papers.straight import Straight


def measure(_data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figure of the letter."""
    straight = Straight(referral(FACTS))
    times = in_turns(range(scale.letters), lambda _: draw(referral(FACTS)), lambda _: straight(), warm=3)
    return [times.against("referral letter", 1.4)]
