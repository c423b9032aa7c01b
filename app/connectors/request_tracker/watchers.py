"""Makes groups and people watchers (AdminCc) of a ticket, so that Request Tracker itself tells them of notes on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.connectors.request_tracker.client import Client
from app.domain.changes import Outcome, VerbOutcome, Watch

NAME = "watch"
ROLE = "AdminCc"


@dataclass(frozen=True, slots=True)
class Watcher:
    """One of a ticket's watchers: how they are written back, and all that they go by, in small letters."""

    key: str
    names: frozenset[str]


def watch(client: Client, number: str, verb: Watch) -> VerbOutcome:
    """Add who does not watch yet. Safe to repeat: those who do are found by reading, and all of them are kept."""
    before = _watchers(client, number)
    if before is None:
        return VerbOutcome(NAME, Outcome.LOST, f"Ticket {number} is out of Warmline's sight.")
    missing = _missing(verb.who, before)
    if not missing:
        return VerbOutcome(NAME, Outcome.APPLIED)
    wanted = [*(each.key for each in before), *(_written(each) for each in missing)]
    said = client.write("PUT", f"ticket/{number}", {ROLE: wanted})
    left = _missing(missing, _watchers(client, number) or ())
    if not left:
        return VerbOutcome(NAME, Outcome.APPLIED)
    why = f"Request Tracker did not add {', '.join(left)} as {ROLE}: {said.words or 'it did not say why'}"
    return VerbOutcome(NAME, Outcome.DENIED if len(left) == len(verb.who) else Outcome.PARTLY, why)


def _watchers(client: Client, number: str) -> tuple[Watcher, ...] | None:
    """Who watches the ticket now; None where it is out of sight."""
    record = client.record("ticket", number, AdminCc="Name,EmailAddress")
    if record is None:
        return None
    found = record.get(ROLE) or []
    return tuple(
        Watcher(
            key=str(each["id"]),  # a group's number, a user's login
            names=frozenset(str(each.get(name) or "").casefold() for name in ("Name", "EmailAddress", "id")),
        )
        for each in (found if isinstance(found, list) else [found])
    )


def _missing(who: Iterable[str], watchers: Iterable[Watcher]) -> list[str]:
    known = {name for each in watchers for name in each.names}
    return [each for each in who if each.casefold() not in known]


def _written(who: str) -> str:
    """An address as it is; a name is a group's."""
    return who if "@" in who else f"group:{who}"
