"""The office's page: its sections as tabs, each only for those it concerns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from rehab_app.foundation.actor import Actor, DataClass, Right, Role
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel
from rehab_app.ui.kit.tab_line import TabLine
from rehab_app.ui.office.accounts_section import AccountsSection
from rehab_app.ui.office.closed_days.section import ClosedDaysSection
from rehab_app.ui.office.destinations_section import DestinationsSection
from rehab_app.ui.office.instruments.section import InstrumentsSection
from rehab_app.ui.office.keys_section import KeysSection
from rehab_app.ui.office.letterhead_section import LetterheadSection
from rehab_app.ui.office.letters_section import LetterTypesSection
from rehab_app.ui.office.lists.section import ListsSection
from rehab_app.ui.office.officers_section import OfficersSection
from rehab_app.ui.office.own_section import LookSection, PassphraseSection
from rehab_app.ui.office.profile_section import ProfileSection
from rehab_app.ui.office.section import Section
from rehab_app.ui.office.settings_section import SettingsSection
from rehab_app.ui.office.texts_section import TextsSection
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session


def _sees_settings(actor: Actor) -> bool:
    return actor.may(DataClass.PENGATURAN, Right.MELIHAT)


def _sees_letters(actor: Actor) -> bool:
    return actor.may(DataClass.SURAT, Right.MELIHAT)


def _grants(actor: Actor) -> bool:
    return actor.has(Role.KEPALA, Role.SUBKOORDINATOR)


def _everybody(_actor: Actor) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    title: str
    make: Callable[[Session, SidePanel], Section]
    may_see: Callable[[Actor], bool]


_ENTRIES: Final = (
    _Entry("profile", N_("Profile"), ProfileSection, _sees_settings),
    _Entry("accounts", N_("Accounts"), AccountsSection, _sees_settings),
    _Entry("settings", N_("Settings"), SettingsSection, _sees_settings),
    _Entry("lists", N_("Value lists"), ListsSection, _sees_settings),
    _Entry("destinations", N_("Destinations"), DestinationsSection, _sees_settings),
    _Entry("letter_types", N_("Letter types"), LetterTypesSection, _sees_settings),
    _Entry("officers", N_("Signers"), OfficersSection, _sees_settings),
    _Entry("letterhead", N_("Letterhead and paper"), LetterheadSection, _sees_settings),
    _Entry("texts", N_("Texts of papers"), TextsSection, _sees_letters),
    _Entry("instruments", N_("Instruments"), InstrumentsSection, _sees_settings),
    _Entry("closed_days", N_("Closed days"), ClosedDaysSection, _sees_settings),
    _Entry("keys", N_("Keys"), KeysSection, _grants),
    _Entry("passphrase", N_("My passphrase"), PassphraseSection, _everybody),
    _Entry("look", N_("Look"), LookSection, _everybody),
)


class OfficePage(RoomPage):
    """Tabs of the sections this person may see; a section is made when it is first visited."""

    gives_way: ClassVar[bool] = True
    least_for_both: ClassVar[int] = 1000  # its many tabs need more lines than a low window has

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Office"))
        self._entries = [entry for entry in _ENTRIES if entry.may_see(session.actor)]
        self._made: dict[str, Section] = {}
        titles = [session.say(entry.title) for entry in self._entries]
        self.tabs = TabLine(session.context.theme, titles, session.say("Sections"))
        self._stack = QStackedWidget()
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.tabs.changed.connect(self._on_tab)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda s=step: self.tabs.turn(s))
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self._add)

    @property
    def section(self) -> Section:
        """The section that is shown."""
        return self._section(self._entries[self.tabs.current])

    def arrive(self, subject: object = None) -> None:
        """Show the section named ``subject``, else the one that was shown last."""
        names = [entry.name for entry in self._entries]
        if isinstance(subject, str) and subject in names and names.index(subject) != self.tabs.current:
            self.tabs.choose(names.index(subject))
            return
        self._show_current()

    def journals(self) -> list[DraftJournal]:
        """Return the journals of all sections made so far."""
        return [journal for section in self._made.values() for journal in section.journals()]

    def forget(self) -> None:
        """Blank every section."""
        for section in self._made.values():
            section.forget()

    def commands(self) -> list[Command]:
        """Return the section's commands and the ways to the other sections."""
        say = self.session.say
        ways = [
            Command(
                say("{room}: {section}", room=say("Office"), section=say(entry.title)),
                partial(self.arrive, entry.name),
                icon="office",
            )
            for entry in self._entries
        ]
        return [*self.section.commands(), *ways]

    def _section(self, entry: _Entry) -> Section:
        if entry.name not in self._made:
            section = entry.make(self.session, self.panel)
            section.told.connect(self.notice.tell)
            self._made[entry.name] = section
            self._stack.addWidget(section)
        return self._made[entry.name]

    def _show_current(self) -> None:
        section = self.section
        self._stack.setCurrentWidget(section)
        section.arrive()

    def _on_tab(self, _index: int) -> None:
        self.panel.close_panel()
        self.notice.let_go()
        self._show_current()

    def _add(self) -> None:
        for command in self.section.commands():
            if command.keys == "Ctrl+N":
                command.act()
