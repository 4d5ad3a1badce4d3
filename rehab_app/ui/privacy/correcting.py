"""A request that was recorded wrongly: corrected with the reason while it is not decided, and its versions beside each other."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from rehab_app.clinic.privacy.draft import RequestDraft
from rehab_app.clinic.privacy.rows import RequestRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.answered import shown_values
from rehab_app.ui.clients.clinical_section import reason_spec, values_now
from rehab_app.ui.clients.consent.forms import request_specs
from rehab_app.ui.clients.day_time import time_text
from rehab_app.ui.clients.form_panel import FormOrder, FormPanel, Refused, Saved, Values
from rehab_app.ui.clients.showing import day_text
from rehab_app.ui.clients.versions import Version, show_versions
from rehab_app.ui.kit.theme import State
from rehab_app.ui.privacy import actions
from rehab_app.ui.privacy.actions import ClientRequests
from rehab_app.ui.shell.session import Session

Tell = Callable[[str, State], None]


class Correcting:
    """Opens the form of a correction in the side panel of the page, and the dialog of the versions."""

    def __init__(
        self, session: Session, page: QWidget, forms: FormPanel, tell: Tell, refuse: Callable[[RuleBroken], None]
    ) -> None:
        self._session = session
        self._page = page
        self._forms = forms
        self._tell = tell
        self._refuse = refuse

    def correct(self, request: RequestRow) -> None:
        """Show what was recorded to be corrected; a request that is decided says that it stands."""
        session, owner = self._session, self._forms
        if not session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN):
            return
        if request.decision:
            self._refuse(RuleBroken("privacy.already_decided"))
            return

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.correct(session, request, draft, saved, refused, owner)

        self._forms.open_form(
            FormOrder(
                title=session.say("Correct the request"),
                name="privacy.correct",
                subject=str(request.series_id),
                specs=[*request_specs(session), reason_spec()],
                values=self._values(request),
                save=save,
                lead=session.say("The clock of 3 x 24 hours follows day and time of the asking."),
                saved=lambda _done: self._tell(session.say("The request is corrected."), State.OK),
                reread=self._reread(request),
            )
        )

    def show_versions(self, request: RequestRow) -> None:
        """Show the versions of a request beside each other."""
        session = self._session

        def show(found: tuple[Sequence[RequestRow], Mapping[UUID, str]]) -> None:
            rows, names = found
            versions = [
                Version(row.row_version, row.entered_at, names.get(row.entered_by, ""), row.reason, self._content(row))
                for row in rows
            ]
            title = session.label("request_kind", request.kind)
            show_versions(session, self._page.window(), title, versions)

        actions.REQUESTS.past.read_versions(session, request.series_id, show, self._refuse, self._forms)

    def _values(self, request: RequestRow) -> Values:
        asked_at = request.asked_at.astimezone(self._session.context.clock.zone)
        values = shown_values(RequestDraft, request)
        return {**values, "asked_at": asked_at.date(), "asked_time": time_text(asked_at.time())}

    def _reread(self, request: RequestRow) -> Callable[[Callable[[Values], None]], None]:
        def reread(show: Callable[[Values], None]) -> None:
            def done(found: ClientRequests) -> None:
                values = values_now(found.requests, request, self._values)
                if values is not None:
                    show(values)

            actions.read_client(self._session, request.client_id, done, self._refuse, self._forms)

        return reread

    def _content(self, row: RequestRow) -> dict[str, str]:
        """Return what a version says, by its captions."""
        session, say, zone = self._session, self._session.say, self._session.context.clock.zone
        decision = session.label("request_decision", row.decision) if row.decision else ""
        return {
            say("What is asked"): session.label("request_kind", row.kind),
            say("Asked by"): session.context.privacy.mask(row.asked_by),
            say("Relation to the client"): session.label("relation", row.relation) if row.relation else "",
            say("Asked on"): format_instant(row.asked_at, zone),
            say("How it was asked"): row.asked_how,
            say("In her own words"): row.said,
            say("Due by"): format_instant(row.due_at, zone),
            say("Decision"): decision,
            say("Ground"): row.ground,
            say("Done on"): day_text(row.done_on) if row.done_on else "",
            say("Remark"): row.remark,
        }
