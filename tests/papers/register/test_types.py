"""The types of letters: delivered, overridden, added, retired, and what an office had set before there were types."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.profile.model import OfficeSetting
from rehab_app.papers.letters.numbers import check_pattern
from rehab_app.papers.register import entering, service, types
from rehab_app.papers.register.draft import LetterTypeDraft
from rehab_app.papers.register.types import REFERRAL, TypeRow
from rehab_app.store.store import Store
from tests.papers.register.makers import HEAD, TODAY, UNIT, entry, make_office

PATTERN = "{sifat}/{nomor}/{bulan_romawi}/{tahun}/{unit}"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_office(tmp_path)


def draft(**changes: Any) -> LetterTypeDraft:  # noqa: ANN401 - fields of the draft
    known = {"code": "SPPD", "name": "Perjalanan dinas", "security": "SPPD", "series": "SPPD", "pattern": PATTERN}
    return LetterTypeDraft(**{**known, "is_new": True, **changes})


def test_the_delivered_types_can_number_letters_and_read_like_those_of_bnn() -> None:
    for row in types.delivered_types().values():
        check_pattern(row.pattern)
    said = [row.number_text(38, date(2019, 9, 2), "BNNP-NTB") for row in types.delivered_types().values()]
    assert said[:3] == [
        "R/38/IX/KA/RH.00.00/2019/BNNP-NTB",
        "B/38/IX/KA/RH.00.01/2019/BNNP-NTB",
        "B/UND-38/IX/KA/RH.01.00/2019/BNNP-NTB",
    ]
    assert len(set(said)) == len(said)


def test_an_office_changes_a_delivered_type_and_letters_follow(store: Store) -> None:
    with store.writing(HEAD) as work:
        b = types.letter_type(work, "B")
        changed = draft(code="B", name="Biasa", security="B", series="B", pattern=PATTERN, is_new=False)
        types.keep_type(work, changed, b.row_version, UNIT)
        assert entering.register_outside(work, entry()).number_text == "B/1/III/2022/BNNK-BPP"
        kept = types.letter_type(work, "B")
        assert (kept.is_delivered, kept.row_version, kept.name) == (True, 1, "Biasa")
        assert [row.code for row in types.types(work)] == list(types.delivered_types())
    with pytest.raises(StaleRecord), store.writing(HEAD) as work:
        types.keep_type(work, changed, 0, UNIT)


def test_an_office_adds_a_type_with_a_counter_of_its_own(store: Store) -> None:
    with store.writing(HEAD) as work:
        types.keep_type(work, draft(copies=["Arsip"]), 0, UNIT)
        service.begin_after(work, "SPPD", 2022, 78)
        assert entering.register_outside(work, entry(type_code="SPPD")).number_text == "SPPD/79/III/2022/BNNK-BPP"
        assert types.types(work)[-1].copies == ("Arsip",)
        assert types.series_names(types.types(work))["letter.SPPD"] == "Perjalanan dinas"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"pattern": "{nomor}/{bulan}/{tahun}"}, "papers.pattern_unknown", "pattern"),
        ({"pattern": "{sifat}/{tahun}"}, "papers.pattern_lacks", "pattern"),
        ({"pattern": "{nomor}/{tahun"}, "papers.pattern_malformed", "pattern"),
        ({"name": " "}, "draft.required", "name"),
        ({"pattern": PATTERN + "/{klasifikasi}"}, "draft.required", "filing_code"),
        ({"code": "B"}, "letters.type_code_taken", "code"),
        ({"security": "B", "pattern": types.delivered_types()["B"].pattern, "filing_code": "RH.00.01", "signer_mark": "KA"},
         "letters.type_prints_like", "pattern"),
    ],
)  # fmt: skip
def test_a_type_that_cannot_number_letters_is_refused(
    store: Store, changes: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused, store.writing(HEAD) as work:
        types.keep_type(work, draft(**changes), 0, UNIT)
    trouble = refused.value.troubles[0] if isinstance(refused.value, RulesBroken) else refused.value
    assert (trouble.code, trouble.field) == (code, field)


def test_a_retired_type_numbers_no_more_and_type_r_stays(store: Store) -> None:
    with store.writing(HEAD) as work:
        types.retire_type(work, "UND", 0)
        assert "UND" not in [row.code for row in types.types(work)]
        assert types.letter_type(work, "UND").is_retired
    with pytest.raises(RuleBroken, match=r"letters\.type_retired"), store.writing(HEAD) as work:
        entering.register_outside(work, entry(type_code="UND"))
    with pytest.raises(RuleBroken, match=r"letters\.type_needed"), store.writing(HEAD) as work:
        types.retire_type(work, REFERRAL, 0)
    with store.writing(HEAD) as work:
        types.retire_type(work, "UND", 1, is_retired=False)
        assert "UND" in [row.code for row in types.types(work)]


def test_what_an_office_had_set_for_referral_letters_is_what_type_r_says(store: Store) -> None:
    old = {
        "referral_letter_pattern": PATTERN,
        "referral_letter_security": "T",
        "referral_letter_signer": "KABID",
        "referral_letter_class": "RH.01",
        "referral_copies": ["Kepala BNNP", "Arsip"],
    }
    with store.writing(HEAD) as work:
        assert types.letter_type(work, REFERRAL).copies == ("Kepala BNNP Kalimantan Timur",)
        for name, value in old.items():
            work.add(OfficeSetting(id=work.new_id(), name=name, value=value), "settings.change")
        row = types.letter_type(work, REFERRAL)
        assert (row.pattern, row.security, row.series, row.signer_mark) == (PATTERN, "T", "T", "KABID")
        assert (row.filing_code, row.copies, row.row_version) == ("RH.01", ("Kepala BNNP", "Arsip"), 0)
        kept = draft(code="R", name=row.name, security="T", series="T", pattern=PATTERN, is_new=False)
        types.keep_type(work, kept, 0, UNIT)
        assert types.letter_type(work, REFERRAL).copies == ()


def test_the_example_follows_what_is_typed_and_says_what_is_wrong() -> None:
    typed = {"pattern": PATTERN, "security": "Sgas", "copies": ["Arsip"]}
    assert types.example(typed, UNIT, TODAY) == "Sgas/123/III/2022/BNNK-BPP"
    with pytest.raises(RuleBroken, match=r"papers\.pattern_lacks"):
        types.example({"pattern": ""}, UNIT, TODAY)


def test_types_of_one_counter_are_named_together() -> None:
    rows = [TypeRow(code=code, name=code, security="B", series="B", pattern="{nomor}/{tahun}") for code in ("B", "UND")]
    assert types.series_names(rows) == {"letter.B": "B, UND"}
