"""Names of 60 letters and more, emoji and right-to-left names: registered, found, lettered, listed and opened without harm."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from uuid import UUID

import pypdf
import pytest
from PySide6.QtWidgets import QWidget
from sqlmodel import select

from rehab_app.clinic.clients import queries as clients
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.draft import ReferralDraft
from rehab_app.clinic.referrals.model import Destination
from rehab_app.desk import refer
from rehab_app.foundation.actor import Role
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.list_page import ClientListPage
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.desk.makers import LISTS
from tests.ui.makers import TODAY, admit_client, seat_of, settle

Show = Callable[[QWidget], QWidget]
NAMES = {
    "sixty letters": "Raden Mas Panjiwinata Kusumadiningrat Purbanegara Suryaningr",
    "sixty letters in one word": "Kusumadiningratpurbanegarasuryaningratwijayakusumapanjiwinat",
    "as long as is kept": "Maharani " * 13 + "Mah",
    "one letter": "Q",
    "emoji alone": "😀🙏🏽",
    "emoji within": "Budi 😀 Santoso",
    "right to left": "محمد عبد الله بن سليمان",
    "both directions": "Ahmad محمد Fauzi",
    "combining marks": "Ze\u0301 No\u0308e\u0308l",
    "turned by a hidden mark": "Budi \u202esotnaS",
    "markup": "<b>Budi</b> & <Santoso/>",
    "percent and braces": "Budi %s {name} 100%",
    "apostrophe and quote": "Ma'ruf \"Uci\" O'Brien",
}


@pytest.fixture
def clinic(office: OpenClinic) -> OpenClinic:
    """The clinic with somebody signed in who treats and writes letters."""
    return seat_of(office, Role.KONSELOR, Role.DOKTER, name="dr. Dewi")


def _letter(clinic: OpenClinic, episode_id: UUID) -> bytes:
    with clinic.writing() as work:
        destination = work.session.exec(select(Destination.id).where(Destination.code == "tanah_merah")).one()
        wanted = ReferralDraft(destination_id=destination, reason="perlu rawat inap")
        referral_id = referrals.prepare(work, episode_id, wanted, LISTS)
        return refer.issue_referral_letter(work, clinic.attachments, referral_id, LISTS, TODAY).content


def _is_latin(name: str) -> bool:
    return all(ord(sign) < 0x250 for sign in name)


@pytest.mark.parametrize("kind", NAMES)
def test_a_strange_name_goes_from_registration_to_letter_list_and_file(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, kind: str
) -> None:
    admitted = admit_client(clinic, full_name=NAMES[kind], birth_date=date(1990, 8, 17))
    with clinic.reading() as work:
        kept = clients.page(work).rows[0].full_name
        assert [hit.id for hit in clients.find(work, kept)] == [admitted.client_id]
    content = _letter(clinic, admitted.episode_id)
    pages = pypdf.PdfReader(BytesIO(content)).pages
    assert 1 <= len(pages) <= 2
    if _is_latin(kept):
        text = "".join("".join(page.extract_text().split()) for page in pages).casefold()
        assert "".join(kept.split()).casefold() in text
    listed = ClientListPage(session)
    shown(listed)
    listed.arrive(None)
    settle(jobs)
    assert listed.model.rowCount() == 1
    assert not listed.grab().isNull()
    file = ClientFilePage(session)
    shown(file)
    file.arrive(admitted.client_id)
    settle(jobs)
    assert file.facts is not None
    assert file.facts.client.draft.full_name == kept
    assert not file.grab().isNull()
    assert "\u202e" not in kept
