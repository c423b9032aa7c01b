"""Tickets from a file get the verdict that the window would show, as one JSON object each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.bootstrap import default_assessor
from app.domain.batch import Batch, Cursor
from app.domain.people import Agent
from app.domain.tickets import (
    ConnectionName,
    Message,
    Requester,
    Role,
    Status,
    Ticket,
    Visibility,
    message_id,
    ticket_id,
)
from app.service.assess import Assessor
from app.service.file_queue import file_queue
from app.service.triage_file import Verdict, in_portions, last_known, settled, verdict_document, verdicts
from tests.builders import agent
from tests.fakes import FakeAnalyzer

FILE = ConnectionName("file")
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def conversation(number: str, *texts: tuple[Role, str]) -> Batch:
    ticket = Ticket(
        id=ticket_id(FILE, number),
        connection=FILE,
        number=number,
        subject=texts[0][1][:40],
        status=Status.OPEN,
        created_at=MORNING,
        updated_at=MORNING,
        requester=Requester("Mara"),
    )
    messages = tuple(
        Message(message_id(FILE, f"{number}-{index}"), ticket.id, role, MORNING + timedelta(hours=index), text)
        for index, (role, text) in enumerate(texts)
    )
    return Batch(cursor=Cursor("1"), more=False, tickets=(ticket,), messages=messages)


ANGRY = conversation(
    "7",
    (Role.CUSTOMER, "All is fine, one question about the invoice."),
    (Role.AGENT, "Please look at page two."),
    (Role.CUSTOMER, "I am angry now. Get me your supervisor."),
)


def angry(*numbers: str, agents: tuple[Agent, ...] = ()) -> Batch:
    """As many tickets of the same angry words."""
    every = [conversation(number, *((each.role, each.text) for each in ANGRY.messages)) for number in numbers]
    tickets = tuple(ticket for each in every for ticket in each.tickets)
    messages = tuple(message for each in every for message in each.messages)
    return replace(ANGRY, tickets=tickets, messages=messages, agents=agents)


def test_the_points_shown_sum_to_the_score_and_evidence_slices_back_to_words() -> None:
    (verdict,) = verdicts(ANGRY, FakeAnalyzer(), default_assessor(), as_of=None)
    document = verdict_document(verdict)
    assert document["id"] == "7"
    assert sum(each["points"] for each in document["contributions"]) == document["score"]
    demand = next(each for each in document["contributions"] if each["signal"] == "supervisor_demand")
    (span,) = demand["evidence"]
    assert ANGRY.messages[span["message"]].text[span["start"] : span["end"]] == "supervisor"


def test_each_line_has_its_weight_and_the_verdict_names_what_it_was_made_with() -> None:
    assessor = default_assessor()
    (verdict,) = verdicts(ANGRY, FakeAnalyzer(), assessor, as_of=None)
    document = verdict_document(verdict)
    for each in document["contributions"]:
        if each["line"] == "signal":
            assert each["weight"] == assessor.weights.by_signal[each["signal"]].points
            assert each["points"] == round(each["weight"] * each["strength"])
    made_with = assessor.versions(FakeAnalyzer().revision)
    assert document["versions"] == {
        "model": made_with.model,
        "signals": made_with.signals,
        "weights": made_with.weights,
        "rulebook": made_with.rulebook,
        "hours": made_with.hours,
    }
    assert all(document["versions"][each] for each in ("model", "signals", "weights", "rulebook"))


def test_a_dated_fact_of_the_ticket_is_told_in_full() -> None:
    opened = replace(ANGRY.tickets[0], created_at=MORNING - timedelta(days=30))
    (verdict,) = verdicts(replace(ANGRY, tickets=(opened,)), FakeAnalyzer(), default_assessor(), as_of=None)
    (line,) = [each for each in verdict_document(verdict)["contributions"] if each["signal"] == "open_long"]
    assert line["facts"] == [
        {
            "name": "opened",
            "value": "2026-01-31T09:00:00+00:00",
            "as_of": "2026-01-31T09:00:00+00:00",
            "source": "file",
        }
    ]


def test_what_a_full_desk_has_no_room_for_is_held_back_and_says_so() -> None:
    """The supervisor's desk takes one; of the two tickets that ask for one, the first by points and number is sent."""
    plain = default_assessor()
    desks = tuple(replace(each, capacity=1) if each.tier == 4 else each for each in plain.rulebook.desks)
    assessor = Assessor(plain.weights, replace(plain.rulebook, desks=desks))
    both = angry("7", "9")
    found = settled(
        verdicts(both, FakeAnalyzer(), assessor, as_of=None), assessor, file_queue(both.tickets, as_of=None)
    )
    first, second = (verdict_document(each)["suggestion"] for each in found)
    assert (first["escalate"], first["held"], first["rule"]) == (True, None, "Asks for a supervisor")
    assert (second["escalate"], second["held"]) == (False, "Tier 4 Executive is full: 1 of 1")
    assert second["group"] == "Tier 4 Executive"


def test_many_at_once_are_shared_out_and_the_same_person_is_not_named_on_all() -> None:
    people = tuple(agent(login, groups=("Tier 4 Executive",), tier=4) for login in ("ann", "ben", "cid"))
    batch, assessor = angry("1", "2", "3", "4", agents=people), default_assessor()
    found = list(
        settled(verdicts(batch, FakeAnalyzer(), assessor, as_of=None), assessor, file_queue(batch.tickets, as_of=None))
    )
    documents = [verdict_document(each) for each in found]
    named = Counter(each["suggestion"]["agent"] for each in documents)
    assert named.keys() == {each.id for each in people}
    assert max(named.values()) == 2
    for each in documents:
        first = each["candidates"][0]
        assert first["agent"] == each["suggestion"]["agent"]
        assert first["points"] == sum(factor["points"] for factor in first["factors"])


def test_where_nobody_is_named_each_verdict_comes_as_soon_as_it_is_made() -> None:
    batch, assessor = angry("1", "2"), default_assessor()
    made: list[str] = []

    def counted() -> Iterator[Verdict]:
        for each in verdicts(batch, FakeAnalyzer(), assessor, as_of=None):
            made.append(each.snapshot.ticket.number)
            yield each

    assert next(settled(counted(), assessor, file_queue(batch.tickets, as_of=None))).snapshot.ticket.number == "1"
    assert made == ["1"]


def test_the_past_knows_no_load_and_no_full_desk_of_later() -> None:
    """A ticket that is written a day later is Ann's, and fills the supervisor's desk, from then on only."""
    ann = agent("ann", groups=("Tier 4 Executive",), tier=4, shift=None)
    earlier = angry("1", agents=(ann,))
    day = MORNING + timedelta(days=1)
    later = replace(angry("2").tickets[0], created_at=day, owner=ann.id, group="Tier 4 Executive")
    plain = default_assessor()
    desks = tuple(replace(each, capacity=1) if each.tier == 4 else each for each in plain.rulebook.desks)
    assessor = Assessor(plain.weights, replace(plain.rulebook, desks=desks))
    told = []
    for as_of in (day - timedelta(hours=1), day):
        queue = file_queue((*earlier.tickets, later), as_of=as_of)
        found = verdicts(earlier, FakeAnalyzer(), assessor, as_of=as_of, queue=queue)
        (verdict,) = settled(found, assessor, queue)
        suggestion = verdict.triage.suggestion
        told.append((suggestion.held, [each.open_tickets for each in suggestion.candidates]))
    assert told == [("", [0]), ("Tier 4 Executive is full: 1 of 1", [1])]


def test_what_would_turn_the_verdict_and_how_likely_it_is_are_told() -> None:
    (verdict,) = verdicts(ANGRY, FakeAnalyzer(), default_assessor(), as_of=None)
    document = verdict_document(verdict)
    assert [each["words"] for each in document["counterfactuals"]] == [
        "Not suggested if the customer had not asked for a supervisor.",
        "Not suggested if the customer's message 2 had not been written.",
    ]
    assert all(each["score"] < 40 for each in document["counterfactuals"])
    assert 0.2 < document["probability"] < 0.9


def test_every_message_has_its_sentiment_and_only_what_the_customer_meant() -> None:
    (verdict,) = verdicts(ANGRY, FakeAnalyzer(), default_assessor(), as_of=None)
    messages = verdict_document(verdict)["messages"]
    assert [each["index"] for each in messages] == [0, 1, 2]
    assert [each["sentiment"] for each in messages] == [0.5, 0.0, -0.9]
    assert messages[2]["intents"] == {"supervisor_demand": 0.97}


def test_an_earlier_instant_does_not_know_what_came_later() -> None:
    (verdict,) = verdicts(ANGRY, FakeAnalyzer(), default_assessor(), as_of=MORNING + timedelta(minutes=1))
    document = verdict_document(verdict)
    assert len(document["messages"]) == 1
    assert not document["suggestion"]["escalate"]


def test_without_an_instant_it_is_the_last_thing_known() -> None:
    assert last_known(ANGRY.tickets[0], ANGRY.messages, ()) == MORNING + timedelta(hours=2)


def test_a_customer_who_said_nothing_readable_is_not_judged() -> None:
    (verdict,) = verdicts(conversation("8", (Role.CUSTOMER, "  ")), FakeAnalyzer(), default_assessor(), as_of=None)
    assert verdict_document(verdict)["state"] == "not enough known"


def test_every_rule_is_listed_with_its_verdict_and_why() -> None:
    (verdict,) = verdicts(ANGRY, FakeAnalyzer(), default_assessor(), as_of=None)
    rules = {each["rule"]: each for each in verdict_document(verdict)["rules"]}
    assert len(rules) == len(default_assessor().rulebook.rules)
    assert rules["Asks for a supervisor"]["verdict"] == "fired"
    assert "supervisor demand is 1" in rules["Asks for a supervisor"]["because"]
    assert rules["Legal"] == {
        "rule": "Legal",
        "verdict": "did not fire",
        "because": "legal threat is 0, not at least 0.75",
    }
    assert {each["verdict"] for each in rules.values()} <= {"fired", "did not fire", "cannot tell"}


def test_each_text_is_read_once_however_often_it_was_sent() -> None:
    analyzer = FakeAnalyzer()
    list(verdicts(conversation("9", *[(Role.CUSTOMER, "Hello?")] * 5), analyzer, default_assessor(), as_of=None))
    assert analyzer.seen == ["Hello?"]


def test_a_ticket_that_a_file_comes_back_to_is_judged_once_and_whole() -> None:
    first = Batch(cursor=Cursor("1"), more=True, tickets=ANGRY.tickets, messages=ANGRY.messages[:2])
    again = Batch(cursor=Cursor("2"), more=False, tickets=ANGRY.tickets, messages=ANGRY.messages[1:])
    dealt = list(in_portions([first, conversation("8", (Role.CUSTOMER, "Hello")), again]))
    found = [each for batch in dealt for each in verdicts(batch, FakeAnalyzer(), default_assessor(), as_of=None)]
    assert [each.snapshot.ticket.number for each in found] == ["7", "8"]
    (alone,) = verdicts(ANGRY, FakeAnalyzer(), default_assessor(), as_of=None)
    assert found[0].triage == alone.triage


def test_an_internal_note_is_no_message_to_the_customer(caplog: pytest.LogCaptureFixture) -> None:
    batch = conversation("10", (Role.CUSTOMER, "Hello"), (Role.AGENT, "angry angry"))
    note = batch.messages[1]
    internal = Message(note.id, note.ticket, note.role, note.at, note.text, visibility=Visibility.INTERNAL)
    shown = Batch(cursor=batch.cursor, more=False, tickets=batch.tickets, messages=(batch.messages[0], internal))
    (verdict,) = verdicts(shown, FakeAnalyzer(), default_assessor(), as_of=None)
    assert [read.message.id for read in verdict.snapshot.unanswered] == [batch.messages[0].id]
