"""Request Tracker's words for things, and ours: statuses, priorities, instants, and the names of custom fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from app.connectors.request_tracker.shapes import Field
from app.domain.tickets import Priority, Status
from app.errors import SettingsInvalid

NEVER = "1970-01-01"  # how an instant that has not come looks
NOBODY = "Nobody"  # the owner of what nobody owns
SYSTEM = "RT_System"

_STATUSES = {
    "new": Status.NEW,
    "open": Status.OPEN,
    "stalled": Status.PENDING,
    "pending": Status.PENDING,
    "waiting": Status.PENDING,
    "resolved": Status.SOLVED,
    "solved": Status.SOLVED,
    "rejected": Status.CLOSED,
    "closed": Status.CLOSED,
    "deleted": Status.CLOSED,
}
_WRITTEN = {
    Status.NEW: "new",
    Status.OPEN: "open",
    Status.PENDING: "stalled",
    Status.SOLVED: "resolved",
    Status.CLOSED: "rejected",
}
# Request Tracker calls 0 Low, 50 Medium and 100 High; ours are read from the nearest.
_PRIORITIES = ((90, Priority.URGENT), (60, Priority.HIGH), (25, Priority.NORMAL))
_NUMBERS = {Priority.LOW: 0, Priority.NORMAL: 50, Priority.HIGH: 75, Priority.URGENT: 100}


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one installation calls things.

    A connection's options change it: `status.on-hold = "pending"` says what a status of theirs means,
    `write.pending = "on-hold"` which of theirs to set for ours; `account_field`, `tags_field` and `rating_field` name
    custom fields.
    """

    statuses: Mapping[str, Status]
    written: Mapping[Status, str]
    account_field: str = "Account ID"  # of the user who asked
    tags_field: str = "Tags"
    rating_field: str = "CSAT"

    def status(self, theirs: str) -> Status:
        """Our status for theirs; one of their own making is open until an option says what it means."""
        return self.statuses.get(theirs.casefold(), Status.OPEN)


def dialect_from(options: Mapping[str, str]) -> Dialect:
    """The dialect that a connection's options describe."""
    statuses, written = dict(_STATUSES), dict(_WRITTEN)
    for key, value in options.items():
        if key.startswith("status."):
            statuses[key.removeprefix("status.").casefold()] = _status(key, value)
        elif key.startswith("write."):
            written[_status(key, key.removeprefix("write."))] = value
    names = {key: options[key] for key in ("account_field", "tags_field", "rating_field") if key in options}
    return Dialect(MappingProxyType(statuses), MappingProxyType(written), **names)


def priority_of(number: str) -> Priority:
    value = int(number) if number.lstrip("-").isdecimal() else 0
    return next((priority for floor, priority in _PRIORITIES if value >= floor), Priority.LOW)


def number_for(priority: Priority) -> int:
    return _NUMBERS[priority]


def instant(text: str) -> datetime | None:
    """An instant as a record gives it, in UTC; None where it has not come.

    Records give instants in UTC whatever the user's time zone is. Queries read them in the user's: never query by one.
    """
    if not text or text.startswith(NEVER):
        return None
    parsed = datetime.fromisoformat(text)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def fields_of(values: list[Field] | str) -> dict[str, list[str]]:
    """Custom fields by name; an empty string is how none at all looks."""
    if isinstance(values, str):
        return {}
    return {field["name"]: [str(value) for value in field["values"]] for field in values}


def _status(key: str, value: str) -> Status:
    try:
        return Status(value)
    except ValueError as error:
        raise SettingsInvalid(f"{key}: {value!r} is no status of ours; those are {', '.join(Status)}.") from error
