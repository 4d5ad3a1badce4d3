"""The memory of the signed-in window in a walk through the whole list, and how much of it grows with the table.

Of a process of its own, the page caches included, with a thousand clients and with all of them. The peak (``ru_maxrss``) is often
the key derivation's at sign-in, so growth is told by what is held at the end.
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
_MOST_OF_A_PAGE_MIB: Final = 40.0


def measure(data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figures of memory; the small clinic is built where it is not there yet."""
    is_quick = scale == Scale.quick()
    kept = data.folder.root.parent
    small_data = data if is_quick or data.clients <= SMALL else data_set(kept, SMALL).copy_to(kept / "measured-small")
    large, small = _walked(data), _walked(small_data)
    cache = cache_kib(data.folder.database) / 1024
    growth = large["resident_mib"] - small["resident_mib"]
    most = _MOST_CACHE_MIB + _MOST_OF_A_PAGE_MIB
    return [
        Figure(
            "peak memory of a walk through the whole list, searches and files",
            "",
            None,
            value=large["peak_mib"],
            unit="MiB",
            note=f"the key derivation's own among it; {SMALL} clients: {small['peak_mib']:.0f}",
        ),
        Figure(
            f"memory held after the walk, more than with {SMALL} clients",
            f"<= {most:g} MiB (one page cache and {_MOST_OF_A_PAGE_MIB:g})",
            growth <= most,
            value=growth,
            unit="MiB",
            note=f"{large['resident_mib']:.0f} against {small['resident_mib']:.0f}",
        ),
        Figure(
            "page cache of a connection",
            f"<= {_MOST_CACHE_MIB:g} MiB",
            cache <= _MOST_CACHE_MIB,
            value=cache,
            unit="MiB",
        ),
    ]


def _walked(data: DataSet) -> dict[str, float]:
    """Return the memory in MiB, at its peak and at the end, of a walk in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.memory_run", str(data.folder.root), str(data.clients)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the walk failed: {done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
