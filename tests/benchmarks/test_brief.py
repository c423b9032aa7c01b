"""The brief of a ticket of 14 messages, made anew without the model.

The figures are pytest-benchmark's. What is asserted are ratios taken in the same run: against weighing the same ticket
by all signals, which happens as often, and against a longer conversation.
"""

from collections.abc import Callable
from time import process_time

from pytest_benchmark.fixture import BenchmarkFixture

from app import signals
from app.domain.brief import Brief, Slot
from app.domain.snapshot import Snapshot
from tests.domain.briefing.briefed import briefed
from tests.signals.scene import Turn, agent, customer, fact, scene

MESSAGES = 14
TOLD = (
    "Since the update on Tuesday the export of number {n} stops with error 50{n}. We need it for payroll, and it is "
    "the third time this month. I have restarted the agent, but it is still not working. Can you look into it today?"
)
SAID = (
    "Thank you for the details of number {n}. Please open Settings, raise the limit to {n}0, and run it again. We will "
    "come back to you by Friday. Which version do you use?"
)
FACTS = [fact("value", 84_000), *(fact("usage", 100 - week, days=7 * week + 1) for week in range(26, 0, -1))]


def turn(number: int) -> Turn:
    if number % 2:
        return agent(SAID.format(n=number), advice=0.9, promise=0.8, question=0.7)
    return customer(TOLD.format(n=number), sentiment=-0.5, bug=0.9, fix_did_not_work=0.8)


def talk(count: int) -> Snapshot:
    return scene(*map(turn, range(count)), facts=FACTS)


def test_a_brief_of_fourteen_messages(benchmark: BenchmarkFixture) -> None:
    found = talk(MESSAGES)
    brief: Brief = benchmark(lambda: briefed(found))
    assert len(brief.section(Slot.TRIED).items) == 8
    benchmark.extra_info["all signals on the same ticket, ms"] = round(least(lambda: signals.read(found)) * 1000, 2)


def test_a_brief_costs_no_more_than_some_rounds_of_all_signals() -> None:
    found = talk(MESSAGES)
    assert least(lambda: briefed(found)) < 10 * least(lambda: signals.read(found))


def test_cost_is_linear_in_the_messages() -> None:
    few, many = talk(MESSAGES), talk(4 * MESSAGES)
    assert least(lambda: briefed(many)) < 8 * least(lambda: briefed(few))


def least(deed: Callable[[], object], *, rounds: int = 15) -> float:
    """Seconds of the processor's time, by the least disturbed of some rounds."""
    taken = []
    for _ in range(rounds):
        start = process_time()
        deed()
        taken.append(process_time() - start)
    return min(taken)
