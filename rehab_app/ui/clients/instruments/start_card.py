"""Beginning a new one: two keys, one for the instrument and one for the moment."""

from PySide6.QtCore import Signal

from rehab_app.ui.clients.instruments.naming import offered, title_of
from rehab_app.ui.kit.layout import Card, button, label
from rehab_app.ui.kit.questionnaire.choice_bar import ChoiceBar
from rehab_app.ui.kit.questionnaire.options import AnswerOption
from rehab_app.ui.shell.session import Session


class StartCard(Card):
    """Asks which instrument and when. ``begun(instrument, moment)`` once both are chosen, ``blank_asked`` for paper."""

    begun = Signal(str, str)
    blank_asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session.context.theme, session.say("Fill in an instrument"))
        say, theme = session.say, session.context.theme
        names = offered()
        self._chosen: dict[str, str] = {}
        self.instruments = ChoiceBar(
            theme, [_option(place, name, title_of(session, name)) for place, name in enumerate(names)]
        )
        moments = session.lists.offered("instrument_moment")
        language = session.context.words.language
        self.moments = ChoiceBar(
            theme, [_option(place, one.code, one.label(language)) for place, one in enumerate(moments)]
        )
        self._blank = button(theme, say("Blank form on paper"), look="link", icon="print", clicked=self._ask_blank)
        self._blank.setEnabled(False)
        for bar, caption in ((self.instruments, say("Instruments")), (self.moments, say("Moment of measurement"))):
            bar.setAccessibleName(caption)
            self.body.addWidget(label(caption, "label"))
            self.body.addWidget(bar)
        self.body.addWidget(self._blank)
        self.instruments.answered.connect(lambda value: self._take("instrument", value))
        self.moments.answered.connect(lambda value: self._take("moment", value))
        self.moments.went.connect(self._on_went)

    def take_focus(self) -> None:
        """Put the keyboard on the instruments."""
        self.instruments.take_focus()

    def _take(self, name: str, value: object) -> None:
        if not isinstance(value, str):
            self._chosen.pop(name, None)
        else:
            self._chosen[name] = value
        self.instruments.show_answer(self._chosen.get("instrument"))
        self.moments.show_answer(self._chosen.get("moment"))
        self._blank.setEnabled("instrument" in self._chosen)
        if {"instrument", "moment"} <= self._chosen.keys():
            self.begun.emit(self._chosen["instrument"], self._chosen["moment"])
        elif name == "instrument":
            self.moments.take_focus()

    def _on_went(self, steps: int) -> None:
        if steps < 0:
            self.instruments.take_focus()

    def _ask_blank(self) -> None:
        if "instrument" in self._chosen:
            self.blank_asked.emit(self._chosen["instrument"])


def _option(place: int, value: str, text: str) -> AnswerOption:
    return AnswerOption(value, text, str(place + 1) if place < len("123456789") else "")
