"""A console without its window as a process: it does what it is told through a pipe, and looks by itself."""

import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import Any

from app.domain.decisions import Decision
from app.domain.routing import Destination
from app.domain.tickets import TicketId
from app.domain.transfer import Transfer, TransferId
from app.errors import Refused, StoreFailed, WarmlineError
from app.paths import HOME
from app.service.console import Console
from tests.storm import safeguards
from tests.storm.child import Child, Home
from tests.storm.worker_process import opened

LOOK = 1.0  # seconds between two looks, as of a window


class Came(StrEnum):
    """What came of telling a console to do something."""

    DONE = "done"  # acknowledged: from now on it must not be lost
    REFUSED = "refused"
    AWAY = "away"  # the store could not be asked, and the person is told so
    GONE = "gone"  # the console has died over it


@dataclass(frozen=True)
class Answer:
    came: Came
    value: Any = None

    @property
    def done(self) -> bool:
        return self.came is Came.DONE


@dataclass(frozen=True)
class Seen:
    """What the person sees of a ticket."""

    transfers: tuple[Transfer, ...]
    decisions: tuple[str, ...]  # the kinds of those that stand
    notes: tuple[str, ...]  # those that are, or will be, written
    draft: str


def serve(pipe: Connection, home: Home) -> None:
    """Be a console until the pipe is closed at the other end."""
    os.environ[HOME] = str(home.folder)
    safeguards.remove(home.without)
    console = opened(home, pipe).console
    threading.Thread(target=_look, args=(console,), daemon=True).start()
    pipe.send(Answer(Came.DONE, "open"))
    while True:
        try:
            deed, args = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(_told(console, deed, args))


class ConsoleProcess:
    """The same, from outside: started again by itself after it was killed, as soon as it is needed."""

    def __init__(self, home: Home, *, patience: float) -> None:
        self.child = Child(serve, home)
        self.hung: list[str] = []  # when it did not answer in `patience` seconds, an absent store included
        self._patience = patience
        self._told = "open"

    def open(self) -> None:
        """Have it there, its store reached."""
        if not self.child.up:
            self._answer(self.child.start())

    def tell(self, deed: str, *args: object) -> None:
        """Tell it to do something and do not wait; `hear` waits."""
        self.open()
        self._told = deed
        with suppress(OSError, AttributeError):  # it has died meanwhile, as whoever waits for the answer will notice
            self.child.pipe.send((deed, args))  # type: ignore[union-attr]

    def hear(self) -> Answer:
        pipe = self.child.pipe
        return self._answer(pipe) if pipe is not None else Answer(Came.GONE)

    def do(self, deed: str, *args: object) -> Answer:
        self.tell(deed, *args)
        return self.hear()

    def _answer(self, pipe: Connection) -> Answer:
        try:
            if pipe.poll(self._patience):
                answer: Answer = pipe.recv()
                return answer
        except (EOFError, OSError):
            return Answer(Came.GONE)
        self.hung.append(f"{self._told!r} was not answered in {self._patience:.0f} s")
        self.child.kill()
        return Answer(Came.GONE, self.hung[-1])


def _look(console: Console) -> None:
    """What the window does once a second, and with it, what waits here is sent."""
    while True:
        with suppress(WarmlineError):
            console.health()
        time.sleep(LOOK)


def _told(console: Console, deed: str, args: tuple[Any, ...]) -> Answer:
    try:
        return Answer(Came.DONE, DEEDS[deed](console, *args))
    except StoreFailed as error:
        return Answer(Came.AWAY, str(error))
    except WarmlineError as error:
        return Answer(Came.REFUSED, str(error))


def _see(console: Console, ticket: TicketId) -> Seen:
    found = console.opened(ticket)
    if found is None:
        raise Refused("There is no such ticket yet.")
    standing = tuple(str(each.kind) for each in found.decisions if each.undone_at is None)
    return Seen(found.transfers, standing, tuple(each.text for each in found.deliveries if each.text), found.draft)


def _offer(console: Console, ticket: TicketId, to: Destination, note: str, seconds: float) -> TransferId:
    found = console.opened(ticket)
    if found is None:
        raise Refused("There is no such ticket yet.")
    return console.transfers.offer(found, to, note, expires=timedelta(seconds=seconds)).id


def _override(console: Console, ticket: TicketId, to: Destination, reason: str) -> str:
    found = console.opened(ticket)
    if found is None:
        raise Refused("There is no such ticket yet.")
    return console.override(found, to, reason).id


def _accept(console: Console, transfer: TransferId) -> str:
    return console.transfers.accept(transfer).id


def _accept_and_undo(console: Console, transfer: TransferId) -> bool:
    made: Decision = console.transfers.accept(transfer)
    return console.undo(made)


def _feedback(console: Console, transfer: TransferId) -> None:
    console.transfers.give_feedback(transfer, necessary=True, complete=True)


def _waiting(console: Console) -> tuple[int, tuple[str, ...]]:
    """How much waits here for the store, and what it has refused."""
    health = console.health()
    if health.away:
        raise StoreFailed("The store is away.")
    return health.kept_here, health.not_taken


DEEDS: Mapping[str, Callable[..., Any]] = {
    "see": _see,
    "hops": lambda console, ticket: console.transfers.hops(ticket),
    "type": lambda console, ticket, text: console.save_draft(ticket, text),
    "note": lambda console, ticket, text: console.add_note(ticket, text),
    "keep": lambda console, subject, text: console.transfers.save_unsent(subject, text),
    "kept": lambda console, subject: console.transfers.unsent(subject),
    "offer": _offer,
    "offers": lambda console: tuple(each.transfer.id for each in console.transfers.offers_for()),
    "ask": lambda console, transfer, text: console.transfers.ask(transfer, text).id,
    "answer": lambda console, transfer, text: console.transfers.answer(transfer, text).id,
    "accept": _accept,
    "accept and undo": _accept_and_undo,
    "decline": lambda console, transfer, text: console.transfers.decline(transfer, text).id,
    "withdraw": lambda console, transfer: console.transfers.withdraw(transfer).id,
    "override": _override,
    "due": lambda console: tuple(each.id for each in console.transfers.feedback_due()),
    "feedback": _feedback,
    "waiting": _waiting,
}
