"""The decision pane says in words what stands, where it has got to, and what went wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.changes import ChangeState, Outcome
from app.domain.counterfactual import Counterfactual
from app.domain.decisions import DecisionKind
from app.domain.opened import Delivery, OpenTicket
from app.domain.people import Presence
from app.domain.routing import Candidate
from app.domain.score import Line, ScoreState
from app.domain.tickets import Status
from app.domain.triage import Triage
from app.ui.panes.triage_ticket_header import where_words, who_words
from app.ui.panes.triage_words import (
    because,
    candidate_words,
    delivery_words,
    headline,
    load_words,
    needs_a_look,
    otherwise_words,
    standing_words,
    why_words,
)
from tests.builders import (
    NOW,
    VERSIONS,
    account,
    agent,
    change,
    contribution,
    decision,
    message,
    quiet_suggestion,
    receipt,
    score,
    seen,
    suggestion,
    ticket,
    triage,
)


def opened(of: Triage | None = None, *, status: Status = Status.OPEN, **changes: object) -> OpenTicket:
    plain = OpenTicket(seen([message()], of=ticket(status=status)), of, suggest_at=50, automatic_at=90)
    return replace(plain, **changes)  # type: ignore[arg-type]


def delivery(state: ChangeState, **changes: object) -> Delivery:
    plain = Delivery(state=state, at=NOW - timedelta(seconds=4), decision=decision().id)
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_suggestion_is_one_sentence() -> None:
    shown = opened(triage("1", contribution(points=60)))
    assert headline(shown) == "Escalate to Tier 2 Billing"
    assert because(shown) == "because asks for a supervisor."


def test_quiet_ticket_says_how_far_it_is_from_a_suggestion() -> None:
    shown = opened(triage("1", contribution(points=10)))
    assert headline(shown) == "Stays with Tier 1"
    assert because(shown) == "50 points below the threshold for a suggestion."


def test_not_enough_known_is_a_state_of_its_own() -> None:
    plain = triage("1", suggestion=quiet_suggestion(), score=score(state=ScoreState.UNKNOWN))
    assert headline(opened(plain)) == "Not enough is known"
    assert headline(opened()) == "Not assessed yet"
    assert because(opened()) == "Its messages have not been read yet."


def test_finished_ticket_says_so() -> None:
    plain = triage("1", suggestion=replace(quiet_suggestion(), because="The ticket is solved."))
    assert headline(opened(plain, status=Status.SOLVED)) == "Already solved"


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (delivery(ChangeState.SENDING), "being written to desk"),
        (delivery(ChangeState.DONE), "moved in desk 4 s ago"),
        (delivery(ChangeState.WITHDRAWN), "taken back; nothing was written"),
        (
            delivery(
                ChangeState.FAILED, receipt=receipt(change(), Outcome.CONFLICT, "Bob took it first; theirs stands")
            ),
            "conflict: Bob took it first; theirs stands",
        ),
        (delivery(ChangeState.FAILED, receipt=receipt(change(), Outcome.LOST)), "the ticket is gone"),
        (delivery(ChangeState.FAILED, problem="The queue is closed."), "The queue is closed."),
    ],
)
def test_write_back_is_in_words(what: Delivery, words: str) -> None:
    assert delivery_words(what, decision(), place="desk", now=NOW) == words


def test_waiting_write_back_counts_down_and_then_names_what_it_waits_for() -> None:
    waiting = delivery(ChangeState.WAITING, problem="desk does not answer.")
    for seconds, words in ((0, "waiting 10 s: can be undone"), (9.5, "waiting 1 s: can be undone")):
        now = NOW + timedelta(seconds=seconds)
        assert delivery_words(waiting, decision(), place="desk", now=now) == words
    later = NOW + timedelta(seconds=10)
    assert delivery_words(waiting, decision(), place="desk", now=later) == "waiting for desk: desk does not answer."


def test_note_is_called_a_note() -> None:
    note = delivery(ChangeState.DONE, decision="", text="Called her.")
    assert delivery_words(note, None, place="desk", now=NOW) == "note added in desk 4 s ago"


def test_standing_decision_comes_with_its_own_write_backs_only() -> None:
    undone = decision(name="-old", undone_at=NOW)
    shown = opened(
        decisions=(undone, decision()),
        deliveries=(delivery(ChangeState.WITHDRAWN, decision=undone.id), delivery(ChangeState.DONE)),
    )
    lines = standing_words(shown, now=NOW + timedelta(seconds=20))
    assert lines == ("Ana Ortiz accepted 20 s ago, to Tier 2 Billing", "Moved in desk 24 s ago")
    assert not needs_a_look(shown)
    assert needs_a_look(replace(shown, deliveries=(delivery(ChangeState.FAILED),)))


def test_reason_of_a_decision_is_quoted() -> None:
    kept = decision(kind=DecisionKind.OVERRIDE, reason="a known hoax")
    assert standing_words(opened(decisions=(kept,)), now=NOW) == ("Ana Ortiz kept it here just now, “a known hoax”",)


def test_nothing_decided_is_nothing_said() -> None:
    assert standing_words(opened(), now=NOW) == ()


def test_people_come_with_why_and_why_not() -> None:
    fits = Candidate(agent("bob", certifications=("security",), skills=("refunds",)), 3)
    assert candidate_words(fits) == "available · certified for security · refunds"
    assert load_words(fits) == "3 of 5"
    assert candidate_words(Candidate(agent("bob"), 5, "full: 5 of 5")) == "full: 5 of 5"
    bare = Candidate(agent("bob", presence=Presence.UNKNOWN, capacity=None), 2)
    assert candidate_words(bare) == "presence is not known"
    assert load_words(bare) == "2 open"


def test_why_adds_up_and_names_every_version() -> None:
    made = triage("1", contribution(points=40, weight=50, strength=0.8), contribution("outage", 12))
    words = why_words(replace(made, suggestion=suggestion(rule="Billing")))
    assert "Rule: Billing. Mode: suggest." in words
    assert "1.  50 \N{MULTIPLICATION SIGN} 0.80 = +40  sentiment" in words
    assert "Sum: 52" in words
    assert all(version in words for version in ("model-1", "signals-1", "weights-1", "rulebook-1"))
    assert "No rule: the score alone decided." in why_words(made)


def test_header_says_who_and_where() -> None:
    plain = opened()
    assert who_words(plain) == "Mara Lindt"
    assert who_words(replace(plain, account=account())) == "Mara Lindt · Northwind, $84,000 a year"
    assert where_words(plain) == "open · Tier 1 · nobody owns it"
    tagged = ticket(tags=("a", "b", "c", "d", "e"))
    assert where_words(replace(plain, snapshot=seen([], of=tagged))).endswith("#a #b #c #d and 1 more")


def test_what_would_turn_the_verdict_is_two_lines_at_most() -> None:
    found = tuple(Counterfactual(escalate=False, facts=(f"it were {each}",), points=30) for each in ("a", "b", "c"))
    assert otherwise_words(found) == "Not suggested if it were a.\nNot suggested if it were b."
    assert otherwise_words(()) == ""


def test_all_that_the_score_was_made_with_names_caps_pairs_and_business_hours() -> None:
    cap = contribution("mood", -14, weight=45, line=Line.CAP, label="Mood counted once")
    pair = contribution("both", 4, weight=8, strength=0.5, line=Line.PAIR)
    made = triage("1", contribution(points=60), pair, cap, versions=replace(VERSIONS, hours="mon 9:00-17:00 UTC"))
    said = why_words(made)
    assert "45 of 59 = \N{MINUS SIGN}14" in said
    assert "8 \N{MULTIPLICATION SIGN} 0.50 = +4" in said
    assert "Working hours mon 9:00-17:00 UTC" in said
