"""The product's examples that are about several tickets at once: a desk that is full, and suggestions shared out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app import paths
from app.bootstrap import default_assessor
from app.domain.people import Agent, Fact
from app.domain.placing import overloads, placement, rooms
from app.domain.tickets import Ticket
from app.service.assess import Assessor
from app.service.file_queue import FileQueue, file_queue
from app.service.triage_file import Verdict, settled
from tests import builders
from tests.builders import MODEL, NOW
from tests.scenarios.story import BILLING, COMPLIANCE, LARGE, MIDDLE, REFUND
from tests.signals.scene import Turn, aged, customer, scene

PLAIN = default_assessor(weights=paths.resources() / "weights.toml", rulebook=paths.resources() / "rulebook.toml")
DECLINED = customer("The card was declined again. Poor.", sentiment=-0.7, payment_failure=0.9, disappointment=0.8)
AND_AGAIN = customer("And today again. This is a disgrace.", sentiment=-0.9, payment_failure=0.9, disappointment=0.9)
SERVED = customer("This is served on you.", legal_process=0.97)

Asked = tuple[str, tuple[Turn, ...], tuple[Fact, ...]]  # a ticket's number, what was said, what is known

CARDS: Sequence[Asked] = (
    ("1", (DECLINED,), (MIDDLE,)),
    ("2", (DECLINED, AND_AGAIN), (LARGE,)),
    ("3", (DECLINED, AND_AGAIN), (MIDDLE,)),
)
ASKS_REFUND: Asked = ("4", (REFUND,), (MIDDLE,))


def limited(**capacities: int) -> Assessor:
    """The default rulebook with limits for desks (`billing`, `compliance`)."""
    names = {BILLING: "billing", COMPLIANCE: "compliance"}
    desks = tuple(replace(each, capacity=capacities.get(names.get(each.group, ""))) for each in PLAIN.rulebook.desks)
    return Assessor(PLAIN.weights, replace(PLAIN.rulebook, desks=desks))


def judged(
    assessor: Assessor, asked: Iterable[Asked], *, held: Iterable[Ticket] = (), people: Sequence[Agent] = ()
) -> tuple[dict[str, Verdict], FileQueue]:
    """What is thought of the conversations, settled together, beside the tickets that the desks hold already."""
    found, tickets = [], [*held]
    for number, turns, facts in asked:
        ticket = aged(number)
        seen = scene(*turns, ticket=ticket, facts=facts)
        found.append(Verdict(seen, assessor.assess(seen, model_revision=MODEL, agents=people)))
        tickets.append(ticket)
    queue = file_queue(tickets, as_of=NOW)
    return {each.snapshot.ticket.number: each for each in settled(found, assessor, queue)}, queue


def suggested(found: dict[str, Verdict]) -> list[str]:
    return [number for number, each in found.items() if each.triage.suggestion.escalate]


def held_by(group: str, *numbers: str) -> list[Ticket]:
    return [replace(aged(number), group=group) for number in numbers]


def test_as_many_are_suggested_as_the_receiving_desk_has_room_for() -> None:
    """C.15: the most pressing first; the others wait, say for what, and are let go once there is room."""
    everything, _ = judged(PLAIN, CARDS, held=held_by(BILLING, "8"))
    assert suggested(everything) == ["1", "2", "3"]
    assert everything["2"].triage.score.points > everything["3"].triage.score.points
    one_place, _ = judged(limited(billing=2), CARDS, held=held_by(BILLING, "8"))
    assert suggested(one_place) == ["2"]
    for number in ("1", "3"):
        waiting = one_place[number].triage.suggestion
        assert (waiting.rule, waiting.held) == ("Billing", "Tier 2 Billing is full: 2 of 2")
    two_places, _ = judged(limited(billing=2), CARDS)
    assert suggested(two_places) == ["2", "3"]


def test_a_hard_rule_takes_its_room_first_and_never_waits() -> None:
    """A.1 before C.15: a refund of a valued account goes to senior support."""
    found, _ = judged(limited(billing=2), (*CARDS, ASKS_REFUND), held=held_by(BILLING, "8"))
    assert suggested(found) == ["4"]
    full, _ = judged(limited(billing=1), (*CARDS, ASKS_REFUND), held=held_by(BILLING, "8"))
    assert suggested(full) == ["4"]


def test_an_overload_names_the_rule_that_causes_most_of_it() -> None:
    """C.15: whether its tickets are suggested or wait."""
    assessor = limited(billing=2)
    found, queue = judged(assessor, (*CARDS, ASKS_REFUND), held=held_by(BILLING, "8"))
    waiting = [placed for each in found.values() if (placed := placement(each.triage)) is not None]
    (overload,) = overloads(waiting, rooms(assessor.rulebook, queue.in_group))
    assert overload.words == (
        "Tier 2 Billing is overloaded: 1 open and 4 more for it, of 2. Most come from the rule “Billing”: 3 of 4."
    )


def test_compliance_never_waits_for_room() -> None:
    """A.6 before C.15: instantly, whatever else."""
    found, _ = judged(
        limited(compliance=1), (("1", (SERVED,), ()), ("2", (SERVED,), ())), held=held_by(COMPLIANCE, "8")
    )
    assert suggested(found) == ["1", "2"]


def test_several_at_once_do_not_all_go_to_the_best_person() -> None:
    """C.13: each suggestion counts in the next one's workload."""
    ana = builders.agent("ana", name="Ana", groups=(BILLING,), tier=2, capacity=3)
    bob = builders.agent("bob", name="Bob", groups=(BILLING,), tier=2, capacity=3)
    found, _ = judged(PLAIN, CARDS, people=(ana, bob))
    takers = [where.agent for each in found.values() if (where := each.triage.suggestion.destination)]
    assert set(takers) == {ana.id, bob.id}
    for each in found.values():
        for candidate in each.triage.suggestion.candidates:
            assert candidate.points == sum(factor.points for factor in candidate.factors)
