"""What the section of the instruments asks of the services."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from rehab_app.clinic.assessment import wordings
from rehab_app.clinic.assessment.draft import WordingDraft
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import Words
from rehab_app.instruments import registry
from rehab_app.instruments.form import Form, Item, Row
from rehab_app.instruments.packs import Pack, empty_pack
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.pdf import save_file
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

_LARGEST: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """One instrument: its form as delivered, the pack in use, if any, and how many items have the office's own words."""

    form: Form
    pack: Pack | None
    own_words: int

    @property
    def name(self) -> str:
        """The name on its form."""
        return self.form.name

    @property
    def takes_words(self) -> bool:
        """Whether the office may word its items: not where only a pack may bring the text."""
        return not self.form.is_licensed


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item, or one row of a grid (``path`` item.row): where it stands, what it is called here and as delivered."""

    path: str
    section: str
    number: str
    delivered: str
    own: str
    place: int | None
    delivered_place: int

    @property
    def text(self) -> str:
        """What it is called now."""
        return self.own or self.delivered

    @property
    def is_changed(self) -> bool:
        """Whether words or place are the office's own."""
        return bool(self.own) or self.place is not None


def read_instruments(session: Session, done: Done[Sequence[InstrumentLine]], failed: Failed, owner: QObject) -> Job:
    """Read every instrument that can be filled in, with the pack in use."""

    def task(work: "Work") -> Sequence[InstrumentLine]:
        packs = {pack.instrument: pack for pack in wordings.packs_in_use(work)}
        return [
            InstrumentLine(registry.form(name), packs.get(name), len(wordings.own_words(work, name)))
            for name in registry.form_names()
        ]

    return session.read(task, done, failed, owner=owner)


def read_items(session: Session, form: Form, done: Done[Sequence[ItemLine]], failed: Failed, owner: QObject) -> Job:
    """Read the items of an instrument, in the order as delivered, with the office's own words."""
    words = session.context.words

    def task(work: "Work") -> Sequence[ItemLine]:
        return list(_lines(form, wordings.own_words(work, form.instrument), words))

    return session.read(task, done, failed, owner=owner)


def import_pack(session: Session, path: str, done: Done[Pack], failed: Failed, owner: QObject) -> Job:
    """Take in the pack in a file; RuleBroken ``instruments.pack_file`` where the file cannot be read."""

    def task(work: "Work") -> Pack:
        try:
            with Path(path).open("rb") as file:
                data = file.read(_LARGEST)
        except OSError as refused:
            raise RuleBroken("instruments.pack_file") from refused
        return wordings.import_pack(work, data)

    return session.write(task, done, failed, owner=owner)


def save_empty_pack(session: Session, form: Form, path: str, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Save a pack of a form for the office to write its texts into, whole or not at all; Trouble where the disk refuses."""
    data = empty_pack(form).encode()
    return session.context.jobs.write(lambda: save_file(Path(path), data), done, failed, owner=owner)


def retire_pack(session: Session, instrument: str, done: Done[None], failed: Failed, owner: QObject) -> Job:
    """Ask with our own short labels again."""
    return session.write(lambda work: wordings.retire_pack(work, instrument), done, failed, owner=owner)


def word_item(
    session: Session,
    instrument: str,
    path: str,
    values: Mapping[str, object],
    done: Done[None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Keep the office's own words and place of an item; nothing of either gives back the delivered ones."""
    known = {name: value for name, value in values.items() if value is not None}

    def task(work: "Work") -> None:
        wordings.word_item(work, instrument, path, read_draft(WordingDraft, known))

    return session.write(task, done, failed, owner=owner)


def _lines(form: Form, own: Mapping[str, tuple[str, int | None]], words: Words) -> Iterator[ItemLine]:
    for section in form.sections:
        title = section.label.say(words)
        for place, item in enumerate(section.items, start=1):
            yield _line(item.name, title, item, place, own, words)
            for row_place, row in enumerate(item.rows, start=1):
                yield _line(f"{item.name}.{row.name}", title, row, row_place, own, words)


def _line(
    path: str, section: str, part: Item | Row, place: int, own: Mapping[str, tuple[str, int | None]], words: Words
) -> ItemLine:
    text, moved = own.get(path, ("", None))
    return ItemLine(path, section, part.number, part.label.say(words), text, moved, place)
