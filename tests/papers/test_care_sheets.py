"""Counselling note, progress sheet, control card and the sheet of a home visit."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.papers.draw import draw, page_count
from rehab_app.papers.plain import to_text
from rehab_app.papers.sheets.care_plan import blank_care_plan
from rehab_app.papers.sheets.control_card import control_card
from rehab_app.papers.sheets.counselling_note import counselling_note
from rehab_app.papers.sheets.visit_sheet import VisitFacts, visit_sheet
from tests.papers.pdf import pages, words
from tests.papers.samples import LONG_NAME
from tests.papers.statements.samples import BLANK, CLINIC, CONTROL, MEETING, NOTE, VISIT, made

PROGRESS = replace(NOTE, meetings=(MEETING, replace(MEETING, number=4, result="", objective="")))


def test_a_progress_sheet_reads_as_agreed(golden: Callable[[str, str], None]) -> None:
    golden("progress-sheet.txt", to_text(counselling_note(PROGRESS)))
    golden("progress-sheet-blank.txt", to_text(made(replace(BLANK["counselling_note"], is_progress_sheet=True))))  # type: ignore[call-arg] # of these facts
    golden("care-plan-blank.txt", to_text(blank_care_plan(CLINIC)))


def test_one_meeting_is_a_note_in_portrait_and_two_are_rows_in_landscape() -> None:
    note, progress = counselling_note(NOTE), counselling_note(PROGRESS)
    assert "CATATAN KONSELING" in to_text(note)
    assert "LEMBAR PERKEMBANGAN" not in to_text(note)
    assert not note.is_landscape
    assert "LEMBAR PERKEMBANGAN KLIEN" in to_text(progress)
    assert progress.is_landscape
    assert counselling_note(replace(NOTE, is_progress_sheet=True)).is_landscape


def test_what_was_not_written_has_no_row() -> None:
    said = to_text(counselling_note(replace(NOTE, meetings=(replace(MEETING, objective="", material=" "),))))
    assert "O \u2013 Objektif" not in said
    assert "Materi" not in said
    assert "A \u2013 Penilaian" in said
    nothing = replace(
        MEETING, material="", subjective="", objective="", appraisal="", planned="", result="", counsellor=""
    )
    bare = to_text(counselling_note(replace(NOTE, meetings=(nothing,))))
    assert "Bagian" not in bare
    assert "Pertemuan ke-" in bare


def test_a_long_note_runs_over_pages_and_loses_nothing() -> None:
    words_ = " ".join(f"kalimat{number}" for number in range(1500))
    said = words(draw(counselling_note(replace(NOTE, meetings=(replace(MEETING, subjective=words_),)))))
    assert [number for number in range(1500) if f"kalimat{number}" not in said] == []
    many = counselling_note(replace(NOTE, meetings=(MEETING,) * 30))
    drawn = pages(draw(many))
    assert len(drawn) > 2
    assert all("Tanda tangan" in page for page in drawn)


def test_a_note_needs_a_meeting() -> None:
    with pytest.raises(RulesBroken) as refused:
        counselling_note(replace(NOTE, meetings=()))
    assert [trouble.code for trouble in refused.value.troubles] == ["statements.no_meetings"]


def test_the_control_card_has_a_row_for_each_meeting_up_to_the_target() -> None:
    said = to_text(control_card(CONTROL))
    assert "1 | Senin, 12 Januari 2026 | 09.30 | Konseling individu" in said
    assert "\n8 | " in said
    assert "\n9 | " not in said
    fewer = to_text(control_card(replace(CONTROL, target=2)))
    assert "\n3 | Senin, 26 Januari 2026" in fewer  # what is planned beyond the target is not left out
    assert "\n4 | " not in fewer
    assert "\n12 | " in to_text(control_card(replace(CONTROL, target=None, meetings=())))


def test_the_control_card_says_nothing_of_health() -> None:
    said = to_text(control_card(CONTROL)).lower()
    assert [word for word in ("diagnosis", "zat", "asesmen", "urin") if word in said.split()] == []


def test_a_visit_sheet_is_made_before_the_visit_with_or_without_a_client() -> None:
    said = words(draw(visit_sheet(VISIT)))
    assert "Sgas/12/I/KA/RH.01.01/2026/BNNK-BPP" in said
    assert "Senin, 12 Januari 2026" in said
    assert said.count("Petugas,") == 2
    assert "Keadaan rumah dan lingkungan" in said
    three = words(draw(visit_sheet(replace(VISIT, officers=("A", "B", LONG_NAME)))))
    assert LONG_NAME in three  # named above, although there is room for two to sign
    assert page_count(visit_sheet(VisitFacts(office=CLINIC))) == 1


def test_a_blank_plan_has_every_row_and_three_places_of_signature() -> None:
    said = words(draw(blank_care_plan(CLINIC)))
    for label in ("Nama", "Diagnosis (ICD-10)", "Target pertemuan", "Ditinjau kembali", "Klien,", "Pimpinan,"):
        assert label in said
    assert said.count("Tanggal \u2026") == 3
    assert page_count(blank_care_plan(CLINIC)) == 1
