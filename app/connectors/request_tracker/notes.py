"""Adds notes and replies to a ticket, each once: those already written are found by the marker in them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from app.connectors.request_tracker.client import Client
from app.connectors.request_tracker.conversations import Reader
from app.connectors.request_tracker.dialect import instant
from app.connectors.request_tracker.shapes import TRANSACTION_FIELDS
from app.domain.changes import Change, Note, Outcome, Reply, VerbOutcome, marker

SKEW = timedelta(days=1)  # by how much two clocks may differ
KINDS = {"comment": "Comment", "correspond": "Correspond"}  # where it is posted, and what it is called in the history


def written(client: Client, reader: Reader, change: Change, number: str) -> dict[str, int]:
    """How many notes ("Comment") and replies ("Correspond") of this change the ticket's history already has."""
    found = dict.fromkeys(KINDS.values(), 0)
    kinds = dict(_recent(client, change, number))
    parts = [
        part for each in reader.parts(list(kinds)).values() for part in each if part["ContentType"] == "text/plain"
    ]
    texts = reader.texts([part for part in parts if not part["Filename"]])
    wanted = marker(change.id)
    for entry in {part["TransactionId"] for part in parts if wanted in texts.get(part["id"], "").splitlines()}:
        found[kinds[str(entry)]] += 1
    return found


def write(client: Client, number: str, change: Change, verb: Note | Reply) -> VerbOutcome:
    """Add one note or reply. The answer names the entry that it made, and that is looked for."""
    name = type(verb).__name__.lower()
    where = "comment" if isinstance(verb, Note) else "correspond"
    content = f"{verb.text}\n\n{marker(change.id)}"
    said = client.write("POST", f"ticket/{number}/{where}", {"Content": content, "ContentType": "text/plain"})
    if not said.accepted:
        return VerbOutcome(name, Outcome.DENIED, said.words)
    if client.has_entry(said.location.rpartition("/")[2]):
        return VerbOutcome(name, Outcome.APPLIED)
    return VerbOutcome(name, Outcome.UNKNOWN, "It was accepted, and is not in the ticket's history.")


def _recent(client: Client, change: Change, number: str) -> list[tuple[str, str]]:
    """The numbers and kinds of the ticket's messages since the change was decided, with a day to spare.

    Their dates are compared here: a query would read them in the time zone of whoever asks.
    """
    query = f"ObjectType = 'RT::Ticket' AND ObjectId = {number} AND (Type = 'Comment' OR Type = 'Correspond')"
    since = change.decided_at - SKEW
    found: list[tuple[str, str]] = []
    below = ""
    while True:
        items: Sequence[Mapping[str, str]] = client.search(
            "transactions", query + below, fields=TRANSACTION_FIELDS, order="DESC"
        ).items
        fresh = [item for item in items if (instant(item["Created"]) or since) >= since]
        found += [(str(item["id"]), item["Type"]) for item in fresh]
        if not items or len(fresh) < len(items):
            return found
        below = f" AND id < {min(int(item['id']) for item in items)}"
