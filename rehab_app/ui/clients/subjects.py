"""What the pages of the clients may be asked to show."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rehab_app.ui.shell.session import Session

MOST_RECENT: Final = 10
MERGE_KEYS: Final = "Ctrl+M"


@dataclass(frozen=True, slots=True)
class NewClient:
    """A person who is not registered yet, with the name that was typed into the search box."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class NewEpisode:
    """Another masa perawatan of a client who is registered already."""

    client_id: UUID


@dataclass(frozen=True, slots=True)
class FileSection:
    """One section of a client's file, by its name."""

    client_id: UUID
    section: str


@dataclass(frozen=True, slots=True)
class AnswerOf:
    """The answer to one referral, to be entered in the room of referrals; ``how`` is a code of the list ``reply_way``."""

    referral_id: UUID
    how: str = ""


@dataclass(frozen=True, slots=True)
class MergeWith:
    """The record that another one shall be taken into, by its No. Rekam Medis."""

    rm_number: str = ""


def file_subject(subject: object) -> tuple[UUID | None, str]:
    """Return the client and the section that a subject of the file's page names; None where it names nobody."""
    if isinstance(subject, UUID):
        return subject, ""
    if isinstance(subject, FileSection):
        return subject.client_id, subject.section
    if isinstance(subject, tuple) and len(subject) == 2 and isinstance(subject[0], UUID):  # noqa: PLR2004 - a pair
        return subject[0], str(subject[1])
    return None, ""


def recent_ids(session: Session) -> list[UUID]:
    """Return the clients whose files the signed-in person opened last, the latest first."""
    kept = session.view_state.recall(_recent_name(session)).split()
    return [UUID(one) for one in kept if len(one) == UUID(int=0).hex.__len__()]


def note_recent(session: Session, client_id: UUID) -> None:
    """Remember by its id alone that a file was opened."""
    ids = [client_id, *(one for one in recent_ids(session) if one != client_id)]
    session.view_state.remember(_recent_name(session), " ".join(one.hex for one in ids[:MOST_RECENT]))


def _recent_name(session: Session) -> str:
    return f"clients.recent.{session.actor.user_id.hex}"
