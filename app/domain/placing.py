"""How many of the tickets that should go to a desk it can take now, which ones, and which rule sends most of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.rulebook import Rulebook
from app.domain.tickets import AgentId, TicketId
from app.domain.triage import Triage


@dataclass(frozen=True, slots=True)
class Placement:
    """An escalation that is suggested, or held back, and that nobody has decided on.

    `firm` ones are never held back: those of hard rules, and those that act by themselves.
    """

    ticket: TicketId
    group: str
    points: int
    rule: str = ""
    agent: AgentId | None = None
    firm: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A desk or a tier with a limit: its name, how many tickets it holds, and how many it may hold."""

    name: str
    groups: tuple[str, ...]
    held: int
    limit: int

    @property
    def words(self) -> str:
        return f"{self.name} is full: {self.held} of {self.limit}"


@dataclass(frozen=True, slots=True)
class Overload:
    """A desk or a tier to which more is sent than it can take, and the rule that sends most of it ("" the score)."""

    room: Room
    waiting: int  # that are suggested or held back for it
    rule: str
    by_rule: int

    @property
    def words(self) -> str:
        most = f"the rule “{self.rule}”" if self.rule else "scores that no rule claims"
        return (
            f"{self.room.name} is overloaded: {self.room.held} open and {self.waiting} more for it, of "
            f"{self.room.limit}. Most come from {most}: {self.by_rule} of {self.waiting}."
        )


def placement(triage: Triage) -> Placement | None:
    """What a verdict asks of the desk that it names; None where it names none."""
    suggestion = triage.suggestion
    if suggestion.destination is None or not (suggestion.escalate or suggestion.held):
        return None
    return Placement(
        ticket=triage.ticket,
        group=suggestion.destination.group,
        points=triage.score.points,
        rule=suggestion.rule,
        agent=suggestion.destination.agent,
        firm=suggestion.firm,
        held=bool(suggestion.held),
    )


def rooms(rulebook: Rulebook, open_tickets: Mapping[str, int]) -> tuple[Room, ...]:
    """Every limit of the rulebook, tiers first; `open_tickets` is how many each group has now."""
    found = [
        Room(
            f"Tier {tier.number} {tier.name}", tuple(d.group for d in rulebook.desks if d.tier == tier.number), 0, limit
        )
        for tier in rulebook.tiers
        if (limit := tier.capacity) is not None
    ]
    found += [
        Room(desk.group, (desk.group,), 0, limit) for desk in rulebook.desks if (limit := desk.capacity) is not None
    ]
    return tuple(
        Room(each.name, each.groups, sum(open_tickets.get(group, 0) for group in each.groups), each.limit)
        for each in found
    )


def held_back(placements: Iterable[Placement], every: Sequence[Room]) -> dict[TicketId, str]:
    """The tickets that the receiving desks have no room for, and what is full.

    Firm ones take their room first and are never among them; then those with the most points, and of equal ones the
    lower id, so that the same queue gives the same answer whatever order it comes in.
    """
    if not every:
        return {}
    taken = {room.name: room.held for room in every}
    found: dict[TicketId, str] = {}
    for each in sorted(placements, key=lambda one: (not one.firm, -one.points, one.ticket)):
        wanted = [room for room in every if each.group in room.groups]
        full = next((room for room in wanted if taken[room.name] >= room.limit), None)
        if full is not None and not each.firm:
            found[each.ticket] = f"{full.name} is full: {taken[full.name]} of {full.limit}"
            continue
        for room in wanted:
            taken[room.name] += 1
    return found


def with_room(triage: Triage, full: str) -> Triage:
    """The verdict held back for what is `full`, or let go where nothing is ("")."""
    suggestion = triage.suggestion
    if suggestion.destination is None or not (full or suggestion.held):
        return triage
    if full:
        nobody = replace(suggestion.destination, agent=None)
        return replace(triage, suggestion=replace(suggestion, escalate=False, held=full, destination=nobody))
    return replace(triage, suggestion=replace(suggestion, escalate=True, held=""))


def overloads(placements: Iterable[Placement], every: Sequence[Room]) -> tuple[Overload, ...]:
    """Where more is sent than can be taken, and the rule that causes most of it; of equal ones the first by name."""
    waiting = list(placements)
    found = []
    for room in every:
        here = [each for each in waiting if each.group in room.groups]
        if here and room.held + len(here) > room.limit:
            rule, count = min(Counter(each.rule for each in here).items(), key=lambda item: (-item[1], item[0]))
            found.append(Overload(room, len(here), rule, count))
    return tuple(found)
