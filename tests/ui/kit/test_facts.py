"""Facts reach the screen on the UI thread, and only as long as somebody is there to hear."""

import gc
import threading
import weakref
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from rehab_app.foundation.events import Bus, Fact
from rehab_app.ui.kit.facts import FactBridge


@dataclass(frozen=True, slots=True)
class ClientRegistered(Fact):
    number: int


@dataclass(frozen=True, slots=True)
class LetterIssued(Fact):
    number: int


class Page(QWidget):
    """Shows what it is told."""

    def show_client(self, fact: ClientRegistered) -> None:
        self.setWindowTitle(f"{fact.number}")


def publish_elsewhere(bus: Bus, fact: Fact) -> None:
    """Publish as the writing lane does: from a thread that is not the screen's."""
    lane = threading.Thread(target=bus.publish_after, args=(fact,))
    lane.start()
    lane.join()


def test_a_fact_published_on_a_lane_is_heard_on_the_ui_thread(bus: Bus, qtbot: QtBot) -> None:
    bridge = FactBridge(bus)
    heard: list[tuple[object, int]] = []
    bridge.happened.connect(lambda fact: heard.append((fact, threading.get_ident())))
    publish_elsewhere(bus, ClientRegistered(1))
    assert heard == [], "a fact must wait for the event loop"
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(ClientRegistered(1), threading.get_ident())]


def test_facts_keep_their_order(bus: Bus, qtbot: QtBot) -> None:
    bridge = FactBridge(bus)
    heard: list[object] = []
    bridge.happened.connect(heard.append)
    for number in range(20):
        publish_elsewhere(bus, ClientRegistered(number))
    qtbot.waitUntil(lambda: len(heard) == 20)
    assert heard == [ClientRegistered(number) for number in range(20)]


def test_hear_takes_only_its_kind_and_stops_when_the_owner_is_gone(bus: Bus, qtbot: QtBot) -> None:
    bridge = FactBridge(bus)
    owner = QWidget()
    heard: list[ClientRegistered] = []
    bridge.hear(ClientRegistered, heard.append, owner)
    publish_elsewhere(bus, LetterIssued(1))
    publish_elsewhere(bus, ClientRegistered(2))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [ClientRegistered(2)]
    owner.deleteLater()
    del owner
    qtbot.wait(1)
    publish_elsewhere(bus, ClientRegistered(3))
    publish_elsewhere(bus, ClientRegistered(4))
    qtbot.wait(5)
    assert heard == [ClientRegistered(2)]


def test_an_owner_that_is_gone_is_not_kept_in_memory(bus: Bus, qtbot: QtBot) -> None:
    bridge = FactBridge(bus)
    page = Page()
    bridge.hear(ClientRegistered, page.show_client, page)
    kept = weakref.ref(page)
    page.deleteLater()
    del page
    qtbot.wait(1)
    gc.collect()
    assert kept() is None, "the page of a locked program must go without waiting for another fact"


def test_a_fact_after_the_bridge_is_gone_troubles_nobody(bus: Bus, qtbot: QtBot) -> None:
    bridge = FactBridge(bus)
    bridge.deleteLater()
    qtbot.wait(1)
    publish_elsewhere(bus, ClientRegistered(1))
