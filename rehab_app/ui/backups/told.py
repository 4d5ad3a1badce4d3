"""What is said after a restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehab_app.ui.kit.context import ScreenContext

if TYPE_CHECKING:
    from rehab_app.office.backups.restore import RestoreReport


def restored_sentence(context: ScreenContext, report: RestoreReport) -> str:
    """Say that the restore is done, and how it is undone."""
    if report.safety is None or report.replaced is None:
        return context.say("The backup is restored. Sign in as on the day it was made.")
    return context.say(
        "The backup is restored; sign in as on the day it was made. To undo it, restore {safety}. "
        "What stood there before is kept in {replaced}.",
        safety=report.safety.name,
        replaced=report.replaced.name,
    )
