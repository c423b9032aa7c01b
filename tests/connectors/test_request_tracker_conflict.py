"""Who was faster, told from the ticket as it stands in Request Tracker."""

from dataclasses import replace

import pytest

from app.connectors.request_tracker.assignment import conflict, wish_of
from app.connectors.request_tracker.state import State
from app.domain.changes import Assign
from app.domain.tickets import AgentId

BACK = Assign("General", AgentId("rt:ana"), from_group="Billing", from_owner=AgentId("rt:bob"))


def state(queue: str, owner: str) -> State:
    return State(queue, owner, "open", "0", {})


@pytest.mark.parametrize(
    ("queue", "owner", "or_nobody", "said"),
    [
        ("Billing", "bob", False, ""),
        ("Billing", "", False, "Somebody has put it back to nobody meanwhile."),
        ("Billing", "bob", True, ""),
        ("Billing", "", True, ""),  # the move itself took it from an owner who may own nothing there
        ("Billing", "priya", True, "priya has taken it meanwhile."),
        ("Support", "", True, "Somebody has moved it to Support meanwhile."),
    ],
)
def test_an_owner_who_may_have_been_lost_on_the_way_is_no_conflict(
    queue: str, owner: str, or_nobody: bool, said: str
) -> None:
    assert conflict(wish_of(replace(BACK, or_nobody=or_nobody)), state(queue, owner)) == said
