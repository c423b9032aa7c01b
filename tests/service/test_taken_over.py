"""What somebody took over stays in their Handoffs for as long as it is theirs to solve, and no longer."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.domain.decisions import UNDO_FOR
from app.domain.handoff_shelf import HandoffKind
from app.domain.tickets import Status
from app.service.console import Console
from app.store.store import Store
from tests.builders import id_of, owner_id
from tests.service.relay import TO_BILLING, TO_BOB, Relay


@pytest.fixture
def relay(store: Store, tmp_path: Path) -> Relay:
    made = Relay(store, tmp_path)
    made.bob.transfers.accept(made.ana.transfers.offer(made.opened(made.ana), TO_BOB).id)
    return made


def settled(relay: Relay) -> None:
    relay.now += UNDO_FOR + timedelta(seconds=1)
    relay.work()


def taken(console: Console) -> list[str]:
    return [each.ticket for each in console.handoffs.all() if each.kind is HandoffKind.TAKEN]


def test_it_is_there_from_the_acceptance_on_without_a_gap(relay: Relay) -> None:
    assert taken(relay.bob) == [id_of("1")]
    relay.now += UNDO_FOR + timedelta(seconds=1)
    relay.deliver()
    assert taken(relay.bob) == [id_of("1")]  # written, and not seen yet
    relay.pull()
    assert relay.store.pulled.ticket(id_of("1")).owner == owner_id("bob")  # type: ignore[union-attr]
    assert taken(relay.bob) == [id_of("1")]
    assert (taken(relay.ana), taken(relay.priya)) == ([], [])


def test_it_goes_with_the_acceptance_that_is_undone(relay: Relay) -> None:
    (handoff,) = [each for each in relay.bob.handoffs.all() if each.kind is HandoffKind.TAKEN]
    assert handoff.transfer is not None
    assert handoff.colleague == "Ana Ortiz"
    assert not handoff.can_speak
    assert relay.bob.undo(relay.bob.transfers.accept(handoff.transfer.id))
    assert taken(relay.bob) == []


def test_it_goes_once_it_is_solved_and_then_feedback_is_due(relay: Relay) -> None:
    settled(relay)
    relay.helpdesk.alter(status=Status.SOLVED)
    settled(relay)
    assert [each.kind for each in relay.bob.handoffs.all()] == [HandoffKind.OVER]


def test_it_goes_when_the_helpdesk_gives_it_to_somebody_else(relay: Relay) -> None:
    settled(relay)
    relay.helpdesk.alter(owner=owner_id("priya"))
    settled(relay)
    assert taken(relay.bob) == []


def test_what_is_handed_on_or_back_is_the_next_ones(relay: Relay) -> None:
    settled(relay)
    onward = relay.bob.transfers.offer(relay.opened(relay.bob), TO_BILLING)
    assert taken(relay.bob) == [id_of("1")]  # until somebody accepts
    relay.priya.transfers.accept(onward.id)
    assert (taken(relay.bob), taken(relay.priya)) == ([], [id_of("1")])
    settled(relay)
    assert (taken(relay.bob), taken(relay.priya)) == ([], [id_of("1")])
    relay.priya.transfers.hand_back(relay.opened(relay.priya), "Not mine.")
    assert taken(relay.priya) == []


def test_what_others_took_over_is_not_read_with_it(relay: Relay) -> None:
    others = relay.ana.transfers.offer(relay.opened(relay.ana, "2"), TO_BILLING)
    relay.priya.transfers.ask(others.id, "Since when?")
    relay.priya.transfers.accept(others.id)
    asked: list[str] = []
    engine = relay.store.transfers._database.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *call: asked.append(f"{call[2]} {call[3]}"))
    assert taken(relay.priya) == [id_of("2")]
    assert any(others.id in each for each in asked)
    asked.clear()
    assert taken(relay.bob) == [id_of("1")]
    assert not any(others.id in each for each in asked)
