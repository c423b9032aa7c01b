"""What became of a change, from what became of each of its verbs."""

import pytest

from app.domain.changes import ChangeId, Outcome, Receipt, VerbOutcome, marker
from tests.builders import NOW

APPLIED, PARTLY, CONFLICT = Outcome.APPLIED, Outcome.PARTLY, Outcome.CONFLICT
DENIED, LOST, UNKNOWN = Outcome.DENIED, Outcome.LOST, Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("note", "assign", "whole"),
    [
        (APPLIED, APPLIED, APPLIED),
        (APPLIED, CONFLICT, CONFLICT),  # the note is harmless; the helpdesk won the move
        (APPLIED, LOST, LOST),
        (LOST, LOST, LOST),
        (DENIED, DENIED, DENIED),
        (APPLIED, DENIED, PARTLY),
        (DENIED, APPLIED, PARTLY),
        (CONFLICT, APPLIED, PARTLY),
        (DENIED, CONFLICT, PARTLY),
        (APPLIED, PARTLY, PARTLY),
        (APPLIED, UNKNOWN, UNKNOWN),
        (UNKNOWN, CONFLICT, UNKNOWN),
    ],
)
def test_the_outcome_of_a_change_follows_from_its_verbs(note: Outcome, assign: Outcome, whole: Outcome) -> None:
    receipt = Receipt(ChangeId("c"), NOW, (VerbOutcome("note", note), VerbOutcome("assign", assign)))
    assert receipt.outcome is whole
    assert receipt.settled is (whole is not UNKNOWN)


def test_a_change_is_recognised_by_its_own_marker() -> None:
    assert marker(ChangeId("4f1c")) == "Warmline reference 4f1c"
    assert marker(ChangeId("4f1c")) != marker(ChangeId("4f1d"))
