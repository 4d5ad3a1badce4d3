"""The clients behind a number, as a list for the side panel: initials and RM, Enter opens the file."""

from __future__ import annotations

from collections.abc import Sequence

from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.papers.reports.behind import BehindRow
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.session import Session


def behind_table(session: Session, rows: Sequence[BehindRow], title: str) -> Table[BehindRow]:
    """Return the list of ``rows``, called ``title``."""
    model: RowsModel[BehindRow] = RowsModel(session.context, _columns(), key=lambda each: each.episode_id)
    model.set_rows(rows)
    shown: Table[BehindRow] = Table(model, title)
    shown.opened.connect(lambda each: session.go.to("clients.file", each.client_id))
    return shown


def _columns() -> list[Column[BehindRow]]:
    return [
        Column(N_("Initials"), lambda row: row.initials, width=9, is_private=True, order=lambda row: row.initials),
        Column(N_("RM"), lambda row: row.rm_number, width=8, order=lambda row: row.rm_number),
        Column(N_("Registered on"), lambda row: format_short(row.registered_on), width=12, stretches=True),
    ]
