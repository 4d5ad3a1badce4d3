"""The value lists as the office keeps them: what it adds passes the rules, what it retires stays readable, its order holds."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rehab_app.clinic.clients import service as clients
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.audit.service import newest
from rehab_app.office.lists.choices import Choice, ValueLists
from rehab_app.office.lists.draft import ChoiceDraft
from rehab_app.office.lists.in_force import lists_in_force
from rehab_app.office.lists.service import ChoiceRow, add_choice, change_choice, choices_of, move_choice
from rehab_app.office.opening import OpenClinic
from rehab_app.papers.reports.figures import year_figures
from tests.clinic.makers import codes
from tests.ui.makers import admit_client, make_clinic, seat_of

CLIENT = {"full_name": "Budi Santoso", "sex": "L", "birth_date": date(1990, 8, 17)}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OpenClinic]:
    made = make_clinic(tmp_path)
    yield made
    made.forget()


def add(office: OpenClinic, name: str, label: str, **more: object) -> str:
    with office.writing() as work:
        return add_choice(work, name, ChoiceDraft.model_validate({"label_id": label, **more}))


def rows(office: OpenClinic, name: str) -> dict[str, ChoiceRow]:
    with office.reading() as work:
        return {row.choice.code: row for row in choices_of(work, name)}


def change(office: OpenClinic, name: str, code: str, *, version: int | None = None, **changed: object) -> None:
    row = rows(office, name)[code]
    kept = {
        "label_id": row.choice.label_id,
        "label_en": row.choice.label_en,
        "marks": [mark for mark in office.lists.list(name).marks if row.choice.is_marked(mark)],
        "is_retired": row.choice.is_retired,
    }
    with office.writing() as work:
        draft = ChoiceDraft.model_validate({**kept, **changed})
        change_choice(work, name, code, row.row_version if version is None else version, draft)


def move(office: OpenClinic, name: str, code: str, steps: int) -> int:
    place = list(rows(office, name)).index(code) + 1
    with office.writing() as work:
        return move_choice(work, name, code, place, steps)


def register(clinic: OpenClinic, **typed: object) -> clients.Kept:
    with clinic.writing() as work:
        return clients.register(work, ClientDraft.model_validate({**CLIENT, **typed}))


def test_an_added_choice_passes_the_rules_of_the_rooms_and_a_code_nobody_added_does_not(office: OpenClinic) -> None:
    with pytest.raises(RulesBroken) as refused:
        register(office, occupation="pengemudi_ojek_daring")
    assert codes(refused.value)["occupation"] == "lists.unknown"
    code = add(office, "occupation", "Pengemudi ojek daring")
    assert code == "pengemudi_ojek_daring"
    kept = register(office, occupation=code)
    with office.writing() as work:
        assert clients.open_file(work, kept.id).draft.occupation == code
    assert office.lists.label("occupation", code) == "Pengemudi ojek daring"
    assert lists_in_force().get("occupation", code) is None, "outside of a unit of work the delivered lists count"


def test_another_who_signs_in_has_the_same_lists(office: OpenClinic) -> None:
    code = add(office, "religion", "Kaharingan lama", label_en="Old Kaharingan")
    somebody = seat_of(office, Role.KONSELOR)
    assert somebody.lists.label("religion", code, "en") == "Old Kaharingan"
    assert register(somebody, religion=code).rm_number


def test_a_retired_choice_is_not_offered_and_old_records_stay_editable(office: OpenClinic) -> None:
    code = add(office, "occupation", "Penambang")
    kept = register(office, occupation=code)
    change(office, "occupation", code, is_retired=True)
    offered = [one.code for one in office.lists.offered("occupation")]
    assert code not in offered
    assert code in [one.code for one in office.lists.offered("occupation", kept=code)]
    with office.writing() as work:
        opened = clients.open_file(work, kept.id)
        changed = opened.draft.model_copy(update={"remark": "pindah rumah"})
        clients.update(work, kept.id, changed, opened.row_version)
    with office.writing() as work:
        assert clients.open_file(work, kept.id).draft.occupation == code
    change(office, "occupation", code, is_retired=False)
    assert code in [one.code for one in office.lists.offered("occupation")]


def test_the_figures_count_a_retired_choice_under_its_words(office: OpenClinic) -> None:
    code = add(office, "occupation", "Penambang")
    admit_client(office, occupation=code)
    change(office, "occupation", code, is_retired=True)
    with office.reading() as work:
        table = year_figures(work, 2023, office.lists).table("occupation")
    assert {row.label: row.count for row in table.rows if row.count} == {"Penambang": 1}


def test_a_fixed_list_is_worded_anew_and_nothing_else(office: OpenClinic) -> None:
    with pytest.raises(RuleBroken, match=r"lists\.fixed"):
        add(office, "attendance", "Datang terlambat")
    with pytest.raises(RuleBroken, match=r"lists\.fixed"):
        change(office, "attendance", "izin", is_retired=True)
    with pytest.raises(RuleBroken, match=r"lists\.fixed"):
        move(office, "attendance", "izin", -1)
    change(office, "attendance", "mangkir", label_id="Tidak datang", marks=[])
    row = rows(office, "attendance")["mangkir"]
    assert (row.choice.label_id, row.is_changed, row.is_own) == ("Tidak datang", True, False)
    assert row.choice.is_marked("is_missed"), "what the program goes by stays"
    assert row.choice.is_marked("is_held") == ValueLists.load().list("attendance").by_code["mangkir"].is_marked(
        "is_held"
    )


def test_two_choices_never_read_alike_unless_one_is_retired(office: OpenClinic) -> None:
    code = add(office, "occupation", "Penambang")
    with pytest.raises(RuleBroken, match=r"lists\.label_taken") as refused:
        add(office, "occupation", "  PENAMBANG ")
    assert refused.value.field == "label_id"
    change(office, "occupation", code, is_retired=True)
    second = add(office, "occupation", "Penambang")
    assert second == "penambang_2"
    with pytest.raises(RuleBroken, match=r"lists\.label_taken"):
        change(office, "occupation", code, is_retired=False)


@pytest.mark.parametrize(
    ("label", "code"),
    [("Guru / Dosén", "guru_dosen"), ("  Ojek\n\tdaring ", "ojek_daring"), ("日本", "pilihan"), ("x" * 60, "x" * 40)],
)
def test_a_code_is_made_of_the_words_and_kept(office: OpenClinic, label: str, code: str) -> None:
    made = add(office, "occupation", label)
    assert made == code
    change(office, "occupation", made, label_id="Lain sama sekali")
    assert rows(office, "occupation")[made].choice.label_id == "Lain sama sekali"


def test_words_are_needed_and_english_may_be_left_out(office: OpenClinic) -> None:
    with pytest.raises(RuleBroken, match=r"draft\.required"):
        add(office, "occupation", " \t ")
    code = add(office, "occupation", "Penambang")
    assert office.lists.label("occupation", code, "en") == "Penambang"


def test_a_list_or_a_choice_that_is_not_there_is_refused(office: OpenClinic) -> None:
    with pytest.raises(RuleBroken, match=r"lists\.no_such_list"):
        add(office, "weather", "Hujan")
    with office.writing() as work, pytest.raises(RuleBroken, match=r"lists\.unknown"):
        change_choice(work, "occupation", "astronaut", 0, ChoiceDraft(label_id="Astronaut"))


def test_the_last_choice_left_cannot_be_retired(office: OpenClinic) -> None:
    codes = [one.code for one in office.lists.offered("use_pattern")]
    for code in codes[:-1]:
        change(office, "use_pattern", code, is_retired=True)
    with pytest.raises(RuleBroken, match=r"lists\.last_choice"):
        change(office, "use_pattern", codes[-1], is_retired=True)


def test_every_order_can_be_made_and_those_untouched_keep_theirs(office: OpenClinic) -> None:
    first, second, third, last = (one.code for one in office.lists.of("use_pattern"))
    new, newer = add(office, "use_pattern", "Baru"), add(office, "use_pattern", "Lebih baru")
    assert list(rows(office, "use_pattern")) == [first, second, third, last, new, newer]
    assert move(office, "use_pattern", newer, -1) == 5
    assert move(office, "use_pattern", newer, -1) == 4
    assert move(office, "use_pattern", new, -1) == 5
    assert list(rows(office, "use_pattern")) == [first, second, third, newer, new, last]
    assert move(office, "use_pattern", new, -1) == 4
    assert list(rows(office, "use_pattern")) == [first, second, third, new, newer, last]
    assert move(office, "use_pattern", first, 1) == 2
    assert list(rows(office, "use_pattern")) == [second, first, third, new, newer, last]
    assert [one.code for one in office.lists.offered("use_pattern")] == [second, first, third, new, newer, last]


def test_a_move_stops_at_either_end(office: OpenClinic) -> None:
    order = list(rows(office, "use_pattern"))
    assert move(office, "use_pattern", order[0], -1) == 1
    assert move(office, "use_pattern", order[-1], 9) == len(order)
    assert list(rows(office, "use_pattern")) == order


def test_the_place_is_kept_when_words_are_changed(office: OpenClinic) -> None:
    order = list(rows(office, "use_pattern"))
    move(office, "use_pattern", order[2], -2)
    change(office, "use_pattern", order[2], label_id="Kata lain")
    assert next(iter(rows(office, "use_pattern"))) == order[2]


def test_marks_are_given_and_taken_and_strange_ones_refused(office: OpenClinic) -> None:
    code = add(office, "relation", "Paman dari ibu", marks=["is_guardian"])
    found = office.lists.get("relation", code)
    assert isinstance(found, Choice)
    assert (found.is_marked("is_guardian"), found.is_marked("is_family")) == (True, False)
    change(office, "relation", code, marks=["is_family"])
    found = office.lists.get("relation", code)
    assert found is not None
    assert (found.is_marked("is_guardian"), found.is_marked("is_family")) == (False, True)
    with pytest.raises(RuleBroken, match=r"lists\.unknown_mark"):
        change(office, "relation", code, marks=["is_rich"])


def test_the_marks_of_a_delivered_choice_can_be_taken_and_its_other_words_stay(office: OpenClinic) -> None:
    before = ValueLists.load().list("relation").by_code["mother"]
    assert before.is_marked("is_guardian")
    change(office, "relation", "mother", marks=["is_family"])
    after = office.lists.list("relation").by_code["mother"]
    assert not after.is_marked("is_guardian")
    assert {name for name in before.extras if name not in office.lists.list("relation").marks} <= set(after.extras)


def test_what_is_as_delivered_again_is_not_called_changed(office: OpenClinic) -> None:
    words = rows(office, "occupation")["labourer"].choice.label_id
    change(office, "occupation", "labourer", label_id="Kuli")
    assert rows(office, "occupation")["labourer"].is_changed
    change(office, "occupation", "labourer", label_id=words)
    assert not rows(office, "occupation")["labourer"].is_changed


def test_the_slower_of_two_seats_is_told(office: OpenClinic) -> None:
    change(office, "occupation", "labourer", label_id="Kuli")
    with pytest.raises(StaleRecord):
        change(office, "occupation", "labourer", version=0, label_id="Buruh kasar")
    assert move(office, "use_pattern", list(rows(office, "use_pattern"))[1], -1) == 1
    with office.writing() as work, pytest.raises(StaleRecord):
        move_choice(work, "use_pattern", list(rows(office, "use_pattern"))[1], 1, 1)


def test_a_change_that_was_rolled_back_leaves_the_lists_as_they_were(office: OpenClinic) -> None:
    before = office.lists

    def fail() -> None:
        with office.writing() as work:
            add_choice(work, "occupation", ChoiceDraft(label_id="Penambang"))
            raise RuleBroken("test.refused")

    with pytest.raises(RuleBroken, match="test.refused"):
        fail()
    assert office.lists is before


def test_only_who_keeps_the_office_changes_lists_and_each_deed_is_entered(office: OpenClinic) -> None:
    code = add(office, "occupation", "Penambang")
    change(office, "occupation", code, is_retired=True)
    move(office, "occupation", code, -1)
    with office.reading() as work:
        deeds = [row.action for row in newest(work)]
    assert {"lists.add", "lists.change", "lists.move"} <= set(deeds)
    counsellor = seat_of(office, Role.KONSELOR)
    with counsellor.writing() as work, pytest.raises(NotAllowed):
        add_choice(work, "occupation", ChoiceDraft(label_id="Lain"))
    with counsellor.reading() as work, pytest.raises(NotAllowed):
        choices_of(work, "occupation")
