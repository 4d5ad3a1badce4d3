"""The section of the history: who looked at the file and who wrote in it."""

from collections.abc import Sequence
from typing import ClassVar, Final

from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.words import N_
from rehab_app.ui.audit.columns import deed_words
from rehab_app.ui.clients import actions, next_step
from rehab_app.ui.clients.file_facts import FileFacts, HistoryLine
from rehab_app.ui.clients.section import Part, Section
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.table import Table

DEEDS: Final = {
    "clients.register": N_("Client registered"),
    "clients.view": N_("File opened"),
    "clients.change": N_("Identity changed"),
    "episodes.open": N_("Masa perawatan registered"),
    "episodes.change": N_("Registration corrected"),
    "episodes.complete": N_("Registration completed"),
    "episodes.guardian_came": N_("Guardian entered"),
    "episodes.came_of_age": N_("Client came of age"),
    "episodes.assign_counsellor": N_("Counsellor entered"),
    "episodes.to_outpatient": N_("Outpatient care opened"),
    "episodes.to_referred": N_("Referred"),
    "episodes.to_aftercare": N_("Aftercare begun"),
    "episodes.to_closed": N_("Masa perawatan closed"),
    "episodes.step": N_("Step entered"),
    "clients.add_contact": N_("Contact added"),
    "clients.change_contact": N_("Contact changed"),
    "clients.remove_contact": N_("Contact removed"),
    "consent.record": N_("Consent recorded"),
    "consent.correct": N_("Consent corrected"),
    "consent.withdraw": N_("Consent withdrawn"),
    "assessment.record_screening": N_("Screening recorded"),
    "assessment.correct_screening": N_("Screening corrected"),
    "assessment.record_use_profile": N_("Use profile recorded"),
    "assessment.correct_use_profile": N_("Use profile corrected"),
    "sessions.plan": N_("Meeting planned"),
    "sessions.record": N_("Meeting recorded"),
    "sessions.replan": N_("Meeting moved"),
    "sessions.attendance": N_("Attendance or note entered"),
    "referrals.prepare": N_("Referral prepared"),
    "referrals.change": N_("Referral changed"),
    "referrals.submit": N_("Referral submitted"),
    "referrals.cancel": N_("Referral cancelled"),
    "referrals.move": N_("Referral followed up"),
    "referrals.step": N_("Step of the referral entered"),
    "letters.view": N_("Letter looked at"),
    "letters.void": N_("Letter voided"),
    "rights.break_glass": N_("Opened in an emergency"),
    "rights.emergency_seen": N_("Emergency opening seen"),
}
FAMILIES: Final = {
    "letters.issue.": N_("Letter issued"),
    "letters.reprint": N_("Letter printed or saved again"),
    "print.": N_("Paper printed or saved"),
}
"""Deeds that go on with the kind of paper or what was done with it, by their beginnings."""
_LEAST_HEIGHT: Final = 320


class HistoryPanel(Section):
    """The entries of the audit about everything that belongs to the client, newest first."""

    name: ClassVar[str] = next_step.HISTORY
    title: ClassVar[str] = N_("Changes and views")
    part: ClassVar[Part] = Part.HISTORY
    keys: ClassVar[str] = "Ctrl+8"

    def draw(self, facts: FileFacts) -> None:
        """Show the entries; they are read when the section is looked at."""
        say, session = self.session.say, self.session
        columns: list[Column[HistoryLine]] = [
            Column(N_("Time"), lambda row: format_instant(row.at, session.context.clock.zone), width=22),
            Column(N_("Who"), lambda row: row.by, width=26),
            Column(N_("What"), self._deed, width=34, stretches=True),
            Column(N_("Seat"), lambda row: row.seat, width=14),
            Column(N_("No."), lambda row: str(row.number), align="right", width=8),
        ]
        self.model: RowsModel[HistoryLine] = RowsModel(session.context, columns, key=lambda row: row.number)
        table: Table[HistoryLine] = Table(
            self.model, say("History"), name="clients.history", view_state=session.view_state
        )
        table.setMinimumHeight(_LEAST_HEIGHT)
        self.body.addWidget(
            label(say("Every look at this file and every change is entered here and cannot be removed."), "hint")
        )
        self.body.addWidget(table, 1)
        actions.history_of(session, facts.client.id, self._take, self.refuse, table)

    def _take(self, lines: Sequence[HistoryLine]) -> None:
        self.model.set_rows(lines)

    def _deed(self, line: HistoryLine) -> str:
        """Return what was done in words; a deed without words is shown by its code."""
        family = next((said for start, said in FAMILIES.items() if line.action.startswith(start)), "")
        said = DEEDS.get(line.action) or family
        return self.session.say(said) if said else deed_words(self.session.context.words, line.action)
