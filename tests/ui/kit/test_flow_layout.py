"""A row that goes on in the next line: its height is remembered only as long as nothing in it changes."""

from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.ui.kit.flow_layout import FlowLayout

SIDE = 40
GAP = 10


def _row(qtbot: QtBot, count: int) -> tuple[QWidget, FlowLayout, list[QPushButton]]:
    box = QWidget()
    qtbot.addWidget(box)
    lane = FlowLayout(GAP, GAP, box)
    made = [QPushButton() for _ in range(count)]
    for one in made:
        one.setFixedSize(SIDE, SIDE)
        lane.addWidget(one)
    box.show()
    QApplication.processEvents()
    return box, lane, made


def test_it_breaks_where_the_width_ends(qtbot: QtBot) -> None:
    _box, lane, _made = _row(qtbot, 4)
    assert lane.heightForWidth(4 * SIDE + 3 * GAP) == SIDE
    assert lane.heightForWidth(2 * SIDE + GAP) == 2 * SIDE + GAP
    assert lane.heightForWidth(4 * SIDE + 3 * GAP) == SIDE


def test_what_is_added_hidden_shown_and_taken_counts_at_once(qtbot: QtBot) -> None:
    _box, lane, made = _row(qtbot, 2)
    narrow = 2 * SIDE + GAP
    assert lane.heightForWidth(narrow) == SIDE
    third = QPushButton()
    third.setFixedSize(SIDE, SIDE)
    lane.addWidget(third)
    third.show()
    assert lane.heightForWidth(narrow) == 2 * SIDE + GAP
    made[0].hide()
    assert lane.heightForWidth(narrow) == SIDE
    made[0].show()
    assert lane.heightForWidth(narrow) == 2 * SIDE + GAP
    lane.removeWidget(third)
    assert lane.heightForWidth(narrow) == SIDE


def test_a_widget_that_grows_is_given_its_room(qtbot: QtBot) -> None:
    _box, lane, made = _row(qtbot, 2)
    narrow = 2 * SIDE + GAP
    assert lane.heightForWidth(narrow) == SIDE
    made[1].setFixedSize(SIDE, 2 * SIDE)
    assert lane.heightForWidth(narrow) == 2 * SIDE
