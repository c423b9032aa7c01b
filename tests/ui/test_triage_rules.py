"""W: why this rule, and why not the others, by keyboard and in words."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from app.domain.rule_verdicts import RuleVerdict, Verdict
from app.ui.item_models.rule_model import RuleModel, summary_words
from app.ui.theme import Theme, ThemeName
from tests.builders import id_of
from tests.ui import triage_desk
from tests.ui.agents_desk import Desk

if TYPE_CHECKING:
    from app.store.store import Store

RULES = (
    RuleVerdict("Legal", Verdict.UNKNOWN, "legal threat is not known"),
    RuleVerdict("Billing", Verdict.FIRED, "billing dispute is 0.80, at least 0.60", decides=True),
    RuleVerdict("Money", Verdict.DID_NOT, "account value is 84,000, not above 100,000"),
    RuleVerdict("Looping", Verdict.FIRED, "moved 0.90", aside='"Billing" comes first'),
)


def judge(store: "Store") -> None:
    """Ticket 1 with what every rule said of it."""
    from dataclasses import replace

    triage = triage_desk.suggested("1", triage_desk.talk("1"), 80)
    store.triaged.record([replace(triage, rules=RULES)])


def open_why(desk: Desk) -> None:
    judge(desk.store)
    desk.open()
    desk.press(Qt.Key.Key_W)
    desk.qtbot.waitUntil(desk.pane.decision.rules.list.isVisible)


def test_w_lists_every_rule_the_one_that_decides_first(desk: Desk) -> None:
    open_why(desk)
    shown = desk.pane.decision.rules
    assert shown.summary.text() == "2 of 4 rules fired, 1 did not, of 1 it cannot be told."
    model = shown.list.model()
    assert isinstance(model, RuleModel)
    assert [each.rule for each in model.verdicts] == ["Billing", "Looping", "Money", "Legal"]
    said = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert said == [
        "Billing, decides: billing dispute is 0.80, at least 0.60.",
        'Looping, fired: moved 0.90; "Billing" comes first.',
        "Money, did not fire: account value is 84,000, not above 100,000.",
        "Legal, cannot tell: legal threat is not known.",
    ]


def test_the_keyboard_goes_through_the_rules_and_w_closes_them(desk: Desk) -> None:
    open_why(desk)
    rules = desk.pane.decision.rules.list
    assert rules.currentIndex().row() == 0
    desk.press(Qt.Key.Key_Down, rules)
    assert rules.currentIndex().row() == 1
    desk.press(Qt.Key.Key_End, rules)
    assert rules.currentIndex().row() == 3
    frame = desk.pane.decision.frame
    place = rules.mapTo(frame.viewport(), rules.visualRect(rules.currentIndex()).center())
    assert 0 <= place.y() <= frame.viewport().height()
    desk.press(Qt.Key.Key_W, rules)
    assert not desk.pane.decision.rules.isVisible()
    assert not desk.pane.decision.why.isVisible()


def test_another_ticket_closes_them(desk: Desk) -> None:
    open_why(desk)
    desk.press(Qt.Key.Key_J)
    desk.shows("2")
    assert not desk.pane.decision.rules.isVisible()


def test_a_verdict_of_before_they_were_kept_says_so(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_W)
    assert desk.pane.current_ticket() == id_of("1")
    assert desk.pane.decision.rules.summary.text().startswith("What each rule said was not kept")
    assert not desk.pane.decision.rules.list.isVisible()
    assert summary_words(()) == desk.pane.decision.rules.summary.text()


@pytest.mark.parametrize("name", [ThemeName.LIGHT, ThemeName.DARK])
def test_rows_have_room_for_their_words_and_are_painted(desk: Desk, theme: Theme, name: ThemeName) -> None:
    theme.choose(name)
    open_why(desk)
    rules = desk.pane.decision.rules.list
    assert rules.height() >= sum(rules.sizeHintForRow(row) for row in range(len(RULES)))
    assert not rules.grab().isNull()
