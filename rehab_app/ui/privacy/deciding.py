"""The forms of a request: its decision with a proposed ground, and that it was carried out."""

from collections.abc import Callable

from rehab_app.clinic.privacy.rows import RequestRow
from rehab_app.clinic.privacy.rules import ERASURE, PARTLY, REFUSED
from rehab_app.foundation.dates import day_of
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.clinical_section import LONGEST_TEXT, remark_spec, values_now
from rehab_app.ui.clients.form_panel import FormOrder, FormPanel, Refused, Saved, Values
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.theme import State
from rehab_app.ui.privacy import actions
from rehab_app.ui.privacy.actions import ClientRequests
from rehab_app.ui.shell.session import Session

Tell = Callable[[str, State], None]


class Deciding:
    """Opens the forms in the side panel of the page."""

    def __init__(self, session: Session, forms: FormPanel, tell: Tell, refuse: Callable[[RuleBroken], None]) -> None:
        self._session = session
        self._forms = forms
        self._tell = tell
        self._refuse = refuse

    def decide(self, request: RequestRow) -> None:
        """Ask for the decision and the law it stands on; one that the law prescribes is proposed."""
        session, owner = self._session, self._forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.decide(session, request, draft, saved, refused, owner)

        form = self._forms.open_form(
            FormOrder(
                title=session.say("Decide: {what}", what=session.label("request_kind", request.kind)),
                name="privacy.decide",
                subject=str(request.series_id),
                specs=decision_specs(session),
                values={VERSION: request.row_version},
                save=save,
                save_text=session.say("Decide"),
                lead=session.say("A decision stands; a new request is recorded where something changes."),
                saved=lambda _done: self._tell(session.say("The request is decided."), State.OK),
                reread=self._reread(request),
            )
        )
        if form is not None and request.kind == ERASURE:
            form.field("decision").edited.connect(lambda: self._propose(form, request))

    def carry_out(self, request: RequestRow) -> None:
        """Ask on which day what was granted was done."""
        session, owner = self._session, self._forms
        if request.decision == REFUSED or request.done_on is not None:
            return

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.carry_out(session, request, draft, saved, refused, owner)

        today = day_of(session.context.clock.now(), session.context.clock.zone)
        self._forms.open_form(
            FormOrder(
                title=session.say("It is carried out"),
                name="privacy.carry_out",
                subject=str(request.series_id),
                specs=[
                    FieldSpec(name="done_on", label=N_("Done on"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
                    FieldSpec(
                        name="remark",
                        label=N_("What was done"),
                        kind=Kind.LINES,
                        width=Width.WIDE,
                        longest=LONGEST_TEXT,
                    ),
                ],
                values={"done_on": today, VERSION: request.row_version},
                save=save,
                saved=lambda _done: self._tell(session.say("It is entered that it was carried out."), State.OK),
                reread=self._reread(request),
            )
        )

    def _propose(self, form: Form, request: RequestRow) -> None:
        """Fill in the ground that the law gives, where none is typed yet."""
        answers = form.answers_of(["decision", "ground"])
        decision = answers["decision"]
        if answers["ground"] or decision not in {REFUSED, PARTLY}:
            return

        def take(notice: Notice | None) -> None:
            if notice is not None and not form.answers_of(["ground"])["ground"]:
                field = form.field("ground")
                field.fill({"ground": self._session.say(notice.message, **notice.facts)})
                field.tell_edited()

        actions.proposed_ground(self._session, request, str(decision), take, self._refuse, form)

    def _reread(self, request: RequestRow) -> Callable[[Callable[[Values], None]], None]:
        def reread(show: Callable[[Values], None]) -> None:
            def done(found: ClientRequests) -> None:
                values = values_now(found.requests, request, lambda now: {VERSION: now.row_version})
                if values is not None:
                    show(values)

            actions.read_client(self._session, request.client_id, done, self._refuse, self._forms)

        return reread


def decision_specs(session: Session) -> list[FieldSpec]:
    """Return the fields of a decision."""
    return [
        FieldSpec(
            name="decision",
            label=N_("Decision"),
            kind=Kind.RADIO,
            is_required=True,
            options=choices(session, "request_decision"),
        ),
        FieldSpec(
            name="ground",
            label=N_("Ground"),
            help=N_("The law or rule it stands on; proposed where the record must be kept."),
            kind=Kind.LINES,
            lines=8,
            is_required=True,
            width=Width.WIDE,
            longest=LONGEST_TEXT,
        ),
        remark_spec(),
    ]
