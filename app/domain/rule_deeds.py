"""What rules did to tickets, and what became of it: a lead's list of all of it, whatever the rules' modes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.decisions import DecisionId
from app.domain.rulebook import Mode
from app.domain.tickets import TicketId

MOST = 500  # deeds in one list: nobody reads on


class Became(StrEnum):
    """What became of a deed."""

    STANDS = "stands"
    TAKEN_BACK = "taken back before it was written"
    PUT_BACK = "put back"
    REPLACED = "decided otherwise since"
    WAITS = "waits for a person"
    WAITS_FOR_ROOM = "waits for room"
    ACCEPTED = "accepted"
    SENT_ELSEWHERE = "sent elsewhere instead"
    KEPT = "kept where it is"
    NOT_NEEDED = "said to be not needed"
    SAME = "people did the same"
    ELSEWHERE = "people sent it elsewhere"
    STAYED = "people left it where it was"
    OPEN = "not decided yet"


@dataclass(frozen=True, slots=True)
class RuleDeed:
    """One thing that one rule did, suggested or would have done, to one ticket. `by` decided on it, "" for nobody.

    `first` is what they made of it before that was taken back; None where it was not.

    `decision` is the one that moved the ticket and still stands, so that it can be put back; None where there is none.
    """

    ticket: TicketId
    number: str
    subject: str
    rule: str
    mode: Mode
    at: datetime
    group: str  # where it sent the ticket, or would have; "" where only what people did instead is known
    became: Became
    by: str = ""
    decision: DecisionId | None = None
    first: Became | None = None


@dataclass(frozen=True, slots=True)
class DeedFilter:
    """Which deeds are wanted: "" and None are all."""

    rule: str = ""
    mode: Mode | None = None

    def wants(self, rule: str, mode: Mode) -> bool:
        return self.rule in {"", rule} and self.mode in {None, mode}


def newest(deeds: Iterable[RuleDeed]) -> tuple[RuleDeed, ...]:
    """The newest `MOST`, newest first; of those at one instant, by ticket and rule, so that the list never jumps."""
    ordered = sorted(deeds, key=lambda each: (each.ticket, each.rule))
    return tuple(sorted(ordered, key=lambda each: each.at, reverse=True)[:MOST])
