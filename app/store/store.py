"""The store: everything that is kept, behind one door."""

from app.domain.revision import Changed
from app.store.account_sources import AccountSources
from app.store.alerts import Alerts
from app.store.briefs import Briefs
from app.store.consults import Consults
from app.store.database import Database, open_database
from app.store.decided import Decided
from app.store.facts import Facts
from app.store.placed import Placed
from app.store.pulled import Pulled
from app.store.pulse import Pulse
from app.store.queue import QueueReader
from app.store.revision import changed_since, revision_in
from app.store.rulebook_store import RulebookStore
from app.store.schema import upgrade
from app.store.silent import Silent
from app.store.snoozes import Snoozes
from app.store.solved import Solved
from app.store.taught import Taught
from app.store.transfers import Transfers
from app.store.triaged import Triaged
from app.store.unsent import Unsent


class Store:
    """A workspace's store, usable from several threads and processes at once. Made by `open_store`.

    Every call is one transaction, or several where it says so, and may raise `StoreFailed` and its kinds: then what it
    was writing is not there, or it can be called again and will be there once.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.facts = Facts(database)
        self.account_sources = AccountSources(database)
        self.pulled = Pulled(database, self.facts)
        self.triaged = Triaged(database)
        self.placed = Placed(database)
        self.solved = Solved(database)
        self.decided = Decided(database)
        self.taught = Taught(database)
        self.transfers = Transfers(database)
        self.consults = Consults(database)
        self.snoozes = Snoozes(database)
        self.unsent = Unsent(database)
        self.briefs = Briefs(database)
        self.alerts = Alerts(database)
        self.silent = Silent(database)
        self.rulebook = RulebookStore(database)
        self.queue = QueueReader(database)
        self.pulse = Pulse(database)

    def revision(self) -> int:
        """The last tick of the store's clock; every write transaction that changes something is one."""
        with self._database.read() as session:
            return revision_in(session)

    def changed_since(self, revision: int) -> Changed:
        """What is different from what it was at that tick; `everything` where listing it would be no help."""
        return changed_since(self._database, revision)

    def close(self) -> None:
        self._database.close()


def open_store(url: str, *, key: bytes | None) -> Store:
    """Open the store at "sqlite:////path/to/file" or "postgresql://...", made or brought up to date where needed.

    `key` is a SQLite file's, 32 bytes; without one the file is not encrypted. Raises `StoreLocked` where the key does
    not fit, `StoreTooNew` where a newer Warmline has been here, `StoreFull` and `StoreFailed` for the rest.
    """
    database = open_database(url, key=key)
    try:
        upgrade(database)
    except BaseException:
        database.close()
        raise
    return Store(database)
