"""A signal that had all that it reads and says nothing found nothing; without it, it cannot tell."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app import paths
from app.bootstrap import default_assessor
from app.domain.analysis import Legibility
from app.domain.people import Fact
from app.domain.rule_verdicts import RuleVerdict, Verdict
from app.domain.rulebook import Rule
from app.domain.snapshot import Snapshot
from app.domain.tickets import SlaClock
from app.service.assess import Assessor
from app.signals import SIGNALS
from app.signals.grounds import tellable
from tests import builders
from tests.builders import MODEL, NOW
from tests.signals.scene import HOUR, Turn, aged, agent, customer, fact, scene, unread

CALM = customer("Where do I find last month's invoice?", sentiment=0.1, how_to=0.8)
ACCOUNT_FACTS = (
    fact("value", 62_000),
    fact("renewal", NOW.date()),
    fact("health", 0.9),
    fact("plan", "Team"),
    *(fact("usage", 80, days=days) for days in (20, 13, 6)),
)
DUE = replace(aged(), sla=SlaClock(NOW + 40 * HOUR, "next reply"))
ALL_KNOWN = scene(CALM, agent(), CALM, agent(), CALM, ticket=DUE, facts=ACCOUNT_FACTS)


def foreign() -> Snapshot:
    said = builders.message("Mein Anwalt meldet sich.")
    return builders.seen([said], analyses=[builders.analysis(said, legibility=Legibility.FOREIGN, sentiment=None)])


def test_where_all_is_known_every_signal_could_tell() -> None:
    assert tellable(ALL_KNOWN) == set(SIGNALS)


@pytest.mark.parametrize(
    ("found", "signal"),
    [
        (scene(CALM, unread("And this.")), "legal_threat"),
        (scene(unread("See below.")), "low_sentiment"),
        (foreign(), "legal_threat"),
        (scene(), "supervisor_demand"),
        (scene(CALM, agent(), CALM), "falling_sentiment"),
        (scene(CALM, agent(), CALM), "shorter_replies"),
        (scene(CALM), "account_value"),
        (scene(CALM), "failed_payments"),
        (scene(CALM, facts=(fact("renewal", NOW.date()),)), "account_value"),
        (scene(CALM, facts=(fact("value", 62_000),)), "renewal_near"),
        (scene(CALM, facts=(fact("usage", 80, days=6),)), "falling_usage"),
        (scene(CALM), "sla_close"),
        (scene(CALM, replace(agent("Clear the cache."), intents=None)), "advice_repeated"),
    ],
)
def test_what_rests_on_something_missing_cannot(found: Snapshot, signal: str) -> None:
    assert signal not in tellable(found)


@pytest.mark.parametrize("signal", ["bounced", "reopened", "open_long", "waiting_for_us", "many_exchanges"])
def test_what_happened_to_a_ticket_is_always_known(signal: str) -> None:
    assert signal in tellable(scene(unread("See below.")))


def ruled(when: str, found: Snapshot) -> RuleVerdict:
    """What a rule with this condition says."""
    plain = default_assessor(weights=paths.resources() / "weights.toml", rulebook=paths.resources() / "rulebook.toml")
    rule = Rule(name="R", group="Tier 2 Billing", when=when)
    made = Assessor(plain.weights, replace(plain.rulebook, rules=(rule,)))
    (verdict,) = made.assess(found, model_revision=MODEL).rules
    return verdict


@pytest.mark.parametrize(
    ("turns", "verdict"),
    [
        ((CALM,), Verdict.FIRED),
        ((customer("My lawyer will write.", legal_threat=0.97),), Verdict.DID_NOT),
        ((CALM, unread("And this.")), Verdict.UNKNOWN),
    ],
)
def test_a_rule_can_ask_that_something_is_not_there(turns: Sequence[Turn], verdict: Verdict) -> None:
    assert ruled("!(signals.legal_threat >= 0.5)", scene(*turns)).verdict is verdict


@pytest.mark.parametrize("facts", [(), ACCOUNT_FACTS])
def test_a_calm_ticket_that_was_read_is_told_of_whole(facts: tuple[Fact, ...]) -> None:
    """No default rule that rests on words says that it cannot tell."""
    plain = default_assessor(weights=paths.resources() / "weights.toml", rulebook=paths.resources() / "rulebook.toml")
    told = plain.assess(scene(CALM, ticket=DUE, facts=facts), model_revision=MODEL).rules
    cannot = {each.rule for each in told if each.verdict is Verdict.UNKNOWN}
    assert cannot == set()
