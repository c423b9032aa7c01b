"""What a person is called for although they may be at another program: colleagues who wait, and certified work."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.derived_id import derived_id
from app.domain.handoff_shelf import Handoff, HandoffKind
from app.domain.people import Agent
from app.domain.placing import Placement
from app.domain.rulebook import Rulebook
from app.domain.tickets import Ticket, TicketId, number_of

CallId = NewType("CallId", str)  # follows from what it is about: a person is called once, at whichever console they sit


class CallKind(StrEnum):
    OFFERED = "offered"  # a colleague offers a ticket
    ASKED = "asked"  # a colleague asks in private
    ANSWERED = "answered"  # a colleague answers in private
    CERTIFIED = "certified"  # work for certified people is suggested, and a person has to confirm it


@dataclass(frozen=True, slots=True)
class Call:
    """One thing to be called for. It holds none of the customer's words and none of the private ones.

    `who` is the colleague, or the group that certified work is suggested for. `until` is when an offer ends.
    """

    id: CallId
    kind: CallKind
    ticket: TicketId
    who: str
    until: datetime | None = None

    @property
    def number(self) -> str:
        """The ticket's number as people say it."""
        return number_of(self.ticket)

    @property
    def from_colleague(self) -> bool:
        """Whether it is to be found in Handoffs."""
        return self.kind is not CallKind.CERTIFIED


def calls_of(handoffs: Iterable[Handoff], person: str) -> Iterator[Call]:
    """What a person is called for among what is open between them and their colleagues, each word of it once."""
    for each in handoffs:
        if not each.matter.is_open:  # so it is no acceptance, whether it holds or not
            continue
        transfer = each.transfer
        until = transfer.expires_at if transfer is not None else None
        if each.kind is HandoffKind.OFFERED and transfer is not None:
            yield Call(_id(CallKind.OFFERED, each.id), CallKind.OFFERED, each.ticket, transfer.sender, until)
        last = each.thread[-1] if each.thread else None
        if last is not None and last.by != person and _is_said_to(each, last.by, person):
            mine_to_answer = each.kind is HandoffKind.ASKED or (transfer is not None and each.kind is HandoffKind.SENT)
            kind = CallKind.ASKED if mine_to_answer else CallKind.ANSWERED
            yield Call(_id(kind, last.id), kind, each.ticket, last.by, until)


def _is_said_to(handoff: Handoff, speaker: str, person: str) -> bool:
    """Whether those words are for this person. In a group, its people speak to who is at the other end, not to each
    other; and what a sender answers is for whoever asked.
    """
    if handoff.kind is HandoffKind.SENT:
        return True
    if handoff.kind is HandoffKind.OFFERED:
        return speaker == handoff.colleague and any(each.by == person for each in handoff.thread)
    return speaker == handoff.colleague


def calls_for_certified(
    waiting: Iterable[tuple[Placement, Ticket]], *, rulebook: Rulebook, person: str, agents: Iterable[Agent]
) -> Iterator[Call]:
    """Suggested work for certified people, for whoever can confirm it.

    That is the ticket's owner; where it has none, its group; and whoever the helpdesk does not know as an agent, who
    looks after it as a lead.
    """
    everybody = tuple(agents)
    for placed, ticket in waiting:
        if rulebook.certified(placed.group) and not placed.held and _concerns(ticket, person, everybody):
            name = _id(CallKind.CERTIFIED, f"{placed.ticket} {placed.group} {placed.rule}")
            yield Call(name, CallKind.CERTIFIED, placed.ticket, placed.group)


def _concerns(ticket: Ticket, person: str, everybody: Iterable[Agent]) -> bool:
    prefix = f"{ticket.connection}:"
    mine = [each for each in everybody if each.id.startswith(prefix) and each.answers_to(person)]
    if not mine:
        return True
    if ticket.owner is not None:
        return any(each.id == ticket.owner for each in mine)
    return any(ticket.group in each.groups for each in mine)


def _id(kind: CallKind, about: str) -> CallId:
    return CallId(derived_id(f"call {kind}", about))
