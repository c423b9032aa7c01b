"""Sets a ticket's status, priority, tags and custom fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.connectors.request_tracker.client import Client
from app.connectors.request_tracker.dialect import Dialect, number_for, priority_of
from app.connectors.request_tracker.state import Gone, State, state_of
from app.domain.changes import Outcome, Update, VerbOutcome

NAME = "update"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to set: what it is called, whether it is so, and what to write for it."""

    name: str
    met: bool
    ticket: Mapping[str, object]
    fields: Mapping[str, Sequence[str]]


def update(client: Client, number: str, verb: Update, dialect: Dialect) -> VerbOutcome:
    """Set what is not yet as wanted. Safe to repeat: tags are added to those that are there, and nothing twice."""
    before = state_of(client, number)
    if isinstance(before, Gone):
        return VerbOutcome(NAME, Outcome.LOST, before.why)
    missing = [each for each in _wanted(verb, before, dialect) if not each.met]
    if not missing:
        return VerbOutcome(NAME, Outcome.APPLIED)
    body: dict[str, object] = {key: value for each in missing for key, value in each.ticket.items()}
    if fields := {key: value for each in missing for key, value in each.fields.items()}:
        body["CustomFields"] = fields
    said = client.write("PUT", f"ticket/{number}", body)
    after = state_of(client, number)
    if isinstance(after, Gone):
        return VerbOutcome(NAME, Outcome.LOST, after.why)
    everything = _wanted(verb, after, dialect)
    refused = [each.name for each in everything if not each.met]
    if not refused:
        return VerbOutcome(NAME, Outcome.APPLIED)
    why = f"Request Tracker did not set the {', '.join(refused)}: {said.words or 'it did not say why'}"
    nothing = len(refused) == len(everything)
    return VerbOutcome(NAME, Outcome.DENIED if nothing else Outcome.PARTLY, why)


def _wanted(verb: Update, state: State, dialect: Dialect) -> list[Wanted]:
    wanted: list[Wanted] = []
    if verb.status is not None:
        met = dialect.status(state.status) is verb.status
        wanted.append(Wanted("status", met, {"Status": dialect.written[verb.status]}, {}))
    if verb.priority is not None:
        met = priority_of(state.priority) is verb.priority
        wanted.append(Wanted("priority", met, {"Priority": number_for(verb.priority)}, {}))
    if verb.tags:
        has = list(state.fields.get(dialect.tags_field, ()))
        new = [tag for tag in dict.fromkeys(verb.tags) if tag not in has]
        wanted.append(Wanted("tags", not new, {}, {dialect.tags_field: [*has, *new]}))
    for name, value in verb.fields.items():
        met = ", ".join(state.fields.get(name, ())) == value
        wanted.append(Wanted(f"field {name}", met, {}, {name: [value] if value else []}))
    return wanted
