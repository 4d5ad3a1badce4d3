"""Finding a client: fragments, two word starts, misspellings, numbers, likely duplicates, the list anywhere."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any, Final

from sqlalchemy import bindparam, select

from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.queries import ListFilter, Order, PageKey, find, likely_matches, page
from rehab_app.office.opening import OpenClinic
from rehab_app.store.keys.data_key import DATABASE
from rehab_app.store.work import Work
from tests.bench.bare import Bare, Statement, statements_of_read
from tests.bench.build import DataSet, opened
from tests.bench.measuring import Figure, Times, in_turns
from tests.bench.misspellings import misspellings
from tests.bench.people import Person, Population, people
from tests.bench.scale import Scale
from tests.bench.story import id_of

_SHOWN: Final = 12
_LISTED: Final = 50
_PAGE_ROWS: Final = 100
_FIRST_TEN: Final = 10


def measure(data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figures of finding."""
    clinic = opened(data)
    bare = Bare(data.folder.database, clinic.keys.data_key.derive(DATABASE))
    known = list(people(data.clients))
    chance = Random(1945)  # noqa: S311 - what is looked for
    searches = _Searches(clinic, bare)
    found = [
        *searches.fragments(_fragments(known, scale.rounds, chance)),
        searches.word_starts(_word_starts(known, scale.rounds, chance)),
        *searches.misspelt(known, scale.misspellings),
        searches.numbers(known, chance.sample(range(len(known)), min(len(known), scale.rounds))),
        searches.duplicates(known, chance, scale.people_typed),
        *searches.pages(scale.rounds, chance),
    ]
    bare.close()
    clinic.forget()
    return found


class _Searches:
    def __init__(self, clinic: OpenClinic, bare: Bare) -> None:
        self._clinic = clinic
        self._bare = bare

    def _both(self, cases: Sequence[Any], task: Callable[[Work, Any], object]) -> Times:
        """Measure a reading task, a unit of work each, against its own statements."""
        store, actor = self._clinic.store, self._clinic.actor
        statements: dict[int, list[Statement]] = {
            place: statements_of_read(store, actor, lambda work, case=case: task(work, case))  # type: ignore[misc]
            for place, case in enumerate(cases)
        }

        def ours(place: int) -> None:
            with store.reading(actor) as work:
                task(work, cases[place])

        return in_turns(range(len(cases)), ours, lambda place: self._bare.run(statements[place]))

    def fragments(self, texts: Sequence[str]) -> list[Figure]:
        """Pieces from the middle of words."""
        return [
            self._both(texts, lambda work, text, most=most: find(work, text, most)).against(  # type: ignore[misc]
                f"fragment search, {most} by name", 1.5, most_p95=2.0
            )
            for most in (_LISTED, _SHOWN)
        ]

    def word_starts(self, texts: Sequence[str]) -> Figure:
        """The beginnings of two words of a name, in any order."""
        times = self._both(texts, lambda work, text: find(work, text, _SHOWN))
        return times.within("two word starts", 0.2)

    def misspelt(self, known: Sequence[Person], count: int) -> list[Figure]:
        """The fixed corpus: whether the person meant is among the first ten, and how long that takes."""
        corpus = misspellings(known, count)
        hits = 0
        with self._clinic.reading() as work:
            for one in corpus:
                wanted = id_of("client", one.person)
                hits += any(row.id == wanted for row in find(work, one.typed, _FIRST_TEN))
        share = 100 * hits / len(corpus)
        times = self._both([one.typed for one in corpus], lambda work, text: find(work, text, _FIRST_TEN))
        return [
            Figure(
                f"of {len(corpus)} misspellings, the person in the first ten",
                ">= 95 %",
                share >= 95,
                value=share,
                unit="%",
            ),
            times.within("a misspelt name", 10, is_p95=True),
        ]

    def numbers(self, known: Sequence[Person], places: Sequence[int]) -> Figure:
        """NIK and No. Rekam Medis, whole, against SQLAlchemy Core's own get-one."""
        table = Client.__table__  # type: ignore[attr-defined]
        get_one = {name: select(table).where(table.c[name] == bindparam("number")) for name in ("rm_number", "nik")}
        cases = [
            ("nik", known[place].nik) if number % 2 else ("rm_number", f"{place + 1:06d}")
            for number, place in enumerate(places)
        ]
        engine = self._clinic.store.engine

        def ours(case: tuple[str, str]) -> None:
            with self._clinic.reading() as work:
                find(work, case[1], _SHOWN)

        def limit(case: tuple[str, str]) -> None:
            with engine.connect() as connection, connection.begin():
                connection.execute(get_one[case[0]], {"number": case[1]}).first()

        times = in_turns(cases, ours, limit)
        return times.against("exact number", 2, note="limit: Core's get-one with its transaction")

    def duplicates(self, known: Sequence[Person], chance: Random, count: int) -> Figure:
        """Registrations as they grow under the fingers: of people known under another spelling, and of new ones."""
        drafts = [draft for person in _typed(known, chance, count) for draft in _growing(person)]
        times = self._both(drafts, likely_matches)
        return times.within("likely duplicates while typing", 30, is_p95=True, note=f"{len(drafts)} states of a form")

    def pages(self, rounds: int, chance: Random) -> list[Figure]:
        """Pages of a hundred rows from anywhere in the list, by name and newest first, and of incomplete identities."""
        rows = self._bare.rows("SELECT listing, number FROM client_entry")
        wishes = [
            (Order.NAME, ListFilter()),
            (Order.NEWEST, ListFilter()),
            (Order.NAME, ListFilter(has_incomplete_identity=True)),
        ]
        cases = [(*wishes[place % 3], PageKey(*chance.choice(rows))) for place in range(rounds)]
        times = self._both(cases, lambda work, case: page(work, case[0], case[2], _PAGE_ROWS, case[1]))
        return [times.within("list page anywhere", 3, note=f"{_PAGE_ROWS} rows")]


def _fragments(known: Sequence[Person], count: int, chance: Random) -> list[str]:
    """Return pieces of three to five letters from within words."""
    found: list[str] = []
    while len(found) < count:
        words = [word for word in chance.choice(known).full_name.split() if len(word) > 5 and word.isalpha()]
        if words:
            word = chance.choice(words)
            length = chance.choice((3, 4, 5))
            start = chance.randrange(1, len(word) - length + 1)
            found.append(word[start : start + length].lower())
    return found


def _word_starts(known: Sequence[Person], count: int, chance: Random) -> list[str]:
    """Return the first three or four letters of two words of a name, in any order."""
    found: list[str] = []
    while len(found) < count:
        words = [word for word in chance.choice(known).full_name.split() if len(word) > 3 and word.isalpha()]
        if len(words) > 1:
            found.append(" ".join(word[: chance.choice((3, 4))].lower() for word in chance.sample(words, 2)))
    return found


def _typed(known: Sequence[Person], chance: Random, count: int) -> list[Person]:
    """Return people to register: half of them known, their names with a letter left out."""
    again = [
        replace(person, full_name=person.full_name[:2] + person.full_name[3:])
        for person in chance.sample(list(known), min(len(known), count // 2))
    ]
    return again + list(Population(seed=7).people(count - len(again)))


def _growing(person: Person) -> list[ClientDraft]:
    """Return the states of one registration's form in which likely matches are asked for."""
    name = person.full_name
    lengths = sorted({min(len(name), length) for length in (3, 6, 10, len(name))})
    stages: list[dict[str, Any]] = [{"full_name": name[:length]} for length in lengths]
    for more in (
        {"sex": person.sex, "birth_date": person.birth_date},
        {"nik": person.nik},
        {"phone": person.phone},
        {"mother_name": person.mother_name},
    ):
        stages.append({**stages[-1], **more})
    return [ClientDraft(**stage) for stage in stages]
