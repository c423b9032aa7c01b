"""Makes groups and people watchers (AdminCc) of a ticket, so that Request Tracker itself tells them of notes on it."""

from collections.abc import Mapping, Sequence

from app.connectors.request_tracker.client import Client
from app.domain.changes import Outcome, VerbOutcome, Watch

NAME = "watch"
ROLE = "AdminCc"
OWN_GROUPS = {"field": "Domain", "value": "UserDefined"}

Keys = Sequence[str]
"""All that somebody may be listed as: a group's number, a user's login or address. The first is how they are added."""


def watch(client: Client, number: str, verb: Watch) -> VerbOutcome:
    """Add who does not watch yet. Safe to repeat: those who do are found by reading, and all of them are kept."""
    before = _watching(client, number)
    if before is None:
        return VerbOutcome(NAME, Outcome.LOST, f"Ticket {number} is out of Warmline's sight.")
    known = {who: _keys(client, who) for who in verb.who}
    missing = [who for who in _missing(known, before) if known[who]]
    words = ""
    if missing:  # the list takes the place of the one before; a name that nobody has would be an error of the server's
        wanted = [*before, *(known[who][0] for who in missing)]
        words = client.write("PUT", f"ticket/{number}", {ROLE: wanted}).words
    left = _missing(known, (_watching(client, number) or ()) if missing else before)
    if not left:
        return VerbOutcome(NAME, Outcome.APPLIED)
    return VerbOutcome(NAME, Outcome.DENIED if len(left) == len(known) else Outcome.PARTLY, _why(left, known, words))


def _watching(client: Client, number: str) -> list[str] | None:
    """Who watches the ticket now, as Request Tracker lists them; None where it is out of sight."""
    record = client.record("ticket", number)
    return [str(each["id"]) for each in record.get(ROLE) or []] if record is not None else None


def _keys(client: Client, who: str) -> Keys:
    """What a group or an address is listed as; nothing for a group that is not there, or not for us to see."""
    if "@" not in who:
        found = client.filter("groups", [OWN_GROUPS, {"field": "Name", "value": who}], fields="Name").items
        return [str(each["id"]) for each in found[:1]]
    users = client.filter("users", [{"field": "EmailAddress", "value": who}], fields="Name").items
    return [who, *(str(each.get("Name") or each["id"]) for each in users)]


def _missing(known: Mapping[str, Keys], watching: Sequence[str]) -> list[str]:
    listed = {each.casefold() for each in watching}
    return [who for who, keys in known.items() if not any(key.casefold() in listed for key in keys)]


def _why(left: Sequence[str], known: Mapping[str, Keys], words: str) -> str:
    unknown = [who for who in left if not known[who]]
    refused = [who for who in left if known[who]]
    said = [f"Request Tracker has no group {', '.join(unknown)} that Warmline may see"] if unknown else []
    said += [f"it did not add {', '.join(refused)} as {ROLE}: {words or 'it did not say why'}"] if refused else []
    return "; ".join(said) + "."
