"""Two records of one person become one and are parted again; nothing is lost on either way."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from rehab_app.clinic.clients import queries
from rehab_app.clinic.clients import service as clients
from rehab_app.clinic.clients.draft import ClientDraft, ContactDraft
from rehab_app.clinic.clients.duplicates import possible_duplicates
from rehab_app.clinic.clients.model import Client, ClientMerge
from rehab_app.clinic.clients.upkeep import is_index_complete, rebuild_index
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft, EpisodeDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.queries import of_episode
from rehab_app.desk.merge_clients import MergePreview, merge_clients, merges, preview_merge, tell_apart
from rehab_app.desk.moving_records import MOVED_CLINICAL, MOVED_RECORDS, latest_of, table_of
from rehab_app.desk.part_clients import part_clients, preview_part
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.office.audit.verify import verify
from rehab_app.store.store import Store
from rehab_app.store.work import Work
from rehab_app.tables import METADATA
from tests.clinic.makers import keep_accounts
from tests.makers import START, make_actor, make_store

SUB = make_actor(Role.SUBKOORDINATOR, Role.KONSELOR, name="Rina Subkoordinator")
FIRST_DAY = date(2021, 2, 1)
SECOND_DAY = date(2021, 9, 1)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: SetClock) -> Store:
    store = make_store(tmp_path, clock)
    keep_accounts(store, SUB)
    return store


def register(work: Work, **typed: object) -> UUID:
    draft = {"full_name": "Muhammad Rizki", "sex": "L", "birth_date": "1990-08-17", **typed}
    return clients.register(work, ClientDraft.model_validate(draft)).id


def serve(work: Work, client_id: UUID, day: date, *, is_closed: bool = True) -> UUID:
    """Register an episode with one attended meeting, and end it where asked."""
    opened = episodes.open_episode(work, client_id, EpisodeDraft(registered_on=day, channel="voluntary"))
    plan = PlanDraft(held_on=day, kind="individual")
    sessions.record_session(
        work, opened.episode_id, plan, AttendanceDraft(attendance="hadir", note="bicara tentang pekerjaan")
    )
    if is_closed:
        closing = CloseDraft(on=day + timedelta(days=30), outcome="moved", reason="pindah ke Samarinda")
        version = work.session.get_one(Episode, opened.episode_id).row_version
        episodes.close(work, opened.episode_id, version, closing, attended=1)
    return opened.episode_id


@pytest.fixture
def pair(store: Store) -> tuple[UUID, UUID]:
    """Two records of one person: the later one has the telephone and the mother, and the earlier episode."""
    with store.writing(SUB) as work:
        kept = register(work, nik="6471021708900001")
        merged = register(
            work,
            full_name="Moh. Rizky",
            phone="081234567890",
            mother_name="Siti Aminah",
            contacts=[ContactDraft(name="Siti Aminah", relation="mother", phone="081300001234")],
        )
        serve(work, kept, SECOND_DAY)
        serve(work, merged, FIRST_DAY)
    return kept, merged


def previewed(store: Store, pair: tuple[UUID, UUID]) -> MergePreview:
    with store.reading(SUB) as work:
        return preview_merge(work, *pair)


def merged_with(store: Store, pair: tuple[UUID, UUID], *taken: str) -> UUID:
    seen = previewed(store, pair)
    with store.writing(SUB) as work:
        return merge_clients(work, seen, taken, "orang yang sama")


def found(store: Store, typed: str) -> list[UUID]:
    with store.reading(SUB) as work:
        return [one.id for one in queries.find(work, typed)]


def periods(store: Store, client_id: UUID) -> list[tuple[int, date]]:
    with store.reading(SUB) as work:
        rows = work.session.exec(select(Episode).where(Episode.client_id == client_id))
        return sorted((one.period_number, one.registered_on) for one in rows)


def test_whatever_hangs_on_a_client_is_moved() -> None:
    moved = {table_of(kind).name for kind in (*MOVED_RECORDS, *MOVED_CLINICAL)} | {"episode"}
    naming = {
        name
        for name, table in METADATA.tables.items()
        if "client_id" in table.columns and not name.endswith("_history")
    }
    assert moved == naming


def test_the_preview_shows_what_differs_what_moves_and_the_new_order(store: Store, pair: tuple[UUID, UUID]) -> None:
    seen = previewed(store, pair)
    proposed = {one.field: one.is_taken for one in seen.differences}
    assert proposed["phone"] is True
    assert proposed["mother_name"] is True
    assert proposed["full_name"] is False
    counted = {one.table: (one.kept, one.merged) for one in seen.counted}
    assert counted["episode"] == (1, 1)
    assert counted["care_session"] == (1, 1)
    assert counted["client_contact"] == (0, 1)
    assert [number.split("/")[1] for number in seen.periods] == ["2021", "2021"]
    assert seen.open_episodes == ()


def test_one_file_holds_everything_and_masa_perawatan_is_counted_anew(store: Store, pair: tuple[UUID, UUID]) -> None:
    kept, merged = pair
    merged_with(store, pair, "phone", "mother_name")
    assert periods(store, kept) == [(1, FIRST_DAY), (2, SECOND_DAY)]
    assert periods(store, merged) == []
    with store.reading(SUB) as work:
        client = work.session.get_one(Client, kept)
        assert (client.phone, client.mother_name, client.full_name) == (
            "+6281234567890",
            "Siti Aminah",
            "Muhammad Rizki",
        )
        first = work.session.exec(select(Episode).where(Episode.period_number == 1)).one()
        [meeting] = of_episode(work, first.id)
        assert (meeting.client_id, meeting.note) == (kept, "bicara tentang pekerjaan")
        assert latest_of(work, CareSession, merged) == []


def test_the_old_number_and_the_old_name_find_the_one_file(store: Store, pair: tuple[UUID, UUID]) -> None:
    kept, merged = pair
    merged_with(store, pair)
    assert found(store, "000002") == [kept]
    assert found(store, "Moh. Rizky") == [kept]
    assert found(store, "081234567890") == [kept]
    assert found(store, "081300001234") == [kept]
    with store.writing(SUB) as work:
        assert clients.open_file(work, merged).id == kept
        assert is_index_complete(work)
        rebuild_index(work)
    assert found(store, "000002") == [kept]
    assert found(store, "Moh. Rizky") == [kept]


def test_a_change_of_the_kept_record_keeps_the_other_names(store: Store, pair: tuple[UUID, UUID]) -> None:
    kept, _ = pair
    merged_with(store, pair)
    with store.writing(SUB) as work:
        opened = clients.open_file(work, kept)
        changed = opened.draft.model_copy(update={"full_name": "Ahmad Rizki"})
        clients.update(work, kept, changed, opened.row_version)
    assert found(store, "Moh. Rizky") == [kept]
    assert found(store, "000002") == [kept]


def test_a_nik_moves_with_its_field(store: Store, pair: tuple[UUID, UUID]) -> None:
    kept, merged = pair
    merge = merged_with(store, (merged, kept), "nik")
    with store.reading(SUB) as work:
        assert work.session.get_one(Client, merged).nik == "6471021708900001"
        assert work.session.get_one(Client, kept).nik is None
        seen = preview_part(work, merge)
    with store.writing(SUB) as work:
        part_clients(work, seen, (), "orang lain")
    with store.reading(SUB) as work:
        assert work.session.get_one(Client, merged).nik is None
        assert work.session.get_one(Client, kept).nik == "6471021708900001"


def test_the_chain_stays_unbroken_and_no_version_is_lost(store: Store, pair: tuple[UUID, UUID]) -> None:
    merged_with(store, pair)
    with store.reading(SUB) as work:
        versions = work.session.exec(select(CareSession)).all()
        assert sorted((one.client_id == pair[0], one.row_version) for one in versions) == [
            (False, 1),
            (True, 1),
            (True, 2),
        ]
        assert verify(work.connection, METADATA).is_unbroken


@pytest.mark.parametrize("closes", [True, False])
def test_two_open_episodes_are_refused_until_one_is_ended(store: Store, closes: bool) -> None:
    with store.writing(SUB) as work:
        pair = register(work), register(work)
        serve(work, pair[0], SECOND_DAY, is_closed=closes)
        serve(work, pair[1], SECOND_DAY, is_closed=False)
    if closes:
        merged_with(store, pair)
        assert [number for number, _ in periods(store, pair[0])] == [1, 2]
        return
    with pytest.raises(RuleBroken, match="merge.two_open"):
        merged_with(store, pair)
    assert [number for number, _ in periods(store, pair[0])] == [1]


def herself(pair: tuple[UUID, UUID]) -> tuple[UUID, UUID]:
    return pair[0], pair[0]


def as_they_are(pair: tuple[UUID, UUID]) -> tuple[UUID, UUID]:
    return pair


@pytest.mark.parametrize(
    ("which", "merges_first", "code"),
    [(herself, False, "merge.same_client"), (as_they_are, True, "merge.already_merged")],
)
def test_nobody_is_merged_with_herself_or_twice(
    store: Store,
    pair: tuple[UUID, UUID],
    which: Callable[[tuple[UUID, UUID]], tuple[UUID, UUID]],
    merges_first: bool,
    code: str,
) -> None:
    if merges_first:
        merged_with(store, pair)
    with store.reading(SUB) as work, pytest.raises(RuleBroken, match=code):
        preview_merge(work, *which(pair))


def test_a_merge_needs_its_reason_and_the_records_as_they_were_seen(store: Store, pair: tuple[UUID, UUID]) -> None:
    seen = previewed(store, pair)
    with store.writing(SUB) as work, pytest.raises(RuleBroken, match="draft.required"):
        merge_clients(work, seen, (), "  ")
    with store.writing(SUB) as work:
        opened = clients.open_file(work, pair[0])
        clients.update(work, pair[0], opened.draft.model_copy(update={"remark": "x"}), opened.row_version)
    with store.writing(SUB) as work, pytest.raises(StaleRecord):
        merge_clients(work, seen, (), "orang yang sama")
    with store.writing(SUB) as work, pytest.raises(RuleBroken, match="merge.unknown_field"):
        merge_clients(work, preview_merge(work, *pair), ("rm_number",), "orang yang sama")


def test_parting_restores_both(store: Store, pair: tuple[UUID, UUID]) -> None:
    kept, merged = pair
    merge = merged_with(store, pair, "phone", "mother_name")
    with store.reading(SUB) as work:
        assert [one.id for one in merges(work)] == [merge]
        seen = preview_part(work, merge)
    assert seen.since == ()
    with store.writing(SUB) as work:
        part_clients(work, seen, (), "ternyata dua orang")
    assert periods(store, kept) == [(1, SECOND_DAY)]
    assert periods(store, merged) == [(1, FIRST_DAY)]
    assert found(store, "000002") == [merged]
    assert found(store, "081300001234") == [merged]
    assert set(found(store, "Moh. Rizky")) == {kept, merged}
    with store.writing(SUB) as work:
        client = work.session.get_one(Client, kept)
        assert (client.phone, client.mother_name) == ("", "")
        assert clients.open_file(work, merged).id == merged
        assert len(latest_of(work, CareSession, merged)) == 1
        assert merges(work) == ()
        assert is_index_complete(work)
        assert verify(work.connection, METADATA).is_unbroken
    with store.reading(SUB) as work, pytest.raises(RuleBroken, match="merge.already_parted"):
        preview_part(work, merge)


def test_what_was_written_since_is_shown_for_choice(store: Store, clock: SetClock, pair: tuple[UUID, UUID]) -> None:
    kept, merged = pair
    merge = merged_with(store, pair, "phone")
    clock.advance(timedelta(days=1))
    with store.writing(SUB) as work:
        opened = clients.open_file(work, kept)
        contacts = [*(opened.draft.contacts or []), ContactDraft(name="Paman Ali")]
        changed = {"phone": "081399998888", "contacts": contacts}
        clients.update(work, kept, opened.draft.model_copy(update=changed), opened.row_version)
        new_episode = serve(work, kept, date(2022, 2, 1), is_closed=False)
        first = work.session.exec(select(Episode).where(Episode.period_number == 1)).one()
        [meeting] = of_episode(work, first.id)
        correction = AttendanceDraft(attendance="hadir", note="diperbaiki", correction_reason="salah ketik")
        sessions.record_attendance(work, meeting.series_id, meeting.row_version, correction)
    with store.reading(SUB) as work:
        seen = preview_part(work, merge)
    told = {(one.kind, one.name): (one.goes_back, one.is_bound) for one in seen.since if one.kind != "care_session"}
    assert told == {
        ("field", "phone"): (False, False),
        ("client_contact", ""): (False, False),
        ("episode", ""): (False, False),
    }
    meetings = sorted(one.goes_back for one in seen.since if one.kind == "care_session")
    assert meetings == [False, True]
    with store.writing(SUB) as work:
        part_clients(work, seen, [new_episode.hex], "ternyata dua orang")
    with store.reading(SUB) as work:
        assert work.session.get_one(Client, kept).phone == "+6281399998888"
        notes = {one["note"] for one in latest_of(work, CareSession, merged)}
        assert notes == {"diperbaiki", "bicara tentang pekerjaan"}
    assert periods(store, merged) == [(1, FIRST_DAY), (2, date(2022, 2, 1))]
    assert periods(store, kept) == [(1, SECOND_DAY)]


def test_parting_is_stale_when_more_was_written(store: Store, clock: SetClock, pair: tuple[UUID, UUID]) -> None:
    merge = merged_with(store, pair)
    with store.reading(SUB) as work:
        seen = preview_part(work, merge)
    clock.advance(timedelta(days=1))
    with store.writing(SUB) as work:
        serve(work, pair[0], date(2022, 1, 10))
    with store.writing(SUB) as work, pytest.raises(StaleRecord):
        part_clients(work, seen, (), "ternyata dua orang")


def test_of_merges_in_a_row_the_newest_is_undone_first(store: Store, pair: tuple[UUID, UUID]) -> None:
    first = merged_with(store, pair)
    with store.writing(SUB) as work:
        third = register(work, full_name="Rizki")
    second = merged_with(store, (third, pair[0]))
    assert found(store, "000002") == [third]
    with store.reading(SUB) as work, pytest.raises(RuleBroken, match="merge.part_newer_first"):
        preview_part(work, first)
    for merge in (second, first):
        with store.writing(SUB) as work:
            part_clients(work, preview_part(work, merge), (), "ternyata dua orang")
    assert periods(store, pair[1]) == [(1, FIRST_DAY)]
    with store.reading(SUB) as work:
        assert all(one.undone_at for one in work.session.exec(select(ClientMerge)))


def test_two_people_are_told_apart_once(store: Store, pair: tuple[UUID, UUID]) -> None:
    with store.writing(SUB) as work:
        tell_apart(work, *pair, "kembar")
        tell_apart(work, pair[1], pair[0], "kembar")
        with pytest.raises(RuleBroken, match="merge.same_client"):
            tell_apart(work, pair[0], pair[0], "")


def proposals(store: Store, kept: dict[str, object], merged: dict[str, object]) -> dict[str, bool]:
    with store.writing(SUB) as work:
        pair = register(work, **kept), register(work, **merged)
    return {one.field: one.is_taken for one in previewed(store, pair).differences}


def test_fields_that_belong_together_are_proposed_together(store: Store) -> None:
    told = proposals(store, {"place_code": "64.71.02.1001"}, {"place_code": "64.71.03.1001", "postcode": "76123"})
    assert told == {"place_code": False, "postcode": False}


def test_a_full_name_is_proposed_with_its_initials_where_only_initials_are_kept(store: Store) -> None:
    told = proposals(store, {"full_name": "", "initials": "XY"}, {"full_name": "Muhammad Rizki"})
    assert told == {"full_name": True, "initials": True}


def test_initials_alone_never_take_the_place_of_a_name(store: Store) -> None:
    told = proposals(store, {"full_name": "Muhammad Rizki"}, {"full_name": "", "initials": "XY"})
    assert told == {"initials": False}


def test_the_initials_go_with_the_name_and_come_back_with_it(store: Store) -> None:
    with store.writing(SUB) as work:
        kept, merged = register(work, full_name="Andi Rahman"), register(work, full_name="Budi")
    merge = merged_with(store, (kept, merged), "full_name")
    with store.writing(SUB) as work:
        assert work.session.get_one(Client, kept).initials == "B"
        part_clients(work, preview_part(work, merge), (), "ternyata dua orang")
        assert work.session.get_one(Client, kept).initials == "AR"


def test_a_meeting_begun_and_corrected_since_is_told_once(
    store: Store, clock: SetClock, pair: tuple[UUID, UUID]
) -> None:
    merge = merged_with(store, pair)
    clock.advance(timedelta(days=1))
    with store.writing(SUB) as work:
        episode = serve(work, pair[0], date(2022, 2, 1), is_closed=False)
        [meeting] = of_episode(work, episode)
        correction = AttendanceDraft(attendance="hadir", note="diperbaiki", correction_reason="salah ketik")
        sessions.record_attendance(work, meeting.series_id, meeting.row_version, correction)
    with store.reading(SUB) as work:
        since = preview_part(work, merge).since
    assert [one.kind for one in since] == ["episode", "care_session"]


def test_the_deeds_of_parting_are_entered_as_parting(store: Store, pair: tuple[UUID, UUID]) -> None:
    merge = merged_with(store, pair, "phone")
    with store.writing(SUB) as work:
        part_clients(work, preview_part(work, merge), (), "ternyata dua orang")
    with store.reading(SUB) as work:
        last = work.connection.execute(
            text("select action from audit_entry where record_table = 'client' order by number desc limit 2")
        ).scalars()
        assert set(last) == {"clients.part"}


def test_who_was_told_apart_stays_apart_after_a_merge(store: Store) -> None:
    with store.writing(SUB) as work:
        first, second, twin = (register(work, mother_name="Siti Aminah") for _ in range(3))
        tell_apart(work, second, twin, "kembar")
    with store.reading(SUB) as work:
        assert len(possible_duplicates(work)) == 2
    merged_with(store, (first, second))
    with store.reading(SUB) as work:
        assert possible_duplicates(work) == ()


def test_a_telephone_that_many_have_makes_nobody_alike(store: Store) -> None:
    names = ("Andi", "Budi", "Citra", "Dewi", "Eko", "Fajar", "Gita", "Hadi", "Indra", "Joko", "Karim")
    with store.writing(SUB) as work:
        for number, name in enumerate((*names, *(f"{name}no" for name in names)), 1):
            register(work, full_name=name, phone="081234567890", birth_date=f"19{50 + number}-01-{number:02d}")
    with store.reading(SUB) as work:
        assert possible_duplicates(work) == ()
