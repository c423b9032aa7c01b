"""Many tickets are given to many people at once: never too many to one, and never worth less than one by one."""

from collections.abc import Mapping, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.tickets import AgentId, TicketId
from app.service.assigning import Seats, Task, Total, assign, total

AGENTS = [AgentId(f"desk:p{n}") for n in range(4)]


def greedy(tasks: Sequence[Task], seats: Mapping[AgentId, Seats]) -> dict[TicketId, AgentId]:
    """Each ticket in turn to whoever is best for it then."""
    taken = dict.fromkeys(seats, 0)
    found: dict[TicketId, AgentId] = {}
    for task in sorted(tasks, key=lambda each: each.ticket):
        free = [agent for agent in task.points if taken[agent] < len(seats[agent].added)]
        if free:
            best = max(free, key=lambda agent: (task.points[agent] + seats[agent].added[taken[agent]], agent))
            taken[best] += 1
            found[task.ticket] = best
    return found


@st.composite
def queues(draw: st.DrawFn, most: int = 7) -> tuple[list[Task], dict[AgentId, Seats]]:
    tasks = [
        Task(TicketId(f"desk:{n}"), draw(st.dictionaries(st.sampled_from(AGENTS), st.integers(-40, 100))))
        for n in range(draw(st.integers(0, most)))
    ]
    falling = st.lists(st.integers(-30, 0), max_size=3).map(lambda each: tuple(sorted(each, reverse=True)))
    return tasks, {agent: Seats(draw(falling)) for agent in AGENTS}


@settings(max_examples=60, deadline=None)
@given(queues())
def test_capacity_and_who_may_are_kept_and_it_is_worth_no_less_than_one_by_one(
    queue: tuple[list[Task], dict[AgentId, Seats]],
) -> None:
    tasks, seats = queue
    found = assign(tasks, seats)
    may = {task.ticket: task.points for task in tasks}
    assert all(agent in may[ticket] for ticket, agent in found.items())
    takers = list(found.values())
    assert all(takers.count(agent) <= len(seats[agent].added) for agent in AGENTS)
    assert not total(greedy(tasks, seats), tasks, seats).beats(total(found, tasks, seats))
    assert assign(tasks[::-1], seats) == found


@settings(max_examples=20, deadline=None)
@given(queues(most=4))
def test_nothing_is_worth_more(queue: tuple[list[Task], dict[AgentId, Seats]]) -> None:
    tasks, seats = queue
    best = total(assign(tasks, seats), tasks, seats)
    for choice in product(*([None, *task.points] for task in tasks)):
        tried = {task.ticket: agent for task, agent in zip(tasks, choice, strict=True) if agent is not None}
        takers = list(tried.values())
        if all(takers.count(agent) <= len(seats[agent].added) for agent in set(takers)):
            assert not total(tried, tasks, seats).beats(best)


def test_they_are_not_all_given_to_the_best() -> None:
    ana, bob = AGENTS[:2]
    tasks = [Task(TicketId(f"desk:{n}"), {ana: 60, bob: 55}) for n in range(4)]
    found = assign(tasks, {ana: Seats((0, -10, -20, -30)), bob: Seats((0, -10, -20, -30))})
    assert sorted(found.values()) == [ana, ana, bob, bob]


def test_one_by_one_may_leave_a_ticket_to_nobody() -> None:
    ana, bob = AGENTS[:2]
    tasks = [Task(TicketId("desk:1"), {ana: 60, bob: 50}), Task(TicketId("desk:2"), {ana: 60})]
    seats = {ana: Seats((0,)), bob: Seats((0,))}
    assert assign(tasks, seats) == {"desk:1": bob, "desk:2": ana}
    assert total(greedy(tasks, seats), tasks, seats) == Total(1, 60)
