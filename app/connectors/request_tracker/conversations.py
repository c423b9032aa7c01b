"""Reads whole tickets from Request Tracker: their fields, their history, and the texts in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from app.connectors.http import PARALLEL
from app.connectors.request_tracker import bodies
from app.connectors.request_tracker.client import PER_PAGE, Client
from app.connectors.request_tracker.shapes import (
    ATTACHMENT_FIELDS,
    TICKET_FIELDS,
    TICKET_SUBFIELDS,
    TRANSACTION_FIELDS,
    AttachmentItem,
    TicketItem,
    TransactionItem,
)

MESSAGES = frozenset({"Create", "Correspond", "Comment"})
OF_TICKETS = "ObjectType = 'RT::Ticket' AND Type != 'EmailRecord' AND Type != 'CommentEmailRecord'"
AT_ONCE = 4 * 1024 * 1024  # bytes of text asked for in one request
LARGEST_TEXT = 16 * 1024 * 1024  # bytes of one part

Key = TypeVar("Key")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Conversations:
    """Tickets with entries of their history, and the parts and texts of those that are messages, by entry and part.

    `homes` says which ticket an entry belongs to where that is not the one that it was made in: tickets were merged.
    """

    tickets: Sequence[TicketItem] = ()
    history: Sequence[TransactionItem] = ()
    parts: Mapping[str, Sequence[AttachmentItem]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    too_large: Sequence[AttachmentItem] = ()


class Reader:
    """Reads in parallel, a few requests at once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._pool = ThreadPoolExecutor(PARALLEL, thread_name_prefix="request-tracker")

    def each(self, work: Callable[[Key], Found], keys: Iterable[Key]) -> Iterator[Found]:
        """The results of work over keys, in their order; the first failure is raised."""
        return self._pool.map(work, keys)

    def whole(self, tickets: Sequence[int]) -> Conversations:
        """Tickets with all of their history."""
        return _together(list(self.each(self._whole, _spread(sorted(tickets)))))

    def news(self, history: Sequence[TransactionItem], *, whole: Iterable[int]) -> Conversations:
        """Tickets with what is new in their history; those of `whole` with all of it."""
        again = set(whole)
        ids = sorted({int(entry["ObjectId"]) for entry in history} - again)

        def read(some: Sequence[int]) -> Conversations:
            mine = [entry for entry in history if int(entry["ObjectId"]) in set(some)]
            return self._with_texts(Conversations(tickets=self._tickets(some), history=mine))

        found = list(self.each(read, _spread(ids)))
        return _together([*found, self.whole(sorted(again))] if again else found)

    def visible(self, tickets: Sequence[int]) -> set[int]:
        """Which of at most a hundred tickets we can see."""
        page = self._client.search("tickets", _any("id", tickets))
        return {int(item["id"]) for item in page.items}

    def texts(self, parts: Sequence[AttachmentItem]) -> dict[str, str]:
        """The texts of parts, by id."""
        texts: dict[str, str] = {}
        for some in _portions(parts):
            condition = [{"field": "id", "operator": "IN", "value": [int(part["id"]) for part in some]}]
            page = self._client.filter("attachments", condition, fields="Content")
            texts |= {str(item["id"]): str(item.get("Content") or "") for item in page.items}
        return texts

    def parts(self, entries: Sequence[str]) -> dict[str, list[AttachmentItem]]:
        """The parts of messages, by entry, in the order of the mail."""
        parts: dict[str, list[AttachmentItem]] = {entry: [] for entry in entries}
        for start in range(0, len(entries), PER_PAGE):
            some = [int(entry) for entry in entries[start : start + PER_PAGE]]
            condition = [{"field": "TransactionId", "operator": "IN", "value": some}]
            number, full = 1, True
            while full:
                # Who may see an entry may see its parts: here a short page is the last one.
                items = self._client.filter("attachments", condition, fields=ATTACHMENT_FIELDS, page=number).items
                for item in items:
                    parts[str(item["TransactionId"])].append(item)
                number, full = number + 1, len(items) == PER_PAGE
        return parts

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _whole(self, tickets: Sequence[int]) -> Conversations:
        items = self._tickets(tickets)
        history = self._history(tickets)
        homes: dict[str, str] = {}
        for number in sorted({entry["ObjectId"] for entry in history if is_merge(entry)}):
            merged = self._client.listed(f"ticket/{number}/history", fields=TRANSACTION_FIELDS)
            homes |= {str(entry["id"]): number for entry in merged}
            history = [entry for entry in history if entry["ObjectId"] != number] + merged
        return self._with_texts(Conversations(tickets=items, history=history, homes=homes))

    def _tickets(self, tickets: Sequence[int]) -> list[TicketItem]:
        query = _any("id", tickets)
        return list(self._client.search("tickets", query, fields=TICKET_FIELDS, subfields=TICKET_SUBFIELDS).items)

    def _history(self, tickets: Sequence[int]) -> list[TransactionItem]:
        history: list[TransactionItem] = []
        last = 0
        while True:
            query = f"{OF_TICKETS} AND id > {last} AND ({_any('ObjectId', tickets)})"
            items = self._client.search("transactions", query, fields=TRANSACTION_FIELDS).items
            if not items:
                return history
            history += items
            last = max(int(item["id"]) for item in items)

    def _with_texts(self, read: Conversations) -> Conversations:
        parts = self.parts([entry["id"] for entry in read.history if entry["Type"] in MESSAGES])
        wanted = list(chain.from_iterable(bodies.needed(each) for each in parts.values()))
        large = [part for part in wanted if bodies.size_of(part) > LARGEST_TEXT]
        texts = self.texts([part for part in wanted if part not in large])
        for part in large:
            texts[part["id"]] = f"[This text of {bodies.size_of(part) >> 20} MB is only in Request Tracker.]"
        return Conversations(read.tickets, read.history, parts, texts, read.homes, large)


def is_merge(entry: TransactionItem) -> bool:
    return entry["Type"] == "AddLink" and entry["Field"] == "MergedInto"


def merged_into(entry: TransactionItem) -> str:
    """The ticket that a merge's entry names."""
    return entry["NewValue"].rpartition("/")[2]


def _any(field_name: str, numbers: Iterable[int]) -> str:
    return " OR ".join(f"{field_name} = {number}" for number in numbers)


def _spread(tickets: Sequence[int]) -> list[Sequence[int]]:
    """The tickets in as many parts as are read at once, none larger than a page."""
    size = max(1, min(PER_PAGE, -(-len(tickets) // PARALLEL)))
    return [tickets[start : start + size] for start in range(0, len(tickets), size)]


def _portions(parts: Sequence[AttachmentItem]) -> Iterator[list[AttachmentItem]]:
    """Parts in portions of bounded size and number."""
    portion: list[AttachmentItem] = []
    size = 0
    for part in parts:
        if portion and (size + bodies.size_of(part) > AT_ONCE or len(portion) == PER_PAGE):
            yield portion
            portion, size = [], 0
        portion.append(part)
        size += bodies.size_of(part)
    if portion:
        yield portion


def _together(some: Sequence[Conversations]) -> Conversations:
    return Conversations(
        tickets=[item for each in some for item in each.tickets],
        history=[entry for each in some for entry in each.history],
        parts={key: value for each in some for key, value in each.parts.items()},
        texts={key: value for each in some for key, value in each.texts.items()},
        homes={key: value for each in some for key, value in each.homes.items()},
        too_large=[part for each in some for part in each.too_large],
    )
