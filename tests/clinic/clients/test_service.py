"""Registering a client, changing her, opening her file: what is kept, what is refused, what is written down."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col
from sqlmodel import select as select_records

from rehab_app.clinic.clients import service
from rehab_app.clinic.clients.contacts import SafeContactDraft
from rehab_app.clinic.clients.draft import ClientDraft, ContactDraft
from rehab_app.clinic.clients.facts import ClientChanged, ClientRegistered
from rehab_app.clinic.clients.model import Client, ClientContact
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.numbers.counters import last_number
from rehab_app.store.ledger import AUDIT_ENTRY
from rehab_app.store.record import history_of
from rehab_app.store.store import Store
from rehab_app.store.work import Work
from tests.clinic.clients.makers import BORN, CLERK, draft_of, register
from tests.makers import START, make_actor, make_everyone

NIK = "6471021708900003"  # Balikpapan Barat, a man born on 17 August 1990
KK = "6471020101150007"


def _refusals(act: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(RulesBroken) as refused:
        act()
    return [(trouble.code, trouble.field) for trouble in refused.value.troubles]


def _deeds(store: Store) -> list[tuple[str, str]]:
    with store.reading(CLERK) as work:
        rows = work.connection.execute(
            select(AUDIT_ENTRY.c.action, AUDIT_ENTRY.c.record_table).order_by(AUDIT_ENTRY.c.number)
        )
        return [(row.action, row.record_table) for row in rows]


def _kept(store: Store, client_id: UUID) -> Client:
    with store.reading(CLERK) as work:
        return work.session.get_one(Client, client_id)


def _change(store: Store, client_id: UUID, draft: ClientDraft, row_version: int = 1) -> service.Kept:
    with store.writing(CLERK) as work:
        return service.update(work, client_id, draft, row_version)


def test_a_new_client_takes_the_next_rm_number_and_her_initials(store: Store) -> None:
    first = register(store, "Budi Santoso")
    second = register(store, "Hj. Siti Aminah binti Saleh", sex="P")
    assert (first.rm_number, second.rm_number) == ("000001", "000002")
    assert (first.row_version, first.warnings) == (1, ())
    client = _kept(store, second.id)
    assert (client.full_name, client.initials, client.created_by) == (
        "Hj. Siti Aminah binti Saleh",
        "SAS",
        CLERK.user_id,
    )
    assert not client.is_identity_complete


def test_history_and_audit_are_written_with_the_client_and_hold_no_name_in_the_audit(store: Store) -> None:
    kept = register(store, contacts=[{"name": "Sumarni", "relation": "mother", "phone": "0812 3456 7890"}])
    assert _deeds(store) == [("clients.register", "client"), ("clients.add_contact", "client_contact")]
    with store.reading(CLERK) as work:
        history = history_of(Client.__table__)  # type: ignore[attr-defined]
        payload = work.connection.execute(select(history.c.payload).where(history.c.record_id == kept.id)).scalar_one()
        entries = work.connection.execute(select(AUDIT_ENTRY)).all()
    assert '"full_name":"Budi Santoso"' in payload
    assert "Budi" not in str(entries)


def test_the_pattern_of_the_rm_number_is_the_offices(store: Store) -> None:
    with store.writing(CLERK) as work:
        kept = service.register(work, draft_of(), rm_pattern="RM-{number:04d}/{year}")
    assert kept.rm_number == "RM-0001/2022"


def test_a_number_of_a_paper_file_is_kept_and_later_passed_over(store: Store) -> None:
    assert register(store, rm_number="000002").rm_number == "000002"
    assert [register(store, "Lain").rm_number for _ in range(2)] == ["000001", "000003"]
    assert _refusals(lambda: register(store, rm_number="000002")) == [("clients.rm_taken", "rm_number")]


def test_a_refused_registration_takes_no_number(store: Store) -> None:
    with pytest.raises(RulesBroken):
        register(store, sex="")
    with store.reading(CLERK) as work:
        assert last_number(work, service.RM_SERIES) == 0
    assert register(store).rm_number == "000001"


def test_initials_an_age_and_a_sex_are_enough(store: Store) -> None:
    kept = register(store, "", initials="MRS", birth_date=None, stated_age=17)
    client = _kept(store, kept.id)
    assert (client.full_name, client.initials, client.stated_age, client.stated_age_on) == (
        "",
        "MRS",
        17,
        date(2022, 3, 1),
    )
    assert not client.is_identity_complete


def test_all_troubles_of_a_draft_are_told_at_once(store: Store) -> None:
    draft: dict[str, Any] = {
        "full_name": "",
        "sex": "X",
        "birth_date": date(2022, 3, 2),
        "nik": "64710",
        "kk_number": "bukan angka",
        "religion": "tidak ada",
        "phone": "12",
        "place_code": "64.71.99.9999",
        "contacts": [{"name": "", "relation": "teman lama", "nik": "1", "phone": "x"}],
    }
    assert sorted(_refusals(lambda: register(store, **draft))) == sorted(
        [
            ("clients.name_or_initials", "full_name"),
            ("lists.unknown", "sex"),
            ("dates.in_future", "birth_date"),
            ("nik.length", "nik"),
            ("kk.not_digits", "kk_number"),
            ("lists.unknown", "religion"),
            ("phones.unreadable", "phone"),
            ("clients.unknown_place", "place_code"),
            ("draft.required", "contacts.0.name"),
            ("lists.unknown", "contacts.0.relation"),
            ("nik.length", "contacts.0.nik"),
            ("phones.unreadable", "contacts.0.phone"),
        ]
    )


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"sex": ""}, ("draft.required", "sex")),
        ({"birth_date": None}, ("clients.birth_date_or_age", "birth_date")),
        ({"birth_date": date(1890, 1, 1)}, ("dates.too_long_ago", "birth_date")),
        (
            {"birth_date": None, "stated_age": 30, "stated_age_on": date(2022, 3, 2)},
            ("clients.stated_in_future", "stated_age_on"),
        ),
        ({"nik": NIK, "kk_number": NIK}, ("nik.same_as_kk", "nik")),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    store: Store, changed: dict[str, Any], refusal: tuple[str, str]
) -> None:
    assert _refusals(lambda: register(store, **changed)) == [refusal]


def test_an_equal_nik_is_refused_with_the_way_to_the_record(store: Store) -> None:
    first = register(store, nik="64 7102 170890 0003")
    assert _kept(store, first.id).nik == NIK
    with pytest.raises(RulesBroken) as refused:
        register(store, "Budi S", nik=NIK, religion="?")
    taken = next(trouble for trouble in refused.value.troubles if trouble.code == "clients.nik_taken")
    assert (taken.field, taken.facts) == ("nik", {"rm": "000001", "client_id": first.id})
    assert {trouble.code for trouble in refused.value.troubles} == {"clients.nik_taken", "lists.unknown"}


def test_changing_a_client_to_another_ones_nik_is_refused_and_keeping_her_own_is_not(store: Store) -> None:
    register(store, nik=NIK)
    other = register(store, "Andi Baso", nik="6471031608900001")
    assert _refusals(lambda: _change(store, other.id, draft_of("Andi Baso", nik=NIK))) == [("clients.nik_taken", "nik")]
    kept = _change(store, other.id, draft_of("Andi Baso", nik="6471031608900001", occupation="farmer"))
    assert kept.row_version == 2


def test_several_clients_without_nik_do_not_collide(store: Store) -> None:
    assert register(store).id != register(store).id


def test_a_nik_that_contradicts_is_a_warning_and_kept(store: Store) -> None:
    kept = register(store, sex="P", birth_date=date(1991, 8, 17), nik=NIK, jkn_number="123", kk_number=KK)
    assert kept.warnings == ("nik.other_birth_date", "nik.other_sex", "clients.jkn_length")
    assert _kept(store, kept.id).nik == NIK


def test_telephones_and_places_are_kept_in_one_form(store: Store) -> None:
    kept = register(store, phone="0812-3456 7890", other_phone="(0542) 765432", place_code="6471021003")
    client = _kept(store, kept.id)
    assert (client.phone, client.other_phone, client.place_code) == ("+6281234567890", "+62542765432", "64.71.02.1003")


def test_an_identity_is_complete_when_nothing_is_missing(store: Store) -> None:
    known = {"nik": NIK, "address": "Jl. Strat 1", "place_code": "64.71.02.1003"}
    assert _kept(store, register(store, **known).id).is_identity_complete
    passport = {**known, "nik": "", "identity_kind": "passport", "identity_number": "B 1234567"}
    assert _kept(store, register(store, **passport).id).is_identity_complete
    no_paper = {**known, "nik": "", "identity_kind": "none", "identity_missing_reason": "lost"}
    assert not _kept(store, register(store, **no_paper).id).is_identity_complete


def test_a_change_keeps_both_versions_and_tells(store: Store) -> None:
    heard: list[object] = []
    store.bus.after_commit(ClientRegistered, heard.append)
    store.bus.after_commit(ClientChanged, heard.append)
    kept = register(store)
    changed = _change(store, kept.id, draft_of("Budi Santosa", occupation="farmer"))
    assert (changed.row_version, changed.rm_number) == (2, kept.rm_number)
    assert heard == [ClientRegistered(kept.id), ClientChanged(kept.id)]
    with store.reading(CLERK) as work:
        history = history_of(Client.__table__)  # type: ignore[attr-defined]
        versions = (
            work.connection.execute(select(history.c.row_version).order_by(history.c.row_version)).scalars().all()
        )
    assert list(versions) == [1, 2]


def test_a_draft_that_changes_nothing_writes_nothing(store: Store) -> None:
    kept = register(store, contacts=[{"name": "Sumarni", "relation": "mother"}])
    with store.writing(CLERK) as work:
        seen = service.open_file(work, kept.id)
    before = _deeds(store)
    assert _change(store, kept.id, seen.draft).row_version == 1
    assert _deeds(store) == before


def test_the_slower_of_two_seats_is_told_and_nothing_is_lost(store: Store) -> None:
    kept = register(store)
    _change(store, kept.id, draft_of("Budi Cepat"))
    with pytest.raises(StaleRecord):
        _change(store, kept.id, draft_of("Budi Lambat"), row_version=1)
    assert _kept(store, kept.id).full_name == "Budi Cepat"


def test_contacts_are_added_changed_and_removed_as_the_draft_has_them(store: Store) -> None:
    kept = register(store, contacts=[{"name": "Sumarni", "relation": "mother"}, {"name": "Agus", "relation": "friend"}])
    with store.writing(CLERK) as work:
        seen = service.open_file(work, kept.id).draft
    mother, friend = sorted(seen.contacts or [], key=lambda contact: contact.relation, reverse=True)
    wanted = [
        mother.model_copy(update={"phone": "081234567890", "is_guardian": True}),
        ContactDraft(name="Wati", relation="wife"),
    ]
    changed = _change(store, kept.id, seen.model_copy(update={"contacts": wanted}))
    assert changed.row_version == 2
    with store.writing(CLERK) as work:
        after = service.open_file(work, kept.id).draft.contacts or []
        removed = work.session.get_one(ClientContact, friend.id)
    assert {(one.name, one.phone, one.is_guardian) for one in after} == {
        ("Sumarni", "+6281234567890", True),
        ("Wati", "", False),
    }
    assert removed.is_removed
    deeds = [deed for deed, _ in _deeds(store)]
    assert deeds.count("clients.add_contact") == 3
    assert deeds.count("clients.change_contact") == deeds.count("clients.remove_contact") == 1


def test_a_draft_without_contacts_leaves_them_as_they_are(store: Store) -> None:
    kept = register(store, contacts=[{"name": "Sumarni"}])
    _change(store, kept.id, draft_of("Budi Lain"))
    with store.writing(CLERK) as work:
        assert [one.name for one in service.open_file(work, kept.id).draft.contacts or []] == ["Sumarni"]


def test_a_contact_of_somebody_else_is_refused(store: Store) -> None:
    kept = register(store)
    strange = draft_of(contacts=[{"id": uuid4(), "name": "Siapa"}])
    assert _refusals(lambda: _change(store, kept.id, strange)) == [("clients.unknown_contact", "contacts.0")]


def test_an_opened_file_shows_everything_and_the_look_is_written_down(store: Store) -> None:
    kept = register(store, birth_date=date(2006, 5, 20), nik="6471022005060001", contacts=[{"name": "Sumarni"}])
    with store.writing(CLERK) as work:
        file = service.open_file(work, kept.id)
    assert (file.id, file.rm_number, file.row_version, file.age, file.is_minor) == (kept.id, "000001", 1, 15, True)
    assert file.draft.full_name == "Budi Santoso"
    assert file.gaps == ("address", "place_code")
    assert file.registered_at == START
    assert [one.name for one in file.draft.contacts or []] == ["Sumarni"]
    assert _deeds(store)[-1] == ("clients.view", "client")
    with store.reading(CLERK) as work:
        entry = work.connection.execute(select(AUDIT_ENTRY).order_by(AUDIT_ENTRY.c.number.desc())).first()
    assert entry is not None
    assert entry.record_id == kept.id


def test_a_file_that_does_not_exist_is_refused(store: Store) -> None:
    with pytest.raises(RuleBroken, match=r"clients\.unknown"), store.writing(CLERK) as work:
        service.open_file(work, uuid4())


def test_each_role_may_do_what_the_matrix_gives_it(store: Store) -> None:
    kept = register(store)
    for _, actor in make_everyone():
        deeds: dict[Right, Callable[[Work], object]] = {
            Right.INPUT: lambda work: service.register(work, draft_of("Orang Baru")),
            Right.PERBAIKAN: lambda work: service.update(work, kept.id, draft_of(), 1),
            Right.MELIHAT: lambda work: service.open_file(work, kept.id),
        }
        for right, deed in deeds.items():
            if actor.may(DataClass.ADMINISTRATIF, right):
                with store.writing(actor) as work:
                    deed(work)
            else:
                with pytest.raises(NotAllowed), store.writing(actor) as work:
                    deed(work)
    assert not make_actor(Role.ADMIN).may(DataClass.ADMINISTRATIF, Right.MELIHAT)


@pytest.mark.parametrize(
    "name",
    [
        "Muhammad Abdurrahman Nur Hidayatullah bin Syarifuddin Maulana",
        "Suharto",
        "محمد رضوان",
        "Budi 🙂 Santoso",
        "🙂🙂",
        "Robert'); DROP TABLE client;--",
        '%_*"',
        "...",
    ],
)
def test_any_name_is_kept_as_it_is_typed(store: Store, name: str) -> None:
    kept = register(store, name)
    client = _kept(store, kept.id)
    assert client.full_name == name
    assert client.initials


def test_marks_that_turn_the_direction_and_control_signs_are_left_out() -> None:
    draft = ClientDraft(full_name="Budi\u202e\x00 \t Santoso\n\ud800", rm_number="1\x002", remark="satu\x07\ndua\r\n")
    assert (draft.full_name, draft.rm_number, draft.remark) == ("Budi Santoso", "1 2", "satu\ndua")


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"full_name": "x" * 121}, ("draft.too_long", "full_name")),
        ({"umur": 3}, ("draft.unknown_field", "umur")),
        ({"birth_date": "1/2/90"}, ("draft.unreadable", "birth_date")),
        ({"birth_date": 631152000}, ("draft.unreadable", "birth_date")),
        ({"birth_date": "1990-02-30"}, ("draft.unreadable", "birth_date")),
        ({"stated_age": "17"}, ("draft.unreadable", "stated_age")),
        ({"stated_age": 121}, ("draft.unreadable", "stated_age")),
        ({"stated_age": True}, ("draft.unreadable", "stated_age")),
        ({"full_name": 7}, ("draft.unreadable", "full_name")),
        ({"contacts": [{"relation": "mother"}]}, ("draft.unreadable", "contacts.0.name")),
        ({"contacts": [{"name": "a", "is_guardian": "ya"}]}, ("draft.unreadable", "contacts.0.is_guardian")),
    ],
)
def test_values_of_another_kind_are_refused_beside_their_field(
    values: dict[str, object], refusal: tuple[str, str]
) -> None:
    assert _refusals(lambda: read_draft(ClientDraft, values)) == [refusal]


def test_the_schema_of_a_draft_can_be_printed_and_iso_days_are_read() -> None:
    schema = ClientDraft.model_json_schema()
    assert set(schema["properties"]) == set(ClientDraft.model_fields)
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["ContactDraft"]["required"] == ["name"]
    assert read_draft(ClientDraft, {"birth_date": "1990-08-17"}).birth_date == BORN


def test_every_field_of_a_client_can_be_typed() -> None:
    ruled = {"id", "row_version", "created_at", "created_by", "changed_at", "changed_by", "is_identity_complete"}
    assert set(Client.model_fields) - ruled - {"merged_into"} == set(ClientDraft.model_fields) - {"contacts"}
    own = {"id", "client_id", "is_removed", *SafeContactDraft.model_fields}
    assert set(ClientContact.model_fields) - ruled - own == set(ContactDraft.model_fields) - {"id"}


def test_a_clock_set_back_does_not_stop_a_change(store: Store) -> None:
    kept = register(store)
    assert isinstance(store.clock, SetClock)
    store.clock.put(START - timedelta(days=400))
    assert _change(store, kept.id, draft_of("Budi Kemarin")).row_version == 2


def test_nobody_is_left_without_a_place_in_the_index(store: Store) -> None:
    register(store, "🙂")
    register(store, "", initials="A.B.")
    with store.reading(CLERK) as work:
        clients = work.session.exec(select_records(Client).order_by(col(Client.rm_number))).all()
    assert [client.initials for client in clients] == ["🙂", "A.B."]
