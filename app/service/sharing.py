"""Shares suggestions out among the people who could take them, all at once, so that nobody is named on all of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.fit import Factor, workload_points
from app.domain.fit_weights import FitWeights
from app.domain.routing import Candidate
from app.domain.tickets import AgentId
from app.domain.triage import Triage
from app.service.assigning import Seats, Task, assign

PROMISED = "promised"  # the factor that stands for the other suggestions which name the same person


@dataclass(frozen=True, slots=True)
class Sharing:
    """How it is counted, and who hears of it where nobody can take one."""

    weights: FitWeights
    leads: tuple[str, ...]

    def shared_out(self, triages: Sequence[Triage], promised: Mapping[AgentId, int]) -> list[Triage]:
        """The suggestions among these given to people; `promised` is what each is to get besides."""
        fitting = {
            each.ticket: [one for one in each.suggestion.candidates if not one.why_not]
            for each in triages
            if each.suggestion.escalate
        }
        tasks = [
            Task(ticket, {one.agent.id: one.points for one in people}) for ticket, people in fitting.items() if people
        ]
        everyone = {one.agent.id: one for people in fitting.values() for one in people}
        seats = {agent: self._seats(one, promised.get(agent, 0), len(tasks)) for agent, one in everyone.items()}
        takers = assign(tasks, seats)
        all_promised = Counter(takers.values())
        all_promised.update(promised)
        return [
            self._given(each, takers.get(each.ticket), all_promised) if fitting.get(each.ticket) else each
            for each in triages
        ]

    def _seats(self, candidate: Candidate, promised: int, most: int) -> Seats:
        capacity = candidate.agent.capacity
        free = most if capacity is None else max(min(capacity - candidate.open_tickets - promised, most), 0)
        return Seats(tuple(self._less(candidate, promised + place) for place in range(free)))

    def _less(self, candidate: Candidate, promised: int) -> int:
        """The points that so many other suggestions for the same person take away: below zero, or zero."""
        agent, load = candidate.agent, candidate.open_tickets
        now = workload_points(agent, load, weights=self.weights)
        return workload_points(agent, load + promised, weights=self.weights) - now

    def _given(self, triage: Triage, taker: AgentId | None, promised: Mapping[AgentId, int]) -> Triage:
        suggestion, group = triage.suggestion, triage.suggestion.destination
        if group is None:
            return triage
        candidates = tuple(
            self._with_promised(each, promised.get(each.agent.id, 0) - (each.agent.id == taker))
            for each in suggestion.candidates
        )
        nobody = "" if taker else f"everyone in {group.group} who could take it is full with what is already suggested"
        changed = replace(
            suggestion,
            destination=replace(group, agent=taker),
            candidates=_ranked(candidates, taker),
            nobody=nobody,
            because=suggestion.because if taker else f"{suggestion.because}; {nobody}",
            notify=tuple(dict.fromkeys((*suggestion.notify, *(() if taker else self.leads)))),
        )
        return replace(triage, suggestion=changed)

    def _with_promised(self, candidate: Candidate, others: int) -> Candidate:
        """With a line for the other suggestions that name the same person."""
        own = tuple(each for each in candidate.factors if each.factor != PROMISED)
        if others <= 0 or candidate.why_not:
            return replace(candidate, factors=own)
        because = f"{others} other suggestion{'s' if others > 1 else ''} for the same person"
        return replace(candidate, factors=(*own, Factor(PROMISED, self._less(candidate, others), because)))


def _ranked(candidates: Iterable[Candidate], taker: AgentId | None) -> tuple[Candidate, ...]:
    """The one who is to take it first, then those who could, by their points."""
    return tuple(
        sorted(candidates, key=lambda each: (each.agent.id != taker, bool(each.why_not), -each.points, each.agent.name))
    )
