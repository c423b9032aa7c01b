"""Settles many suggestions together: what the desks have room for is suggested, and shared out among their people."""

from collections import Counter
from collections.abc import Sequence

from app.domain.fit_weights import FitWeights
from app.domain.placing import held_back, placement, rooms, with_room
from app.domain.rulebook import Rulebook
from app.domain.tickets import ConnectionName, TicketId, connection_of
from app.domain.triage import Triage
from app.service.sharing import Sharing
from app.store.store import Store


class Placer:
    """Looks at every suggestion that waits, since people and room are shared by all of them."""

    def __init__(self, store: Store, rulebook: Rulebook, weights: FitWeights) -> None:
        self._store = store
        self._rulebook = rulebook
        self._sharing = Sharing(weights, rulebook.leads)

    def place(self, triages: Sequence[Triage]) -> list[Triage]:
        """These verdicts with whoever is to take each of them, or held back, in their order.

        Behind them stand the verdicts on other tickets that this changes: held back for a more deserving one, or let
        go where there is room again. Others keep who they were given to. What is decided is left as it is.
        """
        decided = self._store.placed.decided([each.ticket for each in triages])
        open_ones = [each for each in triages if each.ticket not in decided]
        placed: dict[TicketId, Triage] = {}
        for connection in dict.fromkeys(connection_of(each.ticket) for each in open_ones):
            mine = [each for each in open_ones if connection_of(each.ticket) == connection]
            placed.update((each.ticket, each) for each in self._in_connection(connection, mine))
        given = {each.ticket for each in triages}
        return [placed.get(each.ticket, each) for each in triages] + [
            each for ticket, each in placed.items() if ticket not in given
        ]

    def _in_connection(self, connection: ConnectionName, triages: Sequence[Triage]) -> list[Triage]:
        asking = {each.ticket for each in triages}
        others = [each for each in self._store.placed.waiting(connection) if each.ticket not in asking]
        asked = [wish for each in triages if (wish := placement(each)) is not None]
        full = held_back([*others, *asked], rooms(self._rulebook, self._store.placed.open_tickets(connection)))
        turned = [each for each in others if each.held is not (each.ticket in full)]
        verdicts = [*triages, *filter(None, (self._store.triaged.triage(each.ticket) for each in turned))]
        settled = [with_room(each, full.get(each.ticket, "")) for each in verdicts]
        staying = {each.ticket for each in turned}
        promised = Counter(
            each.agent
            for each in (
                *(one for one in others if one.ticket not in staying),
                *self._store.placed.arriving(connection),
            )
            if each.agent is not None and not each.held
        )
        return self._sharing.shared_out(settled, promised)
