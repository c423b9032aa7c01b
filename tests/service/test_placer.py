"""Over a real store: suggestions are shared out, wait for room, and people are known by what they solved."""

import struct
from array import array
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.bootstrap import default_assessor
from app.domain.fit_weights import FitWeights
from app.domain.people import Agent
from app.domain.rulebook import Rulebook
from app.domain.tickets import EventKind, Status
from app.domain.triage import Triage
from app.service.past_cases import PastCases, vector_of
from app.service.placer import Placer
from app.service.reading import Reader
from app.service.routes import Routes
from app.store.solved import MANY
from app.store.store import Store
from tests import builders
from tests.builders import DESK, MODEL, NOW, agent, ago, analysis, batch, contribution, event, id_of, message, ticket
from tests.domain.books import book, rule
from tests.fakes import FakeAnalyzer

BOB, PAM = (agent(login, groups=("Product",), tier=3, capacity=3) for login in ("bob", "pam"))
BOOK = book(rule("R", "Product", "outage"))


def limited(limit: int) -> Rulebook:
    desks = tuple(replace(each, capacity=limit) if each.group == "Product" else each for each in BOOK.desks)
    return replace(BOOK, desks=desks)


def verdict(number: str, points: int = 60, people: Iterable[Agent] = (BOB, PAM), **changes: Any) -> Triage:
    """An escalation to Product, as the assessor would suggest it by itself."""
    from app.domain.fit import Fit
    from app.domain.routing import Candidate, Destination
    from tests.domain.test_fit import NOTHING

    fit = Fit(NOTHING, weights=FitWeights(), as_of=NOW)
    candidates = tuple(Candidate(each, 0, factors=fit.factors(each, 0)) for each in people)
    suggested = builders.suggestion(
        Destination("Product", 3, candidates[0].agent.id), candidates=candidates, rule="R", **changes
    )
    return builders.triage(number, contribution(points=points), suggestion=suggested)


def placer(store: Store, rulebook: Rulebook = BOOK) -> Placer:
    return Placer(store, rulebook, FitWeights())


def fill(store: Store, *numbers: str, **changes: Any) -> None:
    store.pulled.apply(
        batch(*(ticket(number, **changes) for number in numbers), agents=(BOB, PAM), cursor=numbers[0]), connection=DESK
    )


def taker(triage: Triage) -> str:
    where = triage.suggestion.destination
    return (where.agent or "") if where else ""


def test_a_batch_is_shared_out_and_the_points_still_add_up(store: Store) -> None:
    fill(store, *"1234")
    placed = placer(store).place([verdict(number) for number in "1234"])
    assert sorted(map(taker, placed)) == [BOB.id, BOB.id, PAM.id, PAM.id]
    first = placed[0].suggestion.candidates[0]
    assert first.agent.id == taker(placed[0])
    assert [each.because for each in first.factors if each.factor == "promised"] == [
        "1 other suggestion for the same person"
    ]
    assert first.points == sum(each.points for each in first.factors)
    assert placer(store).place([verdict(number) for number in "1234"]) == placed


def test_what_is_already_promised_counts_and_a_full_team_is_said(store: Store) -> None:
    fill(store, *"1234567")
    subject = placer(store, replace(BOOK, leads=("Executive",)))
    store.triaged.record(subject.place([verdict(number) for number in "123456"]))
    (last,) = subject.place([verdict("7")])
    assert taker(last) == ""
    assert last.suggestion.nobody == "everyone in Product who could take it is full with what is already suggested"
    assert last.suggestion.notify == ("Executive",)


def test_a_full_desk_holds_back_the_least_deserving_and_lets_go_later(store: Store) -> None:
    fill(store, *"123")
    subject = placer(store, limited(1))
    low, high = subject.place([verdict("1", 50), verdict("2", 70)])
    assert (low.suggestion.escalate, low.suggestion.held) == (False, "Product is full: 1 of 1")
    assert high.suggestion.escalate
    store.triaged.record([low, high])
    assert [row.ticket for row in store.placed.waiting(DESK) if row.held] == [id_of("1")]
    top, displaced = subject.place([verdict("3", 90)])
    assert (top.suggestion.held, displaced.ticket) == ("", id_of("2"))
    assert displaced.suggestion.held == "Product is full: 1 of 1"
    store.triaged.record([top, displaced])
    store.pulled.apply(batch(ticket("3", status=Status.SOLVED, version="2"), cursor="9"), connection=DESK)
    quiet, let_go = subject.place([replace(verdict("3"), suggestion=builders.quiet_suggestion())])
    assert not quiet.suggestion.escalate
    assert (let_go.ticket, let_go.suggestion.escalate, let_go.suggestion.held) == (id_of("2"), True, "")
    assert taker(let_go) in {BOB.id, PAM.id}


def test_a_firm_one_is_never_held_back_and_a_decided_one_is_left_alone(store: Store) -> None:
    fill(store, *"12")
    store.triaged.record([verdict("1")])
    store.decided.record(builders.decision("1", destination=builders.destination("Product", 3)), (), not_before=NOW)
    subject = placer(store, limited(0))
    firm, decided = subject.place([verdict("2", firm=True), verdict("1")])
    assert firm.suggestion.escalate
    assert decided == verdict("1")
    assert store.placed.open_tickets(DESK) == {"Tier 1": 2, "Product": 1}


def test_an_overload_is_said_of_where_the_ticket_should_go(store: Store) -> None:
    fill(store, *"12")
    plain = default_assessor()
    in_force = type(plain)(plain.weights, limited(1))
    routes = Routes(store, lambda: in_force)
    store.triaged.record([verdict("1"), verdict("2")])
    found = routes.overload(verdict("1"))
    assert found is not None
    assert (found.room.name, found.waiting, found.rule, found.by_rule) == ("Product", 2, "R", 2)
    in_force = plain
    assert routes.overload(verdict("1")) is None, "the rulebook that has taken its place knows no limit"


def vector(*values: float) -> bytes:
    return array("f", values).tobytes()


def solved(store: Store, numbers: Iterable[int], *, by: str, about: bytes, hours: float = 2) -> None:
    said = [message(f"Solved text {n}", number=str(n), at=ago(days=5)) for n in numbers]
    tickets = [
        ticket(
            each.ticket.partition(":")[2],
            owner=by,
            status=Status.SOLVED,
            created_at=ago(days=5),
            solved_at=ago(days=5) + timedelta(hours=hours),
        )
        for each in said
    ]
    store.pulled.apply(batch(*tickets, messages=tuple(said), cursor=f"{by}-{hours}"), connection=DESK)
    store.triaged.record_analyses(analysis(each, embedding=about) for each in said)


def test_people_are_known_by_the_solved_tickets_that_are_alike(store: Store) -> None:
    solved(store, (11, 12), by="bob", about=vector(1, 0, 0))
    solved(store, (13,), by="pam", about=vector(0, 1, 0))
    moved = [event(EventKind.OWNER, number="12", remote=str(n), old=f"a{n}", new=f"a{n + 1}") for n in range(2)]
    store.pulled.apply(batch(events=tuple(moved), cursor="events"), connection=DESK)
    subject = PastCases(store)
    assert not subject.remember(f"{MODEL}+taught", NOW)
    assert store.solved.unremembered(MODEL, limit=9) == ()
    asks = message("It fails again.")
    about = builders.seen([asks], analyses=[analysis(asks, embedding=vector(0.8, 0.6, 0))])
    found = subject.cases(about, MODEL)
    assert [(each.ticket, each.agent) for each in found][2] == (id_of("13"), PAM.id)
    assert {each.ticket: each.moves for each in found} == {id_of("11"): 0, id_of("12"): 2, id_of("13"): 0}
    assert [each.alike for each in found] == pytest.approx([0.8, 0.8, 0.6], abs=1e-3)
    assert {each.took for each in found} == {timedelta(hours=2)}
    assert subject.cases(replace(about, as_of=ago(days=6)), MODEL) == ()  # the future cannot leak
    assert subject.cases(about, "other models") == ()
    assert subject.cases(builders.seen([asks]), MODEL) == ()


def test_what_nobody_solved_is_alike_too_and_says_nothing_of_people(store: Store) -> None:
    solved(store, (11,), by="bob", about=vector(1, 0))
    unowned = ticket("12", status=Status.SOLVED, solved_at=ago(days=1))
    closed = ticket("13", owner="pam", status=Status.CLOSED, solved_at=ago(days=1))
    said = [message(f"Finished text {n}", number=n, at=ago(days=2)) for n in ("12", "13")]
    store.pulled.apply(batch(unowned, closed, messages=tuple(said), cursor="12"), connection=DESK)
    store.triaged.record_analyses(analysis(each, embedding=vector(0.8, 0.6)) for each in said)
    subject = PastCases(store)
    subject.remember(MODEL, NOW)
    asks = message("It fails again.")
    about = builders.seen([asks], analyses=[analysis(asks, embedding=vector(1, 0))])
    found = subject.alike(about, MODEL).cases
    assert {each.ticket: each.agent for each in found} == {id_of("11"): BOB.id, id_of("12"): None, id_of("13"): None}
    assert found[0].ticket == id_of("11")
    assert [each.ticket for each in subject.cases(about, MODEL)] == [id_of("11")]
    assert (subject.size(MODEL), subject.alike(about, MODEL).among) == (3, 3)
    before = subject.alike(replace(about, as_of=ago(days=2)), MODEL)
    assert ([each.ticket for each in before.cases], before.among) == ([id_of("11")], 1)


def test_a_ticket_is_known_by_its_first_message_that_says_more_than_hello() -> None:
    said = [
        message(text, at=ago(hours=9 - n)) for n, text in enumerate(("Hi!", "The export fails with error 502.", "Oh"))
    ]
    ways = (vector(0, 1), vector(1, 0), vector(0, 1))
    read = [analysis(each, embedding=way) for each, way in zip(said, ways, strict=True)]
    assert vector_of(builders.seen(said, analyses=read), MODEL) == struct.pack("<2e", 1, 0)
    assert vector_of(builders.seen(said[:1], analyses=read), MODEL) == struct.pack("<2e", 0, 1)


def test_a_solved_ticket_is_remembered_anew_when_it_or_the_models_change(store: Store) -> None:
    solved(store, (11,), by="bob", about=vector(1, 0))
    subject = PastCases(store)
    subject.remember(MODEL, NOW)
    assert [each for each, _ in store.solved.unremembered("model-2", limit=9)] == [id_of("11")]
    newer = ticket("11", owner="pam", status=Status.SOLVED, updated_at=NOW, version="2")
    store.pulled.apply(batch(newer, cursor="11"), connection=DESK)
    assert [each for each, _ in store.solved.unremembered(MODEL, limit=9)] == [id_of("11")]
    subject.remember(MODEL, NOW)
    (kept,) = store.solved.solutions(DESK, MODEL)
    assert kept.case.agent == PAM.id


def test_many_solved_at_once_have_open_suggestions_ranked_anew(store: Store) -> None:
    fill(store, "1")
    made = verdict("1")
    store.triaged.record([made])
    assert store.triaged.stale(made.versions, as_of=NOW, limit=9) == ()
    solved(store, range(20, 20 + MANY), by="bob", about=vector(1, 0))
    PastCases(store).remember(MODEL, NOW)
    assert id_of("1") in store.triaged.stale(made.versions, as_of=NOW, limit=99)


def test_the_reader_remembers_and_shares_out(store: Store) -> None:
    people = tuple(agent(login, groups=("Tier 4 Executive",), tier=4, shift=None) for login in ("vic", "una"))
    said = tuple(message("I am angry. Get me your supervisor.", number=number) for number in "1234")
    tickets = [ticket(number) for number in "1234"]
    store.pulled.apply(batch(*tickets, messages=said, agents=people), connection=DESK)
    solved(store, (11,), by="vic", about=b"")
    subject = Reader(store, FakeAnalyzer(), default_assessor())
    while subject.step(NOW):
        pass
    assert store.solved.unremembered(FakeAnalyzer.revision, limit=9) == ()
    verdicts = [store.triaged.triage(id_of(number)) for number in "1234"]
    takers = [taker(each) for each in verdicts if each is not None]
    assert sorted(takers) == sorted([people[0].id, people[1].id] * 2)
