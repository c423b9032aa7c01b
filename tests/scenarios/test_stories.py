"""Every example of the product on a whole conversation: at which message it fires, where to, and in which mode."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app import paths, signals
from app.bootstrap import analyzer, default_assessor
from app.domain.analysis import Legibility
from app.domain.batch import Batch, Cursor
from app.domain.history import PastCase
from app.domain.people import Agent, Presence
from app.domain.rulebook import Mode
from app.domain.score import ScoreState
from app.domain.snapshot import Snapshot
from app.domain.tickets import Message, TicketId
from app.domain.triage import Triage
from app.service.assess import Assessor
from app.service.counterfactuals import counterfactuals
from app.service.triage_file import Verdict, verdicts
from tests import builders
from tests.builders import MODEL, NOW
from tests.scenarios.stories import STORIES
from tests.scenarios.story import BILLING, COMPLIANCE, EXECUTIVE, Story
from tests.signals.scene import HOUR, customer, fact, scene, unread

ASSESSOR = default_assessor(weights=paths.resources() / "weights.toml", rulebook=paths.resources() / "rulebook.toml")
ANOTHER = default_assessor(weights=paths.resources() / "weights.toml", rulebook=paths.resources() / "rulebook.toml")
EVERY = pytest.mark.parametrize("story", STORIES.values(), ids=list(STORIES))


def seen(story: Story) -> Iterator[Snapshot]:
    """The ticket as it was right after each message, and nothing of what came later."""
    count = len(story.turns)
    for place, turn in enumerate(story.turns):
        ago = turn.hours if turn.hours is not None else float(count - place)
        yield scene(
            *story.turns,
            ticket=story.ticket,
            facts=story.facts,
            events=story.events,
            siblings=story.siblings,
            as_of=NOW - ago * HOUR,
        )


def told(snapshot: Snapshot, assessor: Assessor = ASSESSOR, *agents: Agent) -> Triage:
    return assessor.assess(snapshot, model_revision=MODEL, agents=agents)


def group(triage: Triage) -> str | None:
    where = triage.suggestion.destination
    return where.group if triage.suggestion.escalate and where else None


@EVERY
def test_it_fires_at_the_message_at_which_it_should(story: Story) -> None:
    triages = [told(each) for each in seen(story)]
    assert tuple(map(group, triages)) == story.goes
    first = next((each.suggestion for each in triages if each.suggestion.escalate), None)
    if first is not None:
        assert (first.rule, first.mode) == (story.rule, story.mode)
        last = triages[-1].suggestion
        assert not last.escalate or (last.rule, last.mode) == (story.last or (story.rule, story.mode))


@EVERY
def test_its_signals_read_from_the_message_on_that_shows_them(story: Story) -> None:
    readings = [signals.read(ASSESSOR.in_hours(each)) for each in seen(story)]
    for name, place in story.first.items():
        assert next((at for at, each in enumerate(readings) if name in each), None) == place, name


@EVERY
def test_the_lines_sum_to_the_score_and_quote_what_was_said_by_then(story: Story) -> None:
    for snapshot in seen(story):
        score = told(snapshot).score
        texts = {read.message.id: read.message.text for read in snapshot.thread}
        assert score.points == sum(each.points for each in score.contributions)
        assert score.points + score.to_suggest == ASSESSOR.weights.suggest
        assert score.points + score.to_automatic == ASSESSOR.weights.automatic
        for span in (span for each in score.contributions for span in each.evidence):
            assert texts[span.message][span.start : span.end].strip()


@EVERY
def test_the_same_input_is_treated_the_same(story: Story) -> None:
    """A.1: also by another console, which makes weights and rulebook ready by itself."""
    assert [told(each, ANOTHER) for each in seen(story)] == [told(each) for each in seen(story)]


@EVERY
def test_every_rule_is_told_with_its_reason(story: Story) -> None:
    for snapshot in seen(story):
        triage = told(snapshot)
        assert [each.rule for each in triage.rules] == [rule.name for rule in ASSESSOR.rulebook.rules]
        assert all(each.because for each in triage.rules)
        assert [each.rule for each in triage.rules if each.decides] == [triage.suggestion.rule] * bool(
            triage.suggestion.rule and triage.suggestion.escalate
        )


def test_what_nobody_has_read_yet_is_not_known_rather_than_quiet() -> None:
    for thread in ((unread("My lawyer will write."),), ()):
        triage = told(scene(*thread))
        assert triage.score.state is ScoreState.UNKNOWN
        assert triage.score.probability is None
        assert triage.suggestion.because.startswith("Not enough is known yet")
    said = builders.message("Mein Anwalt meldet sich.")
    foreign = builders.analysis(said, legibility=Legibility.FOREIGN, sentiment=None)
    assert told(builders.seen([said], analyses=[foreign])).score.state is ScoreState.UNKNOWN


def test_what_would_turn_it_is_said_of_the_renewal() -> None:
    *_, last = seen(STORIES["a renewal that is near tips the balance"])
    assert "Not suggested if the renewal were further than 90 days away." in [
        each.words for each in counterfactuals(ASSESSOR, last)
    ]


def test_the_score_is_known_to_reach_the_thresholds_one_by_one() -> None:
    quiet = told(scene(customer("How?", how_to=0.9)))
    suggested = told(scene(customer("Your manager, please.", supervisor_demand=0.95)))
    certain = told(scene(customer("This is served on you.", legal_process=0.97)))
    assert [each.score.state for each in (quiet, suggested, certain)] == [
        ScoreState.QUIET,
        ScoreState.SUGGEST,
        ScoreState.AUTOMATIC,
    ]
    chances = [each.score.probability for each in (quiet, suggested, certain)]
    assert None not in chances
    assert sorted(chances) == chances  # type: ignore[type-var]


def test_only_certified_people_are_chosen_and_it_is_said_where_nobody_fits() -> None:
    served = scene(customer("This is served on you.", legal_process=0.97))
    plain = builders.agent("gus", name="Gus", groups=(COMPLIANCE,), tier=3)
    away = builders.agent(
        "lea", name="Lea", groups=(COMPLIANCE,), certifications=("legal",), presence=Presence.OUT_OF_OFFICE
    )
    grace = builders.agent("grace", name="Grace", groups=(COMPLIANCE,), certifications=("legal",))
    chosen = told(served, ASSESSOR, plain, away, grace).suggestion
    assert chosen.destination is not None
    assert chosen.destination.agent == grace.id
    nobody = told(served, ASSESSOR, plain, away).suggestion
    assert nobody.destination is not None
    assert nobody.destination.agent is None
    assert "nobody in Compliance can take it now: Gus not certified for legal, Lea out of office" in nobody.because


def test_whoever_takes_it_is_ranked_and_the_consequence_is_said() -> None:
    """C.13: skill, load and record decide between those who fit, and accepting puts somebody over their capacity."""
    asks = scene(customer("Please refund the second charge.", refund=0.85), facts=(fact("value", 62_000),))
    ana = builders.agent("ana", name="Ana", groups=(BILLING,), tier=2, skills=("refund",), capacity=6)
    bob = builders.agent("bob", name="Bob", groups=(BILLING,), tier=2, capacity=6)
    idle = ASSESSOR.assess(asks, model_revision=MODEL, agents=(bob, ana), loads={ana.id: 1, bob.id: 1}).suggestion
    assert [each.agent.name for each in idle.candidates] == ["Ana", "Bob"]
    assert all(each.points == sum(factor.points for factor in each.factors) for each in idle.candidates)
    busy = ASSESSOR.assess(asks, model_revision=MODEL, agents=(bob, ana), loads={ana.id: 5, bob.id: 0}).suggestion
    assert busy.destination is not None
    assert busy.destination.agent == bob.id
    assert [each.consequence for each in busy.candidates] == ["Bob at 1 of 6", "Ana at 6 of 6"]


def test_who_is_full_is_not_chosen_and_it_is_said_what_accepting_would_do() -> None:
    """C.13, in the product's own words."""
    asks = scene(customer("Please refund the second charge.", refund=0.85), facts=(fact("value", 62_000),))
    ana = builders.agent("ana", name="Ana", groups=(BILLING,), tier=2, capacity=5)
    full = ASSESSOR.assess(asks, model_revision=MODEL, agents=(ana,), loads={ana.id: 5}).suggestion
    assert [each.consequence for each in full.candidates] == ["Ana at 6 of 5"]
    assert full.destination is not None
    assert full.destination.agent is None
    assert "nobody in Tier 2 Billing can take it now: Ana full: 5 of 5" in full.because
    assert set(full.notify) >= set(ASSESSOR.rulebook.leads)


def test_who_solved_the_like_quickly_and_without_a_bounce_comes_first() -> None:
    """C.13: and it is said with how many cases are behind it."""
    asks = scene(customer("Please refund the second charge.", refund=0.85), facts=(fact("value", 62_000),))
    people = [builders.agent(name, name=name, groups=(BILLING,), tier=2, capacity=6) for name in ("Ana", "Bob", "Cyd")]
    took = {"Ana": (9, 0), "Bob": (1, 0), "Cyd": (1, 3)}  # hours, and how often it was handed on
    cases = [
        PastCase(TicketId(f"desk:{each.name}{n}"), each.id, NOW, took[each.name][0] * HOUR, took[each.name][1])
        for each in people
        for n in range(4)
    ]
    ranked = ASSESSOR.assess(asks, model_revision=MODEL, agents=people, cases=cases).suggestion.candidates
    assert [each.agent.name for each in ranked] == ["Bob", "Ana", "Cyd"]
    said = {each.agent.name: factor.because for each in ranked for factor in each.factors if factor.factor == "history"}
    assert said["Bob"] == "solved 4 like it in 1 h, none bounced"
    assert said["Cyd"] == "solved 4 like it in 1 h, 4 after a bounce"


def test_a_rule_decides_by_its_mode() -> None:
    """C.14: off says nothing, shadow only records, suggest asks, automatic acts."""
    served = scene(customer("This is served on you.", legal_process=0.97))
    found = {}
    for mode in Mode:
        rules = tuple(
            replace(each, mode=mode if each.name == "Legal" else Mode.OFF) for each in ASSESSOR.rulebook.rules
        )
        found[mode] = told(served, Assessor(ASSESSOR.weights, replace(ASSESSOR.rulebook, rules=rules)))
    assert found[Mode.OFF].silent == ()
    assert [each.rule for each in found[Mode.SHADOW].silent] == ["Legal"]
    assert all("Legal" not in found[mode].suggestion.rule for mode in (Mode.OFF, Mode.SHADOW))
    for mode in (Mode.SUGGEST, Mode.AUTOMATIC):
        assert (found[mode].suggestion.rule, found[mode].suggestion.mode) == ("Legal", mode)


def test_security_legal_and_executive_complaints_are_automatic_and_all_else_asks() -> None:
    automatic = {rule.name for rule in ASSESSOR.rulebook.rules if rule.mode is Mode.AUTOMATIC}
    assert automatic == {"Security incident", "Legal", "Compliance violation", "Executive complaint"}
    assert {rule.mode for rule in ASSESSOR.rulebook.rules if rule.name not in automatic} == {Mode.SUGGEST}


def test_compliance_tells_its_stakeholders() -> None:
    triage = told(scene(customer("This is served on you.", legal_process=0.97)))
    assert triage.suggestion.notify == (EXECUTIVE,)


@pytest.mark.models
def test_the_real_models_read_the_examples_as_they_are_meant() -> None:
    """Meaning, not words: two sentences without a word in common say the same; a lawyer is legal, a refund is money."""
    thread = {
        "1": "I'm extremely disappointed with how this was handled.",
        "2": "This is unacceptable.",
        "3": "If this is not settled by Friday, our lawyers will take you to court.",
        "4": "Please refund the second charge on our card.",
    }
    tickets = tuple(builders.ticket(number, account=builders.account().id) for number in thread)
    said = tuple(_said(number, text) for number, text in thread.items())
    worth = builders.account("northwind", fact("value", 62_000))
    batch = Batch(Cursor("1"), more=False, tickets=tickets, messages=said, accounts=(worth,))
    found = {each.snapshot.ticket.number: each for each in verdicts(batch, analyzer(), ASSESSOR, as_of=NOW)}
    for number in ("1", "2"):
        assert "disappointment" in _read(found[number])
    assert group(found["3"].triage) == COMPLIANCE
    assert found["3"].triage.suggestion.mode is Mode.AUTOMATIC
    assert found["4"].triage.suggestion.rule == "Refund, account above $50,000"


def _said(number: str, text: str) -> Message:
    return builders.message(text, number=number)


def _read(verdict: Verdict) -> set[str]:
    return {each.signal for each in verdict.triage.score.contributions}
