"""Signing a recap: refused while records are incomplete, frozen afterwards, and what changed since is told with its reason."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import col, select

from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import UseProfileDraft
from rehab_app.clinic.assessment.model import UseProfile
from rehab_app.clinic.episodes.model import Episode
from rehab_app.desk.recap_page import lacking, note_recap, recap_file, recap_pdf, sign_recap
from rehab_app.desk.recaps_due import recaps_due
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken
from rehab_app.office.audit.service import newest
from rehab_app.office.calendar.service import OfficeDayDraft, add_office_day
from rehab_app.office.opening import OpenClinic
from rehab_app.office.settings.service import change_setting
from rehab_app.papers.recaps.model import SignedRecap
from rehab_app.papers.recaps.rules import Kind, Length, Naming, Wish
from rehab_app.papers.recaps.service import changes_since, note_signed, recap, signed_pdf, signed_recaps
from rehab_app.store.attached import attachments_named
from rehab_app.tables import METADATA
from tests.papers.pdf import words
from tests.papers.recaps.makers import meet, whole, wish
from tests.papers.reports.makers import LISTS, register
from tests.ui.makers import TODAY, make_clinic, seat_of

DECEMBER = wish(Kind.PERKA_4, day=date(2022, 12, 1))
NEW = wish(Kind.NEW_PATIENTS, day=date(2022, 12, 1))
NAMED = wish(Kind.NEW_PATIENTS, day=date(2022, 12, 1), naming=Naming.NAMES)
YEAR = wish(Kind.PATIENTS_OF_YEAR, Length.YEAR)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[OpenClinic]:
    """A clinic with two whole records of December 2022; its day is 16 January 2023."""
    made = make_clinic(tmp_path)
    with made.writing() as work:
        for name in ("Ani Lestari", "Budi Santoso"):
            episode_id = register(work, date(2022, 12, 5), full_name=name, initials=name[0])
            whole(work, episode_id)
    yield made
    made.forget()


def _sign(clinic: OpenClinic, wanted: Wish = DECEMBER) -> UUID:
    with clinic.writing() as work:
        return sign_recap(work, clinic.attachments, wanted)


def _kept(clinic: OpenClinic, recap_id: UUID) -> SignedRecap:
    with clinic.reading() as work:
        return work.session.exec(select(SignedRecap).where(SignedRecap.id == recap_id)).one()


def _actions(clinic: OpenClinic) -> list[str]:
    with clinic.reading() as work:
        return [row.action for row in newest(work)]


@pytest.mark.parametrize("wanted", [DECEMBER, NEW, YEAR])
def test_a_recap_with_an_incomplete_record_is_not_signed_and_says_which(clinic: OpenClinic, wanted: Wish) -> None:
    with clinic.writing() as work:
        episode_id = register(work, date(2022, 12, 9))
        whole(work, episode_id, route="", months_of_use=None)
        bare = register(work, date(2022, 12, 10), is_identity_complete=False)
    with pytest.raises(RulesBroken) as refused:
        _sign(clinic, wanted)
    assert [trouble.facts for trouble in refused.value.troubles] == [
        {"rm_number": "000003", "items": "duration, route"},
        {"rm_number": "000004", "items": "identity, substance, duration, route, diagnosis, treatment"},
    ]
    with clinic.reading() as work:
        assert signed_recaps(work) == ()
        assert [row.episode_id for row in lacking(work, wanted)] == [episode_id, bare]
    # Care is never blocked: a meeting is entered all the same.
    with clinic.writing() as work:
        meet(work, bare, TODAY)


def test_a_signed_recap_keeps_its_numbers_its_clients_and_its_paper(clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        before = recap(work, DECEMBER, LISTS)
    recap_id = _sign(clinic)
    with clinic.writing() as work:
        register(work, date(2022, 12, 20), full_name="Citra Dewi")
    kept = _kept(clinic, recap_id)
    assert [tuple(row) for row in kept.rows] == list(before.printed())
    assert kept.columns == [column.code for column in before.columns]
    assert kept.clients == [str(one.client_id) for one in before.behind]
    assert (kept.signer_name, kept.signer_title) == ("Dra. Kepala Uji", "Kepala BNN Kota Balikpapan")
    assert (kept.signed_on, kept.edition) == (TODAY, 1)
    with clinic.writing() as work:
        content = signed_pdf(work, clinic.attachments, recap_id)
    assert len(content) == kept.size
    assert content == clinic.attachments.get(kept.digest)
    said = words(content)
    assert "A / 0001/2022 / 000001" in said
    assert "000003" not in said
    assert "Dra. Kepala Uji" in said
    with clinic.reading() as work:
        assert kept.digest in attachments_named(work.connection, METADATA)
        (row,) = signed_recaps(work)
    assert (row.wish, row.clients) == (DECEMBER, 2)
    assert {"recaps.sign", "recaps.view_signed"} <= set(_actions(clinic))


def test_reopening_tells_what_changed_client_by_client_and_why(clinic: OpenClinic) -> None:
    recap_id = _sign(clinic)
    with clinic.reading() as work:
        assert changes_since(work, recap_id, LISTS) == ()
    _later(clinic)
    with clinic.writing() as work:
        whole(work, register(work, date(2022, 12, 20), full_name="Citra Dewi", initials="C"))
    _correct_first(clinic, "klien meralat cara pakai")
    with clinic.reading() as work:
        first, added = changes_since(work, recap_id, LISTS)
    assert (first.rm_number, first.is_added, first.is_removed) == ("000001", False, False)
    assert [(one.code, one.before, one.after) for one in first.changes] == [("route", "Merokok", "IV")]
    assert ("assessment.correct_use_profile", "klien meralat cara pakai") in [
        (cause.action, cause.reason) for cause in first.causes
    ]
    assert all(cause.by for cause in first.causes)
    assert (added.rm_number, added.is_added) == ("000003", True)


def test_who_falls_out_is_told(clinic: OpenClinic) -> None:
    recap_id = _sign(clinic, NEW)
    _later(clinic)
    with clinic.writing() as work:
        episode = work.session.exec(select(Episode).order_by(col(Episode.registration_number))).first()
        assert episode is not None
        episode.registered_on = date(2022, 11, 30)
        work.change(episode, "episodes.change")
    with clinic.reading() as work:
        (gone,) = changes_since(work, recap_id, LISTS)
    assert (gone.rm_number, gone.is_removed, gone.changes) == ("000001", True, ())
    assert gone.causes[0].action == "episodes.change"


def test_the_yearly_recap_tells_months_and_columns_that_changed(clinic: OpenClinic) -> None:
    recap_id = _sign(clinic, YEAR)
    _later(clinic)
    with clinic.writing() as work:
        episode = work.session.exec(select(Episode).order_by(col(Episode.registration_number))).first()
        assert episode is not None
        meet(work, episode.id, date(2022, 12, 30), "cbt")
    with clinic.reading() as work:
        (one,) = changes_since(work, recap_id, LISTS)
    assert [(change.code, change.before, change.after) for change in one.changes] == [("12.c23", "", "1")]


def test_a_further_edition_can_be_signed_and_both_stay(clinic: OpenClinic) -> None:
    first = _sign(clinic)
    _correct_first(clinic, "klien meralat")
    second = _sign(clinic)
    with clinic.reading() as work:
        assert [(row.id, row.edition) for row in signed_recaps(work)] == [(second, 2), (first, 1)]
        assert changes_since(work, second, LISTS) == ()
        assert len(changes_since(work, first, LISTS)) == 1
    assert _kept(clinic, first).digest != _kept(clinic, second).digest


def test_names_are_in_the_audit_each_time_and_only_then(clinic: OpenClinic) -> None:
    with clinic.writing() as work:
        assert "Ani Lestari" not in words(recap_pdf(work, NEW))
    assert not [action for action in _actions(clinic) if action.startswith("recaps.names")]
    with clinic.writing() as work:
        assert "Ani Lestari" in words(recap_pdf(work, NAMED))
        recap_file(work, NAMED)
        note_recap(work, NAMED, "print")
    actions = _actions(clinic)
    assert actions.count("recaps.names.new_patients") == 2
    assert "recaps.sheet.new_patients" in actions
    assert "recaps.print.new_patients" in actions


def test_a_paper_with_names_cannot_be_drawn_unnoted(clinic: OpenClinic) -> None:
    with clinic.reading() as work, pytest.raises(RuntimeError, match="cannot write"):
        recap_pdf(work, NAMED)


def test_a_recap_signed_with_names_is_for_those_alone_who_may_see_them(clinic: OpenClinic) -> None:
    recap_id = _sign(clinic, NAMED)
    assert "Ani Lestari" not in repr(_kept(clinic, recap_id).basis)
    counsellor = seat_of(clinic, Role.KONSELOR)
    with counsellor.writing() as work:
        assert len(signed_recaps(work)) == 1
        with pytest.raises(NotAllowed, match=r"recaps\.names"):
            signed_pdf(work, clinic.attachments, recap_id)


@pytest.mark.parametrize("role", [Role.KONSELOR, Role.DOKTER, Role.OPERATOR_SIRENA])
def test_who_does_not_report_cannot_sign(clinic: OpenClinic, role: Role) -> None:
    somebody = seat_of(clinic, role)
    with somebody.writing() as work, pytest.raises(NotAllowed):
        sign_recap(work, clinic.attachments, DECEMBER)


def test_a_recap_that_is_none_is_refused(clinic: OpenClinic) -> None:
    with clinic.writing() as work, pytest.raises(RuleBroken, match=r"recaps\.unknown"):
        note_signed(work, UUID(int=1), "print")


def test_the_week_and_the_month_are_reminded_of_until_they_are_signed(clinic: OpenClinic) -> None:
    clock = clinic.store.clock
    assert isinstance(clock, SetClock)
    with clinic.reading() as work:
        assert recaps_due(work) == ()  # nothing before the program was set up
    clock.put(datetime(2023, 1, 19, 2, tzinfo=UTC))  # a Thursday
    with clinic.reading() as work:
        (week,) = recaps_due(work)
    assert (week.period.length, week.due_on, week.is_overdue) == (Length.WEEK, date(2023, 1, 19), False)
    with clinic.writing() as work:
        sign_recap(work, clinic.attachments, Wish(Kind.PERKA_4, week.period))
        assert recaps_due(work) == ()
    clock.put(datetime(2023, 1, 30, 2, tzinfo=UTC))
    with clinic.reading() as work:
        due = recaps_due(work)
    assert [(one.period.length, one.due_on) for one in due] == [
        (Length.WEEK, date(2023, 1, 26)),
        (Length.MONTH, date(2023, 1, 30)),
    ]
    clock.put(datetime(2023, 2, 8, 2, tzinfo=UTC))
    with clinic.writing() as work:
        assert [one.is_overdue for one in recaps_due(work) if one.period.length is Length.MONTH] == [True]
        change_setting(work, "recap_reminder_weekly", False)
        assert {one.period.length for one in recaps_due(work)} == {Length.MONTH}
        change_setting(work, "recap_reminder_monthly", False)
        assert recaps_due(work) == ()


def test_a_closed_thursday_is_reminded_of_on_the_day_before(clinic: OpenClinic) -> None:
    clock = clinic.store.clock
    assert isinstance(clock, SetClock)
    clock.put(datetime(2023, 1, 18, 2, tzinfo=UTC))
    with clinic.writing() as work:
        assert recaps_due(work) == ()
        add_office_day(work, OfficeDayDraft(day=date(2023, 1, 19), name="Rapat kerja"))
        assert [one.due_on for one in recaps_due(work)] == [date(2023, 1, 19)]


def _later(clinic: OpenClinic) -> None:
    clock = clinic.store.clock
    assert isinstance(clock, SetClock)
    clock.put(clock.now() + timedelta(hours=1))


def _correct_first(clinic: OpenClinic, reason: str) -> None:
    _later(clinic)
    with clinic.writing() as work:
        profile = work.session.exec(select(UseProfile).order_by(col(UseProfile.created_at))).first()
        assert profile is not None
        draft = UseProfileDraft(
            assessed_on=profile.assessed_on,
            main_substance="sabu",
            other_substances=("ganja",),
            months_of_use=27,
            route="injected_iv",
            diagnosis="F15.2",
            treatment_history="belum pernah",
            therapy="konseling",
        )
        assessment.correct_use_profile(work, profile.series_id, 1, draft, reason)
