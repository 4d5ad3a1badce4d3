"""The questionnaire itself: sections to jump to, the items of the one in front, what they come to, alert, licence and credit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.instruments.form import Form, Item
from rehab_app.instruments.instrument import SUICIDE_ALERT, ScaleInfo, Scored
from rehab_app.ui.kit.field_note import Mark, NoteLine
from rehab_app.ui.kit.field_spec import Surroundings
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.questionnaire.answers import SheetAnswers
from rehab_app.ui.kit.questionnaire.options import Listed
from rehab_app.ui.kit.questionnaire.results import result_lines, shortened
from rehab_app.ui.kit.questionnaire.section_list import SectionList
from rehab_app.ui.kit.questionnaire.section_page import SectionPage
from rehab_app.ui.kit.theme import State

SCORE_MS: Final = 250
Scorer = Callable[[Mapping[str, object], Callable[[Scored | None], None]], None]
"""``score(document, tell)``: score answers off the UI thread and call ``tell`` once on it; None for no score at all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a questionnaire asks and stands on: the form in the words in use, its scales, value lists and scorer.

    ``title`` stands above it (what and when); ``text_place`` says where a pack with the official text is imported.
    """

    form: Form
    listed: Listed
    scales: Sequence[ScaleInfo] = ()
    score: Scorer | None = None
    text_place: str = ""
    title: str = ""


class Questionnaire(QWidget):
    """Draws ``answers``. ``answered`` after each change, ``completed`` when the user goes on from the last item.

    ``own_page`` is what the form around it asks itself; it stands as the last section.
    """

    answered = Signal()
    completed = Signal()

    def __init__(
        self, around: Surroundings, asked: Asked, own_page: QWidget, own_title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._around = around
        self.asked = asked
        self.answers = SheetAnswers(asked.form, around.clock.today)
        self.alert = _AlertBanner(around)
        self.sections = SectionList(around, asked.form, own_title)
        self.result = NoteLine(around.theme, State.INFO, look="")
        self._stack = QStackedWidget(self)
        self._own_page = own_page
        self.pages: dict[int, SectionPage] = {}
        self._asked_score = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SCORE_MS)
        self._timer.timeout.connect(self._score)
        self._lay_out()
        self.sections.chosen.connect(self._show_page)
        self._show_page(0)
        self.draw()

    @property
    def place(self) -> int:
        """Which section is in front; the form's own page comes last."""
        return self.sections.currentRow()

    def draw(self) -> None:
        """Show all answers as they are now."""
        for page in self.pages.values():
            page.draw()
        self._tell()

    def take(self, raw: Mapping[str, object]) -> None:
        """Show other answers in place of all."""
        self.answers.take(raw)
        self.draw()

    def start(self) -> None:
        """Put the keyboard on the first item that is open, else on the first one."""
        items = self._shown_items()
        first = next((item for item in items if not item.is_optional and self.answers.is_open(item)), None)
        if first is not None:
            self.go_to(first.name)
        elif items:
            self.go_to(items[0].name)

    def go_to(self, name: str) -> None:
        """Bring an item to the front and put the keyboard on it."""
        section = self.answers.section_of(name)
        place = self.asked.form.sections.index(section)
        self.sections.setCurrentRow(place)
        self._page(place).go_to(name)

    def show_own_page(self) -> None:
        """Bring the form's own page to the front."""
        self.sections.setCurrentRow(len(self.asked.form.sections))

    def turn(self, steps: int) -> None:
        """Go to another section, and with the keyboard to its first item."""
        place = self.place + steps
        if 0 <= place < len(self.asked.form.sections):
            shown = [item for item in self.asked.form.sections[place].items if self.answers.is_shown(item)]
            self.sections.setCurrentRow(place)
            if shown:
                self._page(place).go_to(shown[0].name)
        elif place == len(self.asked.form.sections):
            self.completed.emit()

    def _on_went(self, name: str, steps: int) -> None:
        items = self._shown_items()
        names = [item.name for item in items]
        place = names.index(name) + steps if name in names else -1
        if place >= len(names):
            self.completed.emit()
        elif place >= 0:
            self.go_to(names[place])

    def _on_answered(self, _name: str) -> None:
        self._tell()
        self.answered.emit()

    def _shown_items(self) -> list[Item]:
        return [item for item in self.asked.form.items if self.answers.is_shown(item)]

    def _tell(self) -> None:
        """Bring alert, progress and, a little later, the score to where the answers are."""
        self.alert.show_items(self._alerting())
        self.sections.show_progress(self.answers.progress())
        if self.asked.score is not None:
            self._timer.start()

    def _alerting(self) -> list[str]:
        words, found = self._around.words, []
        for path in self.answers.alerts():
            name, _, row = path.partition(".")
            item = self.asked.form.item(name)
            if item is None:
                continue
            part = next((one for one in item.rows if one.name == row), None)
            label_of = part.label if part is not None else item.label
            number = part.number if part is not None else item.number
            found.append(f"{number}  {label_of.say(words)}".strip())
        return found

    def _score(self) -> None:
        if self.asked.score is None:
            return
        self._asked_score += 1
        turn = self._asked_score
        if self.answers.is_empty:
            self._show_result(turn, None)
            return
        self.asked.score(self.answers.document(), lambda scored: self._show_result(turn, scored))

    def _show_result(self, turn: int, scored: Scored | None) -> None:
        if turn != self._asked_score:
            return
        words = self._around.words
        if scored is None:
            self.result.say(words.say("The score appears here while you ask."), State.NEUTRAL)
            return
        lines = result_lines(self.asked.scales, scored, words)
        notes = [note.say(words) for note in scored.notes]
        has_all = all(score is not None for score in scored.scores.values())
        self.result.say("\n".join([shortened(lines), *notes]), State.INFO if has_all else State.NEUTRAL)

    def _show_page(self, place: int) -> None:
        if place < len(self.asked.form.sections):
            page = self._page(place)
            page.begin()
            self._stack.setCurrentWidget(page)
        else:
            self._stack.setCurrentWidget(self._own_page)

    def _page(self, place: int) -> SectionPage:
        """Return the page of a section, made when it is first looked at."""
        if place in self.pages:
            return self.pages[place]
        form, words = self.asked.form, self._around.words
        guidance = form.guidance.say(words) if place == 0 else ""
        section, half_time = form.sections[place], form.half_time.say(words)
        page = SectionPage(self._around, self.answers, section, self.asked.listed, half_time, guidance, self._stack)
        page.answered.connect(self._on_answered)
        page.went.connect(self._on_went)
        self.pages[place] = page
        self._stack.addWidget(page)
        return page

    def _lay_out(self) -> None:
        theme, words, form = self._around.theme, self._around.words, self.asked.form
        self._stack.addWidget(self._own_page)
        middle = QHBoxLayout()
        middle.setSpacing(theme.space(1))
        middle.addWidget(self.sections)
        middle.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1), theme.space(1), theme.space(1), theme.space(0.5))
        column.setSpacing(theme.space(1))
        column.addWidget(self.alert)
        self.licence = NoteLine(theme, State.NEUTRAL)
        is_short = form.is_licensed and not form.pack_version
        if is_short:
            text = words.say("The official text has not been imported; short labels are used.")
            self.licence.say(f"{text} {self.asked.text_place}".strip())
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(label(self.asked.title or form.name, "strong", wraps=False))
        head.addWidget(self.licence, 1)
        head.addStretch(0)
        column.addLayout(head)
        self.licence.setVisible(is_short)
        column.addLayout(middle, 1)
        column.addWidget(self.result)
        self.result.setVisible(self.asked.score is not None)
        self.credit = label(f"{form.name} {form.version}. {form.credit}", "hint")
        column.addWidget(self.credit)


class _AlertBanner(QFrame):
    """Says that an answer may not be overlooked, as long as it stands; nothing takes it away but another answer."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        theme = around.theme
        self.setProperty("look", "notice")
        self.setProperty("state", str(State.DANGER))
        self._text = label("", "strong")
        self._items = label("")
        words = QVBoxLayout()
        words.setSpacing(theme.space(0.25))
        words.addWidget(self._text)
        words.addWidget(self._items)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), theme.space(1))
        row.setSpacing(theme.space(1))
        row.addWidget(Mark(theme, State.DANGER))
        row.addLayout(words, 1)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """What is said, empty while nothing is."""
        return "" if self.isHidden() else f"{self._text.text()} {self._items.text()}".strip()

    def show_items(self, items: Sequence[str]) -> None:
        """Name the items whose answers raise the alert; none takes the banner away."""
        say = self._around.words.say
        self._text.setText(say(SUICIDE_ALERT))
        self._items.setText("; ".join(items))
        self.setAccessibleName(f"{say(SUICIDE_ALERT)} {'; '.join(items)}")
        self.setVisible(bool(items))
