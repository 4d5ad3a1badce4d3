"""What belongs to oneself: the own passphrase, and how the screen looks on this PC."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.layout import SidePanel, label
from rehab_app.ui.kit.theme import Density, State, Tone
from rehab_app.ui.office.actions import change_passphrase
from rehab_app.ui.office.section import Section
from rehab_app.ui.shell.forms import make_flush
from rehab_app.ui.shell.passphrases import FIRST, new_passphrase_specs, require_same
from rehab_app.ui.shell.session import Session

_OLD = "old"


class PassphraseSection(Section):
    """Changes one's own passphrase."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        old = FieldSpec(
            name=_OLD, label=N_("Present passphrase"), kind=Kind.PASSPHRASE, width=Width.WIDE, is_required=True
        )
        specs = (old, *new_passphrase_specs(N_("New passphrase")))
        self.form = Form(specs, session.context, save_text=session.say("Change the passphrase"))
        session.context.theme.icons.put(self.form.bar.save_button, "key", "on_accent")
        make_flush(self.form)
        self.form.bar.cancel_button.setVisible(False)
        self.form.save_asked.connect(self._save)
        intro = session.say(
            "Only you know it. Who forgets it gets a one-time passphrase from Kepala or Subkoordinator."
        )
        self.column.addWidget(label(intro, "muted"))
        self.column.addWidget(self.form, 1)

    def arrive(self) -> None:
        """Put the cursor into the first field."""
        self.form.focus_first()

    def forget(self) -> None:
        """Empty the fields."""
        for name in (_OLD, FIRST, "again"):
            self.form.field(name).fill({})

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        try:
            new = require_same(draft)
        except RuleBroken as trouble:
            self.form.show_troubles(trouble)
            return
        change_passphrase(self.session, str(draft[_OLD]), new, self._on_changed, self._on_refused, self)

    def _on_changed(self, _result: None) -> None:
        self.form.mark_saved()
        self.forget()
        self.form.bar.tell("", State.NEUTRAL)
        self.tell(self.session.say("Your new passphrase holds from now on."))

    def _on_refused(self, trouble: RuleBroken) -> None:
        if trouble.code == "keys.wrong_passphrase":
            trouble = RuleBroken("office.wrong_old_passphrase", field=_OLD)
        self.form.show_troubles(trouble)


class LookSection(Section):
    """Language, light or dark, and how much air stands between things, on this PC."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        say = session.say
        tones = [
            Option(Tone.SYSTEM, say("As the system")),
            Option(Tone.LIGHT, say("Light")),
            Option(Tone.DARK, say("Dark")),
        ]
        densities = [Option(Density.COMFORTABLE, say("Comfortable")), Option(Density.COMPACT, say("Compact"))]
        languages = [Option("id", "Bahasa Indonesia"), Option("en", "English")]
        self.form = Form(
            (
                FieldSpec(
                    name="language", label=N_("Language"), kind=Kind.RADIO, options=lambda: languages, is_required=True
                ),
                FieldSpec(name="tone", label=N_("Colours"), kind=Kind.RADIO, options=lambda: tones, is_required=True),
                FieldSpec(
                    name="density", label=N_("Distances"), kind=Kind.RADIO, options=lambda: densities, is_required=True
                ),
            ),
            session.context,
            save_text=say("Show it so"),
        )
        session.context.theme.icons.put(self.form.bar.save_button, "done", "on_accent")
        make_flush(self.form)
        self.form.bar.cancel_button.setVisible(False)
        self.form.save_asked.connect(self._save)
        text = QVBoxLayout()
        text.addWidget(label(say("For this PC, whoever signs in. Letters are always Indonesian."), "muted"))
        self.column.addLayout(text)
        self.column.addWidget(self.form, 1)

    def arrive(self) -> None:
        """Show what holds now."""
        context = self.session.context
        self.form.fill(
            {"language": context.words.language, "tone": context.theme.tone, "density": context.theme.density}
        )
        self.form.focus_first()

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self.form.mark_saved()
        self.form.bar.tell("", State.NEUTRAL)
        self.session.to_window.look_asked.emit(str(draft["language"]), str(draft["tone"]), str(draft["density"]))
