"""Kill -9 while the assessment form is filled in: every answer that was told as kept is there, in the draft or in the record."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import pytest
from sqlmodel import SQLModel, select

from rehab_app.clinic.assessment import instruments
from rehab_app.clinic.assessment.draft import InstrumentDraft
from rehab_app.clinic.assessment.filled import instruments_of
from rehab_app.clinic.assessment.rows import InstrumentRow
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.draft import EpisodeDraft
from rehab_app.clinic.episodes.service import open_episode
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.audit.verify import verify
from rehab_app.office.opening import OpenClinic
from rehab_app.store.work import Work
from tests.crash.killing import READY, Killer
from tests.crash.test_kills import signed_in

pytestmark = pytest.mark.slow
Tell = Callable[[str], None]
FORM: Final = "assessment.asi"
KILLS: Final = 40
SAVED_EVERY: Final = 4
# Cells of the grid of substances, filled in one after the other; each answer is a number no other one has.
CELLS: Final = [(str(row), column) for row in range(1, 13) for column in ("days_30", "years")]


def test_an_assessment_half_filled(folder: DataFolder) -> None:
    """Each cell is kept in the draft journal, every fourth saved in part; the child is killed at random instants."""
    episode_id = _episode(folder)

    def write(tell: Tell) -> None:
        with signed_in(folder) as clinic:
            grid, begun = _answered(clinic)
            tell(READY)
            for number in range(begun, 10_000):
                row, column = CELLS[number % len(CELLS)]
                grid.setdefault(row, {})[column] = number % 29
                clinic.drafts.keep(FORM, str(episode_id), {"taken_on": "", "answers": _document(grid), "count": number})
                tell(f"draft {number}")
                if number % SAVED_EVERY == 0:
                    with clinic.writing() as work:
                        version = _save(work, episode_id, grid)
                    tell(f"saved {version}")

    killer, drafted, saved = Killer(17), -1, 0
    for _ in range(KILLS):
        for kind, told in (line.split() for line in killer.killed(write)):
            drafted, saved = (int(told), saved) if kind == "draft" else (drafted, int(told))
        _require_kept(folder, episode_id, drafted, saved)
    assert drafted > 10
    assert saved > 2
    with signed_in(folder) as clinic, clinic.reading() as work:
        assert verify(work.connection, SQLModel.metadata).is_unbroken


def _require_kept(folder: DataFolder, episode_id: UUID, drafted: int, saved: int) -> None:
    """Open as after any crash: the draft is at least as new as was told, and so is the record."""
    with signed_in(folder) as clinic:
        assert clinic.drafts.damaged() == []
        kept = [draft.content for draft in clinic.drafts.offered() if draft.form == FORM]
        assert len(kept) <= 1
        assert max((content["count"] for content in kept), default=-1) >= drafted
        row = _newest(clinic, episode_id)
        assert (row.row_version if row is not None else 0) >= saved
        if row is not None:
            assert row.status == "partial"
            _require_whole(row)


def _episode(folder: DataFolder) -> UUID:
    with signed_in(folder) as clinic, clinic.writing() as work:
        client_id = work.session.exec(select(Client.id)).one()
        draft = EpisodeDraft(registered_on=work.clock.today(), channel="voluntary")
        return open_episode(work, client_id, draft).episode_id


def _answered(clinic: OpenClinic) -> tuple[dict[str, Any], int]:
    """Go on where the draft ended, as whoever signs in again and takes it over."""
    for draft in clinic.drafts.offered():
        if draft.form == FORM:
            return draft.content["answers"]["items"]["drug_grid"], draft.content["count"] + 1
    return {}, 0


def _document(grid: dict[str, Any]) -> dict[str, Any]:
    return {"items": {"drug_grid": grid}}


def _save(work: Work, episode_id: UUID, grid: dict[str, Any]) -> int:
    draft = InstrumentDraft(taken_on=work.clock.today(), moment="awal", answers=_document(grid))
    known = instruments_of(work, episode_id)
    if not known:
        instruments.record_instrument(work, episode_id, "asi", draft)
        return 1
    instruments.continue_instrument(work, known[0].series_id, known[0].row_version, draft)
    return known[0].row_version + 1


def _newest(clinic: OpenClinic, episode_id: UUID) -> InstrumentRow | None:
    with clinic.reading() as work:
        return next(iter(instruments_of(work, episode_id)), None)


def _require_whole(row: InstrumentRow) -> None:
    """A saved version holds cells in their order, none left out between two that are there."""
    items: Any = row.answers["items"]
    grid: dict[str, Any] = items["drug_grid"]
    filled = [(name, column) for name in grid for column in grid[name]]
    assert sorted(filled, key=CELLS.index) == CELLS[: len(filled)]
