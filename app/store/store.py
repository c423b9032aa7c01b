"""The store: everything that is kept, behind one door."""

from collections.abc import Callable

from app.domain.revision import Changed
from app.store.account_sources import AccountSources
from app.store.alerts import Alerts
from app.store.briefs import Briefs
from app.store.consults import Consults
from app.store.database import Database, open_database
from app.store.decided import Decided
from app.store.facts import Facts
from app.store.leases import Leases
from app.store.own_hours import Hours
from app.store.people import People
from app.store.placed import Placed
from app.store.presence import Presence
from app.store.pulled import Pulled
from app.store.pulse import Pulse
from app.store.queue import QueueReader
from app.store.revision import changed_since, revision_in
from app.store.rule_deeds import RuleDeeds
from app.store.rulebook_store import RulebookStore
from app.store.schema import upgrade
from app.store.silent import Silent
from app.store.snoozes import Snoozes
from app.store.solved import Solved
from app.store.taught import Taught
from app.store.transfers import Transfers
from app.store.triaged import Triaged
from app.store.unsent import Unsent
from app.store.wake import Listener


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
        self.rule_deeds = RuleDeeds(database)
        self.queue = QueueReader(database)
        self.pulse = Pulse(database)
        self.leases = Leases(database)
        self.presence = Presence(database)
        self.hours = Hours(database)
        self.people = People(database)
        self.clock = database.clock

    def revision(self) -> int:
        """The last tick of the store's clock; every write transaction that changes something is one."""
        with self._database.read() as session:
            return revision_in(session)

    def changed_since(self, revision: int) -> Changed:
        """What is different from what it was at that tick; `everything` where listing it would be no help."""
        return changed_since(self._database, revision)

    @property
    def place(self) -> str:
        """The file, or the server and database."""
        return self._database.place

    @property
    def shared(self) -> bool:
        """Whether it is a team's, on a server, and not one person's file."""
        return self._database.file is None

    def listen(self, wake: Callable[[], None]) -> Listener | None:
        """Have `wake` called, on another thread, whenever somebody has changed something; None on a file.

        It is a hint that may be lost, so look by yourself now and then. Close the listener before the store.
        """
        notifier = self._database.notifier
        return Listener(self._database.engine, wake, notifier.hint) if notifier is not None else None

    def close(self) -> None:
        self._database.close()


def open_store(url: str, *, key: bytes | None, password: str | None = None) -> Store:
    """Open the store at "sqlite:////path/to/file" or "postgresql://...", made or brought up to date where needed.

    `key` is a SQLite file's, 32 bytes; without one the file is not encrypted. `password` is a server's. Raises
    `StoreLocked` where either does not fit, `StoreAway` where the server cannot be reached, `StoreTooNew` where a newer
    Warmline has been here, `StoreFull` and `StoreFailed` for the rest.
    """
    database = open_database(url, key=key, password=password)
    try:
        upgrade(database)
    except BaseException:
        database.close()
        raise
    return Store(database)
