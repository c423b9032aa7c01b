"""What keeps a storm from doing harm, each to be switched off in a process of its own: the controls."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement

from app.connectors.request_tracker import notes
from app.connectors.request_tracker.doubts import Doubts
from app.domain.transfer import Transfer
from app.store import transfer_rows
from app.store.journal import Journal
from app.store.transfer_tables import TransferRow


def remove(name: str) -> None:
    """Take this safeguard out of the running process; "" leaves them all."""
    if name:
        SAFEGUARDS[name]()


def _look_for_no_note() -> None:
    """A note that may have been written is written again at once."""

    def none_written(*_: Any) -> dict[str, int]:
        return dict.fromkeys(notes.KINDS.values(), 0)

    notes.written = none_written  # type: ignore[assignment]
    Doubts.check = lambda *_: None  # type: ignore[method-assign]


def _keep_the_journal_in_memory() -> None:
    """What waits for the store dies with the console."""
    opening = Journal.__init__

    def forgetful(self: Journal, *args: Any, **rest: Any) -> None:
        opening(self, *args, **rest)
        for kept in self.waiting():
            self.acknowledge(kept)

    Journal.__init__ = forgetful  # type: ignore[method-assign]


def _let_the_last_one_win() -> None:
    """A change to an offer is made whatever somebody else has made of it meanwhile."""

    def whatever_it_was(before: Transfer) -> ColumnElement[bool]:
        return TransferRow.id == before.id

    transfer_rows.as_it_was = whatever_it_was


SAFEGUARDS: Mapping[str, Callable[[], None]] = {
    "marker": _look_for_no_note,
    "journal": _keep_the_journal_in_memory,
    "fence": _let_the_last_one_win,
}
