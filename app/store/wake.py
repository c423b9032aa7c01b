"""Wakes those who watch a team's store when something in it has changed: a hint, never the change itself.

Behind it everybody still looks by themselves every few seconds, so a hint that is lost costs a moment and nothing else.
PgBouncer in transaction mode loses them all without a word: a listener counts as one only once it has heard itself.
"""

import logging
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from threading import Event, Lock, Thread
from typing import Any

import psycopg
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)

CHANNEL = "warmline"
APART = timedelta(milliseconds=100)  # hints of one program: NOTIFY makes commits queue, so few, and none in a write
LOOK = timedelta(seconds=0.5)  # how soon a listener notices that it should end
PING = timedelta(seconds=20)  # after which a connection is asked whether it still is one
AGAIN = timedelta(seconds=2)


class Notifier:
    """Tells all listeners that something has changed; of many changes at once, once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._due = Event()
        self._closed = False
        self._starting = Lock()
        self._thread: Thread | None = None

    def hint(self) -> None:
        """Something was committed. Returns at once."""
        self._due.set()
        with self._starting:
            if self._thread is None and not self._closed:
                self._thread = Thread(target=self._run, name="notifier", daemon=True)
                self._thread.start()

    def close(self) -> None:
        self._closed = True
        self._due.set()
        if self._thread is not None:
            self._thread.join(timeout=AGAIN.total_seconds())

    def _run(self) -> None:
        while not self._closed:
            self._due.wait()
            self._due.clear()
            try:
                with self._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                    connection.execute(text(f"NOTIFY {CHANNEL}"))
            except SQLAlchemyError:  # whoever listens looks by themselves in a moment
                log.debug("a hint could not be given")
            time.sleep(APART.total_seconds())


class Listener:
    """Calls `wake`, on a thread of its own, whenever somebody has changed something."""

    def __init__(self, engine: Engine, wake: Callable[[], None], hint: Callable[[], None]) -> None:
        self._engine = engine
        self._wake = wake
        self._hint = hint
        self._stop = Event()
        self._troubled = False
        self.hears = False
        self._thread = Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear nothing any more; `wake` may be called once more while this is called, and not after it."""
        self._stop.set()
        self._thread.join(timeout=AGAIN.total_seconds())

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except (psycopg.Error, SQLAlchemyError) as error:
                if not self._troubled:
                    log.warning("changes are looked for every second: hints cannot be heard: %s", type(error).__name__)
                self._troubled = True
            self.hears = False
            self._stop.wait(AGAIN.total_seconds())

    def _listen(self) -> None:
        pooled = self._engine.raw_connection()
        driver: Any = pooled.driver_connection
        pooled.detach()
        with closing(driver):
            driver.autocommit = True
            driver.execute(f"LISTEN {CHANNEL}")
            self._hint()  # which we should hear ourselves
            self._hear(driver)

    def _hear(self, driver: "psycopg.Connection[Any]") -> None:
        last = time.monotonic()
        while not self._stop.is_set():
            for _ in driver.notifies(timeout=LOOK.total_seconds(), stop_after=1):
                self.hears, self._troubled, last = True, False, time.monotonic()
                if not self._stop.is_set():
                    self._wake()
            if time.monotonic() - last > PING.total_seconds():
                driver.execute("SELECT 1")
                last = time.monotonic()
