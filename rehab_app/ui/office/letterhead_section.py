"""The letterhead and the sheet of letters: logo, paper, margins, font and size, with a test page beside them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.dialogs import confirm
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import LEAST_FOR_BOTH, SidePanel, button, label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.letterhead import actions
from rehab_app.ui.office.letterhead.actions import MARGIN_RANGE, MARGIN_SIDES, MARGINS, LetterheadShown
from rehab_app.ui.office.section import Section
from rehab_app.ui.shell.choosing import choose_file
from rehab_app.ui.shell.forms import make_flush
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session

_LOGO_SIDE: Final = 84
_SIDE_WORDS: Final = {
    "left": N_("Left margin (mm)"),
    "right": N_("Right margin (mm)"),
    "top": N_("Top margin (mm)"),
    "bottom": N_("Bottom margin (mm)"),
}
_SHEET_WORDS: Final = {"A4": N_("A4 (210 x 297 mm)"), "F4": N_("F4 / folio (215 x 330 mm)")}
"""How wide the section is at least that shows form and test page beside each other."""
_USUAL_FONT: Final = "first"


class LetterheadSection(Section):
    """A form on the left, the test page on the right, drawn anew after each change."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        context = session.context
        self._may_change = session.may(DataClass.PENGATURAN, Right.PERBAIKAN)
        self._families: tuple[str, ...] = ()
        self._is_offered = False
        self.logo_picture = QLabel()
        self.logo_note = NoteLine(context.theme, State.NEUTRAL)
        self.preview = Preview(context, self._gate)
        self.form = Form(self._specs(), context)
        make_flush(self.form)
        self.form.bar.cancel_button.setVisible(False)
        self.form.column.setEnabled(self._may_change)
        self.form.bar.setHidden(not self._may_change)
        self.form.save_asked.connect(self._save)
        self._journal = DraftJournal(self.form, session.clinic.drafts, context.jobs.write, name="office.letterhead")
        self._lay_out()

    def arrive(self) -> None:
        """Read the letterhead."""
        actions.read_letterhead(self.session, self._show, self.tell_trouble, self)
        self.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def journals(self) -> list[DraftJournal]:
        """Return the form's journal."""
        return [self._journal]

    def forget(self) -> None:
        """Blank the test page."""
        self.preview.forget()

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        say = self.session.say
        found = [Command(say("Print the test page"), self.preview.print_paper, icon="print")]
        if self._may_change:
            found.append(Command(say("Choose a logo"), self.ask_logo, "Ctrl+N", "import"))
        return found

    def ask_logo(self) -> None:
        """Ask for the picture of the logo."""
        say = self.session.say
        choose_file(self.window(), say("Choose a logo"), "", f"{say('Pictures')} (*.png *.jpg *.jpeg)", self.take_logo)

    def take_logo(self, path: str) -> None:
        """Take the picture at ``path``, or say what is wrong with it."""
        actions.take_logo(self.session, path, self._on_logo, self.tell_trouble, self)

    def ask_no_logo(self) -> None:
        """Ask once more before letters go without a logo."""
        say = self.session.say
        confirm(
            self.session.context,
            self.window(),
            say("Take the logo away?"),
            say("Letters are printed without a logo from now on. Those already issued keep theirs."),
            verb=say("Take away"),
            yes=self.take_logo_away,
        )

    def take_logo_away(self) -> None:
        """Print letters without a logo from now on."""
        actions.take_logo_away(self.session, self._on_logo, self.tell_trouble, self)

    def _on_logo(self, shown: LetterheadShown) -> None:
        self._show(shown)
        self.tell(self.session.say("Saved. Letters issued before keep what was printed on them."))

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        actions.save_sheet(self.session, _typed(draft), self._on_saved, self._on_refused, self)

    def _on_saved(self, shown: LetterheadShown) -> None:
        self.form.mark_saved()
        self._show(shown)
        self.tell(self.session.say("Saved. Letters issued before keep what was printed on them."))

    def _on_refused(self, trouble: RuleBroken) -> None:
        """Say a margin that was refused beside the first side that is out of range."""
        self.form.show_troubles(RulesBroken([_beside(one, self.form.answers()) for one in _each(trouble)]))

    def _show(self, shown: LetterheadShown) -> None:
        self._families = shown.families
        self.form.fill(_filled(shown.values))
        if not self._is_offered:
            self._is_offered = True
            self._journal.offer()
        self._show_logo(shown)
        self._draw(shown)

    def _show_logo(self, shown: LetterheadShown) -> None:
        say, trouble = self.session.say, shown.sheet.frame.trouble
        picture = QImage.fromData(QByteArray(shown.logo)) if shown.logo else QImage()
        self.logo_picture.setVisible(not picture.isNull())
        if not picture.isNull():
            ratio = self.devicePixelRatioF()
            side = round(_LOGO_SIDE * ratio)
            scaled = picture.scaled(
                QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            pixmap = QPixmap.fromImage(scaled)
            pixmap.setDevicePixelRatio(ratio)
            self.logo_picture.setPixmap(pixmap)
        if trouble is not None:
            self.logo_note.say(self.session.context.trouble(trouble), State.DANGER)
        elif shown.logo is None:
            self.logo_note.say(say("No logo yet. Letters are printed without one."), State.NEUTRAL)
        else:
            size = say("{width} x {height} pixels", width=picture.width(), height=picture.height())
            self.logo_note.say(say("The logo stands on each letter ({size}).", size=size), State.OK)
        self.away_button.setVisible(self._may_change and (shown.logo is not None or trouble is not None))

    def _draw(self, shown: LetterheadShown) -> None:
        title = self.session.say("Test page")
        actions.draw_trial(
            self.session, shown.sheet, lambda content: self.preview.show_pdf(content, title), self.tell_trouble, self
        )

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        actions.note_leaving(self.session, leaving.value, lambda _done: go(), self.tell_trouble, self)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show form and test page beside each other where there is room for both, else one of them."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        is_narrow, shows_page = self.width() < LEAST_FOR_BOTH, self.page_button.isChecked()
        self.page_button.setVisible(is_narrow)
        self.preview.setVisible(not is_narrow or shows_page)
        self.form.setVisible(not is_narrow or not shows_page)

    def _specs(self) -> list[FieldSpec]:
        say = self.session.say
        least, most = MARGIN_RANGE

        def sheets() -> list[Option]:
            return [Option(name, say(_SHEET_WORDS[name])) for name in actions.LETTER_SHEETS]

        def fonts() -> list[Option]:
            found = [Option(_USUAL_FONT, say("The most usual one this PC has"))]
            return [*found, *(Option(family, family) for family in self._families)]

        def sizes() -> list[Option]:
            return [Option(str(size), say("{size} points", size=size)) for size in actions.LETTER_SIZES]

        sides = [
            FieldSpec(
                name=side,
                label=_SIDE_WORDS[side],
                kind=Kind.INTEGER,
                width=Width.SHORT,
                group=N_("Margins"),
                lowest=least,
                highest=most,
                is_required=True,
            )
            for side in MARGIN_SIDES
        ]
        return [
            FieldSpec(
                name="letter_paper",
                label=N_("Paper of letters"),
                kind=Kind.RADIO,
                options=sheets,
                group=N_("Paper and letters"),
                is_required=True,
            ),
            FieldSpec(
                name="letter_font",
                label=N_("Font"),
                kind=Kind.CHOICE,
                options=fonts,
                group=N_("Paper and letters"),
                is_required=True,
                help=N_("The font is kept in each PDF, so that it looks the same everywhere."),
            ),
            FieldSpec(
                name="letter_size",
                label=N_("Letter size"),
                kind=Kind.RADIO,
                options=sizes,
                group=N_("Paper and letters"),
                is_required=True,
            ),
            *sides,
        ]

    def _lay_out(self) -> None:
        say, theme = self.session.say, self.session.context.theme
        self.choose_button = button(theme, say("Choose a logo"), icon="import", clicked=self.ask_logo)
        self.choose_button.setToolTip(f"{say('Choose a logo')} (Ctrl+N)")
        self.away_button = button(theme, say("Take away"), icon="remove", clicked=self.ask_no_logo)
        self.away_button.setVisible(False)
        self.logo_picture.setAccessibleName(say("Logo"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.away_button)
        buttons.addStretch(1)
        told = label(
            say("PNG or JPEG, at most {most} MB. Lines and address of the letterhead stand in the profile.", most=2),
            "hint",
        )
        words = QVBoxLayout()
        words.addWidget(label(say("Logo"), "label"))
        words.addWidget(self.logo_note)
        words.addLayout(buttons)
        words.addWidget(told)
        head = QWidget()
        logo = QHBoxLayout(head)
        logo.setContentsMargins(0, 0, 0, 0)
        logo.setSpacing(theme.space(2))
        logo.addWidget(self.logo_picture, 0, Qt.AlignmentFlag.AlignTop)
        logo.addLayout(words, 1)
        fields = self.form.column.layout()
        if isinstance(fields, QVBoxLayout):
            fields.insertWidget(0, head)
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        row.addWidget(self.form, 4)
        row.addWidget(self.preview, 5)
        self.page_button = button(theme, say("Test page"), icon="document", clicked=self._share_room)
        self.page_button.setCheckable(True)
        self.column.addWidget(self.page_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(row, 1)
        self.page_button.setVisible(False)
        self.choose_button.setVisible(self._may_change)


def _filled(values: Mapping[str, Any]) -> dict[str, object]:
    return {
        "letter_paper": values["letter_paper"],
        "letter_font": values["letter_font"] or _USUAL_FONT,
        "letter_size": str(values["letter_size"]),
        **values[MARGINS],
    }


def _typed(draft: Mapping[str, object]) -> dict[str, Any]:
    font = str(draft["letter_font"])
    return {
        "letter_paper": draft["letter_paper"],
        "letter_font": "" if font == _USUAL_FONT else font,
        "letter_size": int(str(draft["letter_size"])),
        MARGINS: {side: draft[side] for side in MARGIN_SIDES},
    }


def _each(trouble: RuleBroken) -> list[RuleBroken]:
    return trouble.troubles if isinstance(trouble, RulesBroken) else [trouble]


def _beside(trouble: RuleBroken, answers: Mapping[str, object]) -> RuleBroken:
    least, most = MARGIN_RANGE
    if trouble.field != MARGINS:
        return trouble
    wrong = (side for side in MARGIN_SIDES if not (isinstance(said := answers[side], int) and least <= said <= most))
    return trouble.beside(next(wrong, ""))
