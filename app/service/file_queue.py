"""What the tickets of a file are to each other: everybody's load, each group's open tickets, each account's."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.tickets import AccountId, AgentId, Ticket


@dataclass(frozen=True, slots=True)
class FileQueue:
    """Counted once for the whole file, however many portions it is judged in."""

    loads: Mapping[AgentId, int]
    in_group: Mapping[str, int]
    of_account: Mapping[AccountId, tuple[Ticket, ...]]


def file_queue(tickets: Iterable[Ticket], *, as_of: datetime | None) -> FileQueue:
    """The unfinished ones among these as far as they were there at `as_of`; None counts all of them."""
    loads: Counter[AgentId] = Counter()
    in_group: Counter[str] = Counter()
    of_account: dict[AccountId, list[Ticket]] = defaultdict(list)
    for each in tickets:
        if each.status.finished or (as_of is not None and each.created_at > as_of):
            continue
        in_group[each.group] += 1
        if each.owner is not None:
            loads[each.owner] += 1
        if each.account is not None:
            of_account[each.account].append(each)
    return FileQueue(loads, in_group, {account: tuple(some) for account, some in of_account.items()})
