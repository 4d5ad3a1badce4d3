"""The search box, the likely matches and the list: who is found, in what order, and by whom."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select
from sqlmodel import col

from rehab_app.clinic.clients import by_name, queries, service, upkeep
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.rows import FoundClient, MatchedBy
from rehab_app.clinic.clients.search_index import CLIENTS, tokens_of
from rehab_app.store.ledger import AUDIT_ENTRY
from rehab_app.store.store import Store
from rehab_app.store.work import Work
from tests.bench.misspellings import misspellings
from tests.bench.people import people
from tests.clinic.clients.makers import CLERK, draft_of, open_episode, register, register_all
from tests.makers import make_store

NIK = "6471021708900003"


def _find(store: Store, text: str, limit: int = 10) -> list[FoundClient]:
    with store.reading(CLERK) as work:
        return queries.find(work, text, limit)


def _names(store: Store, text: str, limit: int = 10) -> list[str]:
    return [found.full_name for found in _find(store, text, limit)]


@pytest.mark.parametrize(
    "typed",
    [
        "Muhammad Rizky Saleh",
        "saleh rizky",
        "riz sal",
        "sal riz",
        "RIZKY",
        "  rizky   ",
        "Moh. Rizki Shaleh",
        "Mochamad Risky",
        "M. Rizky",
        "izk",
        "uhamm",
        "izky aleh",
        "Rizky bin Saleh",
        "Rzky Saleh",
        "Muhamad Rizki Salleh",
        "Dr. H. Rizky Saleh, S.Kom",
    ],
)
def test_a_name_is_found_in_many_writings(store: Store, typed: str) -> None:
    register_all(store, "Muhammad Rizky Saleh", "Andi Tenri", "Kartini Wulandari", "Yohanes Lejau")
    assert _names(store, typed)[:1] == ["Muhammad Rizky Saleh"]


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("Soeharto", "Suharto"),
        ("Djoko Tjahjono", "Joko Cahjono"),
        ("Sjahrir", "Syahrir"),
        ("Chairul Anwar", "Khairul Anwar"),
        ("Achmad Fauzi", "ach fau"),
        ("Ahmad Fauzi", "Achmad"),
        ("Abdurrahman", "Abdul Rahman"),
        ("Abd. Rahman", "Abdurrahman"),
        ("Ma'ruf Amin", "Maruf"),
        ("Maruf Amin", "Ma'ruf"),
        ("Siti Aminah", "St. Aminah"),
        ("Christian", "ch"),
        ("Suharto", "Suhrato"),
        ("Kusnadi Wibowo", "Kusndi Wibow"),
        ("Zainal Abidin", "Zaenal"),
        ("H. Haji", "haji"),
        ("محمد رضوان", "محمد"),
        ("🙂🙂", "🙂"),
        ("Nur-Hayati", "hayati"),
        ("Élise Müller", "elise muller"),
    ],
)
def test_other_spellings_are_found(store: Store, kept: str, typed: str) -> None:
    register_all(store, kept, "Bambang Wirawan", "Dodi Pranata")
    assert _names(store, typed)[:1] == [kept]


def test_aliases_are_found_and_said_to_be_so(store: Store) -> None:
    register(store, "Muhammad Rizky", aliases="Ucok, Iwan als Codet")
    register(store, "Ucok Situmorang")
    assert [(one.full_name, one.matched_by) for one in _find(store, "ucok")] == [
        ("Ucok Situmorang", MatchedBy.NAME),
        ("Muhammad Rizky", MatchedBy.ALIAS),
    ]
    assert [one.matched_by for one in _find(store, "codet")] == [MatchedBy.ALIAS]
    assert [one.matched_by for one in _find(store, "rizky")] == [MatchedBy.NAME]


def test_a_client_known_by_initials_alone_is_found_by_them(store: Store) -> None:
    register(store, "", initials="M.R.S.")
    assert [one.initials for one in _find(store, "MRS")] == ["M.R.S."]


@pytest.mark.parametrize(
    ("typed", "matched_by"),
    [
        (NIK, MatchedBy.NIK),
        ("64 7102 170890 0003", MatchedBy.NIK),
        ("6471.0217.0890.0003", MatchedBy.NIK),
        ("6471021", MatchedBy.NIK),
        ("6471", MatchedBy.NIK),
        ("081234567890", MatchedBy.PHONE),
        ("+62 812-3456-7890", MatchedBy.PHONE),
        ("62 812 3456 7890", MatchedBy.PHONE),
        ("0812 345", MatchedBy.PHONE),
        ("0812", MatchedBy.PHONE),
        ("(0542) 765432", MatchedBy.PHONE),
        ("0857 1111 2222", MatchedBy.CONTACT_PHONE),
        ("000001", MatchedBy.RM),
        ("1", MatchedBy.RM),
        ("0007/2022", MatchedBy.REGISTRATION),
        ("7/2022", MatchedBy.REGISTRATION),
        ("B 1234567", MatchedBy.IDENTITY),
    ],
)
def test_numbers_are_found_however_they_are_typed(store: Store, typed: str, matched_by: MatchedBy) -> None:
    kept = register(
        store,
        nik=NIK,
        phone="0812 3456 7890",
        other_phone="0542765432",
        identity_kind="passport",
        identity_number="B1234567",
        contacts=[{"name": "Sumarni", "phone": "085711112222"}],
    )
    register(store, "Orang Lain", nik="7371031608900001", phone="085299998888")
    with store.writing(CLERK) as work:
        open_episode(work, kept.id, "0007/2022")
    assert [(one.id, one.matched_by) for one in _find(store, typed)] == [(kept.id, matched_by)]


def test_an_rm_number_of_another_pattern_is_found_by_its_number_alone(store: Store) -> None:
    with store.writing(CLERK) as work:
        service.register(work, draft_of(), rm_pattern="RM-{number:06d}")
    for typed in ("RM-000001", "rm 1", "000001", "1"):
        assert [one.rm_number for one in _find(store, typed)] == ["RM-000001"], typed


def test_a_mothers_name_finds_nobody_in_the_search_box(store: Store) -> None:
    register(store, mother_name="Kartini")
    assert _find(store, "Kartini") == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "%",
        "_",
        "*",
        '"',
        "'",
        '"budi',
        "bu*",
        "NEAR(budi santoso)",
        "budi OR andi",
        "' OR 1=1 --",
        "\\",
        "|",
        "(",
        "0",
        "😀",
        "\x00",
    ],
)
def test_signs_of_a_query_language_mean_nothing(store: Store, typed: str) -> None:
    register_all(store, "Andi Tenri", "Kartini")
    assert set(_names(store, typed)) <= {"Andi Tenri"}
    assert _names(store, typed) == [] or "andi" in typed


def test_a_very_long_question_is_answered(store: Store) -> None:
    register_all(store, "Andi Tenri")
    assert _names(store, "andi " * 500) == ["Andi Tenri"]
    assert _names(store, "x" * 5000) == []


def test_a_name_of_sixty_letters_is_found_by_each_of_its_words(store: Store) -> None:
    name = "Muhammad Abdurrahman Nurhidayatullah Syarifuddin Kertanegara"
    register_all(store, name)
    for word in name.split():
        assert _names(store, word) == [name], word


def test_who_begins_as_typed_stands_before_the_others(store: Store) -> None:
    register_all(store, "Agus Budi", "Budi Zulkarnain", "Budiman", "Budi", "Rebudi")
    assert _names(store, "budi") == ["Budi", "Budi Zulkarnain", "Budiman", "Agus Budi", "Rebudi"]
    assert _names(store, "budi", limit=2) == ["Budi", "Budi Zulkarnain"]


def test_the_exact_name_stands_before_longer_ones(store: Store) -> None:
    register_all(store, "Agus Budi Santoso", "Budi Adi Santoso", "Budi Santoso", "Santoso Budi")
    assert _names(store, "Budi Santoso")[0] == "Budi Santoso"


def test_common_words_are_found_too_when_they_are_many(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_name, "MANY", 3)
    register_all(
        store, *(f"Budi {word}" for word in ("Adi", "Bayu", "Cahyo", "Dodi", "Eko")), "Agus Budiman", "Subudiono"
    )
    with store.writing(CLERK) as work:
        upkeep.optimise(work)
    assert _names(store, "budi", 6) == ["Budi Adi", "Budi Bayu", "Budi Cahyo", "Budi Dodi", "Budi Eko", "Agus Budiman"]
    assert _names(store, "budi")[-1] == "Subudiono"
    assert _names(store, "udi", 3) == ["Agus Budiman", "Budi Adi", "Budi Bayu"]
    assert _names(store, "udi eko") == ["Budi Eko"]
    assert _names(store, "bu ek") == ["Budi Eko"]


def test_pieces_of_several_words_are_looked_for_where_few_begin_so(store: Store) -> None:
    register_all(store, "Udin Salman", "Saprudin Salim")
    assert _names(store, "udin sal") == ["Udin Salman", "Saprudin Salim"]
    register_all(store, *(f"Udin Saleh {word}" for word in ("Adi", "Bayu")))
    # Of few uses, beginnings and pieces come together.
    assert _names(store, "udin sal")[-1] == "Saprudin Salim"


def test_where_many_begin_so_pieces_of_several_words_are_left_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_name, "_FEW_USES", 0)
    register_all(store, "Udin Salkan", "Udin Salman", "Saprudin Salim")
    assert _names(store, "udin sal") == ["Udin Salkan", "Udin Salman", "Saprudin Salim"]
    register_all(store, "Udin Salpan")
    assert _names(store, "udin sal") == ["Udin Salkan", "Udin Salman", "Udin Salpan"]
    assert _names(store, "udin")[-1] == "Saprudin Salim"


def test_likeness_is_not_asked_of_short_beginnings_that_somebody_has(store: Store) -> None:
    register_all(store, "Rina Dewi", "Rini Dewi", "Rino Dewa")
    assert _names(store, "rin dew") == ["Rina Dewi", "Rini Dewi", "Rino Dewa"]
    assert _names(store, "rini dew") == ["Rini Dewi"]
    assert _names(store, "rini dewi") == ["Rini Dewi", "Rina Dewi", "Rino Dewa"]
    assert _names(store, "rnia dew")[:1] == ["Rina Dewi"]


def test_the_last_episode_is_shown(store: Store) -> None:
    kept = register(store, place_code="64.71.02.1001")
    with store.writing(CLERK) as work:
        open_episode(work, kept.id, "0001/2021", 1, "closed")
        open_episode(work, kept.id, "0005/2022", 2, "outpatient")
    found = _find(store, "budi")[0]
    assert (found.registration_number, found.state) == ("0005/2022", "outpatient")
    assert (found.rm_number, found.initials, found.sex, found.age) == ("000001", "BS", "L", 31)
    assert (found.birth_date, found.district) == (date(1990, 8, 17), "Balikpapan Barat")


def test_the_index_follows_a_change_in_the_same_transaction(store: Store) -> None:
    kept = register(store, "Budi Santoso", nik=NIK, phone="081234567890")
    with store.writing(CLERK) as work:
        open_episode(work, kept.id, "0007/2022")
        service.update(work, kept.id, draft_of("Agus Hartono", phone="081299998888"), 1)
        assert [one.id for one in queries.find(work, "hartono")] == [kept.id]
    assert _find(store, "budi") == _find(store, NIK) == _find(store, "081234567890") == []
    for typed in ("agus har", "0812 9999 8888", "7/2022"):
        assert [one.id for one in _find(store, typed)] == [kept.id], typed


def test_a_transaction_that_fails_leaves_the_index_as_it_was(store: Store) -> None:
    register(store, "Budi Santoso")
    with pytest.raises(ValueError, match="stop"), store.writing(CLERK) as work:
        service.register(work, draft_of("Kartini Wulandari"))
        assert queries.find(work, "kartini")
        raise ValueError("stop")
    assert _find(store, "kartini") == []
    register(store, "Zulaikha Ratu")
    assert _names(store, "zulaika") == ["Zulaikha Ratu"]
    assert _names(store, "aikh") == ["Zulaikha Ratu"]


def test_a_new_word_is_known_to_readers_at_once(store: Store) -> None:
    with store.reading(CLERK) as work:
        assert queries.find(work, "wulandari") == []
    register(store, "Kartini Wulandari")
    assert _names(store, "landa") == ["Kartini Wulandari"]


def test_an_index_made_anew_finds_the_same(store: Store) -> None:
    kept = register(
        store, "Budi Santoso", nik=NIK, aliases="Codet", contacts=[{"name": "Sumarni", "phone": "085711112222"}]
    )
    register_all(store, "Andi Tenri", "Kartini Wulandari")
    with store.writing(CLERK) as work:
        open_episode(work, kept.id, "0007/2022")
    asked = ("budi", "santso", "codet", "landa", NIK, "0857 1111", "7/2022", "000002")
    before = {typed: _find(store, typed) for typed in asked}
    assert all(before.values())
    tables = (CLIENTS.entry, CLIENTS.word, CLIENTS.key)
    with store.writing(CLERK) as work:
        kept_rows = {table.name: sorted(map(tuple, work.connection.execute(select(table)))) for table in tables}
        for table in tables:
            work.connection.execute(table.delete())
        assert not upkeep.is_index_complete(work)
        assert upkeep.rebuild_index(work) == 3
        assert upkeep.is_index_complete(work)
        assert {table.name: sorted(map(tuple, work.connection.execute(select(table)))) for table in tables} == kept_rows
    assert {typed: _find(store, typed) for typed in asked} == before
    register(store, "Zulaikha Ratu")
    assert _names(store, "zulaik") == ["Zulaikha Ratu"]
    with store.reading(CLERK) as work:
        assert "clients.rebuild_index" in work.connection.execute(select(AUDIT_ENTRY.c.action)).scalars().all()


def test_clients_are_found_by_their_ids_in_the_order_asked(store: Store) -> None:
    ids = register_all(store, "Budi Santoso", "Andi Tenri")
    with store.reading(CLERK) as work:
        found = queries.find_by_ids(work, [ids["Andi Tenri"], uuid4(), ids["Budi Santoso"]])
        assert queries.find_by_ids(work, []) == []
    assert [one.full_name for one in found] == ["Andi Tenri", "Budi Santoso"]


# A larger population.


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of two thousand invented people."""
    store = make_store(tmp_path_factory.mktemp("crowd"))
    with store.writing(CLERK) as work:
        known: dict[str, Any] = {
            "row_version": 1,
            "created_at": work.clock.now(),
            "created_by": CLERK.user_id,
            "changed_at": work.clock.now(),
            "changed_by": CLERK.user_id,
        }
        rows = [
            Client(
                id=work.new_id(),
                rm_number=f"{number:06d}",
                full_name=person.full_name,
                initials="X",
                aliases=person.alias,
                sex=person.sex,
                birth_date=person.birth_date,
                nik=person.nik,
                phone=person.phone,
                mother_name=person.mother_name,
                **known,
            ).model_dump()
            for number, person in enumerate(people(2000), 1)
        ]
        work.connection.execute(insert(Client), rows)
        upkeep.rebuild_index(work)
    yield store
    store.close()


def test_misspelt_people_are_among_the_first_ten(crowd: Store) -> None:
    corpus = misspellings(list(people(2000)))
    assert len(corpus) == 300
    with crowd.reading(CLERK) as work:
        missed = [
            (slip.kind, slip.typed)
            for slip in corpus
            if f"{slip.person + 1:06d}" not in {one.rm_number for one in queries.find(work, slip.typed)}
        ]
    assert len(missed) <= 15, missed


def test_each_piece_of_a_name_finds_whoever_has_it(crowd: Store) -> None:
    with crowd.reading(CLERK) as work:
        rows = work.connection.execute(select(col(Client.rm_number), col(Client.full_name)))
        names = {row.rm_number: row.full_name for row in rows}
        for piece in ("izk", "anto", "nuddi", "wati", "ambang", "zzz"):
            having = {rm for rm, name in names.items() if piece in name.casefold()}
            found = {one.rm_number for one in queries.find(work, piece, 2000)}
            assert having <= found, piece


def test_no_search_reads_a_whole_table(crowd: Store) -> None:
    with crowd.reading(CLERK) as work:
        for typed in ("budi", "riz sal", "izk", NIK, "0812", "Rzky Saleh", "1/2022"):
            assert not _scans(work, partial(queries.find, work, typed)), typed


def test_the_watch_on_scans_sees_one(crowd: Store) -> None:
    with crowd.reading(CLERK) as work:
        assert _scans(
            work, lambda: work.connection.execute(select(CLIENTS.entry).where(CLIENTS.entry.c.listing.like("%a%")))
        )


def _scans(work: Work, act: Callable[[], object]) -> list[str]:
    """Return the plan's scans of a real table in all that ``act`` asks the database."""
    asked: list[str] = []
    raw = work.connection.connection.driver_connection
    assert raw is not None
    raw.set_trace_callback(asked.append)
    try:
        act()
    finally:
        raw.set_trace_callback(None)
    assert asked
    plans = [row[3] for statement in asked for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()]
    return [step for step in plans if step.startswith("SCAN client") and "USING" not in step]


def test_a_joined_name_and_a_lone_m_are_taken_apart() -> None:
    assert tokens_of("Abdurrahman", 6) == [("abdul",), ("rahman",)]
    assert tokens_of("M. Rizky", 6) == [("muhamad",), ("rizky", "riski")]
    assert len(tokens_of("satu dua tiga empat lima enam tujuh", 6)) == 6


@pytest.mark.parametrize(
    "name", ["Megawati", "Ricard", "Christian", "Rahmah", "Njoto", "Rizky", "Achmad", "Chairul", "Tjokro", "Dwi"]
)
def test_a_name_is_found_after_each_letter_that_is_typed(store: Store, name: str) -> None:
    register_all(store, name, "Bambang Pamungkas")
    for length in range(1, len(name) + 1):
        assert name in _names(store, name[:length]), name[:length]
