"""What the referrals' page asks of the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.referrals.ageing import ageing
from rehab_app.clinic.referrals.rows import AgeingRow, ReferralRow
from rehab_app.clinic.referrals.service import referral
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.job import Job
from rehab_app.ui.shell.session import Session

Failed = Callable[[RuleBroken], None]


def read_ageing(session: Session, done: Callable[[Sequence[AgeingRow]], None], failed: Failed, owner: QObject) -> Job:
    """Read every referral that waits for something, the answer longest overdue first."""
    return session.read(ageing, done, failed, owner=owner)


def read_referral(
    session: Session, referral_id: UUID, done: Callable[[ReferralRow], None], failed: Failed, owner: QObject
) -> Job:
    """Read one referral as it stands now."""
    return session.read(lambda work: referral(work, referral_id), done, failed, owner=owner)
