"""Looks at the store's tables and the helpdesk's, each as of one instant and past the program's own code."""

import sqlite3
from base64 import b64decode
from collections import defaultdict
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from quopri import decodestring

import psycopg

from app.domain.tickets import TicketId, ticket_id
from app.domain.transfer import TransferId
from tests.storm.cast import DESK

NOBODY = "Nobody"


@dataclass(frozen=True)
class InHelpdesk:
    owner: str
    queue: str
    status: str


@dataclass(frozen=True)
class Words:
    """What was typed and said of a ticket, and whether its receiver has said how it went, as the store has it."""

    draft: str = ""
    said: tuple[str, ...] = ()
    feedback: bool = False


@dataclass(frozen=True)
class InStore:
    """A ticket's offers (id, state, whether it is open, decision), decisions that stand (id, kind, by whom), and
    write-backs (state, problem).
    """

    offers: tuple[tuple[str, str, bool, str | None], ...] = ()
    decisions: tuple[tuple[str, str, str], ...] = ()
    writes: tuple[tuple[str, str], ...] = ()

    @property
    def settled(self) -> bool:
        return not any(is_open for _, _, is_open, _ in self.offers) and not any(
            state in {"waiting", "sending"} for state, _ in self.writes
        )


_OFFERS = "SELECT ticket, id, state, open, decision FROM transfers WHERE ticket = ANY(%s) ORDER BY offered_at"
_DECISIONS = "SELECT ticket, id, kind, by FROM decisions WHERE ticket = ANY(%s) AND undone_at IS NULL ORDER BY made"
_WRITES = "SELECT ticket, state, problem FROM outbox WHERE ticket = ANY(%s) ORDER BY made, place"


def in_store(url: str, tickets: Collection[TicketId]) -> dict[TicketId, InStore] | None:
    """None while it cannot be reached."""
    wanted = [list(tickets)]
    try:
        with psycopg.connect(url) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            rows = [connection.execute(query, wanted).fetchall() for query in (_OFFERS, _DECISIONS, _WRITES)]
    except psycopg.Error:
        return None
    offers, decisions, writes = (_by_ticket(each) for each in rows)
    return {each: InStore(offers[each], decisions[each], writes[each]) for each in tickets}


def words(url: str, ticket: TicketId, person: str, transfer: TransferId | None) -> Words:
    """The person's draft, and what was said about this transfer."""
    drafts = rows(url, "SELECT text FROM drafts WHERE ticket = %s AND person = %s", ticket, person)
    said = rows(url, "SELECT text FROM transfer_words WHERE transfer = %s", transfer)
    feedback = rows(url, "SELECT 1 FROM transfer_feedback WHERE transfer = %s", transfer)
    return Words(str(drafts[0][0]) if drafts else "", tuple(str(row[0]) for row in said), bool(feedback))


def rows(url: str, query: str, *args: object) -> list[tuple[object, ...]]:
    """Any other look at the store."""
    with psycopg.connect(url) as connection:
        return connection.execute(query.encode(), args).fetchall()


_TICKETS = """
SELECT t.id, u.Name, q.Name, t.Status FROM Tickets t
JOIN Users u ON u.id = t.Owner JOIN Queues q ON q.id = t.Queue WHERE t.id BETWEEN ? AND ?
"""
_TEXTS = """
SELECT r.ObjectId, a.Content, a.ContentEncoding FROM Transactions r LEFT JOIN Attachments a ON a.TransactionId = r.id
WHERE r.ObjectType = 'RT::Ticket' AND r.Type = ? AND r.ObjectId BETWEEN ? AND ? AND a.ContentType = 'text/plain'
"""


class HelpdeskFile:
    """Request Tracker's own tables: what they hold is what it would show."""

    def __init__(self, folder: Path) -> None:
        self._address = f"file:{folder / 'rt.sqlite3'}?mode=ro"

    def tickets(self, numbers: Collection[int]) -> dict[TicketId, InHelpdesk]:
        found = self._rows(_TICKETS, (min(numbers), max(numbers)))
        return {ticket_id(DESK, str(number)): InHelpdesk(*rest) for number, *rest in found if number in numbers}

    def notes(self, numbers: Collection[int]) -> dict[TicketId, list[str]]:
        return self._texts("Comment", numbers)

    def replies(self, numbers: Collection[int]) -> dict[TicketId, list[str]]:
        return self._texts("Correspond", numbers)

    def _texts(self, kind: str, numbers: Collection[int]) -> dict[TicketId, list[str]]:
        found: dict[TicketId, list[str]] = defaultdict(list)
        for number, text, encoding in self._rows(_TEXTS, (kind, min(numbers), max(numbers))):
            found[ticket_id(DESK, str(number))].append(_decoded(text, encoding))
        return found

    def _rows(self, query: str, args: tuple[object, ...]) -> list[tuple]:  # type: ignore[type-arg]
        with closing(sqlite3.connect(self._address, uri=True, timeout=30)) as connection:
            return connection.execute(query, args).fetchall()


def _decoded(content: str | bytes, encoding: str | None) -> str:
    """Request Tracker keeps a text as it is, or encodes it where a database might not take it."""
    raw = content.encode() if isinstance(content, str) else content
    if encoding == "quoted-printable":
        raw = decodestring(raw)
    elif encoding == "base64":
        raw = b64decode(raw)
    return raw.decode()


def _by_ticket(found: list[tuple]) -> dict[TicketId, tuple]:  # type: ignore[type-arg]
    by: dict[TicketId, tuple] = defaultdict(tuple)  # type: ignore[type-arg]
    for ticket, *rest in found:
        by[TicketId(ticket)] += (tuple(rest),)
    return by
