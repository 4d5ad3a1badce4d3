"""What the recaps count and print: their columns in order, who is in them, and what the record cannot say."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.office.lists.choices import Choice, ValueLists
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import first_profile
from rehab_app.office.settings.service import change_setting
from rehab_app.papers.draw import draw
from rehab_app.papers.recaps.rows import Recap
from rehab_app.papers.recaps.rules import Kind, Length, Naming, Wish, due_on, latest_on, period_of, periods_in
from rehab_app.papers.recaps.service import recap
from rehab_app.papers.recaps.sheets import Confirmed, recap_sheet
from rehab_app.store.store import Store
from tests.clinic.makers import make_client
from tests.makers import make_actor, make_store
from tests.papers.pdf import pages, reader
from tests.papers.recaps.makers import YEAR, diagnose, examine, meet, sample, whole, wish
from tests.papers.reports.makers import LISTS, change_episode, refer, register

HEAD = make_actor(Role.SUBKOORDINATOR)
CONFIRMED = Confirmed(city="Balikpapan", day=date(2023, 2, 1))
OF_YEAR = Wish(Kind.PATIENTS_OF_YEAR, YEAR)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path, SetClock(datetime(2023, 2, 1, 1, tzinfo=UTC)))
    with made.writing(HEAD) as work:
        first_profile(work, ProfileDraft(clinic_name="Klinik Uji", address="Jalan Uji 1\nBalikpapan"))
    return made


def _recap(store: Store, wanted: Wish, lists: ValueLists = LISTS) -> Recap:
    with store.reading(HEAD) as work:
        return recap(work, wanted, lists)


def _row(found: Recap, month: int) -> dict[str, object]:
    """Return the cells of a month (0: the sum) by the number of the column."""
    return {str(at): cell for at, cell in enumerate(found.rows[month - 1], 1)}


def test_the_seventeen_columns_stand_in_order_with_their_numbers(store: Store) -> None:
    with store.writing(HEAD) as work:
        register(work, date(2022, 3, 2))
    found = _recap(store, wish(Kind.NEW_PATIENTS))
    assert [column.heading for column in found.columns] == [
        "Tanggal",
        "No",
        "Nama",
        "No. Rekam Medis",
        "Alamat",
        "Umur",
        "Jenis Kelamin L/P",
        "Pendidikan",
        "Pekerjaan",
        "Status",
        "Riwayat Rehab*",
        "Asal Rujukan*",
        "Diagnosa",
        "Pemeriksaan Urin Zat",
        "Terapi",
        "Rujukan",
        "Keterangan",
    ]
    drawn = draw(recap_sheet(found, CONFIRMED))
    (page,) = pages(drawn)
    assert " ".join(f"({number})" for number in range(1, 18)) in page
    assert "Keterangan: * Bila Ada" in page
    assert "Klinik Uji" in page
    assert "ALAMAT KLINIK PRATAMA: Jalan Uji 1, Balikpapan" in page
    sheet = reader(drawn).pages[0].mediabox
    assert (round(sheet.width), round(sheet.height)) == (842, 595)


def test_the_column_of_names_says_only_what_was_chosen(store: Store) -> None:
    with store.writing(HEAD) as work:
        register(work, date(2022, 3, 2))
    said = {naming: _recap(store, wish(Kind.NEW_PATIENTS, naming=naming)) for naming in Naming}
    assert {naming: one.rows[0][2] for naming, one in said.items()} == {
        Naming.HIDDEN: "",
        Naming.INITIALS: "BS",
        Naming.NAMES: "Budi Santoso",
    }
    assert [one.columns[2].heading for one in said.values()] == ["Nama"] * 3
    for naming in (Naming.HIDDEN, Naming.INITIALS):
        assert "Budi" not in " ".join(pages(draw(recap_sheet(said[naming], CONFIRMED))))
    assert "disembunyikan" in " ".join(said[Naming.HIDDEN].notes)
    assert "inisial" in " ".join(said[Naming.INITIALS].notes)
    for one in said.values():
        assert "Budi" not in str(reader(draw(recap_sheet(one, CONFIRMED))).metadata)
        assert "Budi" not in repr(one.behind)


@pytest.mark.parametrize("role", [Role.KONSELOR, Role.DOKTER, Role.OPERATOR_SIRENA])
def test_names_are_refused_to_whoever_does_not_report(store: Store, role: Role) -> None:
    with store.reading(make_actor(role)) as work:
        assert recap(work, wish(Kind.NEW_PATIENTS, naming=Naming.INITIALS), LISTS).rows == ()
        with pytest.raises(NotAllowed, match=r"recaps\.names"):
            recap(work, wish(Kind.NEW_PATIENTS, naming=Naming.NAMES), LISTS)


def test_lists_of_clients_need_the_clinical_right_and_counts_do_not(store: Store) -> None:
    with store.reading(make_actor(Role.PENDAFTARAN)) as work:
        for kind in (Kind.NEW_PATIENTS, Kind.PERKA_4):
            with pytest.raises(NotAllowed):
                recap(work, wish(kind), LISTS)
        assert len(recap(work, OF_YEAR, LISTS).rows) == 13


def test_a_new_patient_is_one_whose_first_registration_lies_in_the_period(store: Store) -> None:
    with store.writing(HEAD) as work:
        client = make_client(work, full_name="Lama")
        first = register(work, date(2022, 1, 10), client)
        change_episode(work, first, state="closed", ended_on=date(2022, 2, 1), outcome="completed")
        register(work, date(2022, 3, 5), client)
        register(work, date(2022, 3, 31), full_name="Baru")
        register(work, date(2022, 4, 1), full_name="Nanti")
    found = _recap(store, wish(Kind.NEW_PATIENTS, naming=Naming.NAMES))
    assert [row[2] for row in found.rows] == ["Baru"]


def test_a_row_says_what_the_record_says(store: Store) -> None:
    with store.writing(HEAD) as work:
        episode_id = register(work, date(2022, 3, 2), source="institution", marital_status="married", address="Jl. A 1")
        whole(work, episode_id)
        diagnose(work, episode_id, "F15.1", date(2022, 3, 3))
        sample(work, episode_id, date(2022, 3, 2), {"MET": "positive", "THC": "negative"})
        refer(work, episode_id, date(2022, 3, 9))
    (row,) = _recap(store, wish(Kind.NEW_PATIENTS)).printed()
    assert row[:2] == ("02/03/2022", "1")
    assert row[3] == "000001"
    assert row[4].startswith("Jl. A 1, ")
    assert row[5:7] == ("31", "L")
    assert row[9:12] == ("Menikah", "belum pernah", "Rujukan lembaga")
    assert row[12].startswith("F15.1 ")
    assert row[13:16] == ("MET positif", "konseling", "Balai")


def test_who_came_alone_was_sent_by_nobody(store: Store) -> None:
    with store.writing(HEAD) as work:
        register(work, date(2022, 3, 2), source="self")
    assert _recap(store, wish(Kind.NEW_PATIENTS)).rows[0][11] == ""


def test_lama_and_baru_are_not_swapped(store: Store) -> None:
    """Two new ones in March and one who came before: 2 is Lama, 3 is Baru, as the headings say."""
    with store.writing(HEAD) as work:
        old = register(work, date(2021, 11, 1))
        meet(work, old, date(2022, 3, 8))
        register(work, date(2022, 3, 2))
        register(work, date(2022, 3, 9))
    found = _recap(store, OF_YEAR)
    assert [found.columns[at].heading for at in (1, 2)] == ["Lama", "Baru"]
    assert found.rows[2][1:3] == (1, 2)
    assert found.rows[12][1:3] == (1, 2)
    (page,) = pages(draw(recap_sheet(found, CONFIRMED)))
    assert "Lama Baru" in page
    assert "Maret 1 2 " in page


def test_a_new_client_of_march_is_an_old_one_in_april_and_counts_once_in_the_sum(store: Store) -> None:
    with store.writing(HEAD) as work:
        episode_id = register(work, date(2022, 3, 2))
        for day in (date(2022, 3, 20), date(2022, 4, 3), date(2022, 4, 10)):
            meet(work, episode_id, day)
        meet(work, episode_id, date(2022, 5, 3), came="mangkir")
    found = _recap(store, OF_YEAR)
    assert [found.rows[month - 1][1:3] for month in (3, 4, 5)] == [(0, 1), (1, 0), (0, 0)]
    assert found.rows[12][1:3] == (0, 1)


def test_the_twenty_eight_columns_stand_in_order_under_their_headings(store: Store) -> None:
    found = _recap(store, OF_YEAR)
    headings = (
        "No|Lama|Baru|Asesmen|Pemeriksaan Fisik|Urin Zat|F10|F11|F12|F13|F14|F15|F16|F17|F18/F19|Lain-lain|Terapi Medis"
    )
    headings += "|Detoksifikasi|Konseling HIV/IMS|Komorbiditas Psikiatrik|Konseling Adiksi|MI|CBT|Pencegahan Kekambuhan"
    headings += "|Balai|Panti|RSUD/RSJ|Lain-lain"
    assert "|".join(column.heading for column in found.columns) == headings
    groups = [column.group for column in found.columns]
    assert groups == ["", *["Jumlah Client"] * 2, *["Diagnosa dan Jumlah Bentuk Layanan"] * 21, *["Jumlah Rujukan"] * 4]
    assert [row[0] for row in found.rows][::6] == ["Januari", "Juli", "Jumlah"]
    (page,) = pages(draw(recap_sheet(found, CONFIRMED)))
    assert " ".join(f"({number})" for number in range(1, 29)) in page
    # No heading may be cut within a word.
    assert all(word in page for word in ("Detoksifikasi", "Komorbiditas", "Kekambuhan", "RSUD/RSJ", "Pemeriksaan"))


def test_services_are_counted_by_the_marks_of_the_lists_and_by_their_records(store: Store) -> None:
    with store.writing(HEAD) as work:
        episode_id = register(work, date(2022, 3, 2))
        whole(work, episode_id, diagnosis="")
        meet(work, episode_id, date(2022, 3, 2), "assessment")  # the day of the use profile: one assessment
        examine(work, episode_id, date(2022, 3, 4))
        sample(work, episode_id, date(2022, 3, 4), {"MET": "positive"})
        sample(work, episode_id, date(2022, 3, 18), {"MET": "negative"})
        for service in ("cbt", "cbt", "motivational_interview", "psychoeducation", ""):
            meet(work, episode_id, date(2022, 3, 10), service)
        meet(work, episode_id, date(2022, 3, 11), "cbt", "batal")
        diagnose(work, episode_id, "F15.2", date(2022, 3, 5))
        diagnose(work, episode_id, "F15.5", date(2022, 4, 5))
        diagnose(work, episode_id, "F19.1", date(2022, 4, 5))
        diagnose(work, episode_id, "Z50.3", date(2022, 4, 5))
        refer(work, episode_id, date(2022, 5, 9))
        cancelled, _ = refer(work, episode_id, date(2022, 5, 9))
        cancelled.state = "batal"
        work.change(cancelled, "referrals.cancel")
    found = _recap(store, OF_YEAR)
    march, april, may = (_row(found, month) for month in (3, 4, 5))
    assert {at: cell for at, cell in march.items() if cell and at not in {"1", "3"}} == {
        "4": 1,
        "5": 1,
        "6": 2,
        "12": 1,
        "22": 1,
        "23": 2,
    }
    assert {at: cell for at, cell in april.items() if cell and at not in {"1", "2"}} == {"15": 1, "16": 1}
    assert {at: cell for at, cell in may.items() if cell and at not in {"1", "2"}} == {"25": 1}
    assert "1 pertemuan tanpa jenis layanan" in " ".join(found.notes)
    for at in range(3, 28):
        assert found.rows[12][at] == sum(row[at] for row in found.rows[:12])  # type: ignore[misc]


def test_an_older_use_profile_answers_where_the_doctor_made_no_diagnosis(store: Store) -> None:
    with store.writing(HEAD) as work:
        whole(work, register(work, date(2022, 3, 2)), diagnosis="F12.1")
        whole(work, register(work, date(2022, 3, 2)), diagnosis="")
    found = _recap(store, OF_YEAR)
    assert (found.rows[2][8], found.rows[2][11]) == (1, 0)
    assert "1 klien yang dilayani belum berdiagnosis." in found.notes


def test_what_no_list_can_say_is_a_dash_with_a_note_and_never_nought(store: Store) -> None:
    unmarked = Choice("detoxification", "Detoksifikasi", "Detoxification", is_retired=False, extras={"recap_column": 0})
    lists = LISTS.with_own({"session_type": [(unmarked, None)]})
    found = _recap(store, OF_YEAR, lists)
    assert {row[17] for row in found.printed()} == {"-"}
    assert found.rows[12][16] == 0
    assert any("kolom 18:" in note for note in found.notes)
    assert not any("Tanda -" in note for note in _recap(store, OF_YEAR).notes)


def test_months_that_have_not_begun_are_not_said(store: Store) -> None:
    found = _recap(store, Wish(Kind.PATIENTS_OF_YEAR, period_of(Length.YEAR, date(2023, 1, 1))))
    assert found.rows[1][2] == 0
    assert set(found.printed()[2][1:]) == {"-"}
    assert "Bulan yang belum berjalan diberi tanda -." in found.notes


def test_the_year_agrees_with_the_figures_as_published(store: Store) -> None:
    """2022 as the office published it: 60 = 51 outpatients + 9 referred."""
    with store.writing(HEAD) as work:
        for number in range(60):
            episode_id = register(work, date(2022, 1 + number % 12, 1 + number % 28))
            whole(work, episode_id)
            if number < 9:
                refer(work, episode_id, date(2022, 12, 1))
    found = _recap(store, OF_YEAR)
    total = _row(found, 0)
    assert (total["2"], total["3"], total["12"]) == (0, 60, 60)
    assert sum(int(str(total[str(at)])) for at in range(25, 29)) == 9
    assert any("60 klien (51 Rawat jalan, 9 Rujukan rawat inap)" in note for note in found.notes)


def test_the_client_recapitulation_has_the_readable_columns_then_those_of_pasal_18(store: Store) -> None:
    with store.writing(HEAD) as work:
        whole(work, register(work, date(2022, 3, 2)))
        quiet = register(work, date(2022, 1, 2))
        served = register(work, date(2022, 1, 2), sex="P")
        meet(work, served, date(2022, 3, 31))
        meet(work, quiet, date(2022, 3, 31), came="mangkir")
    found = _recap(store, wish(Kind.PERKA_4))
    assert [column.heading for column in found.columns] == [
        "NO.",
        "IDENTITAS KLIEN (INISIAL / NO ID / RM)",
        "L",
        "P",
        "USIA",
        "JENIS ZAT",
        "CARA PAKAI",
        "LAMA PEMAKAIAN",
        "DIAGNOSA",
        "JENIS PENGOBATAN / RIWAYAT PERAWATAN",
    ]
    assert "bentuk sementara" in found.lines
    assert found.title == "LAPORAN KEPADA BNN / BNNP / BNN KAB/KOTA"
    assert found.lines[0] == "REKAPITULASI DATA KLIEN YANG DILAYANI BULAN MARET 2022"
    first, second = found.printed()
    assert first[1:4] == ("BS / 0001/2022 / 000001", "\u221a", "")
    assert first[5:8] == ("Sabu, Ganja", "Merokok", "2 tahun 3 bulan")
    assert first[9] == "konseling / belum pernah"
    assert second[2:4] == ("", "\u221a")
    assert "2 klien (1 L, 1 P)" in found.notes[0]
    assert "Budi" not in repr(found)


def test_the_office_chooses_and_orders_the_further_columns(store: Store) -> None:
    columns = ["urine", "treatment", "diagnosis", "duration", "registered_on"]
    with store.writing(HEAD) as work:
        whole(work, register(work, date(2022, 3, 2)))
        change_setting(work, "perka_columns", columns)
        for wrong in (["diagnosis"], [*columns, "urine"], [*columns, "nik"], "duration"):
            with pytest.raises(RuleBroken, match=r"settings\.refused"):
                change_setting(work, "perka_columns", wrong)
    found = _recap(store, wish(Kind.PERKA_4))
    assert [column.code for column in found.columns[7:]] == columns
    assert found.rows[0][11] == date(2022, 3, 2)


def test_a_client_served_by_two_masa_perawatan_stands_once(store: Store) -> None:
    with store.writing(HEAD) as work:
        client = make_client(work)
        first = register(work, date(2022, 3, 1), client)
        change_episode(work, first, state="closed", ended_on=date(2022, 3, 10), outcome="completed")
        register(work, date(2022, 3, 20), client)
    found = _recap(store, wish(Kind.PERKA_4))
    assert [row[1] for row in found.rows] == ["BS / 0002/2022 / 000001"]


def test_a_week_of_reports_ends_on_thursday_and_a_month_is_due_on_the_thirtieth() -> None:
    week = period_of(Length.WEEK, date(2022, 11, 19))
    assert (week.first, week.last) == (date(2022, 11, 18), date(2022, 11, 24))
    assert period_of(Length.WEEK, week.last) == week == period_of(Length.WEEK, week.first)
    assert due_on(week) == latest_on(week) == date(2022, 11, 24)
    months = {month: period_of(Length.MONTH, date(2022, month, 1)) for month in (2, 10, 11)}
    assert [due_on(one) for one in months.values()] == [date(2022, 2, 28), date(2022, 10, 30), date(2022, 11, 30)]
    assert latest_on(months[10]) == date(2022, 11, 7)


def test_the_weeks_of_a_year_hold_each_day_once_and_none_that_has_not_begun() -> None:
    weeks = periods_in(Length.WEEK, 2022, date(2023, 2, 1))
    assert len(weeks) == 52
    assert weeks[0].last == date(2022, 12, 29)
    assert all((one.last - one.first).days == 6 for one in weeks)
    assert len(periods_in(Length.MONTH, 2023, date(2023, 2, 1))) == 2
    assert periods_in(Length.YEAR, 2024, date(2023, 2, 1)) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        Wish(Kind.PATIENTS_OF_YEAR, period_of(Length.MONTH, date(2022, 3, 1))),
        Wish(Kind.NEW_PATIENTS, period_of(Length.MONTH, date(2023, 3, 1))),
        Wish(Kind.PERKA_4, period_of(Length.YEAR, date(1980, 3, 1))),
    ],
)
def test_a_period_that_is_none_of_the_recap_is_refused(store: Store, wrong: Wish) -> None:
    with store.reading(HEAD) as work, pytest.raises(RuleBroken, match=r"recaps\.period"):
        recap(work, wrong, LISTS)


def test_merged_clients_count_once(store: Store) -> None:
    with store.writing(HEAD) as work:
        kept, merged = make_client(work), make_client(work)
        register(work, date(2022, 3, 1), kept)
        moved = register(work, date(2022, 3, 5), merged)
        episode = work.session.get_one(Episode, moved)
        episode.client_id, episode.period_number = kept, 2
        work.change(episode, "clients.merge")
        gone = work.session.get_one(Client, merged)
        gone.merged_into = kept
        work.change(gone, "clients.merge")
    assert _recap(store, OF_YEAR).rows[12][1:3] == (0, 1)
    assert len(_recap(store, wish(Kind.NEW_PATIENTS)).rows) == 1
