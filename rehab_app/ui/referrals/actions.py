"""What the referrals' page asks of the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from rehab_app.clinic.referrals.rows import ReferralRow
from rehab_app.clinic.referrals.service import open_referrals
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.shell.session import Session


def read_open(
    session: Session,
    done: Callable[[Sequence[ReferralRow]], None],
    failed: Callable[[RuleBroken], None],
    owner: QObject,
) -> None:
    """Read every referral that is not at its end, those longest in their state first."""
    session.read(open_referrals, done, failed, owner=owner)
