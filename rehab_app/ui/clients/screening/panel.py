"""The section of the screening."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rehab_app.clinic.assessment.rows import ScreeningRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.foundation.words import N_
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.screening import actions
from rehab_app.ui.clients.screening.answers import Answers
from rehab_app.ui.clients.screening.form import ScreeningForm, day_and_author, screening_values
from rehab_app.ui.clients.section import Deed, FileDeed, FileDesk, Part, Section
from rehab_app.ui.clients.showing import BAND_STATES, NOTHING, code_text
from rehab_app.ui.kit.form_leaving import Leave
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import Badge, Card, label
from rehab_app.ui.kit.theme import State


class ScreeningPanel(Section):
    """The screenings of the chosen episode, and the interview while one is taken; a refresh never takes the interview away."""

    name: ClassVar[str] = next_step.SCREENING
    title: ClassVar[str] = N_("Screening")
    part: ClassVar[Part] = Part.ASSESSMENT
    keys: ClassVar[str] = "Ctrl+4"
    file_deeds: ClassVar[tuple[FileDeed, ...]] = (
        FileDeed(N_("Begin the ASSIST screening"), "Ctrl+Shift+S", "screening"),
    )
    is_clinical: ClassVar[bool] = True

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.interview: ScreeningForm | None = None
        self._journal: DraftJournal | None = None

    def show_facts(self, facts: FileFacts) -> None:
        """Show the screenings; while an interview about the same episode goes on, only take the facts in."""
        is_same = self.facts is not None and self.facts.episode is not None and facts.episode is not None
        if self.interview is not None and is_same and self.facts.episode.id == facts.episode.id:  # type: ignore[union-attr]
            self.facts = facts
            return
        self._end_interview()
        super().show_facts(facts)

    def draw(self, facts: FileFacts) -> None:
        """Show the screenings, the latest first."""
        say, care = self.session.say, facts.care
        if facts.episode is None or care is None:
            self.body.addWidget(label(say("Register a masa perawatan first."), "muted"))
            return
        if facts.is_open and self.session.may(DataClass.KLINIS, Right.INPUT):
            text = say("Screen again") if care.screenings else say("Begin the ASSIST screening")
            self.add_deeds([Deed(text, self.begin, "Ctrl+Shift+S", "screening", "" if care.screenings else "main")])
        for row in care.screenings:
            self.body.addWidget(self._card(facts, row))
        if not care.screenings:
            text = say("Not screened yet. The interview takes five to ten minutes; digits answer, Enter goes on.")
            self.body.addWidget(label(text, "muted"))

    def begin(self, corrected: ScreeningRow | None = None) -> None:
        """Begin an interview, or the correction of one."""
        facts = self.facts
        if facts is None or facts.episode is None or facts.care is None or self.interview is not None:
            return
        interview = ScreeningForm(self.session, Answers(facts.care.instrument), corrected)
        subject = str(corrected.series_id if corrected is not None else facts.episode.id)
        name = "assessment.screening" if corrected is None else "assessment.screening.correct"
        run = self.session.context.jobs.write
        self._journal = DraftJournal(interview.form, self.session.clinic.drafts, run, name=name, subject=subject)
        interview.save_asked.connect(self._save)
        interview.left.connect(self._on_left)
        self.interview = interview
        self.setWidget(interview)
        interview.show()
        self.desk.clear_room(True)
        self._journal.offer()
        interview.start()

    def enter(self) -> None:
        """Take the focus: in the interview where one goes on."""
        if self.interview is not None:
            self.interview.start()
        else:
            super().enter()

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the interview."""
        return [self._journal] if self._journal is not None else []

    def forget(self) -> None:
        """Blank the section, the interview too."""
        self.interview = self._journal = None
        super().forget()

    def _save(self, values: dict[str, object]) -> None:
        facts, interview = self.facts, self.interview
        if facts is None or facts.episode is None or interview is None:
            return

        def saved(_series: object) -> None:
            interview.form.mark_saved()
            self._close_interview()
            self.desk.tell(self.session.say("The screening is saved."), State.OK)

        def refused(trouble: RuleBroken) -> None:
            interview.form.show_troubles(trouble)
            if isinstance(trouble, StaleRecord):
                self._show_other(interview)

        actions.keep_screening(self.session, facts.episode.id, interview.corrected, values, saved, refused, interview)

    def _show_other(self, interview: ScreeningForm) -> None:
        """Show the version that another seat has saved beside the correction that is typed."""

        def latest(facts: FileFacts) -> dict[str, object] | None:
            rows = facts.care.screenings if facts.care is not None else ()
            wanted = interview.corrected.series_id if interview.corrected is not None else None
            found = next((row for row in rows if row.series_id == wanted), None)
            return None if found is None else screening_values(interview.answers.instrument, found)

        self.reread(latest)(lambda values: interview.form.show_other_version(values, is_open=True))

    def _on_left(self, _how: Leave) -> None:
        self._close_interview()

    def _close_interview(self) -> None:
        facts = self.facts
        self.desk.clear_room(False)
        self.interview = self._journal = None
        if facts is not None:
            super().show_facts(facts)
            self.enter()

    def _end_interview(self) -> None:
        """Seal an interview about another episode before it goes."""
        if self._journal is not None:
            self._journal.seal_now()
        if self.interview is not None:
            self.desk.clear_room(False)
        self.interview = self._journal = None

    def _card(self, facts: FileFacts, row: ScreeningRow) -> Card:
        session, say = self.session, self.session.say
        theme = session.context.theme
        heading = say(
            "ASSIST {version}, {taken}", version=row.key_version, taken=day_and_author(row, facts.account(row.taken_by))
        )
        card = Card(theme, heading)
        titles = self._titles()
        for name, score in row.scores.items():
            band = row.bands.get(name)
            if not score and not band:
                continue
            text = session.label("risk_band", band) if band else say("no score")
            badge = Badge(theme, text, BAND_STATES.get(band or "", State.NEUTRAL))
            points = label(NOTHING if score is None else str(score), "strong", wraps=False)
            points.setMinimumWidth(theme.space(4))
            title = titles.get(name, name)
            card.body.addWidget(self.line(points, badge, label(title, wraps=False)))
        rows = [
            (say("Proposal"), code_text(session, "routing", row.proposal)),
            (say("Chosen routing"), code_text(session, "routing", row.routing)),
        ]
        if row.override_reason:
            rows.append((say("Why it differs"), row.override_reason))
        if row.row_version > 1:
            rows.append((say("Version {version}", version=row.row_version), row.reason))
        card.body.addWidget(self.pairs(rows, columns=1))
        card.body.addWidget(self.deed_row(self._deeds_of(row, card)))
        return card

    def _deeds_of(self, row: ScreeningRow, card: Card) -> Sequence[Deed]:
        say, found = self.session.say, []
        if self.session.may(DataClass.KLINIS, Right.PERBAIKAN):
            found.append(Deed(say("Correct"), partial(self.begin, row), "", "edit"))
        if row.row_version > 1:
            found.append(Deed(say("Earlier versions"), partial(self._show_versions, row, card), "", "timeline"))
        return found

    def _show_versions(self, row: ScreeningRow, card: Card) -> None:
        """Read the earlier versions and show them below the present one."""

        def done(versions: Sequence[ScreeningRow]) -> None:
            zone = self.session.context.clock.zone
            rows = [
                (
                    self.session.say("Version {version}", version=old.row_version),
                    "; ".join(
                        [
                            format_instant(old.entered_at, zone),
                            self._scores_text(old),
                            code_text(self.session, "routing", old.routing),
                            old.reason,
                        ]
                    ).rstrip("; "),
                )
                for old in versions
                if old.row_version < row.row_version
            ]
            card.body.addWidget(self.pairs(rows, columns=1))

        actions.versions(self.session, row.series_id, done, self.refuse, card)

    def _scores_text(self, row: ScreeningRow) -> str:
        titles = self._titles()
        return ", ".join(f"{titles.get(name, name)} {score}" for name, score in row.scores.items() if score)

    def _titles(self) -> dict[str, str]:
        """Return what each substance of the form is called."""
        care = self.facts.care if self.facts is not None else None
        subjects = care.instrument.description().subjects if care is not None else ()
        return {subject.name: self.session.say(subject.label) for subject in subjects}
