"""The list of possible duplicates: who is on it, why, and who is not."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.duplicates import possible_duplicates
from rehab_app.clinic.clients.matches import Reason
from rehab_app.clinic.clients.service import register
from rehab_app.desk.merge_clients import merge_clients, preview_merge, tell_apart
from rehab_app.foundation.actor import Role
from rehab_app.store.store import Store
from rehab_app.tables import METADATA
from tests.makers import make_actor, make_store

SUB = make_actor(Role.SUBKOORDINATOR)
BORN = date(1990, 8, 17)
CLIENT_TABLE = METADATA.tables["client"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


def keep(store: Store, **typed: object) -> UUID:
    draft = ClientDraft.model_validate({"full_name": "Muhammad Rizki", "sex": "L", "birth_date": BORN, **typed})
    with store.writing(SUB) as work:
        return register(work, draft).id


def pairs(store: Store) -> list[tuple[UUID, UUID]]:
    with store.reading(SUB) as work:
        return [(one.first.id, one.second.id) for one in possible_duplicates(work)]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"full_name": "Moh. Rizky"}, Reason.SAME_NAME),
        ({"full_name": "Rizki"}, Reason.SAME_BIRTH_DATE),
        ({"birth_date": date(1990, 8, 18)}, Reason.NEAR_BIRTH_DATE),
        ({"birth_date": date(1990, 9, 17)}, Reason.NEAR_BIRTH_DATE),
        ({"birth_date": date(1991, 8, 17)}, Reason.NEAR_BIRTH_DATE),
        ({"birth_date": None, "stated_age": 31, "mother_name": "Siti Aminah"}, Reason.SAME_MOTHER),
        ({"full_name": "Riski M.", "birth_date": None, "stated_age": 31, "phone": "0812 3456 7890"}, Reason.SAME_PHONE),
        ({"full_name": "Andi", "mother_name": "Siti Aminah", "phone": "081234567890"}, Reason.SAME_MOTHER),
    ],
)
def test_a_person_kept_twice_is_listed_with_the_reason(store: Store, other: dict[str, object], reason: Reason) -> None:
    first = keep(store, phone="081234567890", mother_name="Siti Aminah")
    second = keep(store, **other)
    with store.reading(SUB) as work:
        [pair] = possible_duplicates(work)
    assert (pair.first.id, pair.second.id) == (first, second)
    assert reason in pair.reasons
    assert 0.6 <= pair.score <= 1


@pytest.mark.parametrize(
    "other",
    [
        {"birth_date": date(1971, 1, 3)},
        {"full_name": "Budi Santoso"},
        {"full_name": "Siti Aminah", "sex": "P", "phone": "081234567890"},
    ],
)
def test_one_thing_in_common_is_not_enough(store: Store, other: dict[str, object]) -> None:
    keep(store, phone="081234567890")
    keep(store, **other)
    assert pairs(store) == []


def test_day_and_month_swapped_are_listed(store: Store) -> None:
    first = keep(store, birth_date=date(1990, 8, 7))
    second = keep(store, birth_date=date(1990, 7, 8))
    assert pairs(store) == [(first, second)]


@pytest.mark.parametrize(("sharing", "is_listed"), [(20, True), (21, False)])
def test_a_telephone_that_many_have_tells_nothing(store: Store, sharing: int, is_listed: bool) -> None:
    for place in range(sharing):
        birth, other = date(1960 + place, 1 + place % 12, 1 + place), f"Orang{chr(65 + place)} Lain{chr(65 + place)}"
        keep(store, full_name=other, birth_date=birth, phone="081234567890", mother_name=f"Ibu{place}")
    twice = {"full_name": "Moh. Rizky", "mother_name": "Siti Aminah", "birth_date": date(2001, 10, 30)}
    with store.writing(SUB) as work:
        work.connection.execute(CLIENT_TABLE.update().where(CLIENT_TABLE.c.rm_number == "000001").values(**twice))
        work.connection.execute(
            CLIENT_TABLE.update().where(CLIENT_TABLE.c.rm_number == "000002").values(mother_name="Siti Aminah")
        )
    assert bool(pairs(store)) is is_listed


def test_the_likeliest_pair_comes_first(store: Store) -> None:
    near = (
        keep(store, full_name="Ahmad Fauzi", birth_date=date(1980, 1, 1)),
        keep(store, full_name="Ahmad Fauzi", birth_date=date(1980, 1, 2)),
    )
    sure = keep(store, phone="081234567890"), keep(store, phone="081234567890")
    assert pairs(store) == [sure, near]
    with store.reading(SUB) as work:
        assert len(possible_duplicates(work, limit=1)) == 1


def test_a_pair_told_apart_or_merged_leaves_the_list(store: Store) -> None:
    one, other, third = keep(store), keep(store), keep(store)
    assert len(pairs(store)) == 3
    with store.writing(SUB) as work:
        tell_apart(work, other, one, "kembar")
    assert pairs(store) == [(one, third), (other, third)]
    with store.writing(SUB) as work:
        merge_clients(work, preview_merge(work, one, third), (), "orang yang sama")
    assert pairs(store) == []
