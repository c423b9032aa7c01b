"""What every helpdesk adapter can do, whatever the helpdesk."""

from typing import Protocol

from app.domain.batch import Batch, Cursor
from app.domain.changes import Change, Receipt
from app.domain.tickets import ConnectionName


class Connector(Protocol):
    """One helpdesk, spoken to with one credential.

    Every method may raise `Unreachable` (try again), `RateLimited` (later), `AuthFailed` (ask a person) or `Refused`
    (never again); anything else is a bug.
    """

    @property
    def connection(self) -> ConnectionName: ...

    @property
    def writable(self) -> bool:
        """False where there is nothing to write back to."""

    def check(self) -> str:
        """Prove that the helpdesk answers and accepts us; says whom we are there, and warns of missing rights."""

    def changes(self, cursor: Cursor) -> Batch:
        """What changed since `cursor`; `START` asks for everything. The same cursor may be asked again at any time."""

    def apply(self, change: Change) -> Receipt:
        """Write a change, once in effect however often it is called with the same change."""

    def close(self) -> None:
        """Let go of connections and files."""
