"""The rooms of the window in the order of the rail. A page is imported when it is first visited."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from rehab_app.foundation.actor import Actor, DataClass, Right
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.fields import KINDS, field_class
from rehab_app.ui.shell.room import Room, RoomPage
from rehab_app.ui.shell.session import Session

_PAGES: Final = (
    "home.page",
    "clients.file_page",
    "clients.list_page",
    "clients.register_page",
    "clients.duplicates.page",
    "schedule.page",
    "followup.page",
    "figures.page",
    "referrals.page",
    "letters.page",
    "blank_forms.page",
    "privacy.page",
    "office.page",
    "audit.page",
    "backups.page",
)


def import_pages() -> None:
    """Import the modules of all pages, the first wanted first, and of all fields: a first visit then costs its widgets alone."""
    for name in _PAGES:
        import_module(f"rehab_app.ui.{name}")
    for kind in KINDS:
        field_class(kind)


def rooms() -> tuple[Room, ...]:
    """Return every room; the shell leaves out those the signed-in person may not see."""
    return (
        Room("home", N_("Today"), "home", _home),
        Room("clients", N_("Clients"), "clients", _clients, _sees(DataClass.ADMINISTRATIF)),
        Room("clients.register", N_("Register"), "register", _register, _enters(DataClass.ADMINISTRATIF)),
        Room("schedule", N_("Schedule"), "schedule", _schedule, _sees(DataClass.KLINIS)),
        Room("followup", N_("Follow-up"), "phone", _followup, _sees(DataClass.KLINIS)),
        Room("clients.file", N_("Client"), "client", _file, _sees(DataClass.ADMINISTRATIF), in_rail=False),
        Room(
            "clients.duplicates",
            N_("Possible duplicates"),
            "clients",
            _duplicates,
            _Rule(DataClass.ADMINISTRATIF, Right.PERBAIKAN),
            in_rail=False,
        ),
        Room("referrals", N_("Referrals"), "referral", _referrals, _sees(DataClass.KLINIS)),
        Room("letters", N_("Letters"), "letter", _letters, _sees(DataClass.SURAT)),
        Room(
            "blank_forms",
            N_("Blank forms"),
            "document",
            _blank_forms,
            _sees(DataClass.ADMINISTRATIF),
            in_rail=False,
            in_palette=True,
        ),
        Room("privacy", N_("Requests"), "private", _privacy, _sees(DataClass.ADMINISTRATIF)),
        Room("figures", N_("Figures"), "figures", _figures, _sees(DataClass.LAPORAN)),
        Room("audit", N_("Audit"), "audit", _audit, _sees(DataClass.PENGATURAN)),
        Room("backups", N_("Backups"), "backup", _backups, _sees(DataClass.PENGATURAN)),
        Room("office", N_("Office"), "office", _office),
    )


def _sees(data_class: DataClass) -> _Rule:
    return _Rule(data_class, Right.MELIHAT)


def _enters(data_class: DataClass) -> _Rule:
    return _Rule(data_class, Right.INPUT)


class _Rule:
    """Whether an actor holds one right; services check it again."""

    def __init__(self, data_class: DataClass, right: Right) -> None:
        self._data_class = data_class
        self._right = right

    def __call__(self, actor: Actor) -> bool:
        return actor.may(self._data_class, self._right)


def _home(session: Session) -> RoomPage:
    from rehab_app.ui.home.page import HomePage  # noqa: PLC0415 - made at the first visit

    return HomePage(session)


def _clients(session: Session) -> RoomPage:
    from rehab_app.ui.clients.list_page import ClientListPage  # noqa: PLC0415 - made at the first visit

    return ClientListPage(session)


def _register(session: Session) -> RoomPage:
    from rehab_app.ui.clients.register_page import RegisterPage  # noqa: PLC0415 - made at the first visit

    return RegisterPage(session)


def _file(session: Session) -> RoomPage:
    from rehab_app.ui.clients.file_page import ClientFilePage  # noqa: PLC0415 - made at the first visit

    return ClientFilePage(session)


def _schedule(session: Session) -> RoomPage:
    from rehab_app.ui.schedule.page import SchedulePage  # noqa: PLC0415 - made at the first visit

    return SchedulePage(session)


def _duplicates(session: Session) -> RoomPage:
    from rehab_app.ui.clients.duplicates.page import DuplicatesPage  # noqa: PLC0415 - made at the first visit

    return DuplicatesPage(session)


def _referrals(session: Session) -> RoomPage:
    from rehab_app.ui.referrals.page import ReferralsPage  # noqa: PLC0415 - made at the first visit

    return ReferralsPage(session)


def _letters(session: Session) -> RoomPage:
    from rehab_app.ui.letters.page import LettersPage  # noqa: PLC0415 - made at the first visit

    return LettersPage(session)


def _followup(session: Session) -> RoomPage:
    from rehab_app.ui.followup.page import FollowUpPage  # noqa: PLC0415 - made at the first visit

    return FollowUpPage(session)


def _blank_forms(session: Session) -> RoomPage:
    from rehab_app.ui.blank_forms.page import BlankFormsPage  # noqa: PLC0415 - made at the first visit

    return BlankFormsPage(session)


def _privacy(session: Session) -> RoomPage:
    from rehab_app.ui.privacy.page import PrivacyPage  # noqa: PLC0415 - made at the first visit

    return PrivacyPage(session)


def _figures(session: Session) -> RoomPage:
    from rehab_app.ui.figures.page import FiguresPage  # noqa: PLC0415 - made at the first visit

    return FiguresPage(session)


def _audit(session: Session) -> RoomPage:
    from rehab_app.ui.audit.page import AuditPage  # noqa: PLC0415 - made at the first visit

    return AuditPage(session)


def _backups(session: Session) -> RoomPage:
    from rehab_app.ui.backups.page import BackupsPage  # noqa: PLC0415 - made at the first visit

    return BackupsPage(session)


def _office(session: Session) -> RoomPage:
    from rehab_app.ui.office.page import OfficePage  # noqa: PLC0415 - made at the first visit

    return OfficePage(session)
