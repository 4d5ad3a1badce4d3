"""FORMAT LAPORAN REKAPITULASI KLIEN of Perka BNN 4/2015: the columns that can be read, then the items of Pasal 18.

Which further columns follow, and in which order, the office says (``perka_columns``). Identity is initials, No. Registrasi and
No. Rekam Medis, never a name: so the form itself has it.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.settings.present import setting
from rehab_app.papers.blocks import Align
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.recaps.head import Of, as_of, period_words
from rehab_app.papers.recaps.reading import Care, care_of, served_in
from rehab_app.papers.recaps.rows import Behind, Cell, Recap, RecapColumn, shown
from rehab_app.papers.recaps.rules import Kind, Wish
from rehab_app.papers.recaps.said import Said
from rehab_app.store.work import Work

READABLE: Final = ("number", "identity", "men", "women", "age", "substance", "route")
MARK: Final = "\u221a"
_WEIGHTS: Final = {"number": 0.7, "identity": 3, "men": 0.5, "women": 0.5, "age": 0.9, "route": 1.6, "duration": 1.6}
_USUAL: Final = 2.4
_CENTRED: Final = frozenset({"number", "men", "women", "age", "registered_on"})
_FURTHER: Final[Mapping[str, Callable[[Said, Care], Cell]]] = MappingProxyType(
    {
        "duration": Said.duration,
        "diagnosis": Said.diagnosis,
        "treatment": Said.treatment,
        "therapy": Said.therapy,
        "registered_on": lambda _said, care: care.episode["registered_on"],
        "modality": Said.modality,
        "source": lambda said, care: said.label("source", care.episode["source"]),
        "urine": Said.urine,
        "referral": Said.referral,
        "state": Said.state,
        "education": lambda said, care: said.label("education", care.episode["education_at_registration"]),
        "occupation": lambda said, care: said.label("occupation", care.episode["occupation_at_registration"]),
        "district": Said.district,
    }
)


def perka_4(work: Work, wish: Wish, of: Of, lists: ValueLists) -> Recap:
    """Return the recap of who was served in the period, one row for each client by her latest masa perawatan in it."""
    words, said = template("recaps").parts["perka_4"], Said(lists)
    further = tuple(setting(work, "perka_columns"))
    columns = _columns(further)
    latest = {one.client_id: one.episode_id for one in served_in(work, wish.period)}
    cares = care_of(work, list(latest.values()))
    cares.sort(key=lambda care: str(care.client["rm_number"]))
    rows = [_cells(care, at, further, said) for at, care in enumerate(cares, 1)]
    men = sum(said.sex(care) == "L" for care in cares)
    women = sum(said.sex(care) == "P" for care in cares)
    lines = (
        filled(words["served"], period=period_words(wish.period, Kind.PERKA_4.value).upper()),
        filled(words["institution"], clinic=of.clinic),
        words["provisional"],
        as_of(of.day),
    )
    notes = (filled(words["count"], count=len(cares), men=men, women=women), words["identity"], words["rule"])
    behind = tuple(_behind(care, row, columns) for care, row in zip(cares, rows, strict=True))
    return Recap(wish, words["title"], lines, columns, tuple(rows), notes, behind)


def _columns(further: Sequence[str]) -> tuple[RecapColumn, ...]:
    words = template("recaps").parts
    headings, said = words[f"{Kind.PERKA_4.value}_columns"], words[Kind.PERKA_4.value]
    groups = {"men": said["sex"], "women": said["sex"], "substance": said["use"], "route": said["use"]}
    return tuple(
        RecapColumn(
            code,
            headings[code],
            _WEIGHTS.get(code, _USUAL),
            Align.CENTRE if code in _CENTRED else Align.LEFT,
            said["more"] if code in further else groups.get(code, ""),
        )
        for code in (*READABLE, *further)
    )


def _cells(care: Care, number: int, further: Sequence[str], said: Said) -> tuple[Cell, ...]:
    client, sex, age = care.client, said.sex(care), said.age(care)
    known = (client["initials"], care.episode["registration_number"], client["rm_number"])
    return (
        number,
        " / ".join(part for part in known if part),
        MARK if sex == "L" else "",
        MARK if sex == "P" else "",
        "" if age is None else age,
        said.substances(care),
        said.route(care),
        *(_FURTHER[code](said, care) for code in further),
    )


def _behind(care: Care, row: tuple[Cell, ...], columns: tuple[RecapColumn, ...]) -> Behind:
    values = {column.code: shown(cell) for column, cell in zip(columns, row, strict=True) if column.code != "number"}
    client = care.client
    return Behind(client["id"], care.episode["id"], client["rm_number"], client["initials"], values)
