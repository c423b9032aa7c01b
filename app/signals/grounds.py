"""When a signal that says nothing has found nothing, and when it could not tell: what it reads may be missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from app.domain.analysis import Legibility
from app.domain.snapshot import Read, Signal, Snapshot

Known: TypeAlias = Callable[[Snapshot], bool]
"""Whether all that a signal reads is known of a ticket."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What one signal rests on. `of_messages` is False where it says the same whatever anybody wrote."""

    known: Known
    of_messages: bool


_DECLARED: dict[str, Grounds] = {}
GROUNDS: Mapping[str, Grounds] = MappingProxyType(_DECLARED)
"""By the signal's name; each declares its own, in its file."""


def rests_on(known: Known, *, of_messages: bool = True) -> Callable[[Signal], Signal]:
    """Declare when a signal can tell."""

    def declared(signal: Signal) -> Signal:
        _DECLARED[signal.__name__] = Grounds(known, of_messages)
        return signal

    return declared


def could_tell(snapshot: Snapshot) -> frozenset[str]:
    """The signals that have all that they read: one of these without a reading found nothing."""
    return frozenset().union(*(names for known, names in _by_known().items() if known(snapshot)))


@cache
def _by_known() -> Mapping[Known, frozenset[str]]:
    """The signals that rest on the same: each thing is asked once."""
    found: dict[Known, set[str]] = {}
    for name, grounds in GROUNDS.items():
        found.setdefault(grounds.known, set()).add(name)
    return {known: frozenset(names) for known, names in found.items()}


def always(_snapshot: Snapshot) -> bool:
    """What happened to a ticket is known."""
    return True


def unfinished(snapshot: Snapshot) -> bool:
    """Of what is said of tickets that are being worked on: a finished one is not spoken of."""
    return not snapshot.ticket.status.finished


def words(snapshot: Snapshot) -> bool:
    """Every message of the customer, to its end, and at least one that has words."""
    return all(map(is_read_through, snapshot.customer)) and any(read.is_legible for read in snapshot.customer)


def answers(snapshot: Snapshot) -> bool:
    """Every answer of ours."""
    return all(map(is_read_through, snapshot.agent))


def deadline(snapshot: Snapshot) -> bool:
    return snapshot.ticket.sla is not None and unfinished(snapshot)


def account(snapshot: Snapshot) -> bool:
    return snapshot.account is not None


def is_read_through(read: Read) -> bool:
    """Whether nothing is left to read in a message: it was read to its end, or there is nothing in it."""
    analysis = read.analysis
    if analysis is None:
        return False
    whole = read.is_legible and analysis.read_share >= 1
    return whole or analysis.legibility is Legibility.EMPTY
