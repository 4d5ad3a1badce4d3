"""What the lists of the section share: its rights, what was read, and the way to the side panel."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QPushButton, QWidget

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.ui.clients.clinical_section import ClinicalSection
from rehab_app.ui.clients.consent.actions import Papers
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.section import Deed


class PapersSection(ClinicalSection[Papers]):
    """A section about papers, which the desk keeps: its rights are those over administrative data."""

    is_clinical: ClassVar[bool] = False

    def may_enter(self, facts: FileFacts) -> bool:
        """Whether something new may be entered: the episode is open, and the right is there."""
        return facts.is_open and self.session.may(DataClass.ADMINISTRATIF, Right.INPUT)

    @property
    def may_correct(self) -> bool:
        """Whether what is entered may be corrected and put aside."""
        return self.session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN)


class MarkedDeeds:
    """A row of buttons for the marked line of a list; each can be pressed while its condition holds."""

    def __init__(self, section: PapersSection, deeds: list[tuple[Deed, Callable[[], bool]]]) -> None:
        self.row: QWidget = section.deed_row([deed for deed, _ in deeds])
        buttons = self.row.findChildren(QPushButton)
        self._conditions = list(zip(buttons, [can for _, can in deeds], strict=True))

    def follow(self) -> None:
        """Enable what can be done now."""
        for made, can in self._conditions:
            made.setEnabled(can())
