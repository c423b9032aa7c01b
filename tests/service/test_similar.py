"""What a brief tells of finished tickets like its own: only of those that are finished, each as it was by then."""

import sys
from array import array
from types import FrameType
from typing import Any

import pytest

from app.domain.snapshot import Snapshot
from app.domain.tickets import Message, Status, Ticket
from app.service.past_cases import PastCases
from app.service.similar import Similar
from app.store.store import Store
from tests import builders
from tests.builders import DESK, MODEL, NOW, agent, ago, analysis, batch, conversation, id_of, message, ticket

ALIKE = array("f", (1, 0)).tobytes()
ASKED = message("The export fails again.", at=ago(hours=20))


def pull(store: Store, *tickets: Ticket, cursor: str, messages: tuple[Message, ...] = (), **rest: Any) -> None:
    store.pulled.apply(batch(*tickets, cursor=cursor, messages=messages, **rest), connection=DESK)


def solved(**changes: Any) -> Ticket:
    return ticket("7", **{"status": Status.SOLVED, "owner": "bob", "solved_at": ago(days=1), **changes})


def asks(**changes: Any) -> Snapshot:
    return builders.seen([ASKED], analyses=[analysis(ASKED, embedding=ALIKE)], **changes)


@pytest.fixture
def past(store: Store) -> PastCases:
    """That remembers one ticket, solved by Bob."""
    said = conversation("The export fails with error 502.", "I have raised the limit.", number="7")
    pull(store, solved(), cursor="1", messages=tuple(said))
    store.triaged.record_analyses([analysis(each, embedding=ALIKE) for each in said])
    made = PastCases(store)
    made.remember(MODEL, NOW)
    return made


def told(similar: Similar) -> list[Status]:
    return [each.snapshot.ticket.status for each in similar.like(asks(), model_revision=MODEL)[0]]


@pytest.mark.parametrize(
    "after",
    [
        {"tickets": (solved(status=Status.OPEN, solved_at=None, version="open"),)},
        {"tickets": (solved(merged_into=id_of("1"), version="merged"),)},
        {"lost": (id_of("7"),)},
    ],
    ids=["reopened", "merged", "lost"],
)
def test_what_is_not_finished_any_more_has_resolved_nothing(
    store: Store, past: PastCases, after: dict[str, Any]
) -> None:
    warm = Similar(store, past)
    assert told(warm) == [Status.SOLVED]
    assert [each.agent for each in past.cases(asks(), MODEL)] == [agent("bob").id]
    pull(store, *after.get("tickets", ()), cursor="2", lost=after.get("lost", ()))
    for cases, similar in ((past, warm), (cold := PastCases(store), Similar(store, cold))):
        cases.remember(MODEL, NOW)
        assert told(similar) == []
        assert cases.cases(asks(), MODEL) == ()
        assert cases.size(MODEL) == 0


def test_what_is_finished_again_is_told_again_as_it_ended_then(store: Store, past: PastCases) -> None:
    warm = Similar(store, past)
    assert told(warm) == [Status.SOLVED]
    pull(store, solved(status=Status.OPEN, solved_at=None, version="open"), cursor="2")
    pull(store, solved(status=Status.CLOSED, version="closed"), cursor="3")
    assert told(warm) == []
    past.remember(MODEL, NOW)
    assert told(warm) == [Status.CLOSED]


def test_an_earlier_brief_is_not_told_what_a_later_one_has_seen(store: Store, past: PastCases) -> None:
    similar = Similar(store, past)
    for instant in (NOW, ago(hours=12), NOW):
        (found,), _ = similar.like(asks(as_of=instant), model_revision=MODEL)
        assert found.snapshot.as_of <= instant


def test_another_thread_may_forget_what_is_kept_between_any_two_steps(store: Store, past: PastCases) -> None:
    similar = Similar(store, past)
    asked = 0

    def between(frame: FrameType, _event: str, _value: object) -> Any:
        nonlocal asked
        if frame.f_code is not Similar._seen.__code__:
            return None
        if asked < 9:  # other models' cases: all that is kept is emptied
            asked += 1
            similar.like(asks(), model_revision=f"models {asked}")
        return between

    before = sys.gettrace()
    sys.settrace(between)
    try:
        assert told(similar) == [Status.SOLVED]
    finally:
        sys.settrace(before)
    assert asked > 2


def test_what_was_remembered_while_it_was_opened_again_is_not_told(store: Store, past: PastCases) -> None:
    """The worker had read it as finished; the helpdesk's word came before it wrote that down."""
    kept = store.solved.solutions(DESK, MODEL)
    pull(store, solved(status=Status.OPEN, solved_at=None, version="open"), cursor="2")
    store.solved.remember(kept, model_revision=MODEL)
    assert told(Similar(store, past)) == []
    assert past.cases(asks(), MODEL) == ()
