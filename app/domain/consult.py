"""Consult: somebody is asked about a ticket, and it stays where it is."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.decisions import UNDO_FOR
from app.domain.routing import Destination
from app.domain.tickets import TicketId
from app.domain.transfer import Actor, Said, SaidId, said_before
from app.errors import BadInput, Refused

ConsultId = NewType("ConsultId", str)  # made by the client (UUID4 hex)


class ConsultState(StrEnum):
    ASKED = "asked"
    REPLIED = "replied"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Consult:
    """A question about a ticket, with all that was said. It never says whose ticket it is: that does not change.

    `version` counts its changes, from 1, and fences them.
    """

    id: ConsultId
    ticket: TicketId
    by: str  # who asks, by name
    whom: Destination  # its `agent` is None where the whole group is asked
    thread: tuple[Said, ...]  # the question is its first
    whom_name: str = ""
    state: ConsultState = ConsultState.ASKED
    version: int = 1
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state is not ConsultState.CLOSED

    @property
    def asked(self) -> str:
        """Who is asked, in words."""
        return self.whom_name or self.whom.group

    @property
    def question(self) -> str:
        return self.thread[0].text

    @property
    def at(self) -> datetime:
        return self.thread[0].at

    @property
    def undoable_until(self) -> datetime:
        return self.at + UNDO_FOR

    def is_for(self, actor: Actor) -> bool:
        """Whether this person may reply."""
        if actor.name == self.by or actor.agent is None:
            return False
        return actor.agent == self.whom.agent if self.whom.agent else self.whom.group in actor.groups


def say(consult: Consult, actor: Actor, text: str, *, said: SaidId, at: datetime) -> Consult:
    """A reply of who was asked, or a further question of who asks; the same value where it was said before."""
    if said_before(consult.thread, said, by=actor.name, text=text):
        return consult
    if not consult.is_open:
        raise Refused(f"{consult.by} has closed this question.")
    if actor.name != consult.by and not consult.is_for(actor):
        raise Refused(f"{consult.by} asked {consult.asked}; only they can reply.")
    if not text.strip():
        raise BadInput("There is nothing to send: the text is empty.")
    state = ConsultState.ASKED if actor.name == consult.by else ConsultState.REPLIED
    thread = (*consult.thread, Said(said, actor.name, at, text.strip()))
    return replace(consult, state=state, thread=thread, version=consult.version + 1)


def close(consult: Consult, actor: Actor, *, at: datetime) -> Consult:
    """No more is to be said; the same value where it was closed before."""
    if not consult.is_open:
        return consult
    if actor.name != consult.by:
        raise Refused(f"{consult.by} asked this; only they can close it.")
    return replace(consult, state=ConsultState.CLOSED, closed_at=at, version=consult.version + 1)
