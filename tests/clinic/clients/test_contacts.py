"""Safe contact: the rules for calling somebody, kept by those who correct registrations."""

from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.clients.contacts import SafeContactDraft, SafeContactRow, safe_contacts, set_safe_contact
from rehab_app.clinic.clients.draft import ClientDraft, ContactDraft
from rehab_app.clinic.clients.facts import ClientChanged
from rehab_app.clinic.clients.service import open_file, register, update
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, StaleRecord
from rehab_app.store.store import Store
from tests.clinic.makers import deeds
from tests.makers import make_actor

SITI = make_actor()
RULES = SafeContactDraft(
    is_informed=True,
    who_may_answer="hanya ibu, bukan ayah tiri",
    call_times="setelah 17.00",
    discreet_sentence="Selamat sore, ini Siti, teman Budi.",
    may_leave_message=True,
    needs_plain_envelope=False,
)


@pytest.fixture
def client_id(store: Store) -> UUID:
    with store.writing(SITI) as work:
        contacts = [
            ContactDraft(name="Paman Joko", phone="0812-3456-7890"),
            ContactDraft(name="Ibu Sari", relation="mother", is_guardian=True),
        ]
        draft = ClientDraft(full_name="Budi", sex="L", stated_age=30, contacts=contacts)
        return register(work, draft).id


def _contacts(store: Store, client_id: UUID) -> tuple[SafeContactRow, ...]:
    with store.reading(SITI) as work:
        return safe_contacts(work, [client_id])


def _set(store: Store, row: SafeContactRow, draft: SafeContactDraft, version: int | None = None) -> None:
    with store.writing(SITI) as work:
        set_safe_contact(work, row.id, version or row.row_version, draft)


def test_nothing_is_allowed_until_somebody_has_asked(store: Store, client_id: UUID) -> None:
    guardian, uncle = _contacts(store, client_id)
    assert (guardian.name, uncle.name) == ("Ibu Sari", "Paman Joko")
    assert {row.is_informed for row in (guardian, uncle)} == {None}
    assert {(row.may_leave_message, row.needs_plain_envelope) for row in (guardian, uncle)} == {(False, True)}


def test_the_rules_of_a_contact_are_kept_and_told(store: Store, client_id: UUID) -> None:
    guardian, uncle = _contacts(store, client_id)
    with store.writing(SITI) as work:
        set_safe_contact(work, guardian.id, guardian.row_version, RULES)
        assert [fact for fact in work.facts if isinstance(fact, ClientChanged)] == [ClientChanged(client_id)]
    kept, other = _contacts(store, client_id)
    assert {name: getattr(kept, name) for name in SafeContactDraft.model_fields} == RULES.model_dump()
    assert (kept.row_version, other) == (2, uncle)
    _set(store, kept, RULES)
    assert _contacts(store, client_id)[0].row_version == 2
    assert deeds(store, SITI).count("clients.set_safe_contact") == 1


def test_a_change_of_the_registration_keeps_the_rules(store: Store, client_id: UUID) -> None:
    _set(store, _contacts(store, client_id)[0], RULES)
    with store.writing(SITI) as work:
        file = open_file(work, client_id)
        update(work, client_id, file.draft.model_copy(update={"aliases": "Bud"}), file.row_version)
    assert _contacts(store, client_id)[0].who_may_answer == RULES.who_may_answer


@pytest.mark.parametrize("is_informed", [None, False])
def test_no_message_is_left_with_who_does_not_know(store: Store, client_id: UUID, *, is_informed: bool | None) -> None:
    row = _contacts(store, client_id)[0]
    with pytest.raises(RuleBroken) as refused:
        _set(store, row, RULES.model_copy(update={"is_informed": is_informed}))
    assert (refused.value.code, refused.value.field) == ("clients.message_to_uninformed", "may_leave_message")


def test_the_slower_seat_and_a_removed_contact_are_told(store: Store, client_id: UUID) -> None:
    guardian, uncle = _contacts(store, client_id)
    _set(store, guardian, RULES)
    with pytest.raises(StaleRecord):
        _set(store, guardian, SafeContactDraft())
    with store.writing(SITI) as work:
        file = open_file(work, client_id)
        kept = [contact for contact in file.draft.contacts or [] if contact.id != uncle.id]
        update(work, client_id, file.draft.model_copy(update={"contacts": kept}), file.row_version)
    assert [row.id for row in _contacts(store, client_id)] == [guardian.id]
    with pytest.raises(RuleBroken, match=r"clients\.unknown_contact"):
        _set(store, uncle, RULES)
    with pytest.raises(RuleBroken, match=r"clients\.unknown_contact"), store.writing(SITI) as work:
        set_safe_contact(work, uuid4(), 1, RULES)


def test_a_nurse_sees_the_rules_and_does_not_change_them(store: Store, client_id: UUID) -> None:
    nurse = make_actor(Role.PERAWAT)
    with store.reading(nurse) as work:
        row = safe_contacts(work, [client_id])[0]
    with pytest.raises(NotAllowed), store.writing(nurse) as work:
        set_safe_contact(work, row.id, row.row_version, RULES)
