"""Strikes, and puts right what was struck after a while."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.connectors.faulty_proxy import DROPPED, DROPPED_AFTER, Asked, Fault
from tests.store.postgres_server import Server
from tests.storm.child import Child
from tests.storm.plan import Kind


@dataclass
class Ambush:
    """What happens when a certain part of a ticket's write-back is on its way to the helpdesk."""

    number: str
    part: str  # "comment", or the field of a ticket that is set
    strike: Callable[[], None]
    arrives: bool  # whether the helpdesk gets it all the same
    sprung: bool = False

    def meets(self, asked: Asked) -> bool:
        place, _, rest = asked.path.partition("?")[0].partition("/ticket/")[2].partition("/")
        if self.sprung or place != self.number or asked.method not in {"POST", "PUT"}:
            return False
        return rest == self.part if rest else f'"{self.part}"'.encode() in asked.body


@dataclass
class Weather:
    """All that can fail, and is put right by one thread: PostgreSQL ends with the thread that started it."""

    database: Server
    worker: Child
    consoles: Mapping[str, Child]
    ambushes: list[Ambush] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._gone = threading.Event()
        self._closing = False
        self._failed: Exception | None = None
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._change = threading.Condition()
        self._down: set[Kind] = set()
        self._thread = threading.Thread(target=self._run, name="weather", daemon=True)
        self._thread.start()

    def strike(self, kind: Kind, *, lasting: float, console: str) -> bool:
        """Whether there was something to strike: what is down already is not struck again."""
        if kind is Kind.CONSOLE:
            was_up = self.consoles[console].up
            self.consoles[console].kill()  # and started again as soon as it is needed
            return was_up
        with self._change:
            if kind in self._down:
                return False
            self._down.add(kind)
        {Kind.WORKER: self.worker.kill, Kind.DATABASE: self.database.stop, Kind.TRACKER: self._gone.set}[kind]()
        self._later(lasting, lambda: self._mend(kind))
        return True

    def spoil(self, asked: Asked) -> Fault | None:
        """For the proxy: what becomes of a request."""
        ambush = next((each for each in [*self.ambushes] if each.meets(asked)), None)
        if ambush is None:
            return DROPPED if self._gone.is_set() else None
        ambush.sprung = True
        ambush.strike()
        return DROPPED_AFTER if ambush.arrives else DROPPED

    def check(self) -> None:
        """Raise what was in the way of putting something right."""
        if self._failed is not None:
            raise self._failed

    def clear(self) -> bool:
        """Whether everything is up. Raises as `check` does."""
        self.check()
        with self._change:
            return not self._down

    def close(self) -> None:
        with self._change:
            self._closing = True
            self._change.notify()
        self._thread.join()
        self.check()

    def _mend(self, kind: Kind) -> None:
        if kind is Kind.WORKER:
            self.worker.start()
        elif kind is Kind.DATABASE:
            self.database.start()
        else:
            self._gone.clear()
        with self._change:
            self._down.discard(kind)

    def _later(self, seconds: float, deed: Callable[[], None]) -> None:
        with self._change:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._numbers), deed))
            self._change.notify()

    def _run(self) -> None:
        try:
            self._put_right()
        except Exception as error:  # noqa: BLE001 - raised again by whoever looks
            self._failed = error

    def _put_right(self) -> None:
        while True:
            with self._change:
                if not self._due and self._closing:
                    return
                if not self._due or (wait := self._due[0][0] - time.monotonic()) > 0:
                    self._change.wait(wait if self._due else None)
                    continue
                _, _, deed = heapq.heappop(self._due)
            deed()
