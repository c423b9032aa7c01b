"""What is kept under such an identity is found again by every version of the program, so its value is part of it."""

from app.domain.alerts import AlertKind, alert_id
from app.domain.calls import calls_of
from app.domain.derived_id import derived_id
from app.domain.handoff_shelf import Handoff, HandoffKind
from app.domain.routing import Destination
from app.domain.transfer import Transfer, TransferId
from tests.builders import NOW, id_of


def test_the_same_words_give_the_same_identity_and_other_words_another() -> None:
    assert derived_id("one", "two") == derived_id("one", "two") != derived_id("two", "one")


def test_alerts_and_calls_are_known_by_the_identities_that_stores_hold_already() -> None:
    offer = Transfer(TransferId("transfer-1"), id_of("1"), "Ana Ortiz", Destination("Billing", 2), NOW, NOW)
    (call,) = calls_of([Handoff(HandoffKind.OFFERED, offer)], "Bob Lindgren")
    assert alert_id(AlertKind.TOLD, "desk:1", "Legal") == "449926c26ebc1daca7ddf05c4c986003"
    assert call.id == "c0fd852c78160aacc25aef13c3b49611"
