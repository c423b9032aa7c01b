"""A small desk in a real store: four tickets with conversations, verdicts, an account and people."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.routing import Candidate
from app.domain.score import Contribution, Family, ScoreState
from app.domain.snapshot import Span
from app.domain.tickets import Message, Ticket
from app.domain.triage import Triage
from tests.builders import (
    DESK,
    account,
    agent,
    ago,
    analysis,
    batch,
    contribution,
    conversation,
    destination,
    fact,
    group,
    score,
    suggestion,
    ticket,
    triage,
)

if TYPE_CHECKING:
    from app.store.store import Store

BILLING = ("bob", "priya")

TALK = (
    "You charged me twice for October, 😀 seriously?",
    "agent: Please clear the cache and try again.",
    "That did not work. I want a supervisor.",
)


def people() -> tuple[Candidate, ...]:
    """Bob, who fits, and Priya, who is full."""
    bob, priya = (agent(login, groups=("Tier 2 Billing",), tier=2) for login in BILLING)
    return Candidate(bob, 3), Candidate(priya, 5, "full: 5 of 5")


def talk(number: str, *texts: str) -> tuple[Message, ...]:
    said = conversation(*(texts or TALK), number=number)
    return tuple(replace(each, id=type(each.id)(f"{each.id}-{number}")) for each in said)


def parts(messages: Iterable[Message], points: int) -> tuple[Contribution, ...]:
    """A demand for a supervisor in the last message, the charge in the first, and what the account is worth."""
    first, *_, last = messages
    demand, charge = last.text.index("supervisor"), first.text.index("charged")
    return (
        contribution(points=points - 20, evidence=(Span(last.id, demand, demand + 10),)),
        contribution(
            "billing_dispute",
            12,
            family=Family.ACCOUNT,
            because="a charge is contested",
            evidence=(Span(first.id, charge, charge + 7),),
        ),
        contribution(
            "account_value",
            8,
            family=Family.ACCOUNT,
            because="the account is worth $84,000 a year",
            evidence=(),
            facts=(fact(),),
        ),
    )


def suggested(number: str, messages: tuple[Message, ...], points: int) -> Triage:
    made = score(*parts(messages, points))
    return triage(number, score=made, suggestion=suggestion(destination(), candidates=people()))


def quiet(number: str) -> Triage:
    return triage(number, contribution("thanks", 4, evidence=()))


def unknown(number: str) -> Triage:
    plain = quiet(number)
    return replace(plain, score=replace(plain.score, state=ScoreState.UNKNOWN))


def a_ticket(number: str, **changes: Any) -> Ticket:
    return ticket(number, **{"account": account().id, "created_at": ago(hours=int(number) + 2), **changes})


def fill(store: "Store") -> None:
    """Tickets 1 (80 points), 2 (70) and 4 (55), which should be escalated, and 3, which is quiet and Ana's."""
    owners = {"3": "ana"}
    talks = {number: talk(number) for number in "1234"}
    store.pulled.apply(
        batch(
            *(a_ticket(number, owner=owners.get(number)) for number in talks),
            messages=tuple(each for said in talks.values() for each in said),
            accounts=(account(),),
            agents=(agent("ana"), *(each.agent for each in people())),
            groups=(group("Tier 1"), group("Tier 2 Billing"), group("Tier 4 Executive")),
        ),
        connection=DESK,
    )
    every = {each.text: each for said in talks.values() for each in said}
    store.triaged.record_analyses(analysis(each, sentiment=-0.5) for each in every.values())
    store.triaged.record(
        [suggested("1", talks["1"], 80), suggested("2", talks["2"], 70), quiet("3"), suggested("4", talks["4"], 55)]
    )


def add(store: "Store", number: str, points: int) -> None:
    """One more ticket for which an escalation is suggested."""
    said = talk(number)
    store.pulled.apply(batch(a_ticket(number), messages=said, cursor=number), connection=DESK)
    store.triaged.record([suggested(number, said, points)])
