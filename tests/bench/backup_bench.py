"""A backup that was opened and counted, against a byte copy of the data folder's files and quick_check on the copy."""

import os
import shutil
import subprocess
from pathlib import Path

from rehab_app.office.backups.service import back_up
from rehab_app.store.keys.data_key import DATABASE
from tests.bench.bare import Bare
from tests.bench.build import DataSet, opened
from tests.bench.measuring import Figure, in_turns
from tests.bench.scale import Scale


def measure(data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figure of the backup."""
    clinic = opened(data)
    raw_key = clinic.keys.data_key.derive(DATABASE)
    place = data.folder.root.with_name("backup-bench")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()

    def ours(_: int) -> None:
        back_up(clinic, place / "one.rbk").path.unlink()

    def limit(_: int) -> None:
        copy = place / "copy.db"
        subprocess.run(
            ["cp", "--", str(data.folder.database), str(copy)], check=True
        )  # no lock of this process is lost
        _flush(copy)
        bare = Bare(copy, raw_key)
        assert bare.rows("PRAGMA quick_check(1)") == [("ok",)]
        bare.close()
        copy.unlink()

    megabytes = data.folder.database.stat().st_size / 1024 / 1024
    times = in_turns(range(scale.backups), ours, limit, warm=1)
    shutil.rmtree(place)
    clinic.forget()
    return [
        times.against(
            "backup, opened and counted", 1.2, note=f"database of {megabytes:.0f} MiB; the copy is flushed to the disk"
        )
    ]


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
