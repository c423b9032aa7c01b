"""On a ticket, a key says that an intent was misread in the words at hand, and takes it back."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.analysis import IntentFound
from app.domain.score import Family
from app.domain.snapshot import Span
from app.ui.background import Background
from app.ui.intent_words import read_words
from app.ui.notice import Notice
from app.ui.panes.triage_correcting import misreading
from app.ui.theme import Theme
from app.ui.undo_bar import undoable_words
from app.ui.workspace_upkeep import WorkspaceUpkeep
from tests.builders import NOW, analysis, contribution, correction, message, score, seen, suggestion, triage
from tests.ui import triage_desk
from tests.ui.agents_desk import Desk

if TYPE_CHECKING:
    from app.service.console import Console
    from app.store.store import Store

SAID = "That did not work. I want a supervisor."
DEMAND = (19, 39)


def reread(store: "Store", intents: dict[str, IntentFound]) -> None:
    """Give ticket 1 a verdict that rests on intents which were read in its last message."""
    said = triage_desk.talk("1")
    read = replace(analysis(said[-1], model_revision="newer"), intents=intents)
    store.triaged.record_analyses([read])
    made = contribution(points=100, evidence=(Span(said[-1].id, *DEMAND),), intents=tuple(intents))
    other = contribution("account_value", 8, family=Family.ACCOUNT, evidence=())
    verdict = triage("1", score=score(made, other), suggestion=suggestion())
    store.triaged.record([replace(verdict, versions=replace(verdict.versions, model="newer"))])


@pytest.fixture
def opened(desk: Desk) -> Desk:
    reread(desk.store, {"supervisor_demand": IntentFound(0.9, (DEMAND,))})
    desk.open()
    return desk


def test_the_key_says_that_the_words_at_hand_mean_no_such_thing(opened: Desk) -> None:
    action = opened.pane.decision.not_this.defaultAction()
    assert not action.isEnabled()
    assert not opened.pane.decision.not_this.isVisible()
    opened.press(Qt.Key.Key_E)
    assert action.isEnabled()
    assert action.text() == "This is not supervisor demand"
    assert "I want a supervisor." in action.toolTip()
    assert opened.pane.decision.not_this.isVisible()
    with opened.qtbot.waitSignal(opened.pane.corrected, timeout=20_000) as made:
        opened.press(Qt.Key.Key_X)
    assert opened.console.intents.corrections() == (made.args[0],)
    assert (made.args[0].intent, made.args[0].text) == ("supervisor_demand", "I want a supervisor.")
    assert made.args[0].within == analysis(SAID).text_hash
    assert not action.isEnabled()
    assert "Noted" in opened.notices[-1].text


def test_what_was_taken_back_can_be_said_again(opened: Desk) -> None:
    opened.press(Qt.Key.Key_E)
    with opened.qtbot.waitSignal(opened.pane.corrected, timeout=20_000) as made:
        opened.press(Qt.Key.Key_X)
    opened.pane.forget_correction(made.args[0])
    assert opened.pane.decision.not_this.defaultAction().isEnabled()


def test_what_rests_on_no_intent_cannot_be_corrected(opened: Desk) -> None:
    opened.pane.decision.contributions.choose(1)
    assert not opened.pane.decision.not_this.defaultAction().isEnabled()


def test_the_likeliest_of_several_intents_in_a_sentence_is_meant() -> None:
    said = message("Pay me back or I sue you.")
    place = (0, 25)
    intents = {"refund": IntentFound(0.7, (place,)), "legal_threat": IntentFound(0.9, (place,))}
    snapshot = seen([said], analyses=[replace(analysis(said), intents=intents)])
    made = contribution(evidence=(Span(said.id, *place),), intents=("refund", "legal_threat"))
    found = misreading(snapshot, made, 0)
    assert found is not None
    assert (found.intent, found.text) == ("legal_threat", said.text)
    assert misreading(snapshot, replace(made, intents=()), 0) is None
    assert misreading(snapshot, replace(made, evidence=(Span(said.id, 0, 3),)), 0) is None


def test_each_occurrence_of_evidence_is_a_sentence_of_its_own() -> None:
    said = message("Pay me back. Pay me now.")
    places = ((0, 12), (13, 24))
    read = replace(analysis(said), intents={"refund": IntentFound(0.7, places)})
    made = contribution(evidence=tuple(Span(said.id, *each) for each in places), intents=("refund",))
    found = [misreading(seen([said], analyses=[read]), made, each) for each in range(3)]
    assert [each.text for each in found if each] == ["Pay me back.", "Pay me now.", "Pay me back."]


def test_a_message_says_what_was_read_in_it_taught_intents_included() -> None:
    read = analysis("x", intents={"refund_after_outage": 0.92, "legal_threat": 0.61, "bug": 0.2})
    assert read_words(read) == "Read in it: refund after outage 92%, legal threat 61%"
    assert read_words(None) == read_words(analysis("x")) == ""


def test_an_undone_correction_is_told_in_a_line() -> None:
    assert undoable_words(correction(at=NOW)) == "Corrected: not refund: “Please send the file bac…”"


def test_undo_takes_a_correction_back(
    qtbot: QtBot, background: Background, console: "Console", store: "Store", theme: Theme
) -> None:
    store.taught.correct(correction())
    upkeep = WorkspaceUpkeep(console, background)
    told: list[Notice] = []
    upkeep.noticed.connect(told.append)
    with qtbot.waitSignal(upkeep.taken_back, timeout=20_000) as back:
        upkeep.undo(correction())
    assert back.args == [correction()]
    assert console.intents.corrections() == ()
    assert "Taken back" in told[-1].text
