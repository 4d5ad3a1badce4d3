"""One walk through the list of clients to its end, with searches and opened files; prints the memory of its process."""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from rehab_app.clinic.clients.queries import find
from rehab_app.foundation.folder import DataFolder
from rehab_app.ui.clients.list_page import ClientListPage
from tests.bench.build import DataSet
from tests.bench.desktop import leave, signed_in
from tests.bench.home_run import wait_until
from tests.bench.people import people
from tests.bench.story import id_of

_MOST_PAGES: Final = 1000
_SEARCHES: Final = 300


def _main() -> None:
    data = DataSet(DataFolder(Path(sys.argv[1])), int(sys.argv[2]))
    program, shell = signed_in(data)
    shell.visit("clients")
    wait_until(lambda: program.jobs.is_idle)
    page = shell.page
    assert isinstance(page, ClientListPage)
    for _ in range(_MOST_PAGES):
        bar = page.table.verticalScrollBar()
        bar.setValue(bar.maximum())
        wait_until(lambda: program.jobs.is_idle)
        if page.model.is_complete:
            break
    clinic = program.clinic
    assert clinic is not None
    for person in people(min(data.clients, _SEARCHES)):
        with clinic.reading() as work:
            find(work, person.full_name, 12)
    for place in range(0, data.clients, max(1, data.clients // 20)):
        shell.visit("clients.file", id_of("client", place))
        wait_until(lambda: program.jobs.is_idle)
    shell.visit("figures")
    wait_until(lambda: program.jobs.is_idle)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    resident = _resident() or peak
    leave(program)
    sys.stdout.write(json.dumps({"peak_mib": peak, "resident_mib": resident}) + "\n")


def _resident() -> float:
    """Return the memory in MiB that the process holds now, 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


if __name__ == "__main__":
    _main()
