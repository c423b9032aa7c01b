"""A ticket as it stands in Request Tracker this moment, read before and after writing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.connectors.request_tracker.client import Client
from app.connectors.request_tracker.dialect import NOBODY, fields_of


@dataclass(frozen=True, slots=True)
class State:
    """What can be written. `owner` is a login, empty for nobody."""

    queue: str
    owner: str
    status: str
    priority: str
    fields: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Gone:
    """The ticket cannot be written any more; `why` is a sentence."""

    why: str


def state_of(client: Client, number: str) -> State | Gone:
    """The ticket's state now."""
    record = client.record("ticket", number, Queue="Name", Owner="Name")
    if record is None:
        return Gone(f"Ticket {number} is out of Warmline's sight: it was moved or deleted.")
    if str(record["id"]) != number:
        return Gone(f"Ticket {number} was merged into {record['id']}.")
    if record.get("Status") == "deleted":
        return Gone(f"Ticket {number} was deleted.")
    owner = str(record["Owner"].get("Name") or record["Owner"]["id"])
    return State(
        queue=str(record["Queue"].get("Name") or record["Queue"]["id"]),
        owner="" if owner == NOBODY else owner,
        status=str(record["Status"]),
        priority=str(record.get("Priority") or "0"),
        fields=fields_of(record.get("CustomFields") or []),
    )
