"""Who signs: the head of the profile, and officers in their capacity from one day to another."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from rehab_app.desk.signers import numbered, signer_facts, signer_on
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.officers import service
from rehab_app.office.officers.draft import OfficerDraft
from rehab_app.office.officers.rows import OfficerRow
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import change_profile
from rehab_app.store.store import Store
from tests.clinic.makers import deeds
from tests.papers.register.makers import HEAD, TODAY, make_office

KEPALA = "Kepala BNNK Contoh"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_office(tmp_path)


def officer(**changes: Any) -> OfficerDraft:  # noqa: ANN401 - fields of the draft
    return OfficerDraft(**{"name": "Contoh Pengganti", "title": "Kasubbag Umum", **changes})


def test_the_head_signs_unless_another_is_chosen_and_only_in_her_days(store: Store) -> None:
    with store.writing(HEAD) as work:
        draft = officer(delegation="Plh.", principal=KEPALA, from_on=date(2022, 3, 1), until_on=date(2022, 3, 5))
        added = service.add_officer(work, draft)
        assert [row.id for row in service.signers_on(work, TODAY)] == [None, added]
        assert [row.id for row in service.signers_on(work, date(2022, 3, 6))] == [None]
        assert signer_on(work, TODAY).titles() == (f"{KEPALA},",)
        assert signer_on(work, TODAY, added).titles() == (f"Plh. {KEPALA},",)
        assert signer_on(work, TODAY, added).name == "Contoh Pengganti"
    for day, wrong in ((date(2022, 2, 28), added), (TODAY, uuid4())):
        with pytest.raises(RuleBroken, match=r"papers\.signer_not_then"), store.reading(HEAD) as work:
            signer_on(work, day, wrong)


def test_a_profile_without_a_head_names_nobody(store: Store) -> None:
    with store.writing(HEAD) as work:
        change_profile(work, ProfileDraft(unit_code="BNNK"), 1)
        assert service.signers_on(work, TODAY) == []
    with pytest.raises(RuleBroken, match=r"papers\.signer_missing"), store.reading(HEAD) as work:
        signer_on(work, TODAY)


@pytest.mark.parametrize(
    ("delegation", "titles"),
    [
        ("", ("Kasubbag Umum,",)),
        ("a.n.", (f"a.n. {KEPALA}", "Kasubbag Umum,")),
        ("u.b.", (f"a.n. {KEPALA}", "Kepala Seksi", "u.b.", "Kasubbag Umum,")),
        ("Plh.", (f"Plh. {KEPALA},",)),
        ("Plt.", (f"Plt. {KEPALA},",)),
    ],
)
def test_each_capacity_is_written_as_the_tata_naskah_asks(delegation: str, titles: tuple[str, ...]) -> None:
    row = OfficerRow(
        id=uuid4(), name="C", title="Kasubbag Umum", delegation=delegation, principal=KEPALA, between="Kepala Seksi"
    )
    assert signer_facts(row).titles() == titles


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": " ", "title": ""}, ["name", "title"]),
        ({"delegation": "a.n."}, ["principal"]),
        ({"delegation": "u.b."}, ["principal", "between"]),
        ({"delegation": "Plt."}, ["principal"]),
        ({"delegation": "pp."}, ["principal", "delegation"]),
        ({"from_on": date(2022, 3, 2), "until_on": date(2022, 3, 1)}, ["until_on"]),
    ],
)
def test_an_officer_who_cannot_sign_is_refused(store: Store, changes: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(RulesBroken) as refused, store.writing(HEAD) as work:
        service.add_officer(work, officer(**changes))
    assert [one.field for one in refused.value.troubles] == fields


def test_an_officer_is_changed_and_retired(store: Store) -> None:
    with store.writing(HEAD) as work:
        added = service.add_officer(work, officer())
        service.change_officer(work, added, 1, officer(rank="Penata"))
        assert service.officers(work)[0].rank == "Penata"
        service.retire_officer(work, added, 2)
        assert service.officers(work) == []
        assert [row.id for row in service.signers_on(work, TODAY)] == [None]
        assert [row.is_retired for row in service.officers(work, with_retired=True)] == [True]
    with pytest.raises(StaleRecord), store.writing(HEAD) as work:
        service.retire_officer(work, added, 2)
    assert deeds(store, HEAD)[-3:] == ["officers.add", "officers.change", "officers.retire"]


@pytest.mark.parametrize(
    ("typed", "said"), [("197801012005011001", "NIP 197801012005011001"), ("12345678", "NRP 12345678"), (" x ", "x")]
)
def test_a_staff_number_bears_its_kind(typed: str, said: str) -> None:
    assert numbered(typed) == said
