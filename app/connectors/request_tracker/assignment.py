"""Moves a ticket to a queue and an owner, unless somebody was faster."""

from dataclasses import dataclass

from app.connectors.request_tracker.client import Client
from app.connectors.request_tracker.state import Gone, State, state_of
from app.domain.changes import Assign, Outcome, VerbOutcome
from app.domain.tickets import login_of

NAME = "assign"


@dataclass(frozen=True, slots=True)
class Wish:
    """An `Assign` in Request Tracker's words; empty owners are nobody, None leaves a part as it is."""

    queue: str | None
    owner: str | None
    from_queue: str
    from_owner: str
    or_nobody: bool = False

    def queue_is_met(self, state: State) -> bool:
        return self.queue is None or _same(state.queue, self.queue)

    def owner_is_met(self, state: State) -> bool:
        return self.owner is None or _same(state.owner, self.owner)

    def is_met(self, state: State) -> bool:
        return self.queue_is_met(state) and self.owner_is_met(state)


def wish_of(verb: Assign) -> Wish:
    return Wish(
        queue=verb.group,
        owner=login_of(verb.owner) if verb.owner is not None else None,
        from_queue=verb.from_group,
        from_owner=login_of(verb.from_owner) if verb.from_owner is not None else "",
        or_nobody=verb.or_nobody,
    )


def conflict(wish: Wish, state: State) -> str:
    """Who was faster, as a sentence, or an empty string: the ticket is neither where we want it nor where it was.

    Who owns it counts also where only the queue is wished for: whoever has just taken a ticket keeps it. A ticket of
    nobody's in the wanted queue is no conflict, whoever had it before: the move itself takes it from an owner who may
    own nothing there, and we may have been interrupted just then.
    """
    if not wish.queue_is_met(state) and wish.from_queue and not _same(state.queue, wish.from_queue):
        return f"Somebody has moved it to {state.queue} meanwhile."
    if wish.is_met(state) or _same(state.owner, wish.owner) or _same(state.owner, wish.from_owner):
        return ""
    if not state.owner:
        moved = wish.queue is not None and wish.queue_is_met(state)
        return "" if moved or wish.or_nobody else "Somebody has put it back to nobody meanwhile."
    return f"{state.owner} has taken it meanwhile."


def assign(client: Client, number: str, wish: Wish, state: State) -> VerbOutcome:
    """Bring about a wish that conflicts with nothing.

    Safe to repeat: what is already as wanted is not written. The queue comes first, since whoever may not own tickets
    in the old queue may in the new one, and the move drops an owner who may not in the new.
    """
    words = ""
    now = state
    if not wish.queue_is_met(state):
        words = client.write("PUT", f"ticket/{number}", {"Queue": wish.queue}).words
        moved = state_of(client, number)
        if isinstance(moved, Gone):
            return _out_of_sight(wish, words)
        if not wish.queue_is_met(moved):
            return _not_moved(moved, state, words)
        now = moved
    if not wish.owner_is_met(now):
        words = client.write("PUT", f"ticket/{number}", {"Owner": wish.owner}).words
        owned = state_of(client, number)
        if isinstance(owned, Gone):
            return VerbOutcome(NAME, Outcome.LOST, owned.why)
        now = owned
    if wish.owner_is_met(now):
        return VerbOutcome(NAME, Outcome.APPLIED)
    if wish.queue is None:
        return VerbOutcome(NAME, Outcome.DENIED, _said(words))
    return VerbOutcome(NAME, Outcome.PARTLY, f"It is in {now.queue} now, but not {wish.owner}'s: {_said(words)}")


def _out_of_sight(wish: Wish, words: str) -> VerbOutcome:
    """It was in sight, Request Tracker says that it moved, and now it is out of sight: it is where it was sent."""
    if "changed" not in words:
        return VerbOutcome(NAME, Outcome.LOST, f"It went out of Warmline's sight while it was moved: {_said(words)}")
    why = f"It is in {wish.queue} now, which Warmline may not see"
    if wish.owner is None:
        return VerbOutcome(NAME, Outcome.APPLIED, f"{why}.")
    return VerbOutcome(NAME, Outcome.PARTLY, f"{why}; the owner could not be set.")


def _not_moved(now: State, before: State, words: str) -> VerbOutcome:
    if not _same(now.queue, before.queue):
        return VerbOutcome(NAME, Outcome.CONFLICT, f"Somebody has moved it to {now.queue} meanwhile.")
    return VerbOutcome(NAME, Outcome.DENIED, _said(words))


def _said(words: str) -> str:
    return f"Request Tracker says: {words}" if words else "Request Tracker did not say why."


def _same(one: str, other: str | None) -> bool:
    return other is not None and one.casefold() == other.casefold()
