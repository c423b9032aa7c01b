"""Gives many tickets to many people at once, so that the points add up to the most that they can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.tickets import AgentId, TicketId


@dataclass(frozen=True, slots=True)
class Task:
    """A ticket, and the points of everybody who may take it; who is not named never does."""

    ticket: TicketId
    points: Mapping[AgentId, int]


@dataclass(frozen=True, slots=True)
class Seats:
    """How many more tickets somebody can take: one a seat, and what is added to the points of the first, the second...

    `added` never rises from a seat to the next.
    """

    added: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What an assignment is worth: first how many tickets have somebody, then the points."""

    placed: int
    points: int

    def beats(self, other: "Total") -> bool:
        return (self.placed, self.points) > (other.placed, other.points)


def assign(tasks: Sequence[Task], seats: Mapping[AgentId, Seats]) -> dict[TicketId, AgentId]:
    """Who takes which: as many tickets as there are seats for, and of these ways the one with the most points.

    Nobody takes more than they have seats for. The order in which tasks come makes no difference.
    """
    tasks = sorted(tasks, key=lambda task: task.ticket)
    columns = [
        (agent, place)
        for agent in sorted(seats)
        for place in range(min(len(seats[agent].added), sum(agent in task.points for task in tasks)))
    ]
    if len(tasks) < 2 or not columns:
        return {task.ticket: agent for task in tasks if (agent := _best(task, seats)) is not None}
    return _optimal(tasks, seats, columns)


def total(assigned: Mapping[TicketId, AgentId], tasks: Sequence[Task], seats: Mapping[AgentId, Seats]) -> Total:
    """What an assignment is worth."""
    points = sum(task.points[assigned[task.ticket]] for task in tasks if task.ticket in assigned)
    takers = list(assigned.values())
    added = sum(sum(seats[agent].added[: takers.count(agent)]) for agent in set(takers))
    return Total(len(assigned), points + added)


def _optimal(
    tasks: Sequence[Task], seats: Mapping[AgentId, Seats], columns: Sequence[tuple[AgentId, int]]
) -> dict[TicketId, AgentId]:
    """The Hungarian method over tickets and seats; a column more for each ticket means that nobody takes it."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    worth = np.zeros((len(tasks), len(columns) + len(tasks)), dtype=np.float64)
    for row, task in enumerate(tasks):
        for column, (agent, place) in enumerate(columns):
            may = task.points.get(agent)
            worth[row, column] = np.nan if may is None else may + seats[agent].added[place]
    span = 1.0 + 2.0 * len(tasks) * float(np.nanmax(np.abs(worth), initial=0.0))
    worth[:, : len(columns)] += span  # one ticket more with somebody outweighs any points
    worth = np.where(np.isnan(worth), -span * len(tasks), worth)
    rows, taken = linear_sum_assignment(worth, maximize=True)
    return {
        tasks[row].ticket: columns[column][0] for row, column in zip(rows, taken, strict=True) if column < len(columns)
    }


def _best(task: Task, seats: Mapping[AgentId, Seats]) -> AgentId | None:
    free = {agent: seats[agent].added[0] for agent in task.points if agent in seats and seats[agent].added}
    return min(free, key=lambda agent: (-task.points[agent] - free[agent], agent), default=None)
