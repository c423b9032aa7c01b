"""What would match now: both rulebooks on every open ticket, nothing written, and stopped when that is asked."""

from dataclasses import replace

import pytest

from app import paths
from app.bootstrap import default_assessor, rulebook_desk, rules_in_force
from app.domain.rulebook import Rulebook
from app.domain.tickets import Status
from app.rules.checking import read_rulebook
from app.service.reading import Reader
from app.service.rulebook_desk import RulebookDesk
from app.store.store import Store
from tests.builders import DESK, NOW, account, batch, id_of, message, ticket
from tests.fakes import FakeAnalyzer

SHIPPED = (paths.resources() / "rulebook.toml").read_text("utf-8")
ANGRY, CALM, DONE = "1", "2", "3"
PLAIN = '\n[[rule]]\nname = "{}"\nwhen = \'{}\'\ngroup = "{}"\nhard = true\n'


@pytest.fixture
def desk(store: Store) -> RulebookDesk:
    """An angry ticket, a calm one and a finished one, all read and judged."""
    said = {ANGRY: "I am angry. Get me your supervisor.", CALM: "Salesforce is fine.", DONE: "I am angry."}
    store.pulled.apply(
        batch(
            *(ticket(number, account=account().id) for number in (ANGRY, CALM)),
            ticket(DONE, status=Status.SOLVED, solved_at=NOW),
            messages=tuple(message(text, number=number, remote=number) for number, text in said.items()),
            accounts=(account(),),
        ),
        connection=DESK,
    )
    made = rulebook_desk(store, rules_in_force(default_assessor()), person="Lea Lind")
    made.trial._clock = lambda: NOW
    reader = Reader(store, FakeAnalyzer(), default_assessor())
    while reader.step(NOW):
        pass
    return made


def book(desk: RulebookDesk, text: str) -> Rulebook:
    return read_rulebook(text, desk.vocabulary, revision="edited", name="the test's")


def test_tickets_gained_and_lost_are_told_by_rule_and_suggestions_that_change(desk: RulebookDesk) -> None:
    before = 'signals = ["supervisor_demand"]\ngroup = "Tier 4 Executive"\nat_least = 0.8'
    assert before in SHIPPED
    text = SHIPPED.replace(before, "when = 'score > 5000'\ngroup = \"Tier 4 Executive\"")
    effect = desk.trial.effect(book(desk, text + PLAIN.format("Salesforce", 'said.contains("salesforce")', "Security")))
    rules = {each.rule: each for each in effect.rules}
    assert (effect.looked_at, effect.of, effect.complete) == (2, 2, True)
    assert [each.number for each in rules["Salesforce"].gained] == [CALM]
    assert [each.number for each in rules["Asks for a supervisor"].lost] == [ANGRY]
    assert (rules["Asks for a supervisor"].before, rules["Asks for a supervisor"].after) == (1, 0)
    assert not rules["Legal"].gained
    assert not rules["Legal"].lost
    changes = {each.ticket.number: each for each in effect.changes}
    assert changes[CALM].before.startswith("stays, ")
    assert changes[CALM].after.startswith("Security by Salesforce, suggest, ")
    assert [each.rule for each in effect.rules][-1] == "Salesforce", "in the rulebook's order"


def test_the_same_rulebook_changes_nothing(desk: RulebookDesk) -> None:
    effect = desk.trial.effect(book(desk, SHIPPED + "# a comment\n"))
    assert effect.changes == ()
    assert not any(each.gained or each.lost for each in effect.rules)


def test_a_rule_that_is_gone_has_lost_its_tickets(desk: RulebookDesk) -> None:
    text = SHIPPED.replace('name = "Asks for a supervisor"', 'name = "Asks for the boss"')
    rules = {each.rule: each for each in desk.trial.effect(book(desk, text)).rules}
    assert [each.number for each in rules["Asks for a supervisor"].lost] == [ANGRY]
    assert [each.number for each in rules["Asks for the boss"].gained] == [ANGRY]


def test_nothing_is_written(desk: RulebookDesk, store: Store) -> None:
    revision, before = store.revision(), store.triaged.triage(id_of(ANGRY))
    desk.trial.effect(book(desk, SHIPPED.replace("at_least = 0.8", "at_least = 0.99")))
    assert (store.revision(), store.triaged.triage(id_of(ANGRY))) == (revision, before)


def test_it_is_stopped_between_two_tickets_and_says_how_far_it_came(desk: RulebookDesk) -> None:
    told: list[tuple[int, int]] = []
    effect = desk.trial.effect(
        book(desk, SHIPPED), stopped=lambda: bool(told), progressed=lambda done, of: told.append((done, of))
    )
    assert told == [(1, 2)]
    assert (effect.looked_at, effect.of, effect.complete) == (1, 2, False)


@pytest.mark.parametrize("condition", ["account.value / counts.moves > 1", "account.health > 1", "time.due_hours < 4"])
def test_a_division_by_zero_and_a_missing_fact_fire_nothing_and_harm_nothing(
    desk: RulebookDesk, condition: str
) -> None:
    effect = desk.trial.effect(book(desk, SHIPPED + PLAIN.format("Odd", condition, "Security")))
    odd = next(each for each in effect.rules if each.rule == "Odd")
    assert (odd.after, odd.gained) == (0, ())
    assert effect.changes == ()


def test_hits_are_those_of_the_recorded_verdicts_on_open_tickets(desk: RulebookDesk, store: Store) -> None:
    hits = desk.trial.hits()
    assert hits.looked_at == 2
    assert hits.by_rule["Asks for a supervisor"] == 1
    verdict = store.triaged.triage(id_of(ANGRY))
    assert verdict is not None
    store.triaged.record([replace(verdict, rules=())])
    assert desk.trial.hits().by_rule["Asks for a supervisor"] == 0
