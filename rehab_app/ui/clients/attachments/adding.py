"""How an attachment comes in: by the file dialog, dropped, or pasted; looked into first, then described in the form."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from rehab_app.clinic.documents.content import LARGEST, MEGABYTE, PDF, PNG
from rehab_app.clinic.documents.rules import class_of
from rehab_app.foundation.actor import Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.numbers import format_number
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.attachments import actions
from rehab_app.ui.clients.attachments.actions import Attached, Chosen
from rehab_app.ui.clients.clinical_section import ClinicalSection, remark_spec
from rehab_app.ui.clients.form_panel import Refused, Saved
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.kit.dialogs import confirm, tell_trouble
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option, Width
from rehab_app.ui.kit.job import Cancelled, Fault, Job, Progress
from rehab_app.ui.kit.progress_line import ProgressLine
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.choosing import choose_file
from rehab_app.ui.shell.session import Session

_KINDS: Final = "(*.jpg *.jpeg *.png *.pdf)"


class Adding:
    """Takes files in, one after the other; ``progress`` is the line that says that one is being read."""

    def __init__(self, section: ClinicalSection[Attached]) -> None:
        self._section = section
        self._session = section.session
        self._waiting: list[Path] = []
        self._job: Job | None = None
        self.progress = ProgressLine(section.session.context)

    def choose(self) -> QFileDialog:
        """Ask for a file."""
        say = self._session.say
        kinds = f"{say('Pictures and PDF')} {_KINDS};;{say('All files')} (*)"
        title = say("Choose a photograph, scan or PDF")
        return choose_file(self._section.window(), title, "", kinds, lambda path: self.take_files([Path(path)]))

    def paste(self) -> None:
        """Take a picture or files off the clipboard; says so where there is none."""
        if not self.take(QGuiApplication.clipboard().mimeData()):
            self._refuse(RuleBroken("documents.nothing_to_paste"))

    def take(self, data: QMimeData | None) -> bool:
        """Take what was dropped or pasted; False where it holds neither a file nor a picture."""
        if data is None:
            return False
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.take_files(files)
            return True
        picture = data.imageData() if data.hasImage() else None
        if not isinstance(picture, QImage) or picture.isNull():
            return False
        name = f"{self._session.say('pasted')}.png"
        progress = self._begin(name)
        self._job = actions.look_into_picture(
            self._session, picture, name, self._looked_into, self._refuse, self._section, progress
        )
        self.progress.follow(self._job)
        return True

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take files in; the next one follows when the one before is kept."""
        self._waiting += paths
        if self._job is None:
            self._next()

    def forget(self) -> None:
        """Drop what is being read and what waits."""
        self._waiting.clear()
        if self._job is not None:
            self._job.drop()
            self._job = None
        self.progress.end()

    def _next(self) -> None:
        if self._waiting:
            path = self._waiting.pop(0)
            progress = self._begin(path.name)
            self._job = actions.look_into_file(
                self._session, path, self._looked_into, self._refuse, self._section, progress
            )
            self.progress.follow(self._job)

    def _begin(self, name: str) -> Progress:
        return self.progress.begin(self._session.say("Looking into {name}", name=name))

    def _looked_into(self, chosen: Chosen) -> None:
        self._end()
        if chosen.was is None:
            self._describe(chosen)
            return
        say = self._session.say
        text = say(
            "{name} has {before}; at most {most} can be kept. A smaller copy has {after} and can still be read and printed.",
            name=chosen.name,
            before=size_text(chosen.was),
            most=size_text(LARGEST),
            after=size_text(chosen.size),
        )
        confirm(
            self._session.context,
            self._section.window(),
            say("Attach a smaller copy?"),
            text,
            verb=say("Attach the smaller copy"),
            yes=lambda: self._describe(chosen),
        )

    def _describe(self, chosen: Chosen) -> None:
        """Ask what the file shows, and keep it."""
        section, session, facts = self._section, self._session, self._section.facts
        if facts is None:
            return
        client_id, episode_id = facts.client.id, facts.episode.id if facts.episode is not None else None

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.attach(session, client_id, episode_id, chosen, draft, saved, refused, section.desk.forms)

        def saved(_series_id: object) -> None:
            section.desk.tell(session.say("{name} is attached.", name=chosen.name), State.OK)
            self._next()

        section.open_form(
            session.say("Attach {name}", name=chosen.name),
            "documents.attach",
            f"{client_id}:{chosen.name}",
            attachment_specs(session, Right.INPUT),
            {},
            save,
            saved=saved,
            save_text=session.say("Attach"),
            lead=about(session, chosen),
        )

    def _refuse(self, trouble: RuleBroken) -> None:
        self._end()
        if not isinstance(trouble, Cancelled | Fault):
            title = self._session.say("This cannot be attached")
            tell_trouble(self._session.context, self._section.window(), trouble, title=title)

    def _end(self) -> None:
        self._job = None
        self.progress.end()


def attachment_specs(session: Session, right: Right) -> list[FieldSpec]:
    """Return what is asked about an attachment; kinds over which ``right`` is missing are not offered."""
    offered = choices(session, "attachment_kind")

    def kinds() -> Sequence[Option]:
        return [one for one in offered() if session.may(class_of(one.code), right)]

    return [
        FieldSpec(
            name="kind", label=N_("What it shows"), kind=Kind.CHOICE, is_required=True, width=Width.WIDE, options=kinds
        ),
        FieldSpec(name="title", label=N_("Title"), width=Width.WIDE),
        FieldSpec(name="taken_on", label=N_("Of the day"), kind=Kind.DATE, width=Width.SHORT),
        remark_spec(),
    ]


def size_text(size: int) -> str:
    """Return ``2,1 MB``; never less than 0,1."""
    return f"{format_number(max(0.1, size / MEGABYTE), 1)} MB"


def type_text(session: Session, media_type: str, pages: int | None) -> str:
    """Return ``JPEG``, ``PNG`` or ``PDF, 3 pages``."""
    if media_type == PDF:
        return f"PDF, {session.context.words.say_many('{count} page', '{count} pages', pages or 1)}"
    return "PNG" if media_type == PNG else "JPEG"


def about(session: Session, chosen: Chosen) -> str:
    """Return what a file is, and how much smaller its copy became."""
    text = f"{type_text(session, chosen.media_type, chosen.pages)} · {size_text(chosen.size)}"
    if chosen.was is None:
        return text
    return f"{text} ({session.say('smaller copy; the original has {size}', size=size_text(chosen.was))})"
