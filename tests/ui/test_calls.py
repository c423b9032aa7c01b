"""Calls from the tray: in no words of the customer's, once, not for what is seen, and a click leads there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from app.domain.calls import Call, CallId, CallKind, calls_of
from app.ui.background import Background
from app.ui.call_words import call_text, call_title, many_words
from app.ui.calls import Calls
from app.ui.desktop import Desktop
from app.ui.main_window import MainWindow
from app.ui.notice import Notice
from app.ui.panes.handoffs import HandoffsPane
from app.ui.panes.triage import TriagePane
from app.ui.theme import Theme
from app.ui.workspace_view import WorkspaceView
from tests.builders import NOW, id_of
from tests.ui.handoffs_bench import PATIENCE
from tests.ui.tray import Tray

if TYPE_CHECKING:
    from app.service.console import Console
    from tests.service.relay import Relay

OFFER = Call(CallId("1"), CallKind.OFFERED, id_of("1"), "Ana Ortiz", NOW + timedelta(minutes=28))
ASKED, ANSWERED = (replace(OFFER, kind=kind) for kind in (CallKind.ASKED, CallKind.ANSWERED))
LEGAL = Call(CallId("2"), CallKind.CERTIFIED, id_of("2"), "Compliance")


def offer(relay: "Relay") -> None:
    from tests.service.relay import TO_BOB

    relay.ana.transfers.offer(relay.opened(relay.ana), TO_BOB, "Their lawyer writes.")


def look(console: "Console", background: Background, desktop: Desktop, qtbot: QtBot) -> list[Notice]:
    """What the window says, once all calls are taken."""
    notices: list[Notice] = []
    calls = Calls(console, background, desktop, clock=lambda: NOW)
    calls.noticed.connect(notices.append)
    calls.look()
    calls.look()  # while the first is under way
    qtbot.waitUntil(lambda: not calls.busy, timeout=PATIENCE)
    return notices


def test_an_offer_is_called_from_the_tray_once_and_without_anybodys_words(
    relay: "Relay", background: Background, tray: Tray, qtbot: QtBot
) -> None:
    offer(relay)
    assert look(relay.bob, background, Desktop(tray=tray), qtbot) == []
    assert look(relay.bob, background, Desktop(tray=tray), qtbot) == []  # as after a restart
    assert tray.shown == [("Warmline: Ana Ortiz offers you #1", "30 min left, then it stays with Ana Ortiz.")]


def test_where_there_is_no_tray_the_window_says_what_a_colleague_wants(
    relay: "Relay", background: Background, qtbot: QtBot
) -> None:
    offer(relay)
    (notice,) = look(relay.bob, background, Desktop(), qtbot)
    assert notice.text == "Ana Ortiz offers you #1. 30 min left, then it stays with Ana Ortiz."


@pytest.mark.parametrize(
    ("call", "title", "text"),
    [
        (OFFER, "Ana Ortiz offers you #1", "28 min left, then it stays with Ana Ortiz."),
        (ASKED, "Ana Ortiz asks you about #1", "28 min left, then it stays with you."),
        (replace(ASKED, until=None), "Ana Ortiz asks you about #1", "The ticket stays where it is."),
        (ANSWERED, "Ana Ortiz answered you about #1", "28 min left, then it stays with Ana Ortiz."),
        (LEGAL, "#2 is suggested for Compliance", "It is for certified people, and somebody has to confirm it."),
    ],
)
def test_what_a_call_says(call: Call, title: str, text: str) -> None:
    assert (call_title(call), call_text(call, now=NOW)) == (f"Warmline: {title}", text)
    assert call_text(call, "Help", now=NOW) == f"“Help”. {text}"


def test_many_at_once_are_one_call() -> None:
    title, _ = many_words([LEGAL, replace(LEGAL, who="Security"), LEGAL])
    assert title == "Warmline: 3 tickets are suggested for Compliance, Security"


class Window:
    """Bob's, with a tray."""

    def __init__(self, relay: "Relay", background: Background, theme: Theme, tray: Tray, qtbot: QtBot) -> None:
        self.qtbot, self.tray = qtbot, tray
        self.window = MainWindow(theme)
        qtbot.addWidget(self.window)
        self.view = WorkspaceView(relay.bob, background, TriagePane, others=[HandoffsPane])
        self.desktop = Desktop(self.view, tray=tray)
        self.view.calls._desktop = self.desktop
        self.desktop.answered.connect(self.view.come_forward)
        self.desktop.followed.connect(self.view._follow)
        self.window.show_workspace(self.view, name="Desk")
        with qtbot.waitActive(self.window, timeout=PATIENCE):
            self.window.show()
            self.window.activateWindow()


@pytest.fixture
def bob(relay: "Relay", background: Background, theme: Theme, tray: Tray, qtbot: QtBot) -> Iterator[Window]:
    made = Window(relay, background, theme, tray, qtbot)
    yield made
    made.window.drop_workspace()
    assert background.close(timeout_ms=PATIENCE)


def test_a_click_on_the_call_shows_the_offer_with_its_brief(bob: Window, relay: "Relay") -> None:
    offer(relay)
    bob.qtbot.waitUntil(lambda: bool(bob.tray.shown), timeout=PATIENCE)
    bob.tray.messageClicked.emit()
    pane = bob.view.pane
    assert isinstance(pane, HandoffsPane)
    bob.qtbot.waitUntil(lambda: pane.current_ticket() == id_of("1"), timeout=PATIENCE)


def test_a_call_about_certified_work_leads_to_the_ticket_in_triage(bob: Window) -> None:
    bob.desktop.call("title", "text", replace(LEGAL, ticket=id_of("2")))
    bob.tray.messageClicked.emit()
    bob.qtbot.waitUntil(lambda: bob.view.pane.current_ticket() == id_of("2"), timeout=PATIENCE)
    bob.desktop.call("title", "text", id_of("1"))  # as of a rule that acted by itself
    bob.tray.messageClicked.emit()
    bob.qtbot.waitUntil(lambda: bob.view.pane.current_ticket() == id_of("1"), timeout=PATIENCE)


def test_whoever_has_the_offers_before_them_is_not_called(bob: Window, relay: "Relay") -> None:
    from app.ui.actions import ActionName

    bob.view.rail.select_place(ActionName.HANDOFFS)
    pane = bob.view.pane
    assert isinstance(pane, HandoffsPane)
    offer(relay)
    bob.qtbot.waitUntil(lambda: pane.current_ticket() == id_of("1"), timeout=PATIENCE)
    (call,) = calls_of(relay.bob.handoffs.open(), "Bob Lindgren")
    bob.qtbot.waitUntil(lambda: bool(relay.store.alerts.seen("Bob Lindgren", [call.id])), timeout=PATIENCE)
    bob.qtbot.waitUntil(lambda: not bob.view.calls.busy, timeout=PATIENCE)
    assert bob.tray.shown == []
