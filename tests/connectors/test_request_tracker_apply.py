"""Writing into a real Request Tracker, which answers 200 to what it refuses."""

from collections.abc import Callable

import pytest

from app.domain.changes import Assign, Note, Outcome, Reply, Update, Watch, marker
from app.domain.tickets import Priority, Status, agent_id
from app.errors import Unreachable
from tests.connectors.faulty_proxy import DROPPED, Asked, Fault
from tests.connectors.harness import change
from tests.connectors.request_tracker_harness import NAME, RequestTrackerHarness

pytestmark = pytest.mark.rt

BOB, VICTOR, YUKI = (agent_id(NAME, login) for login in ("bob", "victor", "yuki"))


def test_an_owner_who_may_not_own_there_is_said_and_the_rest_is_done(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Not his", "please")
    receipt = tracker.connector().apply(change(ticket, Assign("Tier 4 Executive", BOB, "Tier 1")))
    assert receipt.outcome is Outcome.PARTLY
    assert "may not own tickets in that queue" in receipt.outcomes[0].why
    assert (tracker.truth(ticket).group, tracker.truth(ticket).owner) == ("Tier 4 Executive", "")


def test_an_owner_of_the_new_queue_only_is_set_after_the_move(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Executive", "please")
    receipt = tracker.connector().apply(change(ticket, Assign("Tier 4 Executive", VICTOR, "Tier 1")))
    assert receipt.outcome is Outcome.APPLIED
    assert (tracker.truth(ticket).group, tracker.truth(ticket).owner) == ("Tier 4 Executive", "victor")


def test_a_move_that_drops_the_owner_and_is_interrupted_there_is_finished(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Interrupted", "please")
    tracker.give(ticket, BOB)
    wish = change(ticket, Assign("Tier 4 Executive", VICTOR, "Tier 1", BOB), Note("Look."))
    with tracker.proxy.spoiling(_after_the_move()), pytest.raises(Unreachable):
        tracker.connector().apply(wish)
    assert (tracker.truth(ticket).group, tracker.truth(ticket).owner) == ("Tier 4 Executive", "")
    assert tracker.connector().apply(wish).outcome is Outcome.APPLIED
    assert (tracker.truth(ticket).owner, len(tracker.truth(ticket).notes)) == ("victor", 1)


def test_an_unknown_queue_is_denied_in_request_trackers_words(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Nowhere", "please")
    receipt = tracker.connector().apply(change(ticket, Assign("Tier 9", None, "Tier 1")))
    assert receipt.outcome is Outcome.DENIED
    assert "Request Tracker says:" in receipt.outcomes[0].why
    assert tracker.truth(ticket).group == "Tier 1"


def test_an_unknown_owner_is_denied(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Nobody's", "please")
    receipt = tracker.connector().apply(change(ticket, Assign(None, agent_id(NAME, "nemo"), "Tier 1")))
    assert receipt.outcome is Outcome.DENIED
    assert tracker.truth(ticket).owner == ""


def test_a_move_out_of_sight_keeps_the_note(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("For HR", "please")
    receipt = tracker.connector().apply(change(ticket, Assign("HR", None, "Tier 1"), Note("Please look.")))
    assert receipt.outcome is Outcome.APPLIED
    assert "may not see" in receipt.outcomes[0].why
    truth = tracker.truth(ticket)
    assert truth.group == "HR"
    assert truth.notes[0].startswith("Please look.")


def test_a_ticket_out_of_sight_is_lost(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Away", "please")
    tracker.move(ticket, "HR")
    receipt = tracker.connector().apply(change(ticket, Note("Hello?")))
    assert receipt.outcome is Outcome.LOST
    assert tracker.truth(ticket).notes == []


@pytest.mark.parametrize("how", ["merged", "deleted"])
def test_a_ticket_that_was_merged_or_deleted_is_lost(tracker: RequestTrackerHarness, how: str) -> None:
    other, ticket = tracker.create("Other", "please"), tracker.create("Ours", "please")
    tracker.put(ticket, **({"MergeInto": int(other[3:])} if how == "merged" else {"Status": "deleted"}))
    receipt = tracker.connector().apply(change(ticket, Note("Hello?")))
    assert receipt.outcome is Outcome.LOST
    assert how in receipt.outcomes[0].why


def test_properties_are_set_and_tags_added(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Properties", "please")
    tracker.put(ticket, CustomFields={"Tags": ["billing"]})
    wish = change(
        ticket,
        Update(status=Status.OPEN, priority=Priority.HIGH, tags=("escalated", "billing"), fields={"Risk score": "71"}),
    )
    assert tracker.connector().apply(wish).outcome is Outcome.APPLIED
    assert tracker.connector().apply(wish).outcome is Outcome.APPLIED
    found = tracker.world().tickets[ticket]
    assert (found.status, found.priority) == (Status.OPEN, Priority.HIGH)
    assert (sorted(found.tags), dict(found.fields)) == (["billing", "escalated"], {"Risk score": "71"})


def test_what_request_tracker_does_not_set_is_named(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Partly", "please")
    update = Update(priority=Priority.HIGH, fields={"No such field": "1", "Product": "Toaster"})
    receipt = tracker.connector().apply(change(ticket, update))
    assert receipt.outcome is Outcome.PARTLY
    assert "field No such field, field Product" in receipt.outcomes[0].why
    assert tracker.connector().apply(change(ticket, Update(fields={"Nope": "1"}))).outcome is Outcome.DENIED


def test_a_denied_move_after_a_note_is_partly_done(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Half", "please")
    receipt = tracker.connector().apply(change(ticket, Note("Said."), Assign("Tier 9", None, "Tier 1")))
    assert receipt.outcome is Outcome.PARTLY
    assert [each.outcome for each in receipt.outcomes] == [Outcome.APPLIED, Outcome.DENIED]


def test_a_reply_reaches_the_customer_and_a_note_does_not(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Both", "please")
    wish = change(ticket, Note("inside"), Reply("outside"))
    tracker.connector().apply(wish)
    truth = tracker.truth(ticket)
    assert [text.splitlines() for text in truth.notes] == [["inside", "", marker(wish.id)]]
    assert [text.splitlines() for text in truth.replies] == [["outside", "", marker(wish.id)]]


def test_a_customer_who_quotes_our_reply_is_not_our_reply(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Quoted", "please")
    wish = change(ticket, Reply("outside"))
    tracker.customer_writes(ticket, f"> outside\n>\n> {marker(wish.id)}\nThanks")
    assert tracker.connector().apply(wish).outcome is Outcome.APPLIED
    assert sum(text.startswith("outside") for text in tracker.truth(ticket).replies) == 1


def test_two_notes_of_one_change_are_each_written_once(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Two notes", "please")
    wish = change(ticket, Note("first"), Note("second"))
    tracker.proxy.spoil(*[None] * 3, DROPPED)
    with pytest.raises(Unreachable):
        tracker.connector().apply(wish)
    tracker.proxy.spoil()
    assert tracker.connector().apply(wish).outcome is Outcome.APPLIED
    assert tracker.connector().apply(wish).outcome is Outcome.APPLIED
    assert [text.splitlines()[0] for text in tracker.truth(ticket).notes] == ["first", "second"]


def test_whoever_took_it_in_the_new_queue_meanwhile_keeps_it(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Overtaken", "please")
    tracker.move(ticket, "Tier 2 Technical")
    tracker.give(ticket, YUKI)
    tess = agent_id(NAME, "tess")
    receipt = tracker.connector().apply(change(ticket, Assign("Tier 2 Technical", tess, "Tier 1")))
    assert receipt.outcome is Outcome.CONFLICT
    assert tracker.truth(ticket).owner == "yuki"


def test_a_move_to_a_group_takes_it_from_nobody_who_has_just_taken_it(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Taken while moved", "please")
    tracker.give(ticket, BOB)
    receipt = tracker.connector().apply(
        change(ticket, Assign("Tier 2 Technical", None, "Tier 1"), Note("Over to you."))
    )
    assert receipt.outcome is Outcome.CONFLICT
    assert "bob has taken it" in receipt.outcomes[0].why
    truth = tracker.truth(ticket)
    assert (truth.group, truth.owner, truth.notes) == ("Tier 1", "bob", [])


def test_a_move_to_a_group_is_done_once_it_is_there_whoever_takes_it_then(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Moved, then taken", "please")
    wish = change(ticket, Assign("Tier 2 Technical", None, "Tier 1"))
    assert tracker.connector().apply(wish).outcome is Outcome.APPLIED
    tracker.give(ticket, YUKI)
    assert tracker.connector().apply(wish).outcome is Outcome.APPLIED
    assert tracker.truth(ticket).owner == "yuki"


def test_who_watches_already_is_kept_and_a_move_comes_after_the_watchers(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Watched", "please")
    tracker.put(ticket, AdminCc=["bob", "group:Security"])
    wish = change(ticket, Watch(("Compliance",)), Note("To be told: Compliance."), Assign("HR", None, "Tier 1"))
    assert tracker.connector().apply(wish).outcome is Outcome.APPLIED
    truth = tracker.truth(ticket)
    assert sorted(truth.watchers) == ["Compliance", "Security", "bob@agents.test.example"]
    assert (truth.group, len(truth.notes)) == ("HR", 1)


def test_of_a_lost_race_nobody_is_told(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Overtaken", "please")
    tracker.move(ticket, "Tier 2 Technical")
    wish = change(ticket, Watch(("Compliance",)), Assign("Tier 2 Billing", None, "Tier 1"))
    assert tracker.connector().apply(wish).outcome is Outcome.CONFLICT
    assert tracker.truth(ticket).watchers == []


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_proxys_maintenance_page_settles_nothing(tracker: RequestTrackerHarness, status: int) -> None:
    ticket = tracker.create("Behind a proxy", "please")
    page = Fault(status=status, headers={"Content-Type": "text/html"}, body=b"<html>Back soon</html>")
    connector, wish = tracker.connector(), change(ticket, Note("Said."))
    with tracker.proxy.spoiling(lambda _: page), pytest.raises(Unreachable):
        connector.apply(wish)
    assert connector.apply(wish).outcome is Outcome.APPLIED
    assert len(tracker.truth(ticket).notes) == 1


def _after_the_move() -> Callable[[Asked], Fault | None]:
    """Cut the line at the first request after the ticket was moved."""
    written: list[Asked] = []

    def choose(asked: Asked) -> Fault | None:
        if written:
            return DROPPED
        if asked.method == "PUT":
            written.append(asked)
        return None

    return choose
