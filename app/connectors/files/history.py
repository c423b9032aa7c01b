"""What the lines before a place told: when each ticket was created, and who is of the team."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.batch import START, Cursor
from app.domain.people import Agent
from app.domain.tickets import AgentId


@dataclass(slots=True)
class History:
    """When the tickets read so far were created, the team, and where each was told; true of all before `cursor`."""

    cursor: Cursor = START
    team: set[AgentId] = field(default_factory=set)
    _since: dict[str, datetime] = field(default_factory=dict)
    _where: dict[str, str] = field(default_factory=dict)
    _member_where: dict[AgentId, str] = field(default_factory=dict)

    def since(self, number: str) -> datetime | None:
        return self._since.get(number)

    def learn(self, number: str, created_at: datetime, where: str) -> str:
        """Remember a ticket; where it was told before, or an empty string."""
        self._since[number] = created_at
        earlier = self._where.get(number, "")
        self._where[number] = where
        return earlier

    def learn_member(self, member: Agent, where: str) -> str:
        """Remember somebody of the team; where they were told of before, or an empty string."""
        self.team.add(member.id)
        earlier = self._member_where.get(member.id, "")
        self._member_where[member.id] = where
        return earlier

    def forget_lines(self) -> None:
        """What was read by an earlier process is no duplicate: a file may be a log that is appended to."""
        self._where.clear()
        self._member_where.clear()
