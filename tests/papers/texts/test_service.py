"""The office's own texts of papers: versions, faults, two seats, the way back."""

from pathlib import Path

import pytest

from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.accounts.model import Account
from rehab_app.papers.texts import service
from rehab_app.papers.texts.delivered import delivered
from rehab_app.papers.texts.faults import faults_of
from rehab_app.papers.texts.kinds import KINDS
from rehab_app.papers.texts.model import PaperText
from rehab_app.papers.texts.rows import DELIVERED
from rehab_app.store.store import Store
from tests.clinic.makers import deeds, versions_kept
from tests.makers import make_actor, make_store

HEAD = make_actor(Role.SUBKOORDINATOR, name="dr. Ratna Uji")
CLERK = make_actor(Role.PENDAFTARAN)
COUNSELLOR = make_actor(Role.KONSELOR)
ADMIN = make_actor(Role.ADMIN)
CLOSING = "Demikian disampaikan"
WORDED = delivered("referral").replace(CLOSING, "Demikian kami sampaikan")
REASON = "Kalimat penutup disesuaikan"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path)
    with made.writing(HEAD) as work:
        work.add(Account(id=HEAD.user_id, login="ratna", full_name=HEAD.name), "accounts.add")
    return made


def keep(store: Store, body: str = WORDED, seen: int = DELIVERED, reason: str = REASON) -> int:
    with store.writing(HEAD) as work:
        return service.keep_text(work, "referral", body, reason, seen).version


def codes(broken: pytest.ExceptionInfo[RulesBroken]) -> list[tuple[str, object]]:
    return [(one.code, one.facts.get("line")) for one in broken.value.troubles]


@pytest.mark.parametrize("kind", KINDS)
def test_before_any_change_the_delivered_text_counts_as_version_nought(store: Store, kind: str) -> None:
    with store.reading(CLERK) as work:
        row = service.text_of(work, kind)
    assert (row.version, row.is_own, row.body) == (DELIVERED, False, delivered(kind))
    assert not faults_of(row.body, KINDS[kind].fields)


def test_a_change_is_a_further_version_and_the_earlier_ones_stay_as_they_were(store: Store) -> None:
    assert keep(store) == 1
    again = WORDED.replace("terima kasih", "terima kasih banyak")
    assert keep(store, again, seen=1, reason="Lebih sopan") == 2
    with store.reading(CLERK) as work:
        assert service.text_of(work, "referral").body == again
        found = service.versions(work, "referral")
        assert service.text_of(work, "summons").version == DELIVERED
    assert [(one.version, one.is_own, one.reason) for one in found] == [
        (2, True, "Lebih sopan"),
        (1, True, REASON),
        (0, False, ""),
    ]
    assert [one.body for one in found] == [again, WORDED, delivered("referral")]
    assert found[0].changed_by == "dr. Ratna Uji"
    assert deeds(store, HEAD)[-2:] == ["texts.keep", "texts.keep"]
    assert versions_kept(store, HEAD, PaperText) == 2


def test_the_list_names_who_changed_a_text_and_when(store: Store) -> None:
    keep(store)
    with store.reading(CLERK) as work:
        rows = {row.kind: row for row in service.texts(work)}
    assert list(rows) == list(KINDS)
    changed = rows["referral"]
    assert (changed.version, changed.is_own, changed.changed_by, changed.reason) == (1, True, "dr. Ratna Uji", REASON)
    assert changed.changed_at == store.clock.now()
    assert (rows["summons"].version, rows["summons"].changed_at, rows["summons"].changed_by) == (0, None, "")


def test_every_fault_is_told_with_its_line_and_nothing_is_kept(store: Store) -> None:
    body = WORDED.replace("{alasan}", "{alasn}").replace("**{tujuan}**", "**{tujuan}")
    with pytest.raises(RulesBroken) as broken:
        keep(store, body, reason=" ")
    lines = body.splitlines()
    wrong = str(next(at for at, line in enumerate(lines, 1) if "{alasn}" in line))
    open_mark = str(next(at for at, line in enumerate(lines, 1) if "**{tujuan}" in line))
    assert set(codes(broken)) == {
        ("texts.required_missing", "0"),
        ("texts.unknown_field_near", wrong),
        ("texts.mark_open", open_mark),
        ("texts.no_reason", None),
    }
    with store.reading(CLERK) as work:
        assert service.text_of(work, "referral").version == DELIVERED


@pytest.mark.parametrize("body", ["", "   \n\n", "Judul: x\n---\n", "\x00\x01", "{" * 50_000])
def test_what_is_no_text_is_refused(store: Store, body: str) -> None:
    with pytest.raises(RulesBroken):
        keep(store, body)


def test_another_seat_that_was_faster_is_told(store: Store) -> None:
    keep(store)
    with pytest.raises(StaleRecord):
        keep(store, WORDED.replace("Perihal", "Perihal"), seen=DELIVERED)
    with pytest.raises(StaleRecord), store.writing(HEAD) as work:
        service.return_to_delivered(work, "referral", REASON, DELIVERED)
    with store.reading(CLERK) as work:
        assert len(service.versions(work, "referral")) == 2


def test_a_text_that_says_what_counts_already_is_no_new_version(store: Store) -> None:
    with pytest.raises(RuleBroken) as broken:
        keep(store, delivered("referral") + "\n\n")
    assert broken.value.code == "texts.unchanged"
    keep(store)
    with pytest.raises(RuleBroken):
        keep(store, WORDED.replace("\n", "  \r\n"), seen=1)


def test_the_return_to_the_delivered_text_is_a_version_with_its_reason(store: Store) -> None:
    keep(store)
    with store.writing(HEAD) as work:
        row = service.return_to_delivered(work, "referral", "Edaran baru", 1)
    assert (row.version, row.is_own, row.body) == (2, False, delivered("referral"))
    with store.reading(CLERK) as work:
        assert [one.body for one in service.versions(work, "referral")][1] == WORDED
        assert not {row.kind: row for row in service.texts(work)}["referral"].is_own
    with pytest.raises(RuleBroken) as broken, store.writing(HEAD) as work:
        service.return_to_delivered(work, "referral", "Sekali lagi", 2)
    assert broken.value.code == "texts.is_delivered"
    assert keep(store, seen=2) == 3


@pytest.mark.parametrize(("reason", "code"), [("", "texts.no_reason"), ("x" * 301, "texts.reason_too_long")])
def test_the_return_needs_a_reason(store: Store, reason: str, code: str) -> None:
    keep(store)
    with pytest.raises(RulesBroken) as broken, store.writing(HEAD) as work:
        service.return_to_delivered(work, "referral", reason, 1)
    assert [one.code for one in broken.value.troubles] == [code]


def test_a_kind_there_is_not_is_refused(store: Store) -> None:
    for ask in (service.text_of, service.versions):
        with pytest.raises(RuleBroken) as broken, store.reading(CLERK) as work:
            ask(work, "poem")
        assert broken.value.code == "texts.unknown_kind"
    with pytest.raises(RuleBroken), store.writing(HEAD) as work:
        service.keep_text(work, "poem", WORDED, REASON, 0)


def test_who_may_not_change_the_settings_changes_no_text(store: Store) -> None:
    with pytest.raises(NotAllowed), store.writing(COUNSELLOR) as work:
        service.keep_text(work, "referral", WORDED, REASON, 0)
    with pytest.raises(NotAllowed), store.writing(COUNSELLOR) as work:
        service.return_to_delivered(work, "referral", REASON, 0)
    with pytest.raises(NotAllowed), store.reading(make_actor(Role.PERAWAT)) as work:
        service.text_of(work, "referral")
