"""The list of clients page by page, the likely matches while one is typed, and who may see them."""

from datetime import date
from itertools import chain, count

import pytest

from rehab_app.clinic.clients import queries, service
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.matches import Reason
from rehab_app.clinic.clients.queries import ListFilter, Order
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.errors import NotAllowed
from rehab_app.store.store import Store
from tests.clinic.clients.makers import CLERK, draft_of, open_episode, register, register_all
from tests.makers import make_actor, make_everyone

NIK = "6471021708900003"


def _likely(store: Store, **known: object) -> list[tuple[str, set[Reason]]]:
    with store.reading(CLERK) as work:
        found = queries.likely_matches(work, ClientDraft.model_validate(known))
    return [(one.full_name, set(one.reasons)) for one in found]


def test_who_may_be_meant_is_shown_with_the_reasons(store: Store) -> None:
    register(store, "Muhammad Rizky", nik=NIK, phone="081234567890", mother_name="Siti Aminah")
    register(store, "Kartini Wulandari", sex="P")
    assert _likely(store, full_name="Moh. Rizki", birth_date="1990-08-17", mother_name="St. Aminah") == [
        ("Muhammad Rizky", {Reason.SAME_NAME, Reason.SAME_BIRTH_DATE, Reason.SAME_MOTHER})
    ]
    assert _likely(store, nik="6471 0217 0890 0003") == [("Muhammad Rizky", {Reason.SAME_NIK})]
    assert _likely(store, phone="0812-3456-7890") == [("Muhammad Rizky", {Reason.SAME_PHONE})]
    assert _likely(store, full_name="Riz", birth_date="1990-08-17")[0][0] == "Muhammad Rizky"
    near = _likely(store, nik="6471021708900004", birth_date="1990-08-17")
    assert near == [("Muhammad Rizky", {Reason.NEAR_NIK, Reason.SAME_BIRTH_DATE})]


def test_a_draft_in_any_state_is_compared(store: Store) -> None:
    register(store, "Muhammad Rizky")
    assert _likely(store) == []
    assert _likely(store, nik="64", phone="0", full_name="%", birth_date="2008-02-29") == []


def test_day_and_month_swapped_are_seen(store: Store) -> None:
    register(store, "Muhammad Rizky", birth_date=date(1990, 3, 8))
    assert _likely(store, full_name="Muhammad Rizky", birth_date="1990-08-03") == [
        ("Muhammad Rizky", {Reason.SAME_NAME, Reason.DAY_MONTH_SWAPPED})
    ]


def test_ones_own_file_is_no_match(store: Store) -> None:
    kept = register(store, "Muhammad Rizky", nik=NIK)
    with store.reading(CLERK) as work:
        draft = ClientDraft(full_name="Muhammad Rizky", nik=NIK)
        assert [one.id for one in queries.likely_matches(work, draft)] == [kept.id]
        assert queries.likely_matches(work, draft, apart_from=kept.id) == []


def _listed(
    store: Store, order: Order, limit: int, narrowed: ListFilter = queries.ALL, *, is_reversed: bool = False
) -> list[list[str]]:
    pages, after = [], None
    for _ in count():
        with store.reading(CLERK) as work:
            page = queries.page(work, order, after, limit, narrowed, is_reversed=is_reversed)
        pages.append([row.full_name for row in page.rows])
        after = page.next_key
        if after is None:
            return pages
    raise AssertionError


def test_the_list_is_read_page_by_page_in_each_order(store: Store) -> None:
    register_all(store, "Cici", "andi", "Élise", "Budi", "Budi Adi")
    register(store, "Budi")
    by_name_pages = [["andi", "Budi"], ["Budi", "Budi Adi"], ["Cici", "Élise"]]
    assert _listed(store, Order.NAME, 2) == by_name_pages
    assert _listed(store, Order.NAME, 6) == [[*chain(*by_name_pages)]]
    backwards = [name for page in reversed(by_name_pages) for name in reversed(page)]
    assert [*chain(*_listed(store, Order.NAME, 4, is_reversed=True))] == backwards
    assert _listed(store, Order.NEWEST, 4) == [["Budi", "Budi Adi", "Budi", "Élise"], ["andi", "Cici"]]
    assert _listed(store, Order.NEWEST, 5, is_reversed=True)[0][:2] == ["Cici", "andi"]


def test_an_empty_store_has_one_empty_page(store: Store) -> None:
    assert _listed(store, Order.NAME, 50) == [[]]


def test_the_list_is_narrowed_to_incomplete_identities(store: Store) -> None:
    whole = {"nik": NIK, "address": "Jl. Strat 1", "place_code": "64.71.02.1003"}
    kept = register(store, "Budi", **whole)
    register_all(store, "Andi", "Cici")
    narrowed = ListFilter(has_incomplete_identity=True)
    assert _listed(store, Order.NAME, 1, narrowed) == [["Andi"], ["Cici"]]
    assert _listed(store, Order.NEWEST, 5, narrowed) == [["Cici", "Andi"]]
    with store.writing(CLERK) as work:
        service.update(work, kept.id, draft_of("Budi", **{**whole, "address": ""}), 1)
    assert _listed(store, Order.NAME, 5, narrowed) == [["Andi", "Budi", "Cici"]]


@pytest.mark.parametrize("few", [2000, 0])
def test_the_list_is_narrowed_to_a_state_of_the_lastopen_episode(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(queries, "_FEW_IN_STATE", few)
    ids = register_all(store, "Andi", "Budi", "Cici", "Dodi")
    with store.writing(CLERK) as work:
        open_episode(work, ids["Andi"], "1/2021", 1, "closed")
        open_episode(work, ids["Andi"], "2/2022", 2, "outpatient")
        open_episode(work, ids["Budi"], "3/2022", 1, "closed")
        open_episode(work, ids["Cici"], "4/2022", 1, "outpatient")
    assert _listed(store, Order.NAME, 1, ListFilter(state="outpatient")) == [["Andi"], ["Cici"]]
    assert _listed(store, Order.NEWEST, 5, ListFilter(state="closed")) == [["Budi"]]
    assert _listed(store, Order.NAME, 5, ListFilter(state="referred", has_incomplete_identity=True)) == [[]]


def test_who_may_not_see_administrative_data_finds_nobody(store: Store) -> None:
    kept = register(store)
    for role, actor in make_everyone():
        with store.reading(actor) as work:
            for ask in (
                lambda work: queries.find(work, "budi"),
                lambda work: queries.find_by_ids(work, [kept.id]),
                lambda work: queries.likely_matches(work, draft_of()),
                lambda work: queries.page(work).rows,
            ):
                if actor.may(DataClass.ADMINISTRATIF, Right.MELIHAT):
                    assert ask(work), role
                else:
                    with pytest.raises(NotAllowed):
                        ask(work)
    with store.reading(make_actor(Role.ADMIN)) as work, pytest.raises(NotAllowed):
        queries.find(work, "budi")
