"""What a pane may ask for: the queue, an opened ticket, decisions and their undoing, notes, connections."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap import default_assessor
from app.domain.changes import Assign, ChangeState, Note
from app.domain.decisions import UNDO_FOR, DecisionKind
from app.domain.opened import OpenTicket
from app.domain.queue import Lens
from app.domain.routing import Destination
from app.errors import BadInput, Refused, Unreachable
from app.secrets import KeyringSecrets, SessionSecrets, connection_secret
from app.service.console import Console
from app.service.deliver import LEASE
from app.settings import ConnectionSettings
from app.store.store import Store
from tests.builders import (
    DESK,
    NOW,
    agent,
    analysis,
    batch,
    contribution,
    destination,
    group,
    id_of,
    message,
    receipt,
    ticket,
    triage,
)
from tests.service.consoles import console_over


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def secrets() -> SessionSecrets:
    return SessionSecrets()


@pytest.fixture
def console(store: Store, clock: Clock, secrets: SessionSecrets, tmp_path: Path) -> Console:
    store.pulled.apply(
        batch(
            ticket("1"),
            ticket("2"),
            messages=(message("I want your supervisor.", number="1"), message("Thanks.", number="2")),
            agents=(agent("ana"), agent("bob", name="Bob Lindgren", groups=("Tier 2 Billing",), tier=2)),
            groups=tuple(group(name) for name in ("Tier 1", "Tier 2 Billing")),
        ),
        connection=DESK,
    )
    store.triaged.record([triage("1", contribution(points=60)), triage("2")])
    return console_over(store, tmp_path, secrets=secrets, clock=clock)


def opened(console: Console, number: str = "1") -> OpenTicket:
    found = console.opened(id_of(number))
    assert found is not None
    return found


def test_an_opened_ticket_shows_all_that_is_known(console: Console) -> None:
    shown = opened(console)
    assert [read.message.text for read in shown.snapshot.thread] == ["I want your supervisor."]
    assert shown.triage is not None
    assert shown.triage.score.points == 60
    assert shown.standing is None
    assert console.opened(id_of("99")) is None


def test_accepting_moves_the_ticket_with_a_note_after_time_to_think(console: Console, store: Store) -> None:
    decision = console.accept(opened(console))
    assert store.decided.claim(NOW, connection=DESK, lease=LEASE, limit=9) == ()
    (claim,) = store.decided.claim(NOW + UNDO_FOR, connection=DESK, lease=LEASE, limit=9)
    note, assign = claim.change.verbs
    assert isinstance(note, Note)
    assert "Escalated by Ana Ortiz to Tier 2 Billing (tier 2)." in note.text
    assert "Escalation score 60" in note.text
    assert assign == Assign("Tier 2 Billing", destination().agent, "Tier 1", opened(console).snapshot.ticket.owner)
    assert opened(console).standing == decision


def test_a_decided_ticket_leaves_the_lens(console: Console) -> None:
    assert console.queue(Lens.SUGGESTED) == [id_of("1")]
    console.accept(opened(console))
    assert console.queue(Lens.SUGGESTED) == []
    (row,) = [row for row in console.rows(console.queue(Lens.ALL)) if row.ticket == id_of("1")]
    assert row.decided == "accepted"


def test_undone_in_time_nothing_is_written_and_the_ticket_is_back(console: Console, store: Store, clock: Clock) -> None:
    decision = console.accept(opened(console))
    clock.now += UNDO_FOR - timedelta(seconds=1)
    assert console.undo(decision)
    assert not store.decided.claim(NOW + timedelta(hours=1), connection=DESK, lease=LEASE, limit=9)
    assert console.queue(Lens.SUGGESTED) == [id_of("1")]
    assert opened(console).standing is None
    assert [each.state for each in opened(console).deliveries] == [ChangeState.WITHDRAWN]


def test_too_late_to_undo_is_said(console: Console, store: Store, clock: Clock) -> None:
    decision = console.accept(opened(console))
    clock.now += UNDO_FOR
    assert store.decided.claim(clock.now, connection=DESK, lease=LEASE, limit=9)
    assert not console.undo(decision)
    assert opened(console).standing == decision


def test_two_people_cannot_decide_on_the_same_ticket(console: Console) -> None:
    seen_by_both = opened(console)
    console.accept(seen_by_both)
    with pytest.raises(Refused, match="Ana Ortiz has decided on this ticket meanwhile"):
        console.accept(seen_by_both)
    assert len(opened(console).deliveries) == 1


def test_overriding_in_time_withdraws_the_first_move(console: Console, store: Store) -> None:
    console.accept(opened(console))
    console.override(opened(console), Destination("Tier 1", 1), "they called back")
    states = [each.state for each in opened(console).deliveries]
    assert states == [ChangeState.WITHDRAWN, ChangeState.WAITING]
    (claim,) = store.decided.claim(NOW + UNDO_FOR, connection=DESK, lease=LEASE, limit=9)
    (assign,) = [verb for verb in claim.change.verbs if isinstance(verb, Assign)]
    assert (assign.from_group, assign.group) == ("Tier 1", "Tier 1")


def test_overriding_too_late_starts_from_where_the_first_move_goes(
    console: Console, store: Store, clock: Clock
) -> None:
    console.accept(opened(console))
    clock.now += UNDO_FOR
    (first,) = store.decided.claim(clock.now, connection=DESK, lease=LEASE, limit=9)
    console.override(opened(console), Destination("Tier 1", 1), "back to us")
    store.decided.settle(first, receipt(first.change))
    (second,) = store.decided.claim(clock.now + UNDO_FOR, connection=DESK, lease=LEASE, limit=9)
    (assign,) = [verb for verb in second.change.verbs if isinstance(verb, Assign)]
    assert (assign.from_group, assign.from_owner) == ("Tier 2 Billing", destination().agent)
    assert assign.group == "Tier 1"


def test_where_nothing_can_be_written_nothing_waits(console: Console) -> None:
    console._writable = frozenset()
    console.accept(opened(console))
    assert opened(console).deliveries == ()
    console.save_draft(id_of("1"), "Called back.")
    with pytest.raises(Refused, match="can only be read"):
        console.add_note(id_of("1"), "Called back.")
    assert opened(console).draft == "Called back."


def test_nothing_suggested_cannot_be_accepted(console: Console) -> None:
    with pytest.raises(Refused, match="Nothing is suggested"):
        console.accept(opened(console, "2"))


def test_an_override_needs_a_reason(console: Console) -> None:
    with pytest.raises(BadInput, match="reason"):
        console.override(opened(console), None, "  ")
    decision = console.override(opened(console), None, " they called already ")
    assert (decision.kind, decision.reason, decision.destination) == (
        DecisionKind.OVERRIDE,
        "they called already",
        None,
    )
    assert opened(console).deliveries == ()


def test_a_group_that_the_helpdesk_lacks_is_refused_with_what_to_do(console: Console) -> None:
    with pytest.raises(Refused, match=r"no group 'Tier 9'.*rulebook"):
        console.override(opened(console), Destination("Tier 9", 9), "because")
    assert opened(console).decisions == ()


def test_only_groups_that_the_helpdesk_has_are_offered(console: Console) -> None:
    offered = {each.desk.group: each.candidates for each in console.destinations(opened(console))}
    assert list(offered) == ["Tier 1", "Tier 2 Billing"]
    assert [each.agent.name for each in offered["Tier 2 Billing"]] == ["Bob Lindgren"]


def test_not_needed_writes_nothing_to_the_helpdesk(console: Console) -> None:
    console.not_needed(opened(console), "venting")
    assert opened(console).deliveries == ()
    assert console.queue(Lens.SUGGESTED) == []


def test_a_note_takes_its_draft_along(console: Console) -> None:
    console.save_draft(id_of("1"), "Called b")
    assert opened(console).draft == "Called b"
    console.add_note(id_of("1"), "Called back.")
    shown = opened(console)
    assert shown.draft == ""
    assert [(each.text, each.state) for each in shown.deliveries] == [("Called back.", ChangeState.WAITING)]
    with pytest.raises(BadInput, match="empty"):
        console.add_note(id_of("1"), " \n")


def test_a_connection_is_kept_without_its_secret_and_forgotten_with_it(
    console: Console, secrets: SessionSecrets, tmp_path: Path
) -> None:
    desk = ConnectionSettings("desk", "request_tracker", url="https://rt.example")
    console.save_connection(desk, "hush-hush")
    assert console.connections() == (desk,)
    assert "hush-hush" not in (tmp_path / "settings.toml").read_text()
    assert secrets.read(connection_secret("desk")) == "hush-hush"
    console.save_connection(ConnectionSettings("desk", "request_tracker", url="https://other.example"), "")
    assert [each.url for each in console.connections()] == ["https://other.example"]
    assert secrets.read(connection_secret("desk")) == "hush-hush"
    console.remove_connection("desk")
    assert console.connections() == ()
    assert secrets.read(connection_secret("desk")) is None


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_the_secret_lasts_for_the_session(console: Console, tmp_path: Path) -> None:
    held = KeyringSecrets(str(tmp_path))
    console._secrets = held
    console.save_connection(ConnectionSettings("desk", "request_tracker", url="https://rt.example"), "typed")
    assert held.read(connection_secret("desk")) == "typed"


def test_a_connection_that_cannot_work_says_so_when_it_is_tested(console: Console) -> None:
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        console.test_connection(ConnectionSettings("desk", "request_tracker", url="http://127.0.0.1:9"), "hush")


def test_an_opened_ticket_says_what_would_turn_its_verdict(console: Console, store: Store) -> None:
    said = message("I want your supervisor.", number="1")
    demand = analysis(said, intents={"supervisor_demand": 0.97})
    store.triaged.record_analyses([demand])
    seen = store.pulled.snapshot(id_of("1"), as_of=NOW, model_revision=demand.model_revision)
    assert seen is not None
    assert opened(console).counterfactuals == (), "the recorded verdict was made with other versions"
    store.triaged.record([default_assessor().assess(seen, model_revision=demand.model_revision)])
    assert [each.words for each in opened(console).counterfactuals] == [
        "Not suggested if the customer had not asked for a supervisor."
    ]
