"""Request Tracker may write what it was told after we gave up on it: nothing is written twice for that."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.connectors.request_tracker.doubts import LATEST_START, SETTLING
from app.domain.changes import Assign, Note, Outcome, Reply
from app.domain.tickets import TicketId
from app.errors import Unreachable
from tests.connectors.faulty_proxy import DROPPED, DROPPED_AFTER, HTML, Asked, Fault, answering, committing_late
from tests.connectors.harness import change
from tests.connectors.request_tracker_harness import RequestTrackerHarness

pytestmark = pytest.mark.rt

MOMENT = timedelta(seconds=2)
PATIENT = 5.0  # seconds: what is late is given up on after this, and nothing else is
NEVER = 60.0  # seconds


class Clock:
    """A clock that stands still until it is told to go on, or goes on by `step` whenever it is read."""

    def __init__(self, step: timedelta = timedelta()) -> None:
        self.now = datetime.now(UTC)
        self._step = step

    def __call__(self) -> datetime:
        self.now += self._step
        return self.now


def test_a_note_that_is_committed_after_the_time_out_is_single(tracker: RequestTrackerHarness) -> None:
    ticket, clock = tracker.create("Late", "please"), Clock()
    connector = tracker.connector(clock=clock, answer_seconds=PATIENT)
    wish = change(ticket, Note("Once."), Assign("Tier 2 Technical", None, "Tier 1"))
    with tracker.proxy.spoiling(_posting(committing_late(NEVER))), pytest.raises(Unreachable, match="in time"):
        connector.apply(wish)
    for _ in range(2):
        clock.now += MOMENT
        with pytest.raises(Unreachable, match="looked for again"):
            connector.apply(wish)
    assert (_posts(tracker, ticket), tracker.truth(ticket).notes, tracker.truth(ticket).group) == (1, [], "Tier 1")
    tracker.proxy.let_late_ones_through()
    assert connector.apply(wish).outcome is Outcome.APPLIED
    assert (_posts(tracker, ticket), len(tracker.truth(ticket).notes)) == (1, 1)
    assert tracker.truth(ticket).group == "Tier 2 Technical"


def test_a_note_that_is_late_by_itself_is_single(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Late by a second", "please")
    connector = tracker.connector(answer_seconds=PATIENT, settling=timedelta(seconds=30))
    wish = change(ticket, Note("Once."))
    with tracker.proxy.spoiling(_posting(committing_late(1.0))), pytest.raises(Unreachable, match="in time"):
        connector.apply(wish)
    deadline = datetime.now(UTC) + timedelta(seconds=30)
    while datetime.now(UTC) < deadline:
        try:
            assert connector.apply(wish).outcome is Outcome.APPLIED
        except Unreachable:
            continue
        break
    assert (_posts(tracker, ticket), len(tracker.truth(ticket).notes)) == (1, 1)


@pytest.mark.parametrize("fault", [DROPPED, HTML, answering(502), answering(503, Retry_After="1")])
def test_a_note_that_never_came_to_light_is_posted_again_in_the_end(
    tracker: RequestTrackerHarness, fault: Fault
) -> None:
    ticket, clock = tracker.create("Never", "please"), Clock()
    connector = tracker.connector(clock=clock)
    wish = change(ticket, Reply("Once."))
    with tracker.proxy.spoiling(_posting(fault)):
        assert not _applied(lambda: connector.apply(wish).settled)
    clock.now += SETTLING - MOMENT
    assert not _applied(lambda: connector.apply(wish).settled)
    assert tracker.truth(ticket).replies == []
    clock.now += MOMENT
    assert connector.apply(wish).outcome is Outcome.APPLIED
    assert len(tracker.truth(ticket).replies) == 1


def test_what_was_written_without_an_answer_is_found_at_once(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Found", "please")
    connector, wish = tracker.connector(clock=Clock()), change(ticket, Note("Once."))
    with tracker.proxy.spoiling(_posting(DROPPED_AFTER)), pytest.raises(Unreachable):
        connector.apply(wish)
    assert connector.apply(wish).outcome is Outcome.APPLIED
    assert len(tracker.truth(ticket).notes) == 1


def test_after_a_restart_the_time_of_the_last_attempt_counts(tracker: RequestTrackerHarness) -> None:
    ticket, clock = tracker.create("Restarted", "please"), Clock()
    wish = replace(change(ticket, Note("Once.")), tried_at=clock.now)
    clock.now += LATEST_START + SETTLING - MOMENT
    connector = tracker.connector(clock=clock)
    with pytest.raises(Unreachable, match="looked for again"):
        connector.apply(wish)
    later = replace(wish, tried_at=clock.now)  # of what we ourselves tried we know that nothing was posted
    clock.now += MOMENT
    assert connector.apply(later).outcome is Outcome.APPLIED
    assert len(tracker.truth(ticket).notes) == 1


def test_a_network_that_was_down_before_anything_was_posted_leaves_no_doubt(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Down", "please")
    connector, wish = tracker.connector(clock=Clock()), change(ticket, Note("Once."))
    with tracker.proxy.spoiling(lambda _: DROPPED), pytest.raises(Unreachable):
        connector.apply(wish)
    assert connector.apply(wish).outcome is Outcome.APPLIED


def test_a_step_is_not_begun_when_it_is_late(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Slow", "please")
    connector = tracker.connector(clock=Clock(step=LATEST_START + MOMENT))
    for verb in (Note("Too late."), Assign("Tier 2 Technical", None, "Tier 1")):
        with pytest.raises(Unreachable, match="too slowly"):
            connector.apply(change(ticket, verb))
    assert (tracker.truth(ticket).notes, tracker.truth(ticket).group) == ([], "Tier 1")


def _posting(fault: Fault) -> Callable[[Asked], Fault | None]:
    """Spoil notes and replies alone."""
    return lambda asked: fault if _is_post(asked) else None


def _is_post(asked: Asked) -> bool:
    return asked.method == "POST" and asked.path.endswith(("/comment", "/correspond"))


def _posts(tracker: RequestTrackerHarness, ticket: TicketId) -> int:
    number = ticket.partition(":")[2]
    return sum(_is_post(asked) and f"/ticket/{number}/" in asked.path for asked in tracker.proxy.asked)


def _applied(apply: Callable[[], bool]) -> bool:
    try:
        return apply()
    except Unreachable:
        return False
