"""What the office's page asks of the value lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from rehab_app.ui.kit.job import Failed, Job

if TYPE_CHECKING:
    from rehab_app.office.lists.service import ChoiceRow  # noqa: TC004 - handed on to the page as a type alone
    from rehab_app.store.work import Work
    from rehab_app.ui.shell.session import Session

__all__ = ["ChoiceRow", "move_choice", "read_choices", "save_choice"]


def read_choices(
    session: Session, name: str, done: Callable[[Sequence[ChoiceRow]], None], failed: Failed, owner: QObject
) -> Job:
    """Read the choices of a list, the retired ones too."""

    def task(work: Work) -> Sequence[ChoiceRow]:
        from rehab_app.office.lists.service import choices_of  # noqa: PLC0415 - loaded off the UI thread

        return choices_of(work, name)

    return session.read(task, done, failed, owner=owner)


def save_choice(
    session: Session,
    name: str,
    row: ChoiceRow | None,
    values: dict[str, object],
    done: Callable[[str], None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Add a choice, or change ``row``; ``done`` gets its code."""

    def task(work: Work) -> str:
        from rehab_app.foundation.drafts import read_draft  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.office.lists.draft import ChoiceDraft  # noqa: PLC0415 - as above
        from rehab_app.office.lists.service import add_choice, change_choice  # noqa: PLC0415 - as above

        draft = read_draft(ChoiceDraft, values)
        if row is None:
            return add_choice(work, name, draft)
        change_choice(work, name, row.choice.code, row.row_version, draft)
        return row.choice.code

    return session.write(task, done, failed, owner=owner)


def move_choice(
    session: Session,
    name: str,
    place: tuple[str, int],
    steps: int,
    done: Callable[[int], None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Move the choice of code and seen place ``place`` by ``steps``."""

    def task(work: Work) -> int:
        from rehab_app.office.lists import service  # noqa: PLC0415 - loaded off the UI thread

        code, seen = place
        return service.move_choice(work, name, code, seen, steps)

    return session.write(task, done, failed, owner=owner)
