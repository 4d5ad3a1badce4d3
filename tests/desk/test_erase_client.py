"""A client is erased only after her time, wholly, and the chain of the audit stays unbroken and says so."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from rehab_app.clinic.aftercare import service as aftercare
from rehab_app.clinic.aftercare.draft import AftercarePlanDraft, VisitDraft, VisitPlanDraft
from rehab_app.clinic.clients import queries as client_queries
from rehab_app.clinic.clients import service as clients
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.upkeep import is_index_complete
from rehab_app.clinic.consent import service as consent
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.documents import queries as document_queries
from rehab_app.clinic.documents import service as documents
from rehab_app.clinic.documents.draft import AttachmentDraft, PaperDraft
from rehab_app.clinic.episodes import queries as episode_queries
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft, EpisodeDraft, OutpatientDraft
from rehab_app.clinic.privacy import service as privacy
from rehab_app.clinic.privacy.draft import DecisionDraft, RequestDraft
from rehab_app.clinic.privacy.facts import ClientErased
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.tat import service as tat
from rehab_app.clinic.tat.draft import CaseDraft
from rehab_app.desk.erase_client import erase_client, remove_files
from rehab_app.desk.merge_clients import merge_clients, preview_merge
from rehab_app.desk.retention import decide_request, proposed_ground, retention, years_later
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, Trouble
from rehab_app.office.audit.verify import Verdict, verify
from rehab_app.office.settings.service import change_setting
from rehab_app.store.attachments import Attachments
from rehab_app.store.erase import Erasure
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.ledger import AUDIT_ENTRY
from rehab_app.store.record import history_of, record_tables
from rehab_app.store.store import Store
from rehab_app.tables import METADATA
from tests.clinic.documents.makers import picture
from tests.clinic.makers import TODAY, codes, keep_accounts
from tests.makers import START, make_actor, make_store

HEAD = make_actor(Role.SUBKOORDINATOR, Role.KONSELOR, name="Rina Subkoordinator")
CLERK = make_actor(Role.PENDAFTARAN)
REGISTERED = date(2022, 2, 1)
LAST_VISIT = date(2022, 3, 1)
TOO_EARLY = datetime(2047, 3, 1, 1, tzinfo=UTC)
LATE_ENOUGH = datetime(2048, 3, 2, 1, tzinfo=UTC)
OWN, SHARED = picture(), picture("PNG")


class Office(NamedTuple):
    """A store with its files and its clock."""

    store: Store
    files: Attachments
    clock: SetClock


@pytest.fixture
def office(tmp_path: Path) -> Office:
    clock = SetClock(START)
    store = make_store(tmp_path, clock)
    keep_accounts(store, HEAD, CLERK)
    return Office(store, Attachments(tmp_path / "attachments", DataKey(bytes(range(32)))), clock)


def _register(office: Office, name: str, born: str = "1990-08-17") -> UUID:
    with office.store.writing(HEAD) as work:
        draft = ClientDraft.model_validate(
            {
                "full_name": name,
                "sex": "L",
                "birth_date": born,
                "contacts": [{"name": "Aminah", "phone": "081300001234"}],
            }
        )
        return clients.register(work, draft).id


def _serve(office: Office, client_id: UUID, day: date = LAST_VISIT) -> UUID:
    """Give a client something in many rooms: an episode with papers, a meeting, a case, attachments."""
    with office.store.writing(HEAD) as work:
        opened = episodes.open_episode(work, client_id, EpisodeDraft(registered_on=REGISTERED, channel="compulsory"))
        episode_id = opened.episode_id
        episodes.open_outpatient(work, episode_id, 1, OutpatientDraft(on=REGISTERED, counsellor_id=HEAD.user_id))
        consent.record_consent(
            work, episode_id, ConsentDraft(kind="programme", signed_on=REGISTERED, signer_name="Zulkarnaen")
        )
        came = AttendanceDraft(attendance="hadir", note="Klien terbuka.")
        sessions.record_session(work, episode_id, PlanDraft(held_on=day), came)
        documents.record_paper(work, episode_id, PaperDraft(kind="ktp_copy", handed_on=REGISTERED))
        tat.open_case(work, episode_id, CaseDraft(agency="Polresta", requested_on=REGISTERED))
        for content in (OWN, SHARED):
            draft = AttachmentDraft(kind="identity")
            series_id = documents.attach(work, office.files, client_id, episode_id, draft, content)
        documents.bin_attachment(work, series_id, 1, "buram")
    return episode_id


def _verdict(store: Store) -> Verdict:
    with store.engine.connect() as connection:
        return verify(connection, METADATA)


def _left_of(store: Store, client_id: UUID) -> dict[str, int]:
    """Return by table how many rows and history payloads still name a client."""
    found: dict[str, int] = {}
    with store.engine.connect() as connection:
        for table in record_tables(METADATA):
            history = history_of(table)
            named = history.c.payload.contains(client_id.hex)
            counts = [select(func.count()).select_from(history).where(named)]
            if "client_id" in table.columns:
                counts.append(select(func.count()).select_from(table).where(table.c.client_id == client_id))
            count = sum(int(connection.execute(query).scalar_one()) for query in counts)
            if count:
                found[table.name] = count
    return found


def _erase(office: Office, client_id: UUID) -> None:
    with office.store.writing(HEAD) as work:
        erase_client(work, client_id)
    with office.store.writing(HEAD) as work:
        remove_files(work, office.files)


def test_a_client_is_erased_wholly_and_everybody_else_stays(office: Office) -> None:
    gone, stays = _register(office, "Zulkarnaen Uji"), _register(office, "Budi Setiawan", "1985-01-02")
    _serve(office, gone)
    with office.store.writing(HEAD) as work:
        documents.attach(work, office.files, stays, None, AttachmentDraft(kind="identity"), SHARED)
    before = {row.name: _count(office.store, row.name) for row in record_tables(METADATA)}
    assert len(_left_of(office.store, gone)) >= 8
    told: list[ClientErased] = []
    office.store.bus.after_commit(ClientErased, told.append)
    office.clock.put(LATE_ENOUGH)
    with office.store.writing(HEAD) as work:
        erased = erase_client(work, gone)
    assert (erased.files, erased.keep_until) == (1, date(2047, 3, 1))
    assert erased.versions >= erased.rows > 10
    with office.store.writing(HEAD) as work:
        assert remove_files(work, office.files) == 1
    assert told == [ClientErased(gone)]
    assert _left_of(office.store, gone) == {"erasure": 1}
    assert office.files.get(_digest(office, stays)) == SHARED
    after = {row.name: _count(office.store, row.name) for row in record_tables(METADATA)}
    assert (after["client"], after["episode"], after["episode_step"], after["attachment"]) == (1, 0, 0, 1)
    assert after["account"] == before["account"]
    with office.store.reading(HEAD) as work:
        assert client_queries.find(work, "Zulkarnaen") == []
        assert [found.id for found in client_queries.find(work, "Budi")] == [stays]
        assert is_index_complete(work)
        words = work.connection.execute(text("SELECT word FROM client_vocabulary")).scalars().all()
    assert not [word for word in words if word.startswith("zul")]


def _count(store: Store, name: str) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(METADATA.tables[name])).scalar_one())


def _digest(office: Office, client_id: UUID) -> str:
    with office.store.reading(HEAD) as work:
        (row,) = document_queries.attachments_of_client(work, client_id)
        table = METADATA.tables["attachment"]
        query = select(table.c.digest).where(table.c.series_id == row.series_id)
        return str(work.connection.execute(query).scalar_one())


def test_the_chain_stays_unbroken_and_says_how_much_was_erased(office: Office) -> None:
    client_id = _register(office, "Zulkarnaen Uji")
    _serve(office, client_id)
    entries = _verdict(office.store).entries
    office.clock.put(LATE_ENOUGH)
    with office.store.writing(HEAD) as work:
        erased = erase_client(work, client_id)
    verdict = _verdict(office.store)
    assert (verdict.is_unbroken, verdict.fault, verdict.erased) == (True, "", erased.versions)
    assert verdict.entries == entries + 1
    with office.store.reading(HEAD) as work:
        last = work.connection.execute(select(AUDIT_ENTRY).order_by(AUDIT_ENTRY.c.number.desc()).limit(1)).one()
        kept = work.session.get_one(Erasure, last.record_id)
    assert (last.action, kept.root_id, kept.ground) == ("privacy.erase", client_id, "retention_over")
    assert kept.rows == erased.rows


def test_the_guards_stand_again_after_an_erasure(office: Office) -> None:
    gone, stays = _register(office, "Zulkarnaen Uji"), _register(office, "Budi Setiawan", "1985-01-02")
    _serve(office, gone)
    _serve(office, stays)
    query = text("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    with office.store.engine.connect() as connection:
        guards = connection.execute(query).all()
    office.clock.put(LATE_ENOUGH)
    _erase(office, gone)
    with office.store.engine.connect() as connection:
        assert connection.execute(query).all() == guards
    for statement in (
        "DELETE FROM consent",
        "UPDATE care_session_history SET payload = ''",
        "DELETE FROM erasure_history",
    ):
        with pytest.raises((DBAPIError, Trouble)), office.store.writing(HEAD) as work:
            work.connection.execute(text(statement))


def test_an_erasure_that_fails_midway_leaves_everything_as_it_was(office: Office) -> None:
    client_id = _register(office, "Zulkarnaen Uji")
    _serve(office, client_id)
    left = _left_of(office.store, client_id)
    office.clock.put(LATE_ENOUGH)
    with pytest.raises(ZeroDivisionError), office.store.writing(HEAD) as work:
        erase_client(work, client_id)
        raise ZeroDivisionError
    assert _left_of(office.store, client_id) == left
    assert _verdict(office.store).erased == 0
    with pytest.raises((DBAPIError, Trouble)), office.store.writing(HEAD) as work:
        work.connection.execute(text("DELETE FROM consent"))
    with office.store.writing(HEAD) as work:
        assert remove_files(work, office.files) == 0
    assert len(list(office.files.files())) == 2


def test_rows_taken_away_past_the_program_are_still_found_after_an_erasure(office: Office) -> None:
    gone, stays = _register(office, "Zulkarnaen Uji"), _register(office, "Budi Setiawan", "1985-01-02")
    _serve(office, gone)
    _serve(office, stays)
    office.clock.put(LATE_ENOUGH)
    _erase(office, gone)
    with office.store.engine.connect().execution_options(rehab_writing=True) as connection, connection.begin():
        connection.execute(text("DROP TRIGGER consent_history_no_delete"))
        connection.execute(text("DELETE FROM consent_history"))
    verdict = _verdict(office.store)
    assert (verdict.is_unbroken, verdict.fault) == (False, "history")


def test_an_erasure_list_that_was_lengthened_is_found(office: Office) -> None:
    gone, stays = _register(office, "Zulkarnaen Uji"), _register(office, "Budi Setiawan", "1985-01-02")
    _serve(office, gone)
    office.clock.put(LATE_ENOUGH)
    _erase(office, gone)
    table, history = METADATA.tables["erasure"], METADATA.tables["client_history"]
    with office.store.engine.connect().execution_options(rehab_writing=True) as connection, connection.begin():
        erased = connection.execute(select(table.c.erased)).scalar_one()
        erased["client"].append([stays.hex, 1])
        connection.execute(table.update().values(erased=erased))
        connection.execute(text("DROP TRIGGER client_history_no_delete"))
        connection.execute(history.delete().where(history.c.record_id == stays))
        connection.execute(METADATA.tables["client_contact"].delete())
        connection.execute(text("DELETE FROM client"))
    assert not _verdict(office.store).is_unbroken


def test_before_her_time_nobody_is_erased(office: Office) -> None:
    client_id = _register(office, "Zulkarnaen Uji")
    _serve(office, client_id)
    for instant in (START, TOO_EARLY):
        office.clock.put(instant)
        with pytest.raises(RuleBroken, match=r"privacy\.kept_until") as refused, office.store.writing(HEAD) as work:
            erase_client(work, client_id)
        assert refused.value.facts == {"until": "01/03/2047"}
    office.clock.put(datetime(2047, 3, 2, 1, tzinfo=UTC))
    with office.store.writing(HEAD) as work:
        assert erase_client(work, client_id).rows > 10


def test_only_kepala_and_subkoordinator_erase(office: Office) -> None:
    client_id = _register(office, "Zulkarnaen Uji")
    office.clock.put(LATE_ENOUGH)
    with pytest.raises(NotAllowed, match=r"privacy\.who_decides"), office.store.writing(CLERK) as work:
        erase_client(work, client_id)
    with pytest.raises(NotAllowed, match=r"privacy\.who_decides"), office.store.writing(CLERK) as work:
        remove_files(work, office.files)


def test_the_last_visit_counts_wherever_it_was(office: Office) -> None:
    client_id = _register(office, "Zulkarnaen Uji")
    with office.store.reading(HEAD) as work:
        assert retention(work, client_id).last_visit == TODAY
    episode_id = _serve(office, client_id, date(2022, 2, 10))
    office.clock.put(datetime(2022, 6, 1, 1, tzinfo=UTC))
    with office.store.writing(HEAD) as work:
        away = AttendanceDraft(attendance="mangkir")
        sessions.record_session(work, episode_id, PlanDraft(held_on=date(2022, 5, 20)), away)
        assert retention(work, client_id).last_visit == date(2022, 2, 10)
        version = episode_queries.episode(work, episode_id).row_version
        episodes.begin_aftercare(work, episode_id, version, date(2022, 4, 1))
        aftercare.record_plan(work, episode_id, AftercarePlanDraft(kind="regular", started_on=date(2022, 4, 1)))
        visit = VisitDraft(held_on=date(2022, 5, 2), attendance="hadir", condition="stable", is_working=True)
        aftercare.record_unplanned(work, episode_id, VisitPlanDraft(kind="home_visit"), visit)
        found = retention(work, client_id)
    assert (found.last_visit, found.years, found.keep_until) == (date(2022, 5, 2), 25, date(2047, 5, 2))
    with office.store.writing(HEAD) as work:
        change_setting(work, "retention_years", 30)
        assert retention(work, client_id).keep_until == date(2052, 5, 2)


def test_a_record_of_29_february_is_kept_through_1_march() -> None:
    assert years_later(date(2024, 2, 29), 25) == date(2049, 3, 1)
    assert years_later(date(2024, 2, 29), 28) == date(2052, 2, 29)


def test_an_erasure_asked_for_too_early_is_refused_with_the_ground_that_is_proposed(office: Office) -> None:
    client_id = _register(office, "Zulkarnaen Uji")
    _serve(office, client_id)
    with office.store.writing(CLERK) as work:
        asked = privacy.record_request(work, client_id, RequestDraft(kind="erasure", asked_by="Zulkarnaen"))
    with office.store.writing(HEAD) as work:
        proposal = proposed_ground(work, client_id, "erasure", "refused")
        assert proposal is not None
        assert proposal.facts == {"years": 25, "last": "1 Maret 2022", "until": "1 Maret 2047"}
        assert proposed_ground(work, client_id, "access", "refused") is None
        assert proposed_ground(work, client_id, "erasure", "granted") is None
    with pytest.raises(RulesBroken) as refused, office.store.writing(HEAD) as work:
        decide_request(work, asked, 1, DecisionDraft(decision="granted", ground="diminta klien"))
    assert codes(refused.value) == {"decision": "privacy.kept_until"}
    ground = proposal.message.format(**proposal.facts)
    with office.store.writing(HEAD) as work:
        decide_request(work, asked, 1, DecisionDraft(decision="refused", ground=ground))


def test_a_granted_request_is_named_by_the_erasure_and_goes_with_the_record(office: Office) -> None:
    client_id = _register(office, "Zulkarnaen Uji")
    _serve(office, client_id)
    office.clock.put(LATE_ENOUGH)
    with office.store.writing(HEAD) as work:
        asked = privacy.record_request(work, client_id, RequestDraft(kind="erasure", asked_by="Zulkarnaen"))
        assert proposed_ground(work, client_id, "erasure", "refused") is None
        decide_request(work, asked, 1, DecisionDraft(decision="granted", ground="UU 27/2022 Pasal 8"))
        with pytest.raises(RuleBroken, match=r"privacy\.erase_instead"):
            privacy.carry_out(work, asked, 2, work.clock.today())
    _erase(office, client_id)
    with office.store.engine.connect() as connection:
        (row,) = connection.execute(select(METADATA.tables["erasure"])).all()
    assert (row.ground, row.asked_at, row.decided_at) == ("request", LATE_ENOUGH, LATE_ENOUGH)
    assert _count(office.store, "subject_request") == 0
    assert _verdict(office.store).is_unbroken


def test_what_was_taken_into_her_record_is_erased_with_it_and_never_without(office: Office) -> None:
    kept, merged = _register(office, "Zulkarnaen Uji"), _register(office, "Zulkarnain Uji")
    for client_id in (kept, merged):
        episode_id = _serve(office, client_id)
        with office.store.writing(HEAD) as work:
            version = episode_queries.episode(work, episode_id).row_version
            episodes.close(work, episode_id, version, CloseDraft(on=LAST_VISIT, outcome="died"), attended=1)
    with office.store.writing(HEAD) as work:
        merge_clients(work, preview_merge(work, kept, merged), [], "orang yang sama")
    office.clock.put(LATE_ENOUGH)
    with pytest.raises(RuleBroken, match=r"privacy\.erase_the_kept"), office.store.writing(HEAD) as work:
        erase_client(work, merged)
    _erase(office, kept)
    assert set(_left_of(office.store, kept)) | set(_left_of(office.store, merged)) == {"erasure"}
    assert list(office.files.files()) == []
    verdict = _verdict(office.store)
    assert verdict.is_unbroken
    assert _count(office.store, "client") == 0


def test_an_unfinished_removal_of_files_is_ended_later(office: Office) -> None:
    client_id = _register(office, "Zulkarnaen Uji")
    _serve(office, client_id)
    office.clock.put(LATE_ENOUGH)
    with office.store.writing(HEAD) as work:
        erase_client(work, client_id)
    assert len(list(office.files.files())) == 2  # as after a power cut between the two steps
    with office.store.writing(HEAD) as work:
        documents_left = remove_files(work, office.files)
        assert remove_files(work, office.files) == 0
    assert documents_left == 2
