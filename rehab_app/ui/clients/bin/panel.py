"""The section of the recycle bin."""

from collections.abc import Callable
from typing import ClassVar, Final

from rehab_app.desk.recycle import BinnedRow
from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.bin import actions
from rehab_app.ui.clients.bin.actions import Binned
from rehab_app.ui.clients.clinical_section import ClinicalSection
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.section import Deed, FileDesk, Part
from rehab_app.ui.clients.showing import day_text
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

KIND_WORDS: Final = {
    "consent": N_("Consent"),
    "handed_paper": N_("Paper handed in"),
    "attachment": N_("Attachment"),
    "report_card": N_("Kartu lapor diri"),
    "subject_request": N_("Request about data"),
    "screening": N_("Instrument"),
    "use_profile": N_("Substances and diagnosis"),
    "examination": N_("Examination"),
    "urine_test": N_("Urine test"),
    "diagnosis": N_("Diagnosis"),
    "care_plan": N_("Care plan"),
    "care_session": N_("Meeting"),
    "contact_call": N_("Call"),
    "summons": N_("Summons"),
    "tat_case": N_("Integrated assessment (TAT)"),
    "duty_report": N_("Reporting duty"),
    "referral_reply": N_("Answer of the destination"),
    "handover": N_("Handover"),
    "aftercare_plan": N_("Plan of the aftercare"),
    "aftercare_visit": N_("Aftercare"),
}
"""What lies in the bin, by the keys of ``desk.recycle.KINDS``."""


class BinPanel(ClinicalSection[Binned]):
    """What was entered by mistake; Enter takes it back, with a reason."""

    is_clinical: ClassVar[bool] = False
    name: ClassVar[str] = "bin"
    title: ClassVar[str] = N_("Recycle bin")
    part: ClassVar[Part] = Part.HISTORY

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.table: Table[BinnedRow] | None = None

    def read(self, facts: FileFacts, done: Callable[[Binned], None], failed: Failed) -> Job:
        """Read the bin."""
        return actions.read(self.session, facts.client.id, done, failed, self)

    def draw_read(self, facts: FileFacts, found: Binned) -> None:
        """Show what lies in the bin."""
        say, session = self.session.say, self.session
        periods = {episode.id: str(episode.period_number) for episode in facts.episodes}
        zone = session.context.clock.zone
        columns: list[Column[BinnedRow]] = [
            Column(N_("What"), lambda row: say(KIND_WORDS[row.kind]), width=26, icon=lambda _row: "remove"),
            Column(N_("Of the day"), lambda row: day_text(row.day), width=12),
            Column(N_("Masa"), lambda row: periods.get(row.episode_id, "") if row.episode_id else "", width=7),
            Column(N_("Put there"), lambda row: format_instant(row.binned_at, zone), width=22),
            Column(N_("By"), lambda row: found.names.get(row.binned_by, ""), width=20),
            Column(N_("Why"), lambda row: row.why, width=24, stretches=True),
        ]
        text = say("What was entered by mistake lies here; it does not count, and nothing in here is ever deleted.")
        self.body.addWidget(label(text, "hint"))
        if any(row.may_restore for row in found.rows):
            self.add_deeds([Deed(say("Take back the marked entry"), self._take_marked, "", "undo", "main")])
        self.table = self.table_of(say("Recycle bin"), "clients.bin", columns, found.rows, lambda row: row.series_id)
        self.table.set_empty(
            say("The recycle bin is empty"),
            say("Delete on an entry puts it here, with the reason why it was a mistake."),
        )
        self.table.opened.connect(self.take_back)
        self.body.addWidget(self.table)

    def enter(self) -> None:
        """Take the focus on the list."""
        if self.table is not None:
            self.table.setFocus()
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section."""
        self.table = None
        super().forget()

    def take_back(self, row: BinnedRow) -> None:
        """Ask why an entry was no mistake, and take it out of the bin."""
        session, say = self.session, self.session.say
        what = say(KIND_WORDS[row.kind])
        if not row.may_restore:
            self.desk.tell(say("Your rights do not let you take this back; ask who may correct it."), State.INFO)
            return

        def give(reason: str) -> None:
            text = say("{what}: taken back.", what=what)
            actions.restore(session, row, reason, lambda _done: self.desk.tell(text, State.OK), self.refuse, self)

        ask_reason(
            session.context,
            self.window(),
            say("Take back: {what}", what=what),
            say("It counts again as it was; the record keeps that it lay in the bin and why."),
            verb=say("Take back"),
            done=give,
        )

    def _take_marked(self) -> None:
        row = self.table.current_row if self.table is not None else None
        if row is not None:
            self.take_back(row)
