"""The answer of a destination as a form at the side: the same in the client's file and in the room of referrals."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from rehab_app.clinic.referrals.reply_codes import show_code
from rehab_app.clinic.referrals.rows import ReferralRow, ReplyRow
from rehab_app.foundation.dates import format_short
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.form_panel import FormOrder, Refused, Reread, Saved, Values
from rehab_app.ui.clients.referral import reply_forms
from rehab_app.ui.clients.referral.loop import actions as loop_actions
from rehab_app.ui.shell.session import Session


def reply_order(
    session: Session,
    row: ReferralRow,
    owner: QObject,
    saved: Saved,
    *,
    shown: ReplyRow | None = None,
    how: str = "",
    names_client: bool = False,
) -> FormOrder:
    """Return the form of a new answer to ``row``, or of the correction of the one ``shown``.

    ``names_client`` where it stands outside of her file: initials and No. Rekam Medis are said above it then.
    """

    def save(draft: dict[str, object], done: Saved, refused: Refused) -> None:
        loop_actions.keep_reply(session, row, shown, draft, done, refused, owner)

    values = reply_forms.new_reply_values(session, row, how) if shown is None else reply_forms.reply_values(shown)
    return FormOrder(
        title=session.say("Answer of {destination}", destination=row.destination),
        name="referrals.reply" if shown is None else "referrals.correct_reply",
        subject=str(row.id if shown is None else shown.series_id),
        specs=reply_forms.reply_specs(session, row, shown),
        values=values,
        save=save,
        lead=lead_text(session, row, names_client=names_client),
        saved=saved,
        reread=_reread(session, row, values, owner) if shown is None else None,
    )


def lead_text(session: Session, row: ReferralRow, *, names_client: bool) -> str:
    """Return what is said above the form: whose referral it is, in which state since when, and its code."""
    say, mask = session.say, session.context.privacy.mask
    state = session.label("referral_state", row.state)
    parts = [f"{mask(row.initials)}, RM {row.rm_number}"] if names_client else []
    parts.append(say("{state} since {day}", state=state, day=format_short(row.state_on)))
    if row.reply_code:
        parts.append(say("code {slip}", slip=show_code(row.reply_code)))
    return " · ".join(parts)


def _reread(session: Session, row: ReferralRow, values: Values, owner: QObject) -> Reread:
    def reread(show: Callable[[Values], None]) -> None:
        def done(fresh: ReferralRow) -> None:
            show({**values, VERSION: fresh.row_version})

        loop_actions.read_referral(session, row.id, done, lambda _trouble: None, owner)

    return reread
