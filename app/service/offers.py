"""What the clock and the helpdesk do with offers and snoozes, whoever notices first."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.domain.snooze import wakes
from app.domain.tickets import AgentId, ConnectionName, Ticket, connection_of
from app.domain.transfer import NOBODY, Action, Deed, Transfer, overtaken_by, step
from app.store.store import Store

BEFORE = timedelta(minutes=15)  # a worker's first step: what came due while there was none grows old by itself then


def due(transfer: Transfer, ticket: Ticket | None, *, at: datetime, names: Mapping[AgentId, str]) -> Action | None:
    """What ends this open offer now, if anything: the helpdesk's word comes before the clock's. `names` are agents'."""
    if not transfer.is_open:
        return None
    owner = names.get(ticket.owner, "") if ticket and ticket.owner else ""
    why = overtaken_by(transfer, ticket, owner_name=owner) if ticket else ""
    if why:
        return Action(Deed.OVERTAKE, NOBODY, at, why)
    return Action(Deed.EXPIRE, NOBODY, at) if at >= transfer.expires_at else None


def settle(store: Store, transfer: Transfer, *, at: datetime, names: Mapping[AgentId, str] | None = None) -> bool:
    """End an open offer that has expired, or whose ticket the helpdesk has changed; whether it ended.

    Repeating it, or doing it at two places at once, ends the offer once: each change is made to the version that it
    was made from. `names` are agents', where the caller has them at hand.
    """
    if names is None:
        names = _names(store, connection_of(transfer.ticket))
    action = due(transfer, store.pulled.ticket(transfer.ticket), at=at, names=names)
    return action is not None and store.transfers.move(transfer, step(transfer, action), action)


class Errands:
    """A worker's small duties beside its couriers: offers that end, tickets that wake, people who are back."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looked: datetime | None = None

    def step(self, now: datetime) -> bool:
        """Do what is due; never more to do right away. Any number of workers may do this at once."""
        offers = self._store.transfers.open()
        names = {each: _names(self._store, each) for each in {connection_of(offer.ticket) for offer in offers}}
        for offer in offers:
            settle(self._store, offer, at=now, names=names[connection_of(offer.ticket)])
        for snooze in self._store.snoozes.asleep():
            why = wakes(snooze, self._store.pulled.messages(snooze.ticket), now=now)
            if why:
                self._store.snoozes.wake(snooze.id, by=why, at=now)
        self._store.hours.notice_back(after=self._looked or now - BEFORE, now=now)
        self._looked = now
        return False


def _names(store: Store, connection: ConnectionName) -> dict[AgentId, str]:
    return {each.id: each.name for each in store.pulled.agents(connection)}
