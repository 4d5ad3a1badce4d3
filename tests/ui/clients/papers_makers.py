"""Makers of a file with papers: signed, withdrawn, handed in, attached, binned, asked for, and a long history."""

from datetime import date, time, timedelta
from uuid import UUID

from rehab_app.clinic.assessment import instruments
from rehab_app.clinic.assessment.draft import InstrumentDraft
from rehab_app.clinic.consent import service as consents
from rehab_app.clinic.consent.draft import ConsentDraft, WithdrawalDraft
from rehab_app.clinic.documents import service as documents
from rehab_app.clinic.documents.draft import AttachmentDraft, PaperDraft
from rehab_app.clinic.privacy import service as privacy
from rehab_app.clinic.privacy.draft import RequestDraft
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.clock import SetClock
from rehab_app.office.opening import OpenClinic
from tests.clinic.documents.makers import pdf, picture
from tests.ui.makers import TODAY, admit_client

MOTHER = {
    "name": "Siti Aminah",
    "relation": "mother",
    "nik": "6471025506700002",
    "phone": "081234567891",
    "address": "Jl. Letjen Suprapto 12",
    "occupation": "Ibu rumah tangga",
}
BEGAN = date(2022, 10, 3)


def admit_with_mother(clinic: OpenClinic, **known: object) -> Admitted:
    """Register a client of the compulsory track whose mother stands by him."""
    return admit_client(clinic, channel="compulsory", contacts=[MOTHER], registered_on=BEGAN, **known)


def sign(clinic: OpenClinic, episode_id: UUID, kind: str, **known: object) -> UUID:
    """Let the client sign a paper today."""
    values = {"kind": kind, "signed_on": TODAY, "signer_name": "Budi Santoso", **known}
    with clinic.writing() as work:
        return consents.record_consent(work, episode_id, ConsentDraft.model_validate(values))


def withdraw(clinic: OpenClinic, series_id: UUID) -> None:
    """Withdraw a consent now."""
    with clinic.writing() as work:
        consents.withdraw(work, series_id, 1, WithdrawalDraft(remark="Tidak mau lagi."))


def attach(clinic: OpenClinic, client_id: UUID, content: bytes, kind: str = "photo", **known: object) -> UUID:
    """Attach something to a client."""
    draft = AttachmentDraft.model_validate({"kind": kind, **known})
    with clinic.writing() as work:
        return documents.attach(work, clinic.attachments, client_id, None, draft, content)


def ask(clinic: OpenClinic, client_id: UUID, kind: str = "access") -> UUID:
    """Record a request about data, asked now."""
    with clinic.writing() as work:
        return privacy.record_request(work, client_id, RequestDraft(kind=kind, asked_by="Budi Santoso"))


def hand_in(clinic: OpenClinic, episode_id: UUID, kind: str, *, is_held: bool = False) -> UUID:
    """Hand a paper in today."""
    draft = PaperDraft(kind=kind, copies=0 if is_held else 1, is_original_held=is_held, handed_on=TODAY)
    with clinic.writing() as work:
        return documents.record_paper(work, episode_id, draft)


def bin_paper(clinic: OpenClinic, series_id: UUID) -> None:
    """Put a paper into the recycle bin."""
    with clinic.writing() as work:
        documents.bin_paper(work, series_id, 1, "Dokumen milik klien lain")


def measure(clinic: OpenClinic, episode_id: UUID, day: date, ones: int) -> None:
    """Take a DAST-10 with so many yes."""
    items = {str(number): int(number <= ones) for number in range(1, 11)}
    draft = InstrumentDraft(taken_on=day, moment="berkala", answers={"items": items})
    with clinic.writing() as work:
        instruments.record_instrument(work, episode_id, "dast10", draft)


def meet_often(clinic: OpenClinic, client: Admitted, count: int) -> None:
    """Keep so many meetings, one each of the last days."""
    with clinic.writing() as work:
        for number in range(1, count + 1):
            meeting = CareSession(
                id=work.new_id(),
                client_id=client.client_id,
                episode_id=client.episode_id,
                held_on=TODAY - timedelta(days=count - number),
                held_at=time(9 + number % 6),
                number=number,
                kind="individual",
                service="addiction_counselling",
                attendance="mangkir" if number % 5 == 0 else "hadir",
                counsellor_id=clinic.actor.user_id,
            )
            work.add(meeting, "sessions.plan")


def fill_file(clinic: OpenClinic, clock: SetClock) -> Admitted:
    """Return a client whose file shows every kind of paper, with some history."""
    client = admit_with_mother(clinic)
    episode_id, client_id = client.episode_id, client.client_id
    sign(clinic, episode_id, "programme")
    sign(clinic, episode_id, "disclosure", scope=["diagnosis", "substance_use"])
    withdrawn = sign(clinic, episode_id, "data_processing")
    withdraw(clinic, withdrawn)
    for kind in ("ktp_copy", "kk_copy"):
        hand_in(clinic, episode_id, kind)
    hand_in(clinic, episode_id, "sim_copy", is_held=True)
    bin_paper(clinic, hand_in(clinic, episode_id, "photo"))
    attach(clinic, client_id, picture(size=(600, 800), noise=True), taken_on=TODAY)
    attach(clinic, client_id, pdf(3), "laboratory", title="Hasil laboratorium RSUD")
    ask(clinic, client_id, "erasure")
    for months, ones in enumerate((8, 6, 5, 2)):
        measure(clinic, episode_id, BEGAN + timedelta(days=30 * months), ones)
    meet_often(clinic, client, 40)
    clock.advance(timedelta(hours=20))
    return client
