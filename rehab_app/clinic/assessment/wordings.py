"""The words an instrument is asked with: ours, the office's own corrections, and the full text of a pack the office supplies.

Answers keep the names of their items, so no word that is changed ever loses one.
"""

from typing import Final

from sqlalchemy import Table, select
from sqlmodel import col
from sqlmodel import select as select_records

from rehab_app.clinic.assessment.draft import WordingDraft
from rehab_app.clinic.assessment.facts import InstrumentWorded
from rehab_app.clinic.assessment.model import InstrumentPack, ItemWording
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments import registry
from rehab_app.instruments.form import Form
from rehab_app.instruments.form_wording import with_pack, with_wording
from rehab_app.instruments.packs import Pack, read_pack
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work

_WORDING: Final[Table] = ItemWording.__table__  # type: ignore[attr-defined]
_PACK: Final[Table] = InstrumentPack.__table__  # type: ignore[attr-defined]


@needs(DataClass.KLINIS, Right.MELIHAT)
def instrument_form(work: Work, instrument: str, version: str | None = None) -> Form:
    """Return the form of an instrument with the words in use here; raises as ``registry.form``."""
    return form_in_use(work, instrument, version)


def form_in_use(work: Work, instrument: str, version: str | None = None) -> Form:
    """Return a form in one version (the newest where none is named) with the office's pack and words."""
    form = registry.form(instrument, version)
    return _worded(work, form, _pack_of(work, form))


def form_as_asked(work: Work, instrument: str, version: str, pack_version: str) -> Form:
    """Return the form that a stored result was asked with: with the pack it names, if any, whatever pack is in use now."""
    form = registry.form(instrument, version)
    return _worded(work, form, _pack_of(work, form, pack_version) if pack_version else None)


def _worded(work: Work, form: Form, pack: Pack | None) -> Form:
    """Return a form with the text of a pack and with the office's own words."""
    instrument = form.instrument
    if pack is not None:
        form = with_pack(form, pack)
    rows = work.connection.execute(select(_WORDING).where(_WORDING.c.instrument == instrument))
    overrides = {row.item: (row.text, row.place) for row in rows}
    return with_wording(form, overrides) if overrides else form


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def word_item(work: Work, instrument: str, item: str, draft: WordingDraft) -> None:
    """Keep the office's own words and place of one item; both empty give back the delivered ones.

    RuleBroken ``instruments.unknown_item``, or ``assessment.words_by_pack`` for an instrument whose text only a pack may bring.
    """
    form = registry.form(instrument)
    if form.is_licensed and draft.text:
        raise RuleBroken("assessment.words_by_pack", field="text")
    if not _has(form, item):
        raise RuleBroken("instruments.unknown_item", field="item", item=item, instrument=instrument)
    known = work.session.exec(
        select_records(ItemWording).where(ItemWording.instrument == instrument, ItemWording.item == item)
    ).first()
    if known is None:
        made = ItemWording(id=work.new_id(), instrument=instrument, item=item, text=draft.text, place=draft.place)
        work.add(made, "instruments.word_item")
    else:
        known.text, known.place = draft.text, draft.place
        work.change(known, "instruments.word_item")
    work.publish(InstrumentWorded(instrument))


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def import_pack(work: Work, data: bytes) -> Pack:
    """Take in a pack file, in place of the one in use before, and return it; raises as ``packs.read_pack``.

    The text stays in this store, with its licence and credit line; the office answers for its right to use it.
    """
    pack = read_pack(data)
    _retire(work, pack.instrument, pack.key_version)
    kept = InstrumentPack(
        id=work.new_id(),
        instrument=pack.instrument,
        key_version=pack.key_version,
        pack_version=pack.pack_version,
        language=pack.language,
        credit=pack.credit,
        licence=pack.licence,
        items=dict(pack.items),
        answers={name: dict(labels) for name, labels in pack.answers.items()},
    )
    work.add(kept, "instruments.import_pack")
    work.publish(InstrumentWorded(pack.instrument))
    return pack


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def retire_pack(work: Work, instrument: str) -> None:
    """Ask with our own short labels again; what was asked with the pack keeps its version."""
    for version in registry.versions(instrument):
        _retire(work, instrument, version)
    work.publish(InstrumentWorded(instrument))


@needs(DataClass.PENGATURAN, Right.MELIHAT)
def packs_in_use(work: Work) -> tuple[Pack, ...]:
    """Return the packs in use, by instrument."""
    query = select(_PACK).where(_PACK.c.is_in_use).order_by(_PACK.c.instrument)
    return tuple(_read(row) for row in work.connection.execute(query))


@needs(DataClass.PENGATURAN, Right.MELIHAT)
def own_words(work: Work, instrument: str) -> dict[str, tuple[str, int | None]]:
    """Return the office's own words and places of an instrument's items."""
    rows = work.connection.execute(select(_WORDING).where(_WORDING.c.instrument == instrument))
    return {row.item: (row.text, row.place) for row in rows if row.text or row.place is not None}


def _pack_of(work: Work, form: Form, pack_version: str = "") -> Pack | None:
    """Return the pack in use for a form, or of those that ever were the latest one of ``pack_version``."""
    if not form.is_licensed:
        return None
    here = (_PACK.c.instrument == form.instrument) & (_PACK.c.key_version == form.version)
    wanted = _PACK.c.pack_version == pack_version if pack_version else _PACK.c.is_in_use
    query = select(_PACK).where(here, wanted).order_by(_PACK.c.created_at.desc()).limit(1)
    row = work.connection.execute(query).first()
    return None if row is None else _read(row)


def _read(row: object) -> Pack:
    names = ("instrument", "key_version", "pack_version", "language", "credit", "licence", "items", "answers")
    return Pack(**{name: getattr(row, name) for name in names})


def _retire(work: Work, instrument: str, key_version: str) -> None:
    here = (
        col(InstrumentPack.instrument) == instrument,
        col(InstrumentPack.key_version) == key_version,
        col(InstrumentPack.is_in_use).is_(True),
    )
    for known in work.session.exec(select_records(InstrumentPack).where(*here)):
        known.is_in_use = False
        work.change(known, "instruments.retire_pack")


def _has(form: Form, path: str) -> bool:
    name, _, row = path.partition(".")
    item = form.item(name)
    return item is not None and (not row or any(one.name == row for one in item.rows))
