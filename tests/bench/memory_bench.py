"""Peak memory of the signed-in window after a walk through the whole list, and how much of it grows with the table.

``ru_maxrss`` of a process of its own, the page cache included: with a thousand clients and with all of them. What may differ is
the page cache, at most 256 MiB, and the words of the text index.
"""

import json
import subprocess
import sys
from typing import Final

from rehab_app.store.engine import cache_kib
from tests.bench.build import DataSet, data_set
from tests.bench.measuring import Figure
from tests.bench.scale import Scale

SMALL: Final = 1000
_MOST_CACHE_MIB: Final = 256.0
_MOST_GROWTH_MIB: Final = 40.0


def measure(data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figures of memory; the small clinic is built where it is not there yet."""
    is_quick = scale == Scale.quick()
    kept = data.folder.root.parent
    small_data = data if is_quick or data.clients <= SMALL else data_set(kept, SMALL).copy_to(kept / "measured-small")
    large, small = _peak(data), _peak(small_data)
    cache = cache_kib(data.folder.database) / 1024
    of_cache = 2 * max(0.0, cache - cache_kib(small_data.folder.database) / 1024)  # one lane reads, one writes
    growth = max(0.0, large - small - of_cache)
    return [
        Figure(
            "peak memory after a walk through the list",
            "",
            None,
            value=large,
            unit="MiB",
            note=f"{SMALL} clients: {small:.0f} MiB",
        ),
        Figure(
            "peak memory that grows with the table, beside the page caches",
            f"<= {_MOST_GROWTH_MIB:g} MiB (grows with the page)",
            growth <= _MOST_GROWTH_MIB,
            value=growth,
            unit="MiB",
        ),
        Figure(
            "page cache of a connection",
            f"<= {_MOST_CACHE_MIB:g} MiB",
            cache <= _MOST_CACHE_MIB,
            value=cache,
            unit="MiB",
        ),
    ]


def _peak(data: DataSet) -> float:
    """Return the peak memory in MiB of a walk in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.memory_run", str(data.folder.root), str(data.clients)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the walk failed: {done.stderr[-2000:]}")
    return float(json.loads(done.stdout.strip().splitlines()[-1])["peak_mib"])
