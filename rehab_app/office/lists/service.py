"""The value lists as the office keeps them: choices added, worded anew, put in order and retired; none is ever deleted."""

import re
import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Row, Table, select
from sqlmodel import select as select_records

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.office.lists.choices import Choice, ValueList, ValueLists
from rehab_app.office.lists.draft import ChoiceDraft
from rehab_app.office.lists.facts import ListsChanged
from rehab_app.office.lists.model import ListChoice
from rehab_app.office.lists.shipped import shipped_lists
from rehab_app.office.rights.needs import needs, open_to_all
from rehab_app.store.work import Work

_CHOICE: Final[Table] = ListChoice.__table__  # type: ignore[attr-defined]
_NO_CODE: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_CODE: Final = 40


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One choice as the office's page shows it.

    ``is_own``: the office added it; ``is_changed``: it worded, marked, moved or retired a delivered one. ``row_version`` is 0
    where the office has not touched it.
    """

    choice: Choice
    is_own: bool
    is_changed: bool
    row_version: int


@open_to_all
def office_lists(work: Work) -> ValueLists:
    """Return the value lists with what the office made of them; labels hold nobody's data."""
    own: dict[str, list[tuple[Choice, int | None]]] = {}
    for row in work.connection.execute(select(_CHOICE).order_by(_CHOICE.c.created_at)):
        own.setdefault(row.list_name, []).append((_choice(row), row.place))
    return shipped_lists().with_own(own) if own else shipped_lists()


@needs(DataClass.PENGATURAN, Right.MELIHAT)
def choices_of(work: Work, name: str) -> tuple[ChoiceRow, ...]:
    """Return every choice of a list in the order in which it is offered, the retired ones too.

    RuleBroken ``lists.no_such_list``.
    """
    known = _list(name)
    rows = {row.code: row for row in work.connection.execute(select(_CHOICE).where(_CHOICE.c.list_name == name))}
    found = []
    for choice in office_lists(work).of(name):
        row, delivered = rows.get(choice.code), known.by_code.get(choice.code)
        is_changed = row is not None and delivered is not None and _is_changed(known, delivered, choice, row.place)
        found.append(ChoiceRow(choice, delivered is None, is_changed, 0 if row is None else row.row_version))
    return tuple(found)


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def add_choice(work: Work, name: str, draft: ChoiceDraft) -> str:
    """Add a choice to a list and return its code, made of its words and kept for good.

    RuleBroken ``lists.fixed`` for a list that takes no more, ``draft.required``, ``lists.label_taken``, ``lists.unknown_mark``.
    """
    known = _list(name)
    if known.is_fixed:
        raise RuleBroken("lists.fixed", name=name)
    present = office_lists(work).list(name)
    _check(present, draft, "")
    code = _free_code(draft.label_id, present)
    made = ListChoice(id=work.new_id(), list_name=name, code=code, **_values(known, draft))
    work.add(made, "lists.add")
    work.publish(ListsChanged(name))
    return code


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def change_choice(work: Work, name: str, code: str, row_version: int, draft: ChoiceDraft) -> None:
    """Word, mark, retire or bring back a choice; its code and the records that hold it stay as they are.

    RuleBroken as ``add_choice``, ``lists.unknown``, and ``lists.last_choice`` where nothing would be left to choose; a fixed
    list is worded anew and nothing else. StaleRecord where another seat was faster (``row_version`` 0: the office had not
    touched it).
    """
    known, present = _list(name), office_lists(work).list(name)
    found = _present_choice(present, code)
    if known.is_fixed and draft.is_retired != found.is_retired:
        raise RuleBroken("lists.fixed", name=name)
    if draft.is_retired and all(one.is_retired for one in present.choices if one.code != code):
        raise RuleBroken("lists.last_choice", field="is_retired")
    _check(present, draft, code)
    kept = _kept(work, name, code)
    if (kept.row_version if kept else 0) != row_version:
        raise StaleRecord("store.stale", table="list_choice")
    _write(work, name, code, kept, _values(known, draft))
    work.publish(ListsChanged(name))


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def move_choice(work: Work, name: str, code: str, seen: int, steps: int) -> int:
    """Move a choice that was seen at place ``seen`` (from 1) by ``steps``, up where negative, and return its new place.

    It stops at either end. RuleBroken ``lists.fixed`` and ``lists.unknown``; StaleRecord where it stands elsewhere by now.
    """
    known, present = _list(name), office_lists(work).list(name)
    if known.is_fixed:
        raise RuleBroken("lists.fixed", name=name)
    _present_choice(present, code)
    order = [one.code for one in present.choices]
    if order[seen - 1 : seen] != [code]:
        raise StaleRecord("store.stale", table="list_choice")
    place = min(max(seen + steps, 1), len(order))
    order.insert(place - 1, order.pop(seen - 1))
    rows = work.session.exec(select_records(ListChoice).where(ListChoice.list_name == name)).all()
    placed = {row.code: row for row in rows if row.place is not None or row.code == code}
    if code not in placed:
        placed[code] = _write(work, name, code, None, _as_it_stands(known, present.by_code[code]))
    for number, one in enumerate(order, 1):
        if one in placed and placed[one].place != number:
            placed[one].place = number
            work.change(placed[one], "lists.move")
    work.publish(ListsChanged(name))
    return place


def _list(name: str) -> ValueList:
    if name not in shipped_lists().names():
        raise RuleBroken("lists.no_such_list", name=name)
    return shipped_lists().list(name)


def _present_choice(present: ValueList, code: str) -> Choice:
    if code not in present.by_code:
        raise RuleBroken("lists.unknown", field="code", list=present.name, value=code)
    return present.by_code[code]


def _kept(work: Work, name: str, code: str) -> ListChoice | None:
    query = select_records(ListChoice).where(ListChoice.list_name == name, ListChoice.code == code)
    return work.session.exec(query).first()


def _write(work: Work, name: str, code: str, kept: ListChoice | None, values: dict[str, Any]) -> ListChoice:
    if kept is None:
        return work.add(ListChoice(id=work.new_id(), list_name=name, code=code, **values), "lists.change")
    for field, value in values.items():
        setattr(kept, field, value)
    work.change(kept, "lists.change")
    return kept


def _is_changed(known: ValueList, delivered: Choice, present: Choice, place: int | None) -> bool:
    said = [(one.label_id, one.label_en, one.is_retired) for one in (delivered, present)]
    return place is not None or said[0] != said[1] or _marks(known, delivered) != _marks(known, present)


def _marks(known: ValueList, choice: Choice) -> list[str]:
    return [mark for mark in known.marks if choice.is_marked(mark)]


def _check(present: ValueList, draft: ChoiceDraft, code: str) -> None:
    if not draft.label_id:
        raise RuleBroken("draft.required", field="label_id")
    same = draft.label_id.casefold()
    others = [one for one in present.choices if one.code != code and not one.is_retired]
    if not draft.is_retired and any(one.label_id.casefold() == same for one in others):
        raise RuleBroken("lists.label_taken", field="label_id", label=draft.label_id)
    if strange := [mark for mark in draft.marks if mark not in present.marks]:
        raise RuleBroken("lists.unknown_mark", field="marks", mark=strange[0])


def _values(known: ValueList, draft: ChoiceDraft) -> dict[str, Any]:
    marks = {} if known.is_fixed else {mark: mark in draft.marks for mark in known.marks}
    return {
        "label_id": draft.label_id,
        "label_en": draft.label_en,
        "is_retired": draft.is_retired,
        "extras": marks,
    }


def _as_it_stands(known: ValueList, choice: Choice) -> dict[str, Any]:
    marks = _marks(known, choice)
    return _values(
        known,
        ChoiceDraft(label_id=choice.label_id, label_en=choice.label_en, marks=marks, is_retired=choice.is_retired),
    )


def _free_code(label: str, present: ValueList) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().casefold()
    stem = _NO_CODE.sub("_", plain).strip("_")[:_LONGEST_CODE].strip("_") or "pilihan"
    code, number = stem, 2
    while code in present.by_code:
        code, number = f"{stem}_{number}", number + 1
    return code


def _choice(row: Row[Any]) -> Choice:
    return Choice(
        code=row.code,
        label_id=row.label_id,
        label_en=row.label_en or row.label_id,
        is_retired=row.is_retired,
        extras=MappingProxyType(dict(row.extras)),
    )
