"""Whom a person is called by: colleagues who offer, ask and answer, and work for certified people; each once."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.calls import CallKind
from app.service.call_desk import CallDesk
from app.service.console import Console
from app.settings import Settings
from app.store.store import Store
from tests.builders import DESK, agent, batch, contribution, destination, group, suggestion, ticket, triage
from tests.domain.books import book
from tests.service.relay import BILLING, TO_BILLING, TO_BOB, Relay

Told = list[tuple[CallKind, str, str]]


@pytest.fixture
def relay(store: Store, tmp_path: Path) -> Relay:
    return Relay(store, tmp_path)


def taken(console: Console) -> Told:
    return [(each.call.kind, each.call.number, each.call.who) for each in console.calls.take()]


def test_an_offer_calls_whom_it_is_for_once_at_whichever_console(relay: Relay) -> None:
    made = relay.ana.transfers.offer(relay.opened(relay.ana), TO_BOB, "Our lawyer writes.")
    (called,) = relay.bob.calls.take()
    assert (called.call.kind, called.call.number, called.call.who) == (CallKind.OFFERED, "1", "Ana Ortiz")
    assert called.call.until == made.expires_at
    assert taken(relay.console("Bob Lindgren")) == []
    assert (taken(relay.ana), taken(relay.priya)) == ([], [])


def test_all_of_a_group_are_called_and_a_later_offer_calls_again(relay: Relay) -> None:
    first = relay.ana.transfers.offer(relay.opened(relay.ana), TO_BILLING)
    assert taken(relay.bob) == taken(relay.priya) == [(CallKind.OFFERED, "1", "Ana Ortiz")]
    relay.bob.transfers.decline(first.id, "Not us.")
    assert taken(relay.priya) == []
    relay.ana.transfers.offer(relay.opened(relay.ana), TO_BILLING)
    assert taken(relay.priya) == [(CallKind.OFFERED, "1", "Ana Ortiz")]


def test_an_offer_that_is_over_before_anybody_looks_calls_nobody(relay: Relay) -> None:
    relay.ana.transfers.withdraw(relay.ana.transfers.offer(relay.opened(relay.ana), TO_BOB).id)
    assert taken(relay.bob) == []


def test_each_private_question_and_answer_calls_the_other_end(relay: Relay) -> None:
    made = relay.ana.transfers.offer(relay.opened(relay.ana), TO_BOB)
    taken(relay.bob)
    relay.bob.transfers.ask(made.id, "Since when?")
    assert taken(relay.ana) == [(CallKind.ASKED, "1", "Bob Lindgren")]
    relay.ana.transfers.answer(made.id, "Monday.")
    assert taken(relay.bob) == [(CallKind.ANSWERED, "1", "Ana Ortiz")]
    relay.ana.transfers.answer(made.id, "No, Tuesday.")
    assert taken(relay.bob) == [(CallKind.ANSWERED, "1", "Ana Ortiz")]
    assert taken(relay.bob) == taken(relay.ana) == []


def test_a_consult_calls_who_is_asked_and_then_who_asked(relay: Relay) -> None:
    asked = relay.ana.consults.consult(relay.opened(relay.ana), TO_BOB, "Is this a refund?")
    assert taken(relay.bob) == [(CallKind.ASKED, "1", "Ana Ortiz")]
    relay.bob.consults.reply(asked.id, "It is.")
    assert taken(relay.ana) == [(CallKind.ANSWERED, "1", "Bob Lindgren")]


def test_what_others_of_a_group_ask_about_its_offer_calls_nobody_else_of_it(relay: Relay) -> None:
    made = relay.ana.transfers.offer(relay.opened(relay.ana), TO_BILLING)
    assert len(taken(relay.bob)) == len(taken(relay.priya)) == 1
    relay.priya.transfers.ask(made.id, "Since when?")
    assert (taken(relay.ana), taken(relay.bob)) == ([(CallKind.ASKED, "1", "Priya")], [])
    relay.ana.transfers.answer(made.id, "Monday.")
    assert (taken(relay.priya), taken(relay.bob)) == ([(CallKind.ANSWERED, "1", "Ana Ortiz")], [])


def test_a_question_to_a_group_calls_all_of_it_and_what_one_of_them_says_only_who_asked(relay: Relay) -> None:
    asked = relay.ana.consults.consult(relay.opened(relay.ana), TO_BILLING, "Is this a refund?")
    assert taken(relay.bob) == taken(relay.priya) == [(CallKind.ASKED, "1", "Ana Ortiz")]
    relay.priya.consults.reply(asked.id, "It is.")
    assert (taken(relay.ana), taken(relay.bob)) == ([(CallKind.ANSWERED, "1", "Priya")], [])
    relay.ana.consults.reply(asked.id, "A whole one?")
    assert taken(relay.bob) == taken(relay.priya) == [(CallKind.ASKED, "1", "Ana Ortiz")]


def certified(relay: Relay, **changes: object) -> None:
    """A rule wants ticket 3 with the certified; it is Ana's group's, and nobody's own."""
    legal = destination("Compliance", 3, None)
    relay.store.pulled.apply(batch(replace(ticket("3"), **changes), cursor="three"), connection=DESK)  # type: ignore[arg-type]
    relay.store.triaged.record(
        [triage("3", contribution(points=60), suggestion=suggestion(legal, rule="Legal")), triage("2")]
    )


def desk_of(relay: Relay, person: str, settings: Settings | None = None) -> CallDesk:
    console = relay.console(person)
    return CallDesk(relay.store, settings or Settings(), console.handoffs, rulebook=book)


def test_work_for_certified_people_calls_those_who_can_confirm_it(relay: Relay) -> None:
    certified(relay)
    found = [each.call for each in desk_of(relay, "Ana Ortiz").take()]
    assert [(each.kind, each.number, each.who) for each in found] == [(CallKind.CERTIFIED, "3", "Compliance")]
    assert desk_of(relay, "Ana Ortiz").take() == ()
    assert desk_of(relay, "Bob Lindgren").take() == ()  # another group's
    assert len(desk_of(relay, "Lena Vogt").take()) == 1  # no agent: a lead


def test_where_somebody_owns_the_ticket_only_they_are_called(relay: Relay) -> None:
    certified(relay, owner=agent("bob").id)
    assert desk_of(relay, "Ana Ortiz").take() == ()
    assert len(desk_of(relay, "Bob Lindgren").take()) == 1


def test_other_suggestions_call_nobody(relay: Relay) -> None:
    relay.store.pulled.apply(batch(groups=(group(BILLING),), cursor="more"), connection=DESK)
    assert desk_of(relay, "Ana Ortiz").take() == ()  # ticket 1 is suggested for billing


def test_what_somebody_decided_on_calls_nobody(relay: Relay) -> None:
    certified(relay)
    relay.ana.not_needed(relay.opened(relay.ana, "3"))
    assert desk_of(relay, "Ana Ortiz").take() == ()


def test_it_can_be_switched_off_and_the_subject_is_told_only_where_it_is_wanted(relay: Relay) -> None:
    relay.ana.transfers.offer(relay.opened(relay.ana), TO_BOB, expires=timedelta(minutes=9))
    assert desk_of(relay, "Bob Lindgren", Settings(desktop="off")).take() == ()
    (called,) = desk_of(relay, "Bob Lindgren", Settings(desktop="subject")).take()
    assert called.subject == "Subject of 1"
