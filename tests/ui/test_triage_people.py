"""Why this person, in lines that add up, and the keys to the others."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain.fit import Factor
from app.domain.placing import Overload, Room
from app.domain.routing import Candidate
from app.ui.panes.triage_override import OverrideDialog
from tests.builders import agent, contribution, id_of, suggestion, triage
from tests.ui.agents_desk import Desk
from tests.ui.triage_desk import people

LINES = (
    Factor("skill", 20, "knows refunds and tax"),
    Factor("workload", 12, "3 of 5 open, 2 free"),
    Factor("history", -6, "solved 3 like it in 9 h, 2 after a bounce"),
)


def show(desk: Desk, *candidates: Candidate, **changes: Any) -> None:
    """Ticket 1 with these candidates."""
    opened = desk.console.opened(id_of("1"))
    assert opened is not None
    suggested = replace(suggestion(candidates=candidates), **changes)
    made = replace(triage("1", contribution(points=60)), suggestion=suggested)
    desk.pane.decision.show_ticket(replace(opened, triage=made))


def said(desk: Desk) -> list[str]:
    shown = desk.pane.decision.people
    return [each.text() for each in shown.findChildren(QLabel) if each.isVisible() and each.text()]


def test_the_recommended_person_comes_with_lines_that_add_up(desk: Desk) -> None:
    desk.open()
    bob, priya = people()
    show(desk, replace(bob, factors=LINES), replace(priya, factors=LINES[1:2]))
    lines = [
        "Bob Lindgren",
        "3 of 5",
        "+26",
        "+20",
        "Skill: knows refunds and tax",
        "+12",
        "Workload: 3 of 5 open, 2 free",
        "\N{MINUS SIGN}6",
        "History: solved 3 like it in 9 h, 2 after a bounce",
        "Priya",
        "5 of 5",
        "+12",
        "full: 5 of 5",
    ]
    desk.qtbot.waitUntil(lambda: said(desk) == lines)
    first = desk.pane.decision.people.rows[0]
    assert "26 points: skill +20, knows refunds and tax" in first.accessibleName()


def test_keys_lead_to_another_person_and_only_the_reason_is_left_to_say(desk: Desk) -> None:
    desk.open()
    desk.pane.activateWindow()
    desk.qtbot.waitUntil(desk.pane.isActiveWindow)
    desk.press(Qt.Key.Key_P)
    rows = desk.pane.decision.people.rows
    desk.qtbot.waitUntil(rows[1].hasFocus)
    assert rows[1].unfolded
    QTest.keyClick(rows[1], Qt.Key.Key_Up)
    assert rows[0].hasFocus()
    QTest.keyClick(rows[0], Qt.Key.Key_Return)  # the one recommended: `1` accepts
    QTest.keyClick(rows[0], Qt.Key.Key_Down)
    QTest.keyClick(rows[1], Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.pane.findChild(OverrideDialog) is not None)
    dialog = desk.pane.findChild(OverrideDialog)
    assert isinstance(dialog, OverrideDialog)
    dialog.reason.setText("knows them")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(desk.decided))
    where = desk.decided[0].destination
    assert where is not None
    assert (where.group, where.agent) == ("Tier 2 Billing", agent("priya").id)
    assert [each.agent for each in desk.decided[0].offered] == [agent("bob").id, agent("priya").id]


def test_nobody_fits_waiting_for_room_and_overload_are_said(desk: Desk) -> None:
    desk.open()
    _, priya = people()
    where = suggestion().destination
    assert where is not None
    show(desk, priya, nobody="nobody in Tier 2 Billing can take it now", destination=replace(where, agent=None))
    assert desk.pane.decision.to.text() == "Nobody fits: accepting sends it to the group without a person."
    show(desk, priya, escalate=False, held="Tier 2 Billing is full: 12 of 12", destination=replace(where, agent=None))
    assert desk.pane.decision.headline.text() == "Waits for room in Tier 2 Billing"
    assert desk.pane.decision.because.text().endswith("Tier 2 Billing is full: 12 of 12.")
    opened = desk.console.opened(id_of("1"))
    assert opened is not None
    overload = Overload(Room("Tier 2 Billing", ("Tier 2 Billing",), 12, 12), 4, "Billing", 3)
    desk.pane.decision.show_ticket(replace(opened, overload=overload))
    assert "Most come from the rule “Billing”: 3 of 4." in desk.pane.decision.to.text()
