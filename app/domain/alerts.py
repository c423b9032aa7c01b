"""What happened without a person's doing, for the people who should know of it; nothing in it is the customer's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.derived_id import derived_id
from app.domain.people import Agent
from app.domain.tickets import TicketId, number_of

AlertId = NewType("AlertId", str)  # follows from what it is about, so that two workers raise one and the same


class AlertKind(StrEnum):
    TOLD = "told"  # people are told that a rule fired
    MOVED = "moved"  # a rule sent the ticket somewhere, and nobody confirmed it
    NOBODY = "nobody"  # nobody can take what should be escalated; for the leads
    CAME_BACK = "came back"  # somebody accepted the ticket, and the helpdesk did not move it


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that one rule, or the helpdesk, did to one ticket. `who` are groups by name and people by address.

    `rule` is "" where the score alone decided. Of one that came back, `who` are both ends by name, and `because` says
    to them what happened, in whole sentences.
    """

    id: AlertId
    kind: AlertKind
    ticket: TicketId
    rule: str
    at: datetime
    who: tuple[str, ...] = ()
    group: str = ""  # where the ticket was sent, or should be
    because: str = ""

    @property
    def number(self) -> str:
        """The ticket's number as people say it."""
        return number_of(self.ticket)


def alert_id(kind: AlertKind, *what: str) -> AlertId:
    """The identity of an alert: the same for everybody who comes to raise it."""
    return AlertId(derived_id(kind, *what))


def is_for(alert: Alert, person: str, agents: Iterable[Agent], *, leads: Iterable[str] = ()) -> bool:
    """Whether it is for this person: by address, by a group that they are in, or because they are no agent at all.

    A person at a console whom the helpdesk does not know as an agent looks after it as a lead: they hear of everything.
    What is for the leads, where the rulebook names none, is for the team's `leads`; where it has none, for whoever
    sits at a console.
    """
    if alert.kind is AlertKind.NOBODY and not alert.who:
        known = {each.strip().casefold() for each in leads}
        return not known or person.strip().casefold() in known
    if alert.kind is AlertKind.CAME_BACK:
        return person.strip().casefold() in {each.casefold() for each in alert.who}
    mine = [agent for agent in agents if agent.answers_to(person)]
    if not mine:
        return True
    named = {each.casefold() for each in (*alert.who, alert.group) if each}
    known = {each.casefold() for agent in mine for each in (agent.email, *agent.groups)}
    return bool(named & known)
