"""What changed in Request Tracker since a position, one bounded step at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from app.connectors.request_tracker.client import PER_PAGE, Client
from app.connectors.request_tracker.conversations import OF_TICKETS, Conversations, Reader, is_merge, merged_into
from app.connectors.request_tracker.convert import Converter
from app.connectors.request_tracker.dialect import instant
from app.connectors.request_tracker.people import People
from app.connectors.request_tracker.position import Position, cursor_from
from app.connectors.request_tracker.shapes import TRANSACTION_FIELDS, TransactionItem
from app.domain.batch import Batch
from app.domain.tickets import Status, Ticket, TicketId, ticket_id
from app.errors import Unreachable

LATE = timedelta(minutes=10)  # no write takes longer to be committed
OVERLAP = 500  # entries read again at most
SMALLEST = 2  # tickets of the listing in a batch, from a server that fails often
LOOKED_UP = 200  # watched tickets looked up at each poll


@dataclass(frozen=True, slots=True)
class Pace:
    """How much one batch brings: tickets of the first listing, entries of history, and how many a page."""

    tickets: int = 60
    entries: int = 300
    page: int = PER_PAGE


USUAL_PACE = Pace()


@dataclass(slots=True)
class Window:
    """What is new in the history, and where to go on."""

    new: list[TransactionItem] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)  # entries read, of which others may still appear below
    last: int = 0
    floor: int = 0
    more: bool = False


class Feed:
    """Steps from position to position. The same position may be stepped from again: it gives the same or newer."""

    def __init__(self, client: Client, reader: Reader, people: People, converter: Converter, pace: Pace) -> None:
        self._client = client
        self._reader = reader
        self._people = people
        self._converter = converter
        self._pace = pace
        self._portion = pace.tickets
        self._looked_round: datetime | None = None

    def start(self) -> Position:
        """Before everything: all tickets are still to be listed, and history is followed from here."""
        return Position(listed=0, floor=max(0, self._newest() - OVERLAP))

    def step(self, position: Position) -> Batch:
        """The next batch after a position.

        A batch counts only as a whole, so the worse the server answers, the smaller the next portion of the listing
        is; it grows again with every batch that came.
        """
        try:
            batch = self._step(position)
        except Unreachable:
            self._portion = max(SMALLEST, self._portion // 2)
            raise
        self._portion = min(self._pace.tickets, self._portion * 2)
        return batch

    def _step(self, position: Position) -> Batch:
        position, round_look = self._look_round(position)
        batch = self._list(position) if position.is_listing else self._follow(position)
        agents = self._people.news()
        return replace(batch, agents=agents, groups=tuple(self._people.queues.values()) if round_look else ())

    def _look_round(self, position: Position) -> tuple[Position, bool]:
        """Now and then: who is there, and which queues. One that has come into sight is listed from its beginning."""
        now = datetime.now(UTC)
        if self._looked_round is not None and now - self._looked_round < LATE:
            return position, False
        self._people.refresh(self._reader.each)
        self._looked_round = now
        queues = tuple(sorted(int(number) for number in self._people.queues))
        fresh = tuple(sorted(set(queues) - set(position.queues)))
        if position.queues and fresh and not position.is_listing:
            position = replace(position, listed=0, queues_listed=fresh)
        return replace(position, queues=queues), True

    def _newest(self) -> int:
        """The newest entry of history that we can see."""
        newest = self._client.search("transactions", OF_TICKETS, order="DESC")
        return max((int(item["id"]) for item in newest.items), default=0)

    def _list(self, position: Position) -> Batch:
        query = f"id > {position.listed}"
        if position.queues_listed:
            query += " AND (" + " OR ".join(f"Queue = {number}" for number in position.queues_listed) + ")"
        page = self._client.search("tickets", query, per_page=self._portion)
        if not page.items:
            done = replace(position, listed=None, queues_listed=())
            return Batch(cursor_from(done), more=True)
        ids = sorted(int(item["id"]) for item in page.items)
        batch, position = self._batch(self._reader.whole(ids), position)
        return replace(
            batch,
            cursor=cursor_from(replace(position, listed=ids[-1])),
            more=True,
            remaining=None if page.total is None else max(0, page.total - len(ids)),
        )

    def _follow(self, position: Position) -> Batch:
        window = self._window(position)
        again = _whole_again(window.new)
        read = self._reader.news(window.new, whole=again)
        batch, position = self._batch(read, position)
        missing = {int(entry["ObjectId"]) for entry in window.new} - {int(item["id"]) for item in read.tickets}
        checked = position.checked
        if not window.more:
            gone, checked = self._gone(position)
            missing |= gone
        lost, merged = self._explained(missing)
        settled = [*lost, *(int(ticket.number) for ticket in merged)]
        position = replace(
            position.watching(unfinished=(), settled=settled),
            floor=window.floor,
            seen=tuple(sorted(window.kept)),
            checked=checked,
        )
        return replace(
            batch,
            cursor=cursor_from(position),
            more=window.more,
            tickets=(*batch.tickets, *merged),
            lost=tuple(self._id(number) for number in lost),
        )

    def _window(self, position: Position) -> Window:
        """The entries above the floor that were not seen, up to a batch full."""
        seen, window = set(position.seen), Window(last=position.floor, floor=position.floor)
        latest: datetime | None = None
        page_number = 1
        while not window.more:
            page = self._client.search(
                "transactions",
                f"{OF_TICKETS} AND id > {window.last}",
                fields=TRANSACTION_FIELDS,
                per_page=self._pace.page,
                page=page_number,
            )
            latest = page.at or latest
            if not page.items:
                if page_number > 1:
                    break
                page_number += 1  # a page of nothing but what we may not see is empty too
                continue
            page_number = 1
            window.new += [item for item in page.items if int(item["id"]) not in seen]
            window.kept += [int(item["id"]) for item in page.items]
            window.last = max(window.kept)
            settled = [int(item["id"]) for item in page.items if _is_old(item, latest)]
            window.floor = max([window.floor, *settled])
            window.more = len(window.new) >= self._pace.entries
        window.floor = max(window.floor, sorted(window.kept)[-OVERLAP - 1] if len(window.kept) > OVERLAP else 0)
        window.kept = [number for number in window.kept if number > window.floor]
        return window

    def _gone(self, position: Position) -> tuple[set[int], int]:
        """The next of the watched tickets that we can no longer see, and how far that went."""
        ahead = [number for number in position.watched if number > position.checked][:LOOKED_UP]
        if not ahead:
            ahead = list(position.watched[:LOOKED_UP])
        pages = [ahead[start : start + PER_PAGE] for start in range(0, len(ahead), PER_PAGE)]
        visible = set[int]().union(*self._reader.each(self._reader.visible, pages))
        return set(ahead) - visible, ahead[-1] if ahead else 0

    def _explained(self, missing: set[int]) -> tuple[list[int], list[Ticket]]:
        """Of tickets that searches leave out: those lost to us, and those merged into others."""
        lost: list[int] = []
        merged: list[Ticket] = []
        for number in sorted(missing):
            record = self._client.record("ticket", number)
            if record is None or record.get("Status") == "deleted":
                lost.append(number)
            elif int(record["id"]) != number:
                merged += self._merged(number, int(record["id"]))
        return lost, merged

    def _merged(self, number: int, into: int) -> list[Ticket]:
        """The shell that stays of a merged ticket; its messages have gone over."""
        found = self._reader.whole([into])
        return [
            replace(
                self._converter.ticket(item),
                id=self._id(number),
                number=str(number),
                status=Status.CLOSED,
                merged_into=self._id(into),
            )
            for item in found.tickets
        ]

    def _batch(self, read: Conversations, position: Position) -> tuple[Batch, Position]:
        converted = self._converter.converted(read)
        finished = [int(ticket.number) for ticket in converted.tickets if ticket.status.finished]
        unfinished = [int(ticket.number) for ticket in converted.tickets if not ticket.status.finished]
        batch = Batch(
            cursor_from(position),
            more=False,
            tickets=converted.tickets,
            messages=converted.messages,
            events=converted.events,
            accounts=tuple({account.id: account for account in converted.accounts}.values()),
            complaints=converted.complaints,
        )
        return batch, position.watching(unfinished=unfinished, settled=finished)

    def _id(self, number: int) -> TicketId:
        return ticket_id(self._converter.connection, str(number))


def _whole_again(new: Sequence[TransactionItem]) -> set[int]:
    """Tickets of which we may lack the beginning: from a queue out of sight, or from another ticket."""
    moved = {int(entry["ObjectId"]) for entry in new if entry["Type"] == "Set" and entry["Field"] == "Queue"}
    return moved | {int(merged_into(entry)) for entry in new if is_merge(entry) and merged_into(entry).isdecimal()}


def _is_old(item: TransactionItem, now: datetime | None) -> bool:
    """Nothing below it is still to be committed."""
    created = instant(item["Created"])
    return now is not None and created is not None and created < now - LATE
