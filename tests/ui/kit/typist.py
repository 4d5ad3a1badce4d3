"""A typist without a mouse, and the registration form she types into."""

import gettext
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Pick, Width
from tests.words import compiled, merge

ROOT = Path(__file__).resolve().parents[3]
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier

KELURAHAN = (
    Pick("64.71.05.1002", "Sepinggan", "Balikpapan Selatan, Kota Balikpapan"),
    Pick("64.71.05.1008", "Sepinggan Baru", "Balikpapan Selatan, Kota Balikpapan"),
    Pick("64.71.04.1005", "Mekar Sari", "Balikpapan Tengah, Kota Balikpapan"),
)
RELIGIONS = tuple(Option(label.lower(), label) for label in ("Islam", "Kristen", "Katolik", "Hindu", "Buddha"))
SEXES = (Option("m", "Laki-laki"), Option("f", "Perempuan"))
CHANNELS = (Option("voluntary", "Sukarela"), Option("compulsory", "Compulsory"))
SUBSTANCES = (Option("meth", "Sabu"), Option("cannabis", "Ganja"), Option("opioid", "Heroin"))


def focused() -> QWidget:
    """Return the widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def type_text(text: str) -> None:
    """Type ``text`` where the focus is; what no key of QTest stands for is pasted, a new line is Enter."""
    for line, part in enumerate(text.split("\n")):
        if line:
            press(Qt.Key.Key_Return)
        if part.isascii():
            QTest.keyClicks(focused(), part)
        else:
            paste(part)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER, times: int = 1) -> None:
    """Press ``key`` where the focus is; afterwards what was posted has been delivered."""
    for _ in range(times):
        QTest.keyClick(focused(), key, modifier)
        QApplication.processEvents()


def paste(text: str) -> None:
    """Paste ``text`` with Ctrl+V."""
    QApplication.clipboard().setText(text)
    press(Qt.Key.Key_V, CTRL)


def enter_all(texts: Sequence[str]) -> None:
    """Type each text and press Enter after it."""
    for text in texts:
        type_text(text)
        press(Qt.Key.Key_Return)


def find_kelurahan(text: str, answer: Callable[[Sequence[Pick]], None]) -> None:
    """Find kelurahan as the place list does: spaces do not matter."""
    wanted = text.lower().replace(" ", "")
    answer([pick for pick in KELURAHAN if wanted in pick.text.lower().replace(" ", "")])


def is_compulsory(answers: Answers) -> bool:
    """Tell whether the client is brought by an authority."""
    return answers["channel"] == "compulsory"


def warn_of_nik(answers: Answers, tell: Callable[[Sequence[RuleBroken]], None]) -> None:
    """Warn where the NIK is that of a woman and the sex is not."""
    nik = answers["nik"]
    is_woman = isinstance(nik, str) and int(nik[6:8]) > 40
    tell([RuleBroken("field.not_in_list")] if is_woman and answers["sex"] == "m" else [])


def registration() -> list[FieldSpec]:
    """Return a small registration form: fourteen fields in four groups."""
    return [
        FieldSpec(
            name="registered_on", label="Registered on", kind=Kind.DATE, width=Width.SHORT, group="Arrival", keeps=True
        ),
        FieldSpec(name="channel", label="Channel", kind=Kind.RADIO, group="Arrival", options=lambda: CHANNELS),
        FieldSpec(name="agency", label="Agency", group="Authority", visible_when=is_compulsory, is_required=True),
        FieldSpec(
            name="name",
            label="Full name",
            kind=Kind.NAME,
            width=Width.WIDE,
            group="Identity",
            help="As on the card",
            is_required=True,
            is_identity=True,
            longest=80,
        ),
        FieldSpec(
            name="nik",
            label="NIK",
            kind=Kind.NIK,
            group="Identity",
            is_identity=True,
            warn=warn_of_nik,
            watches=("sex",),
        ),
        FieldSpec(name="sex", label="Sex", kind=Kind.RADIO, group="Identity", options=lambda: SEXES, is_required=True),
        FieldSpec(
            name="birth_date", also="age", label="Birth date", kind=Kind.BIRTH, group="Identity", is_required=True
        ),
        FieldSpec(name="religion", label="Religion", kind=Kind.CHOICE, group="Identity", options=lambda: RELIGIONS),
        FieldSpec(name="place", label="Kelurahan", kind=Kind.PICK, group="Address", find=find_kelurahan),
        FieldSpec(name="phone", label="Phone", kind=Kind.PHONE, group="Address"),
        FieldSpec(name="is_married", label="Married", kind=Kind.YES_NO, group="Address"),
        FieldSpec(name="children", label="Children", kind=Kind.INTEGER, group="Address", lowest=0, highest=20),
        FieldSpec(name="substances", label="Substances", kind=Kind.MANY, group="Address", options=lambda: SUBSTANCES),
        FieldSpec(name="weight", label="Weight", kind=Kind.DECIMAL, group="Address"),
        FieldSpec(name="note", label="Note", kind=Kind.LINES, group="Address"),
    ]


def indonesian() -> Words:
    """Return the Indonesian words as the fragments say them now."""
    data = compiled(merge(ROOT / "resources" / "words", INDONESIAN))
    return Words(INDONESIAN, gettext.GNUTranslations(io.BytesIO(data)))
