"""A signal that had all that it reads and says nothing found nothing; without it, it cannot tell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from app import paths
from app.bootstrap import default_assessor
from app.domain.analysis import Legibility
from app.domain.people import Fact
from app.domain.rule_verdicts import RuleVerdict, Verdict
from app.domain.rulebook import Rule
from app.domain.snapshot import Snapshot
from app.domain.tickets import SlaClock, Status
from app.service.assess import Assessor
from app.signals import SIGNALS, read
from app.signals.grounds import GROUNDS, could_tell
from tests import builders
from tests.builders import MODEL, NOW
from tests.signals.scene import HOUR, Turn, aged, agent, customer, fact, scene, unread
from tests.signals.snapshots import snapshots

CALM = customer(None, sentiment=0.1, how_to=0.8)
THANKS = customer(None, sentiment=0.6, thanks=0.95)
ODD = customer(None, sentiment=None)  # read, and its mood could not be told
USAGE = tuple(fact("usage", 80, days=days) for days in (20, 13, 6))
FACTS = (
    fact("value", 62_000, days=300),
    fact("value", 62_000),
    fact("renewal", NOW.date() + timedelta(days=300)),
    fact("health", 90),
    fact("plan", "Team"),
    fact("contact", "Henrik Aas, COO"),
    *USAGE,
)
DUE = replace(aged(), sla=SlaClock(NOW + 40 * HOUR, "next reply"))
ALL_KNOWN = scene(CALM, agent(), CALM, agent(), CALM, ticket=DUE, facts=FACTS)


def read_as(legibility: Legibility, *, share: float = 1.0) -> Snapshot:
    """A message of which the models say so."""
    said = builders.message("Mein Anwalt meldet sich.")
    analysis = builders.analysis(said, legibility=legibility, sentiment=None)
    return builders.seen([said], analyses=[replace(analysis, read_share=share)])


def answered_as(legibility: Legibility) -> Snapshot:
    """An answer of ours of which the models say so."""
    said = builders.conversation("customer: Hello.", "agent: Clear the cache.")
    read = [builders.analysis(each) for each in said]
    return builders.seen(said, analyses=[read[0], replace(read[1], legibility=legibility)])


def known_of(*facts: Fact) -> Snapshot:
    return scene(CALM, facts=facts)


def test_where_all_is_known_every_signal_could_tell() -> None:
    assert could_tell(ALL_KNOWN) == set(SIGNALS)


@pytest.mark.parametrize(
    ("found", "signal"),
    [
        (scene(CALM, unread("And this.")), "legal_threat"),
        (scene(unread("See below.")), "low_sentiment"),
        (scene(), "supervisor_demand"),
        (read_as(Legibility.FOREIGN), "legal_threat"),
        (read_as(Legibility.FAILED), "legal_threat"),
        (read_as(Legibility.EMPTY), "legal_threat"),
        (read_as(Legibility.READ, share=0.1), "legal_threat"),
        (scene(ODD), "low_sentiment"),
        (scene(CALM), "lowest_sentiment"),
        (scene(CALM), "last_sentiment"),
        (scene(CALM, agent(), CALM, agent(), ODD), "last_sentiment"),
        (scene(CALM, agent(), CALM), "falling_sentiment"),
        (scene(CALM, agent(), CALM, agent(), ODD), "falling_sentiment"),
        (scene(CALM, agent(), CALM, agent(), THANKS), "shorter_replies"),
        (scene(CALM, agent(), CALM, agent(), THANKS), "more_direct"),
        (scene(CALM), "account_value"),
        (scene(CALM), "failed_payments"),
        (scene(CALM), "executive_contact"),
        (known_of(fact("value", 62_000)), "executive_contact"),
        (known_of(fact("renewal", NOW.date())), "account_value"),
        (known_of(fact("value", "n/a")), "account_value"),
        (known_of(fact("value", 62_000)), "shrinking_contract"),
        (known_of(fact("value", 90_000, days=900), fact("value", 62_000, days=800)), "shrinking_contract"),
        (known_of(fact("value", 62_000)), "renewal_near"),
        (known_of(fact("renewal", "next spring")), "renewal_near"),
        (known_of(fact("renewal", NOW.date() - timedelta(days=1))), "renewal_near"),
        (known_of(*USAGE[:2]), "falling_usage"),
        (known_of(*(fact("usage", 80, days=days) for days in (100, 93, 86))), "falling_usage"),
        (known_of(fact("health", 90, days=200)), "low_health"),
        (known_of(fact("health", "good")), "low_health"),
        (known_of(fact("plan", 7)), "premium_plan"),
        (scene(CALM), "sla_close"),
        (scene(CALM, ticket=replace(DUE, status=Status.SOLVED)), "sla_missed"),
        (scene(CALM, ticket=replace(aged(), status=Status.SOLVED)), "reopened"),
        (scene(CALM, replace(agent("Clear the cache."), intents=None)), "advice_repeated"),
        (answered_as(Legibility.FOREIGN), "advice_repeated"),
        (answered_as(Legibility.FAILED), "advice_repeated"),
    ],
)
def test_what_rests_on_something_missing_cannot(found: Snapshot, signal: str) -> None:
    assert signal not in could_tell(found)
    assert SIGNALS[signal](found) is None


def test_usage_of_two_sources_is_that_of_the_one_that_rules() -> None:
    """Two weeks of each are no three weeks of one."""
    weeks = [replace(fact("usage", 80, days=days), source=source) for source in "ab" for days in (13, 6)]
    found = known_of(*weeks)
    assert found.account is not None
    ruled = replace(found, account=replace(found.account, precedence=("a", "b")))
    assert "falling_usage" not in could_tell(ruled)


@pytest.mark.parametrize(
    "signal", ["bounced", "reopened", "open_long", "waiting_for_us", "many_exchanges", "satisfied"]
)
def test_what_happened_to_a_ticket_is_known_whether_or_not_it_was_read(signal: str) -> None:
    assert signal in could_tell(scene(unread("See below.")))


@settings(max_examples=60, deadline=None)
@given(found=snapshots())
def test_what_does_not_read_messages_says_the_same_without_them(found: Snapshot) -> None:
    """What would turn a verdict is tried without a message, and these are not asked again."""
    without = replace(found, thread=())
    for name, grounds in GROUNDS.items():
        if not grounds.of_messages:
            assert SIGNALS[name](without) == SIGNALS[name](found), name


@settings(max_examples=60, deadline=None)
@given(found=snapshots())
def test_whoever_reads_something_could_tell_or_says_it_of_a_part(found: Snapshot) -> None:
    """Of the account nothing is read that is not known; of the words something may be, with others still unread."""
    found = found if found.account else replace(found, siblings=())  # of no account there are none
    for name in read(found):
        assert GROUNDS[name].of_messages or name in could_tell(found), name


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
        ((unread("And this."), customer("My lawyer will write.", legal_threat=0.97)), Verdict.DID_NOT),
    ],
)
@pytest.mark.parametrize("asked", ["signals.legal_threat", "intents.legal_threat"])
def test_a_rule_can_ask_that_something_is_not_there(turns: Sequence[Turn], verdict: Verdict, asked: str) -> None:
    considered = [
        replace(each, intents={"legal_threat": 0.1, **each.intents}) if each.intents is not None else each
        for each in turns
    ]
    assert ruled(f"!({asked} >= 0.5)", scene(*considered)).verdict is verdict


@pytest.mark.parametrize("asked", ["last", "mean", "lowest"])
def test_the_mood_is_not_known_while_a_message_waits_to_be_read(asked: str) -> None:
    assert ruled(f"sentiment.{asked} > -0.3", scene(CALM)).verdict is Verdict.FIRED
    assert ruled(f"sentiment.{asked} > -0.3", scene(CALM, unread("And this."))).verdict is Verdict.UNKNOWN


def test_time_in_conditions_is_working_time() -> None:
    """NOW is a Wednesday; the ticket came in on Friday evening."""
    found = scene(CALM, ticket=aged(hours=4 * 24 + 14))
    assert ruled("time.open_days > 3", found).verdict is Verdict.DID_NOT
    assert ruled("time.open_days > 2", found).verdict is Verdict.FIRED


@pytest.mark.parametrize("facts", [(), FACTS])
def test_a_calm_ticket_that_was_read_is_told_of_nearly_whole(facts: tuple[Fact, ...]) -> None:
    """Where there is no account, only what asks for its executives cannot be told."""
    plain = default_assessor(weights=paths.resources() / "weights.toml", rulebook=paths.resources() / "rulebook.toml")
    told = plain.assess(scene(CALM, ticket=DUE, facts=facts), model_revision=MODEL).rules
    cannot = {each.rule for each in told if each.verdict is Verdict.UNKNOWN}
    assert cannot == (set() if facts else {"Executive complaint"})
