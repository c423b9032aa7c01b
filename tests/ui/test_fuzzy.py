"""A few letters find an action."""

import pytest

from app.ui.actions import ACTIONS
from app.ui.fuzzy import fuzzy


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("", "anything"),
        ("acc", "Accept the suggestion"),
        ("NOT", "Not needed"),
        ("sd", "Switch light and dark"),
        ("light dark", "Switch light and dark"),
    ],
)
def test_letters_in_order_match(query: str, text: str) -> None:
    assert fuzzy(query, text) is not None


@pytest.mark.parametrize(("query", "text"), [("xyz", "Accept"), ("tpecca", "Accept"), ("acceptt", "Accept"), ("a", "")])
def test_other_letters_do_not(query: str, text: str) -> None:
    assert fuzzy(query, text) is None


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("acc", "Accept the suggestion"),
        ("over", "Override…"),
        ("und", "Undo the last decision"),
        ("nn", "Not needed"),
        ("dark", "Switch light and dark"),
        ("sla", "Show SLA soon"),
        ("conn", "Connections…"),
    ],
)
def test_the_likeliest_action_comes_first(query: str, best: str) -> None:
    points = {each.text: found for each in ACTIONS if (found := fuzzy(query, each.text)) is not None}
    assert max(points, key=lambda text: points[text]) == best
