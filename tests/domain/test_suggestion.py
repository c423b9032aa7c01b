"""Whether a ticket is to be escalated, and to which group: hard rules, then the score, and never sideways."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.people import Fact
from app.domain.routing import Suggestion, suggest
from app.domain.rulebook import Mode, Rulebook
from app.domain.score import ScoreState
from app.domain.snapshot import Reading
from app.domain.tickets import Status
from tests import builders
from tests.domain.books import book, judged, member, rule

SECURITY = rule("Incident", "Security", "security_report", hard=True, mode="automatic", at_least=0.6)
LEGAL = rule("Legal", "Compliance", "legal_threat", hard=True, mode="automatic")
MONEY = rule("Money", "Billing", "refund", hard=True, minimum_value=50_000)
MANAGER = rule("Manager", "Executive", "supervisor_demand", at_least=0.6)
LOOPING = rule("Looping", "Technical", "bounced")
LOOPING_HIGHER = rule("Looping in tier 2", "Product", "bounced")
BOOK = book(LOOPING, MANAGER, LOOPING_HIGHER, SECURITY, LEGAL, MONEY)


def verdict(
    signals: Mapping[str, float],
    *,
    points: int = 60,
    group: str = "Tier 1",
    rulebook: Rulebook = BOOK,
    facts: tuple[Fact, ...] = (),
    state: ScoreState | None = None,
    agents: tuple[Any, ...] = (),
    **changes: Any,
) -> Suggestion:
    found = builders.seen(
        [builders.message()],
        of=builders.ticket(group=group, **changes),
        account=builders.account("northwind", *facts) if facts else None,
    )
    score = builders.score(builders.contribution("mood", points, because="mood is low"), suggest_at=40)
    if state is not None:
        score = builders.score(suggest_at=40, state=state)
    readings = {name: Reading(strength, f"{name} seen") for name, strength in signals.items()}
    said = judged(rulebook, found, readings)
    return suggest(found, score, readings=readings, judged=said, rulebook=rulebook, agents=agents)


def goes_to(suggestion: Suggestion) -> str | None:
    return suggestion.destination.group if suggestion.destination else None


@pytest.mark.parametrize(
    ("signals", "points", "group"),
    [
        ({}, 39, None),
        ({}, 40, "Technical"),
        ({"bounced": 0.9}, 39, None),
        ({"bounced": 0.5}, 40, "Technical"),
        ({"bounced": 0.49}, 40, "Technical"),  # by default
        ({"supervisor_demand": 0.9}, 40, "Executive"),
        ({"supervisor_demand": 0.9, "bounced": 0.9}, 40, "Technical"),  # in the order of the rulebook
        ({"security_report": 0.6}, 0, "Security"),
        ({"security_report": 0.59}, 0, None),
        ({"security_report": 0.9, "bounced": 0.9, "supervisor_demand": 0.9}, 95, "Security"),
        ({"legal_threat": 0.5, "security_report": 0.9}, 0, "Security"),
    ],
)
def test_hard_rules_come_first_then_the_score_then_the_others(
    signals: Mapping[str, float], points: int, group: str | None
) -> None:
    assert goes_to(verdict(signals, points=points)) == group


@pytest.mark.parametrize(
    ("group", "signals", "to"),
    [
        ("Billing", {}, None),  # the default would be sideways
        ("Billing", {"bounced": 0.9}, "Product"),  # Technical would be sideways, so the next rule that fires decides
        ("Product", {"bounced": 0.9}, None),
        ("Executive", {"supervisor_demand": 0.9}, None),
        ("Product", {"supervisor_demand": 0.9}, "Executive"),
        ("Product", {"legal_threat": 0.9}, "Compliance"),  # same tier, but certified
        ("Executive", {"legal_threat": 0.9}, "Compliance"),
        ("Compliance", {"legal_threat": 0.9}, None),
        ("Security", {"security_report": 0.9, "legal_threat": 0.9}, None),  # no way back and forth
        ("Walk-ins", {"bounced": 0.9}, "Technical"),
    ],
)
def test_only_a_move_up_or_to_a_certified_group_is_suggested(
    group: str, signals: Mapping[str, float], to: str | None
) -> None:
    suggestion = verdict(signals, group=group)
    assert goes_to(suggestion) == to
    assert suggestion.escalate is (to is not None)


def test_where_it_stays_it_says_why() -> None:
    assert verdict({}, points=28).because == "12 points below the threshold for a suggestion."
    assert verdict({"legal_threat": 1.0}, group="Compliance").because == "It is already with Compliance, in tier 3."
    assert verdict({"legal_threat": 1.0}, group="Compliance").rule == "Legal"
    assert "Not enough is known" in verdict({}, state=ScoreState.UNKNOWN).because


@pytest.mark.parametrize("status", [Status.SOLVED, Status.CLOSED])
def test_what_is_finished_is_left_alone_whatever_fires(status: Status) -> None:
    suggestion = verdict({"security_report": 1.0}, points=200, status=status)
    assert (suggestion.escalate, suggestion.because) == (False, f"The ticket is {status}.")


def test_what_the_helpdesk_no_longer_shows_is_left_alone() -> None:
    assert verdict({"security_report": 1.0}, lost=True).escalate is False


def test_a_hard_rule_does_not_wait_for_the_models() -> None:
    assert goes_to(verdict({"security_report": 1.0}, state=ScoreState.UNKNOWN)) == "Security"


@pytest.mark.parametrize(("value", "to"), [(50_000, None), (50_001, "Billing"), ("much", None), (None, None)])
def test_a_minimum_value_must_be_exceeded(value: Any, to: str | None) -> None:
    facts = (builders.fact("value", value),) if value is not None else ()
    assert goes_to(verdict({"refund": 0.9}, points=0, facts=facts)) == to


def test_also_needs_both() -> None:
    both = book(rule("Both", "Product", "technical_depth", also=["low_sentiment", "falling_sentiment"]))
    assert goes_to(verdict({"technical_depth": 0.9}, rulebook=both)) == "Technical"
    assert goes_to(verdict({"technical_depth": 0.9, "low_sentiment": 0.4}, rulebook=both)) == "Technical"
    assert goes_to(verdict({"technical_depth": 0.9, "falling_sentiment": 0.6}, rulebook=both)) == "Product"


@pytest.mark.parametrize("mode", ["off", "shadow"])
def test_a_rule_that_is_off_or_in_shadow_moves_nothing(mode: str) -> None:
    silent = book(rule("Incident", "Security", "security_report", hard=True, mode=mode))
    assert verdict({"security_report": 1.0}, points=0, rulebook=silent).escalate is False


def test_the_rule_gives_name_and_mode_and_the_reason_leads_with_what_fired() -> None:
    suggestion = verdict({"security_report": 0.9})
    assert (suggestion.rule, suggestion.mode) == ("Incident", Mode.AUTOMATIC)
    assert suggestion.because == "security_report seen; mood is low"
    by_score = verdict({})
    assert (by_score.rule, by_score.mode, by_score.because) == ("", Mode.SUGGEST, "mood is low")


def test_what_did_not_fire_is_not_given_as_a_reason() -> None:
    either = book(rule("Either", "Technical", "bounced", "reopened"))
    assert verdict({"bounced": 0.1, "reopened": 0.9}, rulebook=either).because == "reopened seen; mood is low"


def test_where_nobody_fits_it_goes_to_the_group_and_says_so() -> None:
    sam = member("sam", "Security", certifications=("security",), capacity=0)
    suggestion = verdict({"security_report": 0.9}, agents=(sam, member("tess", "Technical")))
    assert suggestion.destination is not None
    assert (suggestion.escalate, suggestion.destination.agent) == (True, None)
    assert suggestion.because.endswith("nobody in Security can take it now: Sam full: 0 of 0")


def test_a_group_whose_people_are_unknown_decides_itself() -> None:
    suggestion = verdict({"security_report": 0.9}, agents=())
    assert suggestion.destination is not None
    assert suggestion.destination.agent is None
    assert "nobody" not in suggestion.because


def test_a_rule_can_ask_for_another_certification_than_its_desk() -> None:
    privacy = book(rule("Privacy", "Compliance", "privacy_request", hard=True, certification="privacy"))
    grace = member("grace", "Compliance", certifications=("privacy",))
    liam = member("liam", "Compliance", certifications=("legal",))
    suggestion = verdict({"privacy_request": 0.9}, rulebook=privacy, agents=(grace, liam))
    assert suggestion.destination is not None
    assert suggestion.destination.agent == grace.id
    assert [each.why_not for each in suggestion.candidates] == ["", "not certified for privacy"]
