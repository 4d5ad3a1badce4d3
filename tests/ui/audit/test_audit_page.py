"""The page of the audit: the entries, the filter, the verifier's verdict in plain words, and the seal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehab_app.foundation.actor import Role
from rehab_app.foundation.events import Bus
from rehab_app.foundation.words import Words
from rehab_app.office.audit.service import newest
from rehab_app.office.audit.verify import Verdict
from rehab_app.office.opening import OpenClinic
from rehab_app.store.ledger import Head
from rehab_app.ui.audit.columns import GROUPS, deed_words
from rehab_app.ui.audit.page import AuditPage, verdict_words
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.theme import State
from tests.ui.makers import admit_client, make_clinic, make_session, seat_of, settle, wait_for
from tests.ui.pages import shown


@pytest.fixture
def clinic(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    """An open clinic of the Subkoordinator, with one client."""
    made = make_clinic(tmp_path, bus)
    admit_client(made)
    yield made
    made.forget()


def deeds(page: AuditPage) -> list[str]:
    return [page.model.row_text(number).split("\t")[4] for number in range(page.model.rowCount())]


def seal_of(clinic: OpenClinic) -> str:
    with clinic.reading() as work:
        row = newest(work, 1)[0]
    return f"{row.number}:{row.hash[:16]}"


def test_the_newest_entries_come_first_in_plain_words(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(AuditPage, clinic, context) as page:
        numbers = [int(page.model.row_text(n).split("\t")[0]) for n in range(page.model.rowCount())]
        assert numbers == sorted(numbers, reverse=True)
        assert "Client registered" in deeds(page)
        assert all("." not in deed for deed in deeds(page))


def test_the_filter_shows_one_group(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(AuditPage, clinic, context) as page:
        page.filter.setCurrentIndex([title for title, _ in GROUPS].index("Accounts"))
        settle(context.jobs)
        assert deeds(page) == ["First account made"]
        page.filter.setCurrentIndex([title for title, _ in GROUPS].index("Emergency openings"))
        settle(context.jobs)
        assert deeds(page) == []


def test_without_a_seal_the_origin_is_not_proved(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(AuditPage, clinic, context) as page:
        page.verify()
        wait_for(page.verdict.isVisible)
        assert page.verdict.text.startswith("Unbroken, origin not proved")
        assert seal_of(clinic) in page.verdict.text


def test_with_its_seal_it_is_proved_and_with_another_it_is_not(clinic: OpenClinic, context: ScreenContext) -> None:
    seal = seal_of(clinic)
    with shown(AuditPage, clinic, context) as page:
        page.seal.setText(seal)
        page.verify()
        wait_for(page.verdict.isVisible)
        assert page.verdict.text.startswith("Unbroken, and it goes on from the seal")
        number = seal.partition(":")[0]
        page.seal.setText(f"{number}:{'0' * 16}")
        page.verify()
        wait_for(page.verdict.isVisible)
        assert "the audit was rewritten" in page.verdict.text
        page.seal.setText(f"99999:{'0' * 16}")
        page.verify()
        wait_for(page.verdict.isVisible)
        assert "it was cut off" in page.verdict.text


def test_an_unreadable_seal_is_told(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(AuditPage, clinic, context) as page:
        page.seal.setText("segel")
        page.verify()
        wait_for(page.verdict.isVisible)
        assert "The seal cannot be read" in page.verdict.text
        assert page._verify.isEnabled()


@pytest.mark.parametrize("fault", ["gap", "chain", "history", "live", "seal_missing", "seal_differs"])
def test_each_fault_has_its_sentence_and_says_what_to_do(
    clinic: OpenClinic, context: ScreenContext, fault: str
) -> None:
    head = Head(40, "ab" * 32)
    verdict = Verdict(41, head, is_unbroken=False, first_bad=17, fault=fault, is_origin_proved=False)
    text, state = verdict_words(make_session(clinic, context), verdict)
    assert state is State.DANGER
    assert text.endswith("tell the Kepala.")


def test_the_seal_is_shown_to_print_and_blanked_again(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(AuditPage, clinic, context) as page:
        page.print_seal()
        wait_for(lambda: page.seal_view.preview.page_count == 1)
        settle(context.jobs)
        assert page.seal_view.isVisible()
        page.show_list()
        assert deeds(page)[0] == "Audit seal printed"
        assert page.seal_view.preview.page_count == 0
        page.print_seal()
        wait_for(lambda: page.seal_view.preview.page_count == 1)
        page.forget()
        assert page.seal_view.preview.page_count == 0
        assert page.model.rowCount() == 0


def test_who_only_sees_settings_prints_no_seal(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(AuditPage, seat_of(clinic, Role.KONSELOR), context) as page:
        assert not page._seal_button.isVisible()


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("clients.register", "Client registered"),
        ("sign_in.failed:PC-2", "Failed sign-in: PC-2"),
        ("letters.reprint.print", "Letter printed again: print"),
        ("figures.view.2022", "Figures of a year: view 2022"),
        ("nobody.knows", "nobody.knows"),
    ],
)
def test_deeds_are_said_in_words_and_unknown_ones_as_their_code(words: Words, action: str, said: str) -> None:
    assert deed_words(words, action) == said
