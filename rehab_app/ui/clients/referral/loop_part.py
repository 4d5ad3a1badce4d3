"""What comes back of a referral, in the client's file: answers, handover, free places, and the papers that go with them."""

from functools import partial

from rehab_app.clinic.referrals.rows import DestinationRow, HandoverRow, ReferralRow, ReplyRow
from rehab_app.clinic.referrals.rules import AWAITING_REPLY, CANCELLED, DRAFT, REFUSED, fitting_replies
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.clinical_section import ClinicalSection
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import FormOrder, Refused, Saved
from rehab_app.ui.clients.referral import reply_forms
from rehab_app.ui.clients.referral.loop import actions as loop_actions
from rehab_app.ui.clients.referral.loop.actions import Loop, Paper
from rehab_app.ui.clients.referral.reply_orders import reply_order
from rehab_app.ui.clients.section import Deed
from rehab_app.ui.clients.showing import NOTHING
from rehab_app.ui.kit.layout import Card, label
from rehab_app.ui.kit.theme import State

REPLY_KEYS = "Ctrl+Shift+B"


class LoopPart(ClinicalSection[Loop]):
    """The base of the referral's section: what is drawn into a referral's card, and what may be entered there."""

    def open_paper(self, paper: Paper) -> None:
        """Show a paper in place of the list; the section does this."""
        raise NotImplementedError

    # What is shown.

    def draw_loop(self, card: Card, facts: FileFacts, row: ReferralRow) -> None:
        """Add the answers and the handover of a referral to its card, and while it is open the destination's places."""
        say, found = self.session.say, self.found or Loop()
        if row.state in {DRAFT, *AWAITING_REPLY}:
            places = reply_forms.capacity_text(self.session, found.capacity.get(row.destination_id))
            card.body.addWidget(self.pairs([(say("Free places"), places)], columns=1))
        replies = found.replies.get(row.id, ())
        if replies:
            card.body.addWidget(label(say("Answers"), "strong"))
        for reply in replies:
            card.body.addWidget(
                self.pairs([(format_short(reply.happened_on), self._reply_text(facts, reply))], columns=1)
            )
            card.body.addWidget(self.deed_row(self._reply_deeds(row, reply)))
        handed = found.handovers.get(row.id)
        if handed is not None:
            card.body.addWidget(label(say("Handover"), "strong"))
            card.body.addWidget(self.pairs([(format_short(handed.handed_on), self._handover_text(handed))], columns=1))
            card.body.addWidget(self.deed_row(self._handover_deeds(row, handed)))

    def due_text(self, row: ReferralRow) -> str:
        """Return the day until which an answer is expected, and by how much it is late."""
        due_on = row.reply_due_on
        if due_on is None:
            return NOTHING
        late = (self.session.context.clock.today() - due_on).days
        day = format_short(due_on)
        if late <= 0:
            return day
        return self.session.context.words.say_many("{day}, {count} day late", "{day}, {count} days late", late, day=day)

    def with_places(self, destination: DestinationRow) -> str:
        """Return a destination's name with the places it has free, as far as they are known."""
        known = (self.found or Loop()).capacity.get(destination.id)
        if known is None:
            return destination.name
        return f"{destination.name} – {reply_forms.capacity_text(self.session, known)}"

    # What may be done.

    def loop_deeds(self, facts: FileFacts, row: ReferralRow) -> list[Deed]:
        """Return what may be entered and printed of a referral on its way; its answer first."""
        say, may, found = self.session.say, self.session.may, []
        is_last = facts.care is not None and facts.care.referral is row
        if may(DataClass.KLINIS, Right.INPUT) and fitting_replies(row.state):
            keys = REPLY_KEYS if is_last else ""
            found.append(Deed(say("Enter the answer"), partial(self.enter_reply, row), keys, "forward", "main"))
        is_sent = row.state not in {DRAFT, REFUSED, CANCELLED}
        has_handover = self.found is not None and row.id in self.found.handovers
        if may(DataClass.KLINIS, Right.INPUT) and is_sent and not has_handover:
            found.append(Deed(say("Record the handover"), partial(self.enter_handover, row), "", "document"))
        if may(DataClass.KLINIS, Right.INPUT) and row.state in {DRAFT, *AWAITING_REPLY}:
            found.append(Deed(say("Note free places"), partial(self.note_places, row), "", "place"))
        if row.state not in {DRAFT, CANCELLED} and may(DataClass.SURAT, Right.INPUT):
            found.append(Deed(say("Reply slip"), partial(self._open_slip, row), "", "print"))
        if row.state in AWAITING_REPLY and may(DataClass.SURAT, Right.INPUT):
            found.append(Deed(say("Reminder letter"), partial(self._open_reminder, row), "", "letter"))
        found.append(Deed(say("Cover of the pack"), partial(self._open_pack, row), "", "print"))
        return found

    def enter_reply(self, row: ReferralRow, shown: ReplyRow | None = None, how: str = "") -> None:
        """Ask for the destination's answer, or for the correction of the one ``shown``."""

        def saved(_done: object) -> None:
            self.desk.tell(self.session.say("The answer is entered."), State.OK)

        self.desk.forms.open_form(reply_order(self.session, row, self.desk.forms, saved, shown=shown, how=how))

    def enter_handover(self, row: ReferralRow, shown: HandoverRow | None = None) -> None:
        """Ask for the handover, filled with what the referral knows already."""
        session, owner = self.session, self.desk.forms

        def save(draft: dict[str, object], done: Saved, refused: Refused) -> None:
            loop_actions.keep_handover(session, row, shown, draft, done, refused, owner)

        is_correction = shown is not None
        values = reply_forms.new_handover_values(session, row) if shown is None else reply_forms.handover_values(shown)
        self.desk.forms.open_form(
            FormOrder(
                title=session.say("Handover to {destination}", destination=row.destination),
                name="referrals.correct_handover" if is_correction else "referrals.handover",
                subject=str(row.id if shown is None else shown.series_id),
                specs=reply_forms.handover_specs(session, is_correction=is_correction),
                values=values,
                save=save,
                saved=lambda _done: self.desk.tell(session.say("The handover is entered."), State.OK),
            )
        )

    def note_places(self, row: ReferralRow) -> None:
        """Ask what the destination said of its places."""
        session, owner = self.session, self.desk.forms

        def save(draft: dict[str, object], done: Saved, refused: Refused) -> None:
            loop_actions.note_capacity(session, row.destination_id, draft, done, refused, owner)

        self.desk.forms.open_form(
            FormOrder(
                title=session.say("Places at {destination}", destination=row.destination),
                name="destinations.capacity",
                subject=str(row.destination_id),
                specs=reply_forms.capacity_specs(),
                values={"noted_on": session.context.clock.today()},
                save=save,
                saved=lambda _done: self.desk.tell(session.say("The note is kept."), State.OK),
            )
        )

    def _reply_deeds(self, row: ReferralRow, reply: ReplyRow) -> list[Deed]:
        say = self.session.say
        what = self.session.label("referral_reply", reply.kind)
        found = []
        if self.may_correct:
            found.append(Deed(say("Correct"), partial(self.enter_reply, row, reply), "", "edit"))
            bin_it = partial(self.bin_record, loop_actions.REPLIES, reply, what)
            found.append(Deed(say("Put into the recycle bin"), bin_it, "", "remove"))
        if reply.row_version > 1:
            content_of = partial(reply_forms.reply_content, self.session)
            look = partial(self.open_versions_of, loop_actions.REPLIES.past, reply, what, content_of)
            found.append(Deed(say("Versions"), look, "", "timeline"))
        return found

    def _handover_deeds(self, row: ReferralRow, handed: HandoverRow) -> list[Deed]:
        say, what = self.session.say, self.session.say("Handover")
        found = []
        if self.session.may(DataClass.SURAT, Right.INPUT) or handed.letter_id is not None:
            paper = loop_actions.handover_paper(self.session, handed, N_("Minutes of handing over"))
            found.append(Deed(say("Minutes of handing over"), partial(self.open_paper, paper), "", "letter"))
        if self.may_correct:
            found.append(Deed(say("Correct"), partial(self.enter_handover, row, handed), "", "edit"))
            bin_it = partial(self.bin_record, loop_actions.HANDOVERS, handed, what)
            found.append(Deed(say("Put into the recycle bin"), bin_it, "", "remove"))
        if handed.row_version > 1:
            content_of = partial(reply_forms.handover_content, self.session)
            look = partial(self.open_versions_of, loop_actions.HANDOVERS.past, handed, what, content_of)
            found.append(Deed(say("Versions"), look, "", "timeline"))
        return found

    def _open_slip(self, row: ReferralRow) -> None:
        self.open_paper(loop_actions.slip_paper(self.session, row.id, N_("Reply slip")))

    def _open_pack(self, row: ReferralRow) -> None:
        self.open_paper(loop_actions.pack_paper(self.session, row.id, N_("Cover of the pack")))

    def _open_reminder(self, row: ReferralRow) -> None:
        self.open_paper(loop_actions.reminder_paper(self.session, row.id, row.row_version, N_("Reminder letter")))

    def _reply_text(self, facts: FileFacts, reply: ReplyRow) -> str:
        del facts
        say, session = self.session.say, self.session
        parts = [session.label("referral_reply", reply.kind)]
        if reply.expected_on is not None:
            parts.append(say("expected on {day}", day=format_short(reply.expected_on)))
        parts += [reply.condition, reply.explanation]
        told = ", ".join(
            part for part in (session.label("reply_way", reply.how) if reply.how else "", reply.told_by) if part
        )
        return " – ".join(part for part in (*parts, told) if part)

    def _handover_text(self, handed: HandoverRow) -> str:
        papers = self.session.context.words.say_many("{count} paper", "{count} papers", len(handed.documents))
        return " – ".join(
            part
            for part in (f"{handed.handed_by} → {handed.received_by}", handed.place, papers, handed.condition)
            if part
        )
