"""What the store's tests share: where a store lies, and short ways to fill one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.batch import Cursor
from app.domain.queue import Lens
from app.domain.score import Contribution
from app.domain.tickets import Message, Ticket, TicketId
from app.store.store import Store
from tests.builders import DESK, NOW, batch, triage

KEY = bytes(range(32))

Opener = Callable[[], Store]


@dataclass(frozen=True, slots=True)
class Where:
    """A store's address and key."""

    url: str
    key: bytes | None


def pull(store: Store, *tickets: Ticket, messages: Iterable[Message] = (), **rest: Any) -> None:
    """Store a batch as pull does; its cursor moves on unless it is given."""
    cursor = rest.pop("cursor", Cursor(f"{store.pulled.cursor(DESK)}+"))
    store.pulled.apply(
        replace(batch(*tickets), messages=tuple(messages), cursor=Cursor(cursor), **rest), connection=DESK
    )


def judge(store: Store, number: str, *contributions: Contribution, **changes: Any) -> None:
    """Record a verdict on a ticket."""
    store.triaged.record([triage(number, *contributions, **changes)])


def seen(store: Store, lens: Lens = Lens.ALL, *, search: str = "", me: str = "Ana Ortiz") -> list[str]:
    """The numbers of the tickets that a lens shows, in their order."""
    return numbers(store.queue.ids(lens, search=search, me=me, now=NOW))


def numbers(tickets: Sequence[TicketId]) -> list[str]:
    return [ticket.partition(":")[2] for ticket in tickets]
