"""The counting rule: who counts in a year, under what, and that every table sums to the same."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import first_profile
from rehab_app.office.settings.service import change_setting
from rehab_app.papers.reports import figures as counting
from rehab_app.papers.reports.behind import BehindRow, clients_behind
from rehab_app.papers.reports.figures import TABLES, YearFigures, figures_document, percent_of, year_figures
from rehab_app.store.store import Store
from rehab_app.store.work import Work
from tests.clinic.makers import make_client
from tests.makers import make_actor, make_everyone, make_store
from tests.papers.reports.makers import (
    BARAT,
    KOTA,
    LISTS,
    PENAJAM,
    SELATAN,
    TENGAH,
    TIMUR,
    UTARA,
    change_episode,
    refer,
    register,
    screen,
    use,
)

HEAD = make_actor(Role.SUBKOORDINATOR)
IN_2022 = date(2022, 6, 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = make_store(tmp_path, SetClock(datetime(2023, 2, 1, 1, tzinfo=UTC)))
    with store.writing(HEAD) as work:
        first_profile(work, ProfileDraft())
    return store


def _figures(store: Store, year: int = 2022, language: str = "id") -> YearFigures:
    with store.reading(HEAD) as work:
        return year_figures(work, year, LISTS, language)


def _behind(store: Store, table: str, code: str = "", year: int = 2022) -> tuple[BehindRow, ...]:
    with store.reading(HEAD) as work:
        return clients_behind(work, year, table, code)


def _counts(figures: YearFigures, table: str) -> dict[str, int]:
    return {row.code: row.count for row in figures.table(table).rows if row.count}


def _register(store: Store, day: date = IN_2022, **known: object) -> UUID:
    with store.writing(HEAD) as work:
        return register(work, day, None, **known)


@pytest.fixture
def year_2022(store: Store) -> Store:
    """The year as the office published it: 60 people, 51 outpatients and 9 referred, 56 of them for sabu."""
    places = [BARAT] * 17 + [UTARA] * 14 + [SELATAN] * 11 + [TIMUR] * 6 + [KOTA] * 5 + [TENGAH] * 3 + [PENAJAM] * 4
    with store.writing(HEAD) as work:
        for number, place in enumerate(places):
            episode_id = register(work, date(2022, 1 + number % 12, 1 + number % 28), place_code=place)
            use(work, episode_id, "sabu" if number < 56 else "ganja")
            if number % 7 == 0:
                refer(work, episode_id, date(2022, 12, 31))
    return store


def test_2022_counts_as_it_was_published_and_adds_up(year_2022: Store) -> None:
    figures = _figures(year_2022)
    assert (figures.year, figures.rule, figures.total) == (2022, "2022.1", 60)
    assert _counts(figures, "modality") == {"outpatient": 51, "referral": 9}
    assert [(row.label, row.count) for row in figures.table("district").rows] == [
        ("Balikpapan Timur", 6),
        ("Balikpapan Barat", 17),
        ("Balikpapan Utara", 14),
        ("Balikpapan Tengah", 3),
        ("Balikpapan Selatan", 11),
        ("Balikpapan Kota", 5),
        ("Luar Balikpapan", 4),
    ]
    assert [(row.label, row.count, row.percent) for row in figures.table("substance").rows] == [
        ("Sabu", 56, 93.3),
        ("Ganja", 4, 6.7),
    ]
    barat = figures.table("district").rows[1]
    assert (barat.count, barat.percent) == (17, 28.3)
    assert (figures.new, figures.carried_over) == (60, 0)
    assert {table.name: sum(row.count for row in table.rows) for table in figures.tables} == dict.fromkeys(TABLES, 60)


def test_every_number_opens_just_its_clients(year_2022: Store) -> None:
    figures = _figures(year_2022)
    for table in figures.tables:
        opened: list[UUID] = []
        for row in table.rows:
            behind = _behind(year_2022, table.name, row.code)
            assert len(behind) == row.count, (table.name, row.code)
            opened += [one.client_id for one in behind]
        assert len(set(opened)) == len(opened) == 60, table.name
    first = _behind(year_2022, "district", "64.71.02")[0]
    assert (first.initials, first.registered_on, first.period_number) == ("BS", date(2022, 1, 1), 1)
    assert not {"full_name", "nik"} & set(BehindRow.__slots__)


def test_the_json_has_the_keys_of_the_contract(year_2022: Store) -> None:
    document = figures_document(_figures(year_2022))
    assert list(document) == [
        "year",
        "rule",
        "total",
        "by_modality",
        "by_district",
        "by_substance",
        "by_sex",
        "by_age",
        "by_source",
        "new",
        "carried_over",
    ]
    assert document["by_modality"] == {"rawat_jalan": 51, "rujukan": 9, "tat_saja": 0}
    assert document["by_district"] == {
        "Balikpapan Timur": 6,
        "Balikpapan Barat": 17,
        "Balikpapan Utara": 14,
        "Balikpapan Tengah": 3,
        "Balikpapan Selatan": 11,
        "Balikpapan Kota": 5,
        "Luar Balikpapan": 4,
    }
    assert document["by_substance"] == {"Sabu": 56, "Ganja": 4}
    assert document["by_sex"] == {"Laki-laki": 60, "Perempuan": 0}


def test_an_empty_year_has_empty_tables(store: Store) -> None:
    figures = _figures(store)
    assert (figures.total, figures.new, figures.carried_over) == (0, 0, 0)
    assert all(row.count == 0 and row.percent == 0 for table in figures.tables for row in table.rows)
    assert _behind(store, "modality", "outpatient") == ()


@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2022, 12, 31)])
def test_both_ends_of_the_year_are_in_it(store: Store, day: date) -> None:
    _register(store, day)
    assert _figures(store).total == 1
    assert _figures(store, 2021).total == 0
    assert _figures(store, 2023).total == 0


def test_a_person_with_two_episodes_in_a_year_counts_once_by_the_first(store: Store) -> None:
    first = _register(store, date(2022, 2, 1), source="self")
    with store.writing(HEAD) as work:
        use(work, first, "ganja")
        change_episode(work, first, state="closed", ended_on=date(2022, 5, 1))
        second = register(work, date(2022, 9, 1), _client_of(work, first), source="raid")
        use(work, second, "sabu")
        refer(work, second, date(2022, 9, 2))
    figures = _figures(store)
    assert figures.total == 1
    assert _counts(figures, "substance") == {"ganja": 1}
    assert _counts(figures, "source") == {"self": 1}
    assert _counts(figures, "modality") == {"outpatient": 1}
    assert [row.episode_id for row in _behind(store, "modality", "outpatient")] == [first]
    assert figures.new == 1


def _client_of(work: Work, episode_id: UUID) -> UUID:
    return work.session.get_one(Episode, episode_id).client_id


def test_who_was_registered_in_an_earlier_year_too_is_counted_but_not_new(store: Store) -> None:
    first = _register(store, date(2021, 2, 1))
    with store.writing(HEAD) as work:
        change_episode(work, first, state="closed", ended_on=date(2022, 1, 20))
        second = register(work, date(2022, 9, 1), _client_of(work, first))
        change_episode(work, second, state="closed", ended_on=date(2022, 10, 1))
        register(work, date(2022, 11, 1), _client_of(work, first))
    figures = _figures(store)
    assert (figures.total, figures.new, figures.carried_over) == (1, 0, 0)
    assert _counts(figures, "period") == {"again": 1}
    assert [row.episode_id for row in _behind(store, "period", "again")] == [second]


@pytest.mark.parametrize(
    ("dated_on", "counted"),
    [
        (date(2022, 6, 1), "referral"),
        (date(2022, 12, 31), "referral"),
        (date(2023, 1, 2), "outpatient"),
    ],
)
def test_a_letter_counts_where_it_is_dated_by_the_end_of_the_year(store: Store, dated_on: date, counted: str) -> None:
    episode_id = _register(store)
    with store.writing(HEAD) as work:
        refer(work, episode_id, dated_on)
    assert _counts(_figures(store), "modality") == {counted: 1}


@pytest.mark.parametrize("what", ["letter voided", "referral batal", "prepared only"])
def test_a_cancelled_letter_does_not_count(store: Store, what: str) -> None:
    episode_id = _register(store)
    with store.writing(HEAD) as work:
        referral, letter = refer(work, episode_id, IN_2022)
        if what == "letter voided":
            letter.voided_on = date(2023, 1, 5)
            work.change(letter, "letters.void")
        else:
            referral.state = "batal" if what == "referral batal" else "draft"
            referral.letter_id = referral.letter_id if what == "referral batal" else None
            work.change(referral, "referrals.cancel")
    assert _counts(_figures(store), "modality") == {"outpatient": 1}


def test_of_two_letters_one_that_stands_is_enough(store: Store) -> None:
    episode_id = _register(store)
    with store.writing(HEAD) as work:
        _, letter = refer(work, episode_id, IN_2022)
        letter.voided_on = IN_2022
        work.change(letter, "letters.void")
        refer(work, episode_id, date(2022, 7, 1))
    assert _counts(_figures(store), "modality") == {"referral": 1}


@pytest.mark.parametrize("state", ["ditolak", "masuk", "kembali"])
def test_what_became_of_the_referral_changes_nothing_unless_it_was_cancelled(store: Store, state: str) -> None:
    episode_id = _register(store)
    with store.writing(HEAD) as work:
        referral, _ = refer(work, episode_id, IN_2022)
        referral.state = state
        work.change(referral, "referrals.move")
    assert _counts(_figures(store), "modality") == {"referral": 1}


def test_who_was_only_examined_stands_apart_unless_she_was_referred(store: Store) -> None:
    examined, referred = _register(store), _register(store)
    with store.writing(HEAD) as work:
        change_episode(work, examined, modality="examined_only")
        change_episode(work, referred, modality="examined_only")
        refer(work, referred, IN_2022)
    assert _counts(_figures(store), "modality") == {"examined_only": 1, "referral": 1}


def test_who_moves_after_registration_stays_where_she_was_counted(store: Store) -> None:
    episode_id = _register(store, place_code=BARAT, occupation="labourer")
    with store.writing(HEAD) as work:
        client = work.session.get_one(Client, _client_of(work, episode_id))
        client.place_code, client.occupation, client.birth_date = PENAJAM, "trader", date(2001, 1, 1)
        work.change(client, "clients.change")
    figures = _figures(store)
    assert _counts(figures, "district") == {"64.71.02": 1}
    assert _counts(figures, "occupation") == {"labourer": 1}
    assert _counts(figures, "age") == {"30-39": 1}


def test_the_substance_is_the_profiles_else_the_screenings_else_unknown(store: Store) -> None:
    ids = [_register(store) for _ in range(6)]
    with store.writing(HEAD) as work:
        use(work, ids[0], "ganja")
        screen(work, ids[0], "amphetamine", IN_2022)
        use(work, ids[1], "")
        screen(work, ids[1], "opioids", IN_2022)
        screen(work, ids[2], "cannabis", IN_2022)
        screen(work, ids[2], "amphetamine", date(2022, 7, 1))
        screen(work, ids[3], "", IN_2022)
        use(work, ids[4], "")
    figures = _figures(store)
    assert _counts(figures, "substance") == {"ganja": 1, "opiat_lain": 1, "sabu": 1, "unknown": 3}
    last = figures.table("substance").rows[-1]
    assert (last.code, last.label, last.percent) == ("unknown", "Tidak diketahui", 50.0)
    assert {row.episode_id for row in _behind(store, "substance", "unknown")} == set(ids[3:])
    assert [row.episode_id for row in _behind(store, "substance", "sabu")] == [ids[2]]


def test_only_the_current_version_tells_the_substance(store: Store) -> None:
    first, second = _register(store), _register(store)
    with store.writing(HEAD) as work:
        old = use(work, first, "sabu")
        values = {name: getattr(old, name) for name in ("client_id", "episode_id", "assessed_on")}
        new = UseProfile(id=uuid4(), main_substance="heroin", **values)
        work.correct(old, new, "assessment.correct_use_profile", "salah")
        taken = screen(work, second, "amphetamine", IN_2022)
        names = ("client_id", "episode_id", "instrument", "key_version", "taken_on", "taken_by")
        again = Screening(id=uuid4(), main_substance="cannabis", **{name: getattr(taken, name) for name in names})
        work.correct(taken, again, "assessment.correct_screening", "salah")
    assert _counts(_figures(store), "substance") == {"heroin": 1, "ganja": 1}


def test_what_is_not_known_has_a_row_of_its_own_in_each_table(store: Store) -> None:
    unknown = {"place_code": "", "occupation": "", "education": "", "birth_date": None, "sex": ""}
    _register(store, IN_2022, **unknown)
    _register(store)
    figures = _figures(store)
    for name in ("substance", "district", "sex", "age", "source", "occupation", "education"):
        assert figures.table(name).count("unknown") >= 1, name
        assert figures.table(name).rows[-1].code == "unknown"
        assert sum(row.count for row in figures.table(name).rows) == 2
    assert figures.table("modality").count("unknown") == 0


@pytest.mark.parametrize(
    ("place", "district"),
    [
        ("64.71.05.1002", "64.71.05"),
        ("6471051002", "64.71.05"),
        ("64.71.06", "64.71.06"),
        ("64.01.04.1001", "outside"),
        ("31.74.01.1001", "outside"),
        ("64.71", "unknown"),
        ("64", "unknown"),
    ],
)
def test_a_place_falls_into_its_district(store: Store, place: str, district: str) -> None:
    _register(store, place_code=place)
    assert _counts(_figures(store), "district") == {district: 1}


def test_the_office_sets_its_age_bands(store: Store) -> None:
    for years in (14, 15, 16, 40, 59, 60):
        _aged(store, years)
    with store.writing(HEAD) as work:
        change_setting(work, "age_bands", [16, 60])
    assert _counts(_figures(store), "age") == {"0-15": 2, "16-59": 3, "60+": 1}


def _aged(store: Store, years: int) -> None:
    episode_id = _register(store)
    with store.writing(HEAD) as work:
        change_episode(work, episode_id, age_at_registration=years)


def test_a_code_that_is_on_no_list_any_more_is_still_counted(store: Store) -> None:
    episode_id = _register(store)
    with store.writing(HEAD) as work:
        change_episode(work, episode_id, source="old_source")
    row = _figures(store).table("source").rows[0]
    assert (row.code, row.label, row.count) == ("old_source", "old_source", 1)


@pytest.mark.parametrize(
    ("registered_on", "ended_on", "is_carried"),
    [
        (date(2021, 11, 1), None, True),
        (date(2021, 11, 1), date(2022, 1, 1), True),
        (date(2021, 11, 1), date(2021, 12, 31), False),
        (date(2015, 1, 1), date(2023, 1, 5), True),
        (date(2023, 1, 10), None, False),
    ],
)
def test_an_episode_open_at_some_time_in_the_year_is_carried_over(
    store: Store, registered_on: date, ended_on: date | None, is_carried: bool
) -> None:
    episode_id = _register(store, registered_on)
    with store.writing(HEAD) as work:
        change_episode(work, episode_id, ended_on=ended_on)
    figures = _figures(store)
    assert (figures.total, figures.carried_over) == (0, int(is_carried))
    assert [row.episode_id for row in _behind(store, "carried_over")] == [episode_id] * is_carried


@pytest.mark.parametrize(
    ("held_on", "attendance", "is_carried"),
    [
        (date(2022, 1, 3), "hadir", True),
        (date(2022, 1, 3), "mangkir", False),
        (date(2022, 1, 3), "", False),
        (date(2021, 12, 30), "hadir", False),
    ],
)
def test_a_meeting_attended_in_the_year_carries_over_even_after_the_end(
    store: Store, held_on: date, attendance: str, is_carried: bool
) -> None:
    episode_id = _register(store, date(2021, 11, 1))
    with store.writing(HEAD) as work:
        change_episode(work, episode_id, state="closed", ended_on=date(2021, 12, 31))
        session = CareSession(
            id=uuid4(),
            client_id=_client_of(work, episode_id),
            episode_id=episode_id,
            held_on=held_on,
            number=1,
            kind="individual",
            counsellor_id=HEAD.user_id,
            attendance=attendance,
        )
        work.add(session, "sessions.record")
    assert _figures(store).carried_over == int(is_carried)


def test_a_person_is_carried_over_once_and_by_her_last_episode_before_the_year(store: Store) -> None:
    first = _register(store, date(2020, 1, 1))
    with store.writing(HEAD) as work:
        change_episode(work, first, state="closed", ended_on=date(2021, 6, 1))
        second = register(work, date(2021, 7, 1), _client_of(work, first))
        change_episode(work, first, ended_on=date(2022, 3, 1))
    assert _figures(store).carried_over == 1
    assert [row.episode_id for row in _behind(store, "carried_over")] == [second]


def test_labels_come_in_english_too(year_2022: Store) -> None:
    figures = _figures(year_2022, language="en")
    assert [row.label for row in figures.table("modality").rows] == [
        "Outpatient",
        "Inpatient referral",
        "Examined only (TAT)",
    ]
    assert figures.table("age").title == "Age band (years)"
    assert figures.table("period").rows[0].label.startswith("New")
    assert {table.title for table in figures.tables}.isdisjoint({table.title for table in _figures(year_2022).tables})


@pytest.mark.parametrize(
    ("count", "total", "percent"),
    [(17, 60, 28.3), (56, 60, 93.3), (1, 8, 12.5), (1, 16, 6.3), (0, 0, 0.0), (60, 60, 100.0)],
)
def test_a_share_has_one_decimal_and_halves_go_up(count: int, total: int, percent: float) -> None:
    assert percent_of(count, total) == percent


@pytest.mark.parametrize("year", [2024, 1989, 0, -5, 99999])
def test_a_year_that_cannot_be_counted_is_refused(store: Store, year: int) -> None:
    for ask in (lambda: _figures(store, year), lambda: _behind(store, "sex", "L", year)):
        with pytest.raises(RuleBroken) as refused:
            ask()
        assert (refused.value.code, refused.value.field) == ("figures.year", "year")
        assert refused.value.facts == {"first": 1990, "last": 2023}


def test_an_unknown_table_is_refused_and_an_unknown_row_is_empty(store: Store) -> None:
    with pytest.raises(RuleBroken, match=r"figures\.table"):
        _behind(store, "nik", "1")
    assert _behind(store, "sex", "X") == ()


def test_tables_that_differ_in_sum_are_never_shown(year_2022: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = counting._counts

    def loses_one(*given: object) -> object:
        counts = kept(*given)  # type: ignore[arg-type]
        counts["sex"]["L"] -= 1
        return counts

    monkeypatch.setattr(counting, "_counts", loses_one)
    with pytest.raises(ArithmeticError):
        _figures(year_2022)


def test_counts_are_open_to_whoever_sees_reports_clients_to_whoever_sees_them(store: Store) -> None:
    _register(store)
    for role, actor in make_everyone():
        with store.reading(actor) as work:
            if role is Role.ADMIN:
                with pytest.raises(NotAllowed):
                    year_figures(work, 2022, LISTS)
                with pytest.raises(NotAllowed):
                    clients_behind(work, 2022, "sex", "L")
                continue
            assert year_figures(work, 2022, LISTS).total == 1
            assert len(clients_behind(work, 2022, "sex", "L")) == 1
            if role is Role.PENDAFTARAN:
                with pytest.raises(NotAllowed):
                    clients_behind(work, 2022, "substance", "unknown")
            else:
                assert len(clients_behind(work, 2022, "substance", "unknown")) == 1


def test_clients_registered_by_no_episode_are_not_counted(store: Store) -> None:
    with store.writing(HEAD) as work:
        make_client(work)
    assert _figures(store).total == 0
