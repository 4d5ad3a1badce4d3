"""A referral on its way, made through the services, for the pages that show letters, referrals and figures."""

from typing import Any
from uuid import UUID

from sqlmodel import select

from rehab_app.clinic.referrals.draft import ReferralDraft
from rehab_app.clinic.referrals.model import Destination
from rehab_app.clinic.referrals.service import prepare
from rehab_app.desk.refer import IssuedReferral, issue_referral_letter
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.opening import OpenClinic
from tests.ui.makers import admit_client


def prepare_referral(clinic: OpenClinic, **known: Any) -> tuple[UUID, UUID]:  # noqa: ANN401 - fields of two drafts
    """Admit a client and prepare her referral to Tanah Merah; return the client's and the referral's id."""
    admitted = admit_client(clinic, **known)
    lists = ValueLists.load()
    with clinic.writing() as work:
        destination = work.session.exec(select(Destination.id).where(Destination.code == "tanah_merah")).one()
        draft = ReferralDraft(destination_id=destination, reason="Perlu lingkungan yang terlindung.")
        return admitted.client_id, prepare(work, admitted.episode_id, draft, lists)


def issue_letter(clinic: OpenClinic, **known: Any) -> tuple[UUID, IssuedReferral]:  # noqa: ANN401 - the same
    """Admit a client and issue her referral letter today; return the client's id and what was issued."""
    client_id, referral_id = prepare_referral(clinic, **known)
    with clinic.writing() as work:
        issued = issue_referral_letter(work, clinic.attachments, referral_id, ValueLists.load(), work.clock.today())
    return client_id, issued
