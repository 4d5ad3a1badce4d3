"""From nothing to the sign-in window, against a bare window; and from the passphrase to the first page."""

import json
import os
import statistics
import subprocess
import sys

from tests.bench.build import DataSet
from tests.bench.measuring import Figure, Times, in_turns, percentile
from tests.bench.scale import Scale

_MARGIN_MS = 200.0


def measure(data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figures of start and sign-in."""
    root = str(data.folder.root)
    starts: Times = in_turns(
        range(scale.starts),
        lambda _: _until_painted("window_ours", root),
        lambda _: _until_painted("window_bare"),
        warm=1,
    )
    runs = [_signed_in(root) for _ in range(scale.sign_ins)]
    home = [run["home_ms"] for run in runs]
    whole = [run["whole_ms"] for run in runs]
    derived = statistics.median(run["derive_ms"] for run in runs)
    rest = [run["home_ms"] - run["derive_ms"] for run in runs]
    return [
        starts.against("start to sign-in window", 1.3, note="fresh processes, no screen"),
        Figure(
            "passphrase to home",
            "<= key derivation + 200 ms",
            statistics.median(rest) <= _MARGIN_MS,
            statistics.median(home),
            percentile(home, 0.95),
            derived,
            statistics.median(home) / derived,
            note=f"key derivation + {statistics.median(rest):.0f} ms; the list of the day painted, the page usable",
        ),
        Figure(
            "passphrase to home with all that waits",
            "",
            None,
            statistics.median(whole),
            percentile(whole, 0.95),
            derived,
            statistics.median(whole) / derived,
            note=f"key derivation + {statistics.median(whole) - derived:.0f} ms",
        ),
    ]


def _command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"tests.bench.{module}", *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def _until_painted(module: str, *arguments: str) -> None:
    """Start a process and wait until it says that its window was painted."""
    done = subprocess.run(_command(module, *arguments), env=_environment(), capture_output=True, text=True, check=False)
    if done.stdout.strip() != "painted":
        raise RuntimeError(f"{module} painted nothing: {done.stderr[-2000:]}")


def _signed_in(root: str) -> dict[str, float]:
    done = subprocess.run(_command("home_run", root), env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the sign-in failed: {done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
