"""Bring what changed in a helpdesk into the store, one batch at a time."""

from collections.abc import Callable

from app.connectors.base import Connector
from app.domain.batch import Batch
from app.store.store import Store


def pull_batch(connector: Connector, store: Store) -> Batch:
    """Fetch the next batch and store it with its cursor.

    Safe to run twice and to interrupt anywhere: the cursor is stored with the last of the rows, accounts and their
    facts included, and a batch that comes again changes nothing. Raises what the connector raises.
    """
    batch = connector.changes(store.pulled.cursor(connector.connection))
    store.pulled.apply(batch, connection=connector.connection)
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
