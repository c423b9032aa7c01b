"""What might be different about a ticket, so that it would not be suggested, or would."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from app.domain.counterfactual import Ladder
from app.domain.snapshot import Reading, Snapshot
from app.domain.weights import Weight, Weights
from app.service import altered_facts as changed
from app.service.altered_facts import Step
from app.signals import SIGNALS
from app.signals.grounds import GROUNDS

FACT, SIGNAL, MESSAGE = range(3)  # in this order they are said
READERS = frozenset(name for name in SIGNALS if GROUNDS[name].of_messages)
MESSAGES = 2  # those whose words earned the most points; each may cost a whole reading of the rest


def to_stay(snapshot: Snapshot, readings: Mapping[str, Reading], weights: Weights) -> Iterator[Ladder[Step]]:
    """What could speak less for an escalation than it does."""
    facts = {
        "renewal_near": changed.renewal_further(snapshot),
        "account_value": changed.worth_less(snapshot),
        "failed_payments": changed.fewer_failures(snapshot),
        "account_open_tickets": changed.fewer_tickets(snapshot),
        "open_long": changed.younger(snapshot),
        "sla": changed.due_later(snapshot),
    }
    yield from (Ladder(steps, FACT) for steps in facts.values() if steps)
    covered = {"sla_close", "sla_missed", *(name for name, steps in facts.items() if steps)}
    for name in readings:
        weight = weights.by_signal[name]
        if weight.points > 0 and name not in covered:
            yield Ladder((_without(weight),), SIGNAL)


def to_rise(snapshot: Snapshot, readings: Mapping[str, Reading], weights: Weights) -> Iterator[Ladder[Step]]:
    """What could speak more for an escalation than it does."""
    facts = (
        changed.renewal_nearer(snapshot),
        changed.worth_more(snapshot),
        changed.more_failures(snapshot),
        changed.older(snapshot),
    )
    yield from (Ladder(steps, FACT) for steps in (*facts, changed.overdue(snapshot)) if steps)
    for name, weight in weights.by_signal.items():
        if weight.points < 0 and name in readings:
            yield Ladder((_without(weight),), SIGNAL)
        elif weight.given and name not in readings:
            yield Ladder((Step(weight.given, added=(name, Reading(1.0, weight.given))),), SIGNAL)


def without_messages(snapshot: Snapshot, points: Mapping[str, int]) -> Iterator[Ladder[Step]]:
    """Each of the few customer's messages that earned the most; `points` is what the words of each earned, by its id.

    The only message of a customer is not among them: without it there is no ticket.
    """
    said = [read.message.id for read in snapshot.customer]
    telling = sorted((each for each in said if points.get(each, 0) > 0), key=lambda each: -points[each])
    for message in telling[:MESSAGES] if len(said) > 1 else ():
        words = f"the customer's message {said.index(message) + 1} had not been written"
        step = Step(words, partial(_without_message, message=message), READERS)
        yield Ladder((step,), MESSAGE, alone=True)  # nearly every signal may have to read the rest again


def _without_message(snapshot: Snapshot, *, message: str) -> Snapshot:
    return replace(snapshot, thread=tuple(read for read in snapshot.thread if read.message.id != message))


def _without(weight: Weight) -> Step:
    return Step(weight.without or f"“{weight.label}” did not count", dropped=weight.signal)
