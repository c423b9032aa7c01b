"""What an edited rulebook would do now: every open ticket judged with it, and with the one in force."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.queue import Lens
from app.domain.rulebook import Rulebook
from app.domain.rulebook_effect import Comparison, Effect
from app.domain.tickets import TicketId
from app.service.assess import Assessor
from app.service.rules_in_force import RulesInForce
from app.store.store import Store


@dataclass(frozen=True, slots=True)
class Hits:
    """On how many open tickets each rule fires, as was recorded; `looked_at` of them `of` were read."""

    by_rule: Counter[str]
    looked_at: int


class RulebookTrial:
    """Reads the store and writes nothing: neither verdicts nor decisions come of it."""

    def __init__(self, store: Store, in_force: RulesInForce, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._in_force = in_force
        self._clock = clock

    def hits(self) -> Hits:
        """What the recorded verdicts say, at once: nothing is judged anew."""
        fired, looked_at = self._store.rulebook.fired()
        return Hits(fired, looked_at)

    def effect(
        self,
        edited: Rulebook,
        *,
        stopped: Callable[[], bool] = lambda: False,
        progressed: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> Effect:
        """Judge all open tickets as of now. Ends early once `stopped`, which is asked between two tickets."""
        now = self._clock()
        before = self._in_force.assessor()
        after = replace(before, rulebook=edited)
        names = [each.name for each in (*edited.rules, *before.rulebook.rules)]
        comparison = Comparison(names)
        tickets = self._store.queue.ids(Lens.ALL, search="", me="", now=now)
        for done, ticket in enumerate(tickets):
            if stopped():
                break
            self._compare(comparison, ticket, before, after, now)
            progressed(done + 1, len(tickets))
        return comparison.effect(of=len(tickets))

    def _compare(
        self, comparison: Comparison, ticket: TicketId, before: Assessor, after: Assessor, now: datetime
    ) -> None:
        """A ticket that went away meanwhile is no longer counted, and changes nothing."""
        known = self._store.triaged.triage(ticket)
        model = known.versions.model if known else ""
        snapshot = self._store.pulled.snapshot(ticket, as_of=now, model_revision=model or None)
        if snapshot is None:
            return
        connection = snapshot.ticket.connection
        agents, loads = self._store.pulled.agents(connection), self._store.pulled.loads(connection)
        old, new = (each.assess(snapshot, model_revision=model, agents=agents, loads=loads) for each in (before, after))
        comparison.add(snapshot.ticket, old, new)
