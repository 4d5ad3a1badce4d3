"""What the page of the audit asks of the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from rehab_app.office.audit.service import AuditRow, check, newest, print_seal
from rehab_app.office.audit.verify import Seal, Verdict
from rehab_app.office.profile.present import profile
from rehab_app.papers.draw import draw
from rehab_app.papers.sheets.seal import AuditSeal, seal_sheet
from rehab_app.store.work import Work
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.kit.paged import Fetch, RowPage
from rehab_app.ui.shell.session import Session

__all__ = [
    "AuditRow",
    "SealPaper",
    "fetch_entries",
    "make_seal",
    "verify_audit",
]


@dataclass(frozen=True, slots=True)
class SealPaper:
    """A seal as it is printed: the PDF and the seal in the form the verifier takes."""

    pdf: bytes
    seal: str


def fetch_entries(session: Session, deeds: Sequence[str]) -> Fetch[AuditRow]:
    """Return how the list reads its pages: entries newest first, those of ``deeds`` where some are given."""
    clinic = session.clinic

    def fetch(after: object | None, limit: int) -> RowPage[AuditRow]:
        before = after if isinstance(after, int) else None
        with clinic.reading() as work:
            rows = newest(work, limit, before, deeds=deeds)
        return RowPage(tuple(rows), rows[-1].number if len(rows) == limit else None)

    return fetch


def verify_audit(
    session: Session, typed_seal: str, done: Callable[[Verdict], None], failed: Failed, owner: QObject
) -> Job:
    """Walk the whole audit, against a printed seal where one was typed."""

    def task(work: Work) -> Verdict:
        return check(work, Seal.parse(typed_seal) if typed_seal else None)

    return session.read(task, done, failed, owner=owner)


def make_seal(session: Session, done: Callable[[SealPaper], None], failed: Failed, owner: QObject) -> Job:
    """Enter that a seal is printed and draw it; its head is the entry of this very printing."""
    is_practice = session.clinic.is_practice

    def task(work: Work) -> SealPaper:
        office = profile(work)
        head = print_seal(work)
        facts = AuditSeal(
            office.clinic_name or office.unit_name, head.number, head.hash, work.clock.today(), office.city, is_practice
        )
        return SealPaper(draw(seal_sheet(facts)), f"{head.number}:{head.hash[:16]}")

    return session.write(task, done, failed, owner=owner)
