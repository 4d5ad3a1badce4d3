"""Summons 1-2-3 in their order and with their waiting days, notices to the penyidik, and what was tried before a drop-out."""

from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.followup import queries, summonses
from rehab_app.clinic.followup.draft import SummonsDraft
from rehab_app.clinic.followup.rules import NOTICE, SUMMONS
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from tests.clinic.followup.makers import SITI, TODAY, Clinic
from tests.clinic.makers import codes

FIRST, SECOND = date(2022, 2, 8), date(2022, 2, 15)


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path)


@pytest.fixture
def episode_id(clinic: Clinic) -> UUID:
    episode_id = clinic.client()
    clinic.meet(episode_id, "mangkir", FIRST, SECOND)
    return episode_id


def _prepare(clinic: Clinic, episode_id: UUID, day: date | None = TODAY, kind: str = SUMMONS, **typed: object) -> UUID:
    with clinic.store.writing(SITI) as work:
        draft = SummonsDraft.model_validate({"dated_on": day, **typed})
        return summonses.prepare_summons(work, episode_id, kind, draft)


def _send(clinic: Clinic, series_id: UUID, day: date | None = TODAY, version: int = 1) -> None:
    with clinic.store.writing(SITI) as work:
        summonses.mark_sent(work, series_id, version, day)


def _wait(clinic: Clinic, days: int) -> date:
    clinic.clock.advance(timedelta(days=days))
    return clinic.clock.today()


def test_a_summons_takes_the_missed_days_from_the_record(clinic: Clinic, episode_id: UUID) -> None:
    _prepare(clinic, episode_id, new_on=date(2022, 3, 7), new_at=time(9), remark="lewat kurir")
    with clinic.store.reading(SITI) as work:
        (row,) = queries.summonses_of_episode(work, episode_id)
        assert queries.summons(work, row.series_id) == row
    assert (row.kind, row.number, row.missed_on, row.sent_on) == (SUMMONS, 1, (FIRST, SECOND), None)
    assert (row.new_on, row.new_at, row.remark, row.addressee) == (date(2022, 3, 7), time(9), "lewat kurir", "")


def test_the_three_summons_come_in_order_each_after_its_waiting_days(clinic: Clinic, episode_id: UUID) -> None:
    first = _prepare(clinic, episode_id)
    with pytest.raises(RuleBroken, match=r"followup\.earlier_not_sent"):
        _prepare(clinic, episode_id)
    _send(clinic, first)
    day = _wait(clinic, 6)
    with pytest.raises(RuleBroken) as refused:
        _prepare(clinic, episode_id, day)
    assert (refused.value.code, refused.value.facts) == ("followup.too_early", {"number": 1, "day": "08/03/2022"})
    for number in (2, 3):
        day = _wait(clinic, 1 if number == 2 else 7)
        series_id = _prepare(clinic, episode_id, day)
        with clinic.store.reading(SITI) as work:
            assert queries.summons(work, series_id).number == number
        row = next(row for row in clinic.absent() if row.episode_id == episode_id)
        assert (row.summons_number, row.summons_sent_on) == (number, None)
        _send(clinic, series_id, day)
    with pytest.raises(RuleBroken, match=r"followup\.no_fourth"):
        _prepare(clinic, episode_id, _wait(clinic, 30))
    assert clinic.absent()[0].summons_sent_on == date(2022, 3, 15)


def test_who_came_in_between_is_summoned_anew_from_one(clinic: Clinic, episode_id: UUID) -> None:
    _send(clinic, _prepare(clinic, episode_id))
    day = _wait(clinic, 2)
    clinic.meet(episode_id, "hadir", day)
    later = _wait(clinic, 20)
    series_id = _prepare(clinic, episode_id, later)
    with clinic.store.reading(SITI) as work:
        row = queries.summons(work, series_id)
    assert (row.number, row.missed_on) == (1, ())


@pytest.mark.parametrize(
    ("day", "typed", "field", "code"),
    [
        (None, {}, "dated_on", "draft.required"),
        (date(2022, 3, 2), {}, "dated_on", "followup.dated_in_future"),
        (date(2022, 1, 30), {}, "dated_on", "followup.before_registration"),
        (TODAY, {"new_on": date(2022, 2, 28)}, "new_on", "followup.invited_before"),
        (TODAY, {"new_at": time(9)}, "new_on", "draft.required"),
        (TODAY, {"kind": "warning"}, "kind", "lists.unknown"),
        (TODAY, {"kind": NOTICE}, "kind", "followup.notice_only_compulsory"),
    ],
)
def test_each_wrong_summons_is_told_beside_its_field(
    clinic: Clinic, episode_id: UUID, day: date | None, typed: dict[str, object], field: str, code: str
) -> None:
    kind = str(typed.pop("kind", SUMMONS))
    with pytest.raises(RulesBroken) as refused:
        _prepare(clinic, episode_id, day, kind, **typed)
    assert codes(refused.value) == {field: code}


def test_the_penyidik_of_a_compulsory_client_is_told(clinic: Clinic) -> None:
    compulsory = clinic.client(channel="compulsory", investigator="AIPTU Contoh", agency="Polresta Balikpapan")
    nobody = clinic.client(channel="compulsory")
    series_id = _prepare(clinic, compulsory, kind=NOTICE)
    with clinic.store.reading(SITI) as work:
        row = queries.summons(work, series_id)
    assert (row.number, row.addressee) == (1, "AIPTU Contoh, Polresta Balikpapan")
    with pytest.raises(RulesBroken) as refused:
        _prepare(clinic, nobody, kind=NOTICE)
    assert codes(refused.value) == {"addressee": "draft.required"}
    _prepare(clinic, nobody, kind=NOTICE, addressee="Kasat Resnarkoba")
    # A notice is no summons: the first summons stays the first.
    assert clinic.absent()[0].summons_number == 0


def test_a_summons_is_sent_once_on_a_possible_day_with_its_letter(clinic: Clinic, episode_id: UUID) -> None:
    series_id = _prepare(clinic, episode_id, date(2022, 2, 25))
    for day, code in (
        (None, "draft.required"),
        (date(2022, 2, 24), "followup.sent_on_wrong_day"),
        (date(2022, 3, 2), "followup.sent_on_wrong_day"),
    ):
        with pytest.raises(RuleBroken) as refused:
            _send(clinic, series_id, day)
        assert (refused.value.code, refused.value.field) == (code, "sent_on")
    letter_id = uuid4()
    with clinic.store.writing(SITI) as work:
        summonses.mark_sent(work, series_id, 1, TODAY, letter_id)
    with clinic.store.reading(SITI) as work:
        prepared, sent = queries.summons_versions(work, series_id)
    assert (prepared.sent_on, sent.sent_on, sent.letter_id) == (None, TODAY, letter_id)
    with pytest.raises(RuleBroken, match=r"followup\.already_sent"):
        _send(clinic, series_id, TODAY, 2)
    with pytest.raises(StaleRecord):
        _send(clinic, series_id, TODAY, 1)


def test_a_cancelled_summons_gives_its_number_back(clinic: Clinic, episode_id: UUID) -> None:
    first = _prepare(clinic, episode_id)
    with pytest.raises(RuleBroken, match=r"draft\.required"), clinic.store.writing(SITI) as work:
        summonses.cancel_summons(work, first, 1, "")
    with clinic.store.writing(SITI) as work:
        summonses.cancel_summons(work, first, 1, "salah alamat")
    with pytest.raises(RuleBroken, match=r"followup\.cancelled"):
        _send(clinic, first, TODAY, 2)
    with pytest.raises(RuleBroken, match=r"followup\.cancelled"):
        _cancel(clinic, first, 2)
    again = _prepare(clinic, episode_id)
    with clinic.store.reading(SITI) as work:
        assert queries.summons(work, again).number == 1
        assert len(queries.summonses_of_episode(work, episode_id)) == 2


def _cancel(clinic: Clinic, series_id: UUID, version: int) -> None:
    with clinic.store.writing(SITI) as work:
        summonses.cancel_summons(work, series_id, version, "salah")


def test_a_summons_that_a_later_one_stands_on_is_not_cancelled(clinic: Clinic, episode_id: UUID) -> None:
    first = _prepare(clinic, episode_id)
    _send(clinic, first)
    _prepare(clinic, episode_id, _wait(clinic, 7))
    with pytest.raises(RuleBroken, match=r"followup\.later_exists"):
        _cancel(clinic, first, 2)


def test_an_ended_episode_is_summoned_no_more(clinic: Clinic, episode_id: UUID) -> None:
    series_id = _prepare(clinic, episode_id)
    with clinic.store.writing(SITI) as work:
        draft = CloseDraft(on=TODAY, outcome="dropped_out", reason="tiga panggilan tanpa jawaban")
        episodes.close(work, episode_id, 2, draft, attended=0)
    with pytest.raises(RuleBroken, match=r"episodes\.closed"):
        _prepare(clinic, episode_id)
    with pytest.raises(RuleBroken, match=r"episodes\.closed"):
        _send(clinic, series_id)


def test_what_was_tried_since_she_last_came_is_listed_for_the_decision(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.call(episode_id, "no_answer", clinic.clock.now() - timedelta(days=25))
    clinic.meet(episode_id, "hadir", date(2022, 2, 10))
    clinic.meet(episode_id, "mangkir", SECOND)
    clinic.call(episode_id, "no_answer")
    _cancel(clinic, _prepare(clinic, episode_id), 1)
    kept = _prepare(clinic, episode_id)
    with clinic.store.reading(SITI) as work:
        found = queries.tried(work, episode_id)
    assert (found.last_attended_on, found.missed_on, len(found.calls)) == (date(2022, 2, 10), (SECOND,), 1)
    assert [one.series_id for one in found.summonses] == [kept]


def test_an_unknown_summons_is_told(clinic: Clinic) -> None:
    with pytest.raises(RuleBroken, match=r"followup\.unknown_summons"), clinic.store.reading(SITI) as work:
        queries.summons(work, uuid4())
