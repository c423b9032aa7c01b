"""Looks again and again whether every ticket has exactly one owner, in the store and in the helpdesk."""

import threading
from collections.abc import Mapping

from app.domain.tickets import TicketId
from tests.storm.looks import NOBODY, InHelpdesk, InStore, in_store
from tests.storm.play import Play
from tests.storm.verdict import ANAS, BOBS
from tests.storm.world import World

EVERY = 1.0  # seconds


class Watch:
    """Watches the tickets of some plays, in a thread of its own, as long as a block lasts."""

    def __init__(self, world: World, plays: Mapping[TicketId, Play]) -> None:
        self.looks = 0
        self._world = world
        self._plays = plays
        self._owned: set[TicketId] = set()
        self._blamed: set[tuple[TicketId, str]] = set()
        self._over = threading.Event()
        self._failed: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        if self._failed is not None:
            raise self._failed

    def look(self) -> None:
        """The helpdesk first: what it shows must have been decided before."""
        numbers = [int(each.memory.number) for each in self._plays.values()]
        shown = self._world.helpdesk.tickets(numbers)
        held = in_store(self._world.store_url, self._plays)
        self.looks += held is not None
        for ticket, play in self._plays.items():
            problem = self._wrong(ticket, shown[ticket], held[ticket] if held else None)
            if problem and (ticket, problem) not in self._blamed:
                self._blamed.add((ticket, problem))
                play.memory.blame("owner", problem)

    def _run(self) -> None:
        try:
            while not self._over.wait(EVERY):
                self.look()
        except Exception as error:  # noqa: BLE001 - raised again where the block ends
            self._failed = error

    def _wrong(self, ticket: TicketId, shown: InHelpdesk, held: InStore | None) -> str:
        if shown.owner != NOBODY:
            self._owned.add(ticket)
        elif ticket in self._owned:
            return "nobody's in the helpdesk, after it was somebody's"
        if shown.owner not in {NOBODY, ANAS, BOBS}:
            return f"{shown.owner}'s in the helpdesk"
        return wrong_in_store(held, shown) if held is not None else ""


def wrong_in_store(held: InStore, shown: InHelpdesk) -> str:
    """What must not be at any moment of a play; "" where there is nothing of the kind."""
    accepted = {decision for _, state, _, decision in held.offers if state == "accepted"}
    taken = {identity for identity, kind, _ in held.decisions if kind == "transfer"}
    moved = {identity for identity, kind, _ in held.decisions if kind == "override"}
    waiting = sum(is_open for _, _, is_open, _ in held.offers)
    if accepted != taken:
        return f"{len(accepted)} accepted offers and {len(taken)} decisions that take the ticket over"
    if waiting + len(accepted) > 1:
        return f"{waiting} open and {len(accepted)} accepted offers at once"
    if shown.owner == BOBS and not taken and not moved:
        return "moved in the helpdesk before anybody accepted it"
    return ""
