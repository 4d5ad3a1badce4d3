"""The course of care on screen: a long file, its timeline, the week, the absence watch, and the assessment form."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final
from uuid import UUID

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from sqlalchemy import Table, select

from rehab_app.app import Program
from rehab_app.clinic.episodes.model import Episode
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.instruments.panel import InstrumentsPanel
from rehab_app.ui.kit.form_leaving import Leave
from rehab_app.ui.shell.shell import Shell
from tests.bench.build import DataSet
from tests.bench.care_story import LONGEST
from tests.bench.desktop import leave, signed_in
from tests.bench.home_run import wait_until
from tests.bench.measuring import Figure, Times, timed, undisturbed
from tests.bench.scale import Scale
from tests.bench.story import id_of

MOST_MS: Final = 100.0
"""The most a page may take until it stands with all it asked for."""
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]


def measure(data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figures of the pages; each was shown once before it is measured."""
    program, shell = signed_in(data)
    longest, others = id_of("client", LONGEST), [id_of("client", place) for place in (91, 92)]
    found = [
        _shown(program, shell, scale, others, partial(shell.visit, "clients.file", longest), "show a file of 500 events"),
        _shown(
            program, shell, scale, others, partial(shell.visit, "clients.file", (longest, "timeline")),
            "show the timeline of 500 events",
        ),
        _shown(program, shell, scale, others, partial(shell.visit, "schedule"), "show the week schedule"),
        _shown(program, shell, scale, others, partial(shell.visit, "followup"), "show the absence watch"),
        _assessment(program, shell, scale),
    ]  # fmt: skip
    leave(program)
    return found


def _shown(
    program: Program,
    shell: Shell,
    scale: Scale,
    others: Sequence[UUID],
    show: Callable[[], None],
    name: str,
) -> Figure:
    """Show a page from another client's file, so often as the scale says."""
    times = Times()
    for number in range(scale.pages + 1):
        _rested(program, partial(shell.visit, "clients.file", others[number % len(others)]))
        with undisturbed():
            taken = timed(lambda: _rested(program, show))
        if number:
            times.ours.append(taken)
    return times.within(name, MOST_MS)


def _rested(program: Program, act: Callable[[], None]) -> None:
    """Do ``act`` and wait until everything it asked for stands."""
    act()
    wait_until(lambda: program.jobs.is_idle)


def _assessment(program: Program, shell: Shell, scale: Scale) -> Figure:
    """Open the blank assessment form in the file of somebody in care until its first field can be filled in."""
    assert program.clinic is not None
    with program.clinic.reading() as work:
        query = select(_EPISODE.c.client_id).where(_EPISODE.c.state == "outpatient").limit(1)
        client_id = work.connection.execute(query).scalar_one()
    _rested(program, partial(shell.visit, "clients.file", (client_id, InstrumentsPanel.name)))
    page = shell.page
    assert isinstance(page, ClientFilePage)
    panel = page.sections[InstrumentsPanel.name]
    assert isinstance(panel, InstrumentsPanel)
    times = Times()
    for number in range(scale.pages + 1):
        with undisturbed():
            taken = timed(lambda: _begun(program, panel))
        if number:
            times.ours.append(taken)
        assert panel.filling is not None
        panel.filling.left.emit(Leave.CLEAN)
        wait_until(lambda: program.jobs.is_idle and panel.filling is None)
    return times.within("open the assessment form (ASI) until it is usable", MOST_MS)


def _begun(program: Program, panel: InstrumentsPanel) -> None:
    panel.begin("asi", "awal")
    wait_until(lambda: panel.filling is not None and program.jobs.is_idle)
    QApplication.processEvents()
