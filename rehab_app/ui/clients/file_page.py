"""A client's opened file: who she is and what stands to be done above, her sections below, forms at the side."""

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt

from rehab_app.clinic.aftercare.facts import AftercareChanged
from rehab_app.clinic.assessment.facts import InstrumentFilled, ScreeningRecorded, UseProfileRecorded
from rehab_app.clinic.clients.facts import ClientChanged
from rehab_app.clinic.consent.facts import ConsentRecorded
from rehab_app.clinic.diagnoses.facts import DiagnosisRecorded
from rehab_app.clinic.documents.facts import DocumentsChanged
from rehab_app.clinic.episodes.facts import EpisodeChanged, EpisodeOpened
from rehab_app.clinic.examination.facts import ExaminationRecorded
from rehab_app.clinic.followup.facts import FollowupChanged
from rehab_app.clinic.plans.facts import PlanRecorded
from rehab_app.clinic.privacy.facts import ClientErased, RequestChanged
from rehab_app.clinic.referrals.facts import ReferralChanged
from rehab_app.clinic.sessions.facts import SessionRecorded
from rehab_app.clinic.tat.facts import TatChanged
from rehab_app.clinic.urine_tests.facts import UrineTestRecorded
from rehab_app.desk.recycle import Restored
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients import actions
from rehab_app.ui.clients.aftercare.panel import AftercarePanel
from rehab_app.ui.clients.attachments.panel import AttachmentsPanel
from rehab_app.ui.clients.bin.panel import BinPanel
from rehab_app.ui.clients.care.panel import CarePanel
from rehab_app.ui.clients.consent.panel import ConsentPanel
from rehab_app.ui.clients.diagnosis.panel import DiagnosisPanel
from rehab_app.ui.clients.examination.panel import ExaminationPanel
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.file_header import FileHeader
from rehab_app.ui.clients.file_lane import FileLane, SectionStack
from rehab_app.ui.clients.followup.panel import FollowUpPanel
from rehab_app.ui.clients.form_panel import FormPanel
from rehab_app.ui.clients.history_panel import HistoryPanel
from rehab_app.ui.clients.identity_panel import IdentityPanel
from rehab_app.ui.clients.instruments.panel import InstrumentsPanel
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.letters.panel import LettersPanel
from rehab_app.ui.clients.meetings.panel import MeetingsPanel
from rehab_app.ui.clients.plan.panel import PlanPanel
from rehab_app.ui.clients.printing.panel import PrintingPanel
from rehab_app.ui.clients.profile.panel import ProfilePanel
from rehab_app.ui.clients.referral.panel import ReferralPanel
from rehab_app.ui.clients.screening.panel import ScreeningPanel
from rehab_app.ui.clients.section import FileDesk, Section
from rehab_app.ui.clients.section_bar import SectionBar, Tab
from rehab_app.ui.clients.sections import Sections
from rehab_app.ui.clients.showing import age_text, joined
from rehab_app.ui.clients.subjects import MERGE_KEYS, MergeWith, file_subject, note_recent
from rehab_app.ui.clients.tat.panel import TatPanel
from rehab_app.ui.clients.timeline.panel import TimelinePanel
from rehab_app.ui.clients.urine.panel import UrinePanel
from rehab_app.ui.kit.job import Cancelled, Job
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import EmptyState
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

PANEL_WIDTH: Final = 412
# In the order of the bar, the sections of a part one after the other.
_SECTIONS: Final[tuple[type[Section], ...]] = (
    IdentityPanel,
    ConsentPanel,
    AttachmentsPanel,
    ScreeningPanel,
    InstrumentsPanel,
    ProfilePanel,
    ExaminationPanel,
    UrinePanel,
    DiagnosisPanel,
    CarePanel,
    PlanPanel,
    MeetingsPanel,
    FollowUpPanel,
    TatPanel,
    AftercarePanel,
    ReferralPanel,
    TimelinePanel,
    PrintingPanel,
    LettersPanel,
    HistoryPanel,
    BinPanel,
)
_FACTS: Final = (
    EpisodeOpened,
    EpisodeChanged,
    ConsentRecorded,
    ScreeningRecorded,
    InstrumentFilled,
    UseProfileRecorded,
    ExaminationRecorded,
    UrineTestRecorded,
    DiagnosisRecorded,
    PlanRecorded,
    SessionRecorded,
    FollowupChanged,
    TatChanged,
    AftercareChanged,
    ReferralChanged,
    DocumentsChanged,
    RequestChanged,
    Restored,
)


class ClientFilePage(RoomPage):
    """Opens a file by the client's id, or by id and section; opening it is entered into the audit."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Client"))
        self._client_id: UUID | None = None
        self._episode_id: UUID | None = None
        self._wished = ""
        self._cleared: set[str] = set()
        self._job: Job | None = None
        self.facts: FileFacts | None = None
        self.forms = FormPanel(session, self.panel)
        self.panel.setMinimumWidth(PANEL_WIDTH)
        self.header = FileHeader(session)
        self._stack = SectionStack()
        self._empty = EmptyState(self.context.theme, icon="client")
        desk = FileDesk(
            session,
            self.forms,
            self.notice.tell,
            self.show_section,
            self.reload,
            self._choose_episode,
            self._clear_room,
            self._read_for,
        )
        kinds = [kind for kind in _SECTIONS if kind.is_offered(session)]
        self.sections = Sections(kinds, lambda kind: kind(desk), self._stack.addWidget)
        tabs = [_tab(session, kind) for kind in kinds]
        self.tabs = SectionBar(self.context.theme, tabs, session.say("Sections of the file"))
        self._stale: set[str] = set()
        self._lay_out()
        self._connect()
        self._show_nobody()

    @property
    def section(self) -> Section:
        """The section in front."""
        return self.sections.at(self.tabs.current)

    def arrive(self, subject: object = None) -> None:
        """Open the file of ``subject``; the same file again is only read again, and its section chosen."""
        client_id, section = file_subject(subject)
        if client_id is None:
            if self.facts is None:
                self._show_nobody()
            return
        self._wished = section
        if client_id != self._client_id:
            self._leave_client()
            self._client_id, self._episode_id = client_id, None
        self.reload()

    def reload(self) -> None:
        """Open the file, or open it anew where the identity has changed."""
        if self._client_id is None:
            return
        self._drop_job()
        self._job = actions.open_file(
            self.session, self._client_id, self._episode_id, self._take_opened, self._on_failed, self
        )

    def journals(self) -> list[DraftJournal]:
        """Return the journals of the form at the side and of an interview."""
        return [
            *self.forms.journals,
            *(journal for section in self.sections.so_far() for journal in section.journals()),
        ]

    def forget(self) -> None:
        """Blank everything."""
        self._leave_client()
        self._client_id = None
        self._show_nobody()

    def commands(self) -> list[Command]:
        """Return what can be done in the section in front, in the others from anywhere, the next step, and the sections."""
        if self.facts is None:
            return []
        say, session = self.session.say, self.session
        found = self.section.commands()
        known = {command.keys for command in found}
        kinds = self.sections.kinds.values()
        for kind in kinds:
            if kind.file_deeds and kind.may_begin(session, self.facts):
                found += [
                    Command(say(one.text), partial(self._begin, kind.name, one.keys), one.keys, one.icon)
                    for one in kind.file_deeds
                    if one.keys not in known
                ]
        found += self.header.commands()
        if session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN):
            found.append(Command(say("Merge with another record"), self._merge, MERGE_KEYS, "clients"))
        for kind in kinds:
            text = say("Section: {name}", name=say(kind.title))
            found.append(Command(text, partial(self.show_section, kind.name), kind.keys, "client"))
        return found

    def show_section(self, name: str) -> None:
        """Bring a section to the front and give it the keyboard."""
        if name in self.sections:
            self.tabs.choose(list(self.sections).index(name))
            self.section.enter()

    def _begin(self, name: str, keys: str) -> None:
        """Bring a section to the front and begin what it offers under ``keys``."""
        if self.facts is not None:
            self.tabs.choose(list(self.sections).index(name))
            self.section.begin_by(keys)

    def _merge(self) -> None:
        """Go where another record of this client is named by its number, for those who may correct."""
        if self.facts is not None and self.session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN):
            self.session.go.to("clients.duplicates", MergeWith(self.facts.client.rm_number))

    # Reading.

    def _read_again(self) -> None:
        if self.facts is None:
            return
        self._drop_job()
        self._job = actions.read_file_again(
            self.session, self.facts.client, self._episode_id, self._take, self._on_failed, self
        )

    def _read_for(self, done: Callable[[FileFacts], None]) -> None:
        """Read the file anew for a form whose record was changed elsewhere, and hand it to ``done``."""
        if self.facts is None:
            return

        def take(facts: FileFacts) -> None:
            self._take(facts)
            done(facts)

        actions.read_file_again(self.session, self.facts.client, self._episode_id, take, self._on_failed, self)

    def _take_opened(self, facts: FileFacts) -> None:
        self._client_id = facts.client.id  # of a record that was taken into another, the other's file was opened
        note_recent(self.session, facts.client.id)
        self._take(facts)
        wished, self._wished = self._wished, ""
        if wished:
            self.show_section(wished)
        elif self.panel.isHidden():
            self.section.enter()

    def _take(self, facts: FileFacts) -> None:
        """Show facts about the client that is asked for; older ones come too late."""
        self._job = None
        if facts.client.id != self._client_id:
            return
        self.facts = facts
        self._show_head()
        self._empty.setVisible(False)
        self._lane.setVisible(True)
        self._stale = set(self.sections)
        self._draw_front()

    def _show_head(self) -> None:
        if self.facts is None:
            return
        client, mask = self.facts.client, self.context.privacy.mask
        initials = mask(client.draft.initials) if client.draft.full_name else ""
        sex = self.session.label("sex", client.draft.sex) if client.draft.sex else ""
        line = joined([f"RM {client.rm_number}", initials, sex, age_text(self.session, client.age)])
        self.set_title(mask(client.name), line)
        self.header.show_facts(self.facts)
        self.tabs.mark({place for place, name in enumerate(self.sections) if name in self.header.missing_sections})

    def _draw_front(self) -> None:
        """Draw the section in front where it is not up to date."""
        section = self.section
        self._stack.setCurrentWidget(section)
        self._show_room()
        if self.facts is not None and section.name in self._stale:
            self._stale.discard(section.name)
            section.show_facts(self.facts)

    def _on_failed(self, trouble: RuleBroken) -> None:
        self._job = None
        if isinstance(trouble, Cancelled):
            return
        self.notice.tell(self.context.trouble(trouble), State.DANGER)
        if self.facts is None:
            self._show_nobody()

    def _on_fact(self, fact: object) -> None:
        if self.facts is not None and getattr(fact, "client_id", None) == self._client_id:
            self._read_again()

    def _on_client_changed(self, fact: ClientChanged) -> None:
        if self.facts is not None and fact.client_id == self._client_id and self.isVisible():
            self.reload()

    def _on_erased(self, fact: ClientErased) -> None:
        """Blank the file of a client who is no more."""
        if fact.client_id == self._client_id:
            self.forget()

    def _choose_episode(self, episode_id: object) -> None:
        if isinstance(episode_id, UUID):
            self._episode_id = episode_id
            self._read_again()

    def _clear_room(self, is_clear: bool) -> None:  # noqa: FBT001 - the desk's own argument
        """Take header and tabs away while the section in front needs the whole page, or put them back."""
        name = self.section.name
        self._cleared = self._cleared | {name} if is_clear else self._cleared - {name}
        self._show_room()

    def _show_room(self) -> None:
        is_whole = self.facts is not None and self.section.name not in self._cleared
        self.header.setVisible(is_whole)
        self.header.alert.setVisible(is_whole and self.facts is not None and bool(self.facts.alerting))
        self.tabs.setVisible(is_whole)

    def _leave_client(self) -> None:
        """Seal what is typed about the client, and blank her."""
        for journal in self.journals():
            journal.seal_now()
        self._drop_job()
        self.forms.forget()
        self.header.forget()
        self.notice.clear()
        self.facts = None
        self._cleared = set()
        for section in self.sections.so_far():
            section.forget()

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None

    def _show_nobody(self) -> None:
        say = self.session.say
        self.set_title(say("Client"))
        for widget in (self.header, self.header.alert, self.tabs, self._lane):
            widget.setVisible(False)
        self._empty.tell(
            say("No file is open"), say("Find a client with Ctrl+F, or choose one from the list."), say("Clients")
        )
        self._empty.setVisible(True)

    # Layout.

    def _lay_out(self) -> None:
        self._lane = FileLane(self.context.theme, (self.header, self.tabs), self._stack)
        self.body.addWidget(self.header.alert, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._lane, 1)
        self.body.addWidget(self._empty, 1)

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _number: self.notice.let_go())
        self.tabs.chosen.connect(lambda _number: self._draw_front())
        self.header.went.connect(self.show_section)
        self._empty.acted.connect(lambda: self.session.go.to("clients"))
        self.context.privacy.changed.connect(self._on_privacy)
        for kind in _FACTS:
            self.context.facts.hear(kind, self._on_fact, self)
        self.context.facts.hear(ClientChanged, self._on_client_changed, self)
        self.context.facts.hear(ClientErased, self._on_erased, self)
        for name, one in self.sections.kinds.items():
            if one.keys:
                bind(self, one.keys, partial(self.show_section, name))
            for deed in one.file_deeds:
                bind(self, deed.keys, partial(self._begin, name, deed.keys))
        bind(self, MERGE_KEYS, self._merge)

    def _on_privacy(self) -> None:
        """Mask or show the names in what is drawn."""
        if self.facts is not None:
            self._show_head()
            self._stale = set(self.sections)
            self._draw_front()


def _tab(session: Session, kind: type[Section]) -> Tab:
    """Return a section's tab; its tooltip names the keys that bring it to the front and those that begin something in it."""
    more = tuple(f"{session.say(deed.text)} ({deed.keys})" for deed in kind.file_deeds)
    return Tab(session.say(kind.title), session.say(kind.part), kind.keys, more)
