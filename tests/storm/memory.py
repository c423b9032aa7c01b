"""What a play remembers: what it was told is done, what it has seen done, what struck it, and what it has to blame."""

from collections.abc import Collection
from dataclasses import dataclass, field

from app.domain.tickets import TicketId
from app.domain.transfer import TransferId
from tests.storm.plan import Fault, Plan


@dataclass(frozen=True)
class Violation:
    kind: str
    what: str


@dataclass
class Memory:
    """Of one play. What was acknowledged, or seen to be done, must be there in the end."""

    plan: Plan
    ticket: TicketId
    offer: TransferId | None = None
    tried: set[str] = field(default_factory=set)  # deeds
    did: set[str] = field(default_factory=set)  # those that were acknowledged
    found: set[str] = field(default_factory=set)  # those that were not, and that were seen to be done
    decided: set[str] = field(default_factory=set)  # decisions that were acknowledged
    typed: list[str] = field(default_factory=list)  # Bob's draft, as he has tried to save it
    draft_from: int | None = None  # the newest of them that was acknowledged
    kept: dict[str, str] = field(default_factory=dict)  # what was typed for a dialog, and acknowledged
    missed: set[str] = field(default_factory=set)  # dialogs that were once found without it
    spent: list[Fault] = field(default_factory=list)  # faults that had their turn
    struck: list[Fault] = field(default_factory=list)  # those that found something to strike, and when they did
    violations: list[Violation] = field(default_factory=list)
    trouble: str = ""  # what was last in the way

    @property
    def number(self) -> str:
        return self.ticket.partition(":")[2]

    @property
    def question(self) -> str:
        return f"Question {self.plan.seed}: which contract?"

    @property
    def answer(self) -> str:
        return f"Answer {self.plan.seed}: the old one."

    @property
    def note(self) -> str:
        return f"Note {self.plan.seed}: called back."

    @property
    def reply(self) -> str:
        return f"Solved {self.plan.seed}."

    def blame(self, kind: str, what: str) -> None:
        self.violations.append(Violation(kind, f"#{self.number}: {what}"))

    def is_done(self, deed: str) -> bool:
        return deed in self.did or deed in self.found

    def times(self, deed: str) -> Collection[int]:
        """How often it may be there: once; or not at all where nobody was told that it is done."""
        return {1} if self.is_done(deed) else {0, 1} if deed in self.tried else {0}
