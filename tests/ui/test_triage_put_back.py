"""U: what a rule or a person moved goes back, by keyboard, over a real store."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt

from app.domain.decisions import BY_ITSELF, DecisionKind
from app.domain.queue import Lens
from tests.builders import change, decision, destination, id_of, receipt
from tests.ui.agents_desk import Desk

LEASE = timedelta(minutes=5)


def by_rule(desk: Desk, *, delivered: bool) -> None:
    """A rule moved ticket 1 a minute ago."""
    now = datetime.now(UTC)
    made = decision(
        "1",
        by=BY_ITSELF,
        at=now - timedelta(minutes=1),
        rule="Legal",
        reason="Rule: Legal",
        from_group="Tier 1",
        destination=destination(),
    )
    desk.store.decided.record(made, (change("1"),), not_before=now - timedelta(seconds=50))
    if delivered:
        for claim in desk.store.decided.claim(now, lease=LEASE, limit=9):
            desk.store.decided.settle(claim, receipt(claim.change))


def test_what_a_rule_did_is_said_with_a_button_that_puts_it_back(desk: Desk) -> None:
    by_rule(desk, delivered=True)
    desk.open(Lens.ALL)
    desk.shows("1")
    assert desk.pane.decision.standing.text().startswith(
        "The rule “Legal” moved it 1 min ago to Tier 2 Billing by itself, from Tier 1"
    )
    button = desk.pane.decision.put_back
    assert button.isVisible()
    assert (button.accessibleName(), button.accessibleDescription()) == ("Put it back", "Key U")
    desk.press(Qt.Key.Key_U)
    desk.qtbot.waitUntil(lambda: bool(desk.decided))
    assert [each.kind for each in desk.decided] == [DecisionKind.PUT_BACK]
    desk.qtbot.waitUntil(lambda: desk.pane.decision.standing.text().startswith("Ana Ortiz put it back"))
    assert not button.isVisible()


def test_what_is_not_written_yet_is_taken_back_and_can_be_decided_anew(desk: Desk) -> None:
    by_rule(desk, delivered=False)
    desk.open(Lens.ALL)
    desk.shows("1")
    desk.press(Qt.Key.Key_U)
    desk.qtbot.waitUntil(lambda: bool(desk.notices))
    assert desk.notices[0].text == "Taken back: nothing was written to the helpdesk."
    desk.shows("1")
    assert desk.store.decided.decisions(id_of("1"))[0].undone_at is not None
    assert not desk.pane.decision.put_back.isVisible()


def test_where_nothing_was_moved_there_is_nothing_to_put_back(desk: Desk) -> None:
    desk.open()
    assert not desk.pane.decision.put_back.isVisible()
    desk.press(Qt.Key.Key_U)
    assert (desk.decided, desk.notices) == ([], [])
