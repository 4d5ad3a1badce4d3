"""LAPORAN DATA PASIEN BARU: seventeen numbered columns, one row for each client whose first masa perawatan was registered.

The column of names stands in its place but is empty unless somebody who may chose otherwise: then it prints the names, or, on the
choice of redaction and on nothing else, the initials.
"""

from rehab_app.office.lists.choices import ValueLists
from rehab_app.papers.blocks import Align
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.recaps.head import Of, as_of, period_words
from rehab_app.papers.recaps.reading import Care, care_of, first_registered
from rehab_app.papers.recaps.rows import Behind, Cell, Recap, RecapColumn, shown
from rehab_app.papers.recaps.rules import Kind, Naming, Wish
from rehab_app.papers.recaps.said import Said
from rehab_app.store.work import Work

_WEIGHTS = {
    "date": 1.75,
    "number": 0.75,
    "name": 1.9,
    "rm_number": 1.5,
    "address": 2.6,
    "age": 0.95,
    "sex": 1.15,
    "education": 1.75,
    "occupation": 1.75,
    "marital_status": 1.3,
    "history": 1.6,
    "source": 1.6,
    "diagnosis": 2.3,
    "urine": 1.9,
    "therapy": 1.9,
    "referral": 1.6,
    "remark": 1.9,
}
_CENTRED = {"date", "number", "rm_number", "age", "sex"}
_NEVER_COMPARED = {"number", "name"}
_HIDDEN_WEIGHT = 0.9


def new_patients(work: Work, wish: Wish, of: Of, lists: ValueLists) -> Recap:
    """Return the recap; the caller has looked after the rights."""
    words = template("recaps").parts
    said, columns = words["new_patients"], _columns(wish.naming)
    cares = care_of(work, first_registered(work, wish.period))
    rows = [_cells(care, at, wish.naming, Said(lists)) for at, care in enumerate(cares, 1)]
    notes = [said["if_any"], said["rule"]]
    if wish.naming is not Naming.NAMES:
        notes.insert(1, said[wish.naming.value])
    lines = (
        filled(said["clinic"], clinic=of.clinic),
        filled(words["common"]["address"], address=of.address),
        period_words(wish.period),
        as_of(of.day),
    )
    behind = tuple(_behind(care, row, columns) for care, row in zip(cares, rows, strict=True))
    return Recap(wish, said["title"], lines, columns, tuple(rows), tuple(notes), behind)


def _columns(naming: Naming) -> tuple[RecapColumn, ...]:
    headings = template("recaps").parts[f"{Kind.NEW_PATIENTS.value}_columns"]
    weights = {**_WEIGHTS, "name": _HIDDEN_WEIGHT} if naming is Naming.HIDDEN else _WEIGHTS
    return tuple(
        RecapColumn(code, heading, weights[code], Align.CENTRE if code in _CENTRED else Align.LEFT)
        for code, heading in headings.items()
    )


def _cells(care: Care, number: int, naming: Naming, said: Said) -> tuple[Cell, ...]:
    client, episode = care.client, care.episode
    names = {Naming.HIDDEN: "", Naming.INITIALS: client["initials"], Naming.NAMES: client["full_name"]}
    age = said.age(care)
    return (
        episode["registered_on"],
        number,
        names[naming],
        client["rm_number"],
        said.address(care),
        "" if age is None else age,
        said.sex(care),
        said.label("education", episode["education_at_registration"]),
        said.label("occupation", episode["occupation_at_registration"]),
        said.label("marital_status", client["marital_status"]),
        said.history(care),
        said.sent_by(care),
        said.diagnosis(care),
        said.urine(care),
        said.therapy(care),
        said.referral(care),
        said.remark(care),
    )


def _behind(care: Care, row: tuple[Cell, ...], columns: tuple[RecapColumn, ...]) -> Behind:
    values = {
        column.code: shown(cell)
        for column, cell in zip(columns, row, strict=True)
        if column.code not in _NEVER_COMPARED
    }
    client = care.client
    return Behind(client["id"], care.episode["id"], client["rm_number"], client["initials"], values)
