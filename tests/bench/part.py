"""One part of the measurements, in a process of its own so that parts do not share caches or memory.

``python -m tests.bench.part NAME --root DIR --clients N --json FILE`` is called by ``python -m tests.bench``.
"""

import argparse
import importlib
import json
from pathlib import Path
from typing import Final

from rehab_app.foundation.folder import DataFolder
from tests.bench.build import DataSet
from tests.bench.scale import Scale

PARTS: Final = ("search", "store", "care", "figures", "paper", "backup", "start", "ui", "care_ui", "memory")


def run(name: str, data: DataSet, scale: Scale) -> list[dict[str, object]]:
    """Return the rows of one part."""
    module = importlib.import_module(f"tests.bench.{name}_bench")
    return [figure.as_row() for figure in module.measure(data, scale)]


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.part")
    parser.add_argument("name", choices=PARTS)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    data = DataSet(DataFolder(options.root), options.clients)
    rows = run(options.name, data, Scale.quick() if options.quick else Scale())
    options.json.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    _main()
