"""Settles many suggestions together: what the desks have room for is suggested, and shared out among their people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.domain.fit import Factor, workload_points
from app.domain.fit_weights import FitWeights
from app.domain.placing import held_back, placement, rooms, with_room
from app.domain.routing import Candidate
from app.domain.rulebook import Rulebook
from app.domain.tickets import AgentId, ConnectionName, TicketId
from app.domain.triage import Triage
from app.service.assigning import Seats, Task, assign
from app.store.store import Store

PROMISED = "promised"  # the factor that stands for the other suggestions which name the same person


class Placer:
    """Looks at every suggestion that waits, since people and room are shared by all of them."""

    def __init__(self, store: Store, rulebook: Rulebook, weights: FitWeights) -> None:
        self._store = store
        self._rulebook = rulebook
        self._weights = weights

    def place(self, triages: Sequence[Triage]) -> list[Triage]:
        """These verdicts with whoever is to take each of them, or held back, in their order.

        Behind them stand the verdicts on other tickets that this changes: held back for a more deserving one, or let
        go where there is room again. Others keep who they were given to. What is decided is left as it is.
        """
        decided = self._store.placed.decided([each.ticket for each in triages])
        open_ones = [each for each in triages if each.ticket not in decided]
        placed: dict[TicketId, Triage] = {}
        for connection in dict.fromkeys(ConnectionName(each.ticket.partition(":")[0]) for each in open_ones):
            mine = [each for each in open_ones if each.ticket.partition(":")[0] == connection]
            placed.update((each.ticket, each) for each in self._in_connection(connection, mine))
        given = {each.ticket for each in triages}
        return [placed.get(each.ticket, each) for each in triages] + [
            each for ticket, each in placed.items() if ticket not in given
        ]

    def _in_connection(self, connection: ConnectionName, triages: Sequence[Triage]) -> list[Triage]:
        asking = {each.ticket for each in triages}
        others = [each for each in self._store.placed.waiting(connection) if each.ticket not in asking]
        asked = [wish for each in triages if (wish := placement(each)) is not None]
        full = held_back([*others, *asked], rooms(self._rulebook, self._store.placed.open_tickets(connection)))
        turned = [each for each in others if each.held is not (each.ticket in full)]
        verdicts = [*triages, *filter(None, (self._store.triaged.triage(each.ticket) for each in turned))]
        settled = [with_room(each, full.get(each.ticket, "")) for each in verdicts]
        staying = {each.ticket for each in turned}
        promised = Counter(
            each.agent
            for each in (
                *(one for one in others if one.ticket not in staying),
                *self._store.placed.arriving(connection),
            )
            if each.agent is not None and not each.held
        )
        return self._shared_out(settled, promised)

    def _shared_out(self, triages: Sequence[Triage], promised: Mapping[AgentId, int]) -> list[Triage]:
        """The suggestions among these given to people, all at once; `promised` is what each is to get besides."""
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
        now = workload_points(agent, load, weights=self._weights)
        return workload_points(agent, load + promised, weights=self._weights) - now

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
            notify=tuple(dict.fromkeys((*suggestion.notify, *(() if taker else self._rulebook.leads)))),
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
