"""Measures the program against its limits: ``python -m tests.bench --clients N --json FILE``.

Builds (or takes up) an encrypted clinic of N clients with ten sessions each, measures each part on a copy in a process of its
own and prints one table; ``--json`` writes all rows. ``--dir`` keeps the built clinics, so that none is built twice.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.build import DataSet, data_set
from tests.bench.measuring import Figure
from tests.bench.part import PARTS
from tests.bench.report import table


def measured(kept: Path, clients: int, parts: tuple[str, ...], *, is_quick: bool = False) -> list[Figure]:
    """Return every figure of ``parts``."""
    source = data_set(kept, clients, is_quick=is_quick)
    figures: list[Figure] = []
    for name in parts:
        copy = source.copy_to(kept / f"measured-{clients}-{os.getpid()}")
        try:
            figures += _part(name, copy, is_quick=is_quick)
        finally:
            shutil.rmtree(copy.folder.root, ignore_errors=True)
    return figures


def _part(name: str, data: DataSet, *, is_quick: bool) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "rows.json"
        command = [
            *(sys.executable, "-m", "tests.bench.part", name),
            *("--root", str(data.folder.root), "--clients", str(data.clients), "--json", str(answer)),
            *(["--quick"] if is_quick else []),
        ]
        done = subprocess.run(command, check=False, env=environment(data.folder.root.parent / "bytecode"))
        if done.returncode:
            return [Figure(f"part {name}", "can be measured", met=False, note=f"ended with {done.returncode}")]
        rows: list[dict[str, Any]] = json.loads(answer.read_text(encoding="utf-8"))
    return [Figure.of_row(row) for row in rows]


def environment(bytecode: Path) -> dict[str, str]:
    """Return the environment of what is measured: no screen, and compiled modules kept as on every installed machine."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(bytecode)}


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--clients", type=int, default=20_000, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all rows there")
    default = Path(tempfile.gettempdir()) / "rehab-app-bench"
    parser.add_argument("--dir", type=Path, default=default, help="where built clinics are kept")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part; may be given again")
    parser.add_argument("--quick", action="store_true", help="few rounds: whether it runs, not how fast")
    options = parser.parse_args()
    figures = measured(options.dir, options.clients, tuple(options.part or PARTS), is_quick=options.quick)
    sys.stdout.write(table(figures) + "\n")
    if options.json:
        document = {
            "clients": options.clients,
            "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
            "figures": [figure.as_row() for figure in figures],
        }
        options.json.write_text(json.dumps(document, indent=1), encoding="utf-8")


if __name__ == "__main__":
    _main()
