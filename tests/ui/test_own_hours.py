"""Your hours by keyboard: from the key to what a colleague's console knows, and the line above the offers."""

import threading
import zoneinfo
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.own_hours import Everybody, OwnHours, Standing, Word
from app.domain.people import Away, Presence, Shift
from app.ui.actions import ActionName
from app.ui.background import Background
from app.ui.hours_words import UNKNOWN, now_words, said_words, shift_words, source_words, you_words
from app.ui.main_window import MainWindow
from app.ui.own_hours_fields import OPEN, TIMED, HoursFields
from app.ui.own_hours_form import OwnHoursForm
from app.ui.panes.handoffs import HandoffsPane
from app.ui.panes.triage import TriagePane
from app.ui.theme import Theme
from app.ui.time_zones import time_zones
from app.ui.workspace_view import WorkspaceView
from tests.builders import NOW, agent
from tests.ui.handoffs_bench import PATIENCE

if TYPE_CHECKING:
    from app.service.console import Console
    from tests.service.relay import Relay

HOUR = timedelta(hours=1)


@pytest.fixture
def relay(relay: "Relay") -> "Relay":
    relay.now = datetime.now(UTC)  # the window's own clock is the real one
    return relay


class Place:
    """Somebody's window, in Handoffs."""

    def __init__(self, console: "Console", background: Background, theme: Theme, qtbot: QtBot) -> None:
        self.console, self.qtbot = console, qtbot
        self.window = MainWindow(theme)
        qtbot.addWidget(self.window)
        self.view = WorkspaceView(console, background, TriagePane, others=[HandoffsPane])
        self.window.show_workspace(self.view, name="Desk")
        with qtbot.waitActive(self.window, timeout=PATIENCE):
            self.window.show()
            self.window.activateWindow()
        self.view.rail.select_place(ActionName.HANDOFFS)
        pane = self.view.pane
        assert isinstance(pane, HandoffsPane)
        self.pane = pane

    def says(self, words: str) -> None:
        """Wait until the line above the offers begins so."""
        self.qtbot.waitUntil(lambda: self.pane.parts.you.words.text().startswith(words), timeout=PATIENCE)

    def form(self) -> OwnHoursForm:
        """Y, and what it opens."""
        before = self.view.findChildren(OwnHoursForm)
        QTest.keyClick(self.pane.parts.list, Qt.Key.Key_Y)
        self.qtbot.waitUntil(lambda: self.view.findChildren(OwnHoursForm) != before, timeout=PATIENCE)
        return next(each for each in self.view.findChildren(OwnHoursForm) if each not in before)


@pytest.fixture
def bob(qtbot: QtBot, theme: Theme, background: Background, relay: "Relay") -> Iterator[Place]:
    place = Place(relay.bob, background, theme, qtbot)
    yield place
    place.window.drop_workspace()
    assert background.close(timeout_ms=PATIENCE)


def test_a_key_a_choice_and_return_and_everybody_knows_that_bob_is_away(bob: Place, relay: "Relay") -> None:
    bob.says("You: available · 0 of 5")
    form = bob.form()
    bob.qtbot.waitUntil(lambda: QApplication.focusWidget() is form.fields.presence, timeout=PATIENCE)
    for _ in range(2):
        QTest.keyClick(form.fields.presence, Qt.Key.Key_Down)
    QTest.keyClicks(form.fields.reason, "dentist")
    QTest.keyClick(form.fields.reason, Qt.Key.Key_Return)
    bob.says("You: away until ")
    (other,) = [each for each in relay.ana.hours.everybody().people if each.agent.name == "Bob Lindgren"]
    assert other.own is not None
    assert other.own.away is not None
    assert (other.own.away.reason, other.own.away.until is not None) == ("dentist", True)
    assert any("You are away until" in each.text for each in bob.view.notices.notices)


def test_what_was_said_is_in_the_form_again_and_can_be_taken_back(bob: Place, relay: "Relay") -> None:
    shift = Shift(frozenset({1, 2}), time(22, 30), time(6), "Asia/Tokyo")
    relay.bob.hours.say(away=True, until=None, reason="ill", shift=shift, capacity=0)
    bob.says("You: away · 0 of 0")
    form = bob.form()
    assert (form.fields.presence.currentText(), form.fields.reason.text()) == (OPEN, "ill")
    assert form.fields.said().shift == shift
    assert form.fields.capacity.value() == 0
    form.fields.presence.setCurrentIndex(0)
    form.fields.shift.setCurrentIndex(0)
    form.fields.capacity.setValue(-1)
    form.save_button.click()
    bob.says("You: available · 0 of 5")
    told = relay.store.hours.told("Bob Lindgren")
    assert told is not None
    said = told.own
    assert said is not None
    assert (said.away, said.shift, said.capacity) == (None, None, None)


def test_a_time_of_ones_own_is_kept_and_one_that_is_over_is_refused(bob: Place, relay: "Relay") -> None:
    form = bob.form()
    form.fields.presence.setCurrentText(TIMED)
    form.fields.until.clearMinimumDateTime()
    form.fields.until.setDateTime(form.fields.until.dateTime().addDays(-2))
    form.save_button.click()
    bob.qtbot.waitUntil(lambda: "must lie ahead" in form.result_words, timeout=PATIENCE)
    form.fields.until.setDateTime(form.fields.until.dateTime().addDays(3))
    assert form.result_words == ""
    form.save_button.click()
    bob.says("You: away until ")


@pytest.mark.parametrize(("presence", "words"), [("out of office", "out of office"), ("unknown", "not known")])
def test_editing_only_the_capacity_leaves_whether_one_is_there_to_the_helpdesk(
    qtbot: QtBot, theme: Theme, presence: str, words: str
) -> None:
    fields = HoursFields(standing(presence=Presence(presence)), zones=(), clock=lambda: NOW)
    qtbot.addWidget(fields)
    assert fields.presence.currentText() == f"As the helpdesk has it: {words}"
    fields.capacity.setValue(7)
    said = fields.said()
    assert (said.away, said.until, said.here_until, said.capacity) == (False, None, None, 7)


def test_time_zones_are_read_beside_the_window_and_can_be_picked(
    bob: Place, relay: "Relay", monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[threading.Thread] = []

    def slowly() -> set[str]:
        read.append(threading.current_thread())
        return {"Europe/Berlin", "Asia/Tokyo"}

    monkeypatch.setattr(zoneinfo, "available_timezones", slowly)
    time_zones.cache_clear()
    zone = bob.form().fields.zone
    assert [zone.itemText(each) for each in range(zone.count())] == ["Asia/Tokyo", "Europe/Berlin"]
    time_zones.cache_clear()
    assert len(read) == 1
    assert read[0] is not threading.main_thread()


def test_a_word_that_one_is_here_is_said_until_when_and_stands_in_the_form_again(qtbot: QtBot, theme: Theme) -> None:
    fields = HoursFields(standing(presence=Presence.OUT_OF_OFFICE), zones=(), clock=lambda: NOW)
    qtbot.addWidget(fields)
    fields.presence.setCurrentText("Available until tomorrow morning")
    until = fields.said().here_until
    assert until is not None
    assert HOUR < until - NOW < 2 * 24 * HOUR
    own = OwnHours("Bob Lindgren", NOW - HOUR, here=True, here_until=until)
    again = HoursFields(standing(own, presence=Presence.OUT_OF_OFFICE), zones=(), clock=lambda: NOW)
    qtbot.addWidget(again)
    assert again.presence.currentText().endswith(", as you said")
    assert (again.said().here_until, again.said().away) == (until, False)
    assert source_words(standing(own), now=NOW) == "Bob Lindgren, 1 h ago: available"
    assert source_words(standing(own), now=until) == "the helpdesk"


def test_a_lead_sees_whose_word_it_is(qtbot: QtBot, theme: Theme, background: Background, relay: "Relay") -> None:
    relay.bob.hours.say(away=True, until=None, reason="ill", shift=None, capacity=3)
    place = Place(relay.console("Lena Vogt"), background, theme, qtbot)
    place.says(UNKNOWN)
    team = place.form().team
    rows = [[team.topLevelItem(row).text(column) for column in range(5)] for row in range(3)]  # type: ignore[union-attr]
    assert rows[1][:3] == ["Bob Lindgren", "away: ill", "0 of 3"]
    assert rows[1][4].startswith("Bob Lindgren, ")
    assert rows[1][4].endswith("away, capacity")
    assert rows[0][4] == "the helpdesk"
    place.window.drop_workspace()
    assert background.close(timeout_ms=PATIENCE)


def standing(own: OwnHours | None = None, load: int = 3, **changes: Any) -> Standing:
    plain = agent("bob", **changes)
    return Standing(own.over(plain) if own else plain, plain, load, own)


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({}, "You: available · 3 of 5 · shift until "),
        ({"capacity": None, "shift": None}, "You: available · 3 open"),
        ({"presence": Presence.OUT_OF_OFFICE}, "You: out of office · 3 of 5"),
        ({"presence": Presence.UNKNOWN, "shift": None}, "You: presence not known · 3 of 5"),
        ({"presence": Presence.UNKNOWN}, "You: 3 of 5 · shift until "),
        ({"shift": Shift(frozenset({6}), NOW.time(), NOW.time())}, "You: available · 3 of 5 · off shift"),
    ],
)
def test_the_line_says_presence_load_and_shift(changes: dict[str, Any], begins: str) -> None:
    assert you_words(standing(**changes), now=NOW).startswith(begins)


def test_where_nobody_says_whether_somebody_is_there_nobody_is_called_available() -> None:
    plain = agent("bob", presence=Presence.UNKNOWN)
    assert now_words(plain, now=NOW) == "on shift"
    assert now_words(replace(plain, shift=None), now=NOW) == "presence not known"
    here = OwnHours("Bob Lindgren", NOW, here=True, here_until=NOW + HOUR).over(replace(plain, shift=None))
    assert (now_words(here, now=NOW), now_words(here, now=NOW + HOUR)) == ("available", "presence not known")


def test_an_own_word_is_said_with_its_reason_until_it_is_over() -> None:
    own = OwnHours("Bob Lindgren", NOW - HOUR, away=Away(NOW - HOUR, NOW + HOUR, "dentist"))
    until = f"{(NOW + HOUR).astimezone():%H:%M}"
    mine = standing(own)
    assert now_words(mine.agent, now=NOW) == f"away until {until}: dentist"
    assert you_words(mine, now=NOW).startswith(f"You: away until {until} · 3 of 5")  # the reason is for others
    assert now_words(mine.agent, now=NOW + HOUR) == "available"
    assert source_words(mine, now=NOW) == "Bob Lindgren, 1 h ago: away"
    assert source_words(mine, now=NOW + HOUR) == "the helpdesk"


def test_a_word_that_waits_for_the_teams_store_is_said_to_wait() -> None:
    own = OwnHours("Bob Lindgren", NOW, away=Away(NOW), capacity=3)
    waits = replace(standing(own), waits=True)
    assert you_words(waits, now=NOW).startswith("You: away · 3 of 3 · ")
    assert you_words(waits, now=NOW).endswith(" · not sent yet")
    assert source_words(waits, now=NOW) == "Bob Lindgren, not sent yet: away, capacity"
    back = replace(standing(OwnHours("Bob Lindgren", NOW)), waits=True)
    assert source_words(back, now=NOW) == "the helpdesk, not sent yet"
    assert said_words(Word(own, waits=True), now=NOW) == (
        "Kept on this machine until your team's store can be reached; from then on: "
        "You are away until you say otherwise; suggestions name others meanwhile."
    )


def test_while_the_teams_store_is_away_the_form_says_what_it_shows_and_what_becomes_of_it(
    qtbot: QtBot, theme: Theme, background: Background, relay: "Relay"
) -> None:
    form = OwnHoursForm(relay.bob, background, Everybody((standing(),), away=True), zones=(), clock=lambda: NOW)
    qtbot.addWidget(form)
    words = [each.text() for each in form.findChildren(QLabel)]
    assert any("people are shown as they were known last" in each for each in words)
    assert not any("The helpdesk knows nobody of your name" in each for each in words)


@pytest.mark.parametrize(
    ("days", "words"), [((0, 1, 2, 3, 4), "Mon to Fri"), ((5, 6), "Sat, Sun"), ((0, 2, 4), "Mon, Wed, Fri")]
)
def test_a_shift_in_words(days: tuple[int, ...], words: str) -> None:
    shift = Shift(frozenset(days), NOW.time(), (NOW + HOUR).time(), "Europe/Berlin")
    assert shift_words(shift) == f"{words}, 10:00 to 11:00 Europe/Berlin"
