"""A move is undone however old it is: taken back while it waits, and by moving the ticket back once it is written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.changes import Assign, Note, Outcome, Watch
from app.domain.decisions import BY_ITSELF, UNDO_FOR, Decision, DecisionKind
from app.domain.opened import OpenTicket
from app.errors import Refused
from app.service.automation import RECENT
from app.service.console import Console
from app.service.decide import new_decision, record
from app.settings import Settings
from app.store.store import Store
from tests.builders import DESK, NOW, agent, batch, contribution, destination, group, id_of, receipt, suggestion, ticket
from tests.builders import triage as verdict
from tests.service.consoles import console_over

LATER = NOW + UNDO_FOR + timedelta(seconds=1)
LEASE = timedelta(minutes=5)
RULE = "Security incident"
SUGGESTED = verdict("1", contribution(points=60), suggestion=suggestion(rule=RULE, notify=("Security",)))

Sit = Callable[..., Console]


@pytest.fixture
def sit(store: Store, tmp_path: Path) -> Sit:
    """A console at some instant, over a desk with one ticket that a rule wants to move."""
    store.pulled.apply(
        batch(
            ticket("1"),
            agents=(agent("ana"), agent("bob", groups=("Tier 2 Billing",))),
            groups=(group("Tier 1"), group("Tier 2 Billing")),
        ),
        connection=DESK,
    )
    store.triaged.record([SUGGESTED])

    def sit(at: object = NOW, **settings: object) -> Console:
        return console_over(store, tmp_path, settings=replace(Settings(), **settings), clock=lambda: at)  # type: ignore[arg-type]

    return sit


def opened(console: Console) -> OpenTicket:
    found = console.opened(id_of("1"))
    assert found is not None
    return found


def moved_by_rule(store: Store) -> Decision:
    made = new_decision(
        ticket("1"),
        SUGGESTED,
        kind=DecisionKind.ACCEPT,
        by=BY_ITSELF,
        at=NOW,
        destination=destination(),
        reason=f"Rule: {RULE}",
    )
    record(store, made, ticket=ticket("1"), triage=SUGGESTED)
    return made


def deliver(store: Store, *, outcome: Outcome = Outcome.APPLIED) -> None:
    for claim in store.decided.claim(LATER, lease=LEASE, limit=9):
        store.decided.settle(claim, receipt(claim.change, outcome))


def test_what_a_rule_did_a_moment_ago_is_taken_back_and_nothing_is_written(sit: Sit, store: Store) -> None:
    moved_by_rule(store)
    assert sit().put_back(opened(sit())) is None
    assert opened(sit()).standing is None
    assert store.decided.claim(LATER, lease=LEASE, limit=9) == ()


def test_what_is_written_already_is_moved_back_with_a_note_that_says_so(sit: Sit, store: Store) -> None:
    made = moved_by_rule(store)
    deliver(store)
    later = sit(LATER)
    back = later.put_back(opened(later))
    assert back is not None
    assert (back.kind, back.by, back.instead_of) == (DecisionKind.PUT_BACK, "Ana Ortiz", made.id)
    (claim,) = store.decided.claim(LATER + UNDO_FOR, lease=LEASE, limit=9)
    note, assign = claim.change.verbs
    assert isinstance(note, Note)
    assert note.text.splitlines() == [
        "Put back by Ana Ortiz to Tier 1 (tier 1).",
        "Reason: Undoes what the rule Security incident did.",
    ]
    assert assign == Assign("Tier 1", None, "Tier 2 Billing", destination().agent)
    assert store.queue.rows([id_of("1")])[0].decided == "put back"


def test_a_persons_own_move_can_be_put_back_too_and_that_can_be_undone(sit: Sit, store: Store) -> None:
    sit().accept(opened(sit()))
    deliver(store)
    later = sit(LATER)
    back = later.put_back(opened(later))
    assert back is not None
    assert later.undo(back)
    standing = opened(later).standing
    assert standing is not None
    assert standing.kind is DecisionKind.ACCEPT


def test_where_nothing_was_moved_there_is_nothing_to_put_back(sit: Sit, store: Store) -> None:
    console = sit()
    with pytest.raises(Refused, match="Nothing was moved"):
        console.put_back(opened(console))
    console.not_needed(opened(console))
    with pytest.raises(Refused, match="Nothing was moved"):
        console.put_back(opened(console))


def test_accepting_tells_the_stakeholders_along_with_the_move(sit: Sit, store: Store) -> None:
    made = sit().accept(opened(sit()))
    assert (made.told, made.rule) == (("Security",), RULE)
    (claim,) = store.decided.claim(LATER, lease=LEASE, limit=9)
    watch, note, assign = claim.change.verbs
    assert watch == Watch(("Security",))
    assert isinstance(note, Note)
    assert "To be told: Security" in note.text
    assert isinstance(assign, Assign)


def test_a_move_is_announced_once_at_all_of_a_persons_consoles(sit: Sit, store: Store) -> None:
    moved_by_rule(store)
    (shown,) = sit().alerts.take()
    assert (shown.alert.rule, shown.alert.group, shown.alert.number) == (RULE, "Tier 2 Billing", "1")
    assert not shown.called  # Ana is in Tier 1
    assert shown.subject == ""
    assert sit().alerts.take() == ()  # as after a restart


@pytest.mark.parametrize(("desktop", "called", "subject"), [("off", False, ""), ("subject", True, "Subject of 1")])
def test_the_desktop_says_what_the_settings_allow(
    sit: Sit, store: Store, desktop: str, called: bool, subject: str
) -> None:
    store.pulled.apply(batch(agents=(agent("ana", groups=("Tier 2 Billing",)),), cursor="2"), connection=DESK)
    moved_by_rule(store)
    (shown,) = sit(desktop=desktop).alerts.take()
    assert (shown.called, shown.subject) == (called, subject)


def test_nobody_is_called_for_last_weeks_news(sit: Sit, store: Store) -> None:
    moved_by_rule(store)
    assert sit(NOW + RECENT).alerts.take() == ()


def test_an_opened_ticket_says_whether_automation_is_held_back(sit: Sit) -> None:
    assert not opened(sit()).held_back
    assert opened(sit(automatic=False)).held_back
