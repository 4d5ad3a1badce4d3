"""Registering: a new person with her episode, or another episode of somebody who is known."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout

from rehab_app.clinic.clients.matches import Reason
from rehab_app.clinic.clients.rows import LikelyMatch
from rehab_app.clinic.clients.rules import WARNINGS
from rehab_app.clinic.episodes.rules import NOTICES
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_time
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.ui.clients import actions
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.matches_panel import MatchesPanel
from rehab_app.ui.clients.register_form import MATCHED, readmission, registration
from rehab_app.ui.clients.showing import age_text, joined
from rehab_app.ui.clients.subjects import FileSection, NewClient, NewEpisode
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.form_leaving import Leave
from rehab_app.ui.kit.form_notice import NoticeAction
from rehab_app.ui.kit.job import Job
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

MATCH_AFTER_MS: Final = 120
_TODAY: Final = "episode.registered_on"
_SAVED: Final = "saved"
_TAKEN: Final = "taken"
_TAKEN_CODES: Final = ("clients.nik_taken", "clients.rm_taken")
_LEAST_LETTERS: Final = 2


class RegisterPage(RoomPage):
    """One form; beside it those who may be registered already, while a new person is typed."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Register a client"))
        self._known: FileFacts | None = None
        self._search: Job | None = None
        self._asked: Mapping[str, object] = {}
        self._is_adding = False
        self._lane = QHBoxLayout()
        self._lane.setSpacing(session.context.theme.space(2))
        self.body.addLayout(self._lane, 1)
        self.matches = MatchesPanel(session)
        self.matches.opened.connect(lambda client_id: session.go.to("clients.file", client_id))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(MATCH_AFTER_MS)
        self._patience.timeout.connect(self._look_for_matches)
        self.form = self._new_form(self._registration(), can_add_another=True)
        self.journal = self._new_journal("")
        self._lane.addWidget(self.form, 1)
        self._lane.addWidget(self.matches)
        bind(self, "Ctrl+O", self.matches.open_current)
        bind(self, "F6", self.matches.focus_list)
        self.form.reset(self._first_values())
        self.journal.offer()

    def arrive(self, subject: object = None) -> None:
        """Show a new registration, or that of another episode; what is typed and not saved stays."""
        if isinstance(subject, NewEpisode):
            self._begin_again(subject)
        else:
            if self._known is not None:
                self._change_form(None)
            if isinstance(subject, NewClient) and subject.name and not self.form.is_dirty:
                name = self.form.field("client.full_name")
                name.fill({"client.full_name": subject.name})
                name.tell_edited()
            self.form.focus_first()

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the form."""
        return [self.journal]

    def forget(self) -> None:
        """Blank the form and the matches."""
        self._patience.stop()
        self.form.reset({})
        self.matches.show_matches(())
        self._known = None

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        say = self.session.say
        return [
            Command(say("Save"), self.form.save, "Ctrl+S", "save"),
            Command(say("Open the likely match"), self.matches.open_current, "Ctrl+O", "open"),
            Command(say("Go to the likely matches"), self.matches.focus_list, "F6", "clients"),
        ]

    # The form.

    def _registration(self) -> list[FieldSpec]:
        return registration(self.session, actions.look_ups(self.session, self))

    def _first_values(self) -> dict[str, object]:
        return {_TODAY: self.context.clock.today()}

    def _new_form(self, specs: list[FieldSpec], *, can_add_another: bool) -> Form:
        form = Form(specs, self.context, can_add_another=can_add_another)
        form.save_asked.connect(self._save)
        form.left.connect(self._leave)
        form.changed.connect(self._on_changed)
        return form

    def _new_journal(self, subject: str) -> DraftJournal:
        name = "clients.register_again" if subject else "clients.register"
        run = self.context.jobs.write
        return DraftJournal(self.form, self.session.clinic.drafts, run, name=name, subject=subject)

    def _change_form(self, known: FileFacts | None) -> None:
        """Put the form of a new person, or of another episode of ``known``, in place of the present one."""
        self.journal.seal_now()
        before = self.form
        self._known = known
        if known is None:
            self.form = self._new_form(self._registration(), can_add_another=True)
            self.set_title(self.session.say("Register a client"))
        else:
            specs = readmission(self.session, is_known_minor=known.client.is_minor)
            self.form = self._new_form(specs, can_add_another=False)
            self._show_known()
        self._lane.insertWidget(0, self.form, 1)
        self._lane.removeWidget(before)
        before.hide()
        before.deleteLater()
        self.matches.setVisible(known is None)
        self.matches.show_matches(())
        self.journal = self._new_journal("" if known is None else str(known.client.id))
        self.form.reset(self._first_values())
        self.journal.offer()
        self.form.focus_first()

    def _show_known(self) -> None:
        """Say who is registered again: her identity is locked here and changed in her file."""
        if self._known is None:
            return
        client, mask = self._known.client, self.context.privacy.mask
        who = joined([mask(client.name), f"RM {client.rm_number}", age_text(self.session, client.age)])
        self.set_title(self.session.say("Register again"), who)

    def _begin_again(self, subject: NewEpisode) -> None:
        if self._known is not None and self._known.client.id == subject.client_id:
            self.form.focus_first()
            return
        actions.open_file(
            self.session, subject.client_id, None, self._change_form, self.context.jobs.unheard.emit, self
        )

    def _save(self, draft: dict[str, object], adds_another: bool) -> None:  # noqa: FBT001 - the signal's own argument
        self._is_adding = adds_another
        if self._known is not None:
            client_id = self._known.client.id
            actions.register_again(self.session, client_id, draft, self._on_saved, self._on_refused, self)
        else:
            actions.register_client(self.session, draft, self._on_saved, self._on_refused, self)

    def _on_saved(self, admitted: Admitted) -> None:
        self.form.mark_saved(following=self._first_values())
        self.form.notices.drop(_TAKEN)
        self.matches.show_matches(())
        if self._known is not None:
            self._change_form(None)
        elif not self.form.is_dirty and not self._is_adding:
            self.form.reset(self._first_values())
        self._tell_saved(admitted)

    def _tell_saved(self, admitted: Admitted) -> None:
        say, clock, go = self.session.say, self.context.clock, self.session.go.to
        at = format_time(clock.now(), clock.zone)
        saved = say("Saved at {time}, RM {rm}, {number}.", time=at, rm=admitted.rm, number=admitted.registration_number)
        more = [say(NOTICES[code], period=admitted.period_number) for code in admitted.notices]
        more += [say(WARNINGS[code]) for code in admitted.warnings]
        deeds = [NoticeAction(say("Open the file"), lambda: go("clients.file", admitted.client_id), "main")]
        if self.session.may(DataClass.KLINIS, Right.INPUT):
            screening = FileSection(admitted.client_id, "screening")
            deeds.append(NoticeAction(say("Screen now"), lambda: go("clients.file", screening)))
        text = "\n".join([saved, *more])
        notice = self.form.notices.show_notice(_SAVED, text, State.WARNING if more else State.OK, deeds)
        if not self._is_adding:
            notice.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refused(self, trouble: RuleBroken) -> None:
        self.form.show_troubles(trouble)
        parts = trouble.troubles if isinstance(trouble, RulesBroken) else [trouble]
        taken = next((part for part in parts if part.code in _TAKEN_CODES), None)
        if taken is None:
            self.form.notices.drop(_TAKEN)
            return
        self._tell_taken(str(taken.facts["rm"]), taken.facts["client_id"])

    def _tell_taken(self, rm: str, client_id: object) -> None:
        """Say that this very person is registered, with the way to her record."""
        say, go = self.session.say, self.session.go.to
        text = say("This person is registered as RM {rm}. Open that record instead of registering twice.", rm=rm)
        open_it = NoticeAction(say("Open RM {rm}", rm=rm), lambda: go("clients.file", client_id), "main")
        self.form.notices.show_notice(_TAKEN, text, State.DANGER, [open_it])

    def _leave(self, how: Leave) -> None:
        if how is Leave.DISCARD:
            self.form.reset(self._first_values())
        self.session.go.back()

    # The likely matches.

    def _on_changed(self) -> None:
        self.form.notices.drop(_SAVED)
        if self._known is None and self._matched_answers() != self._asked:
            self._patience.start()

    def _matched_answers(self) -> dict[str, object]:
        answers = self.form.answers_of(MATCHED)
        return {name: value for name, value in answers.items() if value is not None}

    def _look_for_matches(self) -> None:
        """Look for people like the one that is typed; an answer that was overtaken is dropped."""
        self._asked = self._matched_answers()
        if self._search is not None:
            self._search.drop()
            self._search = None
        told = [str(value) for name, value in self._asked.items() if name != "client.sex"]
        if not any(len(text) >= _LEAST_LETTERS for text in told):
            self.matches.show_matches(())
            return
        self._search = actions.likely_matches(self.session, self._asked, self._on_found, self)

    def _on_found(self, matches: Sequence[LikelyMatch]) -> None:
        self._search = None
        self.matches.show_matches(matches)
        same = next((match for match in matches if Reason.SAME_NIK in match.reasons), None)
        if same is not None:
            self._tell_taken(same.rm_number, same.id)
        else:
            self.form.notices.drop(_TAKEN)
