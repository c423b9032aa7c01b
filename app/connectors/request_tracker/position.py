"""How far a sync has come: what the opaque cursor of Request Tracker's connector holds."""

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from app.domain.batch import START, Cursor

log = logging.getLogger(__name__)

WATCHED = 20_000  # unfinished tickets that are looked after; a team with more has other worries


@dataclass(frozen=True, slots=True)
class Position:
    """First all tickets are listed by id, then the history of all tickets is followed by id.

    `listed` is the last ticket that was listed, None once all are; `queues_listed` limits the listing to queues that
    have come into sight since. Of the history, everything up to `floor` is done, and of what lies above it what is in
    `seen`: PostgreSQL commits ids out of order, so that an entry may appear below ones that were read long ago.
    `watched` are unfinished tickets, and `checked` the last of them that was looked up: a ticket that is moved out of
    our sight says nothing about it. `queues` are the queues in sight.
    """

    listed: int | None = 0
    queues_listed: tuple[int, ...] = ()
    floor: int = 0
    seen: tuple[int, ...] = ()
    watched: tuple[int, ...] = ()
    checked: int = 0
    queues: tuple[int, ...] = ()

    @property
    def is_listing(self) -> bool:
        return self.listed is not None

    def watching(self, *, unfinished: Iterable[int], settled: Iterable[int]) -> "Position":
        """The position with tickets added to those watched and others taken off."""
        watched = (set(self.watched) | set(unfinished)) - set(settled)
        return replace(self, watched=tuple(sorted(watched)[-WATCHED:]))


def position_from(cursor: Cursor) -> Position | None:
    """The position of a cursor, None at the start. A cursor that cannot be read starts over, which doubles nothing."""
    if cursor == START:
        return None
    try:
        entries: dict[str, Any] = json.loads(cursor)
        values: dict[str, Any] = {each.name: entries[each.name] for each in fields(Position)}
        return Position(**{key: _frozen(value) for key, value in values.items()})
    except (ValueError, TypeError, KeyError) as error:
        log.warning("The sync starts over, since its cursor cannot be read: %s", error)
        return None


def cursor_from(position: Position) -> Cursor:
    return Cursor(json.dumps(asdict(position), separators=(",", ":")))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
