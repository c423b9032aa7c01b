"""What every account source can do, whatever it is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from app.domain.findings import Findings
from app.domain.tickets import AccountId


class AccountSource(Protocol):
    """One place where facts about accounts stand. It is only ever read.

    Both methods may raise `Unreachable` (try again), `RateLimited` (later), `AuthFailed` and `BadInput` (ask a person)
    or `Refused` (what was asked is wrong there); anything else is a bug.
    """

    @property
    def name(self) -> str: ...

    def read(self) -> Findings:
        """Everything that the source says now. A row that cannot be read is a complaint, and its neighbours come."""

    def close(self) -> None:
        """Let go of connections and files."""


class ReadFields(Protocol):
    """Gives the custom fields of tickets that changed after a tick of the store's clock, oldest first, and that clock.

    Each comes with its ticket's account and with when the ticket was last updated.
    """

    def __call__(self, *, after: int) -> tuple[Iterable[tuple[AccountId, datetime, Mapping[str, str]]], int]: ...
