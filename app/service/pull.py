"""Bring what changed in a helpdesk into the store, one batch at a time."""

from collections.abc import Callable

from app.connectors.base import Connector
from app.domain.batch import Batch
from app.store.leases import Lease
from app.store.store import Store


def pull_batch(connector: Connector, store: Store, *, lease: Lease | None = None) -> Batch:
    """Fetch the next batch and store it with its cursor.

    Safe to run twice and to interrupt anywhere: the cursor is stored with the last of the rows, accounts and their
    facts included, and a batch that comes again changes nothing. Raises what the connector raises, and `LeaseLost`
    where the office under which it is pulled is another worker's by now.
    """
    batch = connector.changes(store.pulled.cursor(connector.connection))
    store.pulled.apply(batch, connection=connector.connection, lease=lease)
    return batch


def pull_all(connector: Connector, store: Store, *, progress: Callable[[Batch], None] = lambda _: None) -> int:
    """Pull until the helpdesk has nothing more; the number of ticket versions that came."""
    tickets = 0
    while True:
        batch = pull_batch(connector, store)
        tickets += len(batch.tickets)
        progress(batch)
        if not batch.more:
            return tickets
